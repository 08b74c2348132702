"""Values that several crawler tests need."""

from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.extract.html import parse_page
from crawler.extract.listing import entries_of
from crawler.page import Entry, Fetch, Outcome, Page, Role

TODAY = date(2026, 11, 23)
BASE = "https://www.example.gov.cn/zwgk/tzgg/"


def fetch(url: str = BASE) -> Fetch:
    """Return a fetch that went well."""
    return Fetch(url, Outcome.OK, datetime(2026, 11, 23, tzinfo=UTC), status=200)


def page(html: str, *, role: Role = Role.PAGE, url: str = BASE) -> Page:
    """Parse a page."""
    return parse_page(fetch(url), html, role, TODAY)


def entries(html: str, *, url: str = BASE, today: date = TODAY) -> list[Entry]:
    """Return the list rows of a page's body."""
    return entries_of(LexborHTMLParser(f"<html><body>{html}</body></html>"), url, today)


def path_of(url: str) -> str:
    """Return path and query of an address."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
