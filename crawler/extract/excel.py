"""Excel files (xlsx): streamed, with hidden rows, columns, sheets and comments named."""

from dataclasses import dataclass, field

from lxml import etree

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.ooxml import Package
from crawler.page import LETTERS, Table, column_letter
from crawler.site import FileLimits

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
MAX_COLUMNS = 1000
TRUE = ("1", "true")


@dataclass(slots=True)
class _Sheet:
    name: str
    part: str
    is_hidden: bool
    hidden_columns: set[int] = field(default_factory=set)

    @property
    def place(self) -> str:
        return f"隐藏的工作表“{self.name}”" if self.is_hidden else f"工作表“{self.name}”"


def read_xlsx(body: bytes, limits: FileLimits) -> Content:
    """Return every cell's text, row by row; hidden parts are named as the place."""
    package = Package(body)
    if "xl/workbook.xml" not in package.names:
        raise ExtractError("不是有效的 Excel 文件")
    strings = _shared_strings(package)
    builder = ContentBuilder(limits)
    for sheet in _sheets(package):
        _read_sheet(package, sheet, strings, builder)
    for name in package.find(r"xl/comments\d*\.xml"):
        comments = ("".join(node.itertext()) for node in package.tree(name).iter(f"{S}comment"))
        builder.add("批注", "\n".join(comments))
    return builder.build()


def _shared_strings(package: Package) -> list[str]:
    if "xl/sharedStrings.xml" not in package.names:
        return []
    # Phonetic guides (rPh) repeat the text and are left out.
    return [
        "".join(
            node.text or ""
            for node in item.iter(f"{S}t")
            if next(node.iterancestors(f"{S}rPh"), None) is None
        )
        for item in package.elements("xl/sharedStrings.xml", f"{S}si")
    ]


def _sheets(package: Package) -> list[_Sheet]:
    targets = {}
    if "xl/_rels/workbook.xml.rels" in package.names:
        for relation in package.tree("xl/_rels/workbook.xml.rels").iter(RELATION):
            target = str(relation.get("Target", ""))
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            targets[str(relation.get("Id"))] = part
    sheets = []
    for node in package.tree("xl/workbook.xml").iter(f"{S}sheet"):
        part = targets.get(str(node.get(f"{R}id")), "")
        if part in package.names:
            state = str(node.get("state", "visible"))
            sheets.append(_Sheet(str(node.get("name", "")), part, state != "visible"))
    return sheets


def _read_sheet(
    package: Package, sheet: _Sheet, strings: list[str], builder: ContentBuilder
) -> None:
    rows: list[tuple[str, ...]] = []
    hidden: dict[str, list[str]] = {}
    visible: list[str] = []
    numbers: list[int] = []
    hidden_rows: set[int] = set()
    number = 0
    for element in package.elements(sheet.part, f"{S}col", f"{S}row"):
        if element.tag == f"{S}col":
            _note_hidden_column(element, sheet)
            continue
        number = _row_number(element, number)
        cells = _cells(element, strings)
        if not cells:
            continue
        if len(rows) >= builder.limits.rows:
            builder.leave_out(f"{sheet.place}超过 {builder.limits.rows} 行，其余未检查")
            break
        rows.append(_dense(cells))
        numbers.append(number)
        if element.get("hidden") in TRUE:
            hidden_rows.add(number)
        _sort_cells(cells, number, sheet, visible, hidden, is_hidden=number in hidden_rows)
    builder.add(sheet.place, "\n".join(visible))
    for place, texts in hidden.items():
        builder.add(f"{sheet.place}（{place}）", "\n".join(texts))
    if rows:
        table = Table(
            tuple(rows),
            sheet.place,
            tuple(numbers),
            frozenset(hidden_rows),
            frozenset(sheet.hidden_columns),
        )
        builder.tables.append(table)


def _row_number(row: etree._Element, before: int) -> int:
    """Return the row's number; one that has none follows the row before it."""
    reference = str(row.get("r", ""))
    return int(reference) if reference.isdecimal() else before + 1


def _sort_cells(
    cells: dict[int, str],
    number: int,
    sheet: _Sheet,
    visible: list[str],
    hidden: dict[str, list[str]],
    *,
    is_hidden: bool,
) -> None:
    if is_hidden:
        place = f"隐藏的第 {number} 行"
        hidden.setdefault(place, []).append("\t".join(cells.values()))
        return
    shown = [text for index, text in cells.items() if index not in sheet.hidden_columns]
    visible.append("\t".join(shown))
    for index, text in cells.items():
        if index in sheet.hidden_columns:
            hidden.setdefault(f"隐藏的 {column_letter(index)} 列", []).append(text)


def _note_hidden_column(element: etree._Element, sheet: _Sheet) -> None:
    if element.get("hidden") in TRUE:
        first, last = int(element.get("min", 1)), int(element.get("max", 1))
        sheet.hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))


def _cells(row: etree._Element, strings: list[str]) -> dict[int, str]:
    cells: dict[int, str] = {}
    for position, cell in enumerate(row.iter(f"{S}c")):
        reference = str(cell.get("r", ""))
        index = _column_index(reference) if reference else position
        text = _cell_text(cell, strings)
        if text:
            cells[index] = text
    return cells


def _cell_text(cell: etree._Element, strings: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(node.text or "" for node in cell.iter(f"{S}t")).strip()
    value = cell.findtext(f"{S}v") or ""
    if cell.get("t") == "s":
        return strings[int(value)].strip() if value.isdigit() and int(value) < len(strings) else ""
    return _plain_number(value) if cell.get("t") in (None, "n") else value.strip()


def _plain_number(value: str) -> str:
    """Write a number as a person sees it: 1.38e+10 is the mobile number 13812345678."""
    if "e" not in value.lower():
        return value.strip()
    try:
        return f"{float(value):.0f}"
    except ValueError:
        return value.strip()


def _dense(cells: dict[int, str]) -> tuple[str, ...]:
    # What lies farther out is in the text; a table so wide would only fill the memory.
    return tuple(cells.get(index, "") for index in range(min(max(cells) + 1, MAX_COLUMNS)))


def _column_index(reference: str) -> int:
    index = 0
    for letter in reference:
        if not letter.isalpha():
            break
        index = index * LETTERS + ord(letter.upper()) - ord("A") + 1
    return index - 1
