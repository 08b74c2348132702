"""Word lists: CSV files that the users edit in Excel, read into terms with one automaton a list."""

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from io import StringIO
from pathlib import Path

from ahocorasick_rs import AhoCorasick

PACKAGED = Path(__file__).parent
OFF = "停用"


class WordListError(ValueError):
    """Faults of word-list files, all of them, each with file, line and column."""

    def __init__(self, faults: Iterable[str]) -> None:
        """Keep the faults apart and join them into one message."""
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class Level(StrEnum):
    """How bad it is to write the term: S may fail the site, B is a hint."""

    S = "S"
    A = "A"
    B = "B"


class Quote(StrEnum):
    """Where the term may stand because it is quoted."""

    NOWHERE = ""
    TITLE = "书名号"
    QUOTED = "引号"


@dataclass(frozen=True, slots=True)
class Term:
    """A way of writing that is wrong, and the conditions that make it certainly wrong.

    `boundary` asks for word boundaries at both ends; text of `not_before`/`not_after` directly
    beside the hit exempts it; one of `needs` must and none of `forbids` may stand in the
    sentence; a term with `valid_from` is judged only in articles of that day or later. With a
    `pattern`, `word` is only the anchor: the pattern must match around it in the sentence, and
    `right` may use its groups.
    """

    word: str
    right: str
    category: str = ""
    level: Level = Level.A
    boundary: bool = False
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    quote: Quote = Quote.NOWHERE
    title_only: bool = False
    valid_from: date | None = None
    pattern: re.Pattern[str] | None = None
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class WordList:
    """Terms with the automaton that finds them all in one pass."""

    terms: tuple[Term, ...] = ()
    automaton: AhoCorasick = field(
        default_factory=lambda: AhoCorasick([]), compare=False, repr=False
    )

    def candidates(self, text: str) -> list[tuple[int, int, int]]:
        """Return (index of the term, start, end) of every occurrence, overlaps kept."""
        return self.automaton.find_matches_as_indexes(text, overlapping=True) if self.terms else []


def word_list(terms: Iterable[Term]) -> WordList:
    """Build the automaton over `terms`."""
    kept = tuple(terms)
    return WordList(kept, AhoCorasick([term.word for term in kept], store_patterns=False))


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists that the rules use; a field bears the name of its file."""

    wrong_words: WordList = field(default_factory=WordList)
    improper: WordList = field(default_factory=WordList)
    withdrawn: WordList = field(default_factory=WordList)
    doubled: WordList = field(default_factory=WordList)


def load(extra: Path | None = None) -> Words:
    """Read the packaged lists and lay the same-named files of the folder `extra` over them."""
    names = [entry.name for entry in fields(Words)]
    faults: list[str] = []
    lists = {}
    for name in names:
        terms = _read(PACKAGED / f"{name}.csv", faults)
        own = extra / f"{name}.csv" if extra else None
        if own and own.is_file():
            terms |= _read(own, faults)
        lists[name] = word_list(term for term in terms.values() if term is not None)
    if extra:
        faults += _strangers(extra, names)
    if faults:
        raise WordListError(faults)
    return Words(**lists)


def _strangers(folder: Path, names: list[str]) -> list[str]:
    # A misspelt file name must not be a word list that silently does nothing.
    if not folder.is_dir():
        return [f"{folder}：词表文件夹不存在"]
    known = "、".join(f"{name}.csv" for name in names)
    return [
        f"{path}：不认识的词表文件名，应为 {known} 之一"
        for path in sorted(folder.glob("*.csv"))
        if path.stem not in names
    ]


def _read(path: Path, faults: list[str]) -> dict[str, Term | None]:
    """Return the terms of one file by word (None: switched off); add its faults to `faults`."""
    reader = csv.reader(StringIO(_decode(path.read_bytes()), newline=""))
    head = [cell.strip() for cell in next(reader, [])]
    strange = [f"{path} 第 1 行：不认识的列名“{name}”" for name in head if name not in _COLUMNS]
    if "写法" not in head:
        strange.append(f"{path} 第 1 行：缺少“写法”一列")
    if strange:
        faults += strange
        return {}
    terms: dict[str, Term | None] = {}
    for cells in reader:
        row = {name: cell.strip() for name, cell in zip(head, cells, strict=False) if cell.strip()}
        if not row:
            continue
        here = f"{path} 第 {reader.line_num} 行"
        if len(cells) > len(head):
            faults.append(f"{here}：比表头多出 {len(cells) - len(head)} 格（内容里有半角逗号？）")
        if (word := row.get("写法", "")) in terms:
            faults.append(f"{here}“写法”栏：“{word}”重复")
        terms[word] = _term(row, here, faults)
    return terms


def _decode(data: bytes) -> str:
    # Excel on a Chinese Windows saves CSV in GBK unless told otherwise.
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _term(row: Mapping[str, str], here: str, faults: list[str]) -> Term | None:
    if row.get("级别") == OFF:
        return None
    found: dict[str, object] = {"word": "", "right": ""}
    before = len(faults)
    for name, cell in row.items():
        column = _COLUMNS[name]
        try:
            found[column.field] = column.read(cell)
        except ValueError as error:
            faults.append(f"{here}“{name}”栏：“{cell}”{error}")
    if not found["word"]:
        faults.append(f"{here}“写法”栏：不能为空")
    if len(faults) > before:
        return None
    term = Term(**found)  # type: ignore[arg-type]  # read by column, each to its field's type
    if fault := _mismatch(term):
        faults.append(f"{here}{fault}")
    return term


def _mismatch(term: Term) -> str:
    """Say what is wrong between the cells of one row, "" when nothing is."""
    if term.pattern is None:
        return "“应为”栏：与“写法”相同" if term.word == term.right else ""
    try:
        term.pattern.sub(term.right, "")
    except (re.error, IndexError) as error:
        return f"“应为”栏：“{term.right}”引用了正则中没有的分组（{error}）"
    return ""


def _alternatives(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _yes(cell: str) -> bool:
    if cell not in ("是", "否"):
        raise ValueError("应填“是”或“否”")
    return cell == "是"


def _day(cell: str) -> date:
    # Excel turns 2018-06-01 into 2018/6/1 when it saves.
    try:
        year, month, day = (int(part) for part in re.split(r"[-/]", cell))
        return date(year, month, day)
    except ValueError:
        raise ValueError("不是日期，应写成 2018-06-01") from None


def _level(cell: str) -> Level:
    if cell not in list(Level):
        raise ValueError(f"应为 S、A、B 或“{OFF}”")
    return Level(cell)


def _quote(cell: str) -> Quote:
    if cell not in list(Quote):
        raise ValueError("应为空、“书名号”或“引号”")
    return Quote(cell)


def _pattern(cell: str) -> re.Pattern[str]:
    try:
        return re.compile(cell)
    except re.error as error:
        raise ValueError(f"不是正确的正则表达式（{error}）") from None


@dataclass(frozen=True, slots=True)
class _Column:
    field: str
    read: Callable[[str], object] = str


_COLUMNS = {
    "写法": _Column("word"),
    "应为": _Column("right"),
    "类别": _Column("category"),
    "级别": _Column("level", _level),
    "分词边界": _Column("boundary", _yes),
    "前面是则放过": _Column("not_before", _alternatives),
    "后面是则放过": _Column("not_after", _alternatives),
    "同句须有": _Column("needs", _alternatives),
    "同句有则放过": _Column("forbids", _alternatives),
    "引文放过": _Column("quote", _quote),
    "仅查标题": _Column("title_only", _yes),
    "起始日期": _Column("valid_from", _day),
    "正则": _Column("pattern", _pattern),
    "来源": _Column("source"),
    "说明": _Column("note"),
}
