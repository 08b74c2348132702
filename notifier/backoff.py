"""When a message that was not taken is tried again, and when it is given up."""

import zlib
from datetime import datetime, timedelta

from ledger.hours import ALWAYS, SendingHours
from ledger.outbox import QueuedNotice

STEPS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
# After a day of trying a person has to look. It is the waits that are added up: a letter that
# stood in the queue over a holiday has not been tried at all.
GIVE_UP_AFTER = timedelta(hours=24)
# Where nobody but a daily cron job tries, a day of waits would take a month.
OLDEST = timedelta(days=10)
SPREAD = 0.1


def next_try(queued: QueuedNotice, now: datetime, hours: SendingHours = ALWAYS) -> datetime | None:
    """Return when to try again after this attempt failed; None when it was the last.

    What is not urgent waits for the next of the sending `hours`, and is as old as its first chance.
    """
    hours = ALWAYS if queued.urgent else hours
    waited = sum((_step(attempt) for attempt in range(1, queued.attempts + 1)), timedelta(0))
    is_old = queued.attempts > len(STEPS) and now > hours.next(queued.created_at) + OLDEST
    if waited > GIVE_UP_AFTER or is_old:
        return None
    return hours.next(now + _step(queued.attempts) * _jitter(queued))


def _step(attempt: int) -> timedelta:
    return STEPS[min(attempt, len(STEPS)) - 1]


def _jitter(queued: QueuedNotice) -> float:
    """Return a factor near 1 that spreads what failed together, the same for the same attempt."""
    chance = zlib.crc32(f"{queued.id}/{queued.attempts}".encode()) / 2**32
    return 1 + SPREAD * (2 * chance - 1)
