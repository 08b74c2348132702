"""Links that fail are remembered by scans and rechecks alike, once, on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import datetime

import pytest

from checks.finding import Result, Trouble
from ledger.ledger import Ledger
from tests.ledger.builders import DAY, MONDAY, SITE, finding, result, scan

A = Trouble("https://a.test/x", MONDAY - DAY, MONDAY, 5, 2, "超过 30 秒没有响应")
B = Trouble("https://b.test/", MONDAY, MONDAY, 3, 1, "服务器错误（HTTP 502）")


def failing(*troubles: Trouble, incomplete: str = "") -> Result:
    return replace(result(finding(), incomplete=incomplete), troubles=troubles)


def applied(
    ledger: Ledger,
    name: str,
    seen: Result,
    at: datetime = MONDAY,
    *,
    full: bool = True,
    pages: int = 100,
) -> set[Trouble]:
    ledger.apply(seen, scan=scan(name, at, full=full, pages=pages), now=at)
    return set(ledger.troubles(SITE))


def test_what_fails_is_told_back_as_it_was(ledger: Ledger) -> None:
    assert applied(ledger, "a", failing(A, B)) == {A, B}
    assert ledger.troubles("another") == ()


def test_what_a_scan_knows_takes_the_place_of_what_was_known(ledger: Ledger) -> None:
    applied(ledger, "a", failing(A, B))
    later = replace(A, last_at=MONDAY + DAY, looks=8, scans=3)
    assert applied(ledger, "b", failing(later), MONDAY + DAY) == {later}
    assert applied(ledger, "c", failing(), MONDAY + 2 * DAY) == set()


def test_a_recheck_is_a_look_like_any_other(ledger: Ledger) -> None:
    assert applied(ledger, "a", failing(A), full=False) == {A}


@pytest.mark.parametrize(
    ("seen", "pages"),
    [
        pytest.param(failing(B, incomplete="检测未完成：采集中断"), 100, id="an incomplete scan"),
        pytest.param(failing(B), 10, id="a scan that saw too little of the site"),
        pytest.param(result(finding()), 100, id="a run that learnt nothing of it"),
    ],
)
def test_a_look_that_proves_nothing_changes_nothing(
    ledger: Ledger, seen: Result, pages: int
) -> None:
    applied(ledger, "a", failing(A))
    assert applied(ledger, "b", seen, MONDAY + DAY, pages=pages) == {A}


def test_a_scan_that_is_applied_late_changes_nothing(ledger: Ledger) -> None:
    applied(ledger, "a", failing(A), MONDAY)
    assert applied(ledger, "b", failing(B), MONDAY - DAY) == {A}


def test_a_scan_that_is_applied_twice_counts_once(ledger: Ledger) -> None:
    applied(ledger, "a", failing(A))
    assert applied(ledger, "a", failing(B)) == {A}
