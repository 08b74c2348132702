"""Reports are kept once a day and scan, and the next finds the one before."""

from datetime import date

import pytest

from ledger.ledger import Ledger
from ledger.reports import KeptReport
from tests.ledger.builders import HOUR, MONDAY, SITE

DAY = date(2026, 11, 23)


def report(card: str, day: date = DAY, scan: str = "s1", *, later: int = 0) -> KeptReport:
    return KeptReport(SITE, day, MONDAY + later * HOUR, scan, card)


def test_a_report_that_is_written_again_is_not_its_own_predecessor(ledger: Ledger) -> None:
    ledger.keep_report(report("old", date(2026, 11, 16), "s0"))
    ledger.keep_report(report("first"))
    ledger.keep_report(report("again", later=1))
    found = ledger.report_before(SITE, DAY, "s1")
    assert found is not None and found.card == "old"


def test_the_last_version_of_a_day_is_the_one_kept(ledger: Ledger) -> None:
    ledger.keep_report(report("first"))
    ledger.keep_report(report("again", later=1))
    found = ledger.report_before(SITE, date(2026, 11, 24), "s1")
    assert found == report("again", later=1)


@pytest.mark.parametrize(
    ("day", "scan", "expected"),
    [
        (DAY, "s2", "first"),  # another scan of the same day
        (date(2026, 11, 24), "s1", "first"),  # the same scan on another day
        (date(2026, 11, 22), "s9", None),  # a report of an earlier day knows nothing later
        (DAY, "s1", None),
    ],
)
def test_another_scan_or_another_day_is_compared(
    ledger: Ledger, day: date, scan: str, expected: str | None
) -> None:
    ledger.keep_report(report("first"))
    found = ledger.report_before(SITE, day, scan)
    assert (found.card if found else None) == expected


def test_sites_do_not_see_each_others_reports(ledger: Ledger) -> None:
    ledger.keep_report(report("first"))
    assert ledger.report_before("elsewhere", date(2026, 12, 1), "s9") is None
