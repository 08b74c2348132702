"""What is read of an HTML page beside title, dates and list."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.page import Kind, Link, Role, Table
from crawler.platforms import list_pages
from tests.crawler.builders import BASE, page

FRAME = """<div class="header"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div>
<div id="nav"><ul><li>信息公开</li></ul></div><div class="crumb">当前位置：首页</div>"""
FOOTER = """<div class="footer">主办：某区人民政府 <a href="/wzdt.html">网站地图</a></div>"""


def _html(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{FRAME}{body}{FOOTER}</body></html>"


# The containers of the content systems.
@pytest.mark.parametrize(
    "mark",
    [
        'class="TRS_Editor"',
        'class="trs_editor_view TRS_UEDITOR"',
        'id="UCAP-CONTENT"',
        'id="zoom"',
        'id="vsb_content_2"',
        'class="v_news_content"',
        'id="ivs_content"',
        'class="article-content"',
    ],
)
def test_main_text_margin_and_frame_are_apart(mark: str) -> None:
    found = page(
        _html(f"<div><h1>通知标题</h1><div {mark}><p>第一段。</p><p>第二段。</p></div></div>")
    )
    assert found.text == "第一段。\n第二段。"
    assert found.margin_text == "通知标题"
    assert "当前位置" in found.frame_text and "主办" in found.frame_text
    assert "段" not in found.frame_text


def test_a_page_without_marked_container_keeps_all_but_the_frame() -> None:
    found = page(_html("<div class='box'><p>第一段。</p></div>"))
    assert (found.text, found.margin_text) == ("第一段。", "")
    assert "主办" in found.frame_text


def test_an_empty_container_does_not_hide_the_text() -> None:
    assert "第一段" in page(_html('<div class="TRS_Editor"> </div><div><p>第一段。</p></div>')).text


def test_a_column_page_is_read_as_a_whole() -> None:
    found = page(_html('<div id="zoom"><p>甲</p></div><p>乙</p>'), role=Role.COLUMN)
    assert found.text == "甲\n乙"


def test_scripts_styles_and_comments_are_no_text() -> None:
    html = """<p>甲</p><script>var a='乙';</script><style>p{content:'丙'}</style><!-- 丁 -->
    <noscript>戊</noscript><textarea>己</textarea><p>庚&nbsp;&amp;</p>"""
    text = page(_html(html)).text
    assert [c for c in "乙丙丁戊" if c in text] == []
    assert "庚 &" in text


def test_a_word_split_over_inline_tags_stays_whole() -> None:
    assert "人民政府" in page(_html("<p>人<b>民</b><span>政</span>\n府</p>".replace("\n", ""))).text


def test_broken_markup_and_deep_nesting_are_read() -> None:
    deep = "<div>" * 3000 + "深处" + "</div>" * 3000
    assert "深处" in page(_html(deep)).text
    assert "甲" in page(_html("<table><tr><td>甲<tr></table></b></p><p>")).text


def test_an_empty_page_is_an_empty_page() -> None:
    assert (page("").text, page("").links) == ("", ())


# Stubs of TRS and the clusters: parent columns that lead to their first child.
@pytest.mark.parametrize(
    "stub",
    [
        '<meta http-equiv="Refresh" content="0;URL=./ywyw/">',
        '<meta http-equiv="refresh" content="3; url=\'./ywyw/\'">',
        "<META HTTP-EQUIV=REFRESH CONTENT='0; URL=ywyw/'>",
        "<script>window.location.href='./ywyw/';</script>",
        '<script>location = "ywyw/"</script>',
        "<script>window.location.replace('./ywyw/')</script>",
        "<script>window.top.location.href = './ywyw/';</script>",
        "<script>location.assign('./ywyw/')</script>",
    ],
)
def test_a_stub_is_a_redirect(stub: str) -> None:
    assert page(f"<html><head>{stub}</head><body></body></html>").fetch.location == f"{BASE}ywyw/"


# Pages that only mention an address, or that lead to themselves, or late.
@pytest.mark.parametrize(
    "html",
    [
        "<script>function go(v){location.href='/s?q='+v}</script>",
        "<script>var mylocation='/a/';</script>",
        "<script>var location_name = '/a/'; a.allocation = '/b/';</script>",
        '<meta http-equiv="refresh" content="300">',
        '<meta http-equiv="refresh" content="300;url=/a/">',
        f'<meta http-equiv="refresh" content="0;url={BASE}">',
        "<script>location.href='javascript:;'</script>",
        "<script>if(/Android/.test(navigator.userAgent))location.href='/m/'</script>",
        f"<script>location.href='/m/'</script><p>{'正文。' * 100}</p>",
    ],
)
def test_other_pages_are_no_redirects(html: str) -> None:
    assert page(f"<html><body>{html}</body></html>").fetch.location == ""


def test_links_know_whether_they_are_template() -> None:
    links = page(
        _html('<div><a href="a.html">通知</a><a href="b.pdf" title="附件">附件…</a></div>')
    ).links
    assert links == (
        Link("https://www.example.gov.cn/", "首页", is_frame=True, place="div.header"),
        Link("https://www.example.gov.cn/zwgk/", "政务公开", is_frame=True, place="div.header"),
        Link(f"{BASE}a.html", "通知"),
        Link(f"{BASE}b.pdf", "附件", is_file=True),
        Link("https://www.example.gov.cn/wzdt.html", "网站地图", is_frame=True, place="div.footer"),
    )


def test_links_without_address_are_left_out() -> None:
    html = '<a href="javascript:;">a</a><a href="mailto:a@b.cn">b</a><a>c</a><a href="">d</a>'
    found = page(f"<html><body>{html}</body></html>").links
    assert [link.url for link in found if link.url != BASE] == []


def test_an_address_is_one_link_with_its_first_text() -> None:
    html = '<a href="a.html#x">甲</a><a href="./a.html">乙</a><a href="a.html;jsessionid=1">丙</a>'
    found = page(f"<html><body>{html}</body></html>").links
    assert found == (Link(f"{BASE}a.html", "甲"),)


def test_frames_and_image_maps_are_links() -> None:
    html = '<map><area href="a.html" alt="地图"></map><iframe src="b.html" title="窗口"></iframe>'
    found = page(f"<html><body>{html}</body></html>").links
    assert found == (
        Link(f"{BASE}a.html", "地图", kind=Kind.AREA),
        Link(f"{BASE}b.html", "窗口", kind=Kind.FRAME),
    )


def test_a_frameset_leads_to_its_frames() -> None:
    found = page('<html><frameset><frame src="top.html"><frame src="main.html"></frameset></html>')
    assert [link.url for link in found.links] == [f"{BASE}top.html", f"{BASE}main.html"]


def test_tables_are_read_cell_by_cell_and_layout_tables_are_not() -> None:
    inner = "<table><tr><th>姓名</th><th>金额</th></tr><tr><td>张<br>某</td><td>1</td></tr></table>"
    found = page(_html(f"<table><tr><td>{inner}</td></tr><tr><td>说明</td></tr></table>"))
    assert found.tables == (Table((("姓名", "金额"), ("张 某", "1")), "表 1"),)


def test_cells_stand_under_the_heads_that_cover_them() -> None:
    rows = (
        "<tr><th colspan=4>补贴发放名单</th></tr>"
        "<tr><th rowspan=2>姓名</th><th colspan='2'>银行信息</th><th rowspan=2>金额</th></tr>"
        "<tr><th>开户行</th><th>账号</th></tr>"
        "<tr><td rowspan=2>张某</td><td>甲</td><td>1</td><td rowspan=2>300</td></tr>"
        "<tr><td>乙</td><td>2</td></tr>"
    )
    [table] = page(_html(f"<table>{rows}</table>")).tables
    assert table.rows[1:] == (
        ("姓名", "银行信息", "银行信息", "金额"),
        ("姓名", "开户行", "账号", "金额"),
        ("张某", "甲", "1", "300"),
        # An amount for two rows is one amount.
        ("张某", "乙", "2"),
    )


@pytest.mark.parametrize("span", ["65534", "0", "-1", "２", "1e9", "99999999999", ""])
def test_cells_that_reach_too_far_end_with_the_table(span: str) -> None:
    row = f"<tr><td colspan='{span}' rowspan='{span}'>甲</td><td>乙</td></tr>"
    [table] = page(_html(f"<table>{row * 30}</table>")).tables
    assert len(table.rows) == 30
    assert max(map(len, table.rows)) <= 90
    assert sum(row.count("乙") for row in table.rows) == 30


def test_tables_of_the_frame_are_left_out() -> None:
    menu = "<div class='top'><table><tr><td>首页</td></tr><tr><td>公开</td></tr></table></div>"
    assert page(_html(menu)).tables == ()


def test_scripts_are_named_by_their_address() -> None:
    found = page(_html("", head='<script src="/js/a.js"></script><script>1</script>'))
    assert found.scripts == ("https://www.example.gov.cn/js/a.js",)


SCRAPS = """<table>|<tr><td>|</table>|<li>|<a href='x'>|<a href='http://[' title=1>|<base href='//'>
<meta name=PubDate content='2026-99-99'>|2026-01-05|<h1>标题</h1>|</body>|<!--|-->|<frameset>|<svg>
<meta http-equiv=refresh content='0;url=http://['>|<script>location='http://['</script>|２０２６年
<script>var a=[{}];createPageHTML(9,|0,'a','b')|<record><![CDATA[<li>|]]></record>"""
MARKUP = st.sampled_from([*SCRAPS.replace("\n", "|").split("|"), "\x00", "9" * 5000])


@settings(max_examples=200, deadline=None)
@given(st.lists(MARKUP | st.text(max_size=8), max_size=14), st.sampled_from(Role))
def test_no_markup_makes_the_parser_fail(scraps: list[str], role: Role) -> None:
    html = "".join(scraps)
    found = page(html, role=role)
    assert found.role is role
    list_pages(html, BASE)
