"""Reads the tables that the users edit in Excel (CSV); each fault names file, line and column."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path


class WordListError(ValueError):
    """Faults of word-list files, all of them, each with file, line and column."""

    def __init__(self, faults: Iterable[str]) -> None:
        """Keep the faults apart and join them into one message."""
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table: the attribute that it fills, and how a cell is read."""

    name: str
    read: Callable[[str], object] = str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, with its cells that are not empty by column."""

    path: Path
    line: int
    cells: Mapping[str, str]

    @property
    def place(self) -> str:
        """Say where the line stands, for whoever must mend it."""
        return f"{self.path} 第 {self.line} 行"

    @property
    def short_place(self) -> str:
        """Say where the line stands without the folders of this machine."""
        return f"{self.path.name} 第 {self.line} 行"

    def values(self, fields: Mapping[str, Field], faults: list[str]) -> dict[str, object] | None:
        """Read every cell; None, and its faults in `faults`, where one cannot be read."""
        found: dict[str, object] = {}
        before = len(faults)
        for column, cell in self.cells.items():
            try:
                found[fields[column].name] = fields[column].read(cell)
            except ValueError as error:
                faults.append(f"{self.place}“{column}”栏：“{cell}”{error}")
        return found if len(faults) == before else None


def read_rows(
    path: Path,
    fields: Mapping[str, Field],
    key: str,
    faults: list[str],
    *,
    is_unique: bool = True,
) -> Iterator[Row]:
    """Yield the lines of a table whose column `key` is never empty, and never twice the same."""
    reader = csv.reader(StringIO(read_text(path), newline=""))
    head = [cell.strip() for cell in next(reader, [])]
    strange = [f"{path} 第 1 行：不认识的列名“{name}”" for name in head if name not in fields]
    if key not in head:
        strange.append(f"{path} 第 1 行：缺少“{key}”一列")
    faults += strange
    if strange:
        return
    seen: set[str] = set()
    for cells in reader:
        row = {name: cell.strip() for name, cell in zip(head, cells, strict=False) if cell.strip()}
        if not row:
            continue
        found = Row(path, reader.line_num, row)
        if len(cells) > len(head):
            faults.append(
                f"{found.place}：比表头多出 {len(cells) - len(head)} 格（内容里有半角逗号？）"
            )
        value = row.get(key, "")
        if not value:
            faults.append(f"{found.place}“{key}”栏：不能为空")
        elif is_unique and value in seen:
            faults.append(f"{found.place}“{key}”栏：“{value}”重复")
        seen.add(value)
        yield found


def read_text(path: Path) -> str:
    """Read a table as Excel on a Chinese Windows saves it: in UTF-8, or unless told so in GBK."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def read_alternatives(cell: str) -> tuple[str, ...]:
    """Read a cell of several values, separated by |."""
    return tuple(part for part in cell.split("|") if part)


def read_yes(cell: str) -> bool:
    """Read 是 or 否."""
    if cell not in ("是", "否"):
        raise ValueError("应填“是”或“否”")
    return cell == "是"


def read_day(cell: str) -> date:
    """Read a date, also as Excel rewrites it (2018-06-01 becomes 2018/6/1)."""
    try:
        year, month, day = (int(part) for part in re.split(r"[-/]", cell))
        return date(year, month, day)
    except ValueError:
        raise ValueError("不是日期，应写成 2018-06-01") from None
