"""A sender keeps the hours: urgent letters at night, the others in the morning, none given up."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from checks.workdays import LOCAL
from ledger.hours import SendingHours
from ledger.ledger import Ledger
from ledger.outbox import NoticeState
from notifier.outbox import deliver
from notifier.transports.transport import TransportError
from tests.ledger.builders import SECRET, item

FRIDAY_EVENING = datetime(2026, 11, 27, 19, tzinfo=LOCAL)
MONDAY = datetime(2026, 11, 30, 8, 30, tzinfo=LOCAL)
HALF_HOUR = timedelta(minutes=30)


class Post:
    """A way of delivery that works from a moment on, and the clock of the test."""

    def __init__(self, works_from: datetime) -> None:
        self.now = FRIDAY_EVENING
        self.works_from = works_from
        self.tried: list[tuple[datetime, bytes]] = []

    def send(self, payload: bytes, _recipient: str, on_commit: Callable[[], None]) -> None:
        self.tried.append((self.now, payload))
        if self.now < self.works_from:
            raise TransportError("没有人接", permanent=False)
        on_commit()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(f"sqlite:///{tmp_path}/ledger.sqlite3", SECRET) as opened:
        opened.enqueue([item("list"), replace(item("leak"), urgent=True)], now=FRIDAY_EVENING)
        yield opened


def until(ledger: Ledger, post: Post, end: datetime) -> dict[str, NoticeState]:
    """Let a sender look at the outbox every half hour."""
    while post.now < end:
        deliver(ledger, post, now=lambda: post.now, rate=0, hours=SendingHours())
        post.now += HALF_HOUR
    return {each.dedupe: each.state for each in ledger.outbox()}


def test_at_night_what_is_urgent_goes_out_and_the_rest_in_the_morning(ledger: Ledger) -> None:
    post = Post(works_from=FRIDAY_EVENING)
    at_night = until(ledger, post, MONDAY)
    assert at_night == {"list": NoticeState.PENDING, "leak": NoticeState.SENT}
    assert until(ledger, post, MONDAY + HALF_HOUR)["list"] is NoticeState.SENT
    assert [at for at, _ in post.tried] == [FRIDAY_EVENING, MONDAY]


def test_a_server_that_is_down_until_monday_noon_loses_no_letter(ledger: Ledger) -> None:
    noon = MONDAY.replace(hour=12)
    post = Post(works_from=noon)
    states = until(ledger, post, noon + timedelta(hours=2))
    assert states["list"] is NoticeState.SENT
    lists = [at for at, payload in post.tried if b"list@" in payload]
    assert all(at >= MONDAY for at in lists)


def test_a_server_that_never_comes_back_is_given_up_in_office_hours(ledger: Ledger) -> None:
    post = Post(works_from=MONDAY + timedelta(days=365))
    states = until(ledger, post, MONDAY + timedelta(days=5))
    assert states["list"] is NoticeState.FAILED
    tried = [at for at, payload in post.tried if b"list@" in payload]
    assert all(SendingHours().is_open(at) for at in tried)
    assert tried[-1] >= MONDAY + timedelta(days=1)
