"""A site that sends the crawler to addresses of the machine and of the network it runs in."""

import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import pytest

from checks.views import resolve
from crawler.network import Lookup, look_up
from crawler.page import Outcome, Role
from crawler.snapshot import Snapshot
from crawler.urls import canonical
from tests.crawler.crawls import ROBOTS, column_of, crawled, site_of
from tests.crawler.server import HostileServer, Reply, Route, links, missing, redirect, serving

REFUSED = "拒绝访问内网地址"
# Each stands in front of the port of a server that listens on all addresses of this machine.
SPELLINGS = (
    # Loopback by another number than the one that the site file allows.
    "127.0.0.2",
    "127.255.255.254",
    # The allowed number, but not as the site file spells it.
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "127.0.1",
    # This host, in IPv4 and IPv6.
    "0.0.0.0",
    "0",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    # Names that lead to loopback.
    "localhost",
    "LOCALHOST.",
    "site.localhost",
    # Tricks with what is no part of the host.
    "public@127.0.0.2",
    "127.0.0.1:80@127.0.0.2",
    "127.0.0.1%23@127.0.0.2",
    "127.0.0.2.",
    "１２７.０.０.２",
    "①②⑦.0.0.②",
    "127。0。0。2",
    # Networks behind the router, and the cloud's own.
    "10.0.0.8",
    "172.16.3.4",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "[fd00:ec2::254]",
    "[fe80::1]",
)
NO_WEB = ("file:///etc/hostname", "ftp://127.0.0.2/x", "gopher://127.0.0.2:70/x", "dict://0/x")
WAYS = ("redirect", "link", "attachment", "frame", "refresh", "row", "script")


def _names() -> Sequence[str]:
    own = socket.gethostname()
    return (own,) if look_up(own) is Lookup.PRIVATE else ()


@dataclass(frozen=True, slots=True)
class Case:
    """A forbidden address and the way that leads to it."""

    way: str
    url: str

    @property
    def path(self) -> str:
        """The page of the site that leads there."""
        return f"/{self.way}?to={quote(self.url, safe='')}"


def _targets(port: int) -> Iterator[str]:
    for host in (*SPELLINGS, *_names()):
        yield f"http://{host}:{port}/secret"
    yield from NO_WEB


def _cases(port: int) -> list[Case]:
    return [
        Case(way, f"{url}/{way}.pdf" if way == "attachment" else f"{url}/{way}")
        for url in _targets(port)
        for way in WAYS
    ]


def _trap(case: Case) -> Reply:
    head, body = "", ""
    if case.way == "redirect":
        return redirect(_as_header(case.url))
    if case.way == "refresh":
        return Reply(f'<html><meta http-equiv="refresh" content="0;url={case.url}"></html>')
    if case.way == "frame":
        body = f'<iframe src="{case.url}"></iframe>'
    if case.way == "row":
        rows = f'<li><a href="{case.url}">关于防汛工作的通知</a><span>2026-11-02</span></li>'
        body = f"<ul>{rows * 3}</ul>"
    if case.way == "script":
        head = f"<script>window.location.href='{case.url}';</script>"
    page = links(*([case.url] if case.way in ("link", "attachment") else []), body=body)
    return Reply(f"{head}{page.body!s}")


def _as_header(url: str) -> str:
    return url.encode().decode("latin-1")


@dataclass(frozen=True, slots=True)
class Tour:
    """The crawl of a site that leads to all forbidden addresses in all ways."""

    snapshot: Snapshot
    cases: Sequence[Case]
    witness: HostileServer
    server: HostileServer


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    """The one crawl that all tests look at."""
    with serving({}, missing, host="::") as witness, serving({"/robots.txt": ROBOTS}) as server:
        cases = _cases(witness.port)
        routes: dict[str, Route] = {case.path: _trap(case) for case in cases}
        index = {f"/index{n}": cases[n : n + 50] for n in range(0, len(cases), 50)}
        server.routes |= routes
        server.routes["/"] = links(*index, "/col/")
        server.routes["/col/"] = _trap(Case("row", f"http://127.0.0.3:{witness.port}/column"))
        for path, part in index.items():
            server.routes[path] = links(*(case.path for case in part))
        site = site_of(server, column_of(server, "/col/"), retries=0)
        snapshot = crawled(site, tmp_path_factory.mktemp("ssrf") / "s")
        yield Tour(snapshot, cases, witness, server)
        snapshot.close()


def test_no_forbidden_address_is_asked_in_any_spelling_by_any_way(tour: Tour) -> None:
    assert tour.witness.asked == []
    assert [each.path for each in tour.server.asked if "secret" in each.path[:8]] == []


def test_each_way_to_a_forbidden_address_was_walked(tour: Tour) -> None:
    assert (tour.snapshot.stopped, tour.snapshot.is_finished) == ("", True)
    walked = {each.path for each in tour.server.asked}
    assert {case.path for case in tour.cases} <= walked


def test_a_forbidden_address_is_unknown_and_the_reason_is_said(tour: Tour) -> None:
    other = {
        url: (fetch.outcome, fetch.error)
        for url, fetch in tour.snapshot.fetches.items()
        if "secret" in url[len("http://") :].partition("?")[0]
        and (fetch.outcome, fetch.error) != (Outcome.UNKNOWN, REFUSED)
    }
    assert other == {}


# A target that is no web address at all is a fault of the page and no secret of ours.
@pytest.mark.parametrize("way", ["redirect", "refresh"])
def test_a_page_that_leads_to_a_forbidden_address_is_not_called_broken(
    tour: Tour, way: str
) -> None:
    start = tour.snapshot.site.start_url
    for case in tour.cases:
        if case.way == way and canonical(case.url):
            end = resolve(tour.snapshot.fetches, canonical(start + case.path.lstrip("/")))
            assert end is not None
            assert (case.url, end.outcome, end.error) == (case.url, Outcome.UNKNOWN, REFUSED)


def test_links_to_forbidden_addresses_are_recorded_and_not_forgotten(tour: Tour) -> None:
    for case in tour.cases:
        url = canonical(case.url)
        if url and case.way in ("link", "attachment", "row"):
            assert tour.snapshot.fetches[url].outcome is Outcome.UNKNOWN, case


def test_nothing_from_a_forbidden_address_is_a_page(tour: Tour) -> None:
    inside = tour.snapshot.site.start_url
    assert [url for url in tour.snapshot.pages if not url.startswith(inside)] == []
    roles = {tour.snapshot.pages[url].role for url in tour.snapshot.pages}
    assert Role.PROBE not in roles


def test_no_other_scheme_is_ever_an_address(tour: Tour) -> None:
    assert [url for url in tour.snapshot.fetches if not url.startswith("http")] == []
