"""Finds an article's title and its publication dates."""

import re
from collections.abc import Mapping
from datetime import date

from selectolax.lexbor import LexborHTMLParser

from crawler.extract.dates import (
    first_date,
    is_date_text,
    labelled_date,
    script_date,
    url_date,
)
from crawler.extract.tree import text_of
from crawler.page import DateSource, Published

TITLE_SELECTORS = "h1, h2, h3, [class*=title], [class*=tit], [class*=bt], [id*=title]"
TITLE_PARTS = re.compile(r"\s*[-_|—–]+\s*")
NEAR_TITLE = 160
SHORTEST, LONGEST = 4, 120
# The line under a title: date and source.
BYLINE = re.compile(r"来源|发布|日期|时间|作者|浏览|点击|字体|字号")
BYLINE_DATE = re.compile(r"\W*(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}")
BYLINE_NEAR = 30
BYLINE_LINES = 4


def title_of(parser: LexborHTMLParser, meta: Mapping[str, str], text: str) -> str:
    """Return the title: meta ArticleTitle, the heading that byline or <title> confirm, <title>.

    `text` is the whole page's. Site names and columns are headings too, and stand in <title>.
    """
    if meta.get("articletitle"):
        return meta["articletitle"]
    node = parser.css_first("title")
    whole = " ".join(node.text().split()) if node is not None else ""
    headings = _headings(parser)
    flat = " ".join(text.split())
    begun = [heading for heading in headings if whole.startswith(heading)]
    signed = [heading for heading in headings if _has_byline(heading, flat)]
    named = sorted((heading for heading in headings if heading in whole), key=len, reverse=True)
    confirmed = [heading for heading in signed if heading in whole]
    shown = [" ".join(text_of(node).split()) for node in parser.css("h1, h2")]
    plain = [heading for heading in shown if heading in headings]
    found = [*confirmed, *begun, *signed, *named, *plain]
    return found[0] if found else TITLE_PARTS.split(whole)[0]


def _headings(parser: LexborHTMLParser) -> list[str]:
    headings = []
    for node in parser.css(TITLE_SELECTORS):
        # A link is another page's title.
        if node.tag in ("a", "title") or node.css_first("a") is not None:
            continue
        heading = " ".join(text_of(node).split())
        if SHORTEST <= len(heading) <= LONGEST:
            headings.append(heading)
    return headings


def _has_byline(heading: str, flat: str) -> bool:
    start = flat.find(heading)
    if start < 0:
        return False
    after = flat[start + len(heading) :].lstrip()[:BYLINE_NEAR]
    return bool(BYLINE.search(after) or BYLINE_DATE.match(after))


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
    return labelled_date(flat) or _byline_date(title, text)


def _byline_date(title: str, text: str) -> date | None:
    """Read a date without label from a line near the title that is date and source alone."""
    start = text.rfind(title) if title else -1
    if start < 0:
        return None
    for line in text[start + len(title) :].split("\n")[: BYLINE_LINES + 1]:
        if is_date_text(line) or (BYLINE_DATE.match(line) and BYLINE.search(line)):
            return first_date(line)
    return None


def published(url: str, dates: tuple[Published, ...]) -> Published | None:
    """Choose the publication date: address, visible text, script, meta tag."""
    day = url_date(url)
    if day:
        return Published(day, DateSource.URL)
    return dates[0] if dates else None
