"""The links that keep failing, as the scans and rechecks of a site have seen them."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from checks.finding import Trouble
from ledger.schema_history import trouble

_NAMES = tuple(Trouble.__slots__)


def remember(
    connection: Connection, site_id: str, troubles: tuple[Trouble, ...] | None, started: datetime
) -> None:
    """Put what is known after a scan in place of what was, unless a later one has been there."""
    if troubles is None:
        return
    latest = select(func.max(trouble.c.last_at)).where(trouble.c.site_id == site_id)
    last_at = connection.execute(latest).scalar()
    if last_at is not None and last_at > started:
        return
    connection.execute(delete(trouble).where(trouble.c.site_id == site_id))
    if troubles:
        connection.execute(
            insert(trouble),
            [
                {"site_id": site_id} | {name: getattr(each, name) for name in _NAMES}
                for each in troubles
            ],
        )


def troubles_of(connection: Connection, site_id: str) -> tuple[Trouble, ...]:
    """Return what is known of a site."""
    wanted = select(*(trouble.c[name] for name in _NAMES))
    rows = connection.execute(wanted.where(trouble.c.site_id == site_id))
    return tuple(Trouble(*row) for row in rows)
