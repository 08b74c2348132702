"""Tells of a page that is new which look should have seen it, had it been there on its day."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from checks.claims import LATE, Claim
from checks.finding import ListRead, Sighting
from checks.views import ColumnView
from checks.workdays import local_day

# A list this short cannot have had more pages that nobody knew how to turn to.
SHORT_LIST = 10
# So many old pages at once that are more than half of what is listed: old stock was brought over.
MANY = 20


class Appeared:
    """What the lists showed at the last look, and whether the site is still the same one."""

    def __init__(
        self,
        views: Iterable[ColumnView],
        pages: Iterable[Sighting],
        lists: Mapping[str, ListRead],
        claims: Mapping[str, Claim],
    ) -> None:
        self._views = {view.column.id: view for view in views}
        self._lists = lists
        self._claims = claims
        self._titles: dict[str, list[Sighting]] = {}
        self._shown: dict[str, list[Sighting]] = {}
        known = set()
        for page in pages:
            known.add(page.address)
            if page.title:
                self._titles.setdefault(page.title, []).append(page)
            if self._was_shown(page):
                self._shown.setdefault(page.column, []).append(page)
        self._is_rebuilt = self._has_left(
            [page for shown in self._shown.values() for page in shown]
        ) or self._is_brought_over(known)

    def missed_at(self, claim: Claim) -> datetime | None:
        """Return the look that read the list to its end without a page that claims to be older.

        None where it proves nothing: a new column, a list that was not read so far back, a site
        or column that was built anew, a page that was there under another address.
        """
        last = self._last_read(claim.column)
        if last is None or claim.day is None or self._is_rebuilt:
            return None
        rows = len(self._views[claim.column].entries)
        if self._has_left(self._shown.get(claim.column, [])):
            return None
        if not _reached(last, claim.day, rows):
            return None
        return None if self._is_moved(claim) else last.last_at

    def _last_read(self, column: str) -> ListRead | None:
        last = self._lists.get(column)
        # A column that has got another address is another list.
        view = self._views.get(column)
        return last if last and view and last.address == view.column.url else None

    def _was_shown(self, page: Sighting) -> bool:
        last = self._lists.get(page.column)
        if last is None or page.first_at > last.last_at:
            return False
        return page.gone_at is None or page.gone_at > last.last_at

    def _has_left(self, shown: list[Sighting]) -> bool:
        """Whether most of these are not there any more: their addresses have been made anew."""
        return sum(page.address in self._claims for page in shown) * 2 < len(shown)

    def _is_brought_over(self, known: set[str]) -> bool:
        listed = [(url, claim) for url, claim in self._claims.items() if claim.column]
        old = 0
        for url, claim in listed:
            last = self._last_read(claim.column)
            if url not in known and last and claim.day:
                old += claim.day < local_day(last.last_at) - LATE
        return old >= MANY and old * 2 > len(listed)

    def _is_moved(self, claim: Claim) -> bool:
        """Whether a page of this title stood elsewhere, with the same date or until now."""
        return any(
            page.day in (None, claim.day)
            or page.first_day == claim.day
            or page.address not in self._claims
            for page in self._titles.get(claim.title, ())
        )


def _reached(last: ListRead, day: date, rows: int) -> bool:
    """Whether the list, as it was read, would have shown a page of that day; it has `rows` now."""
    if not last.rows:
        # An empty list may have been a bad look; two in a row are not.
        return last.since < last.last_at
    if last.back_to is not None and last.back_to < day:
        return True
    # One that shows the newest few alone lets an older one in for each that is taken away.
    return last.rows < SHORT_LIST and rows > last.rows
