"""Pairs policy documents with the pages that interpret them."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from checks.views import SiteView
from crawler.page import Outcome, Page, Role
from crawler.site import ColumnKind
from crawler.urls import article_number

_NAMED = re.compile(r"《((?:[^《》]|《[^《》]*》){4,100})》")
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,12}[〔\[［(（]\s*(?:19|20)\d{2}\s*[〕\]］)）]\s*\d{1,4}\s*号"
)
_INTERPRETS = re.compile(r"解读|图解|读懂|问答|解答|看懂|解析|说明")
_READING = re.compile(r"解读|图解|读懂")
_WRAPPER = re.compile(
    r"^.{0,60}?关于(?:印发|发布|公布|下发)(?:实施|执行)?[〈《<]?(.+?)[〉》>]?的(?:通知|公告|决定)$"
)
_FORWARDED = re.compile(r"转发|^(?:中共中央|国务院|中华人民共和国|全国)")
_NOISE = re.compile(r"[\s《》〈〉<>“”\"（）()〔〕\[\]，,、]")
_SPACE = re.compile(r"\s+")
_PLACE = re.compile(r".+?(?:自治[区州县旗]|[省市县区旗])")
HEAD = 600
LEAST_NAME = 6


@dataclass(frozen=True, slots=True)
class Paper:
    """A document or an interpretation, as far as it has to be known to find its other half.

    `numbers` are the document numbers at its head; `is_own` tells that a document bears the name
    of the site's own place and is not handed down.
    """

    url: str
    title: str
    numbers: tuple[str, ...] = ()
    day: date | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A document and a page that interprets it; `name` is how that page names it."""

    paper: Paper
    interpretation: Paper
    name: str


@dataclass(frozen=True, slots=True)
class Policies:
    """The documents of a site, what interprets them, and which belong together."""

    papers: list[Paper]
    interpretations: list[Paper]
    pairs: list[Pair]


Index = dict[str, list[Paper]]


def plain(text: str) -> str:
    """Return a title without marks and blanks, which pages set as they like."""
    return _NOISE.sub("", text)


def core(title: str) -> str:
    """Return the name of what a notice issues: 关于印发《…办法》的通知 is about the 办法."""
    whole = _SPACE.sub("", title)
    match = _WRAPPER.match(whole)
    return plain(match[1] if match else whole)


def policies(site: SiteView) -> Policies:
    """Return the documents and interpretations of a site, read once."""
    return site.once(_read)


def _read(site: SiteView) -> Policies:
    papers, readings = [], []
    for page in site.html_pages():
        column = site.site.column(page.column_id)
        if column is None or page.role is not Role.PAGE or page.fetch.outcome is not Outcome.OK:
            continue
        if page.fetch.location:
            continue
        if column.kind is ColumnKind.INTERPRETATION:
            readings.append(_paper(site, page))
        elif column.kind is ColumnKind.POLICY and not _READING.search(page.title):
            papers.append(_paper(site, page))
    by_name, by_number = _indexed(papers)
    found = (_pair(reading, by_name, by_number) for reading in readings)
    return Policies(papers, readings, [pair for pair in found if pair is not None])


def _paper(site: SiteView, page: Page) -> Paper:
    head = f"{page.margin_text}\n{page.text[:HEAD]}"
    return Paper(
        page.url,
        page.title,
        tuple(dict.fromkeys(map(plain, _NUMBER.findall(head)))),
        page.published.day if page.published else None,
        _is_own(site, page),
    )


def _is_own(site: SiteView, page: Page) -> bool:
    title = _SPACE.sub("", page.title)
    place = _PLACE.findall(site.site.region)
    if _FORWARDED.search(title) or not place:
        return False
    return place[-1] in f"{title}\n{page.text[:HEAD]}"


def _indexed(papers: list[Paper]) -> tuple[Index, Index]:
    by_name: Index = defaultdict(list)
    by_number: Index = defaultdict(list)
    for paper in papers:
        for name in {plain(paper.title), core(paper.title)}:
            if len(name) >= LEAST_NAME:
                by_name[name].append(paper)
        # The first number is its own, others are of those that it relies on.
        for number in paper.numbers[:1]:
            by_number[number].append(paper)
    return by_name, by_number


def _pair(reading: Paper, by_name: Index, by_number: Index) -> Pair | None:
    # A collection that interprets several documents links to none of them in particular.
    named = _NAMED.findall(reading.title)
    if len(named) > 1 or not (named or _INTERPRETS.search(reading.title)):
        return None
    told = [paper for number in reading.numbers for paper in by_number.get(number, [])]
    if not named:
        paper = _only(told) if len(reading.numbers) == 1 else None
        return Pair(paper, reading, paper.title) if paper is not None else None
    for key in (plain(named[0]), core(named[0])):
        if key in by_name:
            candidates = by_name[key]
            paper = _only([each for each in candidates if each in told] or candidates)
            return Pair(paper, reading, named[0]) if paper is not None else None
    return None


def _only(candidates: list[Paper]) -> Paper | None:
    """Return the one document that is meant; copies of one article are one."""
    identities = {article_number(paper.url) or paper.url for paper in candidates}
    return candidates[0] if len(identities) == 1 else None


def is_linked(site: SiteView, source: Paper, target: Paper, *names: str) -> bool:
    """Whether a page links to another, or to what bears its name elsewhere."""
    number = article_number(target.url)
    wanted = [plain(name) for name in (target.title, *names)]
    for link in site.pages[source.url].links:
        end = site.resolve(link.url)
        if target.url in (link.url, end.url if end is not None else ""):
            return True
        if number and article_number(link.url) == number:
            return True
        if not link.is_frame and link.url != source.url and _is_named(link.text, wanted):
            return True
    return False


def _is_named(text: str, wanted: list[str]) -> bool:
    """Whether the text of a link has one of the names; long ones are cut."""
    shown = plain(text).rstrip(".…")
    names = [name for name in wanted if len(name) >= LEAST_NAME]
    is_part = len(shown) >= LEAST_NAME and any(name.startswith(shown) for name in names)
    return is_part or any(name in shown for name in names)
