"""Lists for people: units and columns by their names in place of their ids."""

from collections.abc import Iterable
from dataclasses import replace

from crawler.site import Site
from ledger.issue import Issue
from notifier.notice import NO_UNIT


def named(issues: Iterable[Issue], sites: Iterable[Site]) -> list[Issue]:
    """Return copies of the issues as people read them; what is configured no more keeps its id."""
    known = {site.id: site for site in sites}
    return [_named(each, known.get(each.site_id)) for each in issues]


def _named(issue: Issue, site: Site | None) -> Issue:
    unit = site.unit(issue.unit) if site else None
    column = site.column(issue.column) if site else None
    return replace(
        issue,
        unit=unit.name if unit else issue.unit or NO_UNIT,
        column=column.name if column else issue.column,
    )
