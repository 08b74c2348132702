"""Forms as addresses, the answers of data endpoints, and data that stands in scripts."""

import json
from datetime import UTC, date, datetime
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.written import written_markup
from crawler.forms import as_post, split_post
from crawler.page import Entry
from crawler.platforms import (
    PLATFORMS,
    gkmlpt,
    hidden_rows,
    is_data_address,
    list_pages,
    recognise,
)
from crawler.platforms.script import read_literal
from crawler.urls import canonical
from tests.crawler.builders import BASE, TODAY, path_of

HOST = "https://www.example.gov.cn"
NEW = f"{HOST}/module/web/jpage/dataproxy.jsp"
OLD = f"{HOST}/module/jpage/dataproxy.jsp"
UNIT = f"{HOST}/api-gateway/jpaas-publish-server/front/page/build/unit"
API = f"{HOST}/gkmlpt/api/all/3155"


@given(st.dictionaries(st.from_regex(r"[a-s]{1,6}", fullmatch=True), st.text(max_size=12)))
def test_a_form_survives_as_an_address(form: dict[str, str]) -> None:
    address = as_post(f"{NEW}?startrecord=1", form)
    url, body = split_post(address)
    assert canonical(address) == address
    assert url == f"{NEW}?startrecord=1"
    assert as_post(url, form) == address
    assert body is not None and body.decode() == address.partition("POST&")[2]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (f"{NEW}?a=1&__wb_method=POST&b=2&c=%E5%8C%BA", (f"{NEW}?a=1", b"b=2&c=%E5%8C%BA")),
        (f"{NEW}?__wb_method=POST&b=2", (NEW, b"b=2")),
        (f"{NEW}?__wb_method=POST", (NEW, b"")),
        # Ordinary addresses.
        (f"{NEW}?a=1", (f"{NEW}?a=1", None)),
        (f"{HOST}/a&__wb_method=POST&b=2", (f"{HOST}/a&__wb_method=POST&b=2", None)),
        (f"{NEW}?x__wb_method=POST&b=2", (f"{NEW}?x__wb_method=POST&b=2", None)),
        (f"{NEW}?__wb_method=POSTING", (f"{NEW}?__wb_method=POSTING", None)),
    ],
)
def test_an_address_says_what_is_sent(address: str, expected: tuple[str, bytes | None]) -> None:
    assert split_post(address) == expected


@pytest.mark.parametrize(
    "link",
    [
        "list_2.html?__wb_method=POST&delete=1",
        "/admin/?page=2&__wb_method=POST&delete=1",
        "/admin/?page=2&a=/module/jpage/dataproxy.jsp&__wb_method=POST&delete=1",
        "?totalpage=3&PAGENUM=2&wbtreeid=1&__wb_method=POST&delete=1",
    ],
)
def test_no_link_makes_the_crawler_send_a_form(link: str) -> None:
    assert list_pages(f'<a href="{link}">2</a><a href="{link}">下一页</a>', BASE) == []


# Pagers that have no words, and such as are laid out over several lines.
@pytest.mark.parametrize("text", ["2", " 2 ", "\n  2\n", "\r\n2\r\n", "&gt;", ">", "Next", "»"])
def test_a_pager_needs_no_word(text: str) -> None:
    html = f'<p>正文</p><a href="list_2.html">{text}</a>'
    assert list_pages(html, BASE) == [f"{BASE}list_2.html"]


def _records(count: int) -> str:
    row = (
        '<record><![CDATA[<li><a href="/a/{0}.html">消息{0}号</a><b>2026-09-01</b></li>]]></record>'
    )
    return "".join(row.format(number) for number in range(count))


def _answer(count: int, total: int) -> str:
    return f"<datastore><totalrecord>{total}</totalrecord><recordset>{_records(count)}</recordset>"


def _window(proxy: str, first: int, last: int, form: str = "__wb_method=POST&col=1") -> str:
    return f"{proxy}?startrecord={first}&endrecord={last}&perpage=5&{form}"


@pytest.mark.parametrize(
    ("got", "total", "windows"),
    [
        # The whole window came: on with the next ones.
        (15, 40, [(16, 30), (31, 40)]),
        (15, 15, []),
        # The server gives a page at a time: the rest of the window first.
        (5, 40, [(6, 15)]),
        # It came to its end sooner than it said.
        (0, 40, []),
    ],
)
def test_what_follows_an_answer_of_jpage_is_counted_from_it(
    got: int, total: int, windows: list[tuple[int, int]]
) -> None:
    found = list_pages(_answer(got, total), _window(NEW, 1, 15))
    assert found == [_window(NEW, *window) for window in windows]


def test_the_older_jpage_gets_its_parameters_in_the_query() -> None:
    found = list_pages(_answer(15, 20), _window(OLD, 1, 15, "col=1&webname=%E5%8C%BA"))
    assert found == [_window(OLD, 16, 20, "col=1&webname=%E5%8C%BA")]


def test_the_rows_that_follow_do_not_depend_on_where_one_asks() -> None:
    # The page knows the total, and so does each answer: no row is asked for twice.
    page = f"""<script>$('#a').jpage({{perPage:5,totalRecord:50,proxyUrl:'{NEW}',
    ajaxParam:{{col:1}}}})</script>{_records(5)}"""
    windows = list_pages(page, BASE)
    for number, window in enumerate(windows):
        answer = _answer(15, 50)
        assert list_pages(answer, window) in (windows[number + 1 :], [])


# The ways in which a page names the parts that the gateway sends.
PARTS = [
    """<script queryData="{'webId':'9','pageId':'7'}" url="/api-gateway/jpaas-publish-server/front/page/build/unit"></script>""",
    """<div url='/api-gateway/jpaas-publish-server/front/page/build/unit' querydata='{"webId":"9","pageId":"7"}'></div>""",
    """<div url="/api-gateway/jpaas-publish-server/front/page/build/unit" querydata="{&#39;webId&#39;:&#39;9&#39;,&quot;pageId&quot;:7}"></div>""",
    """<script>$.get("/api-gateway/jpaas-publish-server/front/page/build/unit?webId=9&amp;pageId=7")</script>""",
]


@pytest.mark.parametrize("part", PARTS)
def test_the_gateways_address_is_read_from_the_page(part: str) -> None:
    assert list_pages(part, BASE) == [f"{UNIT}?webId=9&pageId=7"]
    assert recognise(part, BASE) == "jpaas"


def test_a_gateway_that_is_only_mentioned_is_not_asked() -> None:
    html = '<script>var unit="/api-gateway/jpaas-publish-server/front/page/build/unit";</script>'
    assert list_pages(html, BASE) == []


@pytest.mark.parametrize(
    ("pager", "pages"),
    [
        ('<div class="pagination" rows="15" count="31" pageNo="1"></div>', 3),
        ("""<div id="a_pagination" queryData="{'rows':'15','count':'30'}"></div>""", 2),
        ('<div class="pagination" rows="15" count="15"></div>', 1),
        ('<div class="pagination" rows="0" count="15"></div>', 1),
        ('<div class="pagination"></div>', 1),
    ],
)
def test_the_gateways_pager_is_unrolled(pager: str, pages: int) -> None:
    answer = json.dumps({"data": {"html": f"<ul></ul>{pager}"}})
    found = list_pages(answer, f"{UNIT}?pageId=7")
    asked = "pageId=7&paramJson=%7B%22pageNo%22%3A{}%2C%22pageSize%22%3A15%7D"
    assert found == [f"{UNIT}?{asked.format(number)}" for number in range(2, pages + 1)]
    # Further pages name no more.
    assert list_pages(answer, f"{UNIT}?{asked.format(2)}") == []


@pytest.mark.parametrize("answer", ["", "{}", '{"data":null}', '{"data":{}}', "<html>", "[1]"])
def test_an_answer_that_says_nothing_has_no_rows(answer: str) -> None:
    for address in (f"{UNIT}?pageId=7", f"{API}?page=1&sid=2", NEW):
        assert is_data_address(address)
        assert hidden_rows(answer, address, TODAY) == []
        assert list_pages(answer, address) == []


CONFIG = "<script>window._CONFIG = { SID: '755031', TREE: [] };</script>"


@pytest.mark.parametrize(
    ("html", "path", "expected"),
    [
        (CONFIG, "/gkmlpt/index#3155", ["/gkmlpt/api/all/3155?page=1&sid=755031"]),
        (CONFIG, "/zqhjj/gkmlpt/index#0", ["/zqhjj/gkmlpt/api/all/0?page=1&sid=755031"]),
        (CONFIG.replace("SID: '755031'", '"SID":755031'), "/gkmlpt/index#5",
         ["/gkmlpt/api/all/5?page=1&sid=755031"]),
        (CONFIG, "/gkmlpt/index", []),
        (CONFIG, "/gkmlpt/content/4/4458/post_4458330.html#3155", []),
        ("", "/gkmlpt/index#3155", []),
    ],
)  # fmt: skip
def test_the_column_of_the_guangdong_platform_is_in_the_fragment(
    html: str, path: str, expected: list[str]
) -> None:
    assert [path_of(page) for page in list_pages(html, f"{HOST}{path}")] == expected


# 00:30 in Beijing on the first of March is the last of February in Greenwich.
NIGHT = int(datetime(2026, 2, 28, 16, 30, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("times", "day"),
    [
        ({"created_at": NIGHT}, date(2026, 3, 1)),
        ({"created_at": str(NIGHT)}, date(2026, 3, 1)),
        ({"created_at": "2026-03-01 00:30:00"}, date(2026, 3, 1)),
        ({"created_at": "2026-01-01", "display_publish_time": NIGHT}, date(2026, 3, 1)),
        ({"created_at": 0, "date": NIGHT}, date(2026, 3, 1)),
        ({"created_at": 10**18}, None),
        ({"created_at": None}, None),
    ],
)
def test_days_of_the_guangdong_platform_are_those_of_beijing(
    times: dict[str, object], day: date | None
) -> None:
    answer = json.dumps({"articles": [{"title": "通知", "post_url": "/gkmlpt/a.html", **times}]})
    rows = hidden_rows(answer, f"{API}?page=1&sid=2", TODAY)
    assert rows == [Entry(f"{HOST}/gkmlpt/a.html", "通知", day)]


@pytest.mark.parametrize(
    ("shown", "count", "page", "further"),
    [(20, 45, 1, [2, 3]), (45, 45, 1, []), (50, 45, 1, []), (20, 45, 2, []), (0, 45, 1, [])],
)
def test_a_second_page_is_asked_for_only_if_the_first_is_not_all(
    shown: int, count: int, page: int, further: list[int]
) -> None:
    articles = [{"title": "通知", "url": f"/gkmlpt/{number}.html"} for number in range(shown)]
    for total in ({"classify": {"post_count": count}}, {"total": str(count)}):
        answer = json.dumps({"articles": articles, **total})
        found = list_pages(answer, f"{API}?page={page}&sid=2")
        assert found == [f"{API}?page={number}&sid=2" for number in further]


def test_an_article_of_the_guangdong_platform_stands_in_its_script() -> None:
    article = {"title": "关于 供水的通知", "created_at": NIGHT, "content": "<p>正文{}</p>"}
    html = (
        f"<script>window._CONFIG = {{ SID: '2', DETAIL: {json.dumps(article)}, TREE: [] }}</script>"
    )
    assert gkmlpt.detail(html) == gkmlpt.Detail(
        "关于 供水的通知", date(2026, 3, 1), "<p>正文{}</p>"
    )
    assert gkmlpt.detail(CONFIG) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 'a', \"b\"]", ["1", "a", "b"]),
        ("{a: 'x', 'b-c': [], d: {},}", {"a": "x", "b-c": [], "d": {}}),
        ("[{a: null, b: undefined, c: other, d: true, e: -1.5,},]",
         [{"a": "", "b": "", "c": "", "d": "true", "e": "-1.5"}]),
        (r"{a: 'it\'s \u4e2d \/x'}", {"a": "it's 中 /x"}),
        ("{/* one */ a: 1, // two\n b: 2}", {"a": "1", "b": "2"}),
        ('{"a": null, "b": true, "c": [1.5]}', {"a": "", "b": "true", "c": ["1.5"]}),
        # Programs, and what is cut off.
        ("[f(1)]", None), ("['a' + b]", None), ("[{a: 1", None), ("{a}", None), ("", None),
        ("[" * 5000, None),
    ],
)  # fmt: skip
def test_literals_are_read_as_browsers_read_them(text: str, expected: object) -> None:
    assert read_literal(text) == expected


@pytest.mark.parametrize(
    ("script", "markup"),
    [
        (r"""document.write("<a href=\"/a/\">甲<\/a>");""", '<a href="/a/">甲</a>'),
        ("""document.write('<a href="/a/">' + "甲" + '</a>')""", '<a href="/a/">甲</a>'),
        ("document.writeln(`<p>甲</p>`, '乙');", "<p>甲</p>乙"),
        (r"document.write('\u4e2d\x41\n');", "中A\n"),
        ("document.write ( '甲' )", "甲"),
        # With something else in between, only links that stand there whole count.
        ("""document.write('<a href="/a/">' + name + '</a>')""", '<a href="/a/"></a>'),
        ("""document.write('<a href="' + url + '">甲</a>')""", ""),
        ("""document.write('<a href="/a/">甲</a><a href="' + url + '">乙</a>')""",
         '<a href="/a/">甲</a><a >乙</a>'),
        ("document.write('<b>' + new Date().getYear('x') + '</b>')", ""),
        ("document.write(`<a href='/a/'>${name}</a>`)", ""),
        # What no browser runs.
        ("// document.write('甲')", ""),
        ("/* document.write('甲') */", ""),
        ("var a = 1;", ""),
        ("document.write('甲", ""),
    ],
)  # fmt: skip
def test_what_scripts_write_is_read(script: str, markup: str) -> None:
    assert written_markup(f"<p>正文</p><script>{script}</script>") == markup


def test_a_call_in_the_text_writes_nothing() -> None:
    assert written_markup("<script></script><pre>document.write('甲')</pre>") == ""


# The older TRS spells its pager out; some count from one.
@pytest.mark.parametrize(
    ("html", "url", "paths"),
    [
        ("createPageHTML(3, 1, 'index', 'shtml')", "/gg/", ["index_2.shtml", "index_3.shtml"]),
        ("createPageHTML(3, 2, 'index', 'html')", "/gg/index_2.html", []),
        ("createPageHTML('4','0','list','html')", "/gg/",
         ["list_1.html", "list_2.html", "list_3.html"]),
        ("""var currentPage = 0;var countPage = 2;s+="<a href='index_"+i+".html'>";""", "/gg/",
         ["index_1.html"]),
        ("var countPage = 2;", "/gg/", []),
    ],
)  # fmt: skip
def test_other_spellings_of_the_trs_pager(html: str, url: str, paths: list[str]) -> None:
    found = [path_of(page) for page in list_pages(f"<script>{html}</script>", HOST + url)]
    assert found == [f"/gg/{path}" for path in paths]


VSB = '<link href="/system/resource/css/sys.css">'


@pytest.mark.parametrize(
    ("links", "url", "paths"),
    [
        ("xwzx/30.htm xwzx/29.htm xwzx/1.htm", "/xwzx.htm",
         [f"/xwzx/{number}.htm" for number in range(30, 0, -1)]),
        ("3.htm 1.htm ../xwzx.htm", "/xwzx/4.htm", ["/xwzx/3.htm", "/xwzx/2.htm", "/xwzx/1.htm"]),
        # Neighbours of an article, and another column's pages.
        ("4212.htm 4214.htm", "/info/1015/4213.htm", []),
        ("tzgg/3.htm", "/xwzx.htm", []),
        ("list2.htm list5.htm", "/1021/list.htm",
         ["/1021/list2.htm", "/1021/list3.htm", "/1021/list4.htm", "/1021/list5.htm"]),
    ],
)  # fmt: skip
def test_pages_are_unrolled_from_the_highest_number(links: str, url: str, paths: list[str]) -> None:
    anchors = "".join(f'<a href="{link}">页</a>' for link in links.split())
    assert [path_of(page) for page in list_pages(VSB + anchors, HOST + url)] == paths


@pytest.mark.parametrize("name", [name for name in PLATFORMS if name != "generic"])
def test_no_platform_promises_more_pages_than_a_list_can_have(name: str) -> None:
    pages = {
        "trs": ("createPageHTML(999999999,0,'a','html')", BASE),
        "ucap": ("createPageHTML('a',999999999,1,'a','html')", BASE),
        "hanweb": (_answer(15, 999_999_999), _window(NEW, 1, 15)),
        "jpaas": (
            json.dumps({"data": {"html": '<p class="pagination" rows="1" count="99999999">'}}),
            UNIT,
        ),
        "gkmlpt": (
            json.dumps({"articles": [{}], "total": 999_999_999}),
            f"{API}?page=1&sid=2",
        ),
        "vsb": (f"{VSB}<a href='?totalpage=999999&PAGENUM=2&wbtreeid=1'>2</a>", BASE),
        "arrays": ("", BASE),
    }
    text, url = pages[name]
    assert len(list_pages(text, url, name)) <= 2000


HOSTILE = [
    "<record><![CDATA[" * 20_000,
    "<a " * 30_000 + "/front/page/build/unit",
    "'" + "/front/page/build/unit" * 5000,
    "<script>" + "document.write(" * 20_000,
    "<script>document.write('a\\" + "a\\" * 50_000,
    "var a=[{title:'a',url:'b'}," * 20_000,
    "var a=[{title:1,url:2,x:" + "[" * 100_000,
    "var a=[{title:1,url:1},/*" + "/*" * 50_000,
    "createPageHTML(" + " " * 100_000,
    "'/module/jpage/dataproxy.jsp" * 10_000,
    "var countPage=3;" + "'a_'+" * 30_000,
    "2\n" + "> " * 50_000,
]


@pytest.mark.parametrize("html", HOSTILE, ids=[text[:20].strip() for text in HOSTILE])
def test_no_page_takes_long(html: str) -> None:
    started = perf_counter()
    recognise(html, BASE)
    hidden_rows(html, BASE, TODAY)
    list_pages(html, BASE)
    written_markup(html)
    assert perf_counter() - started < 2
