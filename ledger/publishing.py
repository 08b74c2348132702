"""The list for publishing (拟通报): nothing becomes public before a person has said so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, select, update

from ledger import query
from ledger.errors import ReasonRequiredError, RefusedError
from ledger.issue import Issue
from ledger.reminded import WAITING
from ledger.reminders import ReminderKind, ReminderState
from ledger.schema import issue, reminder


@dataclass(frozen=True, slots=True)
class KeptReminder:
    """A reminder as the ledger keeps it; `actor` and `note` are of who decided about publishing."""

    id: int
    issue: Issue
    cycle: int
    kind: ReminderKind
    due: date
    at: datetime
    state: ReminderState
    notice_id: int | None = None
    actor: str = ""
    note: str = ""
    answered_at: datetime | None = None


def kept(
    connection: Connection,
    site_id: str,
    issue_id: int | None,
    states: Sequence[ReminderState],
) -> list[KeptReminder]:
    """Return the reminders of a site or an issue, oldest first."""
    conditions = []
    if site_id:
        conditions.append(issue.c.site_id == site_id)
    if issue_id is not None:
        conditions.append(issue.c.id == issue_id)
    if states:
        conditions.append(reminder.c.state.in_(states))
    return _kept(connection, and_(True, *conditions))


def candidates(connection: Connection, site_id: str) -> list[KeptReminder]:
    """Return what waits for somebody to say whether it is published."""
    wanted = and_(
        WAITING,
        reminder.c.state == ReminderState.ASKED,
        reminder.c.cycle == issue.c.cycle,
        reminder.c.due == issue.c.due,
    )
    return _kept(connection, and_(wanted, issue.c.site_id == site_id) if site_id else wanted)


def answer(
    connection: Connection,
    issue_ids: Sequence[int],
    state: ReminderState,
    *,
    actor: str,
    note: str,
    now: datetime,
) -> list[KeptReminder]:
    """Write down whether the issues are published; all of them or, if one is not asked about, none."""
    if state is ReminderState.DROPPED and not note.strip():
        raise ReasonRequiredError("“不予通报”须写明理由。")
    wanted = set(issue_ids)
    asked = {each.id: each for each in candidates(connection, "") if each.issue.id in wanted}
    if missing := sorted(wanted - {each.issue.id for each in asked.values()}):
        named = "、".join(map(str, missing))
        raise RefusedError(
            f"问题 {named} 不在待确认的拟通报名单中，没有作任何改动，请刷新后再操作。"
        )
    for some in query.chunks(asked):
        connection.execute(
            update(reminder)
            .where(reminder.c.id.in_(some))
            .values(state=state, actor=actor, note=note, answered_at=now),
        )
    return [
        each for some in query.chunks(asked) for each in _kept(connection, reminder.c.id.in_(some))
    ]


def _kept(connection: Connection, wanted: ColumnElement[bool]) -> list[KeptReminder]:
    columns = (column.label(f"r_{column.name}") for column in reminder.c)
    rows = connection.execute(
        select(issue, *columns)
        .join(reminder, reminder.c.issue_id == issue.c.id)
        .where(wanted)
        .order_by(reminder.c.id),
    )
    return [
        KeptReminder(
            id=row.r_id,
            issue=query.to_issue(row),
            cycle=row.r_cycle,
            kind=ReminderKind(row.r_kind),
            due=row.r_due,
            at=row.r_at,
            state=ReminderState(row.r_state),
            notice_id=row.r_notice_id,
            actor=row.r_actor,
            note=row.r_note,
            answered_at=row.r_answered_at,
        )
        for row in rows
    ]
