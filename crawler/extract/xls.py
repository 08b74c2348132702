"""Excel files before 2007 (xls, xlt, et): cells, hidden parts, comments and properties."""

import struct
from io import BytesIO, StringIO

import xlrd
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from crawler.extract import biff
from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.ole import Compound
from crawler.extract.ooxml import OLE_MAGIC
from crawler.extract.sheet import Merged, Sheet, hidden_place, with_text
from crawler.site import FileLimits

STREAMS = ("Workbook", "Book")
# How workbooks begin that stand in no container: Excel 2 to 5.
RAW = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
PIVOT = "_SX_DB_CUR/"
# What xlrd raises for workbooks that were cut or spoilt.
SPOILT = (
    XLRDError,
    CompDocError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    ZeroDivisionError,
    struct.error,
)
LOCKED = "文件已加密，无法读取"
WHOLE_DAY = 1


def is_raw(body: bytes) -> bool:
    """Whether the bytes are a workbook without a container."""
    return body.startswith(RAW)


def read(body: bytes, limits: FileLimits) -> Content:
    """Return every cell's text, row by row; hidden parts are named as the place."""
    builder = ContentBuilder(limits)
    compound = Compound(body) if body.startswith(OLE_MAGIC) else None
    try:
        read_book(body, builder, "")
    except SPOILT as error:
        if "encrypted" in str(error):
            raise ExtractError(LOCKED) from error
        # What was read so far would be read twice.
        builder = ContentBuilder(limits)
        _read_texts(body, builder)
    if compound is not None:
        _read_asides(compound, builder)
        builder.add("文档属性", compound.properties())
    return builder.build()


def read_book(body: bytes, builder: ContentBuilder, prefix: str) -> None:
    """Read a workbook with all that is hidden; raises `SPOILT`."""
    book = _open(body)
    for page in book.sheets():
        is_hidden = page.visibility != 0
        sheet = Sheet(prefix + hidden_place(page.name, is_hidden=is_hidden), builder)
        _read_sheet(page, sheet, is_1904=book.datemode == 1)
        sheet.finish()


def _open(body: bytes) -> xlrd.Book:
    try:
        return _opened(body, "")
    except UnicodeDecodeError:
        # Files of Excel 5 that do not tell their code page come from Chinese machines here.
        return _opened(body, "gb18030")


def _opened(body: bytes, encoding: str) -> xlrd.Book:
    return xlrd.open_workbook(
        file_contents=body,
        # The library prints its warnings, and standard output is the way to our parent.
        logfile=StringIO(),
        encoding_override=encoding or None,
        formatting_info=True,
        ragged_rows=True,
        ignore_workbook_corruption=True,
    )


def _read_sheet(page: xlrd.sheet.Sheet, sheet: Sheet, *, is_1904: bool) -> None:
    hidden = (number for number, info in page.rowinfo_map.items() if info.hidden)
    sheet.hidden_rows.update(hidden)
    sheet.hidden_columns.update(
        number for number, info in page.colinfo_map.items() if info.hidden or not info.width
    )
    sheet.merged.extend(
        Merged(top, bottom - 1, left, right - 1) for top, bottom, left, right in page.merged_cells
    )
    for number in range(page.nrows):
        texts = ((at, _text(cell, is_1904=is_1904)) for at, cell in enumerate(page.row(number)))
        sheet.add_row(number, with_text(texts))
    for (row, column), note in page.cell_note_map.items():
        sheet.notes[row, column] = note.text.strip()


def _text(cell: xlrd.sheet.Cell, *, is_1904: bool) -> str:
    """Write a value as a person sees it, digits in full."""
    value = cell.value
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value.strip()
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _date(value, is_1904=is_1904)
    return _digits(value) if cell.ctype == xlrd.XL_CELL_NUMBER else ""


def _digits(value: float) -> str:
    return f"{value:.0f}" if value.is_integer() else repr(value)


def _date(value: float, *, is_1904: bool) -> str:
    try:
        moment = xlrd.xldate_as_datetime(value, 1 if is_1904 else 0)
    except (ValueError, OverflowError):
        return _digits(value)
    if value < WHOLE_DAY:
        return f"{moment:%H:%M:%S}"
    return f"{moment:%Y-%m-%d}" if value.is_integer() else f"{moment:%Y-%m-%d %H:%M:%S}"


def _read_asides(compound: Compound, builder: ContentBuilder) -> None:
    for name in STREAMS:
        if compound.has(name):
            for place, text in biff.asides(compound.stream(name)):
                builder.add(place, text)
    for name in compound.names:
        if name.startswith(PIVOT):
            texts = dict.fromkeys(biff.pivot_texts(compound.stream(name)))
            builder.add("数据透视表的缓存", "\n".join(texts))


def _read_texts(body: bytes, builder: ContentBuilder) -> None:
    """Read what the other library can of a workbook that the first one refused."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(body))
        for about in workbook.sheets_metadata:
            is_hidden = about.visible != SheetVisibleEnum.Visible
            sheet = Sheet(hidden_place(about.name, is_hidden=is_hidden), builder)
            page = workbook.get_sheet_by_name(about.name)
            # Rows begin with the first of the sheet, their cells with the first column in use.
            left = page.start[1] if page.start else 0
            for number, row in enumerate(page.iter_rows()):
                texts = ((at, _plain(cell)) for at, cell in enumerate(row, left))
                sheet.add_row(number, with_text(texts))
            sheet.finish()
    except CalamineError as error:
        raise ExtractError("Excel 文件已加密或损坏，无法读取") from error
    builder.leave_out("工作簿有损坏，隐藏的行、列和批注无法分辨")


def _plain(value: object) -> str:
    return _digits(value) if isinstance(value, float) else str(value).strip()
