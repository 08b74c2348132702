"""Dates that lie, found by scanning a real site several times."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from checks.workdays import local_day
from crawler.site import Column, ColumnKind, Limits, Site
from ledger.issue import Issue, IssueFilter
from ledger.ledger import Ledger
from ledger.lifecycle import State
from tests.crawler.server import HostileServer, Reply, Route, serving
from tests.privacy.people import person
from tests.second_look import a_day_passes
from xunjian.config import Config
from xunjian.scan import OPEN_STATES, ScanReport, scan

SECRET = b"a secret for tests of dates"
CODES = ("F310", "F311", "F312")
NOW = datetime.now(UTC)
MASTHEAD = "清河县人民政府门户网站 政府信息公开平台"


def ago(days: int) -> date:
    """Return a day before today, as the site counts."""
    return local_day(NOW) - timedelta(days=days)


@dataclass(slots=True)
class Office:
    """A site of one column that its office edits between scans."""

    server: HostileServer
    folder: Path
    rows: dict[str, tuple[str, date]] = field(default_factory=dict)

    def publish(self, path: str, title: str, day: date) -> None:
        """Put an article into the column, or give it another date."""
        self.rows[path] = (title, day)

    def show(self) -> None:
        """Serve the site as it is now."""
        routes: dict[str, Route] = {"/robots.txt": Reply("User-agent: *\n", media="text/plain")}
        routes["/"] = _page("清河县人民政府", f'{MASTHEAD}<a href="/tzgg/">通知公告</a>')
        ordered = sorted(self.rows.items(), key=lambda item: item[1][1], reverse=True)
        rows = "".join(
            f'<li><a href="{path}">{title}</a><span>{day:%Y-%m-%d}</span></li>'
            for path, (title, day) in ordered
        )
        routes["/tzgg/"] = _page("通知公告", f"{MASTHEAD}<ul>{rows}</ul>")
        for path, (title, _) in self.rows.items():
            text = f"<p>{title}的有关事项，请各镇人民政府、各有关单位遵照执行。</p>"
            routes[path] = _page(title, f'<h1>{title}</h1><div class="TRS_Editor">{text}</div>')
        self.server.routes.clear()
        self.server.routes.update(routes)

    @property
    def site(self) -> Site:
        """The site as the configuration describes it."""
        column = Column("tzgg", "通知公告", f"{self.server.url}tzgg/", "", ColumnKind.NOTICE)
        limits = Limits(delay=0, concurrency=8, timeout=5, retries=0, duration=60)
        return Site(
            "qinghe",
            "清河县人民政府",
            self.server.url,
            columns=(column,),
            private_hosts=("127.0.0.1",),
            limits=limits,
        )

    def ledger(self) -> Ledger:
        """Open the ledger."""
        return Ledger.open(f"sqlite:///{self.folder}/ledger.sqlite3", SECRET)

    def scan(self) -> ScanReport:
        """Scan the site as it is now."""
        self.show()
        config = Config(self.folder, (self.site,), secret=SECRET, snapshots=self.folder / "shots")
        with self.ledger() as ledger:
            report = scan(config, self.site, ledger, today=local_day(NOW))
        assert not report.result.incomplete
        return report

    def a_day_passes(self) -> None:
        """Make what was missed once ready for the look that confirms it."""
        with self.ledger() as ledger:
            a_day_passes(ledger)

    def issues(self) -> list[Issue]:
        """Return the open issues about dates."""
        with self.ledger() as ledger:
            return ledger.issues(IssueFilter(codes=CODES, states=OPEN_STATES))


def _page(title: str, body: str) -> Reply:
    return Reply(f"<html><head><title>{title}</title></head><body>{body}</body></html>")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with serving({}) as server:
        opened = Office(server, tmp_path)
        for number in range(1, 9):
            opened.publish(f"/tzgg/{number}.html", f"关于第{number}号工作的通知", ago(number * 40))
        opened.scan()
        yield opened


def test_a_page_that_comes_with_an_old_date_is_found_and_stays_found(office: Office) -> None:
    assert office.issues() == []
    office.publish("/tzgg/late.html", "关于补办手续的通知", ago(100))
    office.scan()
    (issue,) = office.issues()
    assert issue.code == "F310"
    assert issue.url.endswith("/tzgg/late.html")
    assert f"{ago(100):%Y-%m-%d}" in issue.evidence
    # Unchanged: judged from memory, and once more with a page besides.
    assert office.scan().applied.closed == 0
    office.publish("/tzgg/new.html", "关于春耕备耕的通知", ago(0))
    office.scan()
    office.a_day_passes()
    office.scan()
    with office.ledger() as ledger:
        closed = ledger.issues(IssueFilter(states=(State.FIXED,)))
    # The new page is news for the home page, and mends nothing else.
    assert [each.code for each in closed] == ["F307"]
    assert [each.evidence for each in office.issues()] == [issue.evidence]


def test_the_true_date_closes_the_issue_and_is_no_new_one(office: Office) -> None:
    office.publish("/tzgg/late.html", "关于补办手续的通知", ago(100))
    office.scan()
    assert len(office.issues()) == 1
    office.publish("/tzgg/late.html", "关于补办手续的通知", ago(0))
    office.scan()
    office.a_day_passes()
    assert office.scan().applied.closed >= 1
    assert office.issues() == []


def test_an_unchanged_site_is_remembered_as_seen_at_each_scan(office: Office) -> None:
    with office.ledger() as ledger:
        first = ledger.looks("qinghe")
    report = office.scan()
    with office.ledger() as ledger:
        second = ledger.looks("qinghe")
    assert second.sightings == first.sightings
    assert first.at is not None
    assert second.at == report.scan.started > first.at
    assert [(each.since, each.last_at) for each in second.lists] == [(first.at, second.at)]


def test_a_column_filled_before_an_inspection_is_one_issue(office: Office) -> None:
    for number in range(6):
        office.publish(
            f"/tzgg/fill{number}.html", f"关于补齐第{number}期材料的通知", ago(60 + number * 30)
        )
    office.scan()
    (issue,) = office.issues()
    assert (issue.code, issue.subject) == ("F311", "tzgg")
    assert "6 篇" in issue.message
    assert f"从 {ago(210):%Y-%m-%d} 到 {ago(60):%Y-%m-%d}" in issue.evidence


def test_a_date_made_new_is_found(office: Office) -> None:
    office.publish("/tzgg/3.html", "关于第3号工作的通知", ago(1))
    office.scan()
    (issue,) = office.issues()
    assert issue.code == "F312"
    assert f"由 {ago(120):%Y-%m-%d} 改成 {ago(1):%Y-%m-%d}" in issue.message
    office.publish("/tzgg/3.html", "关于第3号工作的通知", ago(120))
    office.scan()
    office.a_day_passes()
    office.scan()
    assert office.issues() == []


def test_an_address_with_a_personal_number_is_remembered_without_it(office: Office) -> None:
    number = person(3)
    office.publish(f"/tzgg/{number}.html", "关于发放补贴的通知", ago(90))
    office.publish("/tzgg/new.html", "关于春耕备耕的通知", ago(0))
    office.scan()
    with office.ledger() as ledger:
        before = ledger.looks("qinghe").sightings
    assert not any(number in each.address for each in before)
    # It is the same page at the next look, not a new one.
    office.publish("/tzgg/newer.html", "关于防汛抗旱的通知", ago(0))
    office.scan()
    with office.ledger() as ledger:
        after = ledger.looks("qinghe").sightings
    assert set(before) < set(after)
    assert len(after) == len(before) + 1
    (issue,) = office.issues()
    assert (issue.code, number in issue.url) == ("F310", False)


def test_a_site_that_has_moved_lies_about_nothing(office: Office) -> None:
    moved = {f"/content/{n}00{n}.html": row for n, row in enumerate(office.rows.values())}
    office.rows.clear()
    office.rows.update(moved)
    # The new system brings out what the old one had hidden as well.
    for number in range(6):
        office.publish(
            f"/content/old{number}.html", f"关于第{number}号旧事的通知", ago(90 + number)
        )
    office.scan()
    assert office.issues() == []
    office.scan()
    assert office.issues() == []
