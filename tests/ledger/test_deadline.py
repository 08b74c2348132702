"""Working days, and how many of them a unit has."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.finding import Severity
from checks.workdays import Calendar, Deadline, due, is_announced, is_working, local_day
from ledger.deadline import Ladder, Terms, calendar_warning

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
SHORT = st.dates(date(2026, 9, 1), date(2026, 10, 31))
SOME_DAYS = st.frozensets(SHORT, max_size=8)
CALENDARS = st.builds(Calendar, SOME_DAYS, SOME_DAYS)
FEWER = settings(max_examples=60)
# A holiday of one autonomous region, and a Saturday on which one city works.
LOCAL = Calendar(frozenset({date(2026, 4, 20), date(2026, 4, 21)}), frozenset({date(2026, 11, 28)}))
# A year that the official calendar does not know, entered by hand.
ENTERED = Calendar(
    frozenset({date(2041, 1, 1), date(2041, 1, 2)}),
    frozenset({date(2040, 12, 30)}),
    frozenset({2040, 2041}),
)


@pytest.mark.parametrize(
    ("calendar", "day", "count", "expected"),
    [
        # National Day 2026 is followed by a working Saturday.
        (Calendar(), date(2026, 9, 30), 1, date(2026, 10, 8)),
        (Calendar(), date(2026, 9, 30), 3, date(2026, 10, 10)),
        (Calendar(), date(2026, 10, 9), 2, date(2026, 10, 12)),
        # Before it there is a working Sunday.
        (Calendar(), date(2026, 9, 18), 1, date(2026, 9, 20)),
        (Calendar(), date(2026, 9, 18), 3, date(2026, 9, 22)),
        # Mid-Autumn, and a notice on the holiday itself.
        (Calendar(), date(2026, 9, 24), 3, date(2026, 9, 30)),
        (Calendar(), date(2026, 9, 26), 1, date(2026, 9, 28)),
        # Spring Festival with a working Saturday before and after it.
        (Calendar(), date(2026, 2, 13), 1, date(2026, 2, 14)),
        (Calendar(), date(2026, 2, 13), 3, date(2026, 2, 25)),
        (Calendar(), date(2026, 2, 26), 3, date(2026, 3, 2)),
        (Calendar(), date(2026, 11, 23), 5, date(2026, 11, 30)),
        # What the office has entered goes before the official calendar.
        (Calendar(), date(2026, 4, 17), 2, date(2026, 4, 21)),
        (LOCAL, date(2026, 4, 17), 2, date(2026, 4, 23)),
        (LOCAL, date(2026, 11, 27), 2, date(2026, 11, 30)),
        (ENTERED, date(2040, 12, 28), 3, date(2041, 1, 3)),
    ],
)
def test_working_days_follow_the_calendar(
    calendar: Calendar, day: date, count: int, expected: date
) -> None:
    assert calendar.due(day, count) == Deadline(expected, provisional=False)


def test_over_new_year_2027_a_deadline_is_provisional_as_long_as_nothing_is_announced() -> None:
    last = due(date(2026, 12, 30), 5)
    assert last == Deadline(date(2027, 1, 7), provisional=True) or is_announced(2027)
    assert due(date(2026, 12, 30), 1) == Deadline(date(2026, 12, 31), provisional=False)


def test_a_deadline_in_a_year_that_is_not_announced_is_provisional() -> None:
    last = due(date(2040, 12, 28), 5)
    assert last.provisional
    assert last.day > date(2041, 1, 1)
    # A local holiday alone does not make the rest of the year certain.
    assert Calendar(frozenset({date(2040, 12, 31)})).due(date(2040, 12, 28), 1).provisional


@FEWER
@given(CALENDARS, DAYS, st.integers(0, 15))
def test_more_days_never_end_earlier(calendar: Calendar, day: date, count: int) -> None:
    assert calendar.due(day, count).day <= calendar.due(day, count + 1).day


@FEWER
@given(CALENDARS, SHORT, st.integers(1, 15))
def test_a_deadline_is_a_working_day_after_the_notice(
    calendar: Calendar, day: date, count: int
) -> None:
    last = calendar.due(day, count).day
    assert last > day
    assert calendar.is_working(last)
    days = (day + timedelta(days=n + 1) for n in range((last - day).days))
    assert sum(map(calendar.is_working, days)) == count


@FEWER
@given(CALENDARS, SHORT, SHORT, st.integers(0, 15))
def test_one_more_holiday_never_moves_a_deadline_inward(
    calendar: Calendar, holiday: date, day: date, count: int
) -> None:
    more = Calendar(calendar.holidays | {holiday}, calendar.workdays - {holiday})
    assert more.due(day, count).day >= calendar.due(day, count).day


@FEWER
@given(CALENDARS, SHORT, st.integers(1, 15))
def test_so_many_days_on_and_back_is_where_it_began(
    calendar: Calendar, day: date, count: int
) -> None:
    day = calendar.first_working(day)
    assert calendar.shift(calendar.shift(day, count), -count) == day


@pytest.mark.parametrize(
    ("code", "severity", "expected"),
    [
        ("P201", Severity.CRITICAL, 1),
        ("W101", Severity.ERROR, 3),
        ("S501", Severity.WARNING, 5),
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


@pytest.mark.parametrize(
    ("code", "severity", "expected"),
    [
        # The rule's own term goes before all others, the family's before the severity's.
        ("L401", Severity.ERROR, 6),
        ("L401", Severity.CRITICAL, 6),
        ("L402", Severity.ERROR, 4),
        ("L402", Severity.WARNING, 4),
        ("F301", Severity.ERROR, 15),
        # A family's term gives nothing urgent more time.
        ("L402", Severity.CRITICAL, 1),
        ("W101", Severity.ERROR, 3),
    ],
)
def test_a_rule_or_a_family_may_have_a_term_of_its_own(
    code: str, severity: Severity, expected: int
) -> None:
    assert Terms(codes={"L401": 6, "L": 4, "F": 15}).days(code, severity) == expected


@pytest.mark.parametrize(("days", "expected"), [(1, 1), (2, 1), (3, 1), (5, 2), (10, 5)])
def test_what_came_back_has_half_the_term_and_a_day_at_least(days: int, expected: int) -> None:
    assert Terms(error=days).days("W101", Severity.ERROR, relapsed=True) == expected


def test_the_terms_count_by_their_own_calendar() -> None:
    terms = Terms(calendar=LOCAL)
    assert terms.due("P201", Severity.CRITICAL, date(2026, 4, 17)).day == date(2026, 4, 22)
    late = terms.due("W101", Severity.ERROR, date(2026, 4, 17), relapsed=True)
    assert late == Deadline(date(2026, 4, 22), provisional=False)
    assert Terms().ladder == Ladder()


@pytest.mark.parametrize(
    ("today", "announced", "years"),
    [
        (date(2040, 10, 31), {2040}, ()),
        (date(2040, 11, 1), {2040}, ("2041",)),
        (date(2040, 11, 1), {2040, 2041}, ()),
        # A program that was never brought up to date.
        (date(2041, 3, 1), {2040}, ("2041",)),
        (date(2041, 12, 1), {2040}, ("2041", "2042")),
    ],
)
def test_from_november_on_a_missing_calendar_is_named(
    today: date, announced: set[int], years: tuple[str, ...]
) -> None:
    said = calendar_warning(today, Calendar(announced=frozenset(announced)))
    assert bool(said) == bool(years)
    assert said.startswith("、".join(f"{year} 年" for year in years))


def test_the_official_calendar_alone_is_what_rules_go_by() -> None:
    assert is_working(date(2026, 4, 20))
    assert due(date(2026, 4, 17), 1).day == date(2026, 4, 20)


def test_late_in_the_evening_in_london_it_is_tomorrow_in_china() -> None:
    assert local_day(datetime(2026, 11, 23, 17, tzinfo=UTC)) == date(2026, 11, 24)
