"""The last weeks in numbers: what was open, what came, what went, how much of it in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from checks.workdays import local_day
from ledger.lifecycle import CLOSING
from ledger.spells import Spell

WEEKS = 8
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday to `last`, a Sunday or the day of the letter.

    `open` is how many were open at its end; `due` how many had their deadline in it, `met` how
    many of those were mended by then. What is due on the day of the letter still has time.
    """

    first: date
    last: date
    open: int
    new: int
    closed: int
    due: int
    met: int

    @property
    def on_time(self) -> int | None:
        """The share mended in time, in percent; None where nothing was due."""
        return round(self.met * 100 / self.due) if self.due else None


def trend(spells: Iterable[Spell], today: date, weeks: int = WEEKS) -> tuple[Week, ...]:
    """Return the weeks up to today, oldest first, without those before the first problem."""
    known = list(spells)
    if not known:
        return ()
    began = min(local_day(one.opened) for one in known)
    monday = today - timedelta(days=today.weekday())
    starts = (monday - number * WEEK for number in reversed(range(weeks)))
    return tuple(_week(known, start, today) for start in starts if start + WEEK > began)


def _week(spells: Iterable[Spell], first: date, today: date) -> Week:
    last = min(first + WEEK - DAY, today)
    open_ = new = closed = due = met = 0
    for one in spells:
        opened, ended = local_day(one.opened), local_day(one.closed) if one.closed else None
        new += first <= opened <= last
        is_mended = one.ending in CLOSING and ended is not None
        closed += is_mended and ended is not None and first <= ended <= last
        open_ += opened <= last and (ended is None or ended > last)
        if one.due is None or not first <= one.due <= last or one.due >= today:
            continue
        # What was dismissed or waived was not for the unit to mend.
        if is_mended or one.is_open:
            due += 1
            met += is_mended and (_done(one) <= one.due)
    return Week(first, last, open_, new, closed, due, met)


def _done(one: Spell) -> date:
    """Return when it was mended: when the unit said so, where a look confirmed that."""
    if one.closed is None:
        raise ValueError("an open spell is not done")
    return local_day(min(one.closed, one.claimed or one.closed))
