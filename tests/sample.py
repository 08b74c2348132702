"""The sample platform as the tests use it."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from crawler.site import Site
from ledger.issue import Issue, IssueFilter
from ledger.ledger import Ledger
from ledger.lifecycle import State
from tests.second_look import a_day_passes
from xunjian import config as configuration
from xunjian.config import Config
from xunjian.demo.addresses import all_paths
from xunjian.demo.content import load
from xunjian.demo.platform import Platform
from xunjian.scan import OPEN_STATES, ScanReport, scan

TODAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample platform in `directory` with its configuration."""

    directory: Path
    config: Config

    @property
    def site(self) -> Site:
        """The one site."""
        return self.config.sites[0]

    @property
    def platform(self) -> Platform:
        """Where each article and column stands."""
        base_url = self.site.start_url.rstrip("/")
        return Platform(self.directory, base_url, TODAY, all_paths(load(TODAY)))

    def slowed(self, delay: float) -> "Sample":
        """Return the same sample, crawled with a pause between requests."""
        limits = replace(self.site.limits, delay=delay, concurrency=1)
        config = replace(self.config, sites=(replace(self.site, limits=limits),))
        return Sample(self.directory, config)

    def crawling(self, *lines: str) -> "Sample":
        """Return the same sample with these lines as its site file's [crawl]."""
        path = self.directory / "sites/qinghe.toml"
        head = path.read_text(encoding="utf-8").partition("[crawl]")[0]
        path.write_text("\n".join([f"{head}[crawl]", *lines, ""]), encoding="utf-8")
        return Sample(self.directory, configuration.load(self.directory))

    def without_demo(self) -> None:
        """Make the site file a plain one, whose site nobody serves."""
        path = self.directory / "sites/qinghe.toml"
        path.write_text(path.read_text(encoding="utf-8").replace('demo = ".."', ""), "utf-8")

    def ledger(self) -> AbstractContextManager[Ledger]:
        """Open the ledger."""
        return Ledger.open(self.config.ledger, self.config.secret)

    def scan(self) -> ScanReport:
        """Scan the whole platform."""
        with self.ledger() as ledger:
            return scan(self.config, self.site, ledger, today=TODAY)

    def a_day_passes(self) -> None:
        """Make what was missed once ready for the look that confirms it."""
        with self.ledger() as ledger:
            a_day_passes(ledger)

    def open_issues(self) -> list[Issue]:
        """Return what is not mended."""
        with self.ledger() as ledger:
            return ledger.issues(IssueFilter(states=OPEN_STATES))

    def states(self) -> dict[int, State]:
        """Return the state of every issue by number."""
        with self.ledger() as ledger:
            return {issue.id: issue.state for issue in ledger.issues()}

    def replace(self, old: str, new: str) -> Path:
        """Edit the one article page of the platform (UTF-8) that holds `old`."""
        folder = self.directory / "platform"
        pages = [page for page in _pages(folder) if old.encode() in page.read_bytes()]
        assert len(pages) == 1, pages
        pages[0].write_bytes(pages[0].read_bytes().replace(old.encode(), new.encode()))
        return pages[0]


@dataclass(frozen=True, slots=True)
class FirstScan:
    """A sample platform and what the first scan of it said."""

    sample: Sample
    report: ScanReport


def _pages(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.suffix in (".html", ".shtml"))
