"""One article under several addresses, recognised by its number in the content system."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from crawler.pages import DECODE
from crawler.urls import article_number

READ = "SELECT url FROM url JOIN page USING (url) WHERE role = 'page' AND outcome = 'ok'"
MAINS = "SELECT DISTINCT main FROM past.twin"
KNOWN = "SELECT 1 FROM past.url WHERE url = ? AND outcome = 'ok'"


def note_twins(connection: sqlite3.Connection, *, has_past: bool) -> None:
    """Write down which pages show the same article as another, the main one.

    Two pages are one article when number, title and text are the same. The main address stays
    what it was in the earlier crawl, so that an issue does not move from scan to scan.
    """
    mains = {row["main"] for row in connection.execute(MAINS)} if has_past else set()

    def rank(url: str) -> tuple[bool, bool, int, str]:
        known = has_past and connection.execute(KNOWN, (url,)).fetchone() is not None
        return url not in mains, not known, len(url), url

    connection.execute("DELETE FROM main.twin")
    for group in list(_groups(connection)):
        first, *others = sorted(group, key=rank)
        connection.executemany(
            "INSERT INTO main.twin VALUES (?, ?)", [(url, first) for url in others]
        )


def _groups(connection: sqlite3.Connection) -> Iterator[list[str]]:
    by_number: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(READ):
        number = article_number(row["url"])
        if number:
            by_number[number].append(row["url"])
    for urls in by_number.values():
        if len(urls) > 1:
            yield from _same(connection, urls)


def _same(connection: sqlite3.Connection, urls: list[str]) -> Iterator[list[str]]:
    by_text: dict[tuple[str, str], list[str]] = defaultdict(list)
    for url in urls:
        row = connection.execute("SELECT value FROM page WHERE url = ?", (url,)).fetchone()
        page = DECODE(row["value"])
        # Of pages whose text was not found, nobody knows whether they are the same.
        if page.text.strip():
            by_text[page.title, page.text].append(url)
    yield from (group for group in by_text.values() if len(group) > 1)
