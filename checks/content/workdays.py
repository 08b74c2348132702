"""Counts working days by the official calendar of China."""

from datetime import date, timedelta

import chinese_calendar

SATURDAY = 5


def workdays_after(first: date, last: date) -> int:
    """Return how many working days lie after the first day up to the last, which counts."""
    return sum(_is_working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def _is_working(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        # A year whose holidays have not been announced.
        return day.weekday() < SATURDAY
