"""When a message that was not taken is tried again, and when it is given up."""

import zlib
from datetime import datetime, timedelta

from ledger.outbox import QueuedNotice

STEPS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
# After a day of trying a person has to look. It is the waits that are added up: a letter that
# stood in the queue over a holiday has not been tried at all.
GIVE_UP_AFTER = timedelta(hours=24)
# Where nobody but a daily cron job tries, a day of waits would take a month.
OLDEST = timedelta(days=10)
SPREAD = 0.1


def next_try(queued: QueuedNotice, now: datetime) -> datetime | None:
    """Return when to try again after this attempt failed; None when it was the last."""
    waited = sum((_step(attempt) for attempt in range(1, queued.attempts + 1)), timedelta(0))
    is_old = queued.attempts > len(STEPS) and now > queued.created_at + OLDEST
    if waited > GIVE_UP_AFTER or is_old:
        return None
    return now + _step(queued.attempts) * _jitter(queued)


def _step(attempt: int) -> timedelta:
    return STEPS[min(attempt, len(STEPS)) - 1]


def _jitter(queued: QueuedNotice) -> float:
    """Return a factor near 1 that spreads what failed together, the same for the same attempt."""
    chance = zlib.crc32(f"{queued.id}/{queued.attempts}".encode()) / 2**32
    return 1 + SPREAD * (2 * chance - 1)
