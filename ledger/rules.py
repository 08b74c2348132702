"""With which versions the rules ran on a site, and what people ruled about their findings."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from checks.finding import Result
from ledger import questions
from ledger.schema import rule_run, ruling, scan
from ledger.standing import Standing


def standing(
    connection: Connection,
    secret: bytes,
    result: Result,
    scan_id: str,
    asked: frozenset[int],
) -> Standing:
    """Return what the scan in hand has to respect."""
    site_id = result.site_id
    ruled = connection.execute(
        select(ruling.c.code, ruling.c.key_mark).where(
            ruling.c.site_id == site_id, ruling.c.revoked_at.is_(None)
        ),
    )
    return Standing(
        secret,
        site_id,
        asked,
        frozenset((row.code, row.key_mark) for row in ruled),
        result.marks,
        _changed(connection, result, scan_id),
        questions.unanswered_codes(connection, site_id),
        questions.issues_asked_about(connection, site_id),
    )


def _changed(connection: Connection, result: Result, scan_id: str) -> frozenset[str]:
    """Return the rules that the last complete scan ran in another version, or not at all."""
    complete = select(scan.c.id).where(
        scan.c.site_id == result.site_id, scan.c.is_baseline, scan.c.id != scan_id
    )
    if not result.marks or connection.execute(complete.limit(1)).first() is None:
        return frozenset()
    rows = connection.execute(
        select(rule_run.c.code, rule_run.c.mark).where(rule_run.c.site_id == result.site_id),
    )
    known = {row.code: row.mark for row in rows}
    return frozenset(code for code, mark in result.marks.items() if known.get(code) != mark)


def remember(connection: Connection, site_id: str, marks: Mapping[str, str], now: datetime) -> None:
    """Write down with which versions a complete scan ran."""
    if not marks:
        return
    ran = rule_run.c.code.in_(sorted(marks))
    connection.execute(delete(rule_run).where(rule_run.c.site_id == site_id, ran))
    connection.execute(
        insert(rule_run),
        [{"site_id": site_id, "code": c, "mark": m, "at": now} for c, m in marks.items()],
    )
