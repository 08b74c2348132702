"""Presentations: slides by number, what is hidden, and what only the speaker sees."""

from io import BytesIO

import pptx
import pytest

from crawler.extract.content import ExtractError
from crawler.extract.files import read_file
from crawler.extract.ooxml import Package
from crawler.site import FileLimits
from tests.crawler.office_files import LONG_NUMBER, places_of, relations, repacked, saved, talk


def test_everything_in_a_presentation_is_read_and_named() -> None:
    places = places_of(read_file(talk(), ".pptx"))
    assert places["幻灯片 1"].split("\n") == ["标题", LONG_NUMBER, "组里的话"]
    assert places["幻灯片 1 备注"] == "备注里的话"
    assert places["隐藏的幻灯片 2"] == "隐藏页的话"
    assert places["幻灯片 3 表 1 第 3 行"] == "张某\t无\t有"
    assert places["幻灯片 3（隐藏的图形）"] == "看不见的话"
    assert places["幻灯片 3（图片说明）"] == "图的说明"
    assert places["幻灯片 3（图表）"].split() == ["系列名", "甲乡", "7"]
    assert places["母版"] == "母版里的话"
    assert "作者：属性作者" in places["文档属性"]
    embedded = [text for place, text in places.items() if "内嵌文件" in place]
    assert any("甲乡" in text for text in embedded)


def test_a_slides_table_is_read_with_its_merged_heads() -> None:
    table = read_file(talk(), ".pptx").tables[0]
    assert table.rows == (("名单", "", ""), ("姓名", "电话", "电话"), ("张某", "无", "有"))
    assert table.cell_place(2, 0) == "幻灯片 3 表 1 第 3 行"


COMMENTS = {
    "old": ("<cmLst><cm authorId='0'><text>批注里的话</text></cm></cmLst>", "cmAuthor id='0'"),
    "new": (
        "<cmLst><cm authorId='{A}'><txBody><p><r><t>批注里</t></r><r><t>的话</t></r></p></txBody>"
        "</cm></cmLst>",
        "author id='{A}'",
    ),
}


@pytest.mark.parametrize("form", COMMENTS)
def test_comments_are_read_with_their_slide_and_author(form: str) -> None:
    comments, author = COMMENTS[form]
    parts = {
        "ppt/slides/_rels/slide1.xml.rels": relations(("comments", "../comments/comment1.xml")),
        "ppt/comments/comment1.xml": comments.encode(),
        "ppt/authors.xml": f"<list><{author} name='王某'/></list>".encode(),
    }
    places = places_of(read_file(repacked(parts, talk()), ".pptx"))
    assert places["幻灯片 1 批注"].replace("\n", "") == "王某：批注里的话"


def test_a_slide_that_is_left_out_of_the_show_is_read() -> None:
    slide = Package(talk()).unpacked("ppt/slides/slide2.xml").replace(b'show="0"', b"")
    body = repacked({"ppt/slides/slide9.xml": slide}, talk())
    assert places_of(read_file(body, ".pptx"))["未列入放映的幻灯片"] == "隐藏页的话"


def test_slides_follow_the_order_of_the_show() -> None:
    show = pptx.Presentation(BytesIO(talk()))
    order = show.slides._sldIdLst
    order.append(order[0])
    assert places_of(read_file(saved(show), ".pptx"))["幻灯片 3"].startswith("标题")


def test_slides_beyond_the_limit_are_said_to_be_unread() -> None:
    content = read_file(talk(), ".pptx", FileLimits(pages=1))
    assert content.unreadable == "幻灯片超过 1 张，其余未检查"


def test_a_slide_that_is_spoilt_costs_itself_alone() -> None:
    content = read_file(repacked({"ppt/slides/slide1.xml": b"<sld"}, talk()), ".pptx")
    assert "隐藏页的话" in content.text
    assert content.unreadable == "幻灯片 1没有检查（文件内容已损坏，无法读取）"


def test_a_truncated_presentation_is_a_reason() -> None:
    with pytest.raises(ExtractError, match="损坏"):
        read_file(talk()[:9000], ".pptx")
