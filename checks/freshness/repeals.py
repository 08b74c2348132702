"""Finds which documents of a site are repealed by others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checks.views import SiteView
from crawler.page import Outcome, Page, Role

_NUMBER = r"[\u4e00-\u9fff]{1,12}[〔\[［(（]\s*\d{4}\s*[〕\]］)）]\s*\d{1,4}\s*号"
# 《…》（…〔2019〕3号）同时废止; several may be listed before the verb.
_REPEAL = re.compile(rf"《([^《》]{{4,80}})》\s*(?:[（(]\s*({_NUMBER})\s*[)）])?")
_VERB = re.compile(r"(?:同时)?(?:予以)?(?:废止|停止执行|失效)")
_SINCE = re.compile(r"自\s*(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:之日)?起")
_CLAUSE = re.compile(r"[。；\n]")
# The repeal is not yet, not whole, or told of other laws.
_NOT = re.compile(
    r"第[一二三四五六七八九十百零〇\d]+条|部分|拟|征求|建议|如|若|不再|修改|继续有效|决定废止的|是否"
)
_SPACE = re.compile(r"\s+")
_QUICK = ("废止", "停止执行", "失效")
# Whoever bears such a mark has told its readers.
MARK = re.compile(r"废止|失效|停止执行|已修改|有效期至")
_HEAD = 400


@dataclass(frozen=True, slots=True)
class Repeal:
    """A document that another one repeals; `number` is "" where none was given.

    `since` is the day that the sentence names, None where it names none.
    """

    name: str
    number: str
    by: Page
    sentence: str
    since: date | None = None


def repeals(site: SiteView) -> Iterator[Repeal]:
    """Yield the documents that pages of the site say are repealed."""
    for page in papers(site):
        yield from said_in(page)


def said_in(page: Page) -> Iterator[Repeal]:
    """Yield the documents that one page says are repealed."""
    if not any(word in page.text for word in _QUICK):
        return
    for sentence in _CLAUSE.split(page.text):
        verb = _VERB.search(sentence)
        if verb is None or _NOT.search(sentence[: verb.start()]):
            continue
        since = _since(sentence)
        for match in _REPEAL.finditer(sentence[: verb.start()]):
            number = _SPACE.sub("", match[2] or "")
            yield Repeal(_SPACE.sub("", match[1]), number, page, sentence.strip(), since)


def still_shown(site: SiteView, repeal: Repeal) -> Iterator[Page]:
    """Yield the pages that carry a repealed document without a mark."""
    for page in papers(site):
        if page.url == repeal.by.url or MARK.search(page.title):
            continue
        title = _SPACE.sub("", page.title)
        is_named = bool(title) and (
            title == repeal.name or title.endswith(f"《{repeal.name}》的通知")
        )
        head = _SPACE.sub("", f"{page.margin_text}\n{page.text[:_HEAD]}")
        if repeal.number and repeal.number not in head:
            is_named = False
        if is_named and not MARK.search(head):
            yield page


def papers(site: SiteView) -> Iterator[Page]:
    """Yield the pages that may carry a document, as people see them."""
    for page in site.pages.values():
        if page.role is Role.PAGE and page.fetch.outcome is Outcome.OK and site.is_seen(page):
            yield page


def _since(sentence: str) -> date | None:
    match = _SINCE.search(sentence)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
