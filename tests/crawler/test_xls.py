"""Old workbooks: hidden parts are named, numbers keep their digits, broken ones say so."""

import struct

import pytest

from crawler.extract.content import ExtractError
from crawler.extract.files import read_file
from crawler.extract.ole import Compound
from crawler.site import FileLimits
from tests.crawler.containers import container, record
from tests.crawler.locking import locked
from tests.crawler.people import person
from tests.crawler.reading import by_place, fixture, spoilt

LIST = fixture("list.xls")
STREAM = Compound(LIST).stream("Workbook")
SHEET = "工作表“名单”"
# The head of an empty document of Word 95.
WORD_95 = struct.pack("<HHHHHHIQII", 0xA5DC, 104, 0, 0x804, 0, 0, 0, 0, 64, 64)
PLACES = {
    f"{SHEET}（隐藏的 C 列）": f"证件号码\n{person(6)}\n无",
    f"{SHEET}（隐藏的第 4 行）": f"隐藏行的人\t1.5\t{person(7)}",
    f"{SHEET} 批注 C3": f"单元格批注{person(5)}",
    "隐藏的工作表“底稿”": "底稿里的话",
    "文档属性": "补助名单底稿\n主题词\n拟稿人王某\n备注里的话",
}


@pytest.mark.parametrize("place", PLACES)
def test_what_is_hidden_is_read_and_named(place: str) -> None:
    assert by_place(read_file(LIST, ".xls"))[place] == PLACES[place]


def test_the_table_has_every_cell_with_its_number_and_merged_heads_in_each_column() -> None:
    table, _ = read_file(LIST, ".xls").tables
    assert table.rows == (
        ("基本情况", "基本情况", "证件号码", "发放日期", "银行账号"),
        ("姓名", "电话", "证件号码"),
        ("张某", "10000000000", person(6), "2026-01-05", "110000000000000000"),
        ("隐藏行的人", "1.5", person(7)),
        ("李某", "0.25", "无"),
    )
    assert table.numbers == (1, 2, 3, 4, 6)
    assert table.cell_place(3, 2) == f"{SHEET} C4（隐藏的 C 列、隐藏的第 4 行）"
    assert table.cell_place(4, 0) == f"{SHEET} A6"


def test_a_workbook_is_known_by_its_bytes_whatever_its_name() -> None:
    assert read_file(LIST, ".et") == read_file(LIST, ".doc") == read_file(LIST, ".xls")


def test_a_workbook_without_a_container_is_read_too() -> None:
    assert read_file(STREAM, ".xls").tables == read_file(LIST, ".xls").tables


def test_an_old_workbook_of_excel_3_is_read() -> None:
    begin = record(0x0209, struct.pack("<HHH", 0x300, 0x10, 0))
    page = record(0x0042, struct.pack("<H", 936))
    text = "补助名单".encode("gb18030")
    label = record(0x0204, struct.pack("<HHHH", 0, 1, 0, len(text)) + text)
    number = record(0x0203, struct.pack("<HHHd", 1, 1, 0, 13800000000.0))
    body = begin + page + label + number + record(0x000A, b"")
    (table,) = read_file(body, ".xls").tables
    assert table.rows == (("", "补助名单"), ("", "13800000000"))


def _with(number: int) -> bytes:
    """Return the workbook with another number for the record after the first of its stream."""
    first = 4 + struct.unpack_from("<H", STREAM, 2)[0]
    changed = STREAM[:first] + struct.pack("<H", number) + STREAM[first + 2 :]
    return container({"Workbook": changed})


def test_an_encrypted_workbook_says_so() -> None:
    with pytest.raises(ExtractError, match="文件已加密"):
        read_file(_with(0x002F), ".xls")


def test_a_workbook_that_needs_a_password_is_not_opened() -> None:
    with pytest.raises(ExtractError, match="文件已加密"):
        read_file(container({"Workbook": locked(STREAM, "secret")}), ".xls")


def test_a_workbook_whose_structure_is_protected_opens_for_everybody() -> None:
    body = container({"Workbook": locked(STREAM, "VelvetSweatshop")})
    assert read_file(body, ".xls").tables == read_file(LIST, ".xls").tables


def _wide(text: str) -> bytes:
    return b"\x01" + text.encode("utf-16-le")


def test_text_boxes_headers_and_the_source_of_pivot_tables_are_read() -> None:
    head = '&C&"宋体,常规"&12内部资料'
    records = record(0x0014, struct.pack("<H", len(head)) + _wide(head))
    records += record(0x005D, struct.pack("<HHHH", 0x15, 18, 6, 1) + bytes(14))
    records += record(0x01B6, struct.pack("<HHHHHHHH", 0, 0, 0, 0, 0, 4, 0, 0))
    records += record(0x003C, _wide("框内文字"))
    source = record(0x00CD, struct.pack("<H", 3) + _wide("源数据"))
    source += record(0x00C9, struct.pack("<d", 1.1e17)) + record(0x00C9, struct.pack("<d", 2.5))
    body = container({"Workbook": STREAM + records, "_SX_DB_CUR/0001": source})
    found = by_place(read_file(body, ".xls"))
    assert found["文本框"] == "框内文字"
    assert "内部资料" in found["页眉"]
    assert found["数据透视表的缓存"] == "源数据\n110000000000000000\n2.5"


def _second_sheet_broken() -> bytes:
    """Return the workbook whose second sheet begins with nonsense."""
    begin = record(0x0809, STREAM[4:20])[:6]
    at = STREAM.rindex(begin)
    return container({"Workbook": STREAM[:at] + bytes(4) + STREAM[at + 4 :]})


def test_a_broken_format_hides_what_is_hidden_and_nothing_else() -> None:
    # What was no palette is too short for one.
    content = read_file(_with(0x0092), ".xls")
    reasons = (f"工作表“{name}”有损坏，隐藏的行和列无法分辨" for name in ("名单", "底稿"))
    assert content.unreadable == "；".join(reasons)
    assert person(6) in content.text


def test_a_broken_sheet_costs_itself() -> None:
    content = read_file(_second_sheet_broken(), ".xls")
    assert "工作表“底稿”已损坏，无法读取" in content.unreadable
    assert person(6) in content.text


def test_too_many_rows_are_noted() -> None:
    content = read_file(LIST, ".xls", FileLimits(rows=2))
    assert content.unreadable == f"{SHEET}超过 2 行，其余未检查"


def test_files_inside_are_read_too() -> None:
    packaged = b"\0\0\0\0\x02\0" + "名单.txt".encode("gb18030") + b"\0C:\\a.txt\0\0\0\x03\0"
    packaged += struct.pack("<I", 2) + b"x\0" + struct.pack("<I", 4) + b"TEXT"
    body = container(
        {
            "WordDocument": WORD_95,
            "ObjectPool/_1/Workbook": STREAM,
            "ObjectPool/_2/\x01Ole10Native": packaged,
            "ObjectPool/_3/WordDocument": b"",
        }
    )
    content = read_file(body, ".doc")
    found = by_place(content)
    inner = "内嵌文件“对象 _1”"
    assert found[f"{inner} › 隐藏的工作表“底稿”"] == "底稿里的话"
    assert found["内嵌文件“名单.txt”"] == "TEXT"
    assert content.tables[0].cell_place(4, 0) == f"{inner} › {SHEET} A6"
    assert content.unreadable.endswith("内嵌文件“对象 _3”是旧版 Word 或 PowerPoint 对象，未检查")


def test_a_spoilt_workbook_is_a_reason_and_no_crash() -> None:
    for body in [*spoilt(LIST, 60), *spoilt(STREAM, 200)]:
        try:
            read_file(body, ".xls")
        except ExtractError as error:
            assert str(error)
