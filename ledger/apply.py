"""Bringing what a scan saw into the ledger."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Date, bindparam, func, insert, select, update

from checks.finding import Result
from ledger import questions, rules, scans, sightings, troubles
from ledger.identify import identify
from ledger.issue import Applied, ScanInfo
from ledger.lifecycle import Event, State, advance
from ledger.moves import find_moves, plan_moves
from ledger.plan import Known, Plan, Values, make_plan, step
from ledger.rules import standing
from ledger.schema import issue, transition
from ledger.sight import sight


def apply(
    connection: Connection,
    secret: bytes,
    result: Result,
    scan: ScanInfo,
    now: datetime,
    asked: frozenset[int] = frozenset(),
) -> Applied:
    """Record the scan and everything it says; nothing if it was recorded before.

    `asked` are the issues for which a person wanted this look.
    """
    if scan.site_id != result.site_id:
        raise ValueError(f"scan of {scan.site_id}, result of {result.site_id}")
    incomplete = result.incomplete or scans.coverage_fault(connection, scan)
    if not scans.begin(connection, scan, incomplete, now):
        return scans.applied_before(connection, scan.id)
    known = known_issues(connection, result.site_id)
    met = identify(secret, result, known)
    law = standing(connection, secret, result, scan.id, asked)
    moves = find_moves(met.found, known, result, scan, law)
    met.follow(moves)
    plan = make_plan(
        met.found,
        known,
        sight(secret, replace(result, incomplete=incomplete)),
        scan,
        now,
        law,
        plan_moves(moves, result, now),
    )
    held = _write(connection, plan, scan, now)
    _rekey(connection, met.rekeyed)
    if scan.full and not incomplete:
        rules.remember(connection, result.site_id, result.marks, now)
    if scan.full and not incomplete:
        sightings.remember(connection, result.site_id, result.looks)
    if not incomplete:
        troubles.remember(connection, result.site_id, result.troubles, scan.started)
    expired, relapsed = plan.count(Event.EXPIRE), plan.count(Event.RELAPSE)
    applied = Applied(
        scan.id,
        opened=len(plan.new) + expired,
        relapsed=relapsed,
        closed=plan.count(Event.ABSENT),
        refreshed=len(plan.refresh) - expired - relapsed,
        incomplete=incomplete,
        returned=plan.count(Event.RETURN),
        held=held,
        moved=plan.count(Event.MOVE),
        cut=tuple(plan.cut),
    )
    scans.finish(connection, applied, len(met.found))
    return applied


def known_issues(connection: Connection, site_id: str) -> dict[str, Known]:
    """Return what a plan needs of the site's issues, by fingerprint."""
    names = (
        "id fingerprint code subject state cycle due last_seen closed_at waived_until sources"
        " key_mark rule_mark claimed_at absences absent_since held_by page_title page_day"
        " page_length page_sketch"
    ).split()
    rows = connection.execute(
        select(*(issue.c[name] for name in names)).where(issue.c.site_id == site_id),
    )
    return {row.fingerprint: row for row in rows}


_REFRESHED = (
    "code name title subject url column_id unit_id severity message evidence suggestion page_title"
    " sources pages key_mark rule_mark last_seen"
).split()
_BY_ID = update(issue).where(issue.c.id == bindparam("b_id"))
# A look at a page alone, or past a list that failed, knows less of where the page belongs.
_BELONGING = {
    name: func.coalesce(func.nullif(bindparam(f"b_{name}"), ""), issue.c[name])
    for name in ("page_title", "column_id", "unit_id")
}
_PAGE = {
    "page_day": func.coalesce(bindparam("b_page_day", type_=Date), issue.c.page_day),
    "page_length": func.coalesce(func.nullif(bindparam("b_page_length"), 0), issue.c.page_length),
    "page_sketch": func.coalesce(func.nullif(bindparam("b_page_sketch"), ""), issue.c.page_sketch),
}
_REFRESH = _BY_ID.values({name: bindparam(f"b_{name}") for name in _REFRESHED}).values(
    **_BELONGING,
    **_PAGE,
    absences=0,
    absent_since=None,
)
_SEEN = _BY_ID.values(last_seen=bindparam("b_last_seen"), **_PAGE)
_MOVE = _BY_ID.values(
    state=bindparam("b_state"),
    cycle=bindparam("b_cycle"),
    version=issue.c.version + 1,
)
_RELOCATE = _MOVE.values(
    **{name: bindparam(f"b_{name}") for name in ("fingerprint", "subject", "url")},
    **_BELONGING,
    **_PAGE,
)
_RENEW = _MOVE.values(
    due=None,
    due_provisional=False,
    closed_at=None,
    close_reason="",
    waived_until=None,
    told_at=None,
    claimed_at=None,
    returns=0,
    extended_from=None,
    met_due=None,
)
_RETURN = _MOVE.values(claimed_at=None, returns=issue.c.returns + 1)
_ABSENT = _BY_ID.values(absences=bindparam("b_absences"), absent_since=bindparam("b_absent_since"))
_CLOSE = _MOVE.values(
    closed_at=bindparam("b_closed_at"),
    close_reason=bindparam("b_close_reason"),
    absences=bindparam("b_absences"),
    absent_since=bindparam("b_absent_since"),
    met_due=bindparam("b_met_due"),
    held_by=None,
)


def _write(connection: Connection, plan: Plan, scan: ScanInfo, now: datetime) -> int:
    """Write what was planned; return how many issues wait for an answer."""
    asked = questions.ask_about_new(connection, scan, plan.hold, now)
    steps = _insert(connection, plan.new, scan, now, asked) + plan.steps
    for statement, rows in (
        (_RELOCATE, plan.moves.get(Event.MOVE)),
        (_REFRESH, plan.refresh),
        (_SEEN, plan.seen),
        (_ABSENT, plan.absent),
        (_RENEW, plan.moves.get(Event.RELAPSE)),
        (_RENEW, plan.moves.get(Event.EXPIRE)),
        (_RETURN, plan.moves.get(Event.RETURN)),
        (_CLOSE, plan.moves.get(Event.ABSENT)),
    ):
        if rows:
            connection.execute(statement, rows)
    if steps:
        connection.execute(insert(transition).values(scan_id=scan.id), steps)
    questions.link(connection, scan.site_id, plan.hold, asked)
    return len(asked) + questions.ask_about_closing(connection, scan, plan.doubt, now)


def _rekey(connection: Connection, rekeyed: Mapping[int, str]) -> None:
    """Write down under what issues are known whose pages are spelt otherwise now."""
    rows = [{"b_id": number, "b_fingerprint": mark} for number, mark in rekeyed.items()]
    if rows:
        connection.execute(_BY_ID.values(fingerprint=bindparam("b_fingerprint")), rows)


def _insert(
    connection: Connection,
    new: list[Values],
    scan: ScanInfo,
    now: datetime,
    asked: Mapping[str, int],
) -> list[Values]:
    if not new:
        return []
    same = {
        "site_id": scan.site_id,
        "state": advance(None, Event.FOUND),
        "first_seen": scan.started,
        "last_seen": scan.started,
        "due_provisional": False,
        "cycle": 1,
        "close_reason": "",
        "version": 1,
        "assigned": "",
        "returns": 0,
        "absences": 0,
    }
    dismissed = {"state": State.FALSE_ALARM, "version": 2}
    rows = [
        {**same, **(dismissed if each["is_ruled_out"] else {}), **each}
        | {"held_by": asked.get(each["fingerprint"])}
        for each in new
    ]
    for row in rows:
        del row["is_ruled_out"]
    ids = connection.execute(
        insert(issue).returning(issue.c.id, sort_by_parameter_order=True), rows
    ).scalars()
    steps = []
    for issue_id, row in zip(ids, rows, strict=True):
        steps.append(step(issue_id, None, Event.FOUND, State.NEW, now, 1, None))
        if row["state"] is State.FALSE_ALARM:
            steps.append(_dismissal(issue_id, now))
    return steps


def _dismissal(issue_id: int, now: datetime) -> Values:
    note = "本平台同样的问题已认定为误报"
    state = State.FALSE_ALARM
    return step(issue_id, State.NEW, Event.DISMISS, state, now, 1, None, note=note)
