"""Visits to the home pages at intervals: whether they opened, and how long that took."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from ledger.issue import Opening, Probe
from ledger.schema_history import probe as table


def add(connection: Connection, made: Sequence[Probe], keep_from: datetime) -> None:
    """Write down visits, and forget those from before `keep_from`."""
    rows = [
        {
            "site_id": each.site_id,
            "at": each.at,
            "seconds": each.seconds,
            "outcome": each.outcome.value,
            "reason": each.reason,
        }
        for each in made
    ]
    if rows:
        connection.execute(insert(table), rows)
    connection.execute(delete(table).where(table.c.at < keep_from))


def probes(connection: Connection, site_id: str, since: datetime) -> list[Probe]:
    """Return the visits to a site, oldest first."""
    rows = connection.execute(
        select(table)
        .where(table.c.site_id == site_id, table.c.at >= since)
        .order_by(table.c.at, table.c.id)
    )
    return [
        Probe(row.site_id, row.at, row.seconds, Opening(row.outcome), row.reason) for row in rows
    ]


def last_at(connection: Connection, before: datetime) -> dict[str, datetime]:
    """Return when each site was visited last, up to `before`."""
    rows = connection.execute(
        select(table.c.site_id, func.max(table.c.at).label("at"))
        .where(table.c.at <= before)
        .group_by(table.c.site_id)
    )
    return {row.site_id: row.at for row in rows}
