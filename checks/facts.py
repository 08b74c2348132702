"""Tells the ledger of pages what it needs to know them again, however their addresses change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol

from checks.finding import PageFacts, Result, Undecided
from checks.sketch import length, sketch
from checks.views import resolve
from crawler.page import Fetch, Outcome, Page
from crawler.site import Site
from crawler.urls import article_mark, identity

# An address under which the ledger knows a page, and the one under which this crawl saw it.
Spellings = Mapping[str, str]


class Crawled(Protocol):
    """What a crawl brought, as far as it is needed here; a crawl is one."""

    @property
    def site(self) -> Site: ...

    @property
    def fetches(self) -> Mapping[str, Fetch]: ...

    @property
    def pages(self) -> Mapping[str, Page]: ...


def with_facts(result: Result, crawl: Crawled, known: Mapping[str, bool], secret: bytes) -> Result:
    """Add what is to be known of the pages with findings, and of the pages with known issues.

    `known` are the subjects of the ledger's issues, each with whether one is not mended there. A
    page that is seen under another spelling than its issues have was looked at all the same.
    """
    found = {each.subject for each in result.findings}
    subjects = found | {each.subject for each in result.undecided}
    spelt = _spellings(result, known, crawl)
    looked_for = {subject for subject, is_open in known.items() if is_open}
    own = _apart(subjects | result.subjects, crawl)
    pages = {}
    for subject in sorted(subjects | known.keys()):
        if not (name := _identity(subject, crawl.site)):
            continue
        facts = PageFacts(subject if subject in own else name, article_mark(subject))
        if subject in found or subject in looked_for:
            seen = crawl.pages.get(spelt.get(subject, subject))
            facts = _of_page(facts, seen, secret if subject in found else None)
            facts = replace(facts, leads_to=_end(crawl, subject))
        pages[subject] = facts
    return replace(
        result,
        pages=pages,
        subjects=result.subjects | _also(spelt, result.subjects),
        gone=result.gone | _also(spelt, result.gone),
        undecided=(*result.undecided, *_doubts(result.undecided, spelt)),
    )


def _identity(subject: str, site: Site) -> str:
    """Return the identity of a page's address, "" for a column or the site."""
    if not subject.startswith(("http:", "https:")):
        return ""
    return identity(subject, frozenset(each.lower() for each in site.limits.article_keys))


def _apart(subjects: Iterable[str], crawl: Crawled) -> set[str]:
    """Return the pages whose addresses have one identity and that say different things.

    A parameter that mostly is a time or a visit then tells articles apart on this site: each of
    them is known by its own address.
    """
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for subject in subjects:
        if name := _identity(subject, crawl.site):
            groups[name].append(subject)
    apart: set[str] = set()
    for group in groups.values():
        if len(group) > 1:
            pages = (crawl.pages.get(each) for each in group)
            if len({(page.title, page.text) for page in pages if page is not None}) > 1:
                apart.update(group)
    return apart


def _of_page(facts: PageFacts, page: Page | None, secret: bytes | None) -> PageFacts:
    """Add what the page says; its sketch costs time and is only of use where there is a finding."""
    if page is None or page.fetch.location or page.fetch.outcome is not Outcome.OK:
        return facts
    if page.unreadable:
        return facts
    return replace(
        facts,
        day=page.published.day if page.published else None,
        length=length(page.text),
        sketch=sketch(page.text, secret) if secret is not None else "",
    )


def _end(crawl: Crawled, subject: str) -> str:
    """Return the page at which the redirects of an address end, "" where there are none."""
    fetch = crawl.fetches.get(subject)
    if fetch is None or not fetch.location:
        return ""
    end = resolve(crawl.fetches, subject)
    return end.url if end is not None and end.outcome is Outcome.OK else ""


def _spellings(result: Result, known: Iterable[str], crawl: Crawled) -> Spellings:
    """Return the pages of known issues that the crawl saw under another spelling, with that."""
    missed: defaultdict[str, list[str]] = defaultdict(list)
    for subject in known:
        if subject not in result.subjects and (name := _identity(subject, crawl.site)):
            missed[name].append(subject)
    if not missed:
        return {}
    names = ((_identity(subject, crawl.site), subject) for subject in sorted(result.subjects))
    return {other: subject for name, subject in names for other in missed.get(name, ())}


def _also(spelt: Spellings, seen: frozenset[str]) -> frozenset[str]:
    return frozenset(subject for subject, other in spelt.items() if other in seen)


def _doubts(undecided: Iterable[Undecided], spelt: Spellings) -> Iterator[Undecided]:
    """Yield what was in doubt of a page under the spelling of its issues as well."""
    others: defaultdict[str, list[str]] = defaultdict(list)
    for subject, other in spelt.items():
        others[other].append(subject)
    for each in undecided:
        for subject in others.get(each.subject, ()):
            yield replace(each, subject=subject)
