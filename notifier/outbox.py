"""Queue letters in the ledger's outbox and deliver what is due, so that a crash loses nothing."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ledger.errors import LedgerError, StaleNoticeError
from ledger.hours import ALWAYS, SendingHours
from ledger.ledger import Ledger
from ledger.outbox import (
    MAIL,
    ROBOT,
    Failed,
    NoticeState,
    OutboxItem,
    Outcome,
    QueuedNotice,
    Retry,
    Sent,
    Unknown,
    destination,
)
from notifier.backoff import next_try
from notifier.letter import Message, as_bytes
from notifier.notice import Notice, NoticeKind, letter_key
from notifier.pace import Pace
from notifier.transports.platform import RobotMessage
from notifier.transports.transport import Transport, TransportError, UnknownDelivery

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
# Doubtful letters are sent again only after servers have given up on the first connection.
RESEND_AFTER = timedelta(minutes=15)
# A line that always breaks after the final dot must not fill a mailbox with copies.
DOUBTFUL_ATTEMPTS = 3
WAITING = (
    NoticeState.PENDING,
    NoticeState.CONNECTING,
    NoticeState.COMMITTED,
    NoticeState.UNKNOWN,
)
# DingTalk and WeCom let a robot speak twenty times a minute.
ROBOT_RATE = 20 / 60


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What came of a delivery, counted by mailbox; `letters` are those that reached one at least.

    `doubled` ones may have arrived twice (可能重复).
    """

    sent: int = 0
    letters: int = 0
    doubled: int = 0
    retried: int = 0
    failed: int = 0
    unknown: int = 0
    faults: tuple[str, ...] = ()


def outbox_items(notice: Notice, message: Message) -> list[OutboxItem]:
    """Return one item per mailbox; the first carries what the letter tells."""
    payload = as_bytes(message)
    return [
        OutboxItem(
            dedupe=f"{letter_key(notice)} {mailbox}",
            message_id=message.message_id,
            recipient=mailbox,
            subject=message.subject,
            payload=payload,
            day=notice.scan.day,
            kind=str(notice.kind),
            unit=notice.recipient.unit_id,
            scan_id=notice.scan.scan_id,
            transition_ids=notice.transition_ids if number == 0 else (),
            urgent=notice.kind is NoticeKind.URGENT,
            reminders=notice.reminders if number == 0 else (),
            request_ids=tuple(one.request.id for one in notice.decided) if number == 0 else (),
        )
        for number, mailbox in enumerate(dict.fromkeys(notice.recipient.emails))
    ]


def robot_items(
    notice: Notice, message_id: str, told: RobotMessage, robots: Iterable[str]
) -> list[OutboxItem]:
    """Return one item per robot by its name; what they tell, the letter beside them carries."""
    return [
        OutboxItem(
            dedupe=f"{message_id} {ROBOT}{name}",
            message_id=message_id,
            recipient=f"{ROBOT}{name}",
            subject=told.title,
            payload=told.payload(),
            day=notice.scan.day,
            kind=str(notice.kind),
            unit=notice.recipient.unit_id,
            scan_id=notice.scan.scan_id,
            urgent=notice.kind is NoticeKind.URGENT,
        )
        for name in dict.fromkeys(robots)
    ]


def deliver(
    ledger: Ledger,
    transport: Transport,
    *,
    now: Callable[[], datetime],
    rate: float = 0.5,
    robot_rate: float = ROBOT_RATE,
    wait: Callable[[float], None] = time.sleep,
    tick: Callable[[], float] = time.monotonic,
    resend_unknown: bool = True,
    lease: timedelta = LEASE,
    hours: SendingHours = ALWAYS,
) -> DeliveryReport:
    """Send until nothing is due: `rate` letters a second, `robot_rate` to each robot (0: no limit).

    A letter whose sender died or lost the line after the final dot may have arrived: it is sent
    again with the same Message-ID, or left to a person where `resend_unknown` is False. Outside the
    `hours` only urgent letters go out.
    """
    report = DeliveryReport()
    letters: set[str] = set()
    pace = Pace(rate, robot_rate, tick)
    while True:
        resting = pace.resting()
        queued = ledger.claim(
            now(),
            lease,
            resend_unknown=resend_unknown,
            urgent_only=not hours.is_open(now()),
            resting=resting,
        )
        if queued is None:
            pause = pace.pause()
            if pause is None or not _is_waiting(ledger):
                return replace(report, letters=len(letters))
            wait(pause)
            continue
        pace.begin(destination(queued.recipient))
        attempt = _attempt(ledger, transport, queued, now, resend_unknown, hours)
        if attempt is None or not _settled(ledger, queued, attempt.outcome, now()):
            continue
        report = _counted(report, queued, attempt.outcome)
        if isinstance(attempt.outcome, Sent):
            letters.add(queued.message_id)
        report = _left_alone(report, pace, queued, attempt)


def _is_waiting(ledger: Ledger) -> bool:
    """Whether any message has not been delivered; else there is no turn to wait for."""
    counts = ledger.notice_counts()
    return any(counts.get(state) for state in WAITING)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """How an attempt ended, and whether the way itself was closed: now, or for some time."""

    outcome: Outcome
    is_closed: bool = False
    at_once: bool = False


def _attempt(
    ledger: Ledger,
    transport: Transport,
    queued: QueuedNotice,
    now: Callable[[], datetime],
    resend_unknown: bool,
    hours: SendingHours,
) -> _Attempt | None:
    """Try once; None when another sender has taken the letter meanwhile."""
    is_committed = False

    def on_commit() -> None:
        nonlocal is_committed
        ledger.commit_point(queued.id, queued.attempts)
        is_committed = True

    try:
        transport.send(queued.payload, queued.recipient, on_commit)
    except TransportError as error:
        outcome = _refused(queued, error, now(), hours)
        return _Attempt(outcome, error.is_closed, bool(error.after))
    except UnknownDelivery as error:
        return _Attempt(_doubtful(queued, str(error), now(), resend_unknown), is_closed=True)
    except StaleNoticeError:
        return None
    except LedgerError:
        raise
    except Exception as error:
        # One letter to one mailbox must not keep the others from theirs.
        logger.exception("notice %s could not be delivered", queued.id)
        text = f"发送程序出错：{type(error).__name__}: {error}"
        if is_committed:
            return _Attempt(_doubtful(queued, text, now(), resend_unknown))
        return _Attempt(_refused(queued, TransportError(text, permanent=False), now(), hours))
    return _Attempt(Sent())


def _settled(ledger: Ledger, queued: QueuedNotice, outcome: Outcome, now: datetime) -> bool:
    """Record how it ended; False when another sender has taken the letter over."""
    try:
        ledger.settle(queued.id, outcome, now, queued.attempts)
    except StaleNoticeError:
        logger.warning("notice %s was taken over by another sender", queued.id)
        return False
    return True


def _refused(
    queued: QueuedNotice, error: TransportError, now: datetime, hours: SendingHours
) -> Outcome:
    again = None if error.permanent else next_try(queued, now, hours)
    if again is None:
        return Failed(error.code, str(error))
    return Retry(max(again, now + error.after), error.code, str(error))


def _doubtful(queued: QueuedNotice, text: str, now: datetime, resend_unknown: bool) -> Outcome:
    again = resend_unknown and queued.attempts < DOUBTFUL_ATTEMPTS
    return Unknown(now + RESEND_AFTER if again else None, 0, text)


def _left_alone(
    report: DeliveryReport, pace: Pace, queued: QueuedNotice, attempt: _Attempt
) -> DeliveryReport:
    """Note what came of the destination; say so where it is left alone until the next round."""
    place = destination(queued.recipient)
    if not pace.ended(place, is_closed=attempt.is_closed, at_once=attempt.at_once):
        return report
    name = "邮件服务器" if place == MAIL else _shown(place)
    fault = f"{name}：这一轮不再尝试，其余到期的下一轮再发。"
    return replace(report, faults=(*report.faults, fault))


def _shown(recipient: str) -> str:
    if recipient.startswith(ROBOT):
        return f"机器人“{recipient.removeprefix(ROBOT)}”"
    return recipient


def _counted(report: DeliveryReport, queued: QueuedNotice, outcome: Outcome) -> DeliveryReport:
    match outcome:
        case Sent():
            doubled = report.doubled + queued.maybe_sent
            return replace(report, sent=report.sent + 1, doubled=doubled)
        case Retry(text=text):
            report, word = replace(report, retried=report.retried + 1), "稍后重试"
        case Failed(text=text):
            report, word = replace(report, failed=report.failed + 1), "发送失败"
        case Unknown(text=text):
            report, word = replace(report, unknown=report.unknown + 1), "可能已送达"
    fault = f"{_shown(queued.recipient)}：{word}。{text}"
    return replace(report, faults=(*report.faults, fault))
