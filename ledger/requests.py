"""What somebody asks for and a second person decides: exemptions, extensions, false alarms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from ledger import query
from ledger.decide import Decision, check_waiver, decide
from ledger.errors import ReasonRequiredError, RefusedError
from ledger.issue import Issue
from ledger.lifecycle import Event, IllegalTransitionError, advance
from ledger.rulings import Scope, rule_out
from ledger.schema import issue, request


class RequestKind(StrEnum):
    """What is asked for; the values are stored and shown."""

    WAIVER = "豁免"
    EXTENSION = "延期"
    FALSE_ALARM = "误报"

    @property
    def event(self) -> Event:
        """What happens to the issue when it is granted."""
        return {
            RequestKind.WAIVER: Event.WAIVE,
            RequestKind.EXTENSION: Event.EXTEND,
            RequestKind.FALSE_ALARM: Event.DISMISS,
        }[self]


class RequestState(StrEnum):
    """Where a request stands; the values are stored and shown."""

    OPEN = "待批"
    GRANTED = "准予"
    REFUSED = "不准"
    # The issue was closed, set aside or opened anew before anybody had decided.
    LAPSED = "失效"


@dataclass(frozen=True, slots=True)
class Request:
    """A request about one issue in one of its cycles; `until` is the day that is asked for."""

    id: int
    issue_id: int
    cycle: int
    kind: RequestKind
    applicant: str
    unit: str
    reason: str
    scope: Scope
    until: date | None
    at: datetime
    state: RequestState
    decided_by: str = ""
    decided_at: datetime | None = None
    decision_note: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for, before it is written down."""

    kind: RequestKind
    applicant: str
    reason: str
    until: date | None = None
    unit: str = ""
    scope: Scope = Scope.ISSUE


def ask(connection: Connection, issue_id: int, asked: Asked, now: datetime) -> Request:
    """Write the request down; the same again while it is open changes nothing."""
    if not asked.reason.strip():
        raise ReasonRequiredError(f"申请{asked.kind}须写明理由。")
    about = query.get(connection, issue_id)
    advance(about.state, asked.kind.event)
    if asked.kind is RequestKind.WAIVER:
        wanted = Decision(Event.WAIVE, asked.applicant, asked.reason, asked.until)
        check_waiver(about, wanted, now)
    same = [each for each in _open_ones(connection, about) if each.kind is asked.kind]
    if same:
        return same[0]
    if asked.kind is RequestKind.EXTENSION and about.extended_from is not None:
        raise RefusedError(f"问题 {issue_id} 已经延期过一次。")
    values = {
        "issue_id": issue_id,
        "cycle": about.cycle,
        "kind": asked.kind,
        "applicant": asked.applicant,
        "unit_id": asked.unit,
        "reason": asked.reason,
        "scope": asked.scope,
        "until": asked.until,
        "at": now,
        "state": RequestState.OPEN,
        "decided_by": "",
        "decision_note": "",
    }
    made = insert(request).values(values).returning(request.c.id)
    return get(connection, connection.execute(made).scalar_one())


def answer(
    connection: Connection,
    request_id: int,
    *,
    granted: bool,
    actor: str,
    note: str,
    until: date | None,
    now: datetime,
    scope: Scope | None = None,
) -> Request:
    """Grant or refuse; never by the one who asked. `until`, `scope` override what was asked for."""
    found = get(connection, request_id)
    if found.state is not RequestState.OPEN:
        raise RefusedError(f"申请 {request_id} 已处理：{found.state}。")
    if actor.strip() == found.applicant.strip():
        raise RefusedError(f"申请 {request_id} 由{actor}提出，须由另一人审批。")
    about = query.get(connection, found.issue_id)
    if not _is_still_possible(about, found):
        _settle(connection, request_id, RequestState.LAPSED, actor, "问题的状态已变", now)
        return get(connection, request_id)
    if granted:
        reason = f"{found.reason}（{found.applicant}申请）" + (f"；{note}" if note else "")
        decision = Decision(found.kind.event, actor, reason, until or found.until)
        decide(connection, found.issue_id, decision, now=now)
        reach = scope or found.scope
        if found.kind is RequestKind.FALSE_ALARM and reach is not Scope.ISSUE:
            rule_out(connection, about, reach, actor=actor, reason=reason, now=now)
    state = RequestState.GRANTED if granted else RequestState.REFUSED
    _settle(connection, request_id, state, actor, note, now)
    return get(connection, request_id)


def _is_still_possible(about: Issue, found: Request) -> bool:
    try:
        advance(about.state, found.kind.event)
    except IllegalTransitionError:
        return False
    return about.cycle == found.cycle


def _settle(
    connection: Connection,
    request_id: int,
    state: RequestState,
    actor: str,
    note: str,
    now: datetime,
) -> None:
    connection.execute(
        update(request)
        .where(request.c.id == request_id)
        .values(state=state, decided_by=actor, decided_at=now, decision_note=note),
    )


def lapse(connection: Connection, now: datetime) -> None:
    """Let go of requests about issues that were closed, set aside or opened anew meanwhile."""
    rows = connection.execute(
        select(request).where(request.c.state == RequestState.OPEN).order_by(request.c.id)
    )
    for found in [_request(row) for row in rows]:
        if not _is_still_possible(query.get(connection, found.issue_id), found):
            _settle(connection, found.id, RequestState.LAPSED, "", "问题的状态已变", now)


def get(connection: Connection, request_id: int) -> Request:
    """Return the request of this number."""
    row = connection.execute(select(request).where(request.c.id == request_id)).first()
    if row is None:
        raise RefusedError(f"没有编号为 {request_id} 的申请。")
    return _request(row)


def requests(
    connection: Connection,
    states: Sequence[RequestState] = (),
    site_id: str = "",
    issue_id: int | None = None,
) -> list[Request]:
    """Return the requests, oldest first."""
    statement = select(request).order_by(request.c.id)
    if states:
        statement = statement.where(request.c.state.in_(states))
    if site_id:
        statement = statement.join(issue, issue.c.id == request.c.issue_id)
        statement = statement.where(issue.c.site_id == site_id)
    if issue_id is not None:
        statement = statement.where(request.c.issue_id == issue_id)
    return [_request(row) for row in connection.execute(statement)]


def _open_ones(connection: Connection, about: Issue) -> list[Request]:
    found = requests(connection, (RequestState.OPEN,), issue_id=about.id)
    return [each for each in found if each.cycle == about.cycle]


# Any: a row's columns are known to the tables only.
def _request(row: Row[Any]) -> Request:
    return Request(
        id=row.id,
        issue_id=row.issue_id,
        cycle=row.cycle,
        kind=RequestKind(row.kind),
        applicant=row.applicant,
        unit=row.unit_id,
        reason=row.reason,
        scope=Scope(row.scope),
        until=row.until,
        at=row.at,
        state=RequestState(row.state),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        decision_note=row.decision_note,
    )
