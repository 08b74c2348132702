"""What earlier simulated inspections came to, so that the next one can say what changed."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, insert, not_, select, update

from ledger.schema_history import report as table


@dataclass(frozen=True, slots=True)
class KeptReport:
    """The numbers of one report of a whole site; `card` is JSON that the report reads again."""

    site_id: str
    day: date
    at: datetime
    scan_id: str
    card: str


def keep(connection: Connection, report: KeptReport) -> None:
    """Write a report down; one that was written again on the same day and scan counts once."""
    same = and_(
        table.c.site_id == report.site_id,
        table.c.day == report.day,
        table.c.scan_id == report.scan_id,
    )
    values = {"at": report.at, "card": report.card}
    if connection.execute(update(table).where(same).values(values)).rowcount:
        return
    names = {"site_id": report.site_id, "day": report.day, "scan_id": report.scan_id}
    connection.execute(insert(table).values(names | values))


def last_before(connection: Connection, site_id: str, day: date, scan_id: str) -> KeptReport | None:
    """Return the last report up to the day that rests on another scan or was of another day."""
    row = connection.execute(
        select(table)
        .where(
            table.c.site_id == site_id,
            table.c.day <= day,
            not_(and_(table.c.day == day, table.c.scan_id == scan_id)),
        )
        .order_by(table.c.day.desc(), table.c.at.desc(), table.c.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return KeptReport(row.site_id, row.day, row.at, row.scan_id, row.card)
