"""Schedule slots that exactly one process takes, and signs of life."""

from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from ledger.issue import Heartbeat, Slot
from ledger.schema import heartbeat as heartbeat_table
from ledger.schema import slot as table


def take(
    connection: Connection,
    schedule_id: str,
    slot: datetime,
    owner: str,
    now: datetime,
) -> bool:
    """Take the slot; True only for the one who did."""
    insert = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
    statement = insert(table).values(
        schedule_id=schedule_id,
        slot=slot,
        owner=owner,
        taken_at=now,
        outcome="",
    )
    return connection.execute(statement.on_conflict_do_nothing()).rowcount == 1


def finish(
    connection: Connection,
    schedule_id: str,
    slot: datetime,
    outcome: str,
    now: datetime,
) -> None:
    """Record how the work of the slot ended."""
    connection.execute(
        update(table)
        .where(table.c.schedule_id == schedule_id, table.c.slot == slot)
        .values(finished_at=now, outcome=outcome),
    )


def slots(connection: Connection, schedule_id: str, limit: int) -> list[Slot]:
    """Return the slots taken, newest first; of all schedules if none is named."""
    statement = select(table).order_by(table.c.slot.desc(), table.c.schedule_id).limit(limit)
    if schedule_id:
        statement = statement.where(table.c.schedule_id == schedule_id)
    return [
        Slot(row.schedule_id, row.slot, row.owner, row.taken_at, row.finished_at, row.outcome)
        for row in connection.execute(statement)
    ]


def beat(connection: Connection, name: str, now: datetime) -> None:
    """Say that this part of the program is alive."""
    insert = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
    statement = insert(heartbeat_table).values(name=name, at=now)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_={"at": now}),
    )


def beats(connection: Connection) -> list[Heartbeat]:
    """Return the last signs of life."""
    rows = connection.execute(select(heartbeat_table).order_by(heartbeat_table.c.name))
    return [Heartbeat(row.name, row.at) for row in rows]
