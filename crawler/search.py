"""Asks a site's own search for a few titles of its articles, as politely as any crawl."""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import quote, urlsplit

import msgspec

from crawler.crawl import crawl
from crawler.page import Outcome, Role
from crawler.site import Site
from crawler.snapshot import SEARCH, SEARCHED, Asked, Question, Snapshot, Target
from crawler.urls import canonical

logger = logging.getLogger(__name__)
# 国办秘函〔2019〕19号: an inspector tries four titles.
TITLES = 4
# An index may lag behind; a short title names too many articles.
SETTLED = timedelta(days=7)
SHORTEST = 8
SLOT = "{}"


def ask(snapshot: Snapshot, today: date) -> None:
    """Ask for four titles beside a whole crawl whose site file names the search."""
    site = snapshot.site
    if not site.search or not snapshot.target.is_whole or (snapshot.directory / SEARCH).exists():
        return
    questions = [
        Question(title, url, canonical(site.search.replace(SLOT, quote(title))))
        for title, url in _titles(snapshot, today)
    ]
    if not questions:
        return
    folder = snapshot.directory / SEARCH
    folder.mkdir()
    asked = tuple(Asked(question.asked, role=Role.PAGE) for question in questions)
    target = Target(asked, probe_links=False)
    crawl(_searching(site), target, folder, today=today).close()
    # Written last: without it, nothing was asked.
    (folder / SEARCHED).write_bytes(msgspec.json.encode(questions))
    logger.info("asked the search of %s for %d titles", site.id, len(questions))


def _searching(site: Site) -> Site:
    """Return the site as far as its search goes, which may live on a host of its own."""
    return replace(site, columns=(), scope=(urlsplit(site.search).netloc.lower(),))


def _titles(snapshot: Snapshot, today: date) -> Iterator[tuple[str, str]]:
    """Yield titles of settled articles and their addresses, the same from scan to scan."""
    rows = {
        entry.url
        for page in snapshot.lists()
        for entry in page.entries
        if entry.published is not None and entry.published <= today - SETTLED
    }
    chosen: dict[str, str] = {}
    for url in sorted(rows, key=lambda url: hashlib.blake2b(url.encode()).digest()):
        fetch = snapshot.fetches.get(url)
        if fetch is None or fetch.outcome is not Outcome.OK or fetch.location:
            continue
        page = snapshot.pages.get(url)
        if page is not None and page.role is Role.PAGE and len(page.title) >= SHORTEST:
            chosen.setdefault(page.title, url)
        if len(chosen) == TITLES:
            break
    yield from chosen.items()
