"""Before an inspection the whole list is gone through: once, on time, and late rather than never."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.schedule.builders import (
    LINJIANG,
    QINGHE,
    SHANGHAI,
    Clock,
    a_config,
    a_ledger,
    local,
    noting,
)
from xunjian.schedule import Scheduler
from xunjian.schedules import Once, next_runs, schedules

# A Tuesday; three working days before it is a Thursday.
INSPECTION = date(2026, 12, 15)
LEAD = local(2026, 12, 10, 2)
BEFORE = local(2026, 12, 9, 12)

LEADS = [
    (INSPECTION, 3, date(2026, 12, 10)),
    (INSPECTION, 0, INSPECTION),
    # The National Day holidays end on 7 October; Saturday 10 October is a working day.
    (date(2026, 10, 12), 3, date(2026, 10, 8)),
    (date(2026, 10, 9), 3, date(2026, 9, 29)),
    # No calendar yet: weekends and the days that the law names.
    (date(2027, 1, 5), 2, date(2026, 12, 31)),
]


@pytest.mark.parametrize(("event", "lead", "day"), LEADS)
def test_the_lead_is_counted_in_working_days(
    tmp_path: Path, event: date, lead: int, day: date
) -> None:
    config = a_config(tmp_path, inspections=(event,), inspection_lead=lead)
    (before,) = (each.once for each in schedules(config) if each.once is not None)
    assert before == Once(day, event)


Open = Callable[..., "Office"]


class Office:
    """A scheduler with an inspection ahead."""

    def __init__(self, directory: Path, ledger: Ledger, **schedule: object) -> None:
        self.done: list[str] = []
        self.ledger = ledger
        self.clock = Clock(BEFORE)
        wanted = {"inspections": (INSPECTION,), **schedule}
        config = a_config(directory, QINGHE, **wanted)
        self.scheduler = Scheduler(config, noting(self.done.append), ledger, now=self.clock)

    def at(self, moment: datetime) -> list[str]:
        """Set the clock, tick, and return which inspections were prepared in this tick."""
        before = len(self.done)
        self.clock.at = moment
        self.scheduler.tick()
        self.scheduler.join()
        return [each for each in self.done[before:] if each.startswith("inspect")]

    def outcomes(self) -> list[str]:
        rows = [
            row for row in self.ledger.clock.slots() if row.schedule_id.startswith("inspection")
        ]
        return [row.outcome for row in sorted(rows, key=lambda row: row.taken_at)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Open]:
    with a_ledger(a_config(tmp_path)) as ledger:
        yield lambda **schedule: Office(tmp_path, ledger, **schedule)


def test_it_is_prepared_once_however_often_the_program_starts(office: Open) -> None:
    first = office()
    assert first.at(BEFORE) == []
    assert first.at(LEAD) == ["inspect qinghe"]
    assert first.at(LEAD + timedelta(days=1)) == []
    # Neither after a restart, nor on a clock that was put back, nor with another lead.
    assert office().at(LEAD + timedelta(days=2)) == []
    assert office().at(LEAD - timedelta(days=1)) == []
    assert office(inspection_lead=1).at(local(2026, 12, 14, 12)) == []
    assert first.outcomes() == ["完成：看了 5 个"]


def test_late_it_is_prepared_all_the_same_as_long_as_the_inspection_is_ahead(
    office: Open,
) -> None:
    assert office().at(local(2026, 12, 14, 23)) == ["inspect qinghe"]


def test_without_a_lead_it_is_prepared_on_the_day_itself(office: Open) -> None:
    today = office(inspection_lead=0)
    assert today.at(LEAD) == []
    assert today.at(local(2026, 12, 15, 2)) == ["inspect qinghe"]


def test_afterwards_it_is_written_down_as_missed(office: Open) -> None:
    assert office().at(local(2026, 12, 15)) == []
    assert office().outcomes() == ["错过：检查日之前没有运行"]


def test_what_was_interrupted_is_taken_up_days_later_too(office: Open) -> None:
    first = office()
    first.at(BEFORE)
    owner = next(beat.name for beat in first.ledger.clock.heartbeats()).removeprefix("scheduler:")
    assert first.ledger.clock.take_slot("inspection:qinghe@2026-12-15", LEAD, owner, LEAD)
    assert office().at(local(2026, 12, 13, 12)) == ["inspect qinghe"]
    assert office().at(local(2026, 12, 14, 12)) == []


def test_it_is_listed_among_the_next_runs_until_it_is_over(tmp_path: Path) -> None:
    config = a_config(tmp_path, QINGHE, LINJIANG, inspections=(INSPECTION,))
    shown = [
        (run.label, run.at.astimezone(SHANGHAI).strftime("%m-%d %H:%M"))
        for run in next_runs(config, BEFORE)
        if "迎检" in run.label
    ]
    assert shown == [
        ("迎检全面复核·青禾区人民政府", "12-10 02:00"),
        ("迎检全面复核·临江镇人民政府", "12-10 02:00"),
    ]
    assert not [run for run in next_runs(config, LEAD) if "迎检" in run.label]
