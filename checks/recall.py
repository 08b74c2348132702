"""Remembers what the rules said of a text, so that what has not changed is not judged again.

A judgement is kept under the digest of all that the page rules see, and of the rules themselves;
findings are kept as reported, personal data masked. What the last scan did not use is forgotten.
"""

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from checks.finding import Finding, Undecided
from checks.views import Document

SCHEMA = """
CREATE TABLE IF NOT EXISTS text (digest BLOB PRIMARY KEY, value BLOB NOT NULL, used INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS whole (state TEXT PRIMARY KEY, value BLOB NOT NULL);
"""
ENCODE = msgspec.msgpack.Encoder().encode
DIGEST_SIZE = 16


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the page rules say of one document; `until` is the last day on which it holds."""

    findings: tuple[Finding, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    until: date | None = None

    def holds(self, today: date) -> bool:
        """Whether time alone has not made it out of date."""
        return self.until is None or today <= self.until


DECODE = msgspec.msgpack.Decoder(Judgement).decode
NOTHING_FOUND = ENCODE(Judgement())


class Recall:
    """The memory of one site; `rules` names the version of all rules and word lists."""

    def __init__(self, path: Path, rules: str) -> None:
        self._rules = rules.encode()
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.executescript(f"PRAGMA journal_mode=WAL; {SCHEMA}")
        self._connection.execute("BEGIN")

    def close(self) -> None:
        """Keep what was learnt."""
        self._connection.execute("COMMIT")
        self._connection.close()

    def judgement(self, digest: bytes) -> Judgement | None:
        """Return what was said of a document, None if it is new."""
        row = self._connection.execute("SELECT value FROM text WHERE digest = ?", (digest,))
        found = row.fetchone()
        if found is None:
            return None
        self._connection.execute(
            "UPDATE text SET used = 1 WHERE digest = ? AND used = 0", (digest,)
        )
        value: bytes = found[0]
        return Judgement() if value == NOTHING_FOUND else DECODE(value)

    def remember(self, digest: bytes, judgement: Judgement) -> None:
        """Keep what the rules say of a document."""
        self._connection.execute(
            "INSERT OR REPLACE INTO text VALUES (?, ?, 1)", (digest, ENCODE(judgement))
        )

    def whole(self, state: str) -> bytes | None:
        """Return what was kept of a scan that found the site in this state."""
        row = self._connection.execute(
            "SELECT value FROM whole WHERE state = ?", (self._named(state),)
        ).fetchone()
        return row[0] if row is not None else None

    def remember_whole(self, state: str, value: bytes) -> None:
        """Keep what a scan of the whole site came to, and forget the scan before it."""
        self._connection.execute("DELETE FROM whole")
        self._connection.execute("INSERT INTO whole VALUES (?, ?)", (self._named(state), value))

    def _named(self, state: str) -> str:
        # Other rules would say something else of the same site.
        return f"{self._rules.decode()} {state}"

    def forget_unused(self) -> None:
        """Drop what the scan in hand had no use for."""
        self._connection.execute("DELETE FROM text WHERE used = 0")
        self._connection.execute("UPDATE text SET used = 0")

    def digest(self, document: Document) -> bytes:
        """Return what names the document and everything that the page rules see of it."""
        page, column = document.page, document.column
        bare = replace(document, page=None, column=None)
        seen = None
        if page is not None:
            source = page.published.source if page.published else None
            links = tuple(link for link in page.links if not link.is_frame)
            rows = (bool(page.entries), [row.misdated for row in page.entries if row.misdated])
            seen = (page.role, bool(page.shown_dates), source, page.has_form, links, rows)
        digest = hashlib.blake2b(self._rules, digest_size=DIGEST_SIZE)
        digest.update(ENCODE((bare, column.id if column is not None else None, seen)))
        return digest.digest()


def fingerprint(parts: Iterable[bytes]) -> str:
    """Return one name for a sequence of contents."""
    digest = hashlib.blake2b(digest_size=DIGEST_SIZE)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
