"""Workbooks of Excel 2003 XML, which many systems export under the name of xls."""

from lxml import etree

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.office_xml import OFFICE_SPACE, SHEET_SPACE, events
from crawler.extract.sheet import MAX_COLUMNS, Merged, Sheet, hidden_place
from crawler.site import FileLimits

S = f"{{{SHEET_SPACE}}}"
VISIBLE = "{urn:schemas-microsoft-com:office:excel}Visible"
PROPERTIES = f"{{{OFFICE_SPACE}}}DocumentProperties"
TAGS = (f"{S}Worksheet", f"{S}Column", f"{S}Row", VISIBLE, PROPERTIES)
MIDNIGHT = "T00:00:00.000"
MAX_SPAN = 70_000


def read(body: bytes, limits: FileLimits) -> Content:
    """Return every cell's text, row by row; hidden parts are named as the place."""
    builder = ContentBuilder(limits)
    sheet: _XmlSheet | None = None
    properties: list[str] = []
    is_any = False
    for event, element in events(body, TAGS):
        if element.tag == f"{S}Worksheet" and event == "start":
            sheet, is_any = _XmlSheet(_attribute(element, "Name"), builder), True
        elif event == "end" and element.tag == PROPERTIES:
            properties += (text.strip() for text in map(str, element.itertext()) if text.strip())
        elif sheet is not None:
            sheet.take(event, element)
        if event == "end" and element.tag == f"{S}Worksheet":
            element.clear()
    if not is_any:
        raise ExtractError("不是有效的 Excel 文件")
    builder.add("文档属性", "\n".join(properties))
    return builder.build()


class _XmlSheet:
    """A worksheet on its way through the parser; rows and columns are counted from 0."""

    def __init__(self, name: str, builder: ContentBuilder) -> None:
        self._name = name
        self._sheet = Sheet(hidden_place(name, is_hidden=False), builder)
        self._row = self._column = -1

    def take(self, event: str, element: etree._Element) -> None:
        """Take what the parser met."""
        if event == "start":
            if element.tag == f"{S}Row":
                self._row = _index(element, self._row)
            return
        if element.tag == VISIBLE and str(element.text).strip() in (
            "SheetHidden",
            "SheetVeryHidden",
        ):
            self._sheet.place = hidden_place(self._name, is_hidden=True)
        elif element.tag == f"{S}Column":
            self._take_column(element)
        elif element.tag == f"{S}Row":
            self._take_row(element)
            self._row += _number(element, "Span")
            element.clear()
        elif element.tag == f"{S}Worksheet":
            self._sheet.finish()

    def _take_column(self, element: etree._Element) -> None:
        first = _index(element, self._column)
        self._column = first + min(_number(element, "Span"), MAX_COLUMNS)
        if _attribute(element, "Hidden") == "1" or _attribute(element, "Width") == "0":
            self._sheet.hidden_columns.update(range(first, self._column + 1))

    def _take_row(self, element: etree._Element) -> None:
        if _attribute(element, "Hidden") == "1" or _attribute(element, "Height") == "0":
            self._sheet.hidden_rows.add(self._row)
        cells: dict[int, str] = {}
        at = -1
        for cell in element.iterchildren(f"{S}Cell"):
            at = _index(cell, at)
            text = _value(cell.find(f"{S}Data"))
            if text:
                cells[at] = text
            note = cell.find(f"{S}Comment")
            if note is not None:
                self._sheet.notes[self._row, at] = "".join(map(str, note.itertext())).strip()
            across, down = (
                min(_number(cell, f"Merge{way}"), MAX_SPAN) for way in ("Across", "Down")
            )
            if across or down:
                self._sheet.merged.append(Merged(self._row, self._row + down, at, at + across))
            at += across
        self._sheet.add_row(self._row, cells)


def _value(data: etree._Element | None) -> str:
    if data is None:
        return ""
    text = "".join(map(str, data.itertext())).strip()
    kind = _attribute(data, "Type")
    if kind == "DateTime":
        return text.removesuffix(MIDNIGHT).replace("T", " ").removesuffix(".000")
    if kind == "Number" and "e" in text.lower():
        try:
            return f"{float(text):.0f}"
        except ValueError:
            return text
    return text


def _attribute(element: etree._Element, name: str) -> str:
    # Exporters forget the name space.
    return str(element.get(f"{S}{name}") or element.get(name) or "")


def _number(element: etree._Element, name: str) -> int:
    text = _attribute(element, name)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0  # noqa: PLR2004


def _index(element: etree._Element, before: int) -> int:
    """Return an element's own index, counted from 0; one that has none follows the one before."""
    return (_number(element, "Index") or before + 2) - 1
