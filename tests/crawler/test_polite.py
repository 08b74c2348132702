"""What a server feels of a crawl: order, pauses and headers of the requests."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from crawler.crawl import crawl
from crawler.page import Outcome
from crawler.site import Column
from crawler.snapshot import Target
from tests.crawler.builders import TODAY
from tests.crawler.crawls import ROBOTS, column_of, crawled, site_of
from tests.crawler.server import Asked, Reply, Route, links, redirect, serving
from tests.crawler.sites import sites

# The clocks of client and server meet in one machine, but threads start when they may.
TOLERANCE = 0.05


def _gaps(asked: Sequence[Asked]) -> list[float]:
    times = sorted(each.at for each in asked if each.path != "/robots.txt")
    return [later - earlier for earlier, later in pairwise(times)]


def _busy(status: int, retry_after: str) -> Reply:
    return Reply("<html>稍候</html>", status=status, headers={"Retry-After": retry_after})


@pytest.mark.parametrize("delay", [0.0, 0.02])
@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_patience_is_left_alone_for_so_long(
    tmp_path: Path, status: int, delay: float
) -> None:
    busy = _busy(status, "1")
    routes: dict[str, Route] = {
        "/robots.txt": ROBOTS,
        "/": links("/busy"),
        "/busy": lambda number: busy if number == 1 else links(*(f"/p{n}" for n in range(4))),
    }
    with serving(routes, lambda path: links()) as server:
        found = crawled(site_of(server, delay=delay, concurrency=1), tmp_path / "s")
        first, second = server.asked_for("/busy")
        assert second.at - first.at >= 1 - TOLERANCE
        after = [each for each in server.asked if first.at < each.at < first.at + 1 - TOLERANCE]
        assert after == []
        assert found.fetches[f"{server.url}busy"].outcome is Outcome.OK
        found.close()


def test_what_waits_in_line_waits_too_when_the_server_asks_for_patience(tmp_path: Path) -> None:
    paths = [f"/p{n}" for n in range(12)]
    busy = _busy(429, "1")
    routes: dict[str, Route] = {path: links() for path in paths}
    routes["/p3"] = lambda number: busy if number == 1 else links()
    with serving({"/robots.txt": ROBOTS, "/": links(*paths), **routes}) as server:
        found = crawled(site_of(server, concurrency=1), tmp_path / "s")
        first = server.asked_for("/p3")[0]
        after = [each for each in server.asked if first.at < each.at < first.at + 1 - TOLERANCE]
        assert after == []
        assert all(fetch.outcome is Outcome.OK for fetch in found.fetches.values())
        found.close()


def test_a_date_to_come_back_at_is_respected_as_well(tmp_path: Path) -> None:
    def answer(number: int) -> Reply:
        at = datetime.now(UTC) + timedelta(seconds=3)
        return _busy(503, format_datetime(at, usegmt=True)) if number == 1 else links()

    with serving({"/robots.txt": ROBOTS, "/": links("/busy"), "/busy": answer}) as server:
        crawled(site_of(server), tmp_path / "s").close()
        first, second = server.asked_for("/busy")
        # A date has whole seconds, so up to one of the three is lost.
        assert second.at - first.at >= 2 - TOLERANCE


# The last is a number, and beyond all measure.
@pytest.mark.parametrize("values", [["", "soon", "-5", "0", "1e9", "٣"], ["9" * 400]])
def test_a_retry_after_that_makes_no_sense_does_not_break_the_crawl(
    tmp_path: Path, values: Sequence[str]
) -> None:
    busy = {
        f"/p{number}": _busy(429, value.encode().decode("latin-1"))
        for number, value in enumerate(values)
    }
    with serving({"/robots.txt": ROBOTS, "/": links(*busy), **busy}) as server:
        site = site_of(server, retries=0, duration=20)
        found = crawled(site, tmp_path / "s")
        assert (found.stopped, found.is_finished) == ("", True)
        for path in busy:
            assert found.fetches[server.url + path[1:]].outcome is Outcome.UNKNOWN
        found.close()


def test_a_second_crawl_is_as_patient_as_the_first(tmp_path: Path) -> None:
    pages = {f"/p{n}": replace(links(), headers={"ETag": f'"{n}"'}) for n in range(6)}
    with serving({"/robots.txt": ROBOTS, "/": links(*pages), **pages}) as server:
        server.routes["/"] = replace(links(*pages), headers={"ETag": '"home"'})
        first = crawled(site_of(server, concurrency=1), tmp_path / "one")
        busy = _busy(429, "1")
        server.routes["/p1"] = lambda number: busy if number == 8 else pages["/p1"]
        server.requests["/p1"] = 7
        server.asked.clear()
        second = crawl(first.site, Target(), tmp_path / "two", today=TODAY, past=first.directory)
        refused = server.asked_for("/p1")[0]
        after = [e for e in server.asked if refused.at < e.at < refused.at + 1 - TOLERANCE]
        assert [each.path for each in after] == []
        assert second.is_finished


def test_the_delay_lies_between_all_requests_to_the_site(tmp_path: Path) -> None:
    paths = [f"/p{n}" for n in range(10)]
    with serving({"/robots.txt": ROBOTS, "/": links(*paths)}, lambda path: links()) as server:
        crawled(site_of(server, delay=0.2), tmp_path / "s").close()
        gaps = _gaps(server.asked)
        # Each pause is drawn between half and one and a half of the delay.
        assert min(gaps) >= 0.1 - TOLERANCE
        assert sum(gaps) / len(gaps) >= 0.2 * 0.7
        # Beside the pages: robots.txt, the home page, and an address that cannot exist.
        assert len(server.asked) == 13


def test_the_delay_lies_between_the_questions_of_a_second_crawl_too(tmp_path: Path) -> None:
    pages = {f"/p{n}": replace(links(), headers={"ETag": f'"{n}"'}) for n in range(9)}
    home = replace(links(*pages), headers={"ETag": '"home"'})
    with serving({"/robots.txt": ROBOTS, "/": home, **pages}) as server:
        site = site_of(server)
        crawled(site, tmp_path / "one").close()
        server.asked.clear()
        slow = replace(site, limits=replace(site.limits, delay=0.2))
        crawl(slow, Target(), tmp_path / "two", today=TODAY, past=tmp_path / "one").close()
        gaps = _gaps(server.asked)
        assert len(gaps) == 10
        assert min(gaps) >= 0.1 - TOLERANCE


def test_no_pause_is_lost_between_the_questions_and_the_crawl_proper(tmp_path: Path) -> None:
    pages = {f"/p{n}": replace(links(), headers={"ETag": f'"{n}"'}) for n in range(3)}
    home = replace(links(*pages, "/bare"), headers={"ETag": '"home"'})
    with serving({"/robots.txt": ROBOTS, "/": home, "/bare": links(), **pages}) as server:
        site = site_of(server)
        crawled(site, tmp_path / "one").close()
        server.asked.clear()
        slow = replace(site, limits=replace(site.limits, delay=0.5))
        crawl(slow, Target(), tmp_path / "two", today=TODAY, past=tmp_path / "one").close()
        assert min(_gaps(server.asked)) >= 0.25 - TOLERANCE


def test_a_server_that_gets_slower_is_asked_more_slowly(tmp_path: Path) -> None:
    paths = [f"/p{n}" for n in range(24)]
    slow = replace(links(), seconds=0.4)
    with serving({"/robots.txt": ROBOTS, "/": links(*paths)}, lambda path: slow) as server:
        site = site_of(server, delay=0.01, concurrency=4, timeout=5)
        crawled(site, tmp_path / "s").close()
        # Four at a time at 0.4 s each make one in 0.1 s, spread and not in bursts.
        assert median(_gaps(server.asked)[12:]) >= 0.04


def test_hosts_elsewhere_do_not_wait_for_the_delay_of_the_site(tmp_path: Path) -> None:
    paths = [f"/p{n}" for n in range(10)]
    away: dict[str, Route] = {"/robots.txt": ROBOTS, "/x": links()}
    with serving(away, host="127.0.0.2") as other, serving({}) as server:
        outside = f"http://127.0.0.2:{other.port}/x"
        server.routes |= {"/robots.txt": ROBOTS, "/": links(*paths, outside)}
        server.otherwise = lambda path: links()
        site = replace(site_of(server, delay=0.2), private_hosts=("127.0.0.1", "127.0.0.2"))
        crawled(site, tmp_path / "s").close()
        (asked,) = other.asked_for("/x")
        assert asked.at < max(each.at for each in server.asked) - 0.5


def test_a_host_elsewhere_that_hangs_does_not_hold_up_the_site(tmp_path: Path) -> None:
    paths = [f"/p{n}" for n in range(10)]
    hanging = Reply(hangs=True)
    with serving({}, lambda path: hanging, "127.0.0.2") as other, serving({}) as server:
        outside = [f"http://127.0.0.2:{other.port}/x{n}" for n in range(20)]
        server.routes |= {"/robots.txt": ROBOTS, "/": links(*outside, *paths)}
        server.otherwise = lambda path: links()
        site = site_of(server, retries=0, timeout=1.0)
        site = replace(site, private_hosts=("127.0.0.1", "127.0.0.2"))
        crawled(site, tmp_path / "s").close()
        first = server.asked_for("/")[0].at
        assert max(each.at for each in server.asked if each.path in paths) < first + 1.0


def test_the_page_that_a_link_stands_on_is_named_and_nothing_else(tmp_path: Path) -> None:
    routes: dict[str, Route] = {
        "/": links("/a", "/r", "/app#/list"),
        "/a": links("/b"),
        "/r": redirect("/c"),
        "/app": links("/d"),
    }
    with serving({"/robots.txt": ROBOTS, **routes}, lambda path: links()) as server:
        crawled(site_of(server), tmp_path / "s").close()
        sent = {each.path: each.headers.get("referer", "") for each in server.asked}
        assert sent["/"] == ""
        assert sent["/a"] == server.url
        assert sent["/b"] == f"{server.url}a"
        assert sent["/c"] == f"{server.url}r"
        assert [value for value in sent.values() if "#" in value] == []


@pytest.mark.parametrize("name", ["hanweb", "hanweb-old", "gkmlpt", "jpaas"])
def test_no_server_sees_how_we_spell_its_forms_and_routes(tmp_path: Path, name: str) -> None:
    fixture = sites()[name]
    with serving({"/": links(fixture.column), **fixture.routes}) as server:
        column = Column("col", "栏目", server.url.rstrip("/") + fixture.column, "unit")
        crawled(site_of(server, column), tmp_path / "s").close()
        sent = {each.headers.get("referer", "") for each in server.asked}
        assert [value for value in sent if "__wb_method" in value or "#" in value] == []


def test_all_requests_say_who_asks_and_none_is_a_head(tmp_path: Path) -> None:
    away: dict[str, Route] = {"/x": Reply(is_endless=True)}
    with serving(away) as outside, serving({"/robots.txt": ROBOTS}) as server:
        server.routes["/"] = links("/a", "/b.pdf", "/c.jpg", f"{outside.url}x")
        crawled(site_of(server, user_agent="Xunjian/1 (monitor)"), tmp_path / "s").close()
        asked = [*server.asked, *outside.asked]
        assert {each.method for each in asked} == {"GET"}
        assert {each.headers["user-agent"] for each in asked} == {"Xunjian/1 (monitor)"}


def test_a_crawler_with_a_chinese_name_can_ask_too(tmp_path: Path) -> None:
    with serving({"/robots.txt": ROBOTS, "/": links()}) as server:
        found = crawled(site_of(server, user_agent="巡检/1"), tmp_path / "s")
        assert (found.stopped, list(found.pages)) == ("", [server.url])
        found.close()


# RFC 9309: without rules of its own (4xx) all is allowed; Scrapy holds a failed look-up for none.
@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_site_that_hands_out_no_rules_is_crawled(tmp_path: Path, status: int) -> None:
    refused = Reply("<html>Disallow: /</html>", status=status)
    with serving({"/robots.txt": refused, "/": links("/a"), "/a": links()}) as server:
        found = crawled(site_of(server), tmp_path / "s")
        assert f"{server.url}a" in found.pages
        found.close()


def test_rules_are_asked_for_once_and_kept(tmp_path: Path) -> None:
    rules = Reply("User-agent: *\nDisallow: /private/\nAllow: /private/open", media="text/plain")
    paths = ("/private/a", "/private/open", "/private", "/PRIVATE/a")
    with serving({"/robots.txt": rules, "/": links(*paths)}, lambda path: links()) as server:
        site = site_of(server, column_of(server, "/private/list/"))
        found = crawled(site, tmp_path / "s")
        assert server.requests["/robots.txt"] == 1
        forbidden = {"/private/a", "/private/list/"}
        assert {each.path for each in server.asked} & {*paths, *forbidden} == {*paths} - forbidden
        assert found.fetches[f"{server.url}private/a"].outcome is Outcome.UNKNOWN
        found.close()


def test_never_more_at_once_than_allowed(tmp_path: Path) -> None:
    paths = [f"/p{n}" for n in range(20)]
    slow = replace(links(), seconds=0.1)
    with serving({"/robots.txt": ROBOTS, "/": links(*paths)}, lambda path: slow) as server:
        crawled(site_of(server, concurrency=3), tmp_path / "s").close()
        times = sorted(each.at for each in server.asked if each.path.startswith("/p"))
        # Each answer takes a tenth of a second, so no four requests come within one.
        assert min(b - a for a, b in zip(times, times[3:], strict=False)) >= 0.1 - TOLERANCE
