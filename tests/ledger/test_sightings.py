"""What complete scans saw is remembered, once, on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from checks.finding import ListRead, Looks, Result, Sighting
from ledger.ledger import Ledger
from ledger.sightings import KEEP
from tests.ledger.builders import DAY, MONDAY, SITE, finding, result, scan

WEEK = 7 * DAY
A = Sighting(
    "https://site.test/a", MONDAY, "tzgg", date(2026, 1, 5), date(2026, 1, 5), "列表", "t", "x"
)
B = replace(A, address="https://site.test/b", title="u", day=None, first_day=None, source="")
LIST = ListRead("tzgg", "https://site.test/tzgg/", MONDAY, MONDAY, 2, date(2026, 1, 5))


def seen(*sightings: Sighting, at: datetime = MONDAY, incomplete: str = "") -> Result:
    looks = Looks(at, sightings, (replace(LIST, last_at=at),))
    return replace(result(finding(), incomplete=incomplete), looks=looks)


def applied(
    ledger: Ledger, name: str, seen: Result, *, full: bool = True, pages: int = 100
) -> Looks:
    at = seen.looks.at or MONDAY
    ledger.apply(seen, scan=scan(name, at, full=full, pages=pages), now=at)
    return ledger.looks(SITE)


def by_address(looks: Looks) -> dict[str, Sighting]:
    return {each.address: each for each in looks.sightings}


def test_nothing_is_known_of_a_site_that_was_not_scanned(ledger: Ledger) -> None:
    assert ledger.looks(SITE) == Looks()


def test_what_a_scan_saw_is_told_back_as_it_was(ledger: Ledger) -> None:
    looks = applied(ledger, "a", seen(A, B))
    assert looks.at == MONDAY
    assert by_address(looks) == {A.address: A, B.address: B}
    assert looks.lists == (LIST,)
    assert ledger.looks("another") == Looks()


@pytest.mark.parametrize(
    ("full", "pages", "incomplete"),
    [
        pytest.param(False, 100, "", id="a recheck"),
        pytest.param(True, 100, "检测未完成：采集中断", id="an incomplete scan"),
        pytest.param(True, 10, "", id="a scan that saw too little of the site"),
    ],
)
def test_only_a_complete_scan_of_the_whole_site_is_remembered(
    ledger: Ledger, full: bool, pages: int, incomplete: str
) -> None:
    before = applied(ledger, "a", seen(A))
    later = seen(replace(A, day=date(2026, 3, 1)), B, at=MONDAY + WEEK, incomplete=incomplete)
    assert applied(ledger, "b", later, full=full, pages=pages) == before


def test_the_same_scan_applied_twice_changes_nothing(ledger: Ledger) -> None:
    before = applied(ledger, "a", seen(A))
    assert applied(ledger, "a", seen(B)) == before


def test_an_older_scan_that_is_applied_late_says_nothing(ledger: Ledger) -> None:
    before = applied(ledger, "b", seen(A, at=MONDAY + WEEK))
    assert applied(ledger, "a", seen(B, at=MONDAY)) == before


def test_how_a_page_came_is_settled_by_the_first_look(ledger: Ledger) -> None:
    applied(ledger, "a", seen(replace(A, missed_at=MONDAY - WEEK)))
    at = MONDAY + WEEK
    later = replace(
        A,
        first_at=at,
        first_day=date(2026, 2, 2),
        day=date(2026, 3, 3),
        old_day=date(2026, 1, 5),
        old_at=MONDAY,
        changed_at=at,
        missed_at=None,
    )
    (now,) = applied(ledger, "b", seen(later, at=at)).sightings
    assert (now.first_at, now.first_day, now.missed_at) == (MONDAY, A.day, MONDAY - WEEK)
    assert (now.day, now.old_day, now.old_at, now.changed_at) == (
        date(2026, 3, 3),
        date(2026, 1, 5),
        MONDAY,
        at,
    )


def test_a_page_that_is_gone_is_forgotten_after_a_year_and_known_until_then(
    ledger: Ledger,
) -> None:
    applied(ledger, "a", seen(A, B))
    gone = replace(B, gone_at=MONDAY + WEEK)
    for name, at in (("b", MONDAY + WEEK), ("c", MONDAY + WEEK + KEEP)):
        looks = applied(ledger, name, seen(A, gone, at=at))
        assert by_address(looks) == {A.address: A, B.address: gone}
    looks = applied(ledger, "d", seen(A, gone, at=MONDAY + WEEK + KEEP + DAY))
    assert set(by_address(looks)) == {A.address}


def test_a_page_that_returns_is_not_gone_any_more(ledger: Ledger) -> None:
    applied(ledger, "a", seen(A, B))
    applied(ledger, "b", seen(A, replace(B, gone_at=MONDAY + WEEK), at=MONDAY + WEEK))
    looks = applied(ledger, "c", seen(A, B, at=MONDAY + 2 * WEEK))
    assert by_address(looks)[B.address] == B


def test_a_list_that_was_not_read_this_time_keeps_its_last_reading(ledger: Ledger) -> None:
    applied(ledger, "a", seen(A))
    unread = replace(seen(A, at=MONDAY + WEEK), looks=Looks(MONDAY + WEEK, (A,)))
    looks = applied(ledger, "b", unread)
    assert looks.at == MONDAY + WEEK
    assert looks.lists == (LIST,)
