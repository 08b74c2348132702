"""Finds an article's title and its publication dates."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.dates import (
    FULL,
    SHORT_YEAR,
    first_date,
    is_date_text,
    labelled_date,
    row_date,
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
BYLINE_REACH = 400
MOST_PLACES = 4
OTHER_LABEL = re.compile(r"截止|结束|开始|来信|办结|成文|生成|印发")
# A date and a name alone, at once below the title.
SIGNED_LINES, SIGNED_LENGTH = 2, 40
NO_SIGNATURE = re.compile(r"[，。；、]|(?<!来源)(?<!\d)[:：]")
SOURCE = re.compile(
    r"来\s*源\s*[:：]\s*([^\s:：|｜\[\]【】（）()]{2,30}?)(?=\s|[|｜\[\]【】（）()]|(?:19|20)\d{2}\s*[-/.年]|$|(?:发布|发文|更新|发表)?"
    r"(?:日期|时间)|作者|责任编辑|编辑|浏览|点击|阅读|访问|字体|字号|打印)"
)


def title_of(
    parser: LexborHTMLParser, meta: Mapping[str, str], text: str, *, is_home: bool = False
) -> str:
    """Return the title: meta ArticleTitle, the heading that byline or <title> confirm, <title>.

    `text` is the whole page's. Site names and columns are headings too, and stand in <title>;
    the headings of a home page are those of its blocks.
    """
    if meta.get("articletitle"):
        return meta["articletitle"]
    node = parser.css_first("title")
    whole = " ".join(node.text().split()) if node is not None else ""
    if is_home and whole:
        return whole
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
        heading = " ".join(text_of(node, without=_dates_in(node)).split())
        if SHORTEST <= len(heading) <= LONGEST:
            headings.append(heading)
    return headings


def _dates_in(node: LexborNode) -> frozenset[int]:
    # <h3>title<span>2026-02-03</span></h3>
    inner = node.css("span, em, i, small, font")
    return frozenset(part.mem_id for part in inner if is_date_text(part.text(strip=True)))


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
    """Read the date near the title; a list beside the text may name the title once more."""
    for start in _places(title, text):
        after = text[start : start + 2 * NEAR_TITLE]
        labelled = labelled_date(" ".join(after.split())[:NEAR_TITLE])
        found = labelled or _byline_date(text[start : start + BYLINE_REACH])
        if found:
            return found
    return labelled_date(" ".join(text.split()))


def _places(title: str, text: str) -> Iterator[int]:
    """Yield where the title ends, each time that the page shows it."""
    if not title:
        return
    pattern = r"\s+".join(map(re.escape, title.split()))
    for match in islice(re.finditer(pattern, text), MOST_PLACES):
        yield match.end()


def _byline_date(below_title: str) -> date | None:
    """Read a date without label from a line near the title that is date and source alone."""
    below = [line.strip() for line in below_title.split("\n") if line.strip()]
    for number, line in enumerate(below[:BYLINE_LINES]):
        if (is_date_text(line) and not OTHER_LABEL.search(line)) or (
            BYLINE_DATE.match(line) and BYLINE.search(line)
        ):
            return row_date(line, date.max)
        short = SHORT_YEAR.search(line) if BYLINE.search(line) else None
        if short:
            return row_date(short[0], date.max)
        if number < SIGNED_LINES and _is_signed(line):
            return first_date(line)
    return None


def _is_signed(line: str) -> bool:
    if len(line) > SIGNED_LENGTH or NO_SIGNATURE.search(line):
        return False
    return any(
        match.start() == 0 or match.end() == len(line.rstrip()) for match in FULL.finditer(line)
    )


def source_of(meta: Mapping[str, str], text: str) -> str:
    """Return where the article comes from: the tag ContentSource, else what follows 来源："""
    if meta.get("contentsource"):
        return meta["contentsource"]
    match = SOURCE.search(text)
    return match[1] if match else ""


def published(url: str, dates: tuple[Published, ...]) -> Published | None:
    """Choose the publication date: address, visible text, script, meta tag."""
    day = url_date(url)
    if day:
        return Published(day, DateSource.URL)
    return dates[0] if dates else None
