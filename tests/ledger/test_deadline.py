"""Working days."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.finding import Severity
from checks.workdays import Deadline, due, is_working, local_day
from ledger.deadline import Terms

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        # National Day 2026 is followed by a working Saturday.
        (date(2026, 9, 30), 3, Deadline(date(2026, 10, 10), provisional=False)),
        # Before it there is a working Sunday.
        (date(2026, 9, 18), 1, Deadline(date(2026, 9, 20), provisional=False)),
        # The official calendar of the next year may not be known yet.
        (date(2026, 11, 23), 5, Deadline(date(2026, 11, 30), provisional=False)),
    ],
)
def test_working_days_follow_the_official_calendar(
    day: date,
    count: int,
    expected: Deadline,
) -> None:
    assert due(day, count) == expected


def test_a_deadline_in_a_year_that_is_not_announced_is_provisional() -> None:
    last = due(date(2040, 12, 28), 5)
    assert last.provisional
    assert last.day > date(2041, 1, 1)


@given(DAYS, st.integers(0, 15))
def test_more_days_never_end_earlier(day: date, count: int) -> None:
    assert due(day, count).day <= due(day, count + 1).day


@given(DAYS, st.integers(1, 15))
def test_a_deadline_is_a_working_day_after_the_notice(day: date, count: int) -> None:
    last = due(day, count).day
    assert last > day
    assert is_working(last)


@pytest.mark.parametrize(
    ("code", "severity", "expected"),
    [
        ("P201", Severity.CRITICAL, 1),
        ("W101", Severity.ERROR, 5),
        ("S501", Severity.WARNING, 10),
        ("F301", Severity.ERROR, 10),
        ("F301", Severity.CRITICAL, 10),
    ],
)
def test_the_worse_the_fault_the_shorter_the_term(
    code: str,
    severity: Severity,
    expected: int,
) -> None:
    assert Terms().days(code, severity) == expected


def test_late_in_the_evening_in_london_it_is_tomorrow_in_china() -> None:
    assert local_day(datetime(2026, 11, 23, 17, tzinfo=UTC)) == date(2026, 11, 24)
