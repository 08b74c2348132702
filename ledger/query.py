"""Reading issues and their history."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, or_, select

from checks.finding import Severity
from ledger.errors import UnknownIssueError
from ledger.issue import Issue, IssueFilter, Transition
from ledger.lifecycle import CLOSING, OPEN, OPENING, UNTOLD, Event, State
from ledger.plan import read_sources
from ledger.schema import issue, transition

# SQLite takes only so many parameters in one statement.
CHUNK = 500

T = TypeVar("T")

# Whom the issue belongs to: a person's word goes before what scans find.
UNIT = func.coalesce(func.nullif(issue.c.assigned, ""), issue.c.unit_id)

_RANK = case({each.value: each.rank for each in Severity}, value=issue.c.severity)
_STEPS = select(issue, *(column.label(f"t_{column.name}") for column in transition.c)).join(
    transition,
    transition.c.issue_id == issue.c.id,
)

# What is still to be told: nobody was told, and it still is so. An issue that was dismissed
# meanwhile is not mailed any more, and a repair is news only to a unit that knew of the fault.
TO_BE_TOLD = and_(
    transition.c.notice_id.is_(None),
    transition.c.cycle == issue.c.cycle,
    transition.c.new_state == issue.c.state,
    # A changed rule has opened many at once, and nobody has said yet that it is right.
    issue.c.held_by.is_(None),
    or_(
        transition.c.event.in_(sorted(OPENING)),
        and_(
            transition.c.event.in_(sorted(CLOSING)),
            transition.c.old_state.in_(sorted(OPEN - UNTOLD)),
        ),
        # Who has claimed it once more meanwhile waits for another answer.
        and_(transition.c.event == Event.RETURN, issue.c.claimed_at.is_(None)),
    ),
)


def issues(connection: Connection, wanted: IssueFilter) -> list[Issue]:
    """Return the issues, the worst first."""
    statement = (
        select(issue).where(*_conditions(wanted)).order_by(_RANK, issue.c.pages.desc(), issue.c.id)
    )
    if wanted.limit is not None or wanted.offset:
        # SQLite has no OFFSET without LIMIT, and -1 means none to it but nothing to PostgreSQL.
        statement = statement.limit(2**31 - 1 if wanted.limit is None else wanted.limit)
        statement = statement.offset(wanted.offset)
    return [to_issue(row) for row in connection.execute(statement)]


def count(connection: Connection, wanted: IssueFilter) -> int:
    """Return how many issues there are, whatever the limit."""
    statement = select(func.count()).select_from(issue).where(*_conditions(wanted))
    return connection.execute(statement).scalar_one()


def get(connection: Connection, issue_id: int) -> Issue:
    """Return the issue of this number."""
    row = connection.execute(select(issue).where(issue.c.id == issue_id)).first()
    if row is None:
        raise UnknownIssueError(f"台账中没有编号为 {issue_id} 的问题。")
    return to_issue(row)


def by_fingerprint(connection: Connection, marks: Iterable[str]) -> dict[str, Issue]:
    """Return the issues that have one of the fingerprints."""
    found: dict[str, Issue] = {}
    for some in chunks(marks):
        rows = connection.execute(select(issue).where(issue.c.fingerprint.in_(some)))
        found.update((row.fingerprint, to_issue(row)) for row in rows)
    return found


def pages(connection: Connection, site_id: str) -> dict[str, bool]:
    """Return the subjects and sources of a site's issues, and whether one is not mended there."""
    found: dict[str, bool] = {}
    rows = connection.execute(
        select(issue.c.subject, issue.c.sources, issue.c.state).where(issue.c.site_id == site_id),
    )
    for row in rows:
        for page in (row.subject, *read_sources(row.sources)):
            found[page] = found.get(page, False) or row.state != State.FIXED
    return found


def history(connection: Connection, issue_id: int) -> list[Transition]:
    """Return what happened to the issue, oldest first."""
    return steps(connection, _STEPS.where(issue.c.id == issue_id))


def pending(connection: Connection, site_id: str = "") -> list[Transition]:
    """Return what is still to be told."""
    statement = _STEPS.where(TO_BE_TOLD)
    return steps(connection, statement.where(issue.c.site_id == site_id) if site_id else statement)


def latest(connection: Connection, limit: int) -> list[Transition]:
    """Return the last transitions, newest first."""
    rows = connection.execute(_STEPS.order_by(transition.c.id.desc()).limit(limit))
    return [to_transition(row) for row in rows]


def pending_of(connection: Connection, transition_ids: Iterable[int]) -> list[Transition]:
    """Return those of the transitions that are still to be told."""
    found: list[Transition] = []
    for some in chunks(transition_ids):
        found += steps(connection, _STEPS.where(TO_BE_TOLD, transition.c.id.in_(some)))
    return found


def told_by(connection: Connection, notices: Select[Any]) -> list[Transition]:
    """Return what the notices told; the notification itself is no news."""
    return steps(
        connection,
        _STEPS.where(transition.c.notice_id.in_(notices), transition.c.event != Event.NOTIFY),
    )


def steps(connection: Connection, statement: Select[Any]) -> list[Transition]:
    """Return the transitions of the statement in order."""
    rows = connection.execute(statement.order_by(transition.c.id))
    return [to_transition(row) for row in rows]


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Cut the values into lists that fit into one statement."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


def _conditions(wanted: IssueFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.site_id:
        found.append(issue.c.site_id == wanted.site_id)
    for column, values in (
        (issue.c.state, wanted.states),
        (UNIT, wanted.units),
        (issue.c.column_id, wanted.columns),
        (issue.c.severity, wanted.severities),
        (issue.c.subject, wanted.subjects),
    ):
        if values:
            found.append(column.in_(values))
    if wanted.ids is not None:
        found.append(issue.c.id.in_(wanted.ids))
    if wanted.codes:
        found.append(or_(*(_code(code) for code in wanted.codes)))
    if wanted.text:
        searched = (issue.c.message, issue.c.evidence, issue.c.url, issue.c.title)
        found.append(or_(*(each.contains(wanted.text, autoescape=True) for each in searched)))
    if wanted.overdue_on is not None:
        found.append(issue.c.due < wanted.overdue_on)
        found.append(issue.c.state.in_(sorted(OPEN)))
    return found


def _code(code: str) -> ColumnElement[bool]:
    if len(code) == 1:
        return issue.c.code.startswith(code, autoescape=True)
    return issue.c.code == code


# Any: a row's columns are known to the tables only.
def to_issue(row: Row[Any]) -> Issue:
    """Return the row as an issue."""
    return Issue(
        id=row.id,
        fingerprint=row.fingerprint,
        site_id=row.site_id,
        code=row.code,
        name=row.name,
        title=row.title,
        subject=row.subject,
        url=row.url,
        column=row.column_id,
        unit=row.assigned or row.unit_id,
        state=State(row.state),
        severity=Severity(row.severity),
        message=row.message,
        evidence=row.evidence,
        suggestion=row.suggestion,
        page_title=row.page_title,
        sources=read_sources(row.sources),
        pages=row.pages,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        due=row.due,
        due_provisional=row.due_provisional,
        cycle=row.cycle,
        closed_at=row.closed_at,
        close_reason=row.close_reason,
        waived_until=row.waived_until,
        version=row.version,
        key_mark=row.key_mark,
        assigned=row.assigned,
        told_at=row.told_at,
        claimed_at=row.claimed_at,
        returns=row.returns,
        absences=row.absences,
        absent_since=row.absent_since,
        extended_from=row.extended_from,
        met_due=row.met_due,
        held_by=row.held_by,
    )


def to_transition(row: Row[Any]) -> Transition:
    """Return the row as a transition."""
    return Transition(
        id=row.t_id,
        issue=to_issue(row),
        old=None if row.t_old_state is None else State(row.t_old_state),
        event=Event(row.t_event),
        new=State(row.t_new_state),
        at=row.t_at,
        cycle=row.t_cycle,
        actor=row.t_actor,
        note=row.t_note,
        scan_id=row.t_scan_id,
        notice_id=row.t_notice_id,
        due=row.t_due,
    )
