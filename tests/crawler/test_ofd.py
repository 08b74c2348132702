"""OFD files: pages, annotations, attachments and properties are read; entities are refused."""

import pytest

from crawler.extract import ofd
from crawler.extract.content import ExtractError
from crawler.extract.files import read_file
from crawler.site import FileLimits
from tests.crawler.ofds import SPACE, Package, Sheet, Written
from tests.crawler.pdfs import texts

LIMITS = FileLimits(ocr=False)
NUMBER = "110101190001010000"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(60)


def _listed(first: int, count: int, *, has_head: bool) -> Sheet:
    head = (("姓名", 20), ("证件号码", 60), ("住址", 130))
    rows = [head] if has_head else []
    rows += [
        ((f"张{n}", 20), (f"{NUMBER[:14]}{n:04d}", 60), ("青禾镇", 130))
        for n in range(first, first + count)
    ]
    return Sheet(
        tuple(Written(text, left, 30 + 8 * n) for n, row in enumerate(rows) for text, left in row)
    )


def test_an_ofd_file_is_known_by_its_bytes_and_read_page_by_page() -> None:
    body = Package((Sheet((Written("第一页的话"),)), Sheet((Written("第二页的话"),)))).build()
    found = texts(read_file(body, ".pdf", LIMITS))
    assert found == {"第 1 页": "第一页的话", "第 2 页": "第二页的话", "书签": "书签里的话"}


def test_what_no_page_shows_is_read_and_named() -> None:
    sheet = Sheet((Written("看得见的话"), Written(f"证号{NUMBER}", 20, 400)))
    package = Package((sheet,), "批注里的话", "属性作者", "姓名,电话".encode())
    found = texts(ofd.read(package.build(), LIMITS))
    assert found["第 1 页（页面范围外的文字）"] == f"证号{NUMBER}"
    assert found["批注"] == "批注里的话\n批注作者"
    assert found["文档属性"] == "属性作者"
    whole = texts(read_file(package.build(), ".ofd", LIMITS))
    assert whole["附带文件“底稿.csv”"] == "姓名,电话"


def test_a_list_over_pages_keeps_its_head() -> None:
    sheets = (_listed(1, 20, has_head=True), _listed(21, 10, has_head=False))
    content = ofd.read(Package(sheets).build(), LIMITS)
    assert [table.place for table in content.tables] == ["第 1 页", "第 2 页"]
    assert {table.rows[0] for table in content.tables} == {("姓名", "证件号码", "住址")}
    assert content.tables[1].rows[1] == ("张21", f"{NUMBER[:14]}0021", "青禾镇")


def test_a_page_that_is_a_picture_is_a_scan() -> None:
    content = ofd.read(Package((Sheet(picture=PICTURE), Sheet((Written("有字"),)))).build(), LIMITS)
    assert content.unreadable == "第 1 页是扫描件，文字识别已关闭，未检查"


def test_text_in_a_code_of_its_own_is_noted() -> None:
    sheet = Sheet((Written("".join(chr(0xE000 + n) for n in range(40))),))
    content = ofd.read(Package((sheet,)).build(), LIMITS)
    assert content.unreadable == "第 1 页的文字使用了自定义编码，未检查"


ENTITY = f'<!DOCTYPE a [<!ENTITY leak SYSTEM "file:///etc/hostname">]><ofd:Page {SPACE}>&leak;</ofd:Page>'


@pytest.mark.parametrize(
    "part",
    [
        "OFD.xml",
        "Doc_0/Document.xml",
        "Doc_0/Annots/Page_0/Annotation.xml",
        "Doc_0/Pages/Page_0/Content.xml",
    ],
)
def test_entities_are_refused(part: str) -> None:
    body = Package((Sheet((Written("有字"),)),), parts={part: ENTITY}).build()
    with pytest.raises(ExtractError, match="实体"):
        ofd.read(body, LIMITS)


def test_a_missing_page_is_noted() -> None:
    body = Package((Sheet((Written("有字"),)),)).build()
    gone = body.replace(b"Page_0/Content.xml", b"Page_9/Content.xml")
    assert "缺失或损坏" in ofd.read(gone, LIMITS).unreadable


def test_spoilt_bytes_are_a_reason_and_no_crash() -> None:
    whole = Package((_listed(1, 20, has_head=True),), "批注", "作者", b"1,2").build()
    for position in range(0, len(whole), 37):
        body = bytearray(whole)
        body[position : position + 3] = b"\xff\x00\xff"
        try:
            ofd.read(bytes(body), LIMITS)
        except ExtractError as error:
            assert "OFD" in str(error)
