"""The writing side of a snapshot: what is still to fetch, and what came of it.

Everything a visit brings (its outcome, its page, the addresses it leads to) enters the index in
one transaction, so a crawl killed at any moment goes on where it stopped.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path

import msgspec
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.page import Fetch, Outcome, Page, Role
from crawler.site import Site
from crawler.snapshot import Target, archived_body, connect, fetch_of


@dataclass(frozen=True, slots=True)
class Address:
    """An address to fetch: why, for which column, how deep, met on which page, tried how often."""

    url: str
    role: Role
    column_id: str = ""
    depth: int = 0
    source: str = ""
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a server answered, as it is archived; headers as (name, value) lines."""

    status_line: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Frontier:
    """Addresses pending and done in the index of one snapshot directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._connection = connect(directory)
        self.site = msgspec.json.decode(self._meta("site"), type=Site)
        self.target = msgspec.json.decode(self._meta("target"), type=Target)
        self.today = date.fromisoformat(self._meta("today").decode())
        # A killed run may have left half a record at the end of its archive: never append to it.
        number = len(list(directory.glob("crawl-*.warc.gz")))
        self._archive = directory / f"crawl-{number:03}.warc.gz"
        self._file = self._archive.open("xb")
        self._writer = WARCWriter(self._file, gzip=True)
        self._known = self._load_known()

    def close(self) -> None:
        """Release archive and index."""
        self._file.close()
        self._connection.close()

    def add(self, addresses: Iterable[Address]) -> list[Address]:
        """Remember addresses to fetch and return those that were not known."""
        self._connection.execute("BEGIN")
        new = self._insert(addresses)
        self._connection.execute("COMMIT")
        return new

    def knows(self, url: str) -> bool:
        """Whether an address was met before."""
        return url in self._known

    def pending(self) -> Iterator[Address]:
        """Yield what is still to fetch, lists first."""
        rows = self._connection.execute(
            "SELECT * FROM url WHERE done = 0 ORDER BY role = 'column' DESC, depth, rowid"
        ).fetchall()
        for row in rows:
            yield _address(row)

    def record(
        self,
        address: Address,
        fetch: Fetch,
        *,
        exchange: Exchange | None = None,
        page: Page | None = None,
        found: Sequence[Address] = (),
    ) -> list[Address]:
        """Store what a visit brought; return the addresses that were not known."""
        position, digest = None, ""
        if exchange is not None:
            position = self._file.tell()
            digest = hashlib.blake2b(exchange.body, digest_size=16).hexdigest()
            self._write(address.url, fetch, exchange)
        self._connection.execute("BEGIN")
        self._settle(address, fetch, position, digest)
        if page is not None:
            self._store(page)
        new = self._insert(found)
        self._connection.execute("COMMIT")
        return new

    def postpone(self, address: Address, fetch: Fetch) -> None:
        """Note a failed try of an address that will be tried again at the end."""
        self._connection.execute(
            "UPDATE url SET tries = tries + 1, error = ?, status = ? WHERE url = ?",
            (fetch.error, fetch.status, address.url),
        )

    def store(self, page: Page) -> None:
        """Store the page read from an attachment."""
        self._store(page)

    def unread_files(self) -> list[Fetch]:
        """Return fetched attachments whose text has not been read yet."""
        rows = self._connection.execute(
            "SELECT url.* FROM url LEFT JOIN page USING (url) WHERE done = 1 AND archive != ''"
            " AND outcome = 'ok' AND page.url IS NULL AND role != 'probe' AND media NOT LIKE '%html%'"
            " ORDER BY url.rowid"
        )
        return [fetch_of(row) for row in rows]

    def body(self, url: str) -> bytes | None:
        """Return the archived body of `url`, None if there is none."""
        return archived_body(self.directory, self._connection, url)

    def counts(self) -> tuple[int, int]:
        """Return how many addresses are done and how many pending."""
        row = self._connection.execute("SELECT count(*), sum(done) FROM url").fetchone()
        done = int(row[1] or 0)
        return done, int(row[0]) - done

    def finish(self, stopped: str = "", *, cut: str = "") -> None:
        """Mark the crawl as ended.

        `stopped` says in Chinese what ended it early, `cut` which limits a complete crawl met.
        """
        values = {"stopped": stopped, "cut": cut}
        if not stopped:
            values["finished"] = datetime.now(UTC).isoformat()
        self._connection.execute("BEGIN")
        self._connection.execute("DELETE FROM meta WHERE key IN ('stopped', 'finished', 'cut')")
        self._connection.executemany(
            "INSERT INTO meta VALUES (?, ?)",
            [(key, value.encode()) for key, value in values.items()],
        )
        self._connection.execute("COMMIT")

    def _insert(self, addresses: Iterable[Address]) -> list[Address]:
        new = []
        for address in addresses:
            known = self._known.get(address.url)
            if known is None:
                self._known[address.url] = bool(address.column_id)
                new.append(address)
            elif not known and address.column_id:
                # First met on the home page, now in a column's list: the column is its home.
                self._known[address.url] = True
                self._connection.execute(
                    "UPDATE url SET column_id = ? WHERE url = ?", (address.column_id, address.url)
                )
        self._connection.executemany(
            "INSERT INTO url (url, role, column_id, depth, source) VALUES (?, ?, ?, ?, ?)",
            [(a.url, a.role.value, a.column_id, a.depth, a.source) for a in new],
        )
        return new

    def _settle(self, address: Address, fetch: Fetch, position: int | None, digest: str) -> None:
        self._connection.execute(
            "UPDATE url SET role = CASE WHEN role = 'page' AND ? THEN 'file' ELSE role END, done = 1, tries = tries + 1, outcome = ?, status = ?, error = ?,"
            " at = ?, location = ?, media = ?, archive = ?, position = ?, digest = ?"
            " WHERE url = ?",
            (
                _is_download(fetch),
                fetch.outcome.value,
                fetch.status,
                fetch.error,
                fetch.at.isoformat(),
                fetch.location,
                fetch.media,
                self._archive.name if position is not None else "",
                position,
                digest,
                address.url,
            ),
        )

    def _store(self, page: Page) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO page VALUES (?, ?)", (page.url, msgspec.msgpack.encode(page))
        )

    def _write(self, url: str, fetch: Fetch, exchange: Exchange) -> None:
        record = self._writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(exchange.body),
            length=len(exchange.body),
            http_headers=StatusAndHeaders(
                exchange.status_line, list(exchange.headers), protocol="HTTP/1.1"
            ),
            warc_headers_dict={"WARC-Date": fetch.at.strftime("%Y-%m-%dT%H:%M:%SZ")},
        )
        self._writer.write_record(record)
        self._file.flush()

    def _meta(self, key: str) -> bytes:
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return bytes(row["value"])

    def _load_known(self) -> dict[str, bool]:
        rows = self._connection.execute("SELECT url, column_id FROM url")
        return {row["url"]: bool(row["column_id"]) for row in rows}


def _address(row: sqlite3.Row) -> Address:
    return Address(
        url=row["url"],
        role=Role(row["role"]),
        column_id=row["column_id"],
        depth=row["depth"],
        source=row["source"],
        tries=row["tries"],
    )


def _is_download(fetch: Fetch) -> bool:
    """Whether the answer is a file, whatever its address looks like (/down?id=1)."""
    is_answer = fetch.outcome is Outcome.OK and not fetch.location
    return is_answer and bool(fetch.media) and "html" not in fetch.media


def outcome_of(status: int) -> Outcome:
    """Judge an HTTP status: only 404 and 410 are certain, refusals and server errors are not."""
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return Outcome.GONE
    return Outcome.OK if status < HTTPStatus.BAD_REQUEST else Outcome.UNKNOWN
