"""Column lists in the shapes of the content systems."""

from datetime import date
from time import perf_counter

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.extract.listing import entries_of
from crawler.page import Entry, Role
from tests.crawler.builders import BASE, entries, page, path_of
from tests.crawler.labelled import articles, heldout, lists_seen, lists_unseen
from tests.crawler.labelled.case import COLUMN, TODAY, ArticlePage, ListPage

NAVIGATION = """<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/bsfw/">办事服务</a></li><li><a href="/hdjl/">互动交流</a></li></ul>"""


def _short(rows: list[Entry]) -> list[tuple[str, str, str]]:
    return [(path_of(row.url), row.title, f"{row.published:%Y-%m-%d}") for row in rows]


TRS = """<ul class="list">
<li><a href="./202608/t20260820_62586962.html" title="关于公布2026年度政府信息公开工作要点的通知"
>关于公布2026年度政府信…</a><span>2026-08-20</span></li>
<li><a href="./202608/t20260819_62586961.html">关于开展安全检查的通知</a><span>2026-08-19</span></li>
</ul>"""
UCAP = """<div class="list_box"><ul>
<li><a href="/zwgk/tzgg/202308/0f3c.shtml" title="招聘公告">·招聘公告</a><i>[2023-08-02]</i></li>
<li><a href="/zwgk/tzgg/202307/0f3b.shtml" title="征求意见">·征求意见</a><i>[2023-07-02]</i></li>
</ul></div>"""
TABLE = """<table><tr><th>序号</th><th>标题</th><th>文号</th><th>日期</th></tr>
<tr><td>1</td><td><a href="a.html">预算公开</a></td><td>某政发〔2026〕1号</td><td>2026-01-05</td></tr>
<tr><td>2</td><td><a href="b.html">决算公开</a></td><td>某政发〔2026〕2号</td><td>2026-01-06</td></tr>
</table>"""
INSIDE_LINK = """<ul><li><a href="a.html"><span>关于放假的通知</span><em>2026-01-05</em></a></li>
<li><a href="b.html"><span>关于值班的通知</span><em>2026-01-06</em></a></li></ul>"""
SPLIT = """<ul><li><div class="d"><b>28</b><i>2021-01</i></div><a href="a.html">第一条消息</a></li>
<li><div class="d"><b>9</b><i>2021-02</i></div><a href="b.html">第二条消息</a></li></ul>"""
SPLIT_AFTER = """<ul><li><a href="a.html">第一条消息</a><p>2021/01</p><p>28</p></li>
<li><a href="b.html">第二条消息</a><p>2021/02</p><p>09</p></li></ul>"""
TWO_BLOCKS = """<ul><li><h3><a href="a.html">第一条消息</a></h3><p>摘要：2019年1月2日召开的会议……
</p><span>2021-01-28</span></li>
<li><h3><a href="b.html">第二条消息</a></h3><p>摘要：无</p><span>2021-02-09</span></li></ul>"""
CATEGORY = """<ul>
<li><a href="/zwgk/gz/">[规章]</a><a href="a.html">第一条消息</a><span>2021-01-28</span></li>
<li><a href="/zwgk/wj/">[文件]</a><a href="b.html">第二条消息</a><span>2021-02-09</span></li></ul>"""
PICTURE = """<ul><li><a href="a.html"><img src="a.jpg"></a><a href="a.html">第一条消息</a>
<span>2021-01-28</span></li><li><a href="b.html">第二条消息</a><span>2021-02-09</span></li></ul>"""

NEWS = [
    ("/zwgk/tzgg/a.html", "第一条消息", "2021-01-28"),
    ("/zwgk/tzgg/b.html", "第二条消息", "2021-02-09"),
]
SHAPES = [
    # A cut title is completed from its title attribute.
    (
        TRS,
        [
            (
                "/zwgk/tzgg/202608/t20260820_62586962.html",
                "关于公布2026年度政府信息公开工作要点的通知",
                "2026-08-20",
            ),
            (
                "/zwgk/tzgg/202608/t20260819_62586961.html",
                "关于开展安全检查的通知",
                "2026-08-19",
            ),
        ],
    ),
    # The dot before a title is no part of it.
    (
        UCAP,
        [
            ("/zwgk/tzgg/202308/0f3c.shtml", "招聘公告", "2023-08-02"),
            ("/zwgk/tzgg/202307/0f3b.shtml", "征求意见", "2023-07-02"),
        ],
    ),
    # A table; the document number's year is no date.
    (
        TABLE,
        [
            ("/zwgk/tzgg/a.html", "预算公开", "2026-01-05"),
            ("/zwgk/tzgg/b.html", "决算公开", "2026-01-06"),
        ],
    ),
    # The date stands inside the link, and is no part of the title.
    (
        INSIDE_LINK,
        [
            ("/zwgk/tzgg/a.html", "关于放假的通知", "2026-01-05"),
            ("/zwgk/tzgg/b.html", "关于值班的通知", "2026-01-06"),
        ],
    ),
    # Day and month in boxes of their own.
    (SPLIT, NEWS),
    (SPLIT_AFTER, NEWS),
    # The date of its own wins over one in the summary.
    (TWO_BLOCKS, NEWS),
    # A row with a second link: its category, its picture.
    (CATEGORY, NEWS),
    (PICTURE, NEWS),
]


@pytest.mark.parametrize(("html", "rows"), SHAPES)
def test_the_rows_of_a_list_are_found(html: str, rows: list[tuple[str, str, str]]) -> None:
    assert _short(entries(NAVIGATION + html)) == rows


def test_navigation_is_no_list() -> None:
    assert entries(NAVIGATION) == []


def test_a_page_of_links_beside_the_days_date_is_no_list() -> None:
    assert entries(f"<div>今天是2026年11月23日 {NAVIGATION}</div>") == []


def test_a_list_of_one_row_is_a_list() -> None:
    html = NAVIGATION + '<ul><li><a href="a.html">唯一的通知</a><span>2026-01-05</span></li></ul>'
    assert [row.title for row in entries(html)] == ["唯一的通知"]


def test_a_pinned_old_row_stays_with_its_own_date() -> None:
    html = """<ul><li class="top"><a href="p.html">[置顶]公开指南</a><span>2019-05-01</span></li>
    <li><a href="a.html">第一条消息</a><span>2026-01-28</span></li>
    <li><a href="b.html">第二条消息</a><span>2026-01-09</span></li></ul>"""
    assert [row.published for row in entries(html)] == [
        date(2019, 5, 1),
        date(2026, 1, 28),
        date(2026, 1, 9),
    ]


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("[11-20]", date(2026, 11, 20)),
        ("12-31", date(2025, 12, 31)),
        ("13-05-08", date(2013, 5, 8)),
    ],
)
def test_short_dates_are_completed(shown: str, day: date) -> None:
    html = f'<ul><li><a href="a.html">第一条消息</a><span>{shown}</span></li></ul>'
    assert [row.published for row in entries(html)] == [day]


@pytest.mark.parametrize(
    "title", ["2020年工作总结", "2020年第3号公告", "365天值守", "12345热线月报"]
)
def test_a_title_that_begins_with_digits_is_no_pager(title: str) -> None:
    html = f'<ul><li><a href="a.html">{title}</a><span>2026-01-05</span></li></ul>'
    assert [row.title for row in entries(html)] == [title]


def test_pager_links_are_no_rows() -> None:
    html = """<div><span>2026-01-05</span><a href="index_1.html">2</a></div>
    <div><span>2026-01-05</span><a href="index_1.html">下一页</a></div>"""
    assert entries(html) == []


def test_the_same_address_is_one_row() -> None:
    row = '<li><a href="a.html">第一条消息</a><span>2026-01-05</span></li>'
    assert len(entries(f"<ul>{row}{row}</ul>")) == 1


def test_a_script_link_is_no_row() -> None:
    html = '<ul><li><a href="javascript:;">第一条消息</a><span>2026-01-05</span></li></ul>'
    assert entries(html) == []


def test_the_largest_list_is_the_columns() -> None:
    side = (
        '<div class="hot"><ul><li><a href="h.html">热点</a><span>2026-01-01</span></li></ul></div>'
    )
    rows = "".join(
        f'<li><a href="{number}.html">第{number}条</a><span>2026-01-0{number}</span></li>'
        for number in range(1, 5)
    )
    assert len(entries(f"{side}<div class='main'><ul>{rows}</ul></div>")) == 4


def test_an_article_page_has_no_entries() -> None:
    assert page(f"<html><body>{TRS}</body></html>", role=Role.PAGE).entries == ()


def test_a_home_page_with_two_dated_links_has_no_list_of_its_own() -> None:
    assert page(f"<html><body>{TRS}</body></html>", role=Role.HOME).entries == ()


def test_rows_of_a_data_island_are_found_and_are_links() -> None:
    html = """<html><body><script type="text/xml"><datastore><recordset>
    <record><![CDATA[<li><a href="/art/2026/9/16/art_1_2.html">消息</a><b>2026-09-16</b></li>]]>
    </record></recordset></datastore></script></body></html>"""
    found = page(html, role=Role.COLUMN)
    assert _short(list(found.entries)) == [("/art/2026/9/16/art_1_2.html", "消息", "2026-09-16")]
    assert [link.url for link in found.links] == [found.entries[0].url]


def test_a_base_tag_decides_where_links_lead() -> None:
    html = f'<html><head><base href="{BASE}list/"></head><body>{INSIDE_LINK}</body></html>'
    found = page(html, role=Role.COLUMN)
    assert [path_of(link.url) for link in found.links] == [
        "/zwgk/tzgg/list/a.html",
        "/zwgk/tzgg/list/b.html",
    ]
    assert path_of(found.entries[0].url) == "/zwgk/tzgg/list/a.html"


LISTS = (*lists_seen.SEEN, *lists_unseen.UNSEEN, *heldout.LISTS)
ARTICLES = (*articles.SEEN, *articles.UNSEEN, *heldout.ARTICLES)


@pytest.mark.parametrize("labelled", LISTS, ids=lambda labelled: labelled.name)
def test_a_labelled_page_gives_its_main_list_and_nothing_else(labelled: ListPage) -> None:
    found = entries_of(LexborHTMLParser(labelled.html), COLUMN, TODAY)
    assert [(row.url, row.title, row.published) for row in found] == labelled.expected()


@pytest.mark.parametrize("least", [1, 3])
@pytest.mark.parametrize("labelled", ARTICLES, ids=lambda labelled: labelled.name)
def test_the_page_of_an_article_has_no_list(labelled: ArticlePage, least: int) -> None:
    assert entries_of(LexborHTMLParser(labelled.html), COLUMN, TODAY, least=least) == []


ROWS = "".join(
    f'<li><a href="/a/t2026010{n}_{n}.html">第{n}条关于有关事项的通知</a><span>2026-01-0{n}</span></li>'
    for n in range(1, 7)
)
PARAGRAPH = (
    "<p>各镇人民政府，各部门：为做好有关工作，现将有关事项通知如下，请认真贯彻执行，确保落实到位，"
    "并于每月底前将进展情况报送区政府办公室，逾期不再受理。</p>"
)


# What alone tells that a list with dates is not a column's.
@pytest.mark.parametrize(
    "sign",
    [
        '<meta name="ArticleTitle" content="关于做好有关工作的通知">',
        "<p>发布时间：2026-02-03 来源：办公室</p>",
        '<p>上一篇：<a href="b.html">关于放假的通知</a></p>',
        f'<div id="zoom">{PARAGRAPH}</div>',
        PARAGRAPH * 10,
    ],
)
def test_one_sign_of_an_article_silences_the_list_beside_it(sign: str) -> None:
    assert len(entries(f"<ul>{ROWS}</ul>")) == 6
    assert entries(f"{sign}<ul>{ROWS}</ul>") == []


@pytest.mark.parametrize("heading", ["相关阅读", "推荐信息", "点击排行", "延伸阅读："])
def test_a_box_under_such_a_heading_is_never_a_columns_list(heading: str) -> None:
    assert entries(f"<div><h3>{heading}</h3><ul>{ROWS}</ul></div>") == []


def test_a_column_named_after_hot_topics_keeps_its_list() -> None:
    assert len(entries(f"<div><h3>热点回应</h3><ul>{ROWS}</ul></div>")) == 6


def test_links_without_dates_are_a_list_only_if_they_lead_to_articles() -> None:
    rows = "".join(f'<li><a href="/x{n}/">区人民政府第{n}号办事机构</a></li>' for n in range(9))
    assert entries(f"<ul>{rows}</ul>") == []


def test_thousands_of_links_and_hostile_texts_are_read_in_no_time() -> None:
    hostile = "下载 " * 5000 + "…"
    rows = "".join(f"<a href='/{n}'>{n}条</a> 2026-01-01<br>" for n in range(1000, 4000))
    started = perf_counter()
    entries(f"<a href='/a'>{hostile}</a><div>{rows}</div>" + "<div>" * 3000 + ROWS)
    assert perf_counter() - started < 5
