"""What was there last time and is not now is not believed at once; a clear answer is."""

from pathlib import Path

import pytest

from checks.finding import Result
from crawler.render import PROGRAM
from crawler.snapshot import Snapshot
from tests.crawler.server import HostileServer, Reply, Route, serving
from tests.freshness.platform import (
    FRESH,
    OLD,
    TODAY,
    Case,
    article,
    doubts,
    looked_at,
    page,
    rows,
    site_of,
    told,
)

FULL = page(rows(FRESH, OLD, OLD))
BARE = page("<ul></ul>")
SAID = page("<p>暂无内容</p>")
JSON = "application/json"
UNIT = "/front/page/build/unit"


# What each column answers in three weeks.
WEEKS: dict[str, tuple[Reply, Reply, Reply]] = {
    "gone": (FULL, BARE, BARE),
    "said": (FULL, SAID, SAID),
    "shorter": (FULL, page(rows(OLD)), page(rows(OLD))),
    "stale": (page(rows(OLD, OLD)), page(rows(OLD)), page(rows(OLD))),
}


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    """Scan the columns three times; each scan knows the one before."""
    folder = tmp_path_factory.mktemp("weeks")
    now = {"week": 0}

    def route(name: str) -> Route:
        return lambda _: WEEKS[name][now["week"]]

    routes: dict[str, Route] = {f"/{name}/": route(name) for name in WEEKS}
    results: list[Result] = []
    known: Snapshot | None = None
    with pytest.MonkeyPatch.context() as patch, serving(routes, article) as server:
        patch.setenv(PROGRAM, "/no/such/browser")
        site = site_of(server, [Case(name, {}).column(server) for name in WEEKS])
        for week in range(3):
            now["week"] = week
            snapshot, result = looked_at(site, folder / str(week), known)
            results.append(result)
            if known is not None:
                known.close()
            known = snapshot
        if known is not None:
            known.close()
    return results


@pytest.mark.parametrize(
    ("name", "found", "doubt"),
    [
        # Rows that have vanished are reported by the next scan that misses them.
        ("gone", (set(), set(), {"F302"}), ("F302", "上次检测列表里有 3 条")),
        # A page that says that there is nothing is believed at once.
        ("said", (set(), {"F302"}, {"F302"}), None),
        # So are missing rows that would have kept a column fresh, and those that would not.
        ("shorter", (set(), set(), {"F301"}), ("F301", f"上次检测看到 {FRESH:%Y-%m-%d} 发布")),
        ("stale", ({"F301"}, {"F301"}, {"F301"}), None),
    ],
)
def test_what_was_there_last_week_is_not_gone_on_one_look(
    weeks: list[Result],
    name: str,
    found: tuple[set[str], set[str], set[str]],
    doubt: tuple[str, str] | None,
) -> None:
    assert tuple(told(result, name) for result in weeks) == found
    first, second, third = (doubts(result, name) for result in weeks)
    assert first == third == {}
    if doubt is None:
        assert second == {}
    else:
        assert doubt[1] in second[doubt[0]]


# What a data address answers, and what becomes of its column.
ANSWERS = (
    ('{"code": 500, "msg": "系统繁忙"}', set(), "数据接口"),
    ("<html><body>Internal Server Error</body></html>", set(), "数据接口"),
    ("暂时无法访问", set(), "数据接口"),
    ('{"code": 200, "success": true, "data": {"html": "<ul></ul>"}}', {"F302"}, ""),
)


def test_a_data_address_that_fails_is_no_empty_list(tmp_path: Path, without_browser: None) -> None:
    routes: dict[str, Route] = {"/": page("首页")}
    for number in range(len(ANSWERS)):
        # Each column's page names a gateway of its own.
        script = f"<script url='/api{number}{UNIT}' queryData=\"{{'pageId':'1','webId':'2'}}\">"
        routes[f"/c{number}/"] = page(f"<div id='list'></div>{script}</script>")

    def otherwise(path: str) -> Reply:
        if UNIT in path:
            return Reply(ANSWERS[int(path[4])][0], media=JSON)
        return article(path)

    with serving(routes, otherwise) as server:
        columns = [Case(f"c{number}", {}).column(server) for number in range(len(ANSWERS))]
        snapshot, result = looked_at(site_of(server, columns), tmp_path / "1")
        snapshot.close()
    for number, (_, found, doubt) in enumerate(ANSWERS):
        assert told(result, f"c{number}") == found
        assert doubt in doubts(result, f"c{number}").get("F302", "")
        assert bool(doubt) is ("F302" in doubts(result, f"c{number}"))


def test_a_list_that_only_a_browser_shows_is_drawn(tmp_path: Path) -> None:
    script = (
        "document.getElementById('infolist').innerHTML = \"<li><a href='/art/z1.html'>关于开展专项检查"
        f'的通知</a><span>{FRESH}</span></li>";'
    )
    blank = page("<ul id='e'></ul><script src='/js/zwempty.js'></script>")
    routes: dict[str, Route] = {
        "/": page("<a href='/yw/'>要闻</a><a href='/kb/'>空白</a>", "首页"),
        "/yw/": page("<ul id='infolist'></ul><script src='/js/zwlist.js'></script>"),
        "/kb/": blank,
        "/js/zwlist.js": Reply(script, media="text/javascript"),
        "/js/zwempty.js": Reply("var nothing = 1;", media="text/javascript"),
    }
    with serving(routes, article) as server:
        site = site_of(server, [Case(name, {}).column(server) for name in ("yw", "kb")])
        snapshot, result = looked_at(site, tmp_path / "1")
        snapshot.close()
    assert told(result, "yw") == set()
    assert doubts(result, "yw") == {}
    assert told(result, "kb") == {"F302"}


def home(server: HostileServer, folder: Path) -> Result:
    snapshot, result = looked_at(site_of(server, []), folder)
    snapshot.close()
    return result


@pytest.mark.parametrize(
    ("front", "routes", "found", "doubt"),
    [
        # A carousel alone: pictures that lead to dated articles.
        (
            page("<div class='swiper'><a href='/x/t20261120_1.html'><img src='1.jpg'></a></div>"),
            {"/x/t20261120_1.html": page("<h1>全区工作会议</h1><p>发布时间：2026-11-20</p>")},
            False,
            "",
        ),
        (
            page("<div class='swiper'><a href='/x/t20261001_1.html'><img src='1.jpg'></a></div>"),
            {"/x/t20261001_1.html": page("<h1>全区工作会议</h1><p>发布时间：2026-10-01</p>")},
            True,
            "",
        ),
        # Links without dates that lead to articles with dates.
        (
            page("<p><a href='/x/1.html'>全区工作会议召开</a></p>"),
            {"/x/1.html": page("<h1>全区工作会议召开</h1><p>发布时间：2026-11-20</p><p>会议要求。</p>")},
            False,
            "",
        ),
        # Menus alone: the second level counts.
        (
            page("<p><a href='/a/'>要闻</a><a href='/b/'>公告</a></p>"),
            {"/a/": page(rows(OLD, OLD, OLD)), "/b/": page(rows(FRESH, OLD, OLD, stem="b"))},
            False,
            "",
        ),
        (
            page("<p><a href='/a/'>要闻</a><a href='/b/'>公告</a></p>"),
            {"/a/": page(rows(OLD, OLD, OLD)), "/b/": page(rows(OLD, OLD, OLD, stem="b"))},
            True,
            "",
        ),
        (
            page("<p><a href='/a/'>要闻</a><a href='/b/'>公告</a></p>"),
            {"/a/": page(rows(OLD, OLD, OLD)), "/b/": Reply("busy", status=503)},
            False,
            "没有读到",
        ),
        # A future day is no news.
        (page(rows("2062-01-01", OLD, OLD)), {}, True, ""),
    ],
)  # fmt: skip
def test_the_home_page_is_judged_by_what_it_leads_to(
    tmp_path: Path,
    without_browser: None,
    front: Reply,
    routes: dict[str, Route],
    found: bool,
    doubt: str,
) -> None:
    with serving({"/": front, **routes}, article) as server:
        result = home(server, tmp_path / "1")
    assert ("F307" in told(result, "site")) is found
    assert doubt in doubts(result, "site").get("F307", "")
    assert bool(doubt) is ("F307" in doubts(result, "site"))
    assert TODAY.year == 2026
