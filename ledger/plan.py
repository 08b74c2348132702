"""What a scan means for every issue, decided without writing anything."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from checks.finding import Finding, PageFacts
from checks.workdays import local_day
from ledger.closing import Absence, judge
from ledger.issue import ScanInfo
from ledger.lifecycle import OPEN, RENEWING, Event, State, advance
from ledger.sight import CHECKED, Sight
from ledger.standing import MASS, Opened, Standing

ACTOR = "巡检"
MOST_SOURCES = 500

# Any: rows and parameters of statements, whose types the tables know and the checker does not.
Known = Row[Any]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written."""

    new: list[Values] = field(default_factory=list)
    refresh: list[Values] = field(default_factory=list)
    seen: list[Values] = field(default_factory=list)
    moves: dict[Event, list[Values]] = field(default_factory=dict)
    steps: list[Values] = field(default_factory=list)
    absent: list[Values] = field(default_factory=list)
    reopened: list[Opened] = field(default_factory=list)
    # Fingerprints that are told to nobody, and issues that stay open, until people have answered.
    hold: dict[str, list[str]] = field(default_factory=dict)
    doubt: dict[str, list[int]] = field(default_factory=dict)
    # Issues that were not met on a page of which too little is left to say that they are mended.
    cut: list[int] = field(default_factory=list)

    def move(
        self,
        row: Known,
        event: Event,
        now: datetime,
        *,
        note: str = "",
        mended: date | None = None,
        **values: object,
    ) -> None:
        """Plan a change of state together with its transition."""
        state = advance(State(row.state), event)
        cycle = row.cycle + (event in RENEWING)
        self.moves.setdefault(event, []).append(
            {"b_id": row.id, "b_state": state, "b_cycle": cycle, **values},
        )
        note = note or str(values.get("b_close_reason", ""))
        made = step(row.id, row.state, event, state, now, cycle, row.due, note=note, mended=mended)
        self.steps.append(made)

    def count(self, event: Event) -> int:
        """Return how many issues make this move."""
        return len(self.moves.get(event, ()))


def make_plan(
    found: Mapping[str, Finding],
    known: Mapping[str, Known],
    seen: Sight,
    scan: ScanInfo,
    now: datetime,
    standing: Standing | None = None,
    begun: Plan | None = None,
) -> Plan:
    """Decide what happens to every issue, without writing anything."""
    standing = standing or Standing()
    plan = begun or Plan()
    for mark, finding in found.items():
        row = known.get(mark)
        if row is None:
            plan.new.append(_new(mark, finding, standing, seen))
        else:
            _plan_found(plan, row, _complete(finding, row, seen), scan, now, standing, seen)
    closed = []
    for mark, row in known.items():
        # An older scan that is applied late says nothing about what was seen after it began.
        if mark in found or State(row.state) not in OPEN or row.last_seen > scan.started:
            continue
        if how := seen.absence(mark, row.code, row.subject, read_sources(row.sources)):
            if how == CHECKED and seen.is_cut(row.subject, row.page_length):
                plan.cut.append(row.id)
                continue
            is_asked = row.id in standing.asked
            absence = judge(row, how, scan.started, is_asked=is_asked)
            if absence is not None and absence.reason:
                closed.append((row, absence))
            elif absence is not None:
                plan.absent.append(_absent(row, absence))
    _plan_closing(plan, closed, standing, now)
    new = [Opened(n["code"], n["fingerprint"]) for n in plan.new if not n["is_ruled_out"]]
    plan.hold.update(standing.held([*new, *plan.reopened]))
    return plan


def _new(mark: str, finding: Finding, standing: Standing, seen: Sight) -> Values:
    key_mark = standing.key_mark(finding)
    return {
        "fingerprint": mark,
        **_described(finding, "", standing),
        **page_values(seen.result.facts(finding.subject)),
        "is_ruled_out": standing.is_ruled_out(finding.code, key_mark),
    }


def _absent(row: Known, absence: Absence) -> Values:
    return {"b_id": row.id, "b_absences": absence.count, "b_absent_since": absence.since}


def _plan_closing(
    plan: Plan, closed: list[tuple[Known, Absence]], standing: Standing, now: datetime
) -> None:
    """Close what is mended, but ask where a changed rule would close many at once."""
    doubtful = Counter(row.code for row, _ in closed if standing.has_changed_since(row))
    for row, absence in closed:
        if row.held_by is None and row.id in standing.asked_about:
            # The answer closes only what the last look did not meet.
            plan.absent.append(_absent(row, absence))
            continue
        if standing.has_changed_since(row) and doubtful[row.code] >= MASS:
            plan.absent.append(_absent(row, absence))
            plan.doubt.setdefault(row.code, []).append(row.id)
            continue
        plan.move(
            row,
            Event.ABSENT,
            now,
            b_closed_at=now,
            b_close_reason=absence.reason,
            b_absences=absence.count,
            b_absent_since=absence.since,
            b_met_due=absence.in_time,
            mended=absence.mended,
        )


def _complete(finding: Finding, row: Known, seen: Sight) -> Finding:
    """Add the pages that showed the fault before and were not looked at this time."""
    unseen = [url for url in read_sources(row.sources) if not seen.has_seen(url)]
    if not unseen or finding.subject == finding.url:
        return finding
    shown = finding.sources or (finding.url,)
    return replace(finding, sources=tuple(sorted({*shown, *unseen})))


def _plan_found(
    plan: Plan,
    row: Known,
    finding: Finding,
    scan: ScanInfo,
    now: datetime,
    standing: Standing,
    seen: Sight,
) -> None:
    if scan.started < row.last_seen:
        return
    state = State(row.state)
    met = {"b_id": row.id, "b_last_seen": scan.started}
    met |= page_values(seen.result.facts(finding.subject), "b_")
    fresh = {**met, **_described(finding, "b_", standing)}
    if state in OPEN:
        # A look from before it was missed does not undo that.
        if row.absent_since is None or scan.started >= row.absent_since:
            plan.refresh.append(fresh)
        if row.claimed_at is not None and row.claimed_at < scan.started:
            plan.move(row, Event.RETURN, now)
    elif state is State.FIXED:
        if scan.started >= row.closed_at:
            plan.refresh.append(fresh)
            plan.move(row, Event.RELAPSE, now)
            plan.reopened.append(Opened(row.code, row.fingerprint))
    elif state is State.WAIVED and _is_over(row.waived_until, now):
        plan.refresh.append(fresh)
        plan.move(row, Event.EXPIRE, now)
    else:
        plan.seen.append(met)


def page_values(facts: PageFacts, prefix: str = "") -> Values:
    """Return what an issue remembers of its page."""
    values = {"day": facts.day, "length": facts.length or 0, "sketch": facts.sketch}
    return {f"{prefix}page_{name}": value for name, value in values.items()}


def _is_over(until: date | None, now: datetime) -> bool:
    return until is not None and until < local_day(now)


def _described(finding: Finding, prefix: str, standing: Standing) -> Values:
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
        "sources": write_sources(finding.sources),
        "pages": len(finding.sources) or 1,
        "key_mark": standing.key_mark(finding),
        "rule_mark": standing.marks.get(finding.code, ""),
    }
    return {prefix + name: value for name, value in values.items()}


def write_sources(sources: tuple[str, ...]) -> str:
    """Return the pages as the ledger keeps them; so many that nobody counts them are cut."""
    return json.dumps(sources[:MOST_SOURCES], ensure_ascii=False) if sources else ""


def read_sources(kept: str) -> tuple[str, ...]:
    """Return the pages that the ledger keeps."""
    return tuple(json.loads(kept)) if kept else ()


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
    mended: date | None = None,
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
        "mended": mended,
    }
