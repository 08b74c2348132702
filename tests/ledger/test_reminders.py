"""The ladder: who is reminded when, never twice, never down again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.finding import Severity
from checks.workdays import Calendar
from ledger.deadline import Ladder
from ledger.issue import Issue
from ledger.lifecycle import State
from ledger.reminders import STEPS, ReminderKind, Said, reminders

UNACKNOWLEDGED, BEFORE, OVERDUE, SUPERVISED, PUBLIC = STEPS
# The eve of Mid-Autumn; three working days later is the eve of National Day.
TOLD, DUE = date(2026, 9, 24), date(2026, 9, 30)
WALK = [TOLD + timedelta(days=n) for n in range(30)]
# 25 to 27 September and 1 to 7 October are holidays, Saturday 10 October is worked.
FULL = {
    date(2026, 9, 28): UNACKNOWLEDGED,
    date(2026, 9, 29): BEFORE,
    date(2026, 10, 8): OVERDUE,
    date(2026, 10, 10): SUPERVISED,
    date(2026, 10, 13): PUBLIC,
}


def told(day: date = TOLD) -> datetime:
    """Return the morning of the day, in China."""
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


ISSUE = Issue(
    id=1,
    fingerprint="f",
    site_id="qinghe",
    code="W101",
    name="wrong-word",
    title="错别字",
    subject="page-1",
    url="https://site.test/page-1",
    column="notices",
    unit="office",
    state=State.NOTIFIED,
    severity=Severity.ERROR,
    message="“登陆”应为“登录”",
    evidence="",
    suggestion="",
    first_seen=told(),
    last_seen=told(),
    due=DUE,
    told_at=told(),
)
STARTED = replace(ISSUE, state=State.IN_PROGRESS)


def walked(
    issue: Issue,
    days: list[date],
    *,
    relapses: int = 0,
    calendar: Calendar | None = None,
    ladder: Ladder | None = None,
) -> dict[date, tuple[ReminderKind, ...]]:
    """Remind day by day, and return what was said when."""
    said = Said(relapses=relapses)
    found = {}
    for day in days:
        due = reminders(issue, day, said, calendar, ladder)
        steps = said.steps.union(*({each.kind, *each.skipped} for each in due))
        said = replace(said, steps=steps)
        if due:
            found[day] = tuple(each.kind for each in due)
    return found


def one_each(steps: dict[date, ReminderKind]) -> dict[date, tuple[ReminderKind, ...]]:
    return {day: (kind,) for day, kind in steps.items()}


def test_the_ladder_is_climbed_over_the_holidays() -> None:
    assert walked(ISSUE, WALK) == one_each(FULL)


def test_who_has_acknowledged_hears_nothing_before_the_deadline() -> None:
    after = {day: kind for day, kind in FULL.items() if day > DUE}
    assert walked(STARTED, WALK) == one_each(after)
    told_too = Ladder(remind_acknowledged=True)
    assert walked(STARTED, WALK, ladder=told_too) == one_each({WALK[5]: BEFORE, **after})


@pytest.mark.parametrize(
    "issue",
    [
        # Mended, as the unit says, or as a first look has found.
        replace(STARTED, claimed_at=told()),
        replace(STARTED, absences=1, absent_since=told()),
        # Settled, or not told yet.
        *(
            replace(ISSUE, state=state)
            for state in State
            if state not in (State.NOTIFIED, State.IN_PROGRESS)
        ),
        replace(ISSUE, due=None),
    ],
    ids=lambda issue: f"{issue.state}-{issue.claimed_at is not None}-{issue.absences}",
)
def test_whoever_has_nothing_to_do_is_not_reminded(issue: Issue) -> None:
    assert walked(issue, WALK, relapses=5) == {}


@pytest.mark.parametrize(
    ("down_from", "down_to", "kind", "skipped"),
    [
        (date(2026, 9, 28), date(2026, 9, 28), BEFORE, (UNACKNOWLEDGED,)),
        (date(2026, 9, 28), date(2026, 9, 29), BEFORE, (UNACKNOWLEDGED,)),
        (date(2026, 9, 29), date(2026, 9, 30), OVERDUE, ()),
        (date(2026, 9, 28), date(2026, 10, 9), SUPERVISED, (UNACKNOWLEDGED, OVERDUE)),
        (date(2026, 10, 8), date(2026, 10, 12), PUBLIC, (OVERDUE, SUPERVISED)),
    ],
)
def test_after_an_outage_only_the_highest_step_comes(
    down_from: date, down_to: date, kind: ReminderKind, skipped: tuple[ReminderKind, ...]
) -> None:
    up = [day for day in WALK if not down_from <= day <= down_to]
    found = walked(ISSUE, up)
    back = next(day for day in found if day > down_to)
    assert found[back] == (kind,)
    later = [day for day in found if day > back]
    assert [found[day] for day in later] == [(FULL[day],) for day in later]
    said = frozenset(found[day][0] for day in found if day < down_from)
    (first,) = reminders(ISSUE, back, Said(said))
    assert first.skipped == skipped


@settings(max_examples=60)
@given(st.sets(st.sampled_from(WALK)))
def test_whenever_the_program_runs_each_step_comes_once_and_upwards(up: set[date]) -> None:
    found = walked(ISSUE, sorted(up))
    steps = [STEPS.index(kind) for kinds in found.values() for kind in kinds]
    assert steps == sorted(set(steps))
    assert all(Calendar().is_working(day) for day in found)
    # Nobody escapes the step that was reached when the program ran last.
    working = [day for day in up if Calendar().is_working(day) and day > DUE]
    if working:
        reached = [kind for day, kind in FULL.items() if DUE < day <= max(working)]
        assert not reached or found[max(found)] == (reached[-1],)


def test_a_deadline_of_one_day_brings_no_reminder_on_the_day_of_the_notice() -> None:
    leak = replace(ISSUE, severity=Severity.CRITICAL, due=date(2026, 9, 28))
    assert list(walked(leak, WALK).items())[:2] == [
        (date(2026, 9, 28), (UNACKNOWLEDGED,)),
        (date(2026, 9, 29), (OVERDUE,)),
    ]


def test_the_steps_follow_the_local_calendar_and_the_settings() -> None:
    local = Calendar(frozenset({date(2026, 10, 8)}), frozenset({date(2026, 9, 27)}))
    slow = Ladder(remind=2, acknowledge=0, urge=2, supervise=0, publish=3)
    assert walked(ISSUE, WALK, calendar=local, ladder=slow) == one_each(
        {
            date(2026, 9, 28): BEFORE,
            date(2026, 10, 10): OVERDUE,
            date(2026, 10, 12): PUBLIC,
        }
    )
    assert walked(ISSUE, WALK, ladder=Ladder(0, False, 0, 0, 0, 0, 0), relapses=9) == {}


def test_what_came_back_twice_is_put_to_a_person_at_once_and_climbs_all_the_same() -> None:
    assert walked(ISSUE, WALK, relapses=1) == one_each(FULL)
    found = walked(ISSUE, WALK, relapses=2)
    assert found == {
        date(2026, 9, 28): (UNACKNOWLEDGED, PUBLIC),
        **{day: (kind,) for day, kind in FULL.items() if kind not in (UNACKNOWLEDGED, PUBLIC)},
    }


def test_an_issue_told_before_times_were_kept_is_reminded_by_its_deadline() -> None:
    old = replace(ISSUE, told_at=None)
    assert walked(old, WALK) == one_each(
        {day: kind for day, kind in FULL.items() if kind is not UNACKNOWLEDGED}
    )
