"""Reads how a page of somebody else's begins: its title, its first words, where it leads."""

import hashlib
from dataclasses import replace
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.extract.html import refresh_of
from crawler.extract.tree import text_of
from crawler.page import Fetch, Page, Role

# What is for sale, or for gamblers, says so at once.
MOST_TEXT = 1500
MOST_TITLE = 300
# An error page says little; of longer pages only the title is sure to stay from day to day.
LITTLE_TEXT = 300


def glimpse(fetch: Fetch, html: str, role: Role = Role.PROBE) -> Page:
    """Read the beginning of a page; it leads on only to another host, and by no script."""
    parser = LexborHTMLParser(html)
    node = parser.css_first("title")
    title = " ".join(node.text().split())[:MOST_TITLE] if node is not None else ""
    root = parser.body or parser.root
    text = text_of(root)[:MOST_TEXT] if root is not None else ""
    location = refresh_of(parser, fetch.url)
    if location and urlsplit(location).netloc != urlsplit(fetch.url).netloc:
        fetch = replace(fetch, location=location)
    asks_password = parser.css_first("input[type=password]") is not None
    return Page(fetch, role, title=title, text=text, has_form=asks_password)


def mark_of(page: Page) -> str:
    """Return what names the page as far as it stays the same from day to day."""
    text = page.text if len(page.text) <= LITTLE_TEXT else ""
    content = f"{page.title}\n{text}".encode("utf-8", "replace")
    return hashlib.blake2b(content, digest_size=16).hexdigest()
