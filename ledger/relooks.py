"""Closed issues are looked at again after so many days: which, when, and what came of it.

Every attempt is a row: its kind says what for and which attempt it is, its day when it may be
made, its outcome what came of it. The same table holds the tries at claims.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from checks.finding import Result
from checks.workdays import local_day
from ledger.issue import Issue
from ledger.lifecycle import State
from ledger.plan import Values
from ledger.query import chunks, to_issue
from ledger.schema import issue, relook
from ledger.sight import CHECKED, GONE, sight

# A page that could not be read is tried again on the next days, so often in all.
MOST_TRIES = 3
# What was closed longer ago is not looked at any more, also not by a program installed today.
LOOK_BACK = timedelta(days=366)
# A keyed draw is a number of so many bytes.
DRAW_BYTES = 8
# SQLite takes only so many parameters in one statement.
ROWS = 100
# What closes an issue because somebody looked; what was taken from the list was not mended.
MENDED = (CHECKED, GONE)


class Verdict(StrEnum):
    """What came of a look; the values are stored and shown."""

    STILL_FIXED = "仍已整改"
    RELAPSED = "复发"
    UNDECIDED = "未能判断"
    NEEDLESS = "此前已重新打开"


@dataclass(frozen=True, slots=True)
class Relook:
    """A closed issue that has to be looked at `after` so many days, for the `attempt`th time."""

    issue: Issue
    after: int
    attempt: int
    day: date
    verdict: Verdict | None = None
    reason: str = ""
    done_at: datetime | None = None

    @property
    def kind(self) -> str:
        """The name of the row."""
        return numbered(_after(self.after), self.attempt)


@dataclass(frozen=True, slots=True)
class Sampling:
    """After how many days closed issues are looked at again, and which share of them."""

    days: tuple[int, ...] = (30, 90)
    share: float = 1.0


def _after(days: int) -> str:
    return f"+{days}"


def numbered(kind: str, attempt: int) -> str:
    """Return the name of the row of an attempt."""
    return f"{kind}#{attempt}"


def said(verdict: Verdict, reason: str = "") -> str:
    """Return the outcome as it is stored."""
    return f"{verdict}：{reason}" if reason else str(verdict)


def add(connection: Connection, rows: list[Values]) -> int:
    """Add the rows that are not there yet; return how many."""
    if not rows:
        return 0
    insert = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
    new = 0
    for some in chunks(rows, ROWS):
        # Not every driver counts the rows of an insert; all return them.
        added = insert(relook).values(some).on_conflict_do_nothing().returning(relook.c.issue_id)
        new += len(connection.execute(added).all())
    return new


def plan(
    connection: Connection, secret: bytes, site_id: str, sampling: Sampling, now: datetime
) -> int:
    """Write down which closed issues are to be looked at and when; return how many were added.

    Whoever runs it late plans only the last of the looks that are over already.
    """
    _drop_needless(connection, site_id, now)
    today = local_day(now)
    closed = connection.execute(
        select(issue.c.id, issue.c.cycle, issue.c.closed_at).where(
            issue.c.site_id == site_id,
            issue.c.state == State.FIXED,
            issue.c.close_reason.in_(MENDED),
            issue.c.closed_at >= now - LOOK_BACK,
        )
    ).all()
    rows = [
        {"issue_id": row.id, "cycle": row.cycle, "kind": kind, "day": day, "outcome": ""}
        for row in closed
        for kind, day in _days(sampling.days, local_day(row.closed_at), today)
        if _is_drawn(secret, row.id, row.cycle, kind, sampling.share)
    ]
    return add(connection, rows)


def _days(after: Sequence[int], closed: date, today: date) -> Iterator[tuple[str, date]]:
    days = sorted(set(after))
    over = [each for each in days if closed + timedelta(days=each) <= today]
    for each in days:
        if each not in over or each == over[-1]:
            yield numbered(_after(each), 1), closed + timedelta(days=each)


def _is_drawn(secret: bytes, issue_id: int, cycle: int, kind: str, share: float) -> bool:
    """Draw a share that is the same every time, and that nobody without the secret can foresee."""
    said = f"relook:{issue_id}:{cycle}:{kind}".encode()
    drawn = hmac.new(secret, said, hashlib.sha256).digest()[:DRAW_BYTES]
    return bool(int.from_bytes(drawn) < share * 256**DRAW_BYTES)


def _drop_needless(connection: Connection, site_id: str, now: datetime) -> None:
    """Take from the list what was opened again before its day came."""
    for row in _rows(connection, _open(site_id)):
        if not _is_closed_still(row):
            _write(connection, row, said(Verdict.NEEDLESS), now)


def due(connection: Connection, site_id: str, today: date) -> list[Relook]:
    """Return the closed issues that are to be looked at today or should have been before."""
    rows = _rows(connection, _open(site_id).where(relook.c.day <= today))
    return [_relook(row) for row in rows if _is_closed_still(row)]


def ahead(connection: Connection, site_id: str) -> dict[date, int]:
    """Return how many closed issues are to be looked at on which day."""
    found: dict[date, int] = {}
    for row in _rows(connection, _open(site_id)):
        if _is_closed_still(row):
            found[row.day] = found.get(row.day, 0) + 1
    return dict(sorted(found.items()))


def done(connection: Connection, site_id: str, since: datetime) -> list[Relook]:
    """Return what came of the looks at closed issues since then, oldest first."""
    wanted = _RELOOKS.where(issue.c.site_id == site_id, relook.c.done_at >= since)
    return [_relook(row) for row in _rows(connection, wanted.order_by(relook.c.done_at))]


def settle(
    connection: Connection,
    secret: bytes,
    result: Result,
    started: datetime,
    now: datetime,
) -> None:
    """Write down what a scan that was just applied says of the closed issues that are due.

    Any scan will do: what it has seen on the day needs no second look.
    """
    seen = sight(secret, result)
    wanted = _open(result.site_id).where(relook.c.day <= local_day(started))
    for row in _rows(connection, wanted):
        found = to_issue(row)
        if found.state is State.RELAPSED and found.cycle == row.r_cycle + 1:
            _write(connection, row, said(Verdict.RELAPSED), now)
        elif _is_closed_still(row) and seen.absence(
            found.fingerprint, found.code, found.subject, found.sources
        ):
            _write(connection, row, said(Verdict.STILL_FIXED), now)


def note_undecided(connection: Connection, undecided: Mapping[Relook, str], now: datetime) -> None:
    """Write down looks that could not judge closed issues; the next day brings another try."""
    again = []
    for each, reason in undecided.items():
        same = (relook.c.issue_id == each.issue.id, relook.c.cycle == each.issue.cycle)
        written = connection.execute(
            update(relook)
            .where(*same, relook.c.kind == each.kind, relook.c.done_at.is_(None))
            .values(done_at=now, outcome=said(Verdict.UNDECIDED, reason))
            .returning(relook.c.kind)
        ).first()
        if written is not None and each.attempt < MOST_TRIES:
            again.append(
                {
                    "issue_id": each.issue.id,
                    "cycle": each.issue.cycle,
                    "kind": numbered(_after(each.after), each.attempt + 1),
                    "day": local_day(now) + timedelta(days=1),
                    "outcome": "",
                }
            )
    add(connection, again)


_RELOOKS = select(
    issue,
    relook.c.cycle.label("r_cycle"),
    relook.c.kind,
    relook.c.day,
    relook.c.done_at,
    relook.c.outcome,
).join(issue, issue.c.id == relook.c.issue_id)
_RELOOKS = _RELOOKS.where(relook.c.kind.startswith("+"))


def _open(site_id: str) -> Select[Any]:
    same_site = _RELOOKS.where(issue.c.site_id == site_id, relook.c.done_at.is_(None))
    return same_site.order_by(relook.c.day, issue.c.id, relook.c.kind)


# Any: a row's columns are known to the tables only.
def _rows(connection: Connection, wanted: Select[Any]) -> list[Any]:
    return list(connection.execute(wanted))


def _is_closed_still(row: Any) -> bool:
    return bool(row.state == State.FIXED and row.cycle == row.r_cycle)


def _relook(row: Any) -> Relook:
    after, _, attempt = row.kind.removeprefix("+").partition("#")
    verdict, _, reason = row.outcome.partition("：")
    return Relook(
        to_issue(row),
        int(after),
        int(attempt),
        row.day,
        Verdict(verdict) if verdict else None,
        reason,
        row.done_at,
    )


def _write(connection: Connection, row: Any, outcome: str, now: datetime) -> None:
    key = (
        relook.c.issue_id == row.id,
        relook.c.cycle == row.r_cycle,
        relook.c.kind == row.kind,
    )
    connection.execute(update(relook).where(*key).values(done_at=now, outcome=outcome))
