"""Tells whether a page is the one that its host sends for addresses that cannot exist."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.page import Outcome, Page
from crawler.urls import is_root

SHINGLE = 4
MOST_TEXT = 5000
LEAST_TEXT = 10
# What waits for its script says less than this.
LEAST_HOME = 20
ALIKE = 0.9
LONGER = 1.25
# So many pages may be error pages; if more look like it, it is no error page.
FEW = 2
FEW_SHARE = 0.2
# What changes from answer to answer: times, counters, the address that was asked for.
CHANGING = re.compile(r"https?://\S+|/\S+|\d+")
# Applications elsewhere draw every page with scripts: a like frame alone says nothing there.
SAYS_SO = re.compile(
    r"404|不存在|找不到|未找到|没有找到|not found|出错|错误|error|无法(?:访问|显示)|失效|已下线|删除",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Alike:
    """Pages that look like what their hosts send for addresses that cannot exist, by address.

    `soft` is a page of its own kind. Where hosts send their home page, or lists, dated articles
    or what most pages look like, the sign is not used; `home` are those that are the home page.
    """

    soft: frozenset[str] = frozenset()
    home: frozenset[str] = frozenset()


def alike_by_decoys(decoys: Mapping[str, Page], pages: Iterable[Page]) -> Alike:
    """Hold pages against the decoys of their hosts."""
    usable = {host: decoy for host, decoy in decoys.items() if _is_usable(decoy)}
    alike: dict[str, list[str]] = {host: [] for host in usable}
    counts = dict.fromkeys(usable, 0)
    barred: set[str] = set()
    at_home: set[str] = set()
    for page in pages:
        host = urlsplit(page.url).netloc
        decoy = usable.get(host)
        if decoy is None or page.unreadable or page.fetch.location:
            continue
        counts[host] += 1
        if resembles(page, decoy):
            if is_root(page.url) and len(_text(decoy)) >= LEAST_HOME:
                at_home.add(host)
            if page.entries or page.shown_dates or is_root(page.url):
                barred.add(host)
            else:
                alike[host].append(page.url)
    few = (
        host
        for host in usable.keys() - barred
        if len(alike[host]) <= max(FEW, FEW_SHARE * counts[host])
    )
    return Alike(
        frozenset(url for host in few for url in alike[host]),
        frozenset(url for host in at_home for url in alike[host]),
    )


def _is_usable(decoy: Page) -> bool:
    is_answer = decoy.fetch.outcome is Outcome.OK and not decoy.unreadable
    return is_answer and len(_text(decoy)) >= LEAST_TEXT


def resembles(page: Page, other: Page) -> bool:
    """Whether two pages have one title and nearly the same text."""
    if page.title != other.title:
        return False
    text, known = _text(page), _text(other)
    if max(len(text), len(known)) > LONGER * min(len(text), len(known)):
        return False
    shingles, others = _shingles(text), _shingles(known)
    return len(shingles & others) >= ALIKE * len(shingles | others)


def says_so(page: Page) -> bool:
    """Whether the page has a word for what is gone or went wrong."""
    return SAYS_SO.search(f"{page.title}\n{page.text}") is not None


def _text(page: Page) -> str:
    text = f"{page.margin_text}\n{page.text}"[:MOST_TEXT]
    return "".join(CHANGING.sub("", text).split())


def _shingles(text: str) -> set[str]:
    return {text[start : start + SHINGLE] for start in range(max(1, len(text) - SHINGLE + 1))}
