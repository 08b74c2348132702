"""Scan rows and the coverage gate."""

from datetime import datetime

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from ledger.issue import Applied, ScanInfo
from ledger.schema import scan as table

# Below this share of the last complete scan's pages, or above this share of errors, a scan has
# seen too little of the site to say what is gone.
MIN_COVERAGE = 0.7
MAX_ERRORS = 0.2


def coverage_fault(connection: Connection, scan: ScanInfo) -> str:
    """Say why a full scan saw too little to close anything; empty when it saw enough."""
    if not scan.full:
        return ""
    if scan.pages == 0:
        return "本次全站检测没有取得任何页面，不作整改认定。"
    share = scan.errors / (scan.pages + scan.errors)
    if share > MAX_ERRORS:
        return f"本次全站检测有{share:.0%}的地址未能取得（上限{MAX_ERRORS:.0%}），不作整改认定。"
    before = last_complete(connection, scan.site_id)
    if before and scan.pages < MIN_COVERAGE * before.pages:
        return (
            f"本次全站检测只取得{scan.pages}个页面，不足上次完整检测（{before.pages}个）的"
            f"{MIN_COVERAGE:.0%}，不作整改认定。"
        )
    return ""


def begin(connection: Connection, scan: ScanInfo, incomplete: str, now: datetime) -> bool:
    """Record the scan; False when it was recorded before."""
    insert = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
    statement = insert(table).values(
        id=scan.id,
        site_id=scan.site_id,
        started=scan.started,
        finished=scan.finished,
        full=scan.full,
        pages=scan.pages,
        errors=scan.errors,
        incomplete=incomplete,
        is_baseline=scan.full and not incomplete,
        findings=0,
        opened=0,
        relapsed=0,
        closed=0,
        refreshed=0,
        applied_at=now,
    )
    return connection.execute(statement.on_conflict_do_nothing()).rowcount == 1


def finish(connection: Connection, applied: Applied, findings: int) -> None:
    """Add what the scan changed to its row."""
    connection.execute(
        update(table)
        .where(table.c.id == applied.scan_id)
        .values(
            findings=findings,
            opened=applied.opened,
            relapsed=applied.relapsed,
            closed=applied.closed,
            refreshed=applied.refreshed,
        ),
    )


def applied_before(connection: Connection, scan_id: str) -> Applied:
    """Return what the scan changed when it was applied."""
    row = connection.execute(select(table).where(table.c.id == scan_id)).one()
    return Applied(
        scan_id,
        row.opened,
        row.relapsed,
        row.closed,
        row.refreshed,
        incomplete=row.incomplete,
        repeated=True,
    )


def scans(connection: Connection, site_id: str) -> list[ScanInfo]:
    """Return the scans of the site, newest first."""
    order = (table.c.started.desc(), table.c.id.desc())
    rows = connection.execute(select(table).where(table.c.site_id == site_id).order_by(*order))
    return [_info(row) for row in rows]


def last_complete(connection: Connection, site_id: str) -> ScanInfo | None:
    """Return the scan that later ones are measured against."""
    row = connection.execute(
        select(table)
        .where(table.c.site_id == site_id, table.c.is_baseline)
        .order_by(table.c.started.desc(), table.c.id.desc())
        .limit(1),
    ).first()
    return _info(row) if row else None


def accept(connection: Connection, scan_id: str) -> None:
    """Measure later scans against this one: the site really became smaller."""
    connection.execute(
        update(table).where(table.c.id == scan_id, table.c.full).values(is_baseline=True),
    )


def _info(row: Row[tuple[object, ...]]) -> ScanInfo:
    return ScanInfo(
        id=row.id,
        site_id=row.site_id,
        started=row.started,
        finished=row.finished,
        full=row.full,
        pages=row.pages,
        errors=row.errors,
        incomplete=row.incomplete,
        findings=row.findings,
        opened=row.opened,
        relapsed=row.relapsed,
        closed=row.closed,
    )
