"""The earlier crawl that a new one may rely on, page by page, where nothing has changed."""

import os
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from crawler.address import Lead
from crawler.page import Role
from crawler.snapshot import INDEX

REUSE = """
UPDATE url SET done = 1, tries = tries + 1, at = ?, error = '',
    (role, outcome, status, location, media, archive, position, digest, etag, modified) =
    (SELECT CASE WHEN url.role = 'page' AND old.role = 'file' THEN 'file' ELSE url.role END,
        old.outcome, old.status, old.location, old.media, old.archive, old.position, old.digest,
        old.etag, old.modified FROM past.url AS old WHERE old.url = url.url)
WHERE url = ?
"""
# When it was really asked stays with it, so that it is asked again when that is too long ago.
CARRY = """
UPDATE url SET done = 1, tries = old.tries, outcome = old.outcome, status = old.status,
    error = old.error, at = old.at, location = old.location, media = old.media, digest = old.digest
FROM past.url AS old
WHERE old.url = url.url AND url.url = ? AND old.role IN ('probe', 'resource')
    AND old.outcome = 'ok'
    AND old.done = 1 AND old.archive = '' AND old.at > ?
"""
REUSE_PAGE = (
    "INSERT OR REPLACE INTO page SELECT url, value, leads FROM past.page AS old WHERE old.url = ?"
)
# Who carries an address must not change from scan to scan by the order in which answers come.
KEEP_SOURCES = """
UPDATE url SET source = old.source FROM past.url AS old
JOIN past.url AS before ON before.url = old.source
JOIN main.url AS carrier ON carrier.url = old.source
WHERE old.url = url.url AND old.source != url.source AND before.digest != ''
    AND before.digest = carrier.digest
"""
SELECT = (
    "SELECT role, at, archive, location, digest, etag, modified, leads FROM past.url"
    " LEFT JOIN past.page USING (url) WHERE url = ? AND outcome = 'ok' AND archive != ''"
)


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier crawl knew of an address."""

    at: datetime
    archive: str
    location: str
    digest: str
    etag: str
    modified: str
    leads: tuple[Lead, ...]

    @property
    def has_validators(self) -> bool:
        """Whether the server can be asked if the page has changed."""
        return bool(self.etag or self.modified)


class Past:
    """An earlier crawl, attached to the index of the one in hand; empty without a directory.

    A crawl that `is_whole` may rely on all of it, one of some pages only on what lies outside.
    """

    def __init__(
        self, connection: sqlite3.Connection, directory: str, *, is_whole: bool = True
    ) -> None:
        self._connection = connection
        self._directory = Path(directory)
        self._linked: set[str] = set()
        self.has_outside = bool(directory) and self._attach()
        self.is_there = self.has_outside and is_whole

    def _attach(self) -> bool:
        index = self._directory / INDEX
        if not index.is_file():
            return False
        self._connection.execute("ATTACH DATABASE ? AS past", (str(index),))
        # What another version of the parser read is not what this one would read.
        row = self._connection.execute(
            "SELECT 1 FROM main.meta JOIN past.meta AS old USING (key, value) WHERE key = 'parser'"
        ).fetchone()
        if row is None:
            self._connection.execute("DETACH DATABASE past")
        return row is not None

    def before(self, url: str, role: Role) -> Before | None:
        """Return what was known of an address in this role, None if it was not read then."""
        if not self.is_there:
            return None
        row = self._connection.execute(SELECT, (url,)).fetchone()
        if row is None or not _is_same_role(row["role"], role):
            return None
        if role is not Role.PROBE and row["leads"] is None:
            return None
        leads = msgspec.msgpack.decode(row["leads"], type=tuple[Lead, ...]) if row["leads"] else ()
        return Before(
            datetime.fromisoformat(row["at"]),
            row["archive"],
            row["location"],
            row["digest"],
            row["etag"],
            row["modified"],
            leads,
        )

    def carry(self, url: str, since: datetime) -> str | None:
        """Take over what was found at an outside address; return where it leads.

        None if it was not well, or is not known since then.
        """
        done = self._connection.execute(CARRY, (url, since.isoformat()))
        if not done.rowcount:
            return None
        self._connection.execute(REUSE_PAGE, (url,))
        row = self._connection.execute("SELECT location FROM url WHERE url = ?", (url,))
        location: str = row.fetchone()["location"]
        return location

    def knew(self, url: str) -> bool:
        """Whether there was a certain answer at an address: a page, a redirect, or nothing."""
        if not self.is_there:
            return False
        row = self._connection.execute(
            "SELECT 1 FROM past.url WHERE url = ? AND outcome IN ('ok', 'gone')", (url,)
        )
        return row.fetchone() is not None

    def keep_sources(self) -> None:
        """Let each address belong to the page that led to it before, if that page is the same."""
        if self.is_there:
            self._connection.execute(KEEP_SOURCES)

    def link(self, archive: str, directory: Path) -> None:
        """Let the archive of the earlier crawl stand in the new directory too."""
        if archive in self._linked:
            return
        self._linked.add(archive)
        source, target = self._directory / archive, directory / archive
        if target.exists():
            return
        try:
            os.link(source, target)
        except OSError:
            # A file system without hard links.
            shutil.copy2(source, target)


def _is_same_role(before: str, role: Role) -> bool:
    return before == role.value or (before == Role.FILE.value and role is Role.PAGE)
