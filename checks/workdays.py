"""Working days in China, by the official calendar as far as it is announced."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

import chinese_calendar

# China has had one zone without summer time since 1991.
LOCAL = timezone(timedelta(hours=8), "Asia/Shanghai")

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day; provisional while the State Council has not announced the year's holidays."""

    day: date
    provisional: bool


def local_day(now: datetime) -> date:
    """Return the calendar day in China."""
    return now.astimezone(LOCAL).date()


def end_of(day: date) -> datetime:
    """Return the moment when the day is over in China."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), LOCAL)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The official calendar with what an office lays over it: its own holidays and working days.

    `announced` are years whose holidays and working days have all been entered by hand.
    """

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    announced: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether the office works on the day, as far as is known."""
        return day in self.workdays or (day not in self.holidays and is_working(day))

    def is_announced(self, year: int) -> bool:
        """Whether all holidays and working days of the year are known."""
        return year in self.announced or is_announced(year)

    def due(self, day: date, working_days: int) -> Deadline:
        """Count the working days after the day, which itself does not count."""
        last = self.shift(day, working_days)
        first = day + timedelta(days=1)
        is_known = all(map(self.is_announced, range(first.year, last.year + 1)))
        return Deadline(last, provisional=last > day and not is_known)

    def shift(self, day: date, working_days: int) -> date:
        """Return the day so many working days after this one, or before it where negative."""
        forward = timedelta(days=1 if working_days > 0 else -1)
        left = abs(working_days)
        while left > 0:
            day += forward
            left -= self.is_working(day)
        return day

    def first_working(self, day: date) -> date:
        """Return the day itself or the first working day after it."""
        return day if self.is_working(day) else self.shift(day, 1)


def due(day: date, working_days: int) -> Deadline:
    """Count the working days after the day by the official calendar alone."""
    return Calendar().due(day, working_days)


@lru_cache(maxsize=4096)
def is_working(day: date) -> bool:
    """Whether offices work on the day, as far as is known."""
    if is_announced(day.year):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < SATURDAY and day not in _statutory(day.year)


@lru_cache(maxsize=64)
def is_announced(year: int) -> bool:
    """Whether the official calendar covers the year."""
    try:
        chinese_calendar.is_workday(date(year, 12, 31))
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=64)
def _statutory(year: int) -> frozenset[date]:
    # Needed only for years without an official calendar; loading it takes a moment.
    import holidays

    return frozenset(holidays.country_holidays("CN", years=year))
