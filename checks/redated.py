"""Tells whether the claimed date of a known page was altered, or has changed innocently."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from checks.claims import KEPT_KINDS, SLACK, Claim
from checks.finding import Sighting
from checks.views import ColumnView
from checks.workdays import local_day
from crawler.page import DateSource

# So many dates of a column that change at once, half of all: its list counts otherwise now, or
# its pages were made anew.
MANY = 3


class Redated:
    """The dates that changed between the last look and this one."""

    def __init__(
        self,
        views: Iterable[ColumnView],
        before: datetime,
        at: datetime,
        pages: Mapping[str, Sighting],
        claims: Mapping[str, Claim],
    ) -> None:
        self._before = before
        self._at = at
        self._kept = {view.column.id for view in views if view.column.kind in KEPT_KINDS}
        changed: Counter[str] = Counter()
        dated: Counter[str] = Counter()
        for address, claim in claims.items():
            known = pages.get(address)
            if known is not None and _is_comparable(known, claim):
                dated[claim.column] += 1
                changed[claim.column] += known.day != claim.day
        self._renewed = {
            column for column, count in changed.items() if count >= max(MANY, dated[column] / 2)
        }

    def after(self, known: Sighting, claim: Claim) -> Sighting:
        """Return what is known of a page after this look."""
        seen = replace(
            known,
            column=claim.column or known.column,
            title=claim.title or known.title,
            text=claim.text or known.text,
            gone_at=None,
        )
        # What was not to be seen this time has not changed.
        if claim.day is None or (claim.day, claim.source) == (known.day, known.source):
            return seen
        seen = replace(seen, day=claim.day, source=claim.source)
        if not _is_comparable(known, claim):
            return seen
        if claim.day == known.old_day or not self._is_altered(known, claim, claim.day):
            return replace(seen, old_day=None, old_at=None, changed_at=None)
        return replace(
            seen,
            old_day=known.old_day or known.day,
            old_at=known.old_at or self._before,
            changed_at=self._at,
        )

    def _is_altered(self, known: Sighting, claim: Claim, day: date) -> bool:
        old = known.day
        if old is None or abs(day - old) <= SLACK or claim.column in self._renewed:
            return False
        # Lists that show month and day alone are read with another year next year; and a year may
        # be a slip that was mended, as a day that has not come is.
        is_year = (day.month, day.day) == (old.month, old.day)
        is_future = max(old - local_day(self._before), day - local_day(self._at)) > SLACK
        if is_year or is_future or known.gone_at is not None or _is_corrected(known, day):
            return False
        if day < old:
            return True
        # A new date for a new text is what readers expect.
        is_same_text = bool(known.text) and known.text == claim.text
        return is_same_text and claim.column not in self._kept


def _is_comparable(known: Sighting, claim: Claim) -> bool:
    """Whether both dates were read at the same place; that of a tag is when the page was made."""
    return (
        known.day is not None
        and claim.day is not None
        and known.source == claim.source != DateSource.META
    )


def _is_corrected(known: Sighting, day: date) -> bool:
    """Whether a page that came with an old date now shows the day on which it came."""
    if known.missed_at is None:
        return False
    return local_day(known.missed_at) - SLACK <= day <= local_day(known.first_at) + SLACK
