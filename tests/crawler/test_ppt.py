"""Old presentations: slides in order, notes, comments, and what older saves left behind."""

import struct
import zlib

import pytest

from crawler.extract.content import ExtractError
from crawler.extract.files import read_file
from crawler.extract.ole import Compound
from tests.crawler.containers import container
from tests.crawler.people import person
from tests.crawler.reading import by_place, fixture, spoilt

TALK = fixture("talk.ppt.gz")
STREAM = Compound(TALK).stream("PowerPoint Document")
USER = Compound(TALK).stream("Current User")
PLACES = {
    "幻灯片 1": f"工作汇报\n证件号码{person(9)}",
    "幻灯片 1 批注": "审稿人\n幻灯片批注\n审",
    "隐藏的幻灯片 2": "隐藏的幻灯片",
    "幻灯片 3": "谢谢 Thanks",
    "幻灯片 1 备注": f"备注里的号码{person(8)}",
    "文档属性": "补助名单底稿\n主题词\n拟稿人王某\n备注里的话",
}


def _atom(kind: int, data: bytes, head: int = 0) -> bytes:
    return struct.pack("<HHI", head, kind, len(data)) + data


@pytest.mark.parametrize("place", PLACES)
def test_every_part_is_read_at_its_place(place: str) -> None:
    assert by_place(read_file(TALK, ".ppt"))[place] == PLACES[place]


def test_a_presentation_is_known_by_its_bytes_whatever_its_name() -> None:
    assert read_file(TALK, ".dps") == read_file(TALK, ".pptx") == read_file(TALK, ".ppt")


def test_a_slide_that_was_deleted_but_is_still_in_the_file_is_read() -> None:
    text = _atom(4000, "已删除的幻灯片".encode("utf-16-le"))
    body = container({"PowerPoint Document": STREAM + _atom(1006, text, 0xF)})
    found = by_place(read_file(body, ".ppt"))
    assert found["以前保存时留下的内容"] == "已删除的幻灯片"
    assert found["幻灯片 1"] == PLACES["幻灯片 1"]


def test_an_outline_belongs_to_its_slide() -> None:
    entry = _atom(1011, struct.pack("<IIIII", 1, 0, 0, 256, 0))
    outline = _atom(3999, struct.pack("<I", 0)) + _atom(4008, b"Budget") + entry
    listed = _atom(4080, entry + outline + _atom(4000, "第二张".encode("utf-16-le")), 0xF)
    body = container({"PowerPoint Document": _atom(1000, listed, 0xF)})
    content = read_file(body, ".ppt")
    assert by_place(content) == {"幻灯片 1": "Budget", "幻灯片 2": "第二张"}
    assert content.unreadable == "演示文稿有损坏，部分文字可能未读到"


@pytest.mark.parametrize(
    "streams",
    [
        {
            "PowerPoint Document": STREAM,
            "Current User": USER[:12] + b"\xdf\xc4\xd1\xf3" + USER[16:],
        },
        {"PowerPoint Document": STREAM + _atom(12052, b"", 0xF)},
        {"PowerPoint Document": STREAM, "EncryptedSummary": b""},
    ],
)
def test_an_encrypted_presentation_says_so(streams: dict[str, bytes]) -> None:
    with pytest.raises(ExtractError, match="文件已加密"):
        read_file(container(streams), ".ppt")


def test_a_stream_without_a_document_is_broken() -> None:
    with pytest.raises(ExtractError, match="PowerPoint 文件已损坏"):
        read_file(container({"PowerPoint Document": b"\xff" * 100}), ".ppt")


@pytest.mark.parametrize("is_squeezed", [True, False])
def test_a_workbook_inside_is_read_too(is_squeezed: bool) -> None:
    inner = fixture("list.xls")
    packed = struct.pack("<I", len(inner)) + zlib.compress(inner) if is_squeezed else inner
    record = _atom(4113, packed, 1 << 4 if is_squeezed else 0)
    found = by_place(read_file(container({"PowerPoint Document": STREAM + record}), ".ppt"))
    assert found["内嵌文件“对象 1” › 隐藏的工作表“底稿”"] == "底稿里的话"


def test_an_object_that_unfolds_without_end_is_noted() -> None:
    bomb = _atom(4113, bytes(4) + zlib.compress(bytes(80_000_000), 9), 1 << 4)
    content = read_file(container({"PowerPoint Document": STREAM + bomb}), ".ppt")
    assert content.unreadable == "内嵌文件“对象 1”：文件过大，未检查"


def test_a_spoilt_presentation_is_a_reason_and_no_crash() -> None:
    plain = container({"PowerPoint Document": STREAM, "Current User": USER})
    for body in [*spoilt(TALK, 20), *spoilt(plain, 100)]:
        try:
            read_file(body, ".ppt")
        except ExtractError as error:
            assert str(error)
