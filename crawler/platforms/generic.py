"""What is common to sites of no known content system: linked pagers and script-array lists."""

import re
from datetime import date

import msgspec
from selectolax.lexbor import LexborHTMLParser

from crawler.extract.dates import row_date
from crawler.extract.tree import attribute
from crawler.page import Entry
from crawler.urls import host_of, join

ARRAY = re.compile(r"var\s+\w+\s*=\s*(\[\s*\{.*?\}\s*\])\s*;", re.S)
NEXT_TEXT = re.compile(r"^(?:下一页|下页|后一页|next|>|>>|»|›|尾页|末页|\d{1,3})$", re.I)
PAGE_LINK = re.compile(
    r"(?:[_/-]\d{1,4}\.s?html?$|/\d{1,4}\.htm$|[?&](?:page|pageno|pagenum|p|index)=\d+)", re.I
)
TITLE_KEYS = ("at", "title", "arttitle", "name", "bt")
DATE_KEYS = ("apd", "date", "pubdate", "publishtime", "time", "fbsj", "created_at")
URL_KEYS = ("au", "url", "link", "href")


def rows(html: str, url: str, today: date) -> list[Entry]:
    """Return the rows of lists that stand in a script array (`var itemObj=[{"aT":…}]`)."""
    entries: list[Entry] = []
    for array in ARRAY.findall(html):
        try:
            items = msgspec.json.decode(array, type=list[dict[str, object]])
        except msgspec.DecodeError:
            continue
        for item in items:
            entry = _entry(item, url, today)
            if entry is not None:
                entries.append(entry)
    return entries


def _entry(item: dict[str, object], url: str, today: date) -> Entry | None:
    fields = {key.lower(): str(value) for key, value in item.items()}
    title = _first(fields, TITLE_KEYS)
    address = _first(fields, URL_KEYS)
    if address.startswith("{"):
        # Some systems put an object with one address a device there.
        match = re.search(r"[\"'](?:common|pc|url)[\"']\s*:\s*[\"']([^\"']+)", address)
        address = match[1].replace("\\/", "/") if match else ""
    target = join(url, address) if address else ""
    if not title or not target:
        return None
    return Entry(target, title, row_date(_first(fields, DATE_KEYS), today))


def _first(fields: dict[str, str], names: tuple[str, ...]) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def list_pages(html: str, url: str) -> list[str]:
    """Return the pages that the list's own pager links to."""
    pages: list[str] = []
    for anchor in LexborHTMLParser(html).css("a[href]"):
        if not NEXT_TEXT.match(anchor.text(strip=True)):
            continue
        address = join(url, attribute(anchor, "href"))
        if address and host_of(address) == host_of(url) and PAGE_LINK.search(address):
            pages.append(address)
    return list(dict.fromkeys(pages))
