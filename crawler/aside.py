"""What was asked beside the crawl and is no page of it: decoys, and the faces of pages."""

import sqlite3
from collections.abc import Mapping

import msgspec

from crawler.page import Page

# An address that cannot exist, by host; a page as a visitor gets it, and as a search engine does.
DECOY, VISITOR, ENGINE = "decoy", "visitor", "engine"
# A loop of redirects that was walked once more, with the cookies that are set on the way.
LOOP = "loop"
DECODE = msgspec.msgpack.Decoder(Page).decode


def asides(connection: sqlite3.Connection, kind: str) -> Mapping[str, Page]:
    """Return what was asked of one kind, by name."""
    rows = connection.execute("SELECT name, value FROM aside WHERE kind = ? ORDER BY name", (kind,))
    return {row["name"]: DECODE(row["value"]) for row in rows}


def note_aside(connection: sqlite3.Connection, kind: str, name: str, page: Page) -> None:
    """Keep what was asked; the connection commits by itself."""
    connection.execute(
        "INSERT OR REPLACE INTO aside VALUES (?, ?, ?)", (kind, name, msgspec.msgpack.encode(page))
    )
