"""The audit log: every change of the ledger in a chain of keyed digests.

Each entry covers the transitions written since the one before it, and its mark covers the entry
and the mark before. A row that is altered, added or taken out breaks the chain; whoever has the
database but not the secret cannot mend it. Cut off at the end it would still look whole: keep the
last mark somewhere else, as the monthly export does.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from ledger.schema import audit, transition

JSON = str | int | bool | None
SYSTEM = "系统"


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done, by whom, under which account; `detail` says to what."""

    action: str
    actor: str = SYSTEM
    account: str = ""
    detail: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the chain; it covers the transitions from `first` to `last`, if any."""

    id: int
    at: datetime
    deed: Deed
    first: int | None
    last: int | None
    digest: str
    mark: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check of the chain came to: `fault` is a sentence, "" where all is as written."""

    entries: int
    transitions: int
    mark: str
    fault: str = ""


class Seal:
    """Adds an entry for what is done under one account of the machine."""

    def __init__(self, secret: bytes, account: str) -> None:
        self._secret = secret
        self._account = account

    def __call__(
        self,
        connection: Connection,
        action: str,
        now: datetime,
        actor: str = SYSTEM,
        **detail: JSON,
    ) -> None:
        """Write down what was done in the transaction at hand."""
        seal(connection, self._secret, Deed(action, actor, self._account, detail), now)


def seal(connection: Connection, secret: bytes, deed: Deed, now: datetime) -> None:
    """Add an entry that covers the deed and the transitions that it made."""
    before = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(1)).first()
    covered = connection.execute(select(func.max(audit.c.last_transition))).scalar() or 0
    digest, first, last = _digest(connection, covered, None)
    values = {
        # Numbers without gaps: a sequence would skip one where a transaction failed.
        "id": before.id + 1 if before else 1,
        "at": now,
        "actor": deed.actor,
        "account": deed.account,
        "action": deed.action,
        "detail": json.dumps(dict(deed.detail), ensure_ascii=False, sort_keys=True),
        "first_transition": first,
        "last_transition": last,
        "digest": digest,
    }
    mark = _mark(secret, before.mark if before else "", values)
    connection.execute(insert(audit).values(**values, mark=mark))


def entries(connection: Connection, since: datetime | None = None) -> list[Entry]:
    """Return the entries, oldest first."""
    statement = select(audit).order_by(audit.c.id)
    if since is not None:
        statement = statement.where(audit.c.at >= since)
    return [_entry(row) for row in connection.execute(statement)]


def verify(connection: Connection, secret: bytes) -> Verdict:
    """Go through the chain and say at which entry it breaks first."""
    mark, number, covered, count = "", 0, 0, 0
    for row in connection.execute(select(audit).order_by(audit.c.id)).all():
        values = {name: getattr(row, name) for name in _NAMES}
        number += 1
        if row.id != number:
            return Verdict(number - 1, count, mark, f"审计记录第 {number} 条缺失。")
        if row.mark != _mark(secret, mark, values):
            return Verdict(number - 1, count, mark, f"审计记录第 {number} 条被改动过。")
        if row.last_transition is not None:
            digest, first, _ = _digest(connection, covered, row.last_transition)
            if (digest, first) != (row.digest, row.first_transition):
                fault = f"审计记录第 {number} 条所记的问题经过被改动过。"
                return Verdict(number - 1, count, mark, fault)
            covered = row.last_transition
        mark = row.mark
    count = _count(connection)
    loose = connection.execute(
        select(func.count()).select_from(transition).where(transition.c.id > covered)
    ).scalar_one()
    fault = f"有 {loose} 条问题经过没有审计记录。" if loose else ""
    return Verdict(number, count, mark, fault)


def _count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(transition)).scalar_one()


_NAMES = "id at actor account action detail first_transition last_transition digest".split()
_STEP = "id issue_id old_state event new_state at cycle actor note scan_id due mended".split()


def _digest(
    connection: Connection, after: int, until: int | None
) -> tuple[str, int | None, int | None]:
    """Return the digest of the transitions after the one, and which they are."""
    statement = select(*(transition.c[name] for name in _STEP)).where(transition.c.id > after)
    if until is not None:
        statement = statement.where(transition.c.id <= until)
    digest = hashlib.sha256()
    first = last = None
    for row in connection.execute(statement.order_by(transition.c.id)):
        digest.update(_line({name: getattr(row, name) for name in _STEP}))
        first, last = first or row.id, row.id
    return (digest.hexdigest() if first else ""), first, last


def _mark(secret: bytes, before: str, values: Mapping[str, Any]) -> str:
    line = before.encode() + b"\n" + _line(values)
    return hmac.new(secret, b"xunjian audit\n" + line, hashlib.sha256).hexdigest()


# Any: a row's values are known to the tables only.
def _line(values: Mapping[str, Any]) -> bytes:
    plain = {name: _plain(value) for name, value in values.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _plain(value: Any) -> JSON:
    if isinstance(value, datetime):
        # The same on both engines, whatever zone the driver gives.
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, int) else str(value)


def _entry(row: Row[Any]) -> Entry:
    deed = Deed(row.action, row.actor, row.account, json.loads(row.detail))
    return Entry(
        row.id, row.at, deed, row.first_transition, row.last_transition, row.digest, row.mark
    )


def lines(found: list[Entry]) -> Iterator[str]:
    """Return the entries as JSON lines, for keeping elsewhere."""
    for each in found:
        yield json.dumps(
            {
                "id": each.id,
                "at": each.at.isoformat(),
                "actor": each.deed.actor,
                "account": each.deed.account,
                "action": each.deed.action,
                "detail": dict(each.deed.detail),
                "transitions": [each.first, each.last],
                "digest": each.digest,
                "mark": each.mark,
            },
            ensure_ascii=False,
        )
