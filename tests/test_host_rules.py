"""Certificate and network from scan to ledger: found, growing old, looked at again, closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checks.workdays import local_day
from crawler.snapshot import Target
from ledger.issue import Issue, IssueFilter
from ledger.ledger import Ledger
from ledger.lifecycle import State
from tests.crawler.certificates import issued, securely
from xunjian import config as configuration
from xunjian.scan import ScanReport, recheck, scan

TODAY = local_day(datetime.now(UTC))


class Office:
    """A configuration with one site, whose certificate may be another from scan to scan."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self.folder = folder
        self.ledger = ledger
        self.port = 0

    @contextmanager
    def up(self, days: int) -> Iterator[configuration.Config]:
        """Serve the site with a certificate that ends in so many days."""
        pem = issued("自己", days=days).write(self.folder / "site.pem")
        with securely(pem, port=self.port) as port:
            self.port = port
            yield self._config()

    def _config(self) -> configuration.Config:
        (self.folder / "sites").mkdir(exist_ok=True)
        (self.folder / "xunjian.toml").write_text("", encoding="utf-8")
        (self.folder / "sites/qinghe.toml").write_text(
            f'id = "qinghe"\nname = "青禾区"\nstart_url = "https://localhost:{self.port}/"\n'
            'private_hosts = ["localhost"]\n[crawl]\ndelay = 0.0\nrobots = false\n',
            encoding="utf-8",
        )
        return configuration.load(self.folder)

    def scan(self, config: configuration.Config, later: int = 0) -> ScanReport:
        today = TODAY + timedelta(days=later)
        return scan(config, config.sites[0], self.ledger, today=today)

    def issues(self) -> list[Issue]:
        """Return what was ever said of the certificate's dates."""
        found = self.ledger.issues(IssueFilter(site_id="qinghe"))
        dates = ("过期", "到期")
        return [each for each in found if any(word in each.message for word in dates)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Ledger.open(f"sqlite:///{tmp_path / 'a.sqlite3'}", b"0" * 32) as ledger:
        yield Office(tmp_path, ledger)


def test_an_expired_certificate_is_grave_and_closed_when_it_was_renewed(office: Office) -> None:
    with office.up(-2) as config:
        office.scan(config)
    (issue,) = office.issues()
    assert (issue.code, issue.severity, issue.subject) == ("S520", "严重", "site")
    assert "过期（2 天前）" in issue.message
    with office.up(-2) as config:
        recheck(config, config.sites[0], office.ledger, today=TODAY)
    assert office.ledger.issue(issue.id).state is State.NEW
    with office.up(200) as config:
        recheck(config, config.sites[0], office.ledger, today=TODAY)
    assert office.ledger.issue(issue.id).state is State.FIXED
    # Who issued it is nobody's business inside.
    left = office.ledger.issues(IssueFilter(site_id="qinghe", states=(State.NEW,)))
    assert [each for each in left if each.code == "S520"] == []


def test_a_certificate_grows_old_on_a_site_that_stays_the_same(office: Office) -> None:
    with office.up(60) as config:
        first = office.scan(config)
        assert office.issues() == []
        second = office.scan(config, later=29)
        assert office.issues() == []
        office.scan(config, later=30)
    (issue,) = office.issues()
    assert (issue.severity, issue.message[-7:]) == ("提示", "还有 30 天")
    assert (first.result.incomplete, second.result.incomplete) == ("", "")


def test_a_host_that_does_not_answer_closes_nothing(office: Office) -> None:
    with office.up(10) as config:
        office.scan(config)
    recheck(config, config.sites[0], office.ledger, today=TODAY)
    (issue,) = office.issues()
    assert issue.state is State.NEW


def test_a_scan_of_one_part_of_the_site_says_nothing_of_the_host(office: Office) -> None:
    with office.up(-2) as config:
        site = config.sites[0]
        report = scan(config, site, office.ledger, today=TODAY, target=Target((), ("none",)))
    assert {each.code for each in report.result.findings} & {"S520", "S521", "S522"} == set()
    assert {each.code for each in report.result.undecided} & {"S520", "S521", "S522"} == set()
