"""Pairs policy documents with the pages that interpret them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

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
HEAD = 600
LEAST_NAME = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """A document and a page that interprets it; `name` is how that page names it."""

    paper: Page
    interpretation: Page
    name: str


def plain(text: str) -> str:
    """Return a title without marks and blanks, which pages set as they like."""
    return _NOISE.sub("", text)


def core(title: str) -> str:
    """Return the name of what a notice issues: 关于印发《…办法》的通知 is about the 办法."""
    match = _WRAPPER.match(plain_wrapped(title))
    return plain(match[1]) if match else plain(title)


def plain_wrapped(title: str) -> str:
    """Return a title without blanks, its marks kept."""
    return re.sub(r"\s", "", title)


def papers(site: SiteView) -> Iterator[Page]:
    """Yield the policy documents of the site."""
    for page in _articles(site, ColumnKind.POLICY):
        if not _READING.search(page.title):
            yield page


def interpretations(site: SiteView) -> Iterator[Page]:
    """Yield the pages of the columns that interpret policies."""
    yield from _articles(site, ColumnKind.INTERPRETATION)


def _articles(site: SiteView, kind: ColumnKind) -> Iterator[Page]:
    for page in site.html_pages():
        column = site.site.column(page.column_id)
        if column is None or column.kind is not kind or page.role is not Role.PAGE:
            continue
        if page.fetch.outcome is Outcome.OK and not page.fetch.location:
            yield page


def is_own(site: SiteView, page: Page) -> bool:
    """Whether a document bears the name of the site's own place and is not handed down."""
    title = plain_wrapped(page.title)
    if _FORWARDED.search(title):
        return False
    place = _place(site)
    return bool(place) and place in f"{title}\n{page.text[:HEAD]}"


def _place(site: SiteView) -> str:
    """Return the name of the place at the end of the region, without 县, 区, 市."""
    parts = re.findall(r".+?(?:自治[区州县旗]|[省市县区旗])", site.site.region)
    return parts[-1] if parts else ""


def pairs(site: SiteView) -> list[Pair]:
    """Return the pairs that a title or a document number leaves no doubt about."""
    by_name: dict[str, list[Page]] = defaultdict(list)
    by_number: dict[str, list[Page]] = defaultdict(list)
    for paper in papers(site):
        for name in {plain(paper.title), core(paper.title)}:
            if len(name) >= LEAST_NAME:
                by_name[name].append(paper)
        head = f"{paper.margin_text}\n{paper.text[:HEAD]}"
        for number in _NUMBER.findall(head)[:1]:
            by_number[plain(number)].append(paper)
    found = []
    for page in interpretations(site):
        pair = _pair(page, by_name, by_number)
        if pair is not None:
            found.append(pair)
    return found


def _pair(
    page: Page, by_name: dict[str, list[Page]], by_number: dict[str, list[Page]]
) -> Pair | None:
    # A collection that interprets several documents links to none of them in particular.
    named = _NAMED.findall(page.title)
    if len(named) > 1 or not (_INTERPRETS.search(page.title) or named):
        return None
    numbers = dict.fromkeys(map(plain, _NUMBER.findall(page.text[:HEAD])))
    for name in named:
        for key in (plain(name), core(name)):
            if by_name.get(key):
                paper = _only(by_name[key], numbers, by_number)
                return Pair(paper, page, name) if paper is not None else None
    if len(numbers) == 1 and not named:
        paper = _only(by_number.get(next(iter(numbers)), []), {}, by_number)
        return Pair(paper, page, paper.title) if paper is not None else None
    return None


def _only(
    candidates: list[Page], numbers: dict[str, None], by_number: dict[str, list[Page]]
) -> Page | None:
    """Return the one document that is meant; copies of one article are one."""
    told = [page for page in candidates for number in numbers if page in by_number.get(number, [])]
    chosen = told or candidates
    identities = {article_number(page.url) or page.url for page in chosen}
    return chosen[0] if len(identities) == 1 else None


def is_linked(site: SiteView, source: Page, target: Page, *names: str) -> bool:
    """Whether a page links to another, or to what bears its name elsewhere."""
    number = article_number(target.url)
    wanted = [plain(name) for name in (target.title, *names)]
    for link in source.links:
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
