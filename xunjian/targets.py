"""What a recheck asks for: the smallest part of a site that can decide some issues."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from checks.finding import SITE_SUBJECT
from checks.mask import mask
from checks.veil import Veil, is_veiled
from crawler.page import Role
from crawler.site import Site
from crawler.snapshot import Asked, Snapshot, Target
from crawler.urls import canonical
from ledger.issue import Issue


def unveiled(issues: Iterable[Issue], known: Snapshot | None, secret: bytes) -> Iterator[Issue]:
    """Give issues their true addresses, which the ledger has masked where they are personal.

    One whose address no snapshot knows any more is left out: nobody can look at it again.
    """
    veil = Veil(secret)
    addresses: dict[str, str] | None = None
    for issue in issues:
        if not any(map(is_veiled, (issue.subject, issue.url, *issue.sources))):
            yield issue
            continue
        if addresses is None:
            addresses = {veil.address(url): url for url in (known.fetches if known else ())}
        subject = addresses.get(issue.subject, issue.subject)
        url = addresses.get(issue.url, issue.url)
        sources = tuple(addresses.get(source, source) for source in issue.sources)
        if not any(map(is_veiled, (subject, url, *sources))):
            yield replace(issue, subject=subject, url=url, sources=sources)


def target_of(site: Site, issues: Iterable[Issue], known: Snapshot | None) -> Target:
    """Return the smallest target that can decide these issues."""
    issues = list(issues)
    column_ids: dict[str, None] = {}
    # The home page shows whether the site itself is well.
    home = canonical(site.start_url)
    asked = {home: Asked(home)}
    probe_links = judges_site = False
    anew = {url for issue in issues for url in _links_of(issue, known)}
    for issue in issues:
        probe_links = probe_links or issue.code.startswith("L")
        if site.column(issue.subject) and not issue.sources:
            column_ids[issue.subject] = None
            continue
        url = issue.url if issue.subject == SITE_SUBJECT else issue.subject
        for source in issue.sources:
            asked.setdefault(source, asked_of(source, known, issue.column))
        if issue.sources:
            continue
        judges_site = judges_site or issue.subject == SITE_SUBJECT
        if not canonical(url):
            # A column that has left the list: there is nothing to look at any more.
            continue
        if url != home:
            asked[url] = asked_of(url, known, issue.column)
    return Target(
        tuple(asked.values()),
        tuple(column_ids),
        probe_links,
        judges_site=judges_site,
        anew=tuple(sorted(anew)),
    )


def _links_of(issue: Issue, known: Snapshot | None) -> Iterator[str]:
    """Yield where the link of an issue leads, by every station on the way.

    They are asked once more even if they were well of late. An address that is masked, because
    it holds somebody's number, is found among the links of the pages that show the fault.
    """
    if not issue.evidence.startswith("http"):
        return
    for part in issue.evidence.split():
        if not part.startswith("http"):
            continue
        yield part
        if "*" not in part:
            continue
        pages = known.pages if known else {}
        for url in (issue.subject, issue.url, *issue.sources):
            page = pages.get(url)
            yield from (each.url for each in (page.links if page else ()) if mask(each.url) == part)


def asked_of(url: str, known: Snapshot | None, column: str) -> Asked:
    """Name an address together with what the last whole crawl knew of it."""
    page = known.pages.get(url) if known else None
    day = page.published.day if page and page.published else None
    role = page.role if page and page.role is not Role.PROBE else None
    return Asked(url, page.column_id if page else column, role, day)
