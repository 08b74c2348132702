"""What a scan means for every issue, decided without writing anything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from checks.finding import Finding, Result
from checks.workdays import local_day
from ledger.fingerprint import fingerprint
from ledger.issue import ScanInfo
from ledger.lifecycle import OPEN, RENEWING, Event, State, advance

ACTOR = "巡检"
GONE = "页面已下线"
CHECKED = "复核通过"

# Any: rows and parameters of statements, whose types the tables know and the checker does not.
Known = Row[Any]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sight:
    """What a run was able to see, arranged for asking ten thousand times."""

    result: Result
    blanket: frozenset[tuple[str, str]]
    marks: frozenset[str]

    def absence(self, mark: str, code: str, subject: str) -> str:
        """Return the reason to close an issue that was not found; empty if none."""
        result = self.result
        if result.incomplete or code not in result.codes or mark in self.marks:
            return ""
        if {("", subject), (code, subject)} & self.blanket:
            return ""
        if subject in result.gone:
            return GONE
        return CHECKED if subject in result.subjects else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written."""

    new: list[Values] = field(default_factory=list)
    refresh: list[Values] = field(default_factory=list)
    seen: list[Values] = field(default_factory=list)
    moves: dict[Event, list[Values]] = field(default_factory=dict)
    steps: list[Values] = field(default_factory=list)

    def move(self, row: Known, event: Event, now: datetime, **values: object) -> None:
        """Plan a change of state together with its transition."""
        state = advance(State(row.state), event)
        cycle = row.cycle + (event in RENEWING)
        self.moves.setdefault(event, []).append(
            {"b_id": row.id, "b_state": state, "b_cycle": cycle, **values},
        )
        note = str(values.get("b_close_reason", ""))
        self.steps.append(step(row.id, row.state, event, state, now, cycle, row.due, note=note))

    def count(self, event: Event) -> int:
        """Return how many issues make this move."""
        return len(self.moves.get(event, ()))


def merge(secret: bytes, result: Result) -> dict[str, Finding]:
    """Return the findings by fingerprint; of several that are one, the worst, then the first."""
    found: dict[str, Finding] = {}
    for each in result.findings:
        mark = fingerprint(secret, result.site_id, each.code, each.subject, each.key)
        kept = found.get(mark)
        if kept is None or each.severity.rank < kept.severity.rank:
            found[mark] = each
    return found


def sight(secret: bytes, result: Result) -> Sight:
    """Arrange what could not be decided; keys are compared as fingerprints."""
    marks = set()
    for each in result.undecided:
        if each.key:
            codes: Iterable[str] = (each.code,) if each.code else result.codes
            for code in codes:
                marks.add(fingerprint(secret, result.site_id, code, each.subject, each.key))
    blanket = frozenset((each.code, each.subject) for each in result.undecided if not each.key)
    return Sight(result, blanket, frozenset(marks))


def make_plan(
    found: Mapping[str, Finding],
    known: Mapping[str, Known],
    seen: Sight,
    scan: ScanInfo,
    now: datetime,
) -> Plan:
    """Decide what happens to every issue, without writing anything."""
    plan = Plan()
    for mark, finding in found.items():
        row = known.get(mark)
        if row is None:
            plan.new.append({"fingerprint": mark, **_described(finding, "")})
        else:
            _plan_found(plan, row, finding, scan, now)
    for mark, row in known.items():
        # An older scan that is applied late says nothing about what was seen after it began.
        if mark in found or State(row.state) not in OPEN or row.last_seen > scan.started:
            continue
        if reason := seen.absence(mark, row.code, row.subject):
            plan.move(row, Event.ABSENT, now, b_closed_at=now, b_close_reason=reason)
    return plan


def _plan_found(plan: Plan, row: Known, finding: Finding, scan: ScanInfo, now: datetime) -> None:
    if scan.started < row.last_seen:
        return
    state = State(row.state)
    fresh = {"b_id": row.id, "b_last_seen": scan.started, **_described(finding, "b_")}
    if state in OPEN:
        plan.refresh.append(fresh)
    elif state is State.FIXED:
        if scan.started >= row.closed_at:
            plan.refresh.append(fresh)
            plan.move(row, Event.RELAPSE, now)
    elif state is State.WAIVED and _is_over(row.waived_until, now):
        plan.refresh.append(fresh)
        plan.move(row, Event.EXPIRE, now)
    else:
        plan.seen.append({"b_id": row.id, "b_last_seen": scan.started})


def _is_over(until: date | None, now: datetime) -> bool:
    return until is not None and until < local_day(now)


def _described(finding: Finding, prefix: str) -> Values:
    values = {
        "code": finding.code,
        "name": finding.name,
        "title": finding.title,
        "subject": finding.subject,
        "url": finding.url,
        "column_id": finding.column,
        "unit_id": finding.unit,
        "severity": finding.severity,
        "message": finding.message,
        "evidence": finding.evidence,
        "suggestion": finding.suggestion,
        "page_title": finding.page_title,
    }
    return {prefix + name: value for name, value in values.items()}


def step(
    issue_id: int,
    old: str | None,
    event: Event,
    new: State,
    now: datetime,
    cycle: int,
    due: date | None,
    *,
    actor: str = ACTOR,
    note: str = "",
) -> Values:
    """Return the values of a transition row."""
    return {
        "issue_id": issue_id,
        "old_state": old,
        "event": event,
        "new_state": new,
        "at": now,
        "cycle": cycle,
        "actor": actor,
        "note": note,
        "due": due,
    }
