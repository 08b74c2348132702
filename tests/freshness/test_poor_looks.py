"""What was there last time and is not now is not believed at once; a clear answer is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from checks.finding import Result
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


def scans(folder: Path, *answers: Reply) -> list[Result]:
    """Scan a column that answers differently each week; each scan knows the one before."""
    week = {"now": answers[0]}
    route: Callable[[int], Reply] = lambda _: week["now"]  # noqa: E731
    case = Case("yw", {"/yw/": route})
    results: list[Result] = []
    known: Snapshot | None = None
    with serving({"/": page("<a href='/yw/'>要闻</a>", "首页"), **case.routes}, article) as server:
        site = site_of(server, [case.column(server)])
        for number, answer in enumerate(answers):
            week["now"] = answer
            snapshot, result = looked_at(site, folder / str(number), known)
            results.append(result)
            if known is not None:
                known.close()
            known = snapshot
        if known is not None:
            known.close()
    return results


def test_rows_that_have_vanished_are_reported_by_the_next_scan_that_misses_them(
    tmp_path: Path, without_browser: None
) -> None:
    first, second, third = scans(tmp_path, FULL, BARE, BARE)
    assert told(first, "yw") == set()
    assert told(second, "yw") == set()
    assert "上次检测列表里有 3 条" in doubts(second, "yw")["F302"]
    assert told(third, "yw") == {"F302"}
    assert doubts(third, "yw") == {}


def test_a_page_that_says_that_there_is_nothing_is_believed_at_once(
    tmp_path: Path, without_browser: None
) -> None:
    _, second = scans(tmp_path, FULL, SAID)
    assert told(second, "yw") == {"F302"}


def test_a_list_whose_newest_rows_are_missing_is_not_called_stale_on_one_look(
    tmp_path: Path, without_browser: None
) -> None:
    _, second, third = scans(tmp_path, FULL, page(rows(OLD)), page(rows(OLD)))
    assert told(second, "yw") == set()
    assert f"上次检测看到 {FRESH:%Y-%m-%d} 发布的内容" in doubts(second, "yw")["F301"]
    assert told(third, "yw") == {"F301"}


def test_a_list_that_was_stale_before_is_stale_without_delay(
    tmp_path: Path, without_browser: None
) -> None:
    first, second = scans(tmp_path, page(rows(OLD, OLD)), page(rows(OLD)))
    assert told(first, "yw") == told(second, "yw") == {"F301"}


@pytest.mark.parametrize(
    ("answer", "found", "doubt"),
    [
        ("{'code': 500, 'msg': '系统繁忙'}".replace("'", '"'), set(), "数据接口"),
        ("<html><body>Internal Server Error</body></html>", set(), "数据接口"),
        ("暂时无法访问", set(), "数据接口"),
        ('{"code": 200, "success": true, "data": {"html": "<ul></ul>"}}', {"F302"}, ""),
    ],
)
def test_a_data_address_that_fails_is_no_empty_list(
    tmp_path: Path, without_browser: None, answer: str, found: set[str], doubt: str
) -> None:
    unit = "/api-gateway/jpaas-publish-server/front/page/build/unit"
    script = (
        f"<script url='{unit}' queryData=\"{{'pageId':'1','webId':'2','tplSetId':'3'}}\"></script>"
    )
    routes: dict[str, Route] = {
        "/": page("<a href='/yw/'>要闻</a>", "首页"),
        "/yw/": page(f"<div id='list'></div>{script}"),
    }

    def otherwise(path: str) -> Reply:
        return Reply(answer, media=JSON) if path.startswith(unit) else article(path)

    with serving(routes, otherwise) as server:
        site = site_of(server, [Case("yw", {}).column(server)])
        snapshot, result = looked_at(site, tmp_path / "1")
        snapshot.close()
    assert told(result, "yw") == found
    assert doubt in doubts(result, "yw").get("F302", "")


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
        # Rows with dates, fresh and old.
        (page(rows(FRESH, OLD, OLD)), {}, False, ""),
        (page(rows(OLD, OLD, OLD)), {}, True, ""),
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
        (page("<p><a href='/a/'>要闻</a></p>"), {"/a/": page("<p>走进青禾</p>")}, False, "没有列出"),
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
