"""Crawls whose process dies."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.page import Outcome
from crawler.snapshot import INDEX, Snapshot, Target, connect, create
from tests.crawler.builders import TODAY
from tests.crawler.crawls import ROBOTS, crawled, site_of
from tests.crawler.server import HostileServer, Reply, Route, links, serving


def _kill_after(directory: Path, server: HostileServer, count: int) -> None:
    """Start the crawl's process and kill it once the server has seen `count` more requests."""
    seen = server.after(server.requests.total() + count)
    process = subprocess.Popen(
        [sys.executable, "-m", "crawler.child", str(directory)], stdout=subprocess.DEVNULL
    )
    assert seen.wait(30)
    os.kill(process.pid, signal.SIGKILL)
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
