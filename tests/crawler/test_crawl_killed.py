"""Crawls whose process dies."""

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.crawl import crawl
from crawler.page import Fetch, Outcome, Page
from crawler.snapshot import INDEX, Snapshot, Target, connect, create
from tests.crawler.builders import TODAY
from tests.crawler.crawls import ROBOTS, column_of, crawled, site_of
from tests.crawler.server import HostileServer, Reply, Route, links, redirect, serving

NEVER = datetime(2026, 1, 1, tzinfo=UTC)


def _kill_after(directory: Path, server: HostileServer, count: int, pause: float = 0.0) -> None:
    """Start the crawl's process and kill it once the server has seen `count` more requests.

    `pause` seconds later, to be exact: requests are not the only moments of a crawl.
    """
    seen = server.after(server.requests.total() + count)
    process = subprocess.Popen(
        [sys.executable, "-m", "crawler.child", str(directory)], stdout=subprocess.DEVNULL
    )
    while not seen.wait(0.02) and process.poll() is None:
        continue
    with suppress(subprocess.TimeoutExpired):
        process.wait(pause)
    process.kill()
    process.wait()


def _done(directory: Path) -> set[str]:
    connection = connect(directory)
    rows = connection.execute("SELECT url FROM url WHERE done = 1").fetchall()
    connection.close()
    return {urlsplit(row["url"]).path for row in rows}


def test_a_crawl_that_is_killed_again_and_again_loses_nothing_and_repeats_nothing(
    tmp_path: Path,
) -> None:
    directory = tmp_path / "s"
    routes: dict[str, Route] = {"/robots.txt": ROBOTS, "/": links("/p0", "/q0")}
    for name in "pq":
        routes |= {f"/{name}{n}": links(f"/{name}{n + 1}", f"/x{n}") for n in range(40)}
    routes |= {f"/x{n}": links() for n in range(40)}
    routes |= {f"/{name}40": links() for name in "pq"}
    with serving(routes) as server:
        site = site_of(server, depth=100)
        create(directory, site, Target(), TODAY)
        for count in (2, 13, 37):
            _kill_after(directory, server, count)
            done, before = _done(directory), server.requests.copy()
            found = Snapshot(directory)
            assert not found.is_finished
            found.close()
        found = crawled(site, directory)
        assert set((server.requests - before).keys()) & done == set()
        assert (found.stopped, found.is_finished, found.pending()) == ("", True, 0)
        assert _done(directory) == set(routes) - {"/robots.txt"}
        for url, fetch in found.fetches.items():
            assert fetch.outcome is Outcome.OK
            assert found.body(url) == str(_body(routes, url)).encode()
            assert url in found.pages
        found.close()


def _body(routes: dict[str, Route], url: str) -> bytes | str:
    route = routes[urlsplit(url).path]
    assert isinstance(route, Reply)
    return route.body


KILLS = 20


def _broad_site() -> dict[str, Route]:
    """A column of three list pages, articles with attachments, redirects, dead links."""
    routes: dict[str, Route] = {"/robots.txt": ROBOTS, "/": links("/col/", "/r0", "/gone", "/c0")}
    for page in range(3):
        rows = "".join(
            f'<li><a href="/col/{n}.html">关于第{n}号事项的通知</a><span>2026-10-{n + 1:02}</span></li>'
            for n in range(page * 10, page * 10 + 10)
        )
        name = f"/col/index_{page}.html" if page else "/col/"
        pager = f'<script>createPageHTML(3, {page}, "index", "html")</script>'
        routes[name] = links(body=f"<ul>{rows}</ul>{pager}")
    for n in range(30):
        routes[f"/col/{n}.html"] = links(f"/f{n}.txt", f"/dead{n % 7}", body=f"<h1>第{n}号</h1>")
        routes[f"/f{n}.txt"] = Reply(f"附件第{n}号", media="text/plain; charset=utf-8")
    for n in range(12):
        routes[f"/r{n}"] = redirect(f"/r{n + 1}")
        routes[f"/c{n}"] = links(f"/c{n + 1}")
    routes |= {"/r12": links(), "/c12": links(), "/dead3": Reply(status=500)}
    return routes


def _recorded_again(directory: Path) -> int:
    """Count the responses in the archives of addresses that have one already."""
    urls = [url for path in directory.glob("*.warc.gz") for url in _responses(path)]
    return len(urls) - len(set(urls))


def _responses(path: Path) -> Iterator[str]:
    with path.open("rb") as file, suppress(EOFError, ArchiveLoadFailed):
        # The last record of a killed process may be half a record.
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                yield record.rec_headers.get_header("WARC-Target-URI")


def _plain(found: Snapshot) -> tuple[dict[str, Fetch], dict[str, Page], dict[str, bytes | None]]:
    """Return what a snapshot holds, without the times."""
    fetches = {url: replace(fetch, at=NEVER) for url, fetch in found.fetches.items()}
    pages = {url: replace(page, fetch=fetches[url]) for url, page in found.pages.items()}
    return fetches, pages, {url: found.body(url) for url in fetches}


def _whole(server: HostileServer, directory: Path) -> Snapshot:
    return crawled(site_of(server, column_of(server, "/col/"), depth=50), directory)


def _assert_whole(found: Snapshot, undisturbed: Snapshot) -> None:
    assert (found.stopped, found.cut, found.is_finished, found.pending()) == ("", "", True, 0)
    for mine, theirs in zip(_plain(found), _plain(undisturbed), strict=True):
        assert mine == theirs
    assert found.list_pages("col") == undisturbed.list_pages("col")


@pytest.mark.parametrize("seed", range(4))
def test_a_crawl_killed_at_random_moments_ends_as_if_nothing_had_happened(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    directory = tmp_path / "s"
    with serving(_broad_site()) as server:
        undisturbed = _whole(server, tmp_path / "undisturbed")
        total = server.requests.total()
        server.requests.clear()
        create(directory, undisturbed.site, Target(), TODAY)
        for _ in range(KILLS // 4):
            # A time within the work of one page after a request, not only the request itself.
            count = chance.randrange(1, total // (KILLS // 4))
            _kill_after(directory, server, count, pause=chance.random() * 0.05)
            done, before = _done(directory), server.requests.copy()
        found = _whole(server, directory)
        assert set((server.requests - before).keys()) & done == set()
        # A kill between archive and index leaves one record that nothing points at.
        assert _recorded_again(directory) <= KILLS // 4
        _assert_whole(found, undisturbed)


@pytest.mark.parametrize("seed", range(2))
def test_a_second_crawl_killed_while_it_asks_for_changes_ends_as_if_nothing_had_happened(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    routes = _broad_site()
    tagged = [path for path, reply in routes.items() if _is_page(reply) and chance.random() < 0.8]
    for path in tagged:
        routes[path] = replace(_reply(routes, path), headers={"ETag": f'"{path}"'})
    with serving(routes) as server:
        first = _whole(server, tmp_path / "first")
        new = links("/new.html", body="<p>新的内容</p>")
        server.routes |= {"/c3": replace(new, headers={"ETag": '"new"'}), "/new.html": links()}
        del server.routes["/col/5.html"]
        site, past = first.site, first.directory
        undisturbed = crawl(site, Target(), tmp_path / "u", today=TODAY, past=past)
        directory = tmp_path / "s"
        create(directory, site, Target(), TODAY, past)
        for _ in range(3):
            count = chance.randrange(1, 25)
            _kill_after(directory, server, count, pause=chance.random() * 0.05)
            done, before = _done(directory), server.requests.copy()
        found = crawl(site, Target(), directory, today=TODAY, past=past)
        assert set((server.requests - before).keys()) & done == set()
        _assert_whole(found, undisturbed)
        full = _whole(server, tmp_path / "full")
        assert _plain(found)[:2] == _plain(full)[:2]


def _is_page(route: Route) -> bool:
    return isinstance(route, Reply) and route.status == 200 and route is not ROBOTS


def _reply(routes: dict[str, Route], path: str) -> Reply:
    route = routes[path]
    assert isinstance(route, Reply)
    return route


def test_a_limit_on_list_pages_counts_those_of_a_killed_crawl(tmp_path: Path) -> None:
    def page(path: str) -> Reply:
        number = int(path.rpartition("_")[2].partition(".")[0])
        return links(body=f'<a href="/col/list_{number + 1}.html">下一页</a>')

    start = {"/": links(), "/col/": links(body='<a href="list_2.html">2</a>')}
    with serving({"/robots.txt": ROBOTS, **start}, page) as server:
        site = site_of(server, column_of(server, "/col/"), pages_per_column=12)
        directory = tmp_path / "s"
        create(directory, site, Target(), TODAY)
        for _ in range(2):
            _kill_after(directory, server, 8, pause=0.05)
        found = crawled(site, directory)
        assert len(found.list_pages("col")) == 13
        assert "栏目列表达到 12 页的上限" in found.cut


def test_a_limit_on_pages_of_one_kind_counts_those_of_a_killed_crawl(tmp_path: Path) -> None:
    def page(path: str) -> Reply:
        return links(f"/month?m={int(path.rpartition('=')[2]) + 1}")

    with serving({"/robots.txt": ROBOTS, "/": links("/month?m=1")}, page) as server:
        site = site_of(server, similar_pages=12, depth=9999)
        directory = tmp_path / "s"
        create(directory, site, Target(), TODAY)
        for _ in range(2):
            _kill_after(directory, server, 8, pause=0.05)
        found = crawled(site, directory)
        assert len(found.pages) == 13
        assert "可能没有尽头" in found.cut


def test_a_process_that_cannot_start_gives_a_stopped_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "s"
    monkeypatch.setattr("sys.executable", "/bin/false")
    with serving({}) as server:
        site = site_of(server)
        create(directory, site, Target(), TODAY)
        found = crawled(site, directory)
        assert "crawl.log" in found.stopped
        found.close()
    assert (directory / INDEX).exists()
