"""Opens a workbook that came back, whatever program saved it, and refuses what is dangerous."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - it is a class

import olefile
from lxml import etree
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

MOST_BYTES = 20_000_000
MOST_UNPACKED = 200_000_000
MOST_PARTS = 5000
MOST_SMALL = 1_000_000
MOST_CELLS = 2_000_000
MOST_ROWS = 100_000
LONGEST_CELL = 5000
PROPERTIES = "docProps/custom.xml"
ZIP_MAGIC, OLE_MAGIC = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What a damaged or hostile package makes the standard library raise.
SPOILT = (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再发。"
MACROS = f"文件带有宏，为安全起见不打开。{SAVE_AS}"
LOCKED = "文件设有打开密码，请取消密码后再发。"
BROKEN = "文件不完整或已损坏，打不开。"
TOO_LARGE = "文件展开后过大，为安全起见不打开。"
OTHER_KINDS = (
    (b"%PDF", "文件是 PDF，不是表格；请发填好的 Excel 文件。"),
    (b"\xff\xd8\xff", "文件是图片，不是表格；请发填好的 Excel 文件。"),
    (b"\x89PNG", "文件是图片，不是表格；请发填好的 Excel 文件。"),
    (b"Rar!", "文件是压缩包，请解压后再发其中的表格。"),
    (b"7z\xbc\xaf", "文件是压缩包，请解压后再发其中的表格。"),
)
MACRO_SUFFIXES = (".xlsm", ".xltm", ".xlam")
ENCODINGS = ("utf-8-sig", "gb18030")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml|table)", re.I)
# Excel counts days from the first of 1900, which it takes for a leap year.
AMBIGUOUS, BEFORE_LEAP, AFTER_LEAP = date(1900, 2, 28), date(1899, 12, 31), date(1899, 12, 30)
NO_NUMBER_FROM = date(2000, 1, 1)
ERRORS = frozenset("#N/A #REF! #VALUE! #NAME? #DIV/0! #NULL! #NUM!".split())


class AnswersError(ValueError):
    """The file cannot be taken at all; the sentence says why."""


class BrokenFileError(AnswersError):
    """The file is cut or damaged; perhaps it is still being written."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as texts; `top` and `left` are where it begins in the file.

    `merges` are (top, left, bottom, right) in the file, `uncounted` cells with a formula that no
    program has worked out.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    top: int = 0
    left: int = 0
    merges: tuple[tuple[int, int, int, int], ...] = ()
    uncounted: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Opened:
    """What stands in a workbook: its visible sheets and the token, "" where none is left."""

    grids: tuple[Grid, ...]
    token: str = ""


def open_file(body: bytes, name: str = "") -> Opened:
    """Return the sheets; `AnswersError` where the file is none that we take."""
    if len(body) > MOST_BYTES:
        raise AnswersError(f"文件超过 {MOST_BYTES // 1_000_000} MB，不可能是问题清单。")
    if name.lower().endswith(MACRO_SUFFIXES):
        raise AnswersError(MACROS)
    if not body:
        raise BrokenFileError("文件是空的。")
    for magic, why in OTHER_KINDS:
        if body.startswith(magic):
            raise AnswersError(why)
    if body.startswith(ZIP_MAGIC):
        return _open_package(body)
    if body.startswith(OLE_MAGIC):
        _check_compound(body)
        return Opened(_grids(body, {}))
    if MARKUP.match(body[:200]):
        raise AnswersError(f"文件是网页或 XML，不是表格。{SAVE_AS}")
    return Opened((_text_grid(body),))


def _open_package(body: bytes) -> Opened:
    try:
        with ZipFile(BytesIO(body)) as package:
            names = _check_package(package)
            if "mimetype" in names:
                return Opened(_grids(body, {}))
            token = _token(package) if PROPERTIES in names else ""
            return Opened(_grids(body, _uncounted(package, names)), token)
    except SPOILT as error:
        if isinstance(error, AnswersError):
            raise
        raise BrokenFileError(BROKEN) from error


def _check_package(package: ZipFile) -> frozenset[str]:
    parts = package.infolist()
    names = frozenset(part.filename.replace("\\", "/") for part in parts)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise AnswersError(TOO_LARGE)
    if any(part.flag_bits & 1 for part in parts):
        raise AnswersError(LOCKED)
    if "mimetype" in names:
        _check_open_document(package, names)
    elif "xl/workbook.bin" in names:
        raise AnswersError(f"文件是二进制工作簿（.xlsb）。{SAVE_AS}")
    elif "xl/workbook.xml" not in names:
        word = any(name.startswith("word/") for name in names)
        kind = "Word 文件" if word else "压缩包"
        raise AnswersError(f"文件是{kind}，不是表格；请直接发填好的 Excel 文件。")
    if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise AnswersError(MACROS)
    return names


def _check_open_document(package: ZipFile, names: frozenset[str]) -> None:
    if b"spreadsheet" not in _part(package, "mimetype"):
        raise AnswersError("文件是文字或演示文稿，不是表格；请发填好的 Excel 文件。")
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
        raise AnswersError(MACROS)
    if "META-INF/manifest.xml" in names and b"encryption-data" in _part(
        package, "META-INF/manifest.xml"
    ):
        raise AnswersError(LOCKED)


def _check_compound(body: bytes) -> None:
    try:
        with olefile.OleFileIO(BytesIO(body)) as compound:
            streams = {"/".join(path) for path in compound.listdir(streams=True, storages=True)}
    except (*SPOILT, IndexError, KeyError, TypeError, AttributeError) as error:
        raise BrokenFileError(BROKEN) from error
    tops = {name.partition("/")[0] for name in streams}
    if "EncryptedPackage" in tops:
        raise AnswersError(LOCKED)
    if tops & {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"}:
        raise AnswersError(MACROS)
    if not tops & {"Workbook", "Book"}:
        kind = "Word 文件" if "WordDocument" in tops else "其他程序的文件"
        raise AnswersError(f"文件是{kind}，不是表格；请发填好的 Excel 文件。")


def _part(package: ZipFile, name: str) -> bytes:
    """Return a small part; whatever its header says, no more is unpacked."""
    with package.open(name) as part:
        return part.read(MOST_SMALL)


def _token(package: ZipFile) -> str:
    for node in _tree(_part(package, PROPERTIES)).iterfind("{*}property"):
        if node.get("name") == "ledger_token":
            return "".join(map(str, node.itertext())).strip()
    return ""


def _tree(body: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise BrokenFileError(BROKEN) from error


def _uncounted(package: ZipFile, names: frozenset[str]) -> dict[str, frozenset[tuple[int, int]]]:
    """Return by sheet the cells whose formula has no value: calamine shows them as empty."""
    links = {
        str(node.get("Id")): str(node.get("Target", "")).lstrip("/")
        for node in _tree(_part(package, "xl/_rels/workbook.xml.rels"))
    }
    found = {}
    for node in _tree(_part(package, "xl/workbook.xml")).iterfind("{*}sheets/{*}sheet"):
        marks = [str(value) for key, value in node.attrib.items() if str(key).endswith("}id")]
        target = links.get(marks[0], "") if marks else ""
        part = target if target.startswith("xl/") else f"xl/{target}"
        if part in names:
            found[str(node.get("name", ""))] = frozenset(_empty_formulas(package, part))
    return found


def _empty_formulas(package: ZipFile, part: str) -> Iterator[tuple[int, int]]:
    with package.open(part) as stream:
        try:
            for _, cell in etree.iterparse(
                stream, tag="{*}c", resolve_entities=False, no_network=True, load_dtd=False
            ):
                place = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", str(cell.get("r", "")))
                if place and cell.find("{*}f") is not None and not cell.findtext("{*}v"):
                    yield int(place[2]) - 1, _column(place[1])
                cell.clear()
        except etree.XMLSyntaxError as error:
            raise BrokenFileError(BROKEN) from error


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _grids(body: bytes, uncounted: dict[str, frozenset[tuple[int, int]]]) -> tuple[Grid, ...]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(body))
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible is SheetVisibleEnum.Visible
        ]
        return tuple(_grid(book.get_sheet_by_name(name), uncounted) for name in shown)
    except PasswordError as error:
        raise AnswersError(LOCKED) from error
    except CalamineError as error:
        raise BrokenFileError(BROKEN) from error


def _grid(sheet: CalamineSheet, uncounted: dict[str, frozenset[tuple[int, int]]]) -> Grid:
    if sheet.height * sheet.width > MOST_CELLS or sheet.height > MOST_ROWS:
        raise AnswersError(f"工作表“{sheet.name}”的范围过大，请删去清单以外的内容后再发。")
    top, left = sheet.start or (0, 0)
    return Grid(
        sheet.name,
        tuple(tuple(map(_text, row)) for row in sheet.to_python(skip_empty_area=True)),
        top,
        left,
        tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ()),
        uncounted.get(sheet.name, frozenset()),
    )


def _text(value: Any) -> str:  # Any: whatever calamine makes of a cell
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return _day_or_number(value.date() if isinstance(value, datetime) else value)
    text = str(value)[:LONGEST_CELL].strip()
    return "" if text in ERRORS else text


def _day_or_number(day: date) -> str:
    """Return a day as text; one long ago is a number in a cell that was formatted as a day."""
    if day >= NO_NUMBER_FROM:
        return day.isoformat()
    if day == AMBIGUOUS:
        # Excel knows a 29 February 1900, so that two numbers share the day before.
        return day.isoformat()
    return str((day - (BEFORE_LEAP if day < AMBIGUOUS else AFTER_LEAP)).days)


def _text_grid(body: bytes) -> Grid:
    text = _decoded(body)
    if "\0" in text:
        raise AnswersError(f"文件不是表格。{SAVE_AS}")
    first = text.partition("\n")[0]
    comma = max(",\t;", key=lambda sign: (text[:10_000].count(sign), first.count(sign)))
    try:
        rows = tuple(
            tuple(cell[:LONGEST_CELL].strip().removeprefix("'") for cell in row)
            for row in csv.reader(StringIO(text), delimiter=comma)
        )
    except csv.Error as error:
        raise AnswersError(f"文件不是表格。{SAVE_AS}") from error
    if len(rows) > MOST_ROWS:
        raise AnswersError(TOO_LARGE)
    return Grid("", rows)


def _decoded(body: bytes) -> str:
    if body.startswith(UTF_16):
        return body.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AnswersError(f"文件不是表格，或编码不能识别。{SAVE_AS}")
