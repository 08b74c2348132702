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


def due(day: date, working_days: int) -> Deadline:
    """Count the working days after the day, which itself does not count."""
    provisional = False
    left = working_days
    while left > 0:
        day += timedelta(days=1)
        provisional = provisional or not is_announced(day.year)
        left -= is_working(day)
    return Deadline(day, provisional)


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
