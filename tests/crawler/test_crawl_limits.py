"""Crawls that never end by themselves, and sites that are down."""

from pathlib import Path
from typing import Any

import pytest

from crawler.crawl import Progress, crawl
from crawler.page import Outcome
from crawler.snapshot import Target
from tests.crawler.builders import TODAY
from tests.crawler.crawls import LIMITS, ROBOTS, column_of, crawled, site_of
from tests.crawler.server import Reply, Route, links, redirect, serving


def _endless(path: str) -> Reply:
    """A calendar: each month leads to the next, and a session id is new each time."""
    number = int(path.rpartition("=")[2] or 0) if "=" in path else 0
    return links(f"/month?m={number + 1}", f"/other?m={number + 1}")


@pytest.mark.parametrize(
    ("limits", "sentence", "most"),
    [
        ({"pages": 25, "depth": 9999}, "达到 25 页的上限", 25 + LIMITS.concurrency),
        ({"depth": 5}, "链接层数达到 5 层的上限", 2 * 5 + 1),
        ({"duration": 1.0, "depth": 9999}, "还有", 5000),
    ],
)
def test_a_calendar_without_end_is_cut_by_each_limit(
    tmp_path: Path, limits: dict[str, Any], sentence: str, most: int
) -> None:
    with serving({"/robots.txt": ROBOTS}, _endless) as server:
        found = crawled(site_of(server, **limits), tmp_path / "s")
        assert sentence in found.stopped + found.cut
        assert found.is_finished is bool(found.cut)
        assert len(found.fetches) <= most
        found.close()


def test_redirects_without_end_are_cut(tmp_path: Path) -> None:
    def onward(path: str) -> Reply:
        return redirect(f"/r?n={int(path.rpartition('=')[2] or 0) + 1}")

    with serving({"/robots.txt": ROBOTS, "/": links("/r?n=0")}, onward) as server:
        found = crawled(site_of(server, pages=2000), tmp_path / "s")
        assert server.requests.total() < 100
        found.close()


def test_a_list_without_end_is_cut_and_says_so(tmp_path: Path) -> None:
    def following(path: str) -> Reply:
        number = int(path.rpartition("_")[2].partition(".")[0])
        return links(body=f'<a href="/col/list_{number + 1}.html">下一页</a>')

    with serving(
        {"/robots.txt": ROBOTS, "/": links(), "/col/": links(body='<a href="list_2.html">2</a>')},
        following,
    ) as server:
        site = site_of(server, column_of(server, "/col/"), pages_per_column=10, depth=2)
        found = crawled(site, tmp_path / "s")
        assert "栏目列表达到 10 页的上限" in found.cut
        assert found.is_finished
        assert len(found.list_pages("col")) == 11
        found.close()


def test_a_long_list_is_not_cut_by_pages_named_twice(tmp_path: Path) -> None:
    def page(path: str) -> Reply:
        number = int(path.rpartition("_")[2].partition(".")[0])
        near = range(max(2, number - 5), min(30, number + 5) + 1)
        return links(body="".join(f'<a href="/col/list_{each}.html">{each}</a>' for each in near))

    with serving(
        {"/robots.txt": ROBOTS, "/": links(), "/col/": links(body='<a href="list_2.html">2</a>')},
        page,
    ) as server:
        site = site_of(server, column_of(server, "/col/"), pages_per_column=40)
        found = crawled(site, tmp_path / "s")
        assert (len(found.list_pages("col")), found.cut) == (30, "")
        found.close()


# A site that is down is left in peace after a few tries, however many columns it has.
@pytest.mark.parametrize("reply", [Reply(status=500), Reply(hangs=True)], ids=["500", "hangs"])
@pytest.mark.parametrize("count", [0, 60])
def test_a_site_that_is_down_is_soon_left_in_peace(
    tmp_path: Path, reply: Reply, count: int
) -> None:
    with serving({"/robots.txt": ROBOTS}, lambda path: reply) as server:
        columns = [column_of(server, f"/c{number}/") for number in range(count)]
        found = crawled(site_of(server, *columns), tmp_path / "s")
        assert "站点没有正常响应" in found.stopped
        assert server.requests.total() < 40
        assert all(fetch.outcome is Outcome.UNKNOWN for fetch in found.fetches.values())
        found.close()


def test_many_dead_pages_do_not_make_the_site_dead(tmp_path: Path) -> None:
    paths = [path for n in range(60) for path in (f"/dead{n}", f"/well{n}")]
    routes: dict[str, Route] = {f"/well{n}": links() for n in range(60)}
    with serving(
        {"/robots.txt": ROBOTS, "/": links(*paths), **routes}, lambda path: Reply(status=500)
    ) as server:
        found = crawled(site_of(server), tmp_path / "s")
        assert (found.stopped, found.pending()) == ("", 0)
        found.close()


def test_a_site_that_comes_back_is_crawled_on_and_no_longer_stopped(tmp_path: Path) -> None:
    routes: dict[str, Route] = {"/robots.txt": ROBOTS, "/": Reply(status=500)}
    with serving(routes) as server:
        columns = [column_of(server, f"/c{number}/") for number in range(20)]
        server.otherwise = lambda path: Reply(status=500)
        site = site_of(server, *columns)
        stopped = crawled(site, tmp_path / "s")
        assert stopped.stopped
        assert not stopped.is_finished
        stopped.close()
        server.routes["/"] = links()
        server.otherwise = lambda path: links()
        found = crawled(site, tmp_path / "s")
        assert (found.stopped, found.is_finished, found.pending()) == ("", True, 0)
        found.close()


def test_progress_is_told_until_the_end(tmp_path: Path) -> None:
    told: list[Progress] = []
    files = {f"/{number}.txt": Reply("附件", media="text/plain") for number in range(5)}
    with serving({"/robots.txt": ROBOTS, "/": links(*files), **files}) as server:
        found = crawl(
            site_of(server), Target(), tmp_path / "s", today=TODAY, on_progress=told.append
        )
        found.close()
    assert told[-1] == Progress(6, 0)
