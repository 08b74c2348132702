"""The links in letters, by which a unit acknowledges and reports; only their digests are kept."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from ledger import query
from ledger.errors import RefusedError
from ledger.feedback import Feedback, FeedbackPlan, Reply, Source
from ledger.schema import link
from ledger.taking import Owner, take
from ledger.taking import acknowledge as acknowledge_all

DAYS = 30
# 256 random bits: nobody guesses one.
TOKEN_BYTES = 32


class UnknownLinkError(LookupError):
    """There is no link with this token."""


class ExpiredLinkError(RefusedError):
    """The link was good, and its time is over."""


@dataclass(frozen=True, slots=True)
class Link:
    """What the bearer of a link may see and answer."""

    id: int
    site_id: str
    unit_id: str
    message_id: str
    issue_ids: tuple[int, ...]
    created_at: datetime
    expires_at: datetime
    acknowledged_at: datetime | None = None
    reported_at: datetime | None = None


def open_link(
    connection: Connection,
    *,
    site_id: str,
    unit_id: str,
    message_id: str,
    issue_ids: Sequence[int],
    now: datetime,
    days: int = DAYS,
) -> str:
    """Make a link and return its token, which is written down nowhere."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    connection.execute(
        insert(link).values(
            mark=_mark(token),
            site_id=site_id,
            unit_id=unit_id,
            message_id=message_id,
            issue_ids=json.dumps(list(dict.fromkeys(issue_ids))),
            created_at=now,
            expires_at=now + timedelta(days=days),
        ),
    )
    return token


def find(connection: Connection, token: str, now: datetime) -> Link:
    """Return the link of the token, or raise."""
    row = connection.execute(select(link).where(link.c.mark == _mark(token))).first()
    if row is None:
        raise UnknownLinkError("没有这个链接。")
    found = _link(row)
    if found.expires_at <= now:
        raise ExpiredLinkError("链接已经过期。")
    return found


def acknowledge(connection: Connection, token: str, actor: str, now: datetime) -> Link:
    """Acknowledge the whole list, once."""
    found = find(connection, token, now)
    if found.acknowledged_at is None:
        owner = Owner(found.site_id, found.unit_id, actor)
        acknowledge_all(connection, found.issue_ids, owner, now)
        _stamp(connection, found, acknowledged_at=now)
    return find(connection, token, now)


def report(connection: Connection, token: str, reply: Reply, actor: str, now: datetime) -> Feedback:
    """Take what the unit says of an issue: each answer once in a round, and after a return again."""
    found = find(connection, token, now)
    if reply.issue_id not in found.issue_ids:
        raise RefusedError("问题不在这份清单里。")
    returns = query.get(connection, reply.issue_id).returns
    mark = f"link:{reply.issue_id}:{reply.cycle}:{returns}:{reply.answer}"
    plan = FeedbackPlan(
        digest=mark,
        source=Source.LINK,
        name=found.message_id,
        site_id=found.site_id,
        unit_id=found.unit_id,
        actor=actor,
        replies=(reply,),
    )
    taken = take(connection, plan, now, lambda _: mark)
    if taken.accepted and found.reported_at is None:
        _stamp(connection, found, reported_at=now)
    return taken


def _stamp(connection: Connection, found: Link, **times: datetime) -> None:
    connection.execute(update(link).where(link.c.id == found.id).values(times))


def _mark(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# Any: a row's columns are known to the tables only.
def _link(row: Row[Any]) -> Link:
    return Link(
        id=row.id,
        site_id=row.site_id,
        unit_id=row.unit_id,
        message_id=row.message_id,
        issue_ids=tuple(json.loads(row.issue_ids)),
        created_at=row.created_at,
        expires_at=row.expires_at,
        acknowledged_at=row.acknowledged_at,
        reported_at=row.reported_at,
    )
