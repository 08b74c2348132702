"""Bringing what a scan saw into the ledger."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from checks.finding import Result
from ledger import scans, sightings, troubles
from ledger.issue import Applied, ScanInfo
from ledger.lifecycle import Event, State, advance
from ledger.plan import Known, Plan, Values, make_plan, merge, sight, step
from ledger.schema import issue, transition


def apply(
    connection: Connection,
    secret: bytes,
    result: Result,
    scan: ScanInfo,
    now: datetime,
) -> Applied:
    """Record the scan and everything it says; nothing if it was recorded before."""
    if scan.site_id != result.site_id:
        raise ValueError(f"scan of {scan.site_id}, result of {result.site_id}")
    incomplete = result.incomplete or scans.coverage_fault(connection, scan)
    if not scans.begin(connection, scan, incomplete, now):
        return scans.applied_before(connection, scan.id)
    found = merge(secret, result)
    plan = make_plan(
        found,
        known_issues(connection, result.site_id),
        sight(secret, replace(result, incomplete=incomplete)),
        scan,
        now,
    )
    _write(connection, plan, scan, now)
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
    )
    scans.finish(connection, applied, len(found))
    return applied


def known_issues(connection: Connection, site_id: str) -> dict[str, Known]:
    """Return what a plan needs of the site's issues, by fingerprint."""
    names = (
        "id fingerprint code subject state cycle due last_seen closed_at waived_until sources"
    ).split()
    rows = connection.execute(
        select(*(issue.c[name] for name in names)).where(issue.c.site_id == site_id),
    )
    return {row.fingerprint: row for row in rows}


_REFRESHED = (
    "code name title subject url column_id unit_id severity message evidence suggestion page_title"
    " sources pages last_seen"
).split()
_BY_ID = update(issue).where(issue.c.id == bindparam("b_id"))
_REFRESH = _BY_ID.values({name: bindparam(f"b_{name}") for name in _REFRESHED}).values(
    # A look at a page alone, or past a list that failed, knows less of where the page belongs.
    **{
        name: func.coalesce(func.nullif(bindparam(f"b_{name}"), ""), issue.c[name])
        for name in ("page_title", "column_id", "unit_id")
    },
)
_SEEN = _BY_ID.values(last_seen=bindparam("b_last_seen"))
_MOVE = _BY_ID.values(
    state=bindparam("b_state"),
    cycle=bindparam("b_cycle"),
    version=issue.c.version + 1,
)
_RENEW = _MOVE.values(
    due=None,
    due_provisional=False,
    closed_at=None,
    close_reason="",
    waived_until=None,
)
_CLOSE = _MOVE.values(
    closed_at=bindparam("b_closed_at"),
    close_reason=bindparam("b_close_reason"),
)


def _write(connection: Connection, plan: Plan, scan: ScanInfo, now: datetime) -> None:
    steps = _insert(connection, plan.new, scan, now) + plan.steps
    for statement, rows in (
        (_REFRESH, plan.refresh),
        (_SEEN, plan.seen),
        (_RENEW, plan.moves.get(Event.RELAPSE)),
        (_RENEW, plan.moves.get(Event.EXPIRE)),
        (_CLOSE, plan.moves.get(Event.ABSENT)),
    ):
        if rows:
            connection.execute(statement, rows)
    if steps:
        connection.execute(insert(transition).values(scan_id=scan.id), steps)


def _insert(
    connection: Connection,
    new: list[Values],
    scan: ScanInfo,
    now: datetime,
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
    }
    ids = connection.execute(
        insert(issue).returning(issue.c.id, sort_by_parameter_order=True),
        [{**same, **values} for values in new],
    ).scalars()
    return [step(each, None, Event.FOUND, State.NEW, now, 1, None) for each in ids]
