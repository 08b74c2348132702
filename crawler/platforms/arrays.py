"""Lists that stand in a script array and are drawn by it: `var itemObj=[{aT:…,aPd:…,aU:…}]`."""

import re
from collections.abc import Iterator
from datetime import date

from crawler.extract.dates import impossible_date, row_date
from crawler.page import Entry
from crawler.platforms.script import fields_of, read_literal
from crawler.urls import join

START = re.compile(r"\[\s*\{")
ASSIGNED = re.compile(
    r"(?:(?:var|let|const)\s+\w+|window\.\w+|\b\w*(?:list|data|items?|obj))\s*=\s*$", re.I
)
LOOK_BACK = 80
LOOK_AHEAD = 2000
MAX_ARRAYS = 20
TITLE_KEYS = ("at", "title", "arttitle", "name", "bt")
DATE_KEYS = ("apd", "date", "pubdate", "publishtime", "time", "fbsj", "created_at")
URL_KEYS = ("au", "url", "link", "href")
TITLE_MARK = re.compile(r"[{,\s\"'](?:" + "|".join(TITLE_KEYS) + r")[\"']?\s*:", re.I)
URL_MARK = re.compile(r"[{,\s\"'](?:" + "|".join(URL_KEYS) + r")[\"']?\s*:", re.I)
# Some systems put an object with one address a device there.
DEVICES = ("common", "pc", "url")


def recognises(html: str, url: str) -> bool:
    """Whether a page holds an array of rows."""
    return any(True for _ in _starts(html))


def rows(html: str, url: str, today: date) -> list[Entry] | None:
    """Return the rows of the page's arrays."""
    entries: list[Entry] = []
    for start in _starts(html):
        items = read_literal(html, start)
        for item in items if isinstance(items, list) else []:
            entry = _entry(item, url, today)
            if entry is not None:
                entries.append(entry)
    return entries or None


def list_pages(html: str, url: str) -> list[str]:
    """Return nothing: the array is the whole list."""
    return []


def _starts(html: str) -> Iterator[int]:
    if "[" not in html or "{" not in html:
        return
    found = 0
    for match in START.finditer(html):
        start = match.start()
        head = html[start : start + LOOK_AHEAD]
        if not ASSIGNED.search(html[max(0, start - LOOK_BACK) : start]):
            continue
        if TITLE_MARK.search(head) and URL_MARK.search(head):
            found += 1
            yield start
        if found >= MAX_ARRAYS:
            return


def _entry(item: object, url: str, today: date) -> Entry | None:
    if not isinstance(item, dict):
        return None
    fields = {key.lower(): value for key, value in item.items()}
    title = " ".join(_first(fields, TITLE_KEYS).split())
    target = _address(fields, url)
    if not title or not target:
        return None
    day = _first(fields, DATE_KEYS)
    return Entry(target, title, row_date(day, today), impossible_date(day))


def _address(fields: dict[str, object], url: str) -> str:
    value = next((fields[name] for name in URL_KEYS if fields.get(name)), "")
    if isinstance(value, str) and value.lstrip().startswith("{"):
        value = read_literal(value.lstrip())
    if isinstance(value, dict):
        value = _first(fields_of(value), DEVICES)
    return join(url, value) if isinstance(value, str) and value else ""


def _first(fields: "dict[str, object] | dict[str, str]", names: tuple[str, ...]) -> str:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value:
            return value
    return ""
