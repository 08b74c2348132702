"""What the complete scans of a site saw of its pages: since when, with which date, until when."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, update

from checks.finding import ListRead, Looks, Sighting
from ledger.plan import Values
from ledger.schema_history import list_read, sighting

# A page that has been away so long is new when it returns: longer than a year, so that yearly
# pages and yearly inspections find their history.
KEEP = timedelta(days=400)

# The row of `list_read` that stands for the site as a whole: its first look and its last.
_SITE = ""
_NAMES = tuple(Sighting.__slots__)
# What a look may change; when and how a page came is settled by the first.
_CHANGING = tuple(
    "column day source title text old_day old_at changed_at gone_at".split(),
)
_COLUMNS = {name: sighting.c["column_id" if name == "column" else name] for name in _NAMES}


def remember(connection: Connection, site_id: str, looks: Looks) -> None:
    """Bring what a complete scan saw into the history, unless a later one is there already."""
    if looks.at is None:
        return
    first = ListRead(_SITE, "", since=looks.at, last_at=looks.at)
    whole = _lists(connection, site_id).get(_SITE, first)
    if whole.last_at > looks.at:
        return
    known = {each.address: each for each in _sightings(connection, site_id)}
    new: list[Values] = []
    changed: list[Values] = []
    for each in looks.sightings:
        before = known.get(each.address)
        if before is None:
            new.append({"site_id": site_id} | {_COLUMNS[n].name: getattr(each, n) for n in _NAMES})
        elif before != each and _is_changed(before, each):
            changed.append(
                {"b_address": each.address} | {f"b_{n}": getattr(each, n) for n in _CHANGING},
            )
    _write(connection, site_id, new, changed)
    _remember_lists(connection, site_id, (*looks.lists, replace(whole, last_at=looks.at)))
    _forget(connection, site_id, looks.at - KEEP)


def _is_changed(before: Sighting, now: Sighting) -> bool:
    return any(getattr(before, name) != getattr(now, name) for name in _CHANGING)


def looks_of(connection: Connection, site_id: str) -> Looks:
    """Return what is remembered of a site; `at` is None if nothing is."""
    lists = _lists(connection, site_id)
    whole = lists.pop(_SITE, None)
    if whole is None:
        return Looks()
    return Looks(whole.last_at, _sightings(connection, site_id), tuple(lists.values()))


def _lists(connection: Connection, site_id: str) -> dict[str, ListRead]:
    names = ("column_id", "address", "since", "last_at", "rows", "back_to")
    rows = connection.execute(
        select(*(list_read.c[name] for name in names)).where(list_read.c.site_id == site_id),
    )
    return {row.column_id: ListRead(*row) for row in rows}


def _sightings(connection: Connection, site_id: str) -> tuple[Sighting, ...]:
    wanted = select(*(_COLUMNS[name] for name in _NAMES))
    rows = connection.execute(wanted.where(sighting.c.site_id == site_id))
    return tuple(Sighting(*row) for row in rows)


def _write(connection: Connection, site_id: str, new: list[Values], changed: list[Values]) -> None:
    if new:
        connection.execute(insert(sighting), new)
    if changed:
        values: Values = {_COLUMNS[name].name: bindparam(f"b_{name}") for name in _CHANGING}
        is_page = and_(sighting.c.site_id == site_id, sighting.c.address == bindparam("b_address"))
        connection.execute(update(sighting).where(is_page).values(values), changed)


def _remember_lists(connection: Connection, site_id: str, lists: Iterable[ListRead]) -> None:
    rows = [
        {
            "site_id": site_id,
            "column_id": each.column,
            "address": each.address,
            "since": each.since,
            "last_at": each.last_at,
            "rows": each.rows,
            "back_to": each.back_to,
        }
        for each in lists
    ]
    read = [row["column_id"] for row in rows]
    connection.execute(
        delete(list_read).where(list_read.c.site_id == site_id, list_read.c.column_id.in_(read)),
    )
    connection.execute(insert(list_read), rows)


def _forget(connection: Connection, site_id: str, before: datetime) -> None:
    connection.execute(
        delete(sighting).where(sighting.c.site_id == site_id, sighting.c.gone_at < before),
    )
    connection.execute(
        delete(list_read).where(list_read.c.site_id == site_id, list_read.c.last_at < before),
    )
