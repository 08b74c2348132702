"""Finds the rows of a column list: repeated siblings that hold a link and a date."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.dates import is_date_text, row_date
from crawler.extract.tree import attribute, children, text_of
from crawler.page import Entry
from crawler.urls import join

ROW_LEVELS = 4
ROW_LENGTH = 600
DATE_LENGTH = 34
CUT = re.compile(r"(?:\.{2,}|…+)$")
LEADING_MARK = re.compile(r"^[\s·•●▪■◆►▶»>\-]+")
# The category before a title ([规章]) is often a link of its own.
CATEGORY = re.compile(r"[\[【〔(（][^\]】〕)）]{1,12}[\]】〕)）]")
PAGER_TEXT = re.compile(r"^(?:\d{1,4}|首页|上一页|下一页|尾页|末页|[<>«»]+|GO)$", re.I)


@dataclass(frozen=True, slots=True)
class _Row:
    entry: Entry
    group: str


def entries_of(parser: LexborHTMLParser, url: str, today: date, *, least: int = 1) -> list[Entry]:
    """Return the rows of the largest list on the page, in page order.

    A list needs `least` rows; rows of one list share their three-level path of tags and classes.
    """
    groups: dict[str, list[Entry]] = defaultdict(list)
    seen: set[str] = set()
    for anchor in parser.css("a[href]"):
        row = _row_of(anchor, url, today)
        if row is None or row.entry.url in seen:
            continue
        seen.add(row.entry.url)
        groups[row.group].append(row.entry)
    best = max(groups.values(), key=len, default=[])
    return best if len(best) >= least else []


def _row_of(anchor: LexborNode, url: str, today: date) -> _Row | None:
    title = title_of(anchor)
    address = join(url, attribute(anchor, "href"))
    if not address or not title or PAGER_TEXT.match(title) or CATEGORY.fullmatch(title):
        return None
    node = anchor
    for _ in range(ROW_LEVELS):
        parent = node.parent
        if parent is None or parent.tag in ("body", "html", None):
            return None
        node = parent
        text = node.text(separator=" ", strip=True)
        if len(text) > ROW_LENGTH:
            return None
        found = _date_in(node, anchor, today)
        if found:
            return _Row(Entry(address, title, found), _path(node))
    return None


def title_of(anchor: LexborNode) -> str:
    """Return a link's title: its title attribute when the text is cut, else its text."""
    dates = frozenset(node.mem_id for node in _dates_inside(anchor))
    text = LEADING_MARK.sub("", " ".join(text_of(anchor, without=dates).split()))
    title = " ".join(attribute(anchor, "title").split())
    if title and (not text or CUT.search(text) or title.startswith(CUT.sub("", text))):
        return title
    return text


def _date_in(row: LexborNode, anchor: LexborNode, today: date) -> date | None:
    """Return the row's date: from a short element of its own first, then from loose text.

    Another link with a title of its own means that `row` is already the whole list.
    """
    for link in row.css("a[href]"):
        is_same = attribute(link, "href") == attribute(anchor, "href")
        if not is_same and not CATEGORY.fullmatch(link.text(strip=True)):
            return None
    parts = [part for part in _leaf_texts(row, anchor) if part]
    for part in parts:
        if len(part) <= DATE_LENGTH and is_date_text(part):
            return row_date(part, today)
    split = _split_date(parts)
    if split:
        return row_date(split, today)
    loose = " ".join(part for part in parts if len(part) <= DATE_LENGTH)
    return row_date(loose, today) if loose else None


def _leaf_texts(row: LexborNode, anchor: LexborNode) -> list[str]:
    texts: list[str] = []
    stack = [row]
    while stack:
        node = stack.pop()
        if node.tag == "-text":
            texts.append((node.text_content or "").strip())
        elif node.mem_id == anchor.mem_id:
            texts.extend(date_node.text(strip=True) for date_node in _dates_inside(anchor))
        elif not (node.tag or "").startswith("-") and node.tag not in ("script", "style"):
            stack.extend(reversed(list(children(node))))
    return texts


def _dates_inside(anchor: LexborNode) -> list[LexborNode]:
    # Some lists put the date into the link: <a><span>title</span><em>2026-01-05</em></a>.
    inner = anchor.css("span, em, i, b, p, div, time")
    return [node for node in inner if is_date_text(node.text(strip=True))]


def _split_date(parts: list[str]) -> str:
    """Join a date split over two boxes (28 and 2021-01)."""
    for day, month in pairwise(parts):
        if re.fullmatch(r"\d{1,2}", day) and re.fullmatch(
            r"(?:19|20)\d{2}[-./年]\d{1,2}月?", month
        ):
            return f"{month.rstrip('月')}-{day}"
        if re.fullmatch(r"\d{1,2}", month) and re.fullmatch(r"(?:19|20)\d{2}[-./]\d{1,2}", day):
            return f"{day}-{month}"
    return ""


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
