"""The periods of an assessment: months, quarters, years, other spans, and the one before each."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.site import months_after

MONTHS, QUARTER = 12, 3
# Up to about a quarter the trend is shown by weeks, beyond it by months.
MOST_WEEKS_DAYS = 100
NAMED = re.compile(r"(\d{4})(?:-(\d{1,2})|[Qq]([1-4]))?")


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both included."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.since).days + 1

    @property
    def months(self) -> int:
        """How many whole calendar months it is, 0 where it is none."""
        is_whole = self.since.day == 1 and (self.until + timedelta(days=1)).day == 1
        if not is_whole:
            return 0
        years = self.until.year - self.since.year
        return years * MONTHS + self.until.month - self.since.month + 1


def named(text: str) -> Span | None:
    """Return the month (2026-11), quarter (2026Q4) or year (2026), None if it is no such name."""
    found = NAMED.fullmatch(text)
    if found is None:
        return None
    year = int(found[1])
    first, last = 1, MONTHS
    if found[2]:
        first = last = int(found[2])
    elif found[3]:
        last = int(found[3]) * QUARTER
        first = last - QUARTER + 1
    if year < 1 or not 1 <= first <= MONTHS:
        return None
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def quarter_of(day: date) -> Span:
    """Return the quarter in which the day lies."""
    last = (day.month + QUARTER - 1) // QUARTER * QUARTER
    return Span(
        date(day.year, last - QUARTER + 1, 1), date(day.year, last, monthrange(day.year, last)[1])
    )


def before(span: Span, today: date) -> Span:
    """Return the span before: as many months or days, and as far into it as this one has come."""
    until = span.since - timedelta(days=1)
    since = span.since - timedelta(days=span.days)
    if span.months:
        since = months_after(span.since, -span.months)
    if span.until <= today:
        return Span(since, until)
    gone = Span(span.since, today).days
    return Span(since, min(until, since + timedelta(days=max(gone, 1) - 1)))


def pieces(span: Span) -> tuple[Span, ...]:
    """Cut a span into weeks, or into months where it is long."""
    found = []
    first = span.since
    while first <= span.until:
        if span.days <= MOST_WEEKS_DAYS:
            last = first + timedelta(days=6 - first.weekday())
        else:
            last = first.replace(day=monthrange(first.year, first.month)[1])
        found.append(Span(first, min(last, span.until)))
        first = last + timedelta(days=1)
    return tuple(found)
