"""Queueing notices: the messages and what they tell enter the ledger together or not at all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from ledger import decided, query, reminded
from ledger.deadline import Terms
from ledger.errors import NoticeTakenError
from ledger.issue import Transition
from ledger.lifecycle import OPENING, Event, State, advance
from ledger.outbox import NoticeState, OutboxItem
from ledger.plan import step
from ledger.schema import issue, notice, transition

ACTOR = "通报"


def enqueue(
    connection: Connection,
    items: Sequence[OutboxItem],
    terms: Terms,
    now: datetime,
) -> list[int]:
    """Queue all messages and mark what they tell or remind of, or raise and change nothing."""
    wanted = [each for item in items for each in item.transition_ids]
    steps = {each.id: each for each in query.pending_of(connection, wanted)}
    if len(steps) != len(wanted):
        raise NoticeTakenError("清单中有问题已经通报或状态已变，请重新生成清单。")
    _refuse_known(connection, items)
    reminded.check(connection, [each for item in items for each in item.reminders])
    ids = []
    for item in items:
        values = _values(item, now)
        notice_id = connection.execute(
            insert(notice).values(values).returning(notice.c.id),
        ).scalar_one()
        if item.transition_ids:
            told = [steps[each] for each in item.transition_ids]
            _tell(connection, notice_id, item, told, now, terms)
        reminded.record(connection, notice_id, item.reminders, now)
        decided.tell(connection, notice_id, item.request_ids)
        ids.append(notice_id)
    return ids


def _refuse_known(connection: Connection, items: Sequence[OutboxItem]) -> None:
    keys = [item.dedupe for item in items]
    for some in query.chunks(keys):
        if connection.execute(select(notice.c.id).where(notice.c.dedupe.in_(some))).first():
            raise NoticeTakenError("同一份清单已在发件箱中，没有重复登记。")
    if len(set(keys)) != len(keys):
        raise ValueError("two messages with the same dedupe key")


def _values(item: OutboxItem, now: datetime) -> dict[str, Any]:
    return {
        "dedupe": item.dedupe,
        "message_id": item.message_id,
        "kind": item.kind,
        "unit_id": item.unit,
        "recipient": item.recipient,
        "scan_id": item.scan_id,
        "subject": item.subject,
        "payload": item.payload,
        "state": NoticeState.PENDING,
        "attempts": 0,
        "maybe_sent": False,
        "created_at": now,
        "next_at": now,
        "last_code": 0,
        "last_text": "",
        "urgent": item.urgent,
    }


_TOLD = (
    update(transition)
    .where(transition.c.id == bindparam("b_id"), transition.c.notice_id.is_(None))
    .values(notice_id=bindparam("b_notice_id"))
)
_NOTIFY = (
    update(issue)
    .where(issue.c.id == bindparam("b_id"))
    .values(
        state=bindparam("b_state"),
        due=bindparam("b_due"),
        due_provisional=bindparam("b_provisional"),
        told_at=bindparam("b_told_at"),
        version=issue.c.version + 1,
    )
)


def _tell(
    connection: Connection,
    notice_id: int,
    item: OutboxItem,
    steps: Sequence[Transition],
    now: datetime,
    terms: Terms,
) -> None:
    opened = [each for each in steps if each.event in OPENING]
    moves = [_move(each, item, terms, now) for each in opened]
    connection.execute(_TOLD, [{"b_id": each.id, "b_notice_id": notice_id} for each in steps])
    if not moves:
        return
    connection.execute(_NOTIFY, moves)
    connection.execute(
        insert(transition).values(notice_id=notice_id),
        [
            step(
                each.issue.id,
                each.issue.state,
                Event.NOTIFY,
                move["b_state"],
                now,
                each.issue.cycle,
                move["b_due"],
                actor=ACTOR,
            )
            for each, move in zip(opened, moves, strict=True)
        ],
    )


def _move(each: Transition, item: OutboxItem, terms: Terms, now: datetime) -> dict[str, Any]:
    found = each.issue
    has_relapsed = found.state is State.RELAPSED
    last = terms.due(found.code, found.severity, item.day, relapsed=has_relapsed)
    return {
        "b_id": each.issue.id,
        "b_state": advance(each.issue.state, Event.NOTIFY),
        "b_due": last.day,
        "b_provisional": last.provisional,
        "b_told_at": now,
    }
