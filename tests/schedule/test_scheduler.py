"""What the scheduler runs, how often, and what it writes down."""

import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawler.site import Site
from ledger.ledger import Ledger
from tests.schedule.builders import LINJIANG, QINGHE, Clock, a_config, a_ledger, local, noting
from xunjian.config import Config, ConfigError
from xunjian.schedule import Jobs, Scheduler, is_alive, last_beat

# 2026-11-23 is a Monday: scan 02:00, recheck 07:00, mail 08:30.
SUNDAY = local(2026, 11, 22, 12)
MONDAY = local(2026, 11, 23, 12)


class Office:
    """One scheduler on a ledger, with its clock and the jobs it did."""

    def __init__(self, config: Config, ledger: Ledger, clock: Clock, jobs: Jobs | None) -> None:
        self.config, self.ledger, self.clock = config, ledger, clock
        self.done: list[str] = []
        self.scheduler = Scheduler(config, jobs or noting(self.done.append), ledger, now=clock)

    def at(self, moment: datetime) -> list[str]:
        """Set the clock, tick, wait for the jobs, and return what was done in this tick."""
        before = len(self.done)
        self.clock.at = moment
        self.scheduler.tick()
        self.scheduler.join()
        return self.done[before:]

    def outcomes(self, kind: str) -> list[str]:
        """Return the outcomes of the slots of this kind, oldest first, without the first entry."""
        rows = [row for row in self.ledger.clock.slots() if row.schedule_id.startswith(kind)]
        found = [row.outcome for row in sorted(rows, key=lambda row: (row.slot, row.taken_at))]
        return [outcome for outcome in found if not outcome.startswith("登记")]


Open = Callable[..., Office]


@pytest.fixture
def open_office(tmp_path: Path) -> Iterator[Open]:
    opened: list[Office] = []

    def open_(at: datetime = SUNDAY, *sites: Site, jobs: Jobs | None = None) -> Office:
        config = a_config(tmp_path, *sites)
        opened.append(Office(config, a_ledger(config), Clock(at), jobs))
        return opened[-1]

    yield open_
    for office in opened:
        office.scheduler.join()
        office.ledger.close()


def test_a_brand_new_ledger_runs_nothing_backwards(open_office: Open) -> None:
    office = open_office()
    assert office.at(MONDAY) == []
    assert office.outcomes("") == []


def test_each_slot_runs_once_however_often_the_clock_ticks(open_office: Open) -> None:
    office = open_office()
    office.at(SUNDAY)
    assert office.at(local(2026, 11, 23, 1, 59)) == []
    assert office.at(local(2026, 11, 23, 2, 0)) == ["scan qinghe"]
    assert office.at(local(2026, 11, 23, 2, 1)) == []
    assert office.at(local(2026, 11, 23, 7, 0)) == ["recheck qinghe"]
    assert office.at(local(2026, 11, 23, 8, 31)) == ["notify"]
    assert office.at(MONDAY) == []
    assert office.outcomes("scan") == ["完成：取得 3 个页面"]


def test_slots_of_the_same_time_run_in_the_order_of_the_configuration(open_office: Open) -> None:
    office = open_office(SUNDAY, QINGHE, LINJIANG)
    office.at(SUNDAY)
    assert office.at(MONDAY) == [
        "scan qinghe",
        "scan linjiang",
        "recheck qinghe",
        "recheck linjiang",
        "notify",
    ]


def test_after_an_outage_only_the_latest_slot_is_made_up_for(open_office: Open) -> None:
    open_office().at(SUNDAY)
    office = open_office()
    # Away from Sunday noon to Thursday 06:00: three rechecks and mails, one scan.
    assert office.at(local(2026, 11, 26, 6)) == ["recheck qinghe", "notify"]
    assert office.outcomes("recheck") == [
        "错过：当时没有运行，由之后的一次代替",
        "错过：当时没有运行，由之后的一次代替",
        "完成：没有需要复核的问题",
    ]
    assert office.outcomes("scan") == ["错过：当时没有运行，已超过补跑时限"]


def test_a_missed_slot_is_logged(open_office: Open, caplog: pytest.LogCaptureFixture) -> None:
    open_office().at(SUNDAY)
    with caplog.at_level(logging.WARNING):
        open_office().at(local(2026, 11, 26, 6))
    assert "全站检测·青禾区人民政府" in caplog.text
    assert "已超过补跑时限" in caplog.text


def test_a_year_of_absence_is_not_written_down_day_by_day(open_office: Open) -> None:
    open_office().at(SUNDAY)
    office = open_office()
    office.at(local(2027, 11, 22, 12))
    assert len(office.outcomes("notify")) < 40


def test_a_clock_that_is_put_back_runs_nothing_twice(open_office: Open) -> None:
    office = open_office()
    office.at(SUNDAY)
    office.at(MONDAY)
    assert office.at(local(2026, 11, 22, 13)) == []
    assert office.at(local(2026, 11, 23, 9)) == []
    assert office.at(MONDAY) == []
    assert office.outcomes("scan") == ["完成：取得 3 个页面"]


def test_a_clock_that_once_was_a_year_ahead_does_not_silence_the_year(open_office: Open) -> None:
    office = open_office()
    office.at(SUNDAY)
    office.at(local(2027, 11, 23, 12))
    assert office.at(MONDAY) == ["scan qinghe", "recheck qinghe", "notify"]


def test_a_time_that_was_changed_is_not_run_backwards(open_office: Open, tmp_path: Path) -> None:
    open_office().at(MONDAY)
    ledger = a_ledger(a_config(tmp_path))
    moved = Office(a_config(tmp_path, notify_time=SUNDAY.time()), ledger, Clock(MONDAY), None)
    assert moved.at(local(2026, 11, 23, 12, 30)) == []
    assert "notify" in moved.at(local(2026, 11, 24, 12, 30))
    ledger.close()


def test_a_job_that_fails_is_logged_and_the_others_go_on(
    open_office: Open, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_site: Site, _ledger: Ledger, _now: datetime) -> str:
        raise KeyError("13 digits of somebody")

    done: list[str] = []
    office = open_office(jobs=replace(noting(done.append), scan=fail))
    office.at(SUNDAY)
    office.at(MONDAY)
    assert done == ["recheck qinghe", "notify"]
    assert office.outcomes("scan") == ["失败：程序出错（KeyError），详见日志"]
    assert "Traceback" in caplog.text


def test_a_fault_of_the_configuration_is_told_in_its_own_words(open_office: Open) -> None:
    def refuse(_ledger: Ledger, _now: datetime) -> str:
        raise ConfigError(["没有填写 mail.sender"])

    office = open_office(jobs=replace(noting(lambda _: None), notify=refuse))
    office.at(SUNDAY)
    office.at(MONDAY)
    assert office.outcomes("notify") == ["失败：没有填写 mail.sender"]


def test_a_long_job_holds_up_neither_the_heartbeat_nor_the_mail_after_it(open_office: Open) -> None:
    started, let_go = threading.Event(), threading.Event()

    def wait(_site: Site, _ledger: Ledger, _now: datetime) -> str:
        started.set()
        let_go.wait(10)
        return "取得 3 个页面"

    done: list[str] = []
    office = open_office(jobs=replace(noting(done.append), scan=wait))
    office.at(SUNDAY)
    office.clock.at = local(2026, 11, 23, 2)
    office.scheduler.tick()
    assert started.wait(10)
    # The scan is still going on two days later; what comes due waits and is not called missed.
    for day in (23, 24, 25):
        office.clock.at = local(2026, 11, day, 12)
        office.scheduler.tick()
        assert is_alive(last_beat(office.ledger), office.clock.at)
    assert done == []
    let_go.set()
    office.scheduler.join()
    assert done == ["recheck qinghe", "notify"]
    assert office.outcomes("scan") == ["完成：取得 3 个页面"]


def test_what_a_stopped_service_was_doing_is_taken_up_once_at_the_next_start(
    open_office: Open,
) -> None:
    started, let_go = threading.Event(), threading.Event()

    def wait(_site: Site, _ledger: Ledger, _now: datetime) -> str:
        started.set()
        let_go.wait(10)
        return "取得 3 个页面"

    first = open_office(jobs=replace(noting(lambda _: None), scan=wait))
    first.at(SUNDAY)
    first.clock.at = local(2026, 11, 23, 2)
    first.scheduler.tick()
    assert started.wait(10)
    first.scheduler.stop(wait=0)
    assert first.outcomes("scan") == ["中断：服务停止，下次启动后接着做"]
    assert open_office().at(local(2026, 11, 23, 3)) == ["scan qinghe"]
    assert open_office().at(local(2026, 11, 23, 4)) == []
    let_go.set()


def test_what_a_killed_process_was_doing_is_taken_up_when_it_is_surely_dead(
    open_office: Open,
) -> None:
    first = open_office()
    first.at(SUNDAY)
    slot = local(2026, 11, 23, 2)
    owner = next(beat.name for beat in first.ledger.clock.heartbeats()).removeprefix("scheduler:")
    scan = next(row for row in first.ledger.clock.slots() if row.schedule_id.startswith("scan"))
    first.ledger.clock.heartbeat(f"scheduler:{owner}", slot)
    assert first.ledger.clock.take_slot(scan.schedule_id, slot, owner, slot)
    second = open_office()
    assert second.at(slot + timedelta(minutes=1)) == []
    assert second.at(slot + timedelta(minutes=5)) == ["scan qinghe"]
    assert second.at(slot + timedelta(minutes=9)) == []
    assert second.outcomes("scan") == ["中断：程序意外退出", "完成：取得 3 个页面"]


PROCESS = """
import sys
from datetime import datetime, timedelta
from pathlib import Path
from tests.schedule.builders import Clock, LINJIANG, QINGHE, a_config, a_ledger, noting
from xunjian.schedule import Scheduler

directory = Path(sys.argv[1])
clock = Clock(datetime.fromisoformat(sys.argv[2]))
config = a_config(directory, QINGHE, LINJIANG)

def note(what):
    with (directory / "done").open("a") as file:
        file.write(what + "\\n")

with a_ledger(config) as ledger:
    scheduler = Scheduler(config, noting(note), ledger, now=clock)
    for _ in sys.stdin:
        clock.at += timedelta(hours=1)
        scheduler.tick()
        scheduler.join()
        print("ticked", flush=True)
"""


def test_two_processes_on_one_ledger_run_each_slot_once(tmp_path: Path) -> None:
    config = a_config(tmp_path, QINGHE, LINJIANG)
    with a_ledger(config) as ledger:
        Scheduler(config, noting(lambda _: None), ledger, now=Clock(SUNDAY)).tick()
    command = [sys.executable, "-c", PROCESS, str(tmp_path), SUNDAY.isoformat()]
    pipe = subprocess.PIPE
    root = Path(__file__).parents[2]
    both = [
        subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=root) for _ in range(2)
    ]
    # Hour by hour, so that both always see the same slot as due at the same time.
    for _ in range(14 * 24):
        for process in both:
            assert process.stdin is not None
            process.stdin.write("tick\n")
            process.stdin.flush()
        for process in both:
            assert process.stdout is not None
            assert process.stdout.readline() == "ticked\n"
    for process in both:
        process.communicate(timeout=60)
        assert process.returncode == 0
    done = (tmp_path / "done").read_text().splitlines()
    assert {what: done.count(what) for what in set(done)} == {
        "scan qinghe": 2,
        "scan linjiang": 2,
        "recheck qinghe": 14,
        "recheck linjiang": 14,
        "notify": 14,
    }


def test_queued_letters_are_delivered_every_five_minutes_without_a_slot(open_office: Open) -> None:
    asked: list[datetime] = []

    def deliver(_ledger: Ledger, now: datetime) -> str:
        asked.append(now)
        return "发出 1 封"

    office = open_office(jobs=replace(noting(lambda _: None), deliver=deliver))
    for seconds in (0, 20, 299, 300, 320, 600):
        office.at(SUNDAY + timedelta(seconds=seconds))
    assert asked == [SUNDAY + timedelta(seconds=seconds) for seconds in (0, 300, 600)]
    assert office.outcomes("deliver") == []


def test_a_delivery_that_fails_is_logged_and_tried_again(
    open_office: Open, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[datetime] = []

    def deliver(_ledger: Ledger, now: datetime) -> str:
        asked.append(now)
        raise ConfigError(["mail"])

    office = open_office(jobs=replace(noting(lambda _: None), deliver=deliver))
    for minutes in (0, 5):
        office.at(SUNDAY + timedelta(minutes=minutes))
    assert len(asked) == 2
    assert "补发邮件：失败" in caplog.text


def test_claims_are_looked_at_beside_a_scan_of_hours_and_answered(open_office: Open) -> None:
    started, let_go = threading.Event(), threading.Event()
    done: list[str] = []

    def wait(_site: Site, _ledger: Ledger, _now: datetime) -> str:
        started.set()
        let_go.wait(10)
        return "取得 3 个页面"

    def claims(site: Site, _ledger: Ledger, now: datetime) -> str:
        done.append(f"{now:%M} {site.id}")
        return ""

    def answers(_ledger: Ledger, now: datetime) -> str:
        done.append(f"{now:%M} answers")
        return "发出 1 封"

    office = open_office(
        jobs=replace(noting(lambda _: None), scan=wait, claims=claims, answers=answers)
    )
    office.at(SUNDAY)
    monday = local(2026, 11, 23, 2)
    office.clock.at = monday
    office.scheduler.tick()
    assert started.wait(10)
    office.scheduler._claims.join()
    for minutes in (4, 5, 9, 10):
        office.clock.at = monday + timedelta(minutes=minutes)
        office.scheduler.tick()
        office.scheduler._claims.join()
    assert done == [
        f"{minute} {what}" for minute in ("00", "00", "05", "10") for what in ("qinghe", "answers")
    ]
    let_go.set()
    assert office.outcomes("claims") == []


def test_claims_that_fail_do_not_keep_the_answers_to_others_back(
    open_office: Open, caplog: pytest.LogCaptureFixture
) -> None:
    def claims(site: Site, _ledger: Ledger, _now: datetime) -> str:
        if site is QINGHE:
            raise KeyError("page")
        done.append(site.id)
        return "复核 1 个反馈"

    done: list[str] = []

    def answers(_ledger: Ledger, _now: datetime) -> str:
        done.append("answers")
        return ""

    jobs = replace(noting(lambda _: None), claims=claims, answers=answers)
    office = open_office(SUNDAY, QINGHE, LINJIANG, jobs=jobs)
    office.at(SUNDAY)
    # A clock that was put back does not hold them up.
    office.at(SUNDAY - timedelta(days=1))
    # Who was looked at is answered at once, and in the end everybody.
    assert done == ["linjiang", "answers", "answers"] * 2
    assert "反馈复核：失败" in caplog.text


def test_what_a_scan_by_hand_found_is_told_within_minutes(open_office: Open) -> None:
    done: list[str] = []

    def urgent(_ledger: Ledger, _now: datetime) -> str:
        done.append("urgent")
        return ""

    office = open_office(jobs=replace(noting(lambda _: None), urgent=urgent))
    office.at(MONDAY)
    done.clear()
    office.at(MONDAY + timedelta(minutes=1))
    assert done == []
    office.at(MONDAY + timedelta(minutes=6))
    assert done == ["urgent"]


def test_urgent_letters_go_out_after_every_look_at_a_site_and_at_the_start(
    open_office: Open,
) -> None:
    done: list[str] = []

    def urgent(_ledger: Ledger, _now: datetime) -> str:
        done.append("urgent")
        return "发出 1 封"

    office = open_office(jobs=replace(noting(done.append), urgent=urgent))
    office.at(SUNDAY)
    assert done == ["urgent"]
    office.at(MONDAY)
    looks = ["scan qinghe", "urgent", "recheck qinghe", "urgent", "notify"]
    assert done == ["urgent", "urgent", *looks]
