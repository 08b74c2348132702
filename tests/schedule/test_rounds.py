"""Visits at intervals: on time beside long scans, once for all schedulers, never in a storm."""

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.site import Site
from ledger.issue import Opening, Probe
from ledger.ledger import Ledger
from tests.schedule.builders import LINJIANG, QINGHE, Clock, a_config, a_ledger, local, noting
from xunjian.config import Config
from xunjian.schedule import Jobs, Scheduler
from xunjian.timing import ProbeConfig

NOON = local(2026, 11, 25, 12)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return a_config(tmp_path, QINGHE, LINJIANG)


@pytest.fixture
def ledger(config: Config) -> Iterator[Ledger]:
    with a_ledger(config) as opened:
        yield opened


def a_scheduler(config: Config, ledger: Ledger, jobs: Jobs | None = None) -> Scheduler:
    return Scheduler(config, jobs or noting(lambda _: None), ledger, now=Clock(NOON))


def tick(scheduler: Scheduler, at: datetime) -> None:
    """Set the clock, tick, and wait for what was started."""
    scheduler._now = Clock(at)
    scheduler.tick()
    scheduler.join()


def visited(ledger: Ledger, site: Site = QINGHE) -> list[int]:
    """Return when the site was visited, in minutes after noon."""
    probes = ledger.clock.probes(site.id, NOON - timedelta(days=1))
    return [(each.at - NOON) // MINUTE for each in probes]


def test_each_site_is_visited_once_in_every_interval(config: Config, ledger: Ledger) -> None:
    scheduler = a_scheduler(config, ledger)
    for minute in range(0, 95, 5):
        tick(scheduler, NOON + minute * MINUTE)
    assert visited(ledger) == visited(ledger, LINJIANG) == [0, 30, 60, 90]


def test_an_interval_of_its_own_is_kept(config: Config, ledger: Ledger) -> None:
    often = replace(config, probe=ProbeConfig(every=5))
    scheduler = a_scheduler(often, ledger)
    for minute in range(16):
        tick(scheduler, NOON + minute * MINUTE)
    assert visited(ledger) == [0, 5, 10, 15]


def test_a_restart_begins_no_new_interval(config: Config, ledger: Ledger) -> None:
    for minute in range(0, 40, 10):
        tick(a_scheduler(config, ledger), NOON + minute * MINUTE)
    assert visited(ledger) == [0, 30]


def test_schedulers_that_share_a_ledger_make_one_round(config: Config, ledger: Ledger) -> None:
    schedulers = [a_scheduler(config, ledger) for _ in range(3)]
    for scheduler in schedulers:
        tick(scheduler, NOON)
    assert visited(ledger) == [0]


def test_a_visit_by_hand_stands_for_that_of_its_interval(config: Config, ledger: Ledger) -> None:
    by_hand = Probe(QINGHE.id, NOON + MINUTE, 0.1, Opening.OPEN)
    ledger.clock.add_probes([by_hand], keep_from=NOON)
    tick(a_scheduler(config, ledger), NOON + 2 * MINUTE)
    assert (visited(ledger), visited(ledger, LINJIANG)) == ([1], [2])


def test_a_visit_ahead_of_a_clock_that_was_put_back_holds_up_nothing(
    config: Config, ledger: Ledger
) -> None:
    scheduler = a_scheduler(config, ledger)
    tick(scheduler, NOON + timedelta(days=300))
    tick(scheduler, NOON)
    assert visited(ledger)[0] == 0


def test_a_scan_of_hours_does_not_hold_up_the_visits(config: Config, ledger: Ledger) -> None:
    started, let_go = threading.Event(), threading.Event()
    done: list[str] = []

    def wait(_site: Site, _ledger: Ledger, _now: datetime) -> str:
        started.set()
        let_go.wait(10)
        return "取得 3 个页面"

    scheduler = a_scheduler(config, ledger, replace(noting(done.append), scan=wait))
    tick(scheduler, local(2026, 11, 29, 12))
    monday = local(2026, 11, 30, 2)
    scheduler._now = Clock(monday)
    scheduler.tick()
    assert started.wait(10)
    scheduler._rounds.join()
    for hour in (1, 2, 3):
        scheduler._now = Clock(monday + timedelta(hours=hour))
        scheduler.tick()
        scheduler._rounds.join()
    probes = ledger.clock.probes(QINGHE.id, monday)
    assert [each.at.astimezone(UTC).hour for each in probes] == [18, 19, 20, 21]
    assert done == []
    let_go.set()
    scheduler.join()


def test_a_round_that_hangs_is_not_begun_twice(config: Config, ledger: Ledger) -> None:
    begun: list[datetime] = []
    let_go = threading.Event()

    def hang(_sites: Sequence[Site], _ledger: Ledger, now: datetime) -> str:
        begun.append(now)
        let_go.wait(10)
        return ""

    scheduler = a_scheduler(config, ledger, replace(noting(lambda _: None), probe=hang))
    for minute in (0, 30, 60):
        scheduler._now = Clock(NOON + minute * MINUTE)
        scheduler.tick()
    assert begun == [NOON]
    let_go.set()
    scheduler.join()
    tick(scheduler, NOON + 61 * MINUTE)
    assert begun == [NOON, NOON + 61 * MINUTE]


def test_a_round_that_fails_is_logged_and_the_next_is_made(
    config: Config, ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[datetime] = []

    def fail(_sites: Sequence[Site], _ledger: Ledger, now: datetime) -> str:
        tries.append(now)
        raise ValueError("no such thing")

    scheduler = a_scheduler(config, ledger, replace(noting(lambda _: None), probe=fail))
    with caplog.at_level(logging.ERROR):
        for minute in (0, 1, 29, 30):
            tick(scheduler, NOON + minute * MINUTE)
    assert tries == [NOON, NOON + 30 * MINUTE]
    assert "首页拨测：失败" in caplog.text


def test_switched_off_nothing_is_visited(config: Config, ledger: Ledger) -> None:
    tick(a_scheduler(replace(config, probe=ProbeConfig(enabled=False)), ledger), NOON)
    assert visited(ledger) == []


def test_the_sample_platform_is_not_watched(config: Config, ledger: Ledger) -> None:
    sample = replace(config, demos={QINGHE.id: Path()})
    tick(a_scheduler(sample, ledger), NOON)
    assert (visited(ledger), visited(ledger, LINJIANG)) == ([], [0])
