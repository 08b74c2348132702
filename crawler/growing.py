"""Reads the pages of a crawl that is still going on, as they come in."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from crawler.page import Page, Role
from crawler.pages import date_by_row, page_of
from crawler.snapshot import INDEX, connect

SELECT = (
    "SELECT page.rowid AS number, page.value, url.role, url.column_id FROM page JOIN url USING (url)"
    " WHERE page.rowid > ? AND (url.archive GLOB ? OR url.role IN ('column', 'data'))"
    " ORDER BY page.rowid LIMIT ?"
)


class Growing:
    """Pages in the order in which they were stored; dates of list rows as far as they are known.

    What was taken over from an earlier crawl is left out, lists apart: it is known already.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._connection: sqlite3.Connection | None = None
        self._own = f"{directory.name}-*"
        self._last = 0
        self._days: dict[str, date] = {}

    def close(self) -> None:
        """Release the index."""
        if self._connection is not None:
            self._connection.close()

    def new(self, most: int) -> Iterator[Page]:
        """Yield up to `most` pages that were not yielded before."""
        if self._connection is None:
            if not (self._directory / INDEX).is_file():
                return
            self._connection = connect(self._directory)
        for row in self._connection.execute(SELECT, (self._last, self._own, most)).fetchall():
            self._last = row["number"]
            page = page_of(row)
            if page.role in (Role.COLUMN, Role.DATA):
                self._days |= {each.url: each.published for each in page.entries if each.published}
            day = self._days.get(page.url) if page.role in (Role.PAGE, Role.FILE) else None
            if day is not None:
                date_by_row(page, day)
            yield page
