"""The last weeks in numbers."""

from datetime import UTC, date, datetime

from ledger.lifecycle import Event
from ledger.spells import Spell
from notifier.trend import trend

TODAY = date(2026, 11, 25)
NOVEMBER = 11


def at(day: int, month: int = NOVEMBER) -> datetime:
    return datetime(2026, month, day, 2, tzinfo=UTC)


def a_spell(
    opened: datetime,
    closed: datetime | None = None,
    ending: Event = Event.ABSENT,
    **values: object,
) -> Spell:
    facts = {"closed": closed, "ending": ending if closed else None} | values
    return Spell(1, "W101", "mzj", opened, Event.FOUND, opened, **facts)  # type: ignore[arg-type]


def test_a_week_counts_what_is_open_at_its_end_and_what_came_and_went() -> None:
    weeks = trend([a_spell(at(3)), a_spell(at(10), at(18)), a_spell(at(24))], TODAY)
    assert [(one.first.day, one.last.day) for one in weeks] == [(2, 8), (9, 15), (16, 22), (23, 25)]
    assert [(one.open, one.new, one.closed) for one in weeks] == [
        (1, 1, 0),
        (2, 1, 0),
        (1, 0, 1),
        (2, 1, 0),
    ]


def test_in_time_is_what_was_mended_by_its_deadline() -> None:
    due = date(2026, 11, 18)
    spells = [
        a_spell(at(10), at(18), due=due),
        # Mended in time, and looked at when it was over.
        a_spell(at(10), at(20), due=due, claimed=at(17)),
        a_spell(at(10), at(20), due=due),
        a_spell(at(10), due=due),
        # Not for the unit to mend.
        a_spell(at(10), at(20), Event.DISMISS, due=due),
        # There is time until tonight.
        a_spell(at(10), due=TODAY),
    ]
    *_, week, this = trend(spells, TODAY)
    assert (week.due, week.met, week.on_time) == (4, 2, 50)
    assert (this.due, this.on_time) == (0, None)


def test_no_more_than_eight_weeks_and_none_before_the_first_problem() -> None:
    assert trend([], TODAY) == ()
    assert len(trend([a_spell(at(1, month=3))], TODAY)) == 8
    assert len(trend([a_spell(at(24))], TODAY)) == 1


def test_what_is_dismissed_is_not_open_and_not_mended() -> None:
    *_, last = trend([a_spell(at(10), at(24), Event.WAIVE)], TODAY)
    assert (last.open, last.closed) == (0, 0)
