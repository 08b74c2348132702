"""Reads the rows of a worksheet as a stream: cells as text, what is hidden, what is merged."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import pairwise

from lxml import etree

from crawler.extract.content import ContentBuilder, ExtractError
from crawler.extract.excel_dates import DateCells
from crawler.extract.merged import Merge, fill_merged
from crawler.extract.ooxml import Package, local
from crawler.page import LETTERS, Table, column_letter

# What lies farther out is in the text; a table so wide would only fill the memory.
MAX_COLUMNS = 1000
# Cells of all tables of a workbook, empty ones included: each costs some bytes.
MAX_CELLS = 4_000_000
MAX_MERGES = 100_000
TRUE = ("1", "true")
# Narrower, a column or row cannot be seen.
LEAST_SIZE = 0.5
LARGEST = 1e30
# Digits that a formula carries, addresses of cells apart.
FORMULA_NUMBER = re.compile(r"(?<![A-Za-z$\d])\d{6,}")
HEADING_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d{1,3}|[A-Z+]|&)', re.IGNORECASE)
RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
TAGS = ("col", "row", "mergeCell", "dataValidation", "headerFooter", "hyperlink")


@dataclass(slots=True)
class Strings:
    """The strings that cells refer to by number, and which of them were."""

    texts: list[str]
    is_used: bytearray

    def text(self, number: str) -> str:
        """Return a string; "" for a number that is none."""
        if not number.isdecimal() or int(number) >= len(self.texts):
            return ""
        self.is_used[int(number)] = 1
        return self.texts[int(number)]


@dataclass(slots=True)
class Book:
    """What the sheets of a workbook share."""

    package: Package
    builder: ContentBuilder
    strings: Strings
    dates: DateCells
    cells_left: int = MAX_CELLS


@dataclass(slots=True)
class Sheet:
    """A worksheet on its way into the content."""

    name: str
    part: str
    is_hidden: bool
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)
    asides: dict[str, list[str]] = field(default_factory=dict)
    merges: list[str] = field(default_factory=list)
    length: int = 0

    @property
    def place(self) -> str:
        """The sheet as people name it."""
        return f"隐藏的工作表“{self.name}”" if self.is_hidden else f"工作表“{self.name}”"

    def note(self, place: str, text: str) -> None:
        """Keep a text that stands at a place of its own in the sheet."""
        if text.strip():
            self.asides.setdefault(place, []).append(text.strip())
            self.length += len(text)


def read_sheet(book: Book, sheet: Sheet) -> None:
    """Add a sheet's text and its table; what a broken sheet held up to there is kept."""
    try:
        _stream(book, sheet)
    except ExtractError as error:
        book.builder.leave_out(f"{sheet.place}没有读完（{error}）")
    book.builder.add(sheet.place, "\n".join(sheet.lines))
    for place, texts in sheet.asides.items():
        book.builder.add(f"{sheet.place}（{place}）", "\n".join(texts))
    fill_merged(sheet.rows, _merges(sheet))
    if sheet.rows:
        book.builder.tables.append(
            Table(
                tuple(map(tuple, sheet.rows)),
                sheet.place,
                tuple(sheet.numbers),
                frozenset(sheet.hidden_rows),
                frozenset(sheet.hidden_columns),
            )
        )


def _stream(book: Book, sheet: Sheet) -> None:
    limits = book.builder.limits
    number = count = 0
    for element in book.package.elements(sheet.part, *(f"{{*}}{name}" for name in TAGS)):
        match local(element):
            case "row":
                number = _row_number(element, number)
                cells = _cells(element, book, sheet)
                if not cells:
                    continue
                count += 1
                if count > limits.rows:
                    book.builder.leave_out(f"{sheet.place}超过 {limits.rows} 行，其余未检查")
                    break
                if sheet.length > limits.text:
                    book.builder.leave_out(f"{sheet.place}文字过多，第 {number} 行起未检查")
                    break
                _take_row(element, number, cells, book, sheet)
            case "col":
                _note_hidden_columns(element, sheet)
            case "mergeCell" if len(sheet.merges) < MAX_MERGES:
                sheet.merges.append(str(element.get("ref", "")))
            case "dataValidation":
                _note_validation(element, sheet)
            case "headerFooter":
                for node in element.iterchildren("*"):
                    sheet.note("页眉页脚", HEADING_CODE.sub(" ", node.text or ""))
            case "hyperlink":
                sheet.note("链接提示", str(element.get("tooltip", "")))


def _take_row(
    row: etree._Element, number: int, cells: dict[int, str], book: Book, sheet: Sheet
) -> None:
    is_hidden = row.get("hidden") in TRUE or _is_nothing(row.get("ht"))
    dense = min(max(cells) + 1, MAX_COLUMNS)
    book.cells_left -= dense
    if book.cells_left >= 0:
        sheet.rows.append([cells.get(index, "") for index in range(dense)])
        sheet.numbers.append(number)
        if is_hidden:
            sheet.hidden_rows.add(number)
    else:
        book.builder.leave_out("表格过大，其余未按表格检查")
    sheet.length += sum(map(len, cells.values())) + len(cells)
    if is_hidden:
        sheet.note(f"隐藏的第 {number} 行", "\t".join(cells.values()))
        return
    if sheet.hidden_columns.isdisjoint(cells):
        sheet.lines.append("\t".join(cells.values()))
        return
    shown = [text for index, text in cells.items() if index not in sheet.hidden_columns]
    sheet.lines.append("\t".join(shown))
    for index, text in cells.items():
        if index in sheet.hidden_columns:
            sheet.note(f"隐藏的 {column_letter(index)} 列", text)


def _row_number(row: etree._Element, before: int) -> int:
    """Return the row's number; one that has none follows the row before it."""
    reference = str(row.get("r", ""))
    return int(reference) if reference.isdecimal() else before + 1


def _is_nothing(size: object) -> bool:
    try:
        return size is not None and float(str(size)) < LEAST_SIZE
    except ValueError:
        return False


def _note_hidden_columns(column: etree._Element, sheet: Sheet) -> None:
    if column.get("hidden") not in TRUE and not _is_nothing(column.get("width")):
        return
    first, last = str(column.get("min", "")), str(column.get("max", ""))
    if first.isdecimal() and last.isdecimal():
        sheet.hidden_columns.update(range(int(first) - 1, min(int(last), MAX_COLUMNS)))


def _note_validation(element: etree._Element, sheet: Sheet) -> None:
    for name in ("promptTitle", "prompt", "errorTitle", "error"):
        sheet.note("输入提示", str(element.get(name, "")))
    for name in ("formula1", "formula2"):
        for node in element.iter(f"{{*}}{name}"):
            text = "".join(map(str, node.itertext()))
            if '"' in text:
                sheet.note("下拉选项", text.strip('"'))


def _cells(row: etree._Element, book: Book, sheet: Sheet) -> dict[int, str]:
    cells: dict[int, str] = {}
    position = 0
    for cell in row.iterchildren("{*}c"):
        reference = cell.get("r")
        index = column_index(str(reference).rstrip("0123456789")) if reference else position
        position = index + 1
        text = _cell_text(cell, book, sheet)
        if text:
            cells[index] = text
    return cells


def _cell_text(cell: etree._Element, book: Book, sheet: Sheet) -> str:
    kind, value = cell.get("t"), ""
    for node in cell:
        tag = str(node.tag)
        if tag.endswith("}v"):
            value = node.text or ""
        elif tag.endswith("}f"):
            if node.text and FORMULA_NUMBER.search(node.text):
                sheet.note("公式", f"{cell.get('r', '')}：{node.text}")
        elif tag.endswith("}is") and kind == "inlineStr":
            value = string_text(node)
    if kind == "s":
        return book.strings.text(value.strip())
    if kind in (None, "n") and value:
        if cell.get("s") in book.dates.styles:
            return book.dates.text(value)
        return _plain_number(value)
    if kind == "d":
        return _plain_day(value)
    return value.strip()


def string_text(item: etree._Element) -> str:
    """Join the runs of a string; phonetic guides repeat it and are left out."""
    parts = []
    for node in item:
        tag = str(node.tag)
        if tag.endswith("}t"):
            parts.append(node.text or "")
        elif tag.endswith("}r"):
            parts += [part.text or "" for part in node.iterchildren("{*}t")]
    return "".join(parts).strip()


def _plain_number(value: str) -> str:
    """Write a number as a person sees it: 1.38e+10 is the mobile number 13812345678."""
    value = value.strip()
    if "e" not in value and "E" not in value:
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    return f"{number:.0f}" if number.is_integer() and abs(number) < LARGEST else value


def _plain_day(value: str) -> str:
    try:
        moment = datetime.fromisoformat(value.strip().removesuffix("Z"))
    except ValueError:
        return value.strip()
    midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return f"{moment:%Y-%m-%d}" if midnight else f"{moment:%Y-%m-%d %H:%M}"


@lru_cache(maxsize=MAX_COLUMNS)
def column_index(letters: str) -> int:
    """Return the column that has these letters, counted from 0."""
    index = 0
    for letter in letters[:3]:
        if not letter.isalpha():
            break
        index = index * LETTERS + ord(letter.upper()) - ord("A") + 1
    return max(index - 1, 0)


def _merges(sheet: Sheet) -> Iterator[Merge]:
    """Yield the merged ranges by the places of their rows in the table."""
    if not sheet.merges:
        return
    numbers = sheet.numbers
    if any(number >= after for number, after in pairwise(numbers)):
        return
    for reference in sheet.merges:
        found = RANGE.fullmatch(reference)
        if found is None:
            continue
        # Empty rows are not in the table.
        top, bottom = bisect_left(numbers, int(found[2])), bisect_right(numbers, int(found[4])) - 1
        if top <= bottom and numbers[top] == int(found[2]):
            right = min(column_index(found[3]), MAX_COLUMNS - 1)
            yield Merge(top, column_index(found[1]), bottom, right)
