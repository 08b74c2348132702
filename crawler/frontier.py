"""The writing side of a snapshot: what is still to fetch, and what came of it.

Everything a visit brings (its outcome, its page, the addresses it leads to) enters the index in
one transaction, so a crawl killed at any moment goes on where it stopped.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import msgspec

from crawler.address import Address, address_of, is_promotion
from crawler.archive import revisit_record
from crawler.host import HostFacts
from crawler.page import Fetch, Outcome, Page, Role
from crawler.pages import fetch_of
from crawler.past import REUSE, REUSE_PAGE, Before, Past
from crawler.site import Site
from crawler.snapshot import Shelf, Target, connect, shelf_of
from crawler.twins import note_twins


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit brought besides its fetch.

    `page` is a `Page` and `leads` a list of `Lead`, both encoded; `record` goes into the web
    archive; `digest` is the BLAKE2b of media type and body; `etag` and `modified` are its validators.
    """

    page: bytes = b""
    leads: bytes = b""
    record: bytes = b""
    digest: str = ""
    etag: str = ""
    modified: str = ""


NOTHING = Visit()
# What an address is known as: its role, and the column whose list names it.
Kind = tuple[Role, str]
# However many visits go together, so long at most.
BATCH_SECONDS = 0.3
SETTLE = """
UPDATE url SET role = CASE WHEN role = 'page' AND ? THEN 'file' ELSE role END, done = 1,
    tries = tries + 1, outcome = ?, status = ?, error = ?, at = ?, location = ?, media = ?,
    archive = ?, position = ?, digest = ?, etag = ?, modified = ?
WHERE url = ?
"""
# A file belongs to the column of the page that led to it, whenever that became known.
ADOPT = """
UPDATE url SET column_id = page.column_id FROM url AS page
WHERE url.role = 'file' AND url.column_id = '' AND page.url = url.source AND page.column_id != ''
"""
PROMOTE = """
UPDATE url SET role = ?, column_id = ?, depth = ?, source = ?, done = 0, tries = 0 WHERE url = ?
"""


class Frontier:
    """Addresses pending and done in the index of one snapshot directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._connection = connect(directory)
        self.site = msgspec.json.decode(self._meta("site"), type=Site)
        self.target = msgspec.json.decode(self._meta("target"), type=Target)
        self.today = date.fromisoformat(self._meta("today").decode())
        self.past = Past(
            self._connection, self._meta("past", b"").decode(), is_whole=self.target.is_whole
        )
        self._asked_anew = frozenset(self.target.anew)
        # A killed run may have left half a record at the end of its archive: never append to it.
        # Archives are linked from one snapshot to the next, so no two may share a name.
        number = len(list(directory.glob(f"{directory.name}-*.warc.gz")))
        token = uuid4().hex[:8]
        self._archive = directory / f"{directory.name}-{number:03}-{token}.warc.gz"
        self._file = self._archive.open("xb")
        self._kinds: dict[Kind, Kind] = {}
        self._known = self._load_known()
        self._done, self._pending = self._count()
        self._resources_done, self._resources_pending = self._count("WHERE role = 'resource'")
        self._open_batch = 0
        self._batch = 1
        self._began = 0.0

    def close(self) -> None:
        """Release archive and index."""
        self._commit(always=True)
        self._file.close()
        self._connection.close()

    @contextmanager
    def batches(self, size: int) -> Iterator[None]:
        """Make up to `size` visits durable at a time: for visits that cost little to repeat."""
        self._batch = size
        try:
            yield
        finally:
            self._batch = 1
            self._commit(always=True)

    def add(self, addresses: Iterable[Address]) -> list[Address]:
        """Remember addresses to fetch and return those that were not known."""
        self._begin()
        new = self._insert(addresses)
        self._commit()
        return new

    def knows(self, url: str) -> bool:
        """Whether an address was met before."""
        return url in self._known

    def has_home(self, url: str) -> bool:
        """Whether an address was met before in the list of a column."""
        kind = self._known.get(url)
        return kind is not None and bool(kind[1])

    def as_known(self, address: Address) -> Address | None:
        """Return an address with the column it is known to belong to by now.

        None if its role has changed, so that it stands in line once more.
        """
        role, column_id = self._known[address.url]
        if role is not address.role:
            return None
        return address if column_id == address.column_id else replace(address, column_id=column_id)

    def digest(self, url: str) -> str:
        """Return the digest of what was read at an address, "" if nothing was."""
        row = self._connection.execute("SELECT digest FROM url WHERE url = ?", (url,)).fetchone()
        return row["digest"] if row is not None else ""

    def pending(self) -> Iterator[Address]:
        """Yield what is still to fetch, lists first."""
        rows = self._connection.execute(
            "SELECT * FROM url WHERE done = 0 ORDER BY role = 'column' DESC, depth, rowid"
        ).fetchall()
        for row in rows:
            yield address_of(row)

    def all(self) -> Iterator[Address]:
        """Yield every address that is known."""
        yield from map(address_of, self._connection.execute("SELECT * FROM url"))

    def record(
        self, address: Address, fetch: Fetch, visit: Visit = NOTHING, found: Sequence[Address] = ()
    ) -> list[Address]:
        """Store what a visit brought; return the addresses that were not known."""
        position = self._write(visit.record)
        self._begin()
        self._settle(address, fetch, position, visit)
        if visit.page:
            self._connection.execute(
                "INSERT OR REPLACE INTO page VALUES (?, ?, ?)",
                (address.url, visit.page, visit.leads),
            )
        new = self._insert(found)
        self._note_done(address)
        self._commit()
        return new

    def reuse(
        self,
        address: Address,
        before: Before,
        at: datetime,
        found: Sequence[Address],
        *,
        profile: str,
    ) -> list[Address]:
        """Store that an address still holds what the earlier crawl read there."""
        self._write(revisit_record(address.url, profile, at, before.at))
        self.past.link(before.archive, self.directory)
        self._begin()
        self._connection.execute(REUSE, (at.isoformat(), address.url))
        self._connection.execute(REUSE_PAGE, (address.url,))
        new = self._insert(found)
        self._note_done(address)
        self._commit()
        return new

    def carry(self, address: Address) -> str | None:
        """Take over what an earlier crawl knew of an outside address that was well of late.

        Returns where it leads, None if it has to be asked.
        """
        days = self.site.limits.outside_days
        if address.url in self._asked_anew or not days or not self.past.has_outside:
            return None
        since = datetime.now(UTC) - timedelta(days=days)
        self._begin()
        location = self.past.carry(address.url, since)
        if location is not None:
            self._note_done(address)
        self._commit()
        return location

    def postpone(self, address: Address, fetch: Fetch) -> None:
        """Note a failed try of an address that will be tried again at the end."""
        self._begin()
        self._connection.execute(
            "UPDATE url SET tries = tries + 1, error = ?, status = ? WHERE url = ?",
            (fetch.error, fetch.status, address.url),
        )
        self._commit()

    def store(self, page: Page) -> None:
        """Store the page read from an attachment."""
        self._begin()
        self._connection.execute(
            "INSERT OR REPLACE INTO page VALUES (?, ?, ?)",
            (page.url, msgspec.msgpack.encode(page), b""),
        )
        self._commit()

    def unread_files(self) -> list[Fetch]:
        """Return fetched attachments whose text has not been read yet."""
        rows = self._connection.execute(
            "SELECT url.* FROM url LEFT JOIN page USING (url) WHERE done = 1 AND archive != ''"
            " AND outcome = 'ok' AND page.url IS NULL AND role NOT IN ('probe', 'resource') AND media NOT LIKE '%html%'"
            " ORDER BY url.rowid"
        )
        return [fetch_of(row) for row in rows]

    def shelf(self, url: str) -> Shelf | None:
        """Say where the body of `url` is kept, None if it is not."""
        return shelf_of(self.directory, self._connection, url)

    def counts(self) -> tuple[int, int]:
        """Return how many addresses are done and how many pending."""
        return self._done, self._pending

    def page_counts(self) -> tuple[int, int]:
        """Return the same of all but what pages are made of: a crawl is whole without that."""
        return self._done - self._resources_done, self._pending - self._resources_pending

    def _note_done(self, address: Address) -> None:
        is_resource = address.role is Role.RESOURCE
        self._done += 1
        self._pending -= 1
        self._resources_done += is_resource
        self._resources_pending -= is_resource

    def finish(self, stopped: str = "", *, cut: str = "") -> None:
        """Mark the crawl as ended.

        `stopped` says in Chinese what ended it early, `cut` which limits a complete crawl met.
        """
        values = {"stopped": stopped}
        if not stopped:
            values["finished"] = datetime.now(UTC).isoformat()
        self.note_cut(cut)
        self._begin()
        self.past.keep_sources()
        self._connection.execute(ADOPT)
        note_twins(self._connection, has_past=self.past.is_there)
        self._connection.execute("DELETE FROM meta WHERE key IN ('stopped', 'finished')")
        self._connection.executemany(
            "INSERT INTO meta VALUES (?, ?)",
            [(key, value.encode()) for key, value in values.items()],
        )
        self._commit(always=True)

    def note_cut(self, cut: str) -> None:
        """Remember which limits were met, those of a killed run included."""
        earlier = self._meta("cut", b"").decode()
        parts = [part for part in (*earlier.split("；"), *cut.split("；")) if part]
        self._note("cut", "；".join(dict.fromkeys(parts)).encode())

    def note_host(self, facts: HostFacts) -> None:
        """Remember what was seen of the host."""
        self._note("host", msgspec.json.encode(facts))

    def _note(self, key: str, value: bytes) -> None:
        self._begin()
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
        self._commit()

    def _begin(self) -> None:
        if not self._open_batch:
            self._connection.execute("BEGIN")
            self._began = time.monotonic()
        self._open_batch += 1

    def _commit(self, *, always: bool = False) -> None:
        is_full = self._open_batch >= self._batch
        is_old = time.monotonic() - self._began > BATCH_SECONDS
        if self._open_batch and (always or is_full or is_old):
            # The archive first: the index must never point at what is not on disk.
            self._file.flush()
            self._connection.execute("COMMIT")
            self._open_batch = 0

    def _insert(self, addresses: Iterable[Address]) -> list[Address]:
        new, promoted = [], []
        for address in addresses:
            known = self._known.get(address.url)
            if known is None:
                self._known[address.url] = self._kind(address.role, address.column_id)
                new.append(address)
            elif is_promotion(*known, address.role):
                self._known[address.url] = self._kind(address.role, address.column_id)
                self._promote(address)
                promoted.append(address)
            elif not known[1] and address.column_id:
                # First met on the home page, now in a column's list: the column is its home.
                self._known[address.url] = self._kind(known[0], address.column_id)
                self._connection.execute(
                    "UPDATE url SET column_id = ? WHERE url = ?", (address.column_id, address.url)
                )
        self._connection.executemany(
            "INSERT INTO url (url, role, column_id, depth, source) VALUES (?, ?, ?, ?, ?)",
            [(a.url, a.role.value, a.column_id, a.depth, a.source) for a in new],
        )
        self._pending += len(new)
        self._resources_pending += sum(address.role is Role.RESOURCE for address in new)
        return new + promoted

    def _promote(self, address: Address) -> None:
        """Put an address in line once more, in a role in which more is read of it."""
        row = self._connection.execute("SELECT done, role FROM url WHERE url = ?", (address.url,))
        done, role = row.fetchone()
        if done:
            self._done -= 1
            self._pending += 1
        if role == Role.RESOURCE:
            self._resources_done -= done
            self._resources_pending -= not done
        self._connection.execute(
            PROMOTE,
            (address.role.value, address.column_id, address.depth, address.source, address.url),
        )
        self._connection.execute("DELETE FROM page WHERE url = ?", (address.url,))

    def _kind(self, role: Role, column_id: str) -> Kind:
        # Shared, for there are as many addresses as pages and few kinds.
        kind = (role, column_id)
        return self._kinds.setdefault(kind, kind)

    def _settle(self, address: Address, fetch: Fetch, position: int | None, visit: Visit) -> None:
        self._connection.execute(
            SETTLE,
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
                visit.digest,
                visit.etag,
                visit.modified,
                address.url,
            ),
        )

    def _write(self, record: bytes) -> int | None:
        if not record:
            return None
        position = self._file.tell()
        self._file.write(record)
        return position

    def _count(self, condition: str = "") -> tuple[int, int]:
        row = self._connection.execute(
            f"SELECT count(*), sum(done) FROM url {condition}"
        ).fetchone()
        done = int(row[1] or 0)
        return done, int(row[0]) - done

    def _meta(self, key: str, default: bytes | None = None) -> bytes:
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return bytes(row["value"]) if row is not None or default is None else default

    def _load_known(self) -> dict[str, Kind]:
        rows = self._connection.execute("SELECT url, role, column_id FROM url")
        return {row["url"]: self._kind(Role(row["role"]), row["column_id"]) for row in rows}


def _is_download(fetch: Fetch) -> bool:
    """Whether the answer is a file, whatever its address looks like (/down?id=1)."""
    is_answer = fetch.outcome is Outcome.OK and not fetch.location
    return is_answer and bool(fetch.media) and "html" not in fetch.media
