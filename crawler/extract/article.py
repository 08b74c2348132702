"""Finds an article's title and its publication dates."""

import re
from collections.abc import Mapping
from datetime import date

from selectolax.lexbor import LexborHTMLParser

from crawler.extract.dates import first_date, labelled_date, script_date, url_date
from crawler.extract.tree import text_of
from crawler.page import DateSource, Published

TITLE_SELECTORS = "h1, h2, h3, [class*=title], [class*=tit], [class*=bt], [id*=title]"
TITLE_PARTS = re.compile(r"\s*[-_|—–]+\s*")
NEAR_TITLE = 160


def title_of(parser: LexborHTMLParser, meta: Mapping[str, str], text: str) -> str:
    """Return the article's title: meta ArticleTitle, a heading with its date, or <title>."""
    if meta.get("articletitle"):
        return meta["articletitle"]
    document_title = ""
    node = parser.css_first("title")
    if node is not None:
        document_title = " ".join(node.text().split())
    for node in parser.css(TITLE_SELECTORS):
        candidate = " ".join(text_of(node).split())
        if 4 <= len(candidate) <= 120 and candidate in document_title:
            return candidate
        if 4 <= len(candidate) <= 120 and node.tag in ("h1", "h2") and candidate in text:
            return candidate
    return TITLE_PARTS.split(document_title)[0] if document_title else ""


def shown_dates(
    parser: LexborHTMLParser, meta: Mapping[str, str], title: str, text: str
) -> tuple[Published, ...]:
    """Return the publication dates that the page itself shows, strongest first."""
    found: list[Published] = []
    visible = _visible_date(title, text)
    if visible:
        found.append(Published(visible, DateSource.TEXT))
    for script in parser.css("script"):
        day = script_date(script.text())
        if day:
            found.append(Published(day, DateSource.SCRIPT))
            break
    tagged = first_date(meta.get("pubdate", ""))
    if tagged:
        found.append(Published(tagged, DateSource.META))
    return tuple(found)


def _visible_date(title: str, text: str) -> date | None:
    flat = " ".join(text.split())
    start = flat.rfind(title) if title else -1
    if start >= 0:
        after = flat[start + len(title) : start + len(title) + NEAR_TITLE]
        labelled = labelled_date(after)
        if labelled:
            return labelled
    return labelled_date(flat)


def published(url: str, dates: tuple[Published, ...]) -> Published | None:
    """Choose the publication date: address, visible text, script, meta tag."""
    day = url_date(url)
    if day:
        return Published(day, DateSource.URL)
    return dates[0] if dates else None
