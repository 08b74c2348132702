"""Parts of a site without end: bounded, and the snapshot says so."""

import re
from itertools import count
from pathlib import Path
from threading import Lock

import pytest

from crawler.page import Outcome
from tests.crawler.crawls import ROBOTS, column_of, crawled, site_of
from tests.crawler.server import Reply, links, serving

ENDLESS = "可能没有尽头"
NESTED = "层层重复"


def _number(path: str) -> int:
    found = re.findall(r"\d+", path)
    return int(found[-1]) if found else 0


def _calendar(path: str) -> Reply:
    """Each month leads to the next one and to a year of others."""
    month = _number(path)
    return links(*(f"/calendar?month={month + each}" for each in range(1, 13)))


def _dated_calendar(path: str) -> Reply:
    month = _number(path.replace("/", ""))
    ahead = [month + each for each in range(1, 13)]
    return links(*(f"/events/{each // 12:04}/{each % 12 + 1:02}/" for each in ahead))


def _sorted(path: str) -> Reply:
    """Every view of a list can be sorted and filtered once more."""
    query = path.partition("?")[2]
    return links(*(f"/list?{query}&{key}={len(query)}" for key in ("sort", "order", "filter")))


def _searched(path: str) -> Reply:
    return links(*(f"/search?q={_number(path) * 9 + each}" for each in range(1, 9)))


@pytest.mark.parametrize("page", [_calendar, _dated_calendar, _searched])
def test_pages_of_one_kind_without_end_are_bounded(tmp_path: Path, page: object) -> None:
    assert callable(page)
    with serving({"/robots.txt": ROBOTS}, page) as server:
        found = crawled(site_of(server, similar_pages=30, depth=9999), tmp_path / "s")
        assert ENDLESS in found.cut
        assert (found.stopped, found.is_finished) == ("", True)
        assert server.requests.total() < 80
        found.close()


def test_sorting_and_filtering_without_end_is_bounded(tmp_path: Path) -> None:
    with serving({"/robots.txt": ROBOTS}, _sorted) as server:
        found = crawled(site_of(server, similar_pages=30, depth=9999), tmp_path / "s")
        assert ENDLESS in found.cut
        assert (found.stopped, found.is_finished) == ("", True)
        assert server.requests.total() < 400
        found.close()


def test_many_pages_of_one_kind_below_the_limit_are_all_read(tmp_path: Path) -> None:
    paths = [f"/show?id={n}" for n in range(60)]
    with serving({"/robots.txt": ROBOTS, "/": links(*paths)}, lambda path: links()) as server:
        found = crawled(site_of(server, similar_pages=60), tmp_path / "s")
        assert (len(found.pages), found.cut) == (61, "")
        found.close()


def test_articles_of_a_list_are_no_trap_however_many_they_are(tmp_path: Path) -> None:
    rows = "".join(
        f'<li><a href="/col/{n}.html">关于第{n}号事项的通知</a><span>2026-11-02</span></li>'
        for n in range(60)
    )
    with serving({"/": links("/col/"), "/col/": links(body=f"<ul>{rows}</ul>")}) as server:
        server.otherwise = lambda path: links()
        site = site_of(server, column_of(server, "/col/"), similar_pages=10)
        found = crawled(site, tmp_path / "s")
        assert [page.column_id for page in found.pages.values()].count("col") == 61
        assert found.cut == ""
        found.close()


def test_a_link_seen_on_every_page_is_counted_once(tmp_path: Path) -> None:
    same = [f"/topic/{n}" for n in range(8)]
    with serving({"/robots.txt": ROBOTS}, lambda path: links(*same)) as server:
        found = crawled(site_of(server, similar_pages=8), tmp_path / "s")
        assert (len(found.pages), found.cut) == (9, "")
        found.close()


def test_a_menu_of_relative_links_that_leads_ever_deeper_is_bounded(tmp_path: Path) -> None:
    # A server that answers any address with the home page, whose menu has relative links.
    with serving({"/robots.txt": ROBOTS}, lambda path: links("news/", "notice/", "c/")) as server:
        found = crawled(site_of(server, depth=9999, pages=500), tmp_path / "s")
        assert (found.stopped, found.is_finished) == ("", True)
        assert NESTED in found.cut
        found.close()


def test_one_relative_link_that_leads_ever_deeper_costs_a_few_requests(tmp_path: Path) -> None:
    with serving({"/robots.txt": ROBOTS}, lambda path: links("a/a/")) as server:
        found = crawled(site_of(server, depth=9999), tmp_path / "s")
        assert NESTED in found.cut
        assert server.requests.total() < 10
        found.close()


def test_a_redirect_that_leads_ever_deeper_is_bounded(tmp_path: Path) -> None:
    def deeper(path: str) -> Reply:
        return Reply(status=302, headers={"Location": f"{path.rstrip('/')}/a/"})

    with serving({"/robots.txt": ROBOTS, "/": links("/a/")}, deeper) as server:
        found = crawled(site_of(server), tmp_path / "s")
        assert server.requests.total() < 30
        assert found.is_finished
        assert found.cut
        found.close()


SESSIONS = {
    "path": "{path};jsessionid={token}",
    "query": "{path}?PHPSESSID={token}",
    "sid": "{path}?sid={token}",
    "stamp": "{path}?_t={token}",
    "cookieless": "/(S({token})){path}",
}


@pytest.mark.parametrize("form", SESSIONS.values(), ids=SESSIONS.keys())
def test_a_session_id_that_is_new_on_each_page_does_not_multiply_the_pages(
    tmp_path: Path, form: str
) -> None:
    numbers, lock = count(), Lock()

    def page(path: str) -> Reply:
        with lock:
            number = next(numbers)
        letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:024}")
        return links(*(form.format(path=f"/p{n}.aspx", token=letters) for n in range(4)))

    with serving({"/robots.txt": ROBOTS}, page) as server:
        found = crawled(site_of(server, similar_pages=30, depth=9999, pages=300), tmp_path / "s")
        assert found.stopped == ""
        assert server.requests.total() < 50
        found.close()


def test_what_a_limit_left_out_is_not_called_gone(tmp_path: Path) -> None:
    with serving({"/robots.txt": ROBOTS}, _calendar) as server:
        found = crawled(site_of(server, similar_pages=30), tmp_path / "s")
        assert {fetch.outcome for fetch in found.fetches.values()} == {Outcome.OK}
        found.close()


def test_an_address_that_grows_with_each_page_is_bounded(tmp_path: Path) -> None:
    def page(path: str) -> Reply:
        return links(f"/login?back={path.replace('?', '%3F').replace('=', '%3D')}")

    with serving({"/robots.txt": ROBOTS, "/": links("/login?back=x")}, page) as server:
        found = crawled(site_of(server, similar_pages=30, depth=9999), tmp_path / "s")
        assert ENDLESS in found.cut
        assert server.requests.total() < 40
        found.close()
