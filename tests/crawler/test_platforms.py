"""Further list pages and hidden rows, by content system."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.page import Entry
from crawler.platforms import hidden_rows, is_data_address, list_pages
from tests.crawler.builders import BASE, TODAY, path_of


def _paths(html: str, url: str = BASE, platform: str = "auto") -> list[str]:
    return [path_of(page) for page in list_pages(html, url, platform)]


# TRS counts pages from 0, the second page being index_1.
@pytest.mark.parametrize(
    ("call", "paths"),
    [
        ('createPageHTML(3, 0, "index", "html")', ["index_1.html", "index_2.html"]),
        ("createPageHTML(3, 0, 'list', 'shtml');", ["list_1.shtml", "list_2.shtml"]),
        ('createPageHTML(2,0,"index","html","black2",23)', ["index_1.html"]),
        ('createPageHTML(1, 0, "index", "html")', []),
        ('createPageHTML(0, 0, "index", "html")', []),
    ],
)
def test_a_trs_pager_is_unrolled(call: str, paths: list[str]) -> None:
    expected = [f"/zwgk/tzgg/{path}" for path in paths]
    assert _paths(f"<script>{call}</script>", platform="trs") == expected
    assert _paths(f"<script>{call}</script>") == expected


def test_a_trs_page_in_the_middle_does_not_name_itself() -> None:
    html = '<script>createPageHTML(3, 1, "index", "html")</script>'
    assert _paths(html, f"{BASE}index_1.html") == ["/zwgk/tzgg/index_2.html"]


# UCAP counts from 1 and names the box first.
@pytest.mark.parametrize(
    ("call", "paths"),
    [
        (
            "createPageHTML('page_div',3, 1,'xlist','shtml',45)",
            ["xlist_2.shtml", "xlist_3.shtml"],
        ),
        ('createPageHTML("page_div", 2, 1, "index", "html", 25);', ["index_2.html"]),
        ("createPageHTML('page_div',1, 1,'xlist','shtml',4)", []),
    ],
)
def test_a_ucap_pager_is_unrolled(call: str, paths: list[str]) -> None:
    expected = [f"/zwgk/tzgg/{path}" for path in paths]
    assert _paths(f"<script>{call}</script>", platform="ucap") == expected
    assert _paths(f"<script>{call}</script>") == expected


def test_a_pager_that_promises_a_million_pages_is_cut() -> None:
    assert len(_paths('<script>createPageHTML(1000000, 0, "index", "html")</script>')) < 2001


def _jpage(total: int, shown: int, per_page: int = 15) -> str:
    records = "".join(
        f'<record><![CDATA[<li><a href="/art/2026/9/{n}/art_7_{n}.html">消息{n}</a>'
        f"<b>2026-09-{n:02}</b></li>]]></record>"
        for n in range(1, shown + 1)
    )
    return f"""<script type="text/xml"><datastore><nextgroup><![CDATA[
    <a href="/module/web/jpage/dataproxy.jsp?page=1&appid=1"></a>]]></nextgroup>
    <recordset>{records}</recordset></datastore></script>
    <script>$("#list").jpage({{perPage:{per_page},totalRecord:{total},
    proxyUrl:'/module/web/jpage/dataproxy.jsp',
    ajaxParam:{{col:1,appid:1,webid:3096,path:'/',columnid:77278,sourceContentType:1,unitid:'4566',
    webname:'%E6%9F%90%E5%8C%BA',permissiontype:0}}}})</script>"""


def _windows(html: str) -> list[tuple[int, int, int]]:
    windows = []
    for page in list_pages(html, BASE):
        assert is_data_address(page)
        query = parse_qs(urlsplit(page).query)
        assert (query["columnid"], query["webid"]) == (["77278"], ["3096"])
        windows.append(
            (int(query["startrecord"][0]), int(query["endrecord"][0]), int(query["perpage"][0]))
        )
    return windows


@pytest.mark.parametrize(
    ("total", "shown", "windows"),
    [
        # All rows are on the page.
        (9, 9, []),
        (0, 0, []),
        # The rest in windows of three pages, the last one cut at the end.
        (28, 28, []),
        (60, 15, [(16, 60, 15)]),
        (61, 15, [(16, 60, 15), (61, 61, 15)]),
        (100, 9, [(10, 54, 15), (55, 99, 15), (100, 100, 15)]),
        # No row is on the page.
        (45, 0, [(1, 45, 15)]),
    ],
)
def test_hanweb_rows_are_asked_for_in_windows(
    total: int, shown: int, windows: list[tuple[int, int, int]]
) -> None:
    assert _windows(_jpage(total, shown)) == windows


def test_every_hanweb_row_is_in_exactly_one_window() -> None:
    for total in range(0, 200, 7):
        shown = min(total, 15)
        asked = [
            n
            for first, last, _ in _windows(_jpage(total, shown, 10))
            for n in range(first, last + 1)
        ]
        assert asked == list(range(shown + 1, total + 1))


def test_hanweb_rows_are_read_from_the_island_and_from_the_answer() -> None:
    expected = Entry(
        "https://www.example.gov.cn/art/2026/9/1/art_7_1.html", "消息1", date(2026, 9, 1)
    )
    rows = hidden_rows(_jpage(30, 3), BASE, TODAY)
    assert (rows[0], len(rows)) == (expected, 3)
    answer = (
        "<datastore><totalrecord>30</totalrecord><totalpage>2</totalpage><recordset>"
        '<record><![CDATA[<li><a href="/art/2026/9/1/art_7_1.html">消息1</a><b>2026-09-01</b></li>]]>'
        "</record></recordset></datastore>"
    )
    assert hidden_rows(answer, BASE, TODAY) == [expected]


ARTICLES = [
    # Each spelling of the keys; one row's address is an object of addresses.
    """var itemObj=[{"aT":"消息","aPd":"2026-01-05","aU":"{\\"common\\":\\"/a/1.html\\"}"}];""",
    """var list = [ {"title": "消息", "pubDate": "2026-01-05 10:00", "url": "/a/1.html"} ] ;""",
    """var data=[{"TITLE":"消息","PUBLISHTIME":"2026年1月5日","HREF":"/a/1.html","id":7}];""",
]


@pytest.mark.parametrize("script", ARTICLES)
def test_rows_of_a_script_array_are_read(script: str) -> None:
    rows = hidden_rows(f"<script>{script}</script>", BASE, TODAY)
    assert rows == [Entry("https://www.example.gov.cn/a/1.html", "消息", date(2026, 1, 5))]


@pytest.mark.parametrize(
    "script",
    [
        "var a=[{b:1}];",
        'var a=[{"title":"没有地址"}];',
        'var a=[{"url":"javascript:;","title":"无"}];',
    ],
)
def test_other_arrays_are_no_rows(script: str) -> None:
    assert hidden_rows(f"<script>{script}</script>", BASE, TODAY) == []


def test_linked_pagers_are_followed_on_the_same_host() -> None:
    html = """<div class="page"><a href="list_2.html">2</a><a href="list_3.html">3</a>
    <a href="list_2.html">下一页</a><a href="list_9.html">尾页</a><a href="?page=4">&gt;</a>
    <a href="https://other.example.cn/list_2.html">下一页</a><a href="/zwgk/a.html">12</a>
    <a href="2_3.html">关于放假的通知</a><a href="javascript:go(5)">5</a></div>"""
    assert _paths(html) == [
        "/zwgk/tzgg/list_2.html",
        "/zwgk/tzgg/list_3.html",
        "/zwgk/tzgg/list_9.html",
        "/zwgk/tzgg/?page=4",
    ]


def test_a_page_without_pager_has_no_further_pages() -> None:
    assert _paths("<p>正文</p>") == []
