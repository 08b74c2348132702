"""The outbox: rendered notices wait here until a sender has delivered them.

Never lost, never queued twice; a sender that is killed in the last round trip may cause one
duplicate, with the same bytes and the same Message-ID.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, or_, select, update

from ledger.errors import StaleNoticeError, UnknownNoticeError
from ledger.reminders import Reminder
from ledger.schema import notice

# A recipient is a mailbox, or this with the name of a robot; never a robot's address.
ROBOT = "robot:"
MAIL = "mail"
HELD = "发送程序在最后一步中断，没有收到答复"


class NoticeState(StrEnum):
    """Where a notice stands; the values are stored and shown."""

    PENDING = "待发送"
    CONNECTING = "发送中"
    COMMITTED = "等待回执"
    SENT = "已发送"
    UNKNOWN = "可能已送达"
    FAILED = "发送失败"


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One message to one mailbox.

    `transition_ids` are what it tells, `reminders` what it reminds of, `request_ids` the requests
    of which it says what was decided; where a unit has several mailboxes, exactly one of its
    messages carries them. Deadlines count from `day`. A `dedupe` key is accepted once.
    """

    dedupe: str
    message_id: str
    recipient: str
    subject: str
    payload: bytes
    day: date
    kind: str = ""
    unit: str = ""
    scan_id: str = ""
    transition_ids: tuple[int, ...] = ()
    urgent: bool = False
    reminders: tuple[Reminder, ...] = ()
    request_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class QueuedNotice:
    """A message in the outbox; `maybe_sent` says that an earlier attempt may have arrived."""

    id: int
    dedupe: str
    message_id: str
    recipient: str
    subject: str
    payload: bytes
    kind: str
    unit: str
    scan_id: str
    state: NoticeState
    attempts: int
    maybe_sent: bool
    created_at: datetime
    next_at: datetime | None
    lease_until: datetime | None
    settled_at: datetime | None
    last_code: int
    last_text: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """The server took it."""


@dataclass(frozen=True, slots=True)
class Retry:
    """The server would not take it now."""

    next_at: datetime
    code: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """The server will never take it."""

    code: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The connection broke after the final dot; without `next_at` a person decides."""

    next_at: datetime | None = None
    code: int = 0
    text: str = ""


Outcome = Sent | Retry | Failed | Unknown


def claim(
    connection: Connection,
    now: datetime,
    lease: timedelta,
    *,
    resend_unknown: bool,
    urgent_only: bool = False,
    resting: Collection[str] = (),
) -> QueuedNotice | None:
    """Take an urgent message that is due or else the oldest, also from a sender that has died.

    None to destinations that are `resting`. Where doubtful ones are not sent again, those that a
    sender left behind become known to be in doubt, so that a person can decide.
    """
    if not resend_unknown:
        _hold_abandoned(connection, now)
    is_due = notice.c.next_at <= now
    is_abandoned = notice.c.lease_until <= now
    doubtful = (NoticeState.COMMITTED, NoticeState.UNKNOWN)
    ready = [
        and_(notice.c.state == NoticeState.PENDING, is_due),
        and_(notice.c.state == NoticeState.CONNECTING, is_abandoned),
    ]
    if resend_unknown:
        ready.append(and_(notice.c.state == NoticeState.COMMITTED, is_abandoned))
        ready.append(and_(notice.c.state == NoticeState.UNKNOWN, is_due))
    wanted = [_destination().not_in(list(resting))]
    if urgent_only:
        wanted.append(notice.c.urgent.is_(True))
    row = connection.execute(
        select(notice)
        .where(or_(*ready), *wanted)
        .order_by(notice.c.urgent.desc(), notice.c.next_at, notice.c.id)
        .limit(1),
    ).first()
    if row is None:
        return None
    connection.execute(
        update(notice)
        .where(notice.c.id == row.id)
        .values(
            state=NoticeState.CONNECTING,
            attempts=row.attempts + 1,
            lease_until=now + lease,
            maybe_sent=row.maybe_sent or row.state in doubtful,
        ),
    )
    return get(connection, row.id)


def destination(recipient: str) -> str:
    """Return who sets the pace: one mail server for all mailboxes, every robot for itself."""
    return recipient if recipient.startswith(ROBOT) else MAIL


def _destination() -> ColumnElement[str]:
    is_robot = func.substr(notice.c.recipient, 1, len(ROBOT)) == ROBOT
    return case((is_robot, notice.c.recipient), else_=MAIL)


def _hold_abandoned(connection: Connection, now: datetime) -> None:
    connection.execute(
        update(notice)
        .where(notice.c.state == NoticeState.COMMITTED, notice.c.lease_until <= now)
        .values(
            state=NoticeState.UNKNOWN,
            next_at=now,
            lease_until=None,
            settled_at=now,
            last_code=0,
            last_text=HELD,
        )
    )


def commit_point(connection: Connection, notice_id: int, attempt: int | None) -> None:
    """Note that the final dot comes next; raise if another sender has taken the message."""
    statement = update(notice).where(
        notice.c.id == notice_id,
        notice.c.state == NoticeState.CONNECTING,
    )
    if attempt is not None:
        statement = statement.where(notice.c.attempts == attempt)
    if connection.execute(statement.values(state=NoticeState.COMMITTED)).rowcount != 1:
        raise StaleNoticeError(f"邮件 {notice_id} 已由另一个发送程序接手。")


def settle(
    connection: Connection,
    notice_id: int,
    outcome: Outcome,
    now: datetime,
    attempt: int | None,
) -> None:
    """Record how the attempt ended."""
    statement = update(notice).where(
        notice.c.id == notice_id,
        notice.c.state.in_((NoticeState.CONNECTING, NoticeState.COMMITTED)),
    )
    if attempt is not None:
        statement = statement.where(notice.c.attempts == attempt)
    values = {"settled_at": now, "lease_until": None, **_outcome(outcome)}
    if connection.execute(statement.values(**values)).rowcount != 1:
        raise StaleNoticeError(f"邮件 {notice_id} 已由另一个发送程序接手。")


def _outcome(outcome: Outcome) -> dict[str, Any]:
    match outcome:
        case Sent():
            return {"state": NoticeState.SENT, "next_at": None, "last_code": 250, "last_text": ""}
        case Retry(next_at, code, text):
            state = NoticeState.PENDING
        case Failed(code, text):
            state, next_at = NoticeState.FAILED, None
        case Unknown(next_at, code, text):
            state = NoticeState.UNKNOWN
    return {"state": state, "next_at": next_at, "last_code": code, "last_text": text}


def requeue(connection: Connection, notice_id: int, now: datetime) -> None:
    """Send again what failed or may not have arrived, because a person says so."""
    statement = update(notice).where(
        notice.c.id == notice_id,
        notice.c.state.in_((NoticeState.FAILED, NoticeState.UNKNOWN, NoticeState.PENDING)),
    )
    values = {
        "state": NoticeState.PENDING,
        "next_at": now,
        "maybe_sent": or_(notice.c.maybe_sent, notice.c.state == NoticeState.UNKNOWN),
    }
    if connection.execute(statement.values(**values)).rowcount != 1:
        raise StaleNoticeError(f"邮件 {notice_id} 已发送或正在发送，不能重新排队。")


def get(connection: Connection, notice_id: int) -> QueuedNotice:
    """Return the message of this number."""
    row = connection.execute(select(notice).where(notice.c.id == notice_id)).first()
    if row is None:
        raise UnknownNoticeError(f"发件箱中没有编号为 {notice_id} 的邮件。")
    return _notice(row)


def counts(connection: Connection) -> dict[NoticeState, int]:
    """Count the messages by state without reading them."""
    rows = connection.execute(select(notice.c.state, func.count()).group_by(notice.c.state))
    return {NoticeState(row[0]): row[1] for row in rows}


def outbox(
    connection: Connection, states: Sequence[NoticeState], scan_id: str = ""
) -> list[QueuedNotice]:
    """Return the messages, newest first."""
    statement = select(notice).order_by(notice.c.id.desc())
    if scan_id:
        statement = statement.where(notice.c.scan_id == scan_id)
    if states:
        statement = statement.where(notice.c.state.in_(states))
    return [_notice(row) for row in connection.execute(statement)]


def _notice(row: Row[Any]) -> QueuedNotice:
    return QueuedNotice(
        id=row.id,
        dedupe=row.dedupe,
        message_id=row.message_id,
        recipient=row.recipient,
        subject=row.subject,
        payload=row.payload,
        kind=row.kind,
        unit=row.unit_id,
        scan_id=row.scan_id,
        state=NoticeState(row.state),
        attempts=row.attempts,
        maybe_sent=row.maybe_sent,
        created_at=row.created_at,
        next_at=row.next_at,
        lease_until=row.lease_until,
        settled_at=row.settled_at,
        last_code=row.last_code,
        last_text=row.last_text,
        urgent=row.urgent,
    )
