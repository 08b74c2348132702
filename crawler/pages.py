"""The pages of a snapshot by address, decoded when they are asked for."""

import sqlite3
from collections.abc import Iterator, Mapping, ValuesView
from datetime import date, datetime

import msgspec

from crawler.page import DateSource, Fetch, Outcome, Page, Published, Role

SELECT_PAGES = "SELECT page.value, url.role, url.column_id FROM page JOIN url USING (url)"
BATCH = 100
ROLES = {role.value: role for role in Role}
OUTCOMES = {outcome.value: outcome for outcome in Outcome}
DECODE = msgspec.msgpack.Decoder(Page).decode


def fetch_of(row: sqlite3.Row) -> Fetch:
    """Read a fetch from a row of the index."""
    return Fetch(
        url=row["url"],
        outcome=OUTCOMES[row["outcome"]],
        at=datetime.fromisoformat(row["at"]),
        status=row["status"],
        error=row["error"],
        location=row["location"],
        media=row["media"],
        looks=row["tries"],
    )


def page_of(row: sqlite3.Row) -> Page:
    """Read a page from a row of the index: what was read there, and what it is known as."""
    page = DECODE(row["value"])
    # Ten times as fast as `replace`; nobody else holds this page yet.
    object.__setattr__(page, "role", ROLES[row["role"]])
    object.__setattr__(page, "column_id", row["column_id"])
    return page


def date_by_row(page: Page, day: date) -> None:
    """Give a page that nobody else holds yet the date of its list row, which goes first."""
    object.__setattr__(page, "published", Published(day, DateSource.ROW))


class _InOrder(ValuesView[Page]):
    """The values of a mapping of pages, streamed."""

    def __init__(self, pages: "Pages") -> None:
        super().__init__(pages)
        self._pages = pages

    def __iter__(self) -> Iterator[Page]:
        return self._pages.stream()


class Pages(Mapping[str, Page]):
    """Pages by address, decoded when asked for, so that a large site does not fill the memory."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        fetches: Mapping[str, Fetch],
        known_days: Mapping[str, date],
    ) -> None:
        self._connection = connection
        self._fetches = fetches
        self._known_days = known_days
        self._row_dates: dict[str, date] | None = None

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM page").fetchone()[0])

    def __iter__(self) -> Iterator[str]:
        # By address, whatever order they came in: two scans of one site name the same examples.
        for row in self._connection.execute("SELECT url FROM page ORDER BY url"):
            yield row["url"]

    def values(self) -> ValuesView[Page]:
        """Return the pages, read from disk one after another."""
        return _InOrder(self)

    def stream(self) -> Iterator[Page]:
        """Yield the pages by address, in few reads."""
        rows = self._connection.execute(f"{SELECT_PAGES} ORDER BY url.url")
        while batch := rows.fetchmany(BATCH):
            yield from map(self._complete, batch)

    def lists(self) -> Iterator[Page]:
        """Yield the pages of column lists."""
        yield from map(self._page, self._in_role(Role.COLUMN, Role.DATA))

    def files(self) -> Iterator[Page]:
        """Yield the attachments."""
        yield from map(self._complete, self._in_role(Role.FILE, Role.FILE))

    def _in_role(self, *roles: Role) -> Iterator[sqlite3.Row]:
        yield from self._connection.execute(
            f"{SELECT_PAGES} WHERE url.role IN (?, ?) ORDER BY url.url", roles
        )

    def __getitem__(self, url: str) -> Page:
        row = self._connection.execute(f"{SELECT_PAGES} WHERE url.url = ?", (url,)).fetchone()
        if row is None:
            raise KeyError(url)
        return self._complete(row)

    def _complete(self, row: sqlite3.Row) -> Page:
        page = self._page(row)
        if page.role in (Role.PAGE, Role.FILE):
            day = self._days().get(page.url)
            if day is not None:
                date_by_row(page, day)
        return page

    def _page(self, row: sqlite3.Row) -> Page:
        page = page_of(row)
        object.__setattr__(page, "fetch", self._fetches.get(page.url, page.fetch))
        return page

    def _days(self) -> Mapping[str, date]:
        if self._row_dates is None:
            self._row_dates = dict(self._known_days)
            self._row_dates |= {
                entry.url: entry.published
                for page in self.lists()
                for entry in page.entries
                if entry.published
            }
        return self._row_dates
