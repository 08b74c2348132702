"""When an issue has to be fixed: working days in China."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

import chinese_calendar

from checks.finding import Severity

# China has had one zone without summer time since 1991.
LOCAL = timezone(timedelta(hours=8), "Asia/Shanghai")

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day; provisional while the State Council has not announced the year's holidays."""

    day: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """How many working days a unit has; `column` holds for columns that went stale or empty."""

    critical: int = 1
    error: int = 5
    warning: int = 10
    column: int = 10

    def days(self, code: str, severity: Severity) -> int:
        """Return the working days for an issue of this rule and severity."""
        # Content for a column has to be written first, however grave the fault is.
        if code.startswith("F"):
            return self.column
        if severity is Severity.CRITICAL:
            return self.critical
        return self.error if severity is Severity.ERROR else self.warning

    def due(self, code: str, severity: Severity, day: date) -> Deadline:
        """Return the deadline of an issue that is notified on the day."""
        return due(day, self.days(code, severity))


def local_day(now: datetime) -> date:
    """Return the calendar day in China."""
    return now.astimezone(LOCAL).date()


def end_of(day: date) -> datetime:
    """Return the moment when the day is over in China."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), LOCAL).astimezone(UTC)


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
