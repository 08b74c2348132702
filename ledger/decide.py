"""What people decide about an issue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from checks.workdays import local_day
from ledger import query
from ledger.errors import ReasonRequiredError, RefusedError, StaleIssueError
from ledger.issue import Issue
from ledger.lifecycle import CLOSING, DECISIONS, RENEWING, Event, IllegalTransitionError, advance
from ledger.plan import step
from ledger.schema import issue, transition

NEED_REASON = frozenset({Event.DISMISS, Event.WAIVE, Event.EXTEND, Event.ASSIGN, Event.RETIRE})
# An exemption has to be looked at again within a year.
LONGEST_WAIVER = 366
RETIRED = "停测"


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided: `until` ends a waiver or an extension, `unit` takes an issue over.

    `close_reason` says why an issue is not looked at any more.
    """

    event: Event
    actor: str
    note: str = ""
    until: date | None = None
    unit: str = ""
    close_reason: str = RETIRED


@dataclass(frozen=True, slots=True)
class Refusal:
    """An issue of a list for which the decision was not possible, and why."""

    issue_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Bulk:
    """What came of a decision about many issues."""

    done: tuple[Issue, ...]
    refused: tuple[Refusal, ...]


def decide(
    connection: Connection,
    issue_id: int,
    decision: Decision,
    *,
    expected_version: int | None = None,
    now: datetime,
) -> Issue:
    """Make the decision if the issue is still as the person saw it."""
    if decision.event not in DECISIONS:
        raise IllegalTransitionError(f"“{decision.event}”由程序登记，不能由人指定。")
    return carry_out(connection, issue_id, decision, expected_version=expected_version, now=now)


def carry_out(
    connection: Connection,
    issue_id: int,
    decision: Decision,
    *,
    expected_version: int | None = None,
    now: datetime,
) -> Issue:
    """Make the decision, also one that only the program may take."""
    event = decision.event
    _require_reason(decision)
    before = query.get(connection, issue_id)
    if expected_version is not None and expected_version != before.version:
        raise _stale(before)
    state = advance(before.state, event)
    if check := _CHECKS.get(event):
        check(before, decision, now)
    cycle = before.cycle + (event in RENEWING)
    changed = connection.execute(
        update(issue)
        .where(
            issue.c.id == issue_id,
            issue.c.state == before.state,
            issue.c.version == before.version,
        )
        .values(
            state=state,
            cycle=cycle,
            version=before.version + 1,
            **_effects(before, decision, now),
        ),
    )
    if changed.rowcount != 1:
        raise _stale(before)
    after = query.get(connection, issue_id)
    due = before.due if event in RENEWING else after.due
    values = step(
        issue_id,
        before.state,
        event,
        state,
        now,
        cycle,
        due,
        actor=decision.actor,
        note=decision.note,
        mended=_mended(before, now) if event is Event.ABSENT else None,
    )
    connection.execute(insert(transition).values(values))
    return after


def decide_all(
    connection: Connection, issue_ids: Sequence[int], decision: Decision, now: datetime
) -> Bulk:
    """Make the decision about each issue for which it is possible, and say why not about others."""
    _require_reason(decision)
    done, refused = [], []
    for issue_id in dict.fromkeys(issue_ids):
        try:
            done.append(decide(connection, issue_id, decision, now=now))
        except (LookupError, ValueError, StaleIssueError) as error:
            refused.append(Refusal(issue_id, str(error)))
    return Bulk(tuple(done), tuple(refused))


def _require_reason(decision: Decision) -> None:
    if decision.event in NEED_REASON and not decision.note.strip():
        raise ReasonRequiredError(f"“{decision.event}”须写明理由。")


def _effects(before: Issue, decision: Decision, now: datetime) -> dict[str, Any]:
    event = decision.event
    if event in CLOSING:
        in_time = None if event is Event.RETIRE else _in_time(before, now)
        closed = {"closed_at": now, "close_reason": decision.close_reason, "held_by": None}
        return {**closed, "met_due": in_time}
    if event in RENEWING:
        assigned = {"assigned": decision.unit} if event is Event.ASSIGN else {}
        return {**_FRESH, **assigned}
    effects: dict[Event, dict[str, Any]] = {
        Event.CLAIM: {"claimed_at": now},
        Event.WAIVE: {"waived_until": decision.until, "held_by": None},
        Event.DISMISS: {"held_by": None},
        Event.EXTEND: {"due": decision.until, "extended_from": before.due},
    }
    return effects.get(event, {})


def _in_time(before: Issue, now: datetime) -> bool | None:
    return None if before.due is None else _mended(before, now) <= before.due


def _mended(before: Issue, now: datetime) -> date:
    done = [at for at in (before.claimed_at, before.absent_since) if at is not None]
    return local_day(min(done, default=now))


# What a new cycle begins with.
_FRESH: dict[str, Any] = {
    "due": None,
    "due_provisional": False,
    "waived_until": None,
    "told_at": None,
    "claimed_at": None,
    "returns": 0,
    "absences": 0,
    "absent_since": None,
    "extended_from": None,
}


def check_waiver(before: Issue, decision: Decision, now: datetime) -> None:
    """Allow exemptions up to a year."""
    today = local_day(now)
    if decision.until is None or not today < decision.until:
        raise RefusedError("豁免须写明今天以后的截止日期。")
    if (decision.until - today).days > LONGEST_WAIVER:
        raise RefusedError("豁免最长一年，到期再议。")


def check_extension(before: Issue, decision: Decision, now: datetime) -> None:
    """Allow one extension, by no more than the time that the unit had in the first place."""
    if before.due is None or before.told_at is None:
        raise RefusedError(f"问题 {before.id} 还没有整改期限。")
    if before.extended_from is not None:
        raise RefusedError(f"问题 {before.id} 已经延期过一次。")
    if decision.until is None or decision.until <= before.due:
        raise RefusedError(f"延期须晚于现在的期限 {before.due}。")
    latest = latest_extension(before)
    if latest is not None and decision.until > latest:
        raise RefusedError(f"延期不能超过原来的时长，最迟到 {latest}。")


def latest_extension(about: Issue) -> date | None:
    """Return until when the deadline may still be put off, None where it may not."""
    if about.due is None or about.told_at is None or about.extended_from is not None:
        return None
    return about.due + (about.due - local_day(about.told_at))


def _check_assignment(before: Issue, decision: Decision, now: datetime) -> None:
    if not decision.unit:
        raise RefusedError("转办须写明接办单位。")
    if decision.unit == before.unit:
        raise RefusedError(f"问题 {before.id} 本来就由该单位负责。")


_CHECKS: dict[Event, Callable[[Issue, Decision, datetime], None]] = {
    Event.WAIVE: check_waiver,
    Event.EXTEND: check_extension,
    Event.ASSIGN: _check_assignment,
}


def _stale(before: Issue) -> StaleIssueError:
    return StaleIssueError(f"问题 {before.id} 刚被别人改为“{before.state}”，请刷新后再操作。")
