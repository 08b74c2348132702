"""A week of visits as the inspectors count it: seven days, twenty visits each, five per cent."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from ledger.issue import Opening, Probe
from tests.schedule.builders import local
from xunjian.availability import Availability, Maintenance, availability

# A Monday noon in China; the machine's own zone is nobody's business.
NOW = local(2026, 11, 30, 12)
HALF_HOUR = timedelta(minutes=30)


def visits(
    since: datetime,
    until: datetime,
    every: timedelta = HALF_HOUR,
    outcome: Opening = Opening.OPEN,
) -> list[Probe]:
    """Return visits at intervals, the last before `until`."""
    count = -(-(until - since) // every)
    return [Probe("qinghe", since + number * every, 0.2, outcome) for number in range(count)]


def spoilt(probes: Sequence[Probe], count: int, outcome: Opening = Opening.FAILED) -> list[Probe]:
    """Let every so many visits come to something else, `count` in all, none after another."""
    step = len(probes) // count if count else 0
    bad = {number * step for number in range(count)}
    return [
        Probe(each.site_id, each.at, each.seconds, outcome) if number in bad else each
        for number, each in enumerate(probes)
    ]


def days(first: int, last: int, per_day: int = 48) -> list[Probe]:
    """Return whole days of November 2026, from midnight to midnight in China."""
    every = timedelta(days=1) / per_day
    return [
        each
        for day in range(first, last + 1)
        for each in visits(local(2026, 11, day), local(2026, 11, day) + timedelta(days=1), every)[
            :per_day
        ]
    ]


def judge(probes: Sequence[Probe], *windows: Maintenance, now: datetime = NOW) -> Availability:
    return availability(probes, now, windows)


@pytest.mark.parametrize(
    ("count", "failed", "is_veto"),
    [
        # 140 visits a week: 7 are five per cent.
        (20, 0, False),
        (20, 6, False),
        (20, 7, True),
        # 1001 visits: 50 are 4.995 per cent, 51 are 5.09.
        (143, 50, False),
        (143, 51, True),
    ],
)
def test_five_per_cent_of_the_week_fail_the_site(count: int, failed: int, is_veto: bool) -> None:
    week = judge(spoilt(days(23, 29, count), failed), now=local(2026, 11, 30))
    assert (week.visits, week.failed, week.is_judged) == (7 * count, failed, True)
    assert week.share == failed / (7 * count)
    assert week.is_veto is is_veto


@pytest.mark.parametrize(
    ("probes", "number", "reason"),
    [
        ([], 0, "只监测了 0 天，连续监测满 7 天才能判定"),
        (days(24, 29), 6, "只监测了 6 天，连续监测满 7 天才能判定"),
        # The first day began at noon.
        (
            visits(local(2026, 11, 23, 15), local(2026, 11, 30)),
            6,
            "只监测了 6 天，连续监测满 7 天才能判定",
        ),
        (
            [*days(20, 25), *days(26, 26, 19), *days(27, 29)],
            3,
            "11月26日只有 19 次有效访问，每天至少 20 次才能判定",
        ),
        (
            [*days(20, 25), *days(27, 29)],
            3,
            "11月26日只有 0 次有效访问，每天至少 20 次才能判定",
        ),
        # Nobody has looked for days.
        (days(10, 27), 0, "11月29日只有 0 次有效访问，每天至少 20 次才能判定"),
    ],
)
def test_without_seven_full_days_in_a_row_nothing_is_judged(
    probes: list[Probe], number: int, reason: str
) -> None:
    week = judge(spoilt(probes, len(probes) // 2))
    assert (week.is_judged, week.days, week.reason) == (False, number, reason)
    assert not week.is_veto


def test_what_is_not_judged_is_told_all_the_same() -> None:
    week = judge(spoilt(days(27, 29), 9))
    assert (week.visits, week.failed) == (144, 9)
    assert not week.is_veto


def test_today_counts_as_soon_as_it_has_twenty_visits() -> None:
    week = days(23, 29)
    morning = visits(local(2026, 11, 30), local(2026, 11, 30, 12), outcome=Opening.FAILED)
    assert judge([*week, *morning[:19]]).failed == 0
    seen = judge([*week, *morning[:20]])
    assert (seen.failed, seen.visits, seen.is_veto) == (20, 6 * 48 + 20, True)


def test_days_are_those_of_china_on_a_machine_in_utc() -> None:
    # Nineteen visits on the 23rd in China; counted in UTC, the early ones would be the 22nd's.
    probes = [*days(23, 23, 19), *days(24, 29)]
    assert judge(probes).days == 6
    assert judge([*days(22, 22), *probes]).reason.startswith("11月23日只有 19 次")


def test_visits_ahead_of_the_clock_are_not_believed() -> None:
    ahead = visits(NOW + HALF_HOUR, NOW + timedelta(days=1), outcome=Opening.FAILED)
    assert judge([*days(23, 29), *ahead]).failed == 0


def test_visits_made_again_by_hand_count_once() -> None:
    at = local(2026, 11, 29, 9, 10)
    again = visits(at, at + timedelta(minutes=3), timedelta(seconds=5), Opening.FAILED)
    week = judge([*days(23, 29), *again])
    assert (week.visits, week.failed) == (7 * 48 + 1, 1)
    # Twenty visits within a minute are no day's visits either.
    minute = visits(at, at + timedelta(minutes=1), timedelta(seconds=3))
    assert judge([*days(22, 28), *minute]).days == 0


@pytest.mark.parametrize("outcome", [Opening.OURS, Opening.UNCERTAIN])
def test_what_says_nothing_of_the_site_is_left_out(outcome: Opening) -> None:
    week = judge(spoilt(days(23, 29), 20, outcome))
    assert (week.visits, week.failed, week.left_out) == (7 * 48 - 20, 0, 20)
    assert week.is_judged


def test_a_day_on_which_our_own_end_was_down_is_a_gap() -> None:
    lost = spoilt(days(26, 26), 29, Opening.OURS)
    week = judge([*days(20, 25), *lost, *days(27, 29)])
    assert week.reason == "11月26日只有 19 次有效访问，每天至少 20 次才能判定"


def test_a_filed_closing_counts_for_nothing_and_makes_no_gap() -> None:
    closed = Maintenance(local(2026, 11, 25, 20), local(2026, 11, 27, 8), "机房搬迁")
    down = visits(closed.since, closed.until, outcome=Opening.FAILED)
    probes = [
        *days(20, 24),
        *visits(local(2026, 11, 25), closed.since),
        *down,
        *visits(closed.until, local(2026, 11, 30)),
    ]
    assert judge(probes).is_veto
    week = judge(probes, closed)
    assert (week.failed, week.left_out, week.is_judged) == (0, len(down), True)
    # The 26th is passed over; the days around it have enough visits of their own.
    assert week.visits == 5 * 48 + 40 + 32
    # The first moment after it counts again.
    late = Probe("qinghe", closed.until + timedelta(minutes=5), 15.0, Opening.FAILED)
    assert judge([*probes, late], closed).failed == 1


def test_a_window_that_ends_at_midnight_does_not_touch_the_next_day() -> None:
    closed = Maintenance(local(2026, 11, 25), local(2026, 11, 26))
    probes = [*days(19, 25), *days(26, 26, 19), *days(27, 29)]
    assert judge(probes, closed).reason.startswith("11月26日只有 19 次")


@pytest.mark.parametrize(
    ("failed_at", "longest"),
    [
        ([], 0),
        # From the first visit that failed to the next that did not.
        ([9.0], 30),
        ([9.0, 9.5, 10.0, 14.0], 90),
        # Over midnight.
        ([23.5, 24.0], 60),
    ],
)
def test_the_longest_outage_is_told(failed_at: list[float], longest: int) -> None:
    bad = {local(2026, 11, 26) + timedelta(hours=hour) for hour in failed_at}
    probes = [
        Probe(each.site_id, each.at, 15.0, Opening.FAILED) if each.at in bad else each
        for each in days(23, 29)
    ]
    assert judge(probes).longest == timedelta(minutes=longest)


def test_what_nobody_watched_is_no_part_of_an_outage() -> None:
    first = Probe("qinghe", local(2026, 11, 26, 1), 15.0, Opening.FAILED)
    second = Probe("qinghe", local(2026, 11, 26, 9), 15.0, Opening.FAILED)
    assert judge([*days(23, 25), first, second]).longest == timedelta()
