"""How long each issue was open, each time: what a yearly assessment counts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from ledger.lifecycle import CLOSING, OPENING, Event
from ledger.query import UNIT
from ledger.schema import issue, transition

# What ends the time in which somebody has to do something.
ENDING = CLOSING | {Event.DISMISS, Event.WAIVE}


@dataclass(frozen=True, slots=True)
class Spell:
    """One time that an issue was open: from a scan that met it to what ended that.

    `due` is the deadline that was set for it, `claimed` when the unit said for the last time that
    it is mended, `note` why it was closed, `last_seen` when a scan last met the issue. It was
    `returned` each time that a look refuted such a claim; `mended` is the day that it counts as
    mended on.
    """

    issue_id: int
    code: str
    unit: str
    opened: datetime
    opening: Event
    last_seen: datetime
    closed: datetime | None = None
    ending: Event | None = None
    due: date | None = None
    claimed: datetime | None = None
    note: str = ""
    returned: tuple[datetime, ...] = ()
    mended: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it had not ended."""
        return self.ending is None


def spells(connection: Connection, site_id: str, until: datetime) -> list[Spell]:
    """Return how often and how long the site's issues were open, as it stood at `until`."""
    rows = connection.execute(
        select(
            transition.c.issue_id,
            transition.c.event,
            transition.c.at,
            transition.c.due,
            transition.c.note,
            transition.c.mended,
            issue.c.code,
            UNIT.label("unit_id"),
            issue.c.last_seen,
        )
        .join(issue, issue.c.id == transition.c.issue_id)
        .where(issue.c.site_id == site_id, transition.c.at < until)
        .order_by(transition.c.issue_id, transition.c.id)
    )
    return list(_spells(rows))


# Any: a row's columns are known to the tables only.
def _spells(rows: Iterable[Any]) -> Iterable[Spell]:
    open_: Spell | None = None
    for row in rows:
        event = Event(row.event)
        if open_ is not None and open_.issue_id != row.issue_id:
            yield open_
            open_ = None
        if event in OPENING:
            open_ = Spell(row.issue_id, row.code, row.unit_id, row.at, event, row.last_seen)
        elif open_ is not None:
            open_ = replace(
                open_,
                due=row.due or open_.due,
                claimed=row.at if event is Event.CLAIM else open_.claimed,
                returned=(*open_.returned, row.at) if event is Event.RETURN else open_.returned,
            )
            if event in ENDING:
                yield replace(open_, closed=row.at, ending=event, note=row.note, mended=row.mended)
                open_ = None
    if open_ is not None:
        yield open_
