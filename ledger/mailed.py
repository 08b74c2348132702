"""What was mailed: who had a letter, what it told, how the outbox stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from ledger import query
from ledger.issue import Transition
from ledger.lifecycle import Event
from ledger.outbox import NoticeState
from ledger.schema import notice, transition


@dataclass(frozen=True, slots=True)
class Keys:
    """How the keys of a site's letters begin: lists and summary of the day, summaries, all."""

    lists_today: str
    summary_today: str
    summaries: str
    all: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mailed:
    """Which units had the letter of the day, when the last summary was, what was told since."""

    units: frozenset[str]
    has_summary: bool
    summary_at: datetime | None
    told: tuple[Transition, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """The letter that told an issue."""

    message_id: str
    scan_id: str
    unit: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A message of the outbox without its contents."""

    id: int
    message_id: str
    kind: str
    unit: str
    recipient: str
    scan_id: str
    subject: str
    state: NoticeState
    attempts: int
    maybe_sent: bool
    urgent: bool
    created_at: datetime
    next_at: datetime | None
    settled_at: datetime | None
    last_code: int
    last_text: str


_HEAD = select(*(column for column in notice.c if column.name not in ("payload", "dedupe")))


def mailed(connection: Connection, keys: Keys) -> Mailed:
    """Return who was written to, and what was told since the last summary."""
    units = connection.execute(select(notice.c.unit_id).where(_begins(keys.lists_today)))
    last = connection.execute(
        select(notice.c.id, notice.c.created_at, notice.c.dedupe)
        .where(_begins(keys.summaries))
        .order_by(notice.c.id.desc())
        .limit(1)
    ).first()
    ours = select(notice.c.id).where(or_(*(_begins(key) for key in keys.all)))
    told = query.told_by(connection, ours.where(notice.c.id > last.id) if last else ours)
    return Mailed(
        frozenset(row.unit_id for row in units),
        bool(last and last.dedupe.startswith(keys.summary_today)),
        last.created_at if last else None,
        tuple(told),
    )


def letters(
    connection: Connection, states: Sequence[NoticeState], limit: int | None
) -> list[Letter]:
    """Return the messages without their contents, newest first."""
    statement = _HEAD.order_by(notice.c.id.desc())
    if states:
        statement = statement.where(notice.c.state.in_(states))
    if limit is not None:
        statement = statement.limit(limit)
    return [_letter(row) for row in connection.execute(statement)]


def telling(connection: Connection, issue_ids: Iterable[int]) -> dict[int, Telling]:
    """Return the letter that told each issue last."""
    found: dict[int, Telling] = {}
    for some in query.chunks(issue_ids):
        newest = (
            select(func.max(transition.c.id))
            .where(transition.c.issue_id.in_(some), transition.c.event == Event.NOTIFY)
            .where(transition.c.notice_id.is_not(None))
            .group_by(transition.c.issue_id)
        )
        rows = connection.execute(
            select(transition.c.issue_id, notice.c.message_id, notice.c.scan_id, notice.c.unit_id)
            .join(notice, notice.c.id == transition.c.notice_id)
            .where(transition.c.id.in_(newest))
        )
        found.update(
            (row.issue_id, Telling(row.message_id, row.scan_id, row.unit_id)) for row in rows
        )
    return found


def _begins(key: str) -> Any:
    # Any: SQLAlchemy's own type of a comparison.
    return notice.c.dedupe.startswith(key, autoescape=True)


def _letter(row: Row[Any]) -> Letter:
    return Letter(
        id=row.id,
        message_id=row.message_id,
        kind=row.kind,
        unit=row.unit_id,
        recipient=row.recipient,
        scan_id=row.scan_id,
        subject=row.subject,
        state=NoticeState(row.state),
        attempts=row.attempts,
        maybe_sent=row.maybe_sent,
        urgent=row.urgent,
        created_at=row.created_at,
        next_at=row.next_at,
        settled_at=row.settled_at,
        last_code=row.last_code,
        last_text=row.last_text,
    )
