"""What is asked of hosts elsewhere: seldom, at a glance, and once more where there is doubt."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.afterwards import decoy_of
from crawler.crawl import crawl
from crawler.page import Outcome, Role
from crawler.site import Site
from crawler.snapshot import INDEX, Asked, Snapshot, Target
from crawler.urls import canonical
from tests.crawler.builders import TODAY
from tests.crawler.crawls import ROBOTS, site_of
from tests.crawler.server import HostileServer, Reply, links, redirect, serving

TEXT = "全区秋季农业生产现场会在青禾镇召开，会议总结了上半年的工作。"
LONG = links(body=f"<p>{TEXT * 20}</p>")
SHORT = Reply("<title>提示</title><body>欢迎光临，本站正在建设，请过些时候再来看看。</body>")


@pytest.fixture
def elsewhere() -> Iterator[HostileServer]:
    with serving({"/robots.txt": ROBOTS, "/well": LONG}, host="127.0.0.2") as server:
        yield server


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with serving({"/robots.txt": ROBOTS}) as own:
        yield own


def place(elsewhere: HostileServer, path: str) -> str:
    return f"http://127.0.0.2:{elsewhere.port}{path}"


def site(server: HostileServer, **limits: object) -> Site:
    return replace(site_of(server, **limits), private_hosts=("127.0.0.1", "127.0.0.2"))


def again(
    site: Site, folder: Path, name: str, past: str = "", target: Target | None = None
) -> Snapshot:
    before = folder / past if past else None
    return crawl(site, target or Target(), folder / name, today=TODAY, past=before)


def age(folder: Path, days: float) -> None:
    """Make a crawl as old as that."""
    at = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    with closing(sqlite3.connect(folder / INDEX)) as index, index:
        index.execute("UPDATE url SET at = ?", (at,))


def test_a_target_that_was_well_is_not_asked_again_within_the_week(
    server: HostileServer, elsewhere: HostileServer, tmp_path: Path
) -> None:
    server.routes["/"] = links(place(elsewhere, "/well"))
    own = site(server)
    again(own, tmp_path, "1").close()
    age(tmp_path / "1", 5.9)
    second = again(own, tmp_path, "2", past="1")
    assert elsewhere.requests["/well"] == 1
    fetch = second.fetches[place(elsewhere, "/well")]
    # It was asked then, and not today: so it will be asked in time.
    assert datetime.now(UTC) - fetch.at > timedelta(days=5)
    assert second.pages[fetch.url].title == "页"
    second.close()
    age(tmp_path / "2", 6.1)
    again(own, tmp_path, "3", past="2").close()
    assert elsewhere.requests["/well"] == 2


def test_a_weekly_scan_and_the_recheck_between_ask_a_target_once(
    server: HostileServer, elsewhere: HostileServer, tmp_path: Path
) -> None:
    server.routes["/"] = links(place(elsewhere, "/well"))
    own = site(server)
    again(own, tmp_path, "1").close()
    home = Asked(canonical(server.url))
    again(own, tmp_path, "2", past="1", target=Target((home,))).close()
    assert elsewhere.requests["/well"] == 1
    asked_anew = Target((home,), anew=(place(elsewhere, "/well"),))
    again(own, tmp_path, "3", past="1", target=asked_anew).close()
    assert elsewhere.requests["/well"] == 2


@pytest.mark.parametrize("status", [404, 403, 500])
def test_a_target_that_was_not_well_is_asked_every_time(
    server: HostileServer, elsewhere: HostileServer, tmp_path: Path, status: int
) -> None:
    elsewhere.routes["/ill"] = Reply(status=status)
    server.routes["/"] = links(place(elsewhere, "/ill"))
    own = site(server, retries=0)
    again(own, tmp_path, "1").close()
    again(own, tmp_path, "2", past="1").close()
    assert elsewhere.requests["/ill"] == 2


def test_the_way_of_a_redirect_is_remembered_too(
    server: HostileServer, elsewhere: HostileServer, tmp_path: Path
) -> None:
    elsewhere.routes["/moved"] = redirect("/well")
    server.routes["/"] = links(place(elsewhere, "/moved"))
    own = site(server)
    again(own, tmp_path, "1").close()
    second = again(own, tmp_path, "2", past="1")
    assert (elsewhere.requests["/moved"], elsewhere.requests["/well"]) == (1, 1)
    assert second.fetches[place(elsewhere, "/moved")].location == place(elsewhere, "/well")
    assert second.fetches[place(elsewhere, "/well")].outcome is Outcome.OK
    second.close()


def test_with_zero_days_every_crawl_asks(
    server: HostileServer, elsewhere: HostileServer, tmp_path: Path
) -> None:
    server.routes["/"] = links(place(elsewhere, "/well"))
    own = site(server, outside_days=0)
    again(own, tmp_path, "1").close()
    again(own, tmp_path, "2", past="1").close()
    assert elsewhere.requests["/well"] == 2


def test_of_a_page_elsewhere_title_and_first_words_are_kept_and_no_more(
    server: HostileServer, elsewhere: HostileServer, tmp_path: Path
) -> None:
    elsewhere.routes["/long"] = Reply(f"<title>某网</title><body>{TEXT * 9000}</body>")
    elsewhere.routes["/endless"] = Reply(is_endless=True)
    elsewhere.routes["/cut"] = Reply(f"<title>断</title>{TEXT}", cut=20)
    paths = ("/long", "/endless", "/cut")
    server.routes["/"] = links(*(place(elsewhere, path) for path in paths))
    snapshot = again(site(server), tmp_path, "1")
    for path, title in zip(paths, ("某网", "", "断"), strict=True):
        page = snapshot.pages[place(elsewhere, path)]
        assert (page.role, page.title, page.links) == (Role.PROBE, title, ()), path
        assert len(page.text) <= 1500
        assert snapshot.body(page.url) is None
    assert {elsewhere.requests[path] for path in paths} == {1}
    snapshot.close()


def test_an_own_host_is_asked_for_one_address_that_cannot_exist(
    server: HostileServer, tmp_path: Path
) -> None:
    server.routes["/"] = links("/a", "/b")
    server.otherwise = lambda path: LONG
    snapshot = again(site(server), tmp_path, "1")
    (decoy,) = snapshot.decoys.values()
    assert (decoy.fetch.url, decoy.fetch.status) == (decoy_of(server.url), 200)
    assert server.requests.total() == 5  # robots.txt, three pages, the decoy
    snapshot.close()


def test_hosts_elsewhere_are_asked_for_one_only_in_doubt(
    server: HostileServer, elsewhere: HostileServer, tmp_path: Path
) -> None:
    elsewhere.otherwise = lambda path: SHORT
    server.routes["/"] = links(place(elsewhere, "/well"))
    own = site(server)
    again(own, tmp_path, "1").close()
    assert elsewhere.requests.total() == 2  # robots.txt and the target
    server.routes["/"] = links(*(place(elsewhere, f"/{n}.html") for n in range(5)))
    snapshot = again(own, tmp_path, "2")
    decoy = urlsplit(decoy_of(place(elsewhere, "/"))).path
    assert elsewhere.requests[decoy] == 1
    assert snapshot.decoys[f"127.0.0.2:{elsewhere.port}"].title == "提示"
    snapshot.close()
    again(own, tmp_path, "3", past="2").close()
    assert elsewhere.requests[decoy] == 1


def test_pages_are_asked_for_as_a_visitor_and_as_an_engine_unless_switched_off(
    server: HostileServer, elsewhere: HostileServer, tmp_path: Path
) -> None:
    server.routes["/"] = links(place(elsewhere, "/well"))
    snapshot = again(site(server, cloaking=True), tmp_path, "1")
    assert sorted(faces.url for faces in snapshot.faces) == sorted(
        [canonical(server.url), place(elsewhere, "/well")]
    )
    agents = [each.headers["user-agent"].partition("/")[0] for each in server.asked_for("/")]
    assert agents == ["Xunjian", "Mozilla", "Mozilla"]
    assert "Baiduspider" in server.asked_for("/")[-1].headers["user-agent"]
    assert "baidu" in server.asked_for("/")[-1].headers["referer"]
    # Once as what we are, once as an engine.
    assert elsewhere.requests["/well"] == 2
    snapshot.close()


def test_a_loop_that_ends_once_a_cookie_is_taken_is_none(
    server: HostileServer, tmp_path: Path
) -> None:
    server.routes["/"] = links("/once", "/for-ever")
    server.routes["/once"] = lambda count: (
        Reply(status=302, headers={"Location": "/once", "Set-Cookie": "a=1"})
        if count == 1
        else LONG
    )
    server.routes["/for-ever"] = redirect("/for-ever")
    snapshot = again(site(server), tmp_path, "1")
    assert snapshot.fetches[f"{server.url}once"].location == ""
    assert snapshot.fetches[f"{server.url}for-ever"].location == f"{server.url}for-ever"
    snapshot.close()
