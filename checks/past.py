"""Compares what a look at a site sees with what earlier looks saw: pages, claimed dates, lists.

What follows from a comparison is settled at the look that made it, and remembered: a later look
sees neither what was missing then nor what a page said then.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from checks.appeared import Appeared
from checks.claims import Claim
from checks.finding import ListRead, Looks, Sighting
from checks.redated import Redated
from checks.views import ColumnView, SiteView
from crawler.page import DateSource, Entry, Page, Role

TITLE_BYTES, TEXT_BYTES = 8, 4
DIGITS = b"0123456789"
LONG_NUMBER = re.compile(r"\d{5,}[Xx]?")


@dataclass(frozen=True, slots=True)
class Past:
    """What the looks before this one saw, the last of them `at`: pages by address, lists by column."""

    at: datetime
    pages: Mapping[str, Sighting]
    lists: Mapping[str, ListRead]


def past_of(looks: Looks) -> Past | None:
    """Arrange what is remembered; None if nothing is."""
    if looks.at is None:
        return None
    pages = {each.address: each for each in looks.sightings}
    return Past(looks.at, pages, {each.column: each for each in looks.lists})


def look(site: SiteView, at: datetime, past: Past | None, *, is_cut: bool = False) -> Looks:
    """Return all that is known of the site's pages after the look that began `at`.

    `is_cut` tells that the crawl met a limit: no list then counts as read to its end.
    """
    claims = dict(_claims(site))
    sightings: Iterator[Sighting] = (_first(at, *each) for each in claims.items())
    if past is not None:
        sightings = _compared(site, at, past, claims)
    lists = dict(past.lists) if past is not None else {}
    if not is_cut:
        lists |= {each.column: each for each in _lists(site, at, past, claims)}
    return Looks(at, tuple(sightings), tuple(lists.values()))


def look_again(looks: Looks, at: datetime) -> Looks:
    """Return what is known after one more look that saw everything as it was."""
    lists = (
        replace(each, last_at=at) if each.last_at == looks.at else each for each in looks.lists
    )
    return replace(looks, at=at, lists=tuple(lists))


def _compared(
    site: SiteView, at: datetime, past: Past, claims: Mapping[str, Claim]
) -> Iterator[Sighting]:
    appeared = Appeared(site.columns, past.pages.values(), past.lists, claims)
    redated = Redated(site.columns, past.at, at, past.pages, claims)
    for address, claim in claims.items():
        known = past.pages.get(address)
        if known is None:
            missed_at = appeared.missed_at(claim)
            yield replace(_first(at, address, claim), missed_at=missed_at)
        else:
            yield redated.after(known, claim)
    for address, known in past.pages.items():
        if address not in claims:
            yield known if known.gone_at is not None else replace(known, gone_at=at)


def _first(at: datetime, address: str, claim: Claim) -> Sighting:
    return Sighting(
        address,
        at,
        column=claim.column,
        first_day=claim.day,
        day=claim.day,
        source=claim.source,
        title=claim.title,
        text=claim.text,
    )


def _lists(
    site: SiteView, at: datetime, past: Past | None, claims: Mapping[str, Claim]
) -> Iterator[ListRead]:
    for view in site.columns:
        if not (view.reached and view.is_list):
            continue
        column = view.column
        known = past.lists.get(column.id) if past is not None else None
        is_same = known is not None and known.address == column.url
        since = known.since if known is not None and is_same else at
        days = sorted(day for entry in view.entries if (day := claims[entry.url].day))
        # One old row may have been pinned to the top.
        back_to = days[1] if len(days) > 1 else None
        yield ListRead(column.id, column.url, since, at, len(view.entries), back_to)


def _claims(site: SiteView) -> Iterator[tuple[str, Claim]]:
    """Yield what the pages of the site and the rows of its lists claim; a row's date goes first."""
    rows: dict[str, tuple[ColumnView, Entry]] = {}
    for view in site.columns:
        for entry in view.entries:
            rows.setdefault(entry.url, (view, entry))
    for page in site.pages.values():
        if page.role is Role.PAGE and site.is_seen(page):
            yield page.url, _of_page(page, rows.pop(page.url, None))
    # A page that cannot be read, or belongs to another site, is in the list all the same.
    for address, (view, entry) in rows.items():
        source = DateSource.ROW if entry.published else ""
        yield address, Claim(view.column.id, entry.published, source, _title_mark(entry.title))


def _of_page(page: Page, row: tuple[ColumnView, Entry] | None) -> Claim:
    day: date | None = None
    source = ""
    if page.published is not None:
        day, source = page.published.day, page.published.source
    if row is not None and row[1].published:
        day, source = row[1].published, DateSource.ROW
    column = row[0].column.id if row is not None else ""
    return Claim(column, day, source, _title_mark(page.title), _text_mark(page))


def _title_mark(title: str) -> str:
    """Return a digest of a title without its long numbers, which could be guessed from it."""
    plain = LONG_NUMBER.sub("", "".join(title.split()))
    if not plain:
        return ""
    return hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=TITLE_BYTES).hexdigest()


def _text_mark(page: Page) -> str:
    """Return a digest of what the article says and brings, without numbers of any kind.

    Counters change by themselves; and no personal number can be guessed from what is left.
    """
    files = "\n".join(link.url for link in page.links if link.is_file and not link.is_frame)
    content = f"{page.text}\n{files}".encode("utf-8", "replace").translate(None, DIGITS)
    return hashlib.blake2b(content, digest_size=TEXT_BYTES).hexdigest()
