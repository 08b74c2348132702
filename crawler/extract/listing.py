"""Finds the rows of a column list: repeated siblings that hold a link and a date."""

import re
from collections import defaultdict
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.dates import is_date_text
from crawler.extract.row_dates import DATE_HINT, dated_items, merged
from crawler.extract.rows import PAGER, Item, items_of
from crawler.extract.signs import in_frame, is_article, is_never_main, is_side
from crawler.extract.tree import attribute, text_of
from crawler.page import Entry
from crawler.urls import join

# What leads through a list; the proposal of columns leaves such links out too.
PAGER_TEXT = PAGER
CUT = re.compile(r"(?:\.{2,}|…+)$")
LEADING_MARK = re.compile(r"^[\s·•●▪■◆►▶»>\-]+")
HEADINGS = "h1, h2, h3, h4, h5, [class*=tit]"
# A box beside the main list counts for little, whatever its length.
SIDE_WEIGHT = 0.12
FRAME_ROWS = 3
# A list without dates must show by its addresses and titles that it is one.
UNDATED_LEAST = 5
UNDATED_LENGTH = 10
UNDATED_SHARE = 0.8
TWO_DIGITS = re.compile(r"\d[0-9a-f]")
ARTICLE_ADDRESS = re.compile(
    r"/t\d{8}_\d+|/art/\d{4}/|(?:content|post|art|detail|info)_?/?\d{2,}|/info/\d+/\d+|[0-9a-f]{24,}\."
    r"|\d{4,}\.s?html?$|[?&](?:article)?id=\w{3,}",
    re.I,
)


def entries_of(parser: LexborHTMLParser, url: str, today: date, *, least: int = 1) -> list[Entry]:
    """Return the rows of the page's main list, in page order; none on the page of an article.

    A list needs `least` rows; rows of one list share their three-level path of tags and classes.
    """
    body = parser.body
    if body is None:
        return []
    items: list[Item] | None = None
    if len(DATE_HINT.findall(body.text(separator=" "))) >= least:
        items = dated_items(parser, today)
        rows = _main_list(merged(items), least)
        if rows:
            silent = is_article(parser, [_whole_row(row.top) for row in rows])
            return [] if silent else _entries(rows, url)
    if len(ARTICLE_ADDRESS.findall("\n".join(_hrefs(parser)))) < max(UNDATED_LEAST, least):
        return []
    return _entries(_undated_list(parser, items or items_of(parser), least), url)


def _whole_row(top: LexborNode) -> LexborNode:
    # The summary of a dt stands in the dd after it.
    parent = top.parent
    return parent if parent is not None and top.tag in ("dt", "dd") else top


def _hrefs(parser: LexborHTMLParser) -> list[str]:
    hrefs = (anchor.attributes.get("href") or "" for anchor in parser.css("a[href]"))
    return [href for href in hrefs if TWO_DIGITS.search(href)]


def _entries(rows: list[Item], url: str) -> list[Entry]:
    found: dict[str, Entry] = {}
    for row in rows:
        address, title = join(url, row.href), title_of(row.anchor)
        if address and title and address not in found:
            found[address] = Entry(address, title, row.found, row.wrong)
    return list(found.values())


def _main_list(items: list[Item], least: int) -> list[Item]:
    best: list[Item] = []
    weight = 0.0
    for group in _groups(items):
        if len(group) < least or is_never_main(group[0].top):
            continue
        if len(group) < FRAME_ROWS and in_frame(group[0].top):
            continue
        own = len(group) * (SIDE_WEIGHT if is_side(group[0].top) else 1.0)
        if own > weight:
            best, weight = group, own
    # On a page that nobody called a column, a box alone is no list of it.
    return best if weight >= 1 or least < FRAME_ROWS else []


def _groups(items: list[Item]) -> list[list[Item]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    names: dict[str, str] = {}
    for item in items:
        path = _path(item.top)
        # Pinned rows in a list of their own above the others.
        beside = _beside(item.top)
        groups[names.setdefault(beside, path) if beside else path].append(item)
    return list(groups.values())


def _beside(top: LexborNode) -> str:
    container = top.parent
    parent = container.parent if container is not None else None
    if container is None or parent is None or container.tag not in ("ul", "ol", "dl"):
        return ""
    return f"{top.tag}<{container.tag}<{parent.mem_id}"


def _path(node: LexborNode) -> str:
    names = []
    current: LexborNode | None = node
    for _ in range(3):
        if current is None:
            break
        classes = "" if current.mem_id == node.mem_id else attribute(current, "class")
        names.append(f"{current.tag}.{classes}")
        current = current.parent
    return "<".join(names)


def _undated_list(parser: LexborHTMLParser, items: list[Item], least: int) -> list[Item]:
    """Return rows without dates, if titles and addresses show that they are articles."""
    best: list[Item] = []
    for group in _groups([item for item in items if not item.is_dated]):
        if len(group) < max(UNDATED_LEAST, least) or len(group) <= len(best):
            continue
        articles = sum(ARTICLE_ADDRESS.search(item.href) is not None for item in group)
        length = sum(len(item.text) for item in group) / len(group)
        if articles < UNDATED_SHARE * len(group) or length < UNDATED_LENGTH:
            continue
        if not is_never_main(group[0].top) and not is_side(group[0].top):
            best = group
    if not best or is_article(parser, [item.top for item in best], least=1):
        return []
    return best


def title_of(anchor: LexborNode) -> str:
    """Return a link's title: its title attribute when the text is cut, else its text."""
    text = LEADING_MARK.sub("", " ".join(_shown_title(anchor).split()))
    title = " ".join(attribute(anchor, "title").split())
    if title and (not text or CUT.search(text) or title.startswith(CUT.sub("", text))):
        return title
    return text


def _shown_title(anchor: LexborNode) -> str:
    only = anchor.first_child
    if only is not None and only.next is None and only.tag == "-text":
        return only.text_content or ""
    dates = frozenset(node.mem_id for node in _dates_inside(anchor))
    lines = text_of(anchor, without=dates).split("\n")
    if len(lines) == 1:
        return lines[0]
    # A whole card is one link: its heading is the title, the summary is not.
    for heading in anchor.css(HEADINGS):
        text = text_of(heading, without=dates)
        if text and heading.mem_id != anchor.mem_id:
            return text
    named = [line for line in lines if not line.strip().isdigit()]
    return (
        named[0] if named and any(len(line) > len(named[0]) for line in named) else " ".join(lines)
    )


def _dates_inside(anchor: LexborNode) -> list[LexborNode]:
    # Some lists put the date into the link: <a><span>title</span><em>2026-01-05</em></a>.
    inner = anchor.css("span, em, i, b, p, div, time, strong")
    return [node for node in inner if is_date_text(node.text(strip=True))]
