"""Hanweb JPaaS (大汉): a gateway sends each part of a page as JSON, `data.html` holding the rows.

The page names the parts in `<script url="/api-gateway/…/build/unit" queryData="{'pageId':…}">`;
further pages are asked for with `paramJson={"pageNo":2,"pageSize":24}`.
"""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from math import ceil
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
from selectolax.lexbor import LexborHTMLParser

from crawler.extract import listing
from crawler.extract.tree import attribute
from crawler.page import Entry
from crawler.platforms.script import fields_of, read_literal
from crawler.urls import join

UNIT = "/front/page/build/unit"
GATEWAY = re.compile(r"[\"']([^\"'\s<>]*/front/page/build/unit)\??([^\"'<>]*)[\"']")
QUERY = re.compile(r"\bquerydata\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
ASKED = "paramJson"
# Menus and boxes are parts too; a page has a handful.
MAX_UNITS = 10
MAX_MENTIONS = 50
LOOK_BACK = 200
LOOK_AHEAD = 2000
MAX_PAGES = 2000


class _Data(msgspec.Struct):
    html: str = ""


class _Answer(msgspec.Struct):
    data: _Data | None = None


def is_data(url: str) -> bool:
    """Whether an address answers with JSON instead of a page."""
    return UNIT in url.partition("?")[0]


def recognises(html: str, url: str) -> bool:
    """Whether a page bears the marks of the JPaaS gateway."""
    return is_data(url) or UNIT in html


def rows(html: str, url: str, today: date) -> list[Entry] | None:
    """Return the rows of a part that the gateway sent."""
    if not is_data(url):
        return None
    fragment = _fragment(html)
    return listing.entries_of(LexborHTMLParser(fragment), url, today) if fragment else None


def list_pages(html: str, url: str) -> list[str]:
    """Return the parts that a page names, or the further pages of the list in an answer."""
    if is_data(url):
        return _pages_after(html, url)
    if UNIT not in html:
        return []
    found = [_unit(html, position, url) for position in _mentions(html)]
    return list(dict.fromkeys(filter(None, found)))[:MAX_UNITS]


def _mentions(html: str) -> Iterator[int]:
    position = html.find(UNIT)
    for _ in range(MAX_MENTIONS):
        if position < 0:
            return
        yield position
        position = html.find(UNIT, position + 1)


def _unit(html: str, position: int, url: str) -> str:
    """Return the address that is asked for one part: by a script's attributes or in its text."""
    address = GATEWAY.search(html, max(0, position - LOOK_BACK), position + LOOK_AHEAD)
    if not address:
        return ""
    if "pageId=" in address[2]:
        return join(url, f"{address[1]}?{unescape(address[2])}")
    tag = html[html.rfind("<", 0, position) : html.find(">", position) + 1]
    query = QUERY.search(tag)
    fields = fields_of(read_literal(unescape(query[1] or query[2] or ""))) if query else {}
    return join(url, f"{address[1]}?{urlencode(fields)}") if fields.get("pageId") else ""


def _pages_after(answer: str, url: str) -> list[str]:
    """Return pages 2… of the list, from the first page's answer."""
    address = urlsplit(url)
    query = dict(parse_qsl(address.query, keep_blank_values=True))
    if ASKED in query or "pagination" not in answer:
        return []
    size, total = _counts(_fragment(answer))
    pages = min(ceil(total / size), MAX_PAGES) if size else 0
    found = []
    for number in range(2, pages + 1):
        asked = f'{{"pageNo":{number},"pageSize":{size}}}'
        found.append(join(url, f"{address.path}?{urlencode({**query, ASKED: asked})}"))
    return found


def _counts(fragment: str) -> tuple[int, int]:
    """Return rows a page and rows in all, from the attributes of the fragment's pager."""
    for node in LexborHTMLParser(fragment).css("[class*=pagination], [id*=pagination]"):
        described = fields_of(read_literal(attribute(node, "querydata")))
        size = attribute(node, "rows") or described.get("rows", "")
        total = attribute(node, "count") or described.get("count", "")
        if size.isdecimal() and total.isdecimal():
            return int(size), int(total)
    return 0, 0


def _fragment(answer: str) -> str:
    try:
        data = msgspec.json.decode(answer, type=_Answer).data
    except msgspec.DecodeError:
        return ""
    return data.html if data else ""
