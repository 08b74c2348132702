"""What people decide about an issue."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from ledger import query
from ledger.errors import ReasonRequiredError, StaleIssueError
from ledger.issue import Issue
from ledger.lifecycle import DECISIONS, RENEWING, Event, IllegalTransitionError, advance
from ledger.plan import step
from ledger.schema import issue, transition

NEED_REASON = frozenset({Event.DISMISS, Event.WAIVE})


def decide(
    connection: Connection,
    issue_id: int,
    event: Event,
    *,
    actor: str,
    note: str,
    expected_version: int | None,
    until: date | None,
    now: datetime,
) -> Issue:
    """Make the decision if the issue is still as the person saw it."""
    if event not in DECISIONS:
        raise IllegalTransitionError(f"“{event}”由程序登记，不能由人指定。")
    if event in NEED_REASON and not note.strip():
        raise ReasonRequiredError(f"“{event}”须写明理由。")
    before = query.get(connection, issue_id)
    if expected_version is not None and expected_version != before.version:
        raise _stale(before)
    state = advance(before.state, event)
    cycle = before.cycle + (event in RENEWING)
    changed = connection.execute(
        update(issue)
        .where(
            issue.c.id == issue_id,
            issue.c.state == before.state,
            issue.c.version == before.version,
        )
        .values(state=state, cycle=cycle, version=before.version + 1, **_effects(event, until)),
    )
    if changed.rowcount != 1:
        raise _stale(before)
    values = step(
        issue_id, before.state, event, state, now, cycle, before.due, actor=actor, note=note
    )
    connection.execute(insert(transition).values(values))
    return query.get(connection, issue_id)


def _effects(event: Event, until: date | None) -> dict[str, Any]:
    if event in RENEWING:
        return {"due": None, "due_provisional": False, "waived_until": None}
    return {"waived_until": until} if event is Event.WAIVE else {}


def _stale(before: Issue) -> StaleIssueError:
    return StaleIssueError(f"问题 {before.id} 刚被别人改为“{before.state}”，请刷新后再操作。")
