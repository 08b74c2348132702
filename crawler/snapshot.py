"""A crawl on disk: a directory with web archives (WARC) and an index, read by the rules."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgspec
from warcio.archiveiterator import ArchiveIterator

from crawler.aside import DECOY, ENGINE, VISITOR, asides
from crawler.host import HostFacts
from crawler.page import Faces, Fetch, Outcome, Page, Role, Search
from crawler.pages import Pages, fetch_of
from crawler.site import FileLimits, Site
from crawler.urls import is_in_scope, scope_of

INDEX = "index.sqlite3"
SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS url (
    url TEXT PRIMARY KEY, role TEXT NOT NULL, column_id TEXT NOT NULL, depth INTEGER NOT NULL,
    source TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0,
    outcome TEXT, status INTEGER, error TEXT NOT NULL DEFAULT '', at TEXT,
    location TEXT NOT NULL DEFAULT '', media TEXT NOT NULL DEFAULT '',
    archive TEXT NOT NULL DEFAULT '', position INTEGER, digest TEXT NOT NULL DEFAULT '',
    etag TEXT NOT NULL DEFAULT '', modified TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS url_open ON url (done) WHERE done = 0;
CREATE TABLE IF NOT EXISTS page (url TEXT PRIMARY KEY, value BLOB NOT NULL, leads BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS twin (url TEXT PRIMARY KEY, main TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS aside (
    kind TEXT NOT NULL, name TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (kind, name)
);
"""


STATE = (
    "SELECT url, role, column_id, source, outcome, status, error, location, media, digest"
    " FROM url ORDER BY url"
)
# The package of the extra that reads pictures.
OCR = "rapidocr"


# The folder of a snapshot in which the site's own search was asked, and what it was asked.
SEARCH = "search"
SEARCHED = "asked.json"


class SnapshotError(RuntimeError):
    """A snapshot directory that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A page to look at again, with what an earlier crawl knew of it."""

    url: str
    column_id: str = ""
    role: Role | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A title that the site's search was asked for, its article, and the address that was asked."""

    title: str
    url: str
    asked: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a crawl shall look at: `addresses` None is the whole site.

    With addresses, only these pages are fetched, and with `probe_links` also what they link to.
    `column_ids` are columns whose lists shall be read to the end, and with `follow_entries` the
    articles and attachments in them as well. `judges_site` says that the addresses are enough
    to tell whether the known faults of the site as a whole (template, marks) are still there.
    Outside addresses in `anew` are asked even if they were found well of late. A crawl of the
    whole site asks for those in `besides` too, if no page led to them: it has to know what
    became of them.
    """

    addresses: tuple[Asked, ...] | None = None
    column_ids: tuple[str, ...] = ()
    probe_links: bool = True
    follow_entries: bool = False
    judges_site: bool = False
    anew: tuple[str, ...] = ()
    besides: tuple[Asked, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the whole site is meant."""
        return self.addresses is None


def connect(directory: Path) -> sqlite3.Connection:
    """Open the index of a snapshot directory, creating it when absent."""
    connection = sqlite3.connect(directory / INDEX, isolation_level=None)
    connection.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {SCHEMA}")
    connection.row_factory = sqlite3.Row
    return connection


def create(
    directory: Path, site: Site, target: Target, today: date, past: Path | None = None
) -> None:
    """Make an empty snapshot directory for a crawl of `target`.

    `past` is the directory of an earlier crawl of the site, whose pages may still be the same.
    """
    directory.mkdir(parents=True, exist_ok=True)
    connection = connect(directory)
    values = {
        "site": msgspec.json.encode(site),
        "target": msgspec.json.encode(target),
        "today": today.isoformat().encode(),
        "parser": fingerprint(site.files).encode(),
        "past": str(past or "").encode(),
        "started": datetime.now(UTC).isoformat().encode(),
    }
    connection.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", values.items())
    connection.close()


class Snapshot:
    """Reads a crawl back: pages and fetches by canonical address."""

    def __init__(self, directory: Path) -> None:
        if not (directory / INDEX).is_file():
            raise SnapshotError(f"“{directory}”不是快照目录（没有 {INDEX}）")
        self.directory = directory
        self._connection = connect(directory)
        self.site = msgspec.json.decode(self._meta("site"), type=Site)
        self.target = msgspec.json.decode(self._meta("target"), type=Target)
        self.today = date.fromisoformat(self._meta("today").decode())
        self.started = datetime.fromisoformat(self._meta("started").decode())
        self.fetches: Mapping[str, Fetch] = dict(self._fetches())
        asked = self.target.addresses or ()
        days = {each.url: each.published for each in asked if each.published}
        self._pages = Pages(self._connection, self.fetches, days)
        self.pages: Mapping[str, Page] = self._pages

    def close(self) -> None:
        """Release the index."""
        self._connection.close()

    @property
    def is_finished(self) -> bool:
        """Whether the crawl came to its end by itself."""
        return self._meta("finished", b"") != b""

    @property
    def stopped(self) -> str:
        """Say in Chinese what ended the crawl early, "" if nothing did."""
        return self._meta("stopped", b"").decode()

    @property
    def cut(self) -> str:
        """Say in Chinese which limits a crawl met that otherwise came to its end."""
        return self._meta("cut", b"").decode()

    @property
    def host(self) -> HostFacts | None:
        """What was seen of the host, None where it was not looked at."""
        value = self._meta("host", b"")
        return msgspec.json.decode(value, type=HostFacts) if value else None

    def pending(self) -> int:
        """Count the pages that were found and never fetched."""
        row = self._connection.execute(
            "SELECT count(*) FROM url WHERE done = 0 AND role != 'resource'"
        ).fetchone()
        return int(row[0])

    def page_outcomes(self) -> Counter[Outcome]:
        """Count how the looks at the site's own pages ended, without what pages are made of.

        Sites elsewhere say nothing of how well this one was seen.
        """
        scope = scope_of(self.site.start_url, self.site.scope)
        rows = self._connection.execute(
            "SELECT url, role, outcome FROM url WHERE done = 1 AND role != 'resource'"
        )
        return Counter(
            Outcome(row["outcome"])
            for row in rows
            if row["role"] != "probe" or is_in_scope(row["url"], scope)
        )

    def lists(self) -> Iterator[Page]:
        """Yield the pages of column lists, by address."""
        return self._pages.lists()

    def files(self) -> Iterator[Page]:
        """Yield the attachments, by address."""
        return self._pages.files()

    def state(self) -> str:
        """Return what names all that was seen; "" where not every page has a digest."""
        unnamed = "SELECT 1 FROM page JOIN url USING (url) WHERE digest = '' LIMIT 1"
        if not self.is_finished or self._connection.execute(unnamed).fetchone():
            return ""
        digest = hashlib.blake2b(msgspec.json.encode(self.site), digest_size=16)
        digest.update(self._meta("parser", b"") + self.cut.encode() + self._meta("host", b""))
        for row in self._connection.execute(STATE):
            digest.update(repr(tuple(row)).encode())
        for name, decoy in self.decoys.items():
            digest.update(repr((name, decoy.title, decoy.text, decoy.fetch.status)).encode())
        for each in self.searches():
            shown = (each.page.text, each.page.links) if each.page else each.fetch is None
            digest.update(repr((each.title, shown)).encode())
        return digest.hexdigest()

    def list_pages(self, column_id: str) -> list[str]:
        """Return the addresses of a column's list pages, fetched or not."""
        rows = self._connection.execute(
            "SELECT url FROM url WHERE column_id = ? AND role IN ('column', 'data')", (column_id,)
        )
        return [row["url"] for row in rows]

    def source(self, url: str) -> str:
        """Return the page on which the crawl first met `url`."""
        row = self._connection.execute("SELECT source FROM url WHERE url = ?", (url,)).fetchone()
        return row["source"] if row else ""

    def tally(self) -> Mapping[tuple[Role, str], int]:
        """Count what was read, by role and column, redirects left out."""
        rows = self._connection.execute(
            "SELECT role, column_id, count(*) AS n FROM url JOIN page USING (url)"
            " WHERE outcome = 'ok' AND location = '' GROUP BY role, column_id"
        )
        return {(Role(row["role"]), row["column_id"]): row["n"] for row in rows}

    def twins(self) -> Mapping[str, str]:
        """Return the main address of each page that shows the same article as another."""
        return dict(map(tuple, self._connection.execute("SELECT url, main FROM twin")))

    @property
    def decoys(self) -> Mapping[str, Page]:
        """What each host answered to an address that cannot exist, by host and port."""
        return asides(self._connection, DECOY)

    @property
    def faces(self) -> tuple[Faces, ...]:
        """The pages that were asked for as a visitor and as a search engine would."""
        engine = asides(self._connection, ENGINE)
        shown = asides(self._connection, VISITOR).items()
        return tuple(Faces(url, page, engine[url]) for url, page in shown if url in engine)

    def searches(self) -> tuple[Search, ...]:
        """Return what the site's own search was asked and what it answered."""
        folder = self.directory / SEARCH
        if not (folder / SEARCHED).is_file():
            return ()
        asked = msgspec.json.decode((folder / SEARCHED).read_bytes(), type=list[Question])
        answers = Snapshot(folder)
        try:
            found = []
            for each in asked:
                fetch = answers.fetches.get(each.asked)
                if fetch is not None and fetch.location:
                    fetch = answers.fetches.get(fetch.location)
                page = answers.pages.get(fetch.url) if fetch is not None else None
                found.append(Search(each.title, each.url, fetch, page))
            return tuple(found)
        finally:
            answers.close()

    def body(self, url: str) -> bytes | None:
        """Return the stored body of `url`, None if there is none."""
        shelf = shelf_of(self.directory, self._connection, url)
        return shelf.body() if shelf is not None else None

    def _meta(self, key: str, default: bytes | None = None) -> bytes:
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        if row is not None:
            return bytes(row["value"])
        if default is None:
            raise SnapshotError(f"快照“{self.directory}”的索引不完整（缺少 {key}）")
        return default

    def _fetches(self) -> Iterator[tuple[str, Fetch]]:
        for row in self._connection.execute("SELECT * FROM url WHERE done = 1"):
            yield row["url"], fetch_of(row)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a body is kept: a web archive and the offset of its record in bytes."""

    archive: Path
    position: int

    def body(self) -> bytes:
        """Read the body."""
        with self.archive.open("rb") as file:
            file.seek(self.position)
            record = next(iter(ArchiveIterator(file)))
            body: bytes = record.content_stream().read()
            return body


def shelf_of(directory: Path, connection: sqlite3.Connection, url: str) -> Shelf | None:
    """Say where the body of `url` is kept in a snapshot directory, None if it is not."""
    row = connection.execute("SELECT archive, position FROM url WHERE url = ?", (url,)).fetchone()
    if row is None or not row["archive"]:
        return None
    return Shelf(directory / row["archive"], row["position"])


@cache
def fingerprint(limits: FileLimits) -> str:
    """Return what names the version of everything that turns bytes into pages.

    Other limits, or the means to read pictures, make another text of the same file.
    """
    folder = Path(__file__).parent
    names = ("page.py", "links.py", "pages.py", "urls.py", "address.py")
    sources = [folder / name for name in names]
    sources += sorted([*(folder / "extract").glob("*.py"), *(folder / "platforms").glob("*.py")])
    digest = hashlib.blake2b(repr(limits).encode(), digest_size=16)
    digest.update(repr(find_spec(OCR) is not None).encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()
