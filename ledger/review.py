"""Counting provisional deadlines anew once the calendar is known; they only ever move outward."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, select, update

from checks.workdays import local_day
from ledger import query
from ledger.deadline import Terms
from ledger.issue import Issue
from ledger.lifecycle import Event, State
from ledger.schema import issue, transition


@dataclass(frozen=True, slots=True)
class Postponed:
    """An issue whose deadline was provisional, as it is now; `was` is the deadline before."""

    issue: Issue
    was: date

    @property
    def has_moved(self) -> bool:
        """Whether the unit has more time now; else the day is certain and nothing else."""
        return self.issue.due != self.was


# Any: a row's columns are known to the tables only.
def review(connection: Connection, terms: Terms, now: datetime) -> list[Postponed]:
    """Move the deadlines that turned out too early, and call certain what has become so.

    A unit that relied on a day keeps it, and what a person has granted is never cut.
    """
    told: dict[int, Row[Any]] = {}
    relapsed: set[int] = set()
    for row in connection.execute(_STEPS):
        if row.event == Event.RELAPSE:
            relapsed.add(row.id)
        else:
            told[row.id] = row
    changed: dict[int, date] = {}
    for number, row in told.items():
        found = query.to_issue(row)
        day, has_relapsed = local_day(row.told), number in relapsed
        last = terms.due(found.code, found.severity, day, relapsed=has_relapsed)
        due = max(row.due, last.day)
        if (due, last.provisional) == (row.due, True):
            continue
        changed[number] = row.due
        connection.execute(
            update(issue)
            .where(issue.c.id == number)
            .values(due=due, due_provisional=last.provisional),
        )
    return [Postponed(query.get(connection, number), was) for number, was in changed.items()]


_STEPS = (
    select(issue, transition.c.event, transition.c.at.label("told"))
    .join(transition, transition.c.issue_id == issue.c.id)
    .where(
        and_(issue.c.due_provisional.is_(True), issue.c.due.is_not(None)),
        issue.c.state.in_((State.NOTIFIED, State.IN_PROGRESS)),
        transition.c.cycle == issue.c.cycle,
        transition.c.event.in_((Event.NOTIFY, Event.RELAPSE)),
    )
    .order_by(issue.c.id, transition.c.id)
)
