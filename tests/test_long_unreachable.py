"""A link is told as unreachable only after looks on several days; one good look ends it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawler.site import Site
from ledger.issue import Issue, IssueFilter
from ledger.ledger import Ledger
from ledger.lifecycle import State
from tests.crawler.builders import TODAY
from tests.crawler.crawls import ROBOTS, site_of
from tests.crawler.server import HostileServer, Reply, links, serving
from xunjian.config import Config
from xunjian.scan import ScanReport, last_undecided, recheck, scan

WELL = links()
FAILING = Reply(status=502)
REFUSING = Reply(status=403)


@dataclass(frozen=True, slots=True)
class Watch:
    """A site under watch, whose past can be moved back in time."""

    config: Config
    site: Site
    server: HostileServer
    elsewhere: HostileServer

    @property
    def target(self) -> str:
        return f"http://127.0.0.2:{self.elsewhere.port}/x"

    def look(self) -> ScanReport:
        with Ledger.open(self.config.ledger, self.config.secret) as ledger:
            return scan(self.config, self.site, ledger, today=TODAY)

    def look_again(self) -> ScanReport | None:
        with Ledger.open(self.config.ledger, self.config.secret) as ledger:
            return recheck(self.config, self.site, ledger, today=TODAY)

    def pass_time(self, hours: float) -> None:
        """Let what was seen so far be so much older."""
        path = self.config.ledger.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path)) as ledger, ledger:
            for name in ("first_at", "last_at"):
                for address, at in ledger.execute(
                    f"SELECT address, {name} FROM trouble"
                ).fetchall():
                    then = datetime.fromisoformat(at) - timedelta(hours=hours)
                    stamp = then.strftime("%Y-%m-%d %H:%M:%S.%f")
                    ledger.execute(
                        f"UPDATE trouble SET {name} = ? WHERE address = ?", (stamp, address)
                    )

    def issues(self) -> list[Issue]:
        with Ledger.open(self.config.ledger, self.config.secret) as ledger:
            return ledger.issues(IssueFilter(site_id=self.site.id, codes=("L407",)))

    def looks(self) -> list[tuple[int, int]]:
        with Ledger.open(self.config.ledger, self.config.secret) as ledger:
            return [(each.looks, each.scans) for each in ledger.troubles(self.site.id)]


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    with (
        serving({"/robots.txt": ROBOTS}) as server,
        serving({"/robots.txt": ROBOTS}, host="127.0.0.2") as elsewhere,
    ):
        site = site_of(server, retries=1)
        site = replace(site, private_hosts=("127.0.0.1", "127.0.0.2"))
        ledger = f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
        config = Config(tmp_path, (site,), ledger, b"k" * 32, tmp_path / "snapshots")
        watch = Watch(config, site, server, elsewhere)
        server.routes["/"] = links(watch.target)
        elsewhere.routes["/x"] = FAILING
        yield watch


def test_failing_sites_elsewhere_say_nothing_of_how_well_this_one_was_seen(watch: Watch) -> None:
    watch.server.routes["/"] = links(*(f"{watch.target}/{number}" for number in range(3)))
    watch.elsewhere.otherwise = lambda path: FAILING
    report = watch.look()
    assert (report.scan.pages, report.scan.errors) == (1, 0)
    assert report.applied.incomplete == ""


def test_a_target_that_fails_on_two_days_is_told_with_both_times(watch: Watch) -> None:
    watch.look()
    assert (watch.issues(), watch.looks()) == ([], [(2, 1)])
    assert any("疑似打不开" in each.reason for each in last_undecided(watch.config, watch.site))
    watch.pass_time(30)
    watch.look()
    (issue,) = watch.issues()
    assert watch.looks() == [(4, 2)]
    assert "2 次检测里试了 4 回" in issue.message
    assert "HTTP 502" in issue.message and "请核对" in issue.message


def test_two_scans_of_one_day_are_not_enough(watch: Watch) -> None:
    watch.look()
    watch.pass_time(20)
    watch.look()
    assert (watch.issues(), watch.looks()) == ([], [(4, 2)])


def test_one_good_look_begins_it_all_anew(watch: Watch) -> None:
    watch.look()
    watch.pass_time(30)
    watch.elsewhere.routes["/x"] = WELL
    watch.look()
    assert watch.looks() == []
    watch.elsewhere.routes["/x"] = FAILING
    # What was found well is not asked within the week: here it is.
    site = replace(watch.site, limits=replace(watch.site.limits, outside_days=0))
    replace(watch, site=site).look()
    assert (watch.issues(), watch.looks()) == ([], [(2, 1)])


def test_a_refusal_says_nothing_either_way(watch: Watch) -> None:
    watch.look()
    watch.pass_time(30)
    watch.elsewhere.routes["/x"] = REFUSING
    watch.look()
    assert (watch.issues(), watch.looks()) == ([], [(2, 1)])
    doubts = last_undecided(watch.config, watch.site)
    assert any("对方拒绝检测程序" in each.reason for each in doubts)


def test_an_issue_stays_open_while_the_target_refuses_and_ends_when_it_opens(watch: Watch) -> None:
    watch.look()
    watch.pass_time(30)
    watch.look()
    watch.elsewhere.routes["/x"] = REFUSING
    watch.look()
    assert [issue.state for issue in watch.issues()] == [State.NEW]
    watch.elsewhere.routes["/x"] = WELL
    watch.look_again()
    assert [issue.state for issue in watch.issues()] == [State.FIXED]
    assert watch.looks() == []


def test_a_recheck_counts_as_a_look(watch: Watch) -> None:
    watch.look()
    watch.pass_time(30)
    watch.look()
    watch.pass_time(30)
    watch.look_again()
    assert watch.looks() == [(6, 3)]
    assert [issue.state for issue in watch.issues()] == [State.NEW]


def test_a_link_that_is_gone_is_forgotten(watch: Watch) -> None:
    watch.look()
    watch.server.routes["/"] = links()
    watch.look()
    assert watch.looks() == []


def test_when_most_hosts_are_silent_the_fault_is_ours(watch: Watch) -> None:
    watch.server.routes["/"] = links(watch.target, *(f"http://127.0.0.{n}:9/" for n in range(3, 8)))
    hosts = (*watch.site.private_hosts, *(f"127.0.0.{n}" for n in range(3, 8)))
    replace(watch, site=replace(watch.site, private_hosts=hosts)).look()
    assert watch.looks() == []


def test_the_number_of_looks_and_hours_can_be_set(watch: Watch) -> None:
    limits = replace(watch.site.limits, suspect_looks=5, suspect_hours=1.0)
    strict = replace(watch, site=replace(watch.site, limits=limits))
    strict.look()
    strict.pass_time(2)
    strict.look()
    assert strict.issues() == []
    strict.pass_time(2)
    strict.look()
    assert len(strict.issues()) == 1


def test_a_masked_address_finds_its_past_again(watch: Watch) -> None:
    number = "1" + "3" * 2 + "8" * 8
    path = f"/x/{number}.html"
    watch.elsewhere.routes[path] = FAILING
    watch.server.routes["/"] = links(watch.target.replace("/x", path))
    watch.look()
    watch.pass_time(30)
    watch.look()
    with Ledger.open(watch.config.ledger, watch.config.secret) as ledger:
        (known,) = ledger.troubles(watch.site.id)
    assert known.scans == 2
