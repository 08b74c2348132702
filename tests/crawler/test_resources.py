"""What pages are made of is asked for after all else, once, and no further than its headers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.assemble import template_of
from checks.links.l404_dead_resource import dead_resource
from checks.rule import Context
from checks.run import run
from crawler.crawl import crawl
from crawler.page import EMPTY, Outcome
from crawler.snapshot import Asked, Snapshot, Target
from tests.checks.builders import WORDS
from tests.crawler.builders import TODAY
from tests.crawler.crawls import ROBOTS, crawled, site_of
from tests.crawler.server import HostileServer, Reply, Route, links, redirect, serving

PNG = Reply(b"\x89PNG" + bytes(100_000), media="image/png")
FOOT = '<img src="/logo.png"><link rel="stylesheet" href="/a.css"><script src="/a.js"></script>'
MOST = 3


@pytest.fixture
def server() -> Iterator[HostileServer]:
    """Serve three pages of one template, whose pictures fail in as many ways."""
    pictures = "".join(
        f'<img src="/{name}.jpg" alt="图">'
        for name in ("fine", "gone", "page", "empty", "moved", "ill")
    )
    routes: dict[str, Route] = {
        "/": links("/1.html", "/2.html", body=FOOT),
        "/1.html": links("/2.html", body=FOOT + pictures),
        "/2.html": links("/1.html", body=f"{FOOT}{pictures}<form action='/post'></form>"),
        "/robots.txt": ROBOTS,
        "/logo.png": PNG,
        "/a.css": Reply("a{}", media="text/css"),
        "/a.js": Reply("1", media="text/javascript"),
        "/fine.jpg": PNG,
        "/page.jpg": Reply("<html><body>出错了</body></html>"),
        "/empty.jpg": Reply(b"", media="image/jpeg"),
        "/moved.jpg": redirect("/fine.jpg"),
        "/ill.jpg": Reply(status=503),
    }
    with serving(routes) as found:
        yield found


def _told(snapshot: Snapshot) -> dict[str, str]:
    result = run(snapshot, (dead_resource,), Context(TODAY, WORDS), template=template_of(snapshot))
    return {each.key.rpartition("/")[2]: each.message for each in result.findings}


def test_each_is_asked_once_and_after_the_pages(server: HostileServer, tmp_path: Path) -> None:
    snapshot = crawled(site_of(server, concurrency=1), tmp_path)
    paths = [asked.path for asked in server.asked]
    assert server.requests["/logo.png"] == server.requests["/fine.jpg"] == 1
    assert max(map(paths.index, ("/1.html", "/2.html"))) < paths.index("/logo.png")
    assert "/post" not in paths
    assert not snapshot.stopped
    told = _told(snapshot)
    assert set(told) == {"gone.jpg", "page.jpg", "empty.jpg"}
    assert "得到的是网页" in told["page.jpg"] and EMPTY in told["empty.jpg"]
    snapshot.close()


def test_the_next_crawl_does_not_download_them_either(
    server: HostileServer, tmp_path: Path
) -> None:
    site = site_of(server)
    crawled(site, tmp_path / "1").close()
    snapshot = crawl(site, Target(), tmp_path / "2", today=TODAY, past=tmp_path / "1")
    assert server.requests["/logo.png"] == 2
    assert snapshot.body(f"{server.url}logo.png") is None
    assert set(_told(snapshot)) == {"gone.jpg", "page.jpg", "empty.jpg"}
    snapshot.close()


def test_a_limit_is_told_and_costs_no_page(server: HostileServer, tmp_path: Path) -> None:
    snapshot = crawled(site_of(server, most_resources=MOST, pages=10), tmp_path)
    assert not snapshot.stopped and not snapshot.pending()
    assert f"图片、脚本等超过 {MOST} 个的上限" in snapshot.cut
    assert sum(server.requests[path] for path in ("/logo.png", "/a.css", "/a.js")) == MOST
    snapshot.close()


def test_pictures_do_not_count_as_pages(server: HostileServer, tmp_path: Path) -> None:
    snapshot = crawled(site_of(server, pages=3), tmp_path)
    assert not snapshot.stopped
    assert snapshot.page_outcomes()[Outcome.OK] == 3
    snapshot.close()


def test_the_switch_turns_them_off(server: HostileServer, tmp_path: Path) -> None:
    snapshot = crawled(site_of(server, resources=False), tmp_path)
    assert not server.requests["/logo.png"] and not snapshot.cut
    assert not _told(snapshot)
    snapshot.close()


def test_a_recheck_looks_at_those_of_its_pages(server: HostileServer, tmp_path: Path) -> None:
    target = Target((Asked(f"{server.url}1.html"),))
    snapshot = crawled(site_of(server), tmp_path, target)
    assert server.requests["/gone.jpg"] == 1 and not server.requests["/2.html"] > 1
    assert "gone.jpg" in _told(snapshot)
    snapshot.close()


def test_a_server_without_its_pictures_is_not_down(tmp_path: Path) -> None:
    pictures = "".join(f'<img src="/ill/{number}.jpg">' for number in range(60))
    routes: dict[str, Route] = {
        "/": links("/1.html", body=pictures),
        "/1.html": links("/"),
        "/robots.txt": ROBOTS,
    }

    def otherwise(path: str) -> Reply:
        return Reply(status=503)

    with serving(routes, otherwise) as server:
        snapshot = crawled(site_of(server, retries=0), tmp_path)
        assert not snapshot.stopped
        assert server.requests["/1.html"] == 1
        snapshot.close()
