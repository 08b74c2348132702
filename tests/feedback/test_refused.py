"""Files that are not taken at all, each with its reason."""

from functools import partial
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from notifier.answer_files import AnswersError, BrokenFileError
from notifier.answers import Answers, read_answers
from tests.crawler.archives import zipped
from tests.crawler.containers import container
from tests.crawler.office_files import repacked
from tests.feedback.builders import a_list, filled, saved
from xunjian.feedback_reading import read_safely

LIST = a_list()
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def locked_flag(body: bytes) -> bytes:
    """Return a package whose parts say that they are encrypted."""
    changed = bytearray(body)
    at = -1
    while (at := changed.find(b"PK\x01\x02", at + 1)) >= 0:
        changed[at + 8] |= 1
    return bytes(changed)


def swollen(body: bytes) -> bytes:
    """Return a package whose first part says that it unpacks to a lot."""
    at = body.find(b"PK\x01\x02") + 24
    return body[:at] + (201_000_000).to_bytes(4, "little") + body[at + 4 :]


def wide_sheet() -> bytes:
    """Return a workbook with one cell at the far end: as a table it has 17 thousand million."""
    cells = (
        f'<worksheet xmlns="{SPACE}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    return repacked({"xl/worksheets/sheet1.xml": cells.encode()}, LIST)


def other_sheet() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "整改情况"])
    return saved(book)


REFUSED = [
    ("macros by name", "清单.xlsm", LIST, "带有宏"),
    ("macros", "清单.xlsx", repacked({"xl/vbaProject.bin": b"x"}, LIST), "带有宏"),
    (
        "old macros",
        "清单.xls",
        container({"Workbook": b"x", "_VBA_PROJECT_CUR/VBA/dir": b"x"}),
        "带有宏",
    ),
    (
        "open document macros",
        "清单.ods",
        zipped({"mimetype": ODS, "Basic/Standard/M.xml": b"x"}),
        "带有宏",
    ),
    (
        "password",
        "清单.xlsx",
        container({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}),
        "打开密码",
    ),
    ("locked parts", "清单.xlsx", locked_flag(LIST), "打开密码"),
    (
        "open document password",
        "清单.ods",
        zipped({"mimetype": ODS, "META-INF/manifest.xml": b"<x><encryption-data/></x>"}),
        "打开密码",
    ),
    ("binary workbook", "清单.xlsb", zipped({"xl/workbook.bin": b"x"}), "xlsb"),
    ("word", "清单.docx", zipped({"word/document.xml": b"<x/>"}), "Word 文件"),
    ("old word", "清单.doc", container({"WordDocument": b"x"}), "Word 文件"),
    (
        "text document",
        "清单.odt",
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        "文字",
    ),
    ("archive", "清单.zip", zipped({"清单.xlsx": LIST}), "压缩包"),
    ("pdf", "清单.pdf", b"%PDF-1.7 ...", "PDF"),
    ("picture", "清单.png", b"\x89PNG\r\n\x1a\n...", "图片"),
    ("rar", "清单.rar", b"Rar!\x1a\x07\x00...", "压缩包"),
    ("web page", "清单.xls", b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
    ("text", "清单.csv", "今天天气很好。\n".encode(), "没有找到问题清单"),
    ("binary", "清单.csv", b"\x00\x01\x02\xff" * 100, "不是表格"),
    ("another workbook", "其他.xlsx", other_sheet(), "没有找到问题清单"),
    ("many parts", "清单.xlsx", zipped({f"x/{n}": b"" for n in range(5001)}), "过大"),
    ("bomb", "清单.xlsx", swollen(LIST), "过大"),
    ("large", "清单.xlsx", LIST + bytes(20_000_000), "超过 20 MB"),
]


@pytest.mark.parametrize(
    ("name", "body", "why"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_is_no_list_or_could_do_harm_is_refused_in_words(
    name: str, body: bytes, why: str
) -> None:
    with pytest.raises(AnswersError, match=why):
        read_answers(body, name)


@pytest.mark.parametrize("cut", [0, 30, 1000, len(LIST) // 2, len(LIST) - 30])
def test_a_cut_file_is_called_incomplete(cut: int) -> None:
    with pytest.raises(BrokenFileError):
        read_answers(LIST[:cut], "清单.xlsx")


def test_a_damaged_part_is_called_incomplete() -> None:
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "docProps/custom.xml"):
        with pytest.raises(BrokenFileError):
            read_answers(repacked({part: b"<x"}, LIST), "清单.xlsx")


def test_entities_are_not_opened() -> None:
    with ZipFile(BytesIO(LIST)) as package:
        sheet = package.read("docProps/custom.xml")
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    body = repacked({"docProps/custom.xml": sheet.replace(b"?>", b"?>" + bomb, 1)}, LIST)
    assert read_answers(body, "清单.xlsx").token.startswith("v1:")


def test_a_child_reads_and_refuses_as_this_process_would() -> None:
    body = filled({1: ("已整改", "换了附件", "2026-11-24", "张三")})
    assert read_safely(body, "清单.xlsx") == read_answers(body, "清单.xlsx")
    for error, refused in ((AnswersError, b"%PDF"), (BrokenFileError, LIST[:1000])):
        with pytest.raises(error):
            read_safely(refused, "清单.xlsx")


def test_a_file_that_takes_all_memory_breaks_only_the_child() -> None:
    with pytest.raises(AnswersError, match="过大"):
        read_safely(wide_sheet(), "清单.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("comma", [",", "\t", ";"])
def test_a_list_saved_as_text_is_read_in_every_spelling(encoding: str, comma: str) -> None:
    rows = ["问题清单", "编号,问题,整改情况,整改说明,校验码", '1,"登陆，应为登录",已整改,,BCDFGHJK']
    text = "\r\n".join(rows).replace(",", comma)
    answers: Answers = partial(read_answers, name="清单.csv")(text.encode(encoding))
    (row,) = answers.rows
    assert (row.number, row.said, row.code, row.place) == (1, "已整改", "BCDFGHJK", "第 3 行")
