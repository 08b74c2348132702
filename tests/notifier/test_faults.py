"""Whatever a mail server does: the letter ends in the right state, and the others arrive."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from ledger.ledger import Ledger
from ledger.outbox import NoticeState, OutboxItem, QueuedNotice
from notifier.letter import as_bytes
from notifier.outbox import deliver
from notifier.transports import Transport
from tests.notifier.builders import NOW
from tests.notifier.fault_server import Act, Fault, FaultServer, Stage
from tests.notifier.test_letter import a_message
from tests.notifier.test_smtp import transport

# The unit of the first letter has two mailboxes; the first conversation is about the first.
FIRST, SECOND, OTHER = "wang@qinghe.example", "li@qinghe.example", "other@qinghe.example"
PENDING, UNKNOWN = NoticeState.PENDING, NoticeState.UNKNOWN
SENT, FAILED = NoticeState.SENT, NoticeState.FAILED
MINUTE = timedelta(minutes=1)
GREETING, EHLO, MAIL, RCPT = Stage.GREETING, Stage.EHLO, Stage.MAIL, Stage.RCPT
DATA, DOT = Stage.DATA, Stage.DOT
# For the first mailbox where a row waits for an answer; the others have all the time they need.
SHORT, LONG = 0.2, 30.0


@dataclass(frozen=True)
class Row:
    """A fault, and where the letter stands after it: state, code, words that a person reads."""

    fault: Fault
    state: NoticeState
    code: int
    words: str

    def __str__(self) -> str:
        act = self.fault.act
        shown = act.name if isinstance(act, Act) else str(act)[:12]
        return f"{self.fault.stage.name} {shown} {'taken' if self.fault.accepts else ''}"


ROWS = (
    # Nobody who speaks SMTP is there: it is tried again.
    Row(Fault(GREETING, Act.HANG), PENDING, 0, "超时，对方没有应答"),
    Row(Fault(GREETING, Act.DROP), PENDING, 0, "连接中断"),
    Row(Fault(GREETING, Act.RESET), PENDING, 0, "连接中断"),
    Row(Fault(GREETING, Act.HALF_CLOSE), PENDING, 0, "连接中断"),
    Row(Fault(GREETING, Act.DRIP), PENDING, 0, "对方应答太慢"),
    Row(Fault(GREETING, "SSH-2.0-OpenSSH_9.2"), PENDING, 0, "不是邮件服务器的应答（"),
    Row(Fault(GREETING, "x" * 20_000), PENDING, 500, "Line too long"),
    Row(Fault(GREETING, "421 4.3.2 shutting down"), PENDING, 421, "421 4.3.2 shutting down"),
    Row(Fault(GREETING, "554 no service here"), PENDING, 554, "554 no service here"),
    Row(Fault(EHLO, Act.HANG), PENDING, 0, "超时"),
    Row(Fault(EHLO, Act.DROP), PENDING, 0, "连接中断"),
    Row(Fault(EHLO, "421 busy"), PENDING, 421, "421 busy"),
    # Too large: known before a byte of it goes out, or told at the envelope.
    Row(Fault(Stage.SIZE, "100"), FAILED, 552, "超过邮件服务器的上限 100 字节"),
    Row(Fault(Stage.SIZE, "0"), SENT, 250, ""),
    Row(Fault(MAIL, "552 5.3.4 too big"), FAILED, 552, "5.3.4 too big"),
    # A refused sender is a matter of the settings.
    Row(
        Fault(MAIL, "451 4.7.1 greylisted"),
        PENDING,
        451,
        "对方暂时不收（邮件服务器答复 451 4.7.1 greylisted）",
    ),
    Row(Fault(MAIL, "550 5.7.1 sender unknown"), PENDING, 550, "sender unknown"),
    Row(Fault(MAIL, Act.DROP), PENDING, 0, "连接中断"),
    # The mailbox: 4xx may pass, 5xx will not.
    Row(Fault(RCPT, "421 too many connections"), PENDING, 421, "421 too many"),
    Row(
        Fault(RCPT, "450 4.2.0 try later"),
        PENDING,
        450,
        "对方暂时不收（邮件服务器答复 450 4.2.0 try later）",
    ),
    Row(
        Fault(RCPT, "452 4.2.2 over quota"),
        PENDING,
        452,
        "邮箱已满（邮件服务器答复 452 4.2.2 over quota）",
    ),
    Row(
        Fault(RCPT, "550 5.1.1 no such user"),
        FAILED,
        550,
        "没有这个邮箱（邮件服务器答复 550 5.1.1 no such user）",
    ),
    Row(Fault(RCPT, "552 5.2.2 mailbox full"), FAILED, 552, "邮箱已满（邮件服务器答复 552"),
    Row(
        Fault(RCPT, "550-5.1.1 see\r\n550 http://x.example/"),
        FAILED,
        550,
        "550 5.1.1 see http://x.example/",
    ),
    Row(Fault(RCPT, "550 用户不存在".encode("gb18030")), FAILED, 550, "550 用户不存在"),
    Row(Fault(RCPT, "hello?"), PENDING, 0, "不是邮件服务器的应答"),
    Row(Fault(RCPT, Act.HANG), PENDING, 0, "超时"),
    Row(Fault(RCPT, Act.DROP), PENDING, 0, "连接中断"),
    Row(Fault(RCPT, Act.RESET), PENDING, 0, "连接中断"),
    Row(Fault(DATA, "451 4.3.0 try later"), PENDING, 451, "try later"),
    Row(Fault(DATA, "554 5.5.1 no"), FAILED, 554, "554 5.5.1 no"),
    Row(Fault(DATA, Act.HANG), PENDING, 0, "超时"),
    Row(Fault(DATA, Act.DROP), PENDING, 0, "连接中断"),
    # After the final dot a clear no is a no …
    Row(Fault(DOT, "421 4.3.2 shutting down"), PENDING, 421, "421"),
    Row(Fault(DOT, "451 4.3.0 disk full"), PENDING, 451, "disk full"),
    Row(Fault(DOT, "552 5.2.2 mailbox full"), FAILED, 552, "mailbox full"),
    Row(
        Fault(DOT, "554 5.7.1 looks like spam"),
        FAILED,
        554,
        "可能当作了垃圾邮件（邮件服务器答复 554 5.7.1 looks like spam）",
    ),
    # … and everything else leaves doubt, whether the letter arrived or not.
    Row(Fault(DOT, Act.DROP), UNKNOWN, 0, "没有收到服务器答复（连接中断）"),
    Row(Fault(DOT, Act.DROP, accepts=True), UNKNOWN, 0, "没有收到服务器答复（连接中断）"),
    Row(Fault(DOT, Act.RESET, accepts=True), UNKNOWN, 0, "没有收到服务器答复（连接中断）"),
    Row(Fault(DOT, Act.HALF_CLOSE, accepts=True), UNKNOWN, 0, "没有收到服务器答复"),
    Row(Fault(DOT, Act.HANG, accepts=True), UNKNOWN, 0, "没有收到服务器答复（超时"),
    Row(Fault(DOT, Act.DRIP, accepts=True), UNKNOWN, 0, "没有收到服务器答复（对方应答太慢"),
    Row(Fault(DOT, "??? pardon", accepts=True), UNKNOWN, 0, "服务器的答复看不懂（pardon）"),
    Row(Fault(DOT, "354 more", accepts=True), UNKNOWN, 0, "服务器的答复看不懂（more）"),
    # Delivered, in whatever form it is said and however it ends.
    Row(Fault(DOT, "250-2.0.0 OK\r\n250 queued", accepts=True), SENT, 250, ""),
    Row(Fault(DOT, "252 will try", accepts=True), SENT, 250, ""),
    Row(Fault(Stage.QUIT, Act.HANG), SENT, 250, ""),
    Row(Fault(Stage.QUIT, Act.RESET), SENT, 250, ""),
)


@dataclass(frozen=True)
class Hurried:
    """Delivery that waits briefly for the answer that a row is about."""

    port: int
    fault: Fault

    def send(self, message: bytes, recipient: str, on_commit: Callable[[], None]) -> None:
        times = {"timeout": LONG, "patience": LONG, "limit": LONG}
        if recipient == FIRST and self.fault.act is Act.DRIP:
            times["limit"] = 5 * SHORT if self.fault.stage is DOT else 2 * SHORT
        elif recipient == FIRST and self.fault.act is Act.HANG:
            times["patience" if self.fault.stage is DOT else "timeout"] = SHORT
        transport(self.port, **times).send(message, recipient, on_commit)


def a_round(ledger: Ledger) -> None:
    """Queue a letter to two mailboxes and one to a third."""
    payload = as_bytes(a_message())
    items = [
        OutboxItem(f"{name} {mailbox}", name, mailbox, "清单", payload, NOW.date())
        for name, mailbox in (("<1@x>", FIRST), ("<1@x>", SECOND), ("<2@x>", OTHER))
    ]
    ledger.enqueue(items, now=NOW)


def by_mailbox(ledger: Ledger) -> dict[str, QueuedNotice]:
    return {one.recipient: one for one in ledger.outbox()}


def minutes_until(notice: QueuedNotice) -> float | None:
    return None if notice.next_at is None else (notice.next_at - NOW) / MINUTE


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_fault_of_the_server_ends_in_its_state(
    ledger: Ledger, faulty: FaultServer, row: Row
) -> None:
    faulty.faults = [row.fault]
    a_round(ledger)
    way = Hurried(faulty.port, row.fault)
    report = deliver(ledger, way, now=lambda: NOW, rate=0)

    notices = by_mailbox(ledger)
    first = notices[FIRST]
    assert (first.state, first.attempts, first.last_code) == (row.state, 1, row.code)
    assert row.words in first.last_text
    assert "\n" not in first.last_text
    waits = {PENDING: (0.9, 1.1), UNKNOWN: (15, 15)}
    if row.state in waits:
        least, most = waits[row.state]
        assert least <= (minutes_until(first) or 0) <= most
    else:
        assert first.next_at is None
    # What the supervisor reads names the mailbox, what became of it, and why.
    faults = [each for each in report.faults if each.startswith(f"{FIRST}：")]
    assert [row.words in each for each in faults] == ([] if row.state is SENT else [True])
    # The other mailbox of the same letter, and the other letter of the round.
    assert [notices[each].state for each in (SECOND, OTHER)] == [SENT, SENT]
    assert report.sent == 2 + (row.state is SENT)

    # When the server is well again, the next attempt delivers; the doubtful ones are marked.
    if first.next_at is not None:
        later = first.next_at
        report = deliver(ledger, way, now=lambda: later, rate=0)
        first = by_mailbox(ledger)[FIRST]
        is_doubtful = row.state is UNKNOWN
        assert (first.state, first.attempts, first.maybe_sent) == (SENT, 2, is_doubtful)
        assert report.doubled == is_doubtful
    copies = [content for mailbox, content in faulty.arrived if mailbox == FIRST]
    assert len(copies) == (row.state is not FAILED) + (row.state is UNKNOWN and row.fault.accepts)
    assert set(copies) <= {as_bytes(a_message())}


@pytest.mark.parametrize("act", [Act.DROP, Act.HANG, Act.RESET], ids=lambda act: act.name)
def test_a_strict_office_holds_what_is_in_doubt(
    ledger: Ledger, faulty: FaultServer, act: Act
) -> None:
    fault = Fault(DOT, act, accepts=True)
    faulty.faults = [fault]
    a_round(ledger)
    way = Hurried(faulty.port, fault)
    for days in range(3):
        at = NOW + timedelta(days=days)
        deliver(ledger, way, now=lambda at=at: at, rate=0, resend_unknown=False)  # type: ignore[misc]
    (held,) = ledger.outbox([UNKNOWN])
    assert (held.recipient, held.attempts, held.next_at) == (FIRST, 1, None)
    assert len(faulty.arrived) == 3
    # A person who has asked the unit sends it again, marked.
    ledger.requeue(held.id, NOW)
    report = deliver(ledger, way, now=lambda: NOW, rate=0, resend_unknown=False)
    assert (report.sent, report.doubled) == (1, 1)


def test_a_server_that_only_knows_the_old_greeting_gets_its_letters(
    ledger: Ledger, faulty: FaultServer
) -> None:
    """Neither extensions nor 8BITMIME: our letters are seven-bit."""
    faulty.faults = [Fault(EHLO, "250 test") for _ in range(3)]
    a_round(ledger)
    assert deliver(ledger, transport(faulty.port), now=lambda: NOW, rate=0).sent == 3


def test_a_server_that_refuses_connections_is_left_alone_for_the_round(ledger: Ledger) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        way: Transport = transport(closed.getsockname()[1])
        items = [
            OutboxItem(str(number), f"<{number}@x>", f"{number}@x.example", "s", b"x", NOW.date())
            for number in range(20)
        ]
        ledger.enqueue(items, now=NOW)
        report = deliver(ledger, way, now=lambda: NOW, rate=0)
        assert (report.retried, report.sent) == (3, 0)
        assert "连接被拒绝" in report.faults[0]
        assert report.faults[-1] == "邮件服务器：这一轮不再尝试，其余到期的下一轮再发。"
        # Those that were not tried come first in the next round.
        later = NOW + 10 * MINUTE
        deliver(ledger, way, now=lambda: later, rate=0)
    assert sorted(one.attempts for one in ledger.outbox()) == [0] * 14 + [1] * 6


def test_failures_here_and_there_do_not_close_the_way(ledger: Ledger, faulty: FaultServer) -> None:
    faulty.faults = [Fault(GREETING, "421 busy"), Fault(RCPT, "550 no"), Fault(DATA, "451 x")] * 3
    items = [
        OutboxItem(str(number), f"<{number}@x>", f"{number}@x.example", "s", b"x", NOW.date())
        for number in range(12)
    ]
    ledger.enqueue(items, now=NOW)
    report = deliver(ledger, transport(faulty.port), now=lambda: NOW, rate=0)
    assert (report.retried, report.failed, report.sent) == (6, 3, 3)
