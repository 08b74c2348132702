"""From the ledger's outbox to the mailbox, on a real ledger and a real mail server."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from checks.finding import Finding, Result, Severity
from checks.workdays import local_day
from ledger.errors import LedgerError, NoticeTakenError
from ledger.issue import ScanInfo
from ledger.ledger import Ledger
from ledger.lifecycle import State
from ledger.outbox import NoticeState, OutboxItem
from notifier.backoff import next_try
from notifier.notice import message_id
from notifier.outbox import deliver, outbox_items
from notifier.render import render
from notifier.transports import TransportError, UnknownDelivery
from tests.notifier.builders import CIVIL, NOW, SCAN, SENDER, UNITS, letters
from tests.notifier.mail_server import MailServer
from tests.notifier.test_smtp import transport

MINUTE = timedelta(minutes=1)


@dataclass
class Scripted:
    """A transport that fails as told, before or after the commit, then succeeds."""

    failures: list[Exception] = field(default_factory=list)
    after_commit: bool = False
    sent: list[str] = field(default_factory=list)

    def send(self, message: bytes, recipient: str, on_commit: Callable[[], None]) -> None:
        if self.failures and not self.after_commit:
            raise self.failures.pop(0)
        on_commit()
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(recipient)


def queue(ledger: Ledger, *recipients: str) -> None:
    items = [
        OutboxItem(one, f"<{one}>", one, "subject", b"Subject: x\r\n\r\n", NOW.date())
        for one in recipients
    ]
    ledger.enqueue(items, now=NOW)


def clock(at: datetime) -> Callable[[], datetime]:
    return lambda: at


def a_scan(ledger: Ledger, scan_id: str, findings: Iterable[Finding], at: datetime) -> None:
    found = tuple(findings)
    subjects = frozenset(f"page-{number}" for number in range(9))
    result = Result("qinghe", frozenset({"W101"}), subjects, found)
    ledger.apply(result, scan=ScanInfo(scan_id, "qinghe", at, at, True, 9), now=at)


def a_finding(number: int, unit: str) -> Finding:
    return Finding(
        "W101",
        "wrong-word",
        "错别字",
        Severity.ERROR,
        f"page-{number}",
        "登陆",
        f"https://www.qinghe.example/art/{number}.html",
        "“登陆”应为“登录”",
        unit=unit,
    )


def notify(ledger: Ledger, scan_id: str, at: datetime) -> None:
    scan = replace(SCAN, scan_id=scan_id)
    notices = letters(*ledger.pending(), scan=replace(scan, day=local_day(at)), units=UNITS)
    items = []
    for notice in notices:
        name = message_id(notice, SENDER.domain)
        items += outbox_items(notice, render(notice, SENDER, message_id=name, at=at))
    ledger.enqueue(items, now=at)


def test_what_a_scan_found_reaches_every_mailbox_once(ledger: Ledger, server: MailServer) -> None:
    a_scan(ledger, "s1", [a_finding(1, "mzj"), a_finding(2, "jyj"), a_finding(3, "")], NOW)
    notify(ledger, "s1", NOW)
    report = deliver(ledger, transport(server.port), now=clock(NOW), rate=0)
    assert (report.sent, report.faults) == (4, ())
    assert sorted(address for address, _ in server.arrived) == [
        "jiaoyu2@qinghe.example",
        "jiaoyu@qinghe.example",
        "minzheng@qinghe.example",
        "zwgk@qinghe.example",
    ]
    assert {issue.state for issue in ledger.issues()} == {State.NOTIFIED}
    assert ledger.pending() == []
    assert deliver(ledger, transport(server.port), now=clock(NOW), rate=0).sent == 0


def test_a_fix_is_told_in_a_letter_of_its_own(ledger: Ledger, server: MailServer) -> None:
    later = NOW + timedelta(days=7)
    a_scan(ledger, "s1", [a_finding(1, "mzj")], NOW)
    notify(ledger, "s1", NOW)
    a_scan(ledger, "s2", [], later - timedelta(days=1))
    a_scan(ledger, "s3", [], later)
    notify(ledger, "s3", later)
    deliver(ledger, transport(server.port), now=clock(later), rate=0)
    subjects = [mail["Subject"] for mail in server.mails() if CIVIL.emails[0] in mail["To"]]
    assert ["新增1" in subjects[0], "已整改1" in subjects[1]] == [True, True]


def test_a_second_letter_of_the_day_to_the_same_reader_is_not_accepted(ledger: Ledger) -> None:
    a_scan(ledger, "s1", [a_finding(1, "mzj")], NOW)
    notify(ledger, "s1", NOW)
    a_scan(ledger, "s2", [a_finding(2, "mzj")], NOW + timedelta(hours=3))
    with pytest.raises(NoticeTakenError):
        notify(ledger, "s2", NOW + timedelta(hours=3))
    assert [issue.state for issue in ledger.issues()].count(State.NEW) == 1
    notify(ledger, "s2", NOW + timedelta(days=1))
    names = [one.message_id for one in ledger.outbox()]
    assert names.count("<s1.mzj.list.20261123@qinghe.example>") == 1
    assert names.count("<s2.mzj.list.20261124@qinghe.example>") == 1


def tries(ledger: Ledger, *, pause: timedelta = timedelta(0)) -> list[float]:
    """Return the minutes between tries of a letter that is never taken, each when it is due.

    `pause` is how long nobody tries at first.
    """
    queue(ledger, "a@x.example")
    busy = Scripted([TransportError("忙", permanent=False, code=450) for _ in range(99)])
    at = NOW + pause
    waits: list[float] = []
    while True:
        report = deliver(ledger, busy, now=clock(at), rate=0)
        (notice,) = ledger.outbox()
        if notice.next_at is None:
            assert (notice.state, notice.last_code) == (NoticeState.FAILED, 450)
            assert (report.failed, report.retried) == (1, 0)
            return waits
        assert report.retried == 1
        waits.append((notice.next_at - at) / MINUTE)
        at = notice.next_at


def test_a_temporary_refusal_is_tried_after_1_5_15_60_minutes_then_hourly(ledger: Ledger) -> None:
    waits = tries(ledger)
    steps = [1, 5, 15, *[60] * 23]
    assert [0.9 * step <= wait <= 1.1 * step for step, wait in zip(steps, waits, strict=True)] == [
        True
    ] * len(steps)
    assert 0.95 < sum(waits) / (23.35 * 60) < 1.05


def test_a_letter_that_stood_over_a_holiday_is_tried_for_a_day_too(ledger: Ledger) -> None:
    assert len(tries(ledger, pause=timedelta(days=9))) == 26


def test_a_very_old_letter_is_not_tried_for_weeks(ledger: Ledger) -> None:
    assert len(tries(ledger, pause=timedelta(days=11))) == 4


def test_letters_that_failed_together_are_not_tried_again_together(ledger: Ledger) -> None:
    mailboxes = [f"{number}@x.example" for number in range(40)]
    queue(ledger, *mailboxes)
    busy = Scripted([TransportError("忙", permanent=False, code=450) for _ in mailboxes])
    deliver(ledger, busy, now=clock(NOW), rate=0)
    times = {one.id: one.next_at for one in ledger.outbox()}
    assert len(set(times.values())) > 30
    for one in ledger.outbox():
        assert one.next_at == next_try(one, NOW)


def test_one_bad_mailbox_does_not_keep_the_others_from_their_mail(ledger: Ledger) -> None:
    queue(ledger, "bad@x.example", "good@x.example")
    gate = Scripted([TransportError("没有这个用户", permanent=True, code=550)])
    report = deliver(ledger, gate, now=clock(NOW), rate=0)
    assert (report.sent, report.failed, gate.sent) == (1, 1, ["good@x.example"])
    assert report.faults == ("bad@x.example：发送失败。没有这个用户",)


def test_a_fault_of_the_sender_itself_is_recorded_and_tried_again(ledger: Ledger) -> None:
    queue(ledger, "a@x.example", "b@x.example")
    report = deliver(ledger, Scripted([KeyError("x")]), now=clock(NOW), rate=0)
    assert (report.sent, report.retried) == (1, 1)
    assert "KeyError" in report.faults[0]


def test_a_doubtful_letter_is_sent_again_later_and_counted_as_possibly_doubled(
    ledger: Ledger, server: MailServer
) -> None:
    queue(ledger, "a@x.example")
    server.data = "drop"
    report = deliver(ledger, transport(server.port), now=clock(NOW), rate=0)
    assert (report.sent, report.unknown) == (0, 1)
    server.data = "250 OK"
    assert deliver(ledger, transport(server.port), now=clock(NOW), rate=0).sent == 0
    report = deliver(ledger, transport(server.port), now=clock(NOW + 15 * MINUTE), rate=0)
    assert (report.sent, report.doubled) == (1, 1)
    assert server.arrived[0] == server.arrived[1]


def test_a_strict_office_lets_a_person_decide_about_doubtful_letters(ledger: Ledger) -> None:
    queue(ledger, "a@x.example")
    torn = Scripted([UnknownDelivery("断线")], after_commit=True)
    deliver(ledger, torn, now=clock(NOW), rate=0, resend_unknown=False)
    late = clock(NOW + timedelta(days=2))
    assert deliver(ledger, torn, now=late, rate=0, resend_unknown=False).sent == 0
    assert [one.state for one in ledger.outbox()] == [NoticeState.UNKNOWN]


def test_a_line_that_always_breaks_does_not_fill_the_mailbox(ledger: Ledger) -> None:
    queue(ledger, "a@x.example")
    torn = Scripted([UnknownDelivery("断线") for _ in range(99)], after_commit=True)
    for hours in range(48):
        deliver(ledger, torn, now=clock(NOW + timedelta(hours=hours)), rate=0)
    assert len(torn.failures) == 96


def test_a_letter_taken_over_by_another_sender_is_left_alone(ledger: Ledger) -> None:
    queue(ledger, "a@x.example")
    quick = Scripted()

    class Slow:
        def send(self, message: bytes, recipient: str, on_commit: Callable[[], None]) -> None:
            deliver(ledger, quick, now=clock(NOW + timedelta(hours=1)), rate=0)
            on_commit()
            raise AssertionError("sent twice")

    assert deliver(ledger, Slow(), now=clock(NOW), rate=0).sent == 0
    assert quick.sent == ["a@x.example"]


def test_a_ledger_that_cannot_be_written_stops_the_sending(ledger: Ledger) -> None:
    queue(ledger, "a@x.example", "b@x.example")
    with pytest.raises(LedgerError):
        deliver(ledger, Scripted([LedgerError("磁盘已满")]), now=clock(NOW), rate=0)


@dataclass
class Clock:
    """A clock that only waiting moves, and who was written to when."""

    at: float = 0.0
    sent: list[tuple[float, str]] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        assert seconds > 0
        self.at += seconds

    def tick(self) -> float:
        return self.at

    def send(self, message: bytes, recipient: str, on_commit: Callable[[], None]) -> None:
        on_commit()
        self.sent.append((self.at, recipient))


def test_letters_are_spread_over_time(ledger: Ledger) -> None:
    queue(ledger, "a@x.example", "b@x.example", "c@x.example")
    watch = Clock()
    deliver(ledger, watch, now=clock(NOW), rate=0.5, wait=watch.wait, tick=watch.tick)
    # And when the last is sent, nobody waits.
    assert watch.sent == [(0.0, "a@x.example"), (2.0, "b@x.example"), (4.0, "c@x.example")]
    assert watch.at == 4.0


def test_every_robot_has_its_own_pace_and_holds_up_no_mail(ledger: Ledger) -> None:
    robots = [f"robot:{name}" for name in "甲乙"]
    # The robots' messages come first in the queue.
    items = [
        OutboxItem(f"{number} {each}", f"<{number}>", each, "s", b"{}", NOW.date())
        for number in range(25)
        for each in robots
    ]
    items += [
        OutboxItem(
            f"{number}@x.example", f"<{number}>", f"{number}@x.example", "s", b"", NOW.date()
        )
        for number in range(10)
    ]
    ledger.enqueue(items, now=NOW)
    watch = Clock()
    deliver(ledger, watch, now=clock(NOW), rate=2.0, wait=watch.wait, tick=watch.tick)
    mails = [at for at, recipient in watch.sent if "@" in recipient]
    assert mails == [number * 0.5 for number in range(10)]
    for robot in robots:
        times = [at for at, recipient in watch.sent if recipient == robot]
        assert len(times) == 25
        # Twenty a minute and no more, in any minute.
        assert all(late - early >= 59.9 for early, late in zip(times, times[20:], strict=False))
        assert times[-1] < 24 * 3.0 + 1.0


def test_a_letter_that_always_breaks_the_line_closes_the_way_for_the_round(
    ledger: Ledger,
) -> None:
    queue(ledger, *(f"{number}@x.example" for number in range(9)))
    torn = Scripted([UnknownDelivery("断线") for _ in range(99)], after_commit=True)
    report = deliver(ledger, torn, now=clock(NOW), rate=0)
    assert (report.unknown, report.sent) == (3, 0)
    assert [one.state for one in ledger.outbox()].count(NoticeState.PENDING) == 6
