"""Letters go out when offices are open, and urgent ones at any hour."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.workdays import LOCAL, Calendar
from ledger.hours import ALWAYS, SendingHours
from ledger.ledger import Ledger
from ledger.outbox import Sent
from tests.ledger.builders import item

HOURS = SendingHours()
LEASE = timedelta(minutes=5)


def at(day: str, hour: int, minute: int = 0) -> datetime:
    """Return a moment in China; `day` is month and day of 2026."""
    month, number = map(int, day.split("-"))
    return datetime(2026, month, number, hour, minute, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        # A Monday.
        (at("11-23", 8, 29), at("11-23", 8, 30)),
        (at("11-23", 8, 30), None),
        (at("11-23", 17, 29), None),
        (at("11-23", 17, 30), at("11-24", 8, 30)),
        # Friday evening, and the week-end.
        (at("11-27", 18), at("11-30", 8, 30)),
        (at("11-28", 10), at("11-30", 8, 30)),
        # The eve of National Day; the Saturday after it is worked.
        (at("9-30", 20), at("10-8", 8, 30)),
        (at("10-10", 10), None),
        (at("9-20", 7), at("9-20", 8, 30)),
    ],
)
def test_letters_go_out_in_office_hours(now: datetime, opening: datetime | None) -> None:
    assert HOURS.is_open(now) == (opening is None)
    assert HOURS.next(now) == (opening or now)
    assert ALWAYS.next(now) == now


def test_local_holidays_and_hours_are_kept() -> None:
    local = Calendar(holidays=frozenset({at("11-23", 0).date()}))
    early = SendingHours(time(7), time(12), local)
    assert early.next(at("11-23", 10)) == at("11-24", 7)
    assert early.next(at("11-24", 12)) == at("11-25", 7)


MOMENTS = st.integers(0, 300 * 24 * 60).map(lambda late: at("2-1", 0) + timedelta(minutes=late))


@given(MOMENTS)
def test_the_next_chance_is_the_first_in_office_hours(moment: datetime) -> None:
    chance = HOURS.next(moment)
    assert chance >= moment
    assert HOURS.is_open(chance)
    assert HOURS.next(chance) == chance
    just_before = chance - timedelta(minutes=1)
    assert moment == chance or not HOURS.is_open(just_before)


def test_out_of_hours_only_urgent_letters_are_handed_out(ledger: Ledger) -> None:
    now = at("11-28", 23)
    urgent = replace(item("leak"), urgent=True)
    ledger.enqueue([item("list"), urgent], now=now)
    first = ledger.claim(now, LEASE, urgent_only=True)
    assert first is not None
    assert first.dedupe == "leak"
    ledger.settle(first.id, Sent(), now)
    assert ledger.claim(now, LEASE, urgent_only=True) is None
    later = ledger.claim(now, LEASE)
    assert later is not None
    assert later.dedupe == "list"


def test_an_urgent_letter_does_not_wait_behind_a_long_queue(ledger: Ledger) -> None:
    now = at("11-23", 9)
    ledger.enqueue([item(f"n{number}") for number in range(3)], now=now)
    later = now + timedelta(minutes=1)
    ledger.enqueue([replace(item("leak"), urgent=True)], now=later)
    first = ledger.claim(later, LEASE)
    assert first is not None
    assert first.dedupe == "leak"
