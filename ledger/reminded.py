"""The table of reminders: what is due by it, and what was said already."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select

from ledger import query
from ledger.deadline import Terms
from ledger.errors import NoticeTakenError
from ledger.issue import Issue
from ledger.lifecycle import Event, State
from ledger.reminders import Reminder, ReminderKind, ReminderState, Said, is_waiting, reminders
from ledger.schema import issue, reminder, transition

# The same as `is_waiting`, for the database.
WAITING = and_(
    issue.c.state.in_((State.NOTIFIED, State.IN_PROGRESS)),
    issue.c.due.is_not(None),
    issue.c.claimed_at.is_(None),
    issue.c.absences == 0,
)


def reminders_due(
    connection: Connection, site_id: str, today: date, terms: Terms
) -> list[Reminder]:
    """Return the reminders about the site's issues that are due today, the worst issues first."""
    if not terms.calendar.is_working(today):
        return []
    wanted = and_(WAITING, issue.c.site_id == site_id)
    said = _said(connection, wanted)
    found = map(query.to_issue, connection.execute(select(issue).where(wanted)))
    return [
        each
        for one in sorted(found, key=lambda one: (one.severity.rank, -one.pages, one.id))
        for each in reminders(one, today, said.get(one.id), terms.calendar, terms.ladder)
    ]


def _said(connection: Connection, wanted: ColumnElement[bool]) -> dict[int, Said]:
    relapses = connection.execute(
        select(transition.c.issue_id, func.count().label("times"))
        .join(issue, issue.c.id == transition.c.issue_id)
        .where(wanted, transition.c.event == Event.RELAPSE)
        .group_by(transition.c.issue_id),
    )
    times = {row.issue_id: row.times for row in relapses}
    now: dict[int, set[ReminderKind]] = {}
    for_good: dict[int, set[ReminderKind]] = {}
    for row in connection.execute(
        select(reminder, issue.c.due.label("issue_due"))
        .join(issue, issue.c.id == reminder.c.issue_id)
        .where(wanted, reminder.c.cycle == issue.c.cycle),
    ):
        kind = ReminderKind(row.kind)
        if row.due == row.issue_due:
            now.setdefault(row.issue_id, set()).add(kind)
        # A new deadline asks neither for an acknowledgement again nor for what is settled.
        is_settled = row.state == ReminderState.CONFIRMED
        if kind is ReminderKind.UNACKNOWLEDGED or is_settled:
            for_good.setdefault(row.issue_id, set()).add(kind)
    return {
        each: Said(
            frozenset(now.get(each, ())), frozenset(for_good.get(each, ())), times.get(each, 0)
        )
        for each in {*times, *now, *for_good}
    }


def check(connection: Connection, wanted: Sequence[Reminder]) -> None:
    """Raise if one of them was given already, or if its issue has changed meanwhile."""
    ids = {each.issue.id for each in wanted}
    current: dict[int, Issue] = {}
    taken: set[tuple[int, int, str, date]] = set()
    for some in query.chunks(ids):
        rows = connection.execute(select(issue).where(issue.c.id.in_(some)))
        current.update((row.id, query.to_issue(row)) for row in rows)
        known = connection.execute(select(reminder).where(reminder.c.issue_id.in_(some)))
        taken.update((row.issue_id, row.cycle, row.kind, row.due) for row in known)
    for each in wanted:
        keys = {_key(each, kind) for kind in (each.kind, *each.skipped)}
        if keys & taken:
            raise NoticeTakenError("清单中有问题已经提醒过，请重新生成清单。")
        taken |= keys
        if not _is_still(current.get(each.issue.id), each):
            raise NoticeTakenError("清单中有问题的状态或期限已变，请重新生成清单。")


def _is_still(found: Issue | None, wanted: Reminder) -> bool:
    return (
        found is not None
        and is_waiting(found)
        and found.due == wanted.due
        and (found.state, found.cycle) == (wanted.issue.state, wanted.issue.cycle)
    )


def _key(each: Reminder, kind: ReminderKind) -> tuple[int, int, str, date]:
    return each.issue.id, each.issue.cycle, kind, each.due


def record(
    connection: Connection, notice_id: int, given: Iterable[Reminder], now: datetime
) -> None:
    """Write down what a message reminds of, and the steps that come no more."""
    rows = []
    for each in given:
        is_question = each.kind is ReminderKind.PUBLIC
        state = ReminderState.ASKED if is_question else ReminderState.TOLD
        rows.append(_row(each, each.kind, state, now) | {"notice_id": notice_id})
        for kind in each.skipped:
            row = _row(each, kind, ReminderState.SKIPPED, now)
            rows.append(row | {"notice_id": None})
    if rows:
        connection.execute(insert(reminder), rows)


def _row(each: Reminder, kind: ReminderKind, state: ReminderState, now: datetime) -> dict[str, Any]:
    return {
        "issue_id": each.issue.id,
        "cycle": each.issue.cycle,
        "kind": kind,
        "due": each.due,
        "at": now,
        "state": state,
        "actor": "",
        "note": "",
    }
