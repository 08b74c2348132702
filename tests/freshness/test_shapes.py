"""Columns of every shape on a real server: none is called empty or stale wrongly, none hides."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checks.finding import Result
from crawler.site import ColumnKind
from tests.crawler.server import HostileServer, Reply, Route, redirect, serving
from tests.freshness.platform import (
    FRESH,
    OLD,
    Case,
    article,
    doubts,
    looked_at,
    page,
    rows,
    site_of,
    told,
)

BOTH = frozenset({"F301", "F302"})
NONE: frozenset[str] = frozenset()
STALE, EMPTY = frozenset({"F301"}), frozenset({"F302"})
PROSE = (
    "<p>"
    + "青禾区位于岭南省北部，总面积一千二百平方公里，辖六镇四街道，常住人口三十万。" * 8
    + "</p>"
)
FORM = (
    "<form><input type=text name=a><input type=text name=b><input type=text name=c>"
    "<textarea name=d></textarea><button>提交</button></form>"
)
OWN_SCRIPT = '<script src="/js/zwlist2.js"></script>'


def one(name: str, reply: Route) -> dict[str, Route]:
    return {f"/{name}/": reply}


CASES = (
    Case("fresh", one("fresh", page(rows(FRESH, OLD)))),
    Case("stale", one("stale", page(rows(OLD, OLD, stem="s"))), STALE),
    # Really empty, in different words and without any.
    Case("silent", one("silent", page("<h3>政务要闻</h3><ul class='list'></ul>")), EMPTY),
    Case("said", one("said", page("<h3>政务要闻</h3><ul><li>暂无内容</li></ul>")), EMPTY),
    Case("building", one("building", page("<p>栏目建设中，敬请期待</p>")), EMPTY),
    Case(
        "said-beside-menu",
        one(
            "said-beside-menu",
            page(
                "<div class='tree'>"
                + "".join(f'<p><a href="/m{n}/">子栏目{n}</a></p>' for n in range(6))
                + "</div><div class='r'><p>暂无相关信息！</p></div>"
            ),
        ),
        EMPTY,
    ),
    Case("zero", one("zero", page("<ul></ul><div>共 0 条记录 第1页</div>")), EMPTY),
    # No lists.
    Case("static", one("static", page(PROSE)), kind=ColumnKind.OTHER, max_age=None),
    Case(
        "static-news",
        one("static-news", page(PROSE)),
        undecided={"F301": "没有认出列表"},
    ),
    Case("guide", one("guide", page("<p>指南</p>")), kind=ColumnKind.GUIDE, max_age=None),
    Case("form", one("form", page(FORM)), kind=ColumnKind.OTHER, max_age=None),
    Case(
        "login",
        one("login", page("<form>用户名<input name=u>密码<input type=password name=p></form>")),
        undecided={"F301": "登录", "F302": "登录"},
    ),
    Case(
        "outside",
        one("outside", lambda _: redirect("http://localhost:9/elsewhere/")),
        undecided={"F301": "打不开", "F302": "打不开"},
    ),
    Case("to-child", {"/to-child/": redirect("/to-child/list.html"),
                      "/to-child/list.html": page(rows(FRESH, stem="t"))}),
    Case(
        "meta-refresh",
        {
            "/meta-refresh/": Reply(
                "<html><head><meta http-equiv=refresh content='0;url=/meta-refresh/l.html'></head>"
            ),
            "/meta-refresh/l.html": page(rows(OLD, stem="m")),
        },
        STALE,
    ),
    Case(
        "iframe",
        {
            "/iframe/": page("<iframe src='/iframe/in.html' width='100%'></iframe>"),
            "/iframe/in.html": page(rows(FRESH, OLD, stem="i")),
        },
    ),
    Case(
        "iframe-stale",
        {
            "/iframe-stale/": page("<iframe src='/iframe-stale/in.html'></iframe>"),
            "/iframe-stale/in.html": page(rows(OLD, OLD, stem="j")),
        },
        STALE,
    ),
    # Poor looks.
    Case(
        "loading",
        one("loading", page("<div id='box'>加载中…</div>")),
        undecided={"F301": "加载中", "F302": "加载中"},
    ),
    Case(
        "failed",
        one("failed", page("<p>系统繁忙，请稍后再试</p>")),
        undecided={"F301": "系统错误", "F302": "系统错误"},
    ),
    Case(
        "scripted",
        one("scripted", page(f"<ul id='infolist'></ul>{OWN_SCRIPT}")),
        undecided={"F301": "脚本", "F302": "脚本"},
    ),
    Case("library", one("library", page(
        "<ul id='l'></ul><script src='/js/jquery.min.js'></script>"
        "<script src='/js/tongji.js'></script>")), EMPTY),
    Case(
        "firewall",
        one("firewall", Reply("<html><title>提示</title><body><h1>您的请求已被防火墙拦截，事件编号 8231</h1></body></html>")),
        undecided={"F301": "防火墙", "F302": "防火墙"},
    ),
    # Passing faults: the second look is better.
    Case(
        "passing",
        one("passing", lambda n: page("<ul></ul>") if n == 1 else page(rows(FRESH, stem="p"))),
    ),
    Case(
        "recovering",
        one("recovering", lambda n: page("<p>数据加载失败</p>" if n == 1 else rows(OLD, stem="r"))),
        STALE,
    ),
    # Rows with odd dates.
    Case("undated", one("undated", page(rows(*[""] * 6, stem="2026112300"))),
         undecided={"F301": "没有注明日期"}),
    Case("impossible", one("impossible", page(rows("2026-02-30", OLD, stem="b"))),
         frozenset({"F301", "F315"})),
    Case("thirteenth", one("thirteenth", page(rows("2026/13/20", OLD, stem="c"))),
         frozenset({"F301", "F315"})),
    Case("epoch", one("epoch", page(rows("1970-01-01", OLD, stem="d"))),
         frozenset({"F301", "F315"})),
    Case("short-year", one("short-year", page(rows("202年11月20日", OLD, stem="e"))),
         frozenset({"F301", "F315"})),
    Case("future", one("future", page(rows("2062-11-20", OLD, stem="f"))),
         frozenset({"F301", "F305"})),
    Case("only-wrong", one("only-wrong", page(rows("2026-02-30", "2026-04-31", stem="g"))),
         frozenset({"F315"}), {"F301": "没有注明日期"}),
    Case("leap", one("leap", page(rows(FRESH, "2024-02-29", stem="h")))),
    # A page of the lists of columns beneath it: fresh while one of them is.
    Case("hub", one("hub", page(
        "<div class='b1'><h3><a href='/hub/x/'>甲</a></h3>" + rows(OLD, OLD, OLD, OLD, stem="x", css="k1")
        + "</div><div class='b2'><h3><a href='/hub/y/'>乙</a></h3>" + rows(FRESH, stem="y", css="k2")
        + "</div>"))),
    Case("hub/x", {"/hub/x/": page(rows(OLD, OLD, OLD, OLD, stem="x"))}, STALE),
    Case("hub/y", {"/hub/y/": page(rows(FRESH, stem="y"))}),
    Case("bare-hub", one("bare-hub", page(
        "<p><a href='/bare-hub/x/'>甲</a></p><p><a href='/bare-hub/y/'>乙</a></p>"))),
    Case("bare-hub/x", {"/bare-hub/x/": page(rows(FRESH, stem="v"))}),
    Case("bare-hub/y", {"/bare-hub/y/": page("<p>暂无信息</p>")}, EMPTY),
)  # fmt: skip


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HostileServer, Result]]:
    home = page(
        "<p>" + "".join(f'<a href="/{c.name}/">{c.name}</a>' for c in CASES) + "</p>", "首页"
    )
    routes: dict[str, Route] = {"/": home}
    for case in CASES:
        routes |= case.routes
    with pytest.MonkeyPatch.context() as patch, serving(routes, article) as server:
        # This scan has no browser.
        patch.setenv("XUNJIAN_CHROMIUM", "/no/such/browser")
        site = site_of(server, [case.column(server) for case in CASES])
        snapshot, result = looked_at(site, tmp_path_factory.mktemp("scan") / "1")
        snapshot.close()
        yield server, result


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_column_is_told_for_what_it_is(scanned: tuple[HostileServer, Result], case: Case) -> None:
    _, result = scanned
    assert told(result, case.name) == case.found
    said = doubts(result, case.name)
    wanted = case.undecided or {}
    assert said.keys() == wanted.keys()
    assert all(words in said[code] for code, words in wanted.items()), said


@pytest.mark.parametrize(
    ("name", "looks"),
    [
        ("silent", 2),
        ("failed", 2),
        ("passing", 2),
        ("said", 1),
        ("fresh", 1),
        ("static", 1),
        ("guide", 1),
    ],
)
def test_a_list_without_rows_is_looked_at_twice_unless_it_says_why(
    scanned: tuple[HostileServer, Result], name: str, looks: int
) -> None:
    server, _ = scanned
    assert server.requests[f"/{name}/"] == looks


def test_a_column_on_another_site_is_neither_empty_nor_stale(tmp_path: Path) -> None:
    with serving({"/": page("<p>另一个网站的首页</p>")}, article) as other:
        address = f"http://localhost:{other.port}/"
        case = Case("out", {})
        routes: dict[str, Route] = {"/": page("首页"), "/out/": redirect(address)}
        with serving(routes, article) as server:
            site = site_of(server, [case.column(server)])
            site = replace(site, scope=(f"127.0.0.1:{server.port}/",))
            snapshot, result = looked_at(site, tmp_path / "1")
            snapshot.close()
    assert told(result, "out") == NONE
    assert list(doubts(result, "out")) == ["F301"]
    assert "站外" in doubts(result, "out")["F301"]
