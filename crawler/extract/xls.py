"""Excel files before 2007 (xls, xlt, et): cells, hidden parts, comments and properties."""

import struct
from contextlib import suppress
from io import StringIO

import xlrd
from xlrd.biffh import XLRDError

from crawler.extract import biff
from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.locked import unlocked
from crawler.extract.ole import Compound
from crawler.extract.ooxml import OLE_MAGIC
from crawler.extract.sheet import Merged, Sheet, hidden_place, with_text
from crawler.site import FileLimits

STREAMS = ("Workbook", "Book")
PIVOT = "_SX_DB_CUR/"
# What xlrd raises for workbooks that were cut or spoilt.
SPOILT = (
    XLRDError,
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
WHOLE_DAY = 1


def read(body: bytes, limits: FileLimits) -> Content:
    """Return every cell's text, row by row; hidden parts are named as the place."""
    builder = ContentBuilder(limits)
    if not body.startswith(OLE_MAGIC):
        _read_book(body, builder)
        return builder.build()
    # The library's own reader of containers walks in circles where a broken one leads it.
    compound = Compound(body)
    name = next((name for name in STREAMS if compound.has(name)), "")
    if not name:
        raise ExtractError("不是有效的 Excel 文件")
    stream = compound.stream(name)
    if biff.is_encrypted(stream):
        compound = Compound(unlocked(body))
        stream = compound.stream(name)
    _read_book(stream, builder)
    for place, text in biff.asides(stream):
        builder.add(place, text)
    for name in compound.names:
        if name.startswith(PIVOT):
            texts = dict.fromkeys(biff.pivot_texts(compound.stream(name)))
            builder.add("数据透视表的缓存", "\n".join(texts))
    builder.add("文档属性", compound.properties())
    return builder.build()


def _read_book(stream: bytes, builder: ContentBuilder) -> None:
    book = _open(stream)
    plain: xlrd.Book | None = None
    for number, name in enumerate(book.sheet_names()):
        page = _page(book, number) if book.formatting_info else None
        if page is None:
            plain = plain or _open_plain(stream)
            page = _page(plain, number)
            builder.leave_out(f"工作表“{name}”有损坏，隐藏的行和列无法分辨")
        if page is None:
            builder.leave_out(f"工作表“{name}”已损坏，无法读取")
            continue
        sheet = Sheet(hidden_place(name, is_hidden=page.visibility != 0), builder)
        _read_sheet(page, sheet, is_1904=book.datemode == 1)
        sheet.finish()


def _page(book: xlrd.Book, number: int) -> xlrd.sheet.Sheet | None:
    """Read one sheet; None if it is spoilt, which need not harm the others."""
    with suppress(*SPOILT):
        return book.sheet_by_index(number)
    return None


def _open(stream: bytes) -> xlrd.Book:
    try:
        return _opened(stream)
    except UnicodeDecodeError:
        # Files of Excel 5 that do not tell their code page come from Chinese machines here.
        with suppress(*SPOILT):
            return _opened(stream, encoding="gb18030")
    except SPOILT as error:
        if "encrypted" in str(error):
            raise ExtractError("文件已加密，需要密码才能打开") from error
    return _open_plain(stream)


def _open_plain(stream: bytes) -> xlrd.Book:
    """Open without looks and layout, in which most faults lie."""
    try:
        return _opened(stream, formats=False)
    except SPOILT as error:
        raise ExtractError("Excel 文件已损坏，无法读取") from error


def _opened(stream: bytes, *, encoding: str | None = None, formats: bool = True) -> xlrd.Book:
    return xlrd.open_workbook(
        file_contents=stream,
        # The library prints its warnings, and standard output is the way to our parent.
        logfile=StringIO(),
        encoding_override=encoding,
        formatting_info=formats,
        on_demand=True,
        ragged_rows=True,
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
