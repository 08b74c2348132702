"""Gathers the annual reports of a site, so that one year can be held against another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath

from checks.report.annual import AnnualReport, report_of
from checks.views import Document, SiteView
from crawler.page import Outcome, Page, Role


@dataclass(frozen=True, slots=True)
class Published:
    """A report with the address at which it was published, or the path of a file in hand."""

    url: str
    report: AnnualReport

    @property
    def file(self) -> str:
        """The name of a file in hand as a message shows it, "" for what was published."""
        return "" if "://" in self.url else f"“{PurePath(self.url).name}”"


def published_reports(site: SiteView) -> tuple[Published, ...]:
    """Return the annual reports of the site, one for each office and year."""
    found: dict[tuple[str, int], Published] = {}
    for page in site.pages.values():
        report = _report(site, page)
        if report is None or report.figures.is_empty:
            continue
        key = (report.office, report.year)
        known = found.get(key)
        # A page and its attachment are one report; the one whose tables can be read tells more.
        if known is None or _told(report) > _told(known.report):
            found[key] = Published(page.url, report)
    return tuple(found.values())


def _report(site: SiteView, page: Page) -> AnnualReport | None:
    is_read = page.fetch.outcome is Outcome.OK and not page.fetch.location
    if not is_read or page.role in (Role.DATA, Role.PROBE) or not page.text:
        return None
    if page.role is not Role.FILE and not site.is_seen(page):
        return None
    return report_of(Document(page.text, page.title, page.tables))


def _told(report: AnnualReport) -> int:
    figures = report.figures
    return len(figures.applications) + len(figures.papers) + len(figures.disputes)


def following_years(reports: Sequence[Published]) -> Iterator[tuple[Published, Published]]:
    """Yield the reports of one office on two years that follow each other."""
    ordered = sorted(reports, key=lambda each: (each.report.office, each.report.year))
    for before, after in pairwise(ordered):
        is_same = before.report.office == after.report.office != ""
        if is_same and before.report.year + 1 == after.report.year:
            yield before, after
