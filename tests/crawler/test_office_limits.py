"""Hostile Office files, and files beyond the limits: a reason is given and the rest is read."""

import zipfile
from io import BytesIO

import pytest
import xlsxwriter
from lxml import etree

from crawler.extract.content import ExtractError
from crawler.extract.files import read_file
from crawler.extract.ooxml import OLE_MAGIC, Package
from crawler.site import FileLimits
from tests.crawler.office_files import SHEET, notice, people, repacked, sheet_of, word_body


def _nested(depth: int) -> bytes:
    return word_body("<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth)


HOSTILE = {
    "nested tables": (_nested(200_000), "嵌套过深"),
    "one deep too much": (_nested(90), "嵌套过深"),
    "blank bomb": (repacked({"word/document.xml": b" " * 60_000_000}, notice()), "过大"),
    "outside entity": (
        repacked(
            {
                "word/document.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
                b"<document><body><p><r><t>&b;</t></r></p></body></document>"
            },
            notice(),
        ),
        "文档类型声明",
    ),
    "main part cut": (repacked({"word/document.xml": b"<document><body>"}, notice()), "损坏"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_word_file_is_a_reason_and_no_crash(case: str) -> None:
    body, reason = HOSTILE[case]
    with pytest.raises(ExtractError, match=reason):
        read_file(body, ".docx")


def test_tables_as_deep_as_a_parser_allows_are_read() -> None:
    assert len(read_file(_nested(80), ".docx").tables) == 80


def test_a_cell_that_claims_a_million_columns_gets_few() -> None:
    wide = '<w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr>'
    body = word_body(f"<w:tbl><w:tr><w:tc>{wide}<w:p/></w:tc></w:tr></w:tbl>")
    assert len(read_file(body, ".docx").tables[0].rows[0]) == 200


def test_what_comes_out_of_a_package_is_counted_over_all_its_parts() -> None:
    filler = etree.tostring(etree.fromstring("<a><b>字</b></a>")) + b" " * 400_000
    parts = {f"customXml/item{n}.xml": filler for n in range(9)}
    content = read_file(repacked(parts, notice()), ".docx", FileLimits(unpacked=2_000_000))
    assert "关于表彰的通知" in content.text
    assert content.unreadable == "自定义数据没有检查（文件解压后过大，未检查）"


def test_a_name_that_stands_twice_in_the_package_is_said() -> None:
    buffer = BytesIO(notice())
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("DocProps/App.xml", b"<none/>")
    content = read_file(buffer.getvalue(), ".docx")
    assert "关于表彰的通知" in content.text
    assert content.unreadable == "文件内有重名的部分，只检查了其中之一"


def test_rows_beyond_the_limit_are_said_to_be_unread() -> None:
    content = read_file(people(), ".xlsx", FileLimits(rows=2))
    assert len(content.tables[0].rows) == 2
    assert content.unreadable == "工作表“名单”超过 2 行，其余未检查"


def test_text_beyond_the_limit_is_not_even_collected() -> None:
    rows = "".join(f'<row r="{n}"><c><v>{n}</v></c></row>' for n in range(1, 1000))
    body = sheet_of(f"<sheetData>{rows}</sheetData>")
    content = read_file(body, ".xlsx", FileLimits(text=100))
    assert len(content.tables[0].rows) < 100
    assert "工作表“名单”文字过多，第 38 行起未检查" in content.unreadable


def test_a_cell_in_the_farthest_corner_is_read_and_costs_nothing() -> None:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("名单")
    sheet.write(1048575, 16383, "角落里的话")
    sheet.write(0, 0, "开头")
    book.close()
    content = read_file(buffer.getvalue(), ".xlsx")
    assert content.text.startswith("开头\n角落里的话\n")
    assert max(len(row) for row in content.tables[0].rows) <= 1000


def test_a_table_of_far_cells_does_not_fill_the_memory() -> None:
    rows = "".join(f'<row r="{n}"><c r="ALL{n}"><v>{n}</v></c></row>' for n in range(1, 6001))
    content = read_file(sheet_of(f"<sheetData>{rows}</sheetData>"), ".xlsx")
    assert len(content.tables[0].rows) == 4000
    assert "6000" in content.text
    assert content.unreadable == "表格过大，其余未按表格检查"


def test_an_outside_entity_is_never_opened() -> None:
    text = (
        '<!DOCTYPE sst [<!ENTITY leak SYSTEM "file:///etc/hostname">]>'
        f"<sst xmlns={SHEET}><si><t>前&leak;后</t></si></sst>"
    )
    with pytest.raises(ExtractError, match="文档类型声明"):
        read_file(repacked({"xl/sharedStrings.xml": text.encode()}, people()), ".xlsx")


def test_spoilt_bytes_in_a_package_are_a_reason_and_no_crash() -> None:
    whole = people()
    for position in range(40, len(whole), 211):
        body = bytearray(whole)
        body[position : position + 4] = b"\xff\x00\xff\x00"
        try:
            read_file(bytes(body), ".xlsx")
        except ExtractError as error:
            assert "文件" in str(error)


def test_a_locked_workbook_says_that_it_is_locked() -> None:
    body = OLE_MAGIC + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    with pytest.raises(ExtractError, match="文件已加密，需要密码才能打开"):
        Package(body)
