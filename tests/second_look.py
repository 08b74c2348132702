"""Lets a day pass between two looks: what was missed once has to be missed again a day later."""

from datetime import timedelta

from sqlalchemy import select, update

from ledger.ledger import Ledger
from ledger.schema import issue

DAY = timedelta(days=1)


def a_day_passes(ledger: Ledger) -> None:
    """Make every first look that missed an issue a day older."""
    with ledger._store.write() as connection:
        rows = connection.execute(
            select(issue.c.id, issue.c.absent_since).where(issue.c.absent_since.is_not(None))
        ).all()
        for row in rows:
            connection.execute(
                update(issue)
                .where(issue.c.id == row.id)
                .values(absent_since=row.absent_since - DAY),
            )
