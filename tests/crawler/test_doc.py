"""Old Word files: everything is read, and named by where it stands."""

import struct

import pytest

from crawler.extract.content import ExtractError
from crawler.extract.files import read_file
from crawler.extract.word97 import properties_of
from crawler.site import FileLimits
from tests.crawler.containers import container
from tests.crawler.people import person
from tests.crawler.reading import by_place, fixture, spoilt

NOTICE = fixture("notice.doc")
HEAD = NOTICE.index(b"\xec\xa5")
PLACES = {
    # The body, empty paragraphs counted.
    "第 1 段": "关于发放补助的通知",
    "第 3 段": "正文可见。",
    "第 4 段": "保留的话，新加的话。",
    "第 7 段": "联系经办人",
    "第 8 段": "落款 𠮷某",
    "表 1 第 1 行": "姓名\t证件号码\t说明",
    "表 1 第 2 行": f"张某\t{person(2)}\t",
    "表 2 第 1 行": "内层\t表格",
    # What stands beside it.
    "页眉": "页眉文字",
    "页脚": "页脚文字",
    "脚注": "\t脚注文字",
    "尾注": "\t尾注文字",
    "文本框": "框内文字",
    "批注": f"批注里的号码{person(4)}",
    # What nobody was to see.
    "隐藏文字": "隐藏的话",
    "修订中已删除的文字": f"删掉的号码{person(1)}",
    "域代码": 'HYPERLINK "mailto:wang@example.com"',
    "文档属性": "补助名单底稿\n主题词\n拟稿人王某\n备注里的话",
}


def _patched(at: int, data: bytes) -> bytes:
    """Change bytes of the head of the document."""
    return NOTICE[: HEAD + at] + data + NOTICE[HEAD + at + len(data) :]


@pytest.mark.parametrize("place", PLACES)
def test_every_part_is_read_at_its_place(place: str) -> None:
    assert by_place(read_file(NOTICE, ".doc"))[place] == PLACES[place]


def test_nothing_else_is_made_up() -> None:
    found = by_place(read_file(NOTICE, ".doc"))
    assert set(found) - set(PLACES) == {"第 5 段", "第 6 段", "表 1 第 3 行", "表 1 第 4 行"}


def test_tables_have_their_cells_as_rows() -> None:
    inner, outer = read_file(NOTICE, ".doc").tables
    assert inner.rows == (("内层", "表格"),)
    assert outer.rows == (
        ("姓名", "证件号码", "说明"),
        ("张某", person(2), ""),
        ("李某", person(3), "第一行\n第二行"),
        ("王某", "", "完"),
    )
    assert outer.cell_place(1, 1) == "表 1 第 2 行"


@pytest.mark.parametrize("suffix", [".wps", ".dot", ".xls", ".docx", ""])
def test_a_document_is_known_by_its_bytes_whatever_its_name(suffix: str) -> None:
    assert read_file(NOTICE, suffix) == read_file(NOTICE, ".doc")


def test_an_encrypted_document_says_so() -> None:
    flags = struct.unpack_from("<H", NOTICE, HEAD + 10)[0] | 0x0100
    with pytest.raises(ExtractError, match="文件已加密"):
        read_file(_patched(10, struct.pack("<H", flags)), ".doc")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le"])
def test_a_document_of_word_95_is_read_without_telling_what_is_hidden(encoding: str) -> None:
    text = "关于补助的通知\r姓名\x07张某\x07\x07".encode(encoding)
    flags = 0x1000 if encoding == "utf-16-le" else 0
    head = struct.pack("<HHHHHHI", 0xA5DC, 104, 0, 0x804, 0, flags, 0).ljust(24, b"\0")
    head += struct.pack("<II", 128, 128 + len(text))
    content = read_file(container({"WordDocument": head.ljust(128, b"\0") + text}), ".doc")
    assert content.text.split() == ["关于补助的通知", "姓名", "张某"]
    assert content.unreadable == "Word 95 或更早的文件，隐藏的和已删除的文字无法分辨"


def test_what_a_limit_cuts_off_is_noted() -> None:
    content = read_file(NOTICE, ".doc", FileLimits(text=60, rows=2))
    assert "文字超过" in content.unreadable
    rows = read_file(NOTICE, ".doc", FileLimits(rows=2))
    assert rows.unreadable == "表 1 超过 2 行，其余未按表格检查"
    assert person(3) in rows.text


BROKEN = {
    "text far beyond the file": (24 + 52, struct.pack("<I", 0x7FFFFFFF), ""),
    "no piece table": (154 + 8 * 33, struct.pack("<II", 0, 0), "Word 文件已损坏"),
    "piece table beyond the stream": (154 + 8 * 33, struct.pack("<I", 10**9), "Word 文件已损坏"),
    "formats beyond the stream": (154 + 8 * 12, struct.pack("<II", 10**9, 10**9), ""),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_length_costs_nothing(case: str) -> None:
    at, data, reason = BROKEN[case]
    body = _patched(at, data)
    if reason:
        with pytest.raises(ExtractError, match=reason):
            read_file(body, ".doc")
    else:
        assert "关于发放补助的通知" in read_file(body, ".doc").text


def test_properties_end_where_the_bytes_end() -> None:
    deleted, hidden = b"\x00\x08\x01", b"\x3c\x08\x01"
    assert [code for code, _ in properties_of(deleted + hidden + b"\x08")] == [0x0800, 0x083C]
    assert list(properties_of(b"\x08\xd6\xff\xff")) == [(0xD608, b"\xff\xff")]


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        ("EncryptedPackage", "文件已加密"),
        ("Other", "文件已损坏，或者不是 Word 文件"),
    ],
)
def test_other_containers_say_what_they_are(stream: str, reason: str) -> None:
    with pytest.raises(ExtractError, match=reason):
        read_file(container({stream: b"1"}), ".doc")


def test_a_spoilt_document_is_a_reason_and_no_crash() -> None:
    for body in spoilt(NOTICE, 120):
        try:
            read_file(body, ".doc")
        except ExtractError as error:
            assert str(error)
