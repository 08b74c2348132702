"""The disclosure platform of Guangdong (政府信息公开目录): `/gkmlpt/index#3155` and a JSON API.

The column is in the fragment, the site's number in `window._CONFIG`; `/gkmlpt/api/all/3155`
lists its articles, page by page or all on the first one.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from math import ceil
from urllib.parse import parse_qs, urlsplit

import msgspec

from crawler.extract.dates import first_date
from crawler.page import Entry
from crawler.platforms.script import fields_of, read_literal
from crawler.urls import join

MARK = "/gkmlpt/"
API = "/gkmlpt/api/"
COLUMN = re.compile(r"/gkmlpt/index$")
SID = re.compile(r"[\"']?\bSID[\"']?\s*:\s*[\"']?(\d{1,12})")
DETAIL = re.compile(r"[\"']?\bDETAIL[\"']?\s*:\s*(?=\{)")
BEIJING = timezone(timedelta(hours=8))
# The one that readers see first.
TIMES = ("display_publish_time", "first_publish_time", "created_at", "create_time", "date")
MAX_PAGES = 2000


class _Column(msgspec.Struct):
    post_count: int = 0


class _Answer(msgspec.Struct):
    articles: list[dict[str, object]] = msgspec.field(default_factory=list)
    classify: _Column | None = None
    total: int = 0


@dataclass(frozen=True, slots=True)
class Detail:
    """The article that a page carries in its script."""

    title: str
    published: date | None
    content: str


def is_data(url: str) -> bool:
    """Whether an address answers with JSON instead of a page."""
    return API in url.partition("?")[0]


def recognises(html: str, url: str) -> bool:
    """Whether a page bears the marks of the platform."""
    return MARK in url or ("_CONFIG" in html and MARK in html and SID.search(html) is not None)


def rows(html: str, url: str, today: date) -> list[Entry] | None:
    """Return the articles that an answer of the API lists."""
    answer = _answer(html) if is_data(url) else None
    if answer is None:
        return None
    found = [_entry(article, url) for article in answer.articles]
    return [entry for entry in found if entry is not None]


def list_pages(html: str, url: str) -> list[str]:
    """Return the API address of the column in the fragment, or what follows an answer."""
    if is_data(url):
        return _pages_after(html, url)
    parts = urlsplit(url)
    if not COLUMN.search(parts.path) or not parts.fragment.isdecimal():
        return []
    site = SID.search(html)
    if not site:
        return []
    home = parts.path.partition(MARK)[0]
    return [join(url, f"{home}{API}all/{parts.fragment}?page=1&sid={site[1]}")]


def detail(html: str) -> Detail | None:
    """Return the article in the script of an article page, None if there is none."""
    match = DETAIL.search(html) if "_CONFIG" in html and "DETAIL" in html else None
    fields = fields_of(read_literal(html, match.end())) if match else {}
    if not fields.get("title"):
        return None
    return Detail(" ".join(fields["title"].split()), _day(fields), fields.get("content", ""))


def _pages_after(html: str, url: str) -> list[str]:
    """Return pages 2… of the column, none if the first page holds everything."""
    answer = _answer(html)
    page = parse_qs(urlsplit(url).query).get("page", ["1"])[0]
    if answer is None or page != "1":
        return []
    size = len(answer.articles)
    total = (answer.classify.post_count if answer.classify else 0) or answer.total
    if not size or size >= total:
        return []
    pages = min(ceil(total / size), MAX_PAGES)
    return [
        join(url, re.sub(r"([?&]page=)\d+", rf"\g<1>{number}", url))
        for number in range(2, pages + 1)
    ]


def _answer(text: str) -> _Answer | None:
    try:
        return msgspec.json.decode(text, type=_Answer, strict=False)
    except msgspec.DecodeError:
        return None


def _entry(article: dict[str, object], url: str) -> Entry | None:
    fields = {key: str(value) for key, value in article.items() if value is not None}
    title = " ".join(fields.get("title", "").split())
    address = join(url, fields.get("url") or fields.get("post_url") or "")
    if not title or address in ("", url):
        return None
    return Entry(address, title, _day(fields))


def _day(fields: dict[str, str]) -> date | None:
    """Return the day of publication in Beijing; times are Unix seconds or text."""
    for name in TIMES:
        value = fields.get(name, "")
        if value.isdecimal() and int(value) > 0:
            try:
                return datetime.fromtimestamp(int(value), BEIJING).date()
            except (ValueError, OverflowError, OSError):
                continue
        found = first_date(value)
        if found:
            return found
    return None
