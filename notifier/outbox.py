"""Queue letters in the ledger's outbox and deliver what is due, so that a crash loses nothing."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ledger.errors import LedgerError, StaleNoticeError
from ledger.ledger import Ledger
from ledger.outbox import Failed, OutboxItem, Outcome, QueuedNotice, Retry, Sent, Unknown
from notifier.letter import Message, as_bytes
from notifier.notice import Notice, NoticeKind, letter_key
from notifier.transports.transport import Transport, TransportError, UnknownDelivery

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
# Doubtful letters are sent again only after servers have given up on the first connection.
RESEND_AFTER = timedelta(minutes=15)
# A line that always breaks after the final dot must not fill a mailbox with copies.
DOUBTFUL_ATTEMPTS = 3
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
GIVE_UP_AFTER = timedelta(hours=24)


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
        )
        for number, mailbox in enumerate(dict.fromkeys(notice.recipient.emails))
    ]


def deliver(
    ledger: Ledger,
    transport: Transport,
    *,
    now: Callable[[], datetime],
    rate: float = 0.5,
    wait: Callable[[float], None] = time.sleep,
    resend_unknown: bool = True,
    lease: timedelta = LEASE,
) -> DeliveryReport:
    """Send until nothing is due, at most `rate` letters a second (0: no limit).

    A letter whose sender died or lost the line after the final dot may have arrived: it is sent
    again with the same Message-ID, or left to a person where `resend_unknown` is False.
    """
    report = DeliveryReport()
    letters: set[str] = set()
    while queued := ledger.claim(now(), lease, resend_unknown=resend_unknown):
        outcome = _attempt(ledger, transport, queued, now, resend_unknown)
        if outcome is not None:
            try:
                ledger.settle(queued.id, outcome, now(), queued.attempts)
            except StaleNoticeError:
                logger.warning("notice %s was taken over by another sender", queued.id)
                continue
            report = _counted(report, queued, outcome)
            if isinstance(outcome, Sent):
                letters.add(queued.message_id)
        if rate:
            wait(1 / rate)
    return replace(report, letters=len(letters))


def _attempt(
    ledger: Ledger,
    transport: Transport,
    queued: QueuedNotice,
    now: Callable[[], datetime],
    resend_unknown: bool,
) -> Outcome | None:
    """Try once; None when another sender has taken the letter meanwhile."""
    is_committed = False

    def on_commit() -> None:
        nonlocal is_committed
        ledger.commit_point(queued.id, queued.attempts)
        is_committed = True

    try:
        transport.send(queued.payload, queued.recipient, on_commit)
    except TransportError as error:
        return _refused(queued, error, now())
    except UnknownDelivery as error:
        return _doubtful(queued, str(error), now(), resend_unknown)
    except StaleNoticeError:
        return None
    except LedgerError:
        raise
    except Exception as error:
        # One letter to one mailbox must not keep the others from theirs.
        logger.exception("notice %s could not be delivered", queued.id)
        text = f"发送程序出错：{type(error).__name__}: {error}"
        if is_committed:
            return _doubtful(queued, text, now(), resend_unknown)
        return _refused(queued, TransportError(text, permanent=False), now())
    return Sent()


def _refused(queued: QueuedNotice, error: TransportError, now: datetime) -> Outcome:
    step = BACK_OFF[min(queued.attempts, len(BACK_OFF)) - 1]
    if error.permanent or now + step > queued.created_at + GIVE_UP_AFTER:
        return Failed(error.code, str(error))
    return Retry(now + step, error.code, str(error))


def _doubtful(queued: QueuedNotice, text: str, now: datetime, resend_unknown: bool) -> Outcome:
    again = resend_unknown and queued.attempts < DOUBTFUL_ATTEMPTS
    return Unknown(now + RESEND_AFTER if again else None, 0, text)


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
    fault = f"{queued.recipient}：{word}。{text}"
    return replace(report, faults=(*report.faults, fault))
