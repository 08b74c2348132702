"""Plays the story: what happens when, and the scheduler's hours in between."""

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from checks.workdays import LOCAL
from storyline.afterwards import verdict
from storyline.chronicle import Chronicle
from storyline.office import Office
from storyline.steps import STEPS, Step

FIRST, LAST = date(2026, 9, 14), date(2026, 11, 8)
HOURS = (clock_time(2), clock_time(7), clock_time(8, 30), clock_time(12), clock_time(17))
# A unit's answer lies in the folder for so long before the scheduler looks.
SOON = timedelta(minutes=10)


def play(office: Office) -> int:
    """Play everything and judge it."""
    start = time.monotonic()
    told = Chronicle(office)
    # The first tick of all only writes down the hours that have passed.
    office.tick()
    for at, step in _moments():
        office.clock.jump(at)
        if step is None:
            office.tick()
        else:
            _happen(office, told, step)
        told.report()
    return verdict(office, time.monotonic() - start)


def _happen(office: Office, told: Chronicle, step: Step) -> None:
    told.say(step.mark, step.told)
    said = step.happen(office) if step.happen is not None else None
    for line in said.splitlines() if said else ():
        told.say("　", line)
    office.clock.jump(office.clock.now + SOON)
    office.tick()


def _moments() -> Iterator[tuple[datetime, Step | None]]:
    """Yield the scheduler's hours and the steps in order."""
    days = ((LAST - FIRST).days) + 1
    hours: list[tuple[datetime, Step | None]] = [
        (datetime.combine(FIRST + timedelta(days=number), at, LOCAL), None)
        for number in range(days)
        for at in HOURS
    ]
    steps: list[tuple[datetime, Step | None]] = [(step.at, step) for step in STEPS]
    yield from sorted([*hours, *steps], key=lambda moment: moment[0])
