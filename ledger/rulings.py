"""What people ruled to be no fault, on one page or on the whole site; all of it can be revoked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, insert, select, update

from ledger.decide import Bulk, Decision, decide_all
from ledger.errors import RefusedError
from ledger.issue import Issue
from ledger.lifecycle import OPEN, Event
from ledger.schema import issue, ruling
from ledger.standing import WHOLE_RULE

# Families whose key is the fault itself: the words, the number, the address.
SAYS_IT_ALL = frozenset("WPL")


class Scope(StrEnum):
    """How far a false alarm reaches; the values are stored and shown."""

    ISSUE = "仅此问题"
    SITE = "本平台同样的问题"
    RULE = "本平台这条规则的全部问题"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A standing decision about a rule on a site, made on the occasion of one issue."""

    id: int
    site_id: str
    code: str
    scope: Scope
    issue_id: int
    actor: str
    reason: str
    at: datetime
    revoked_at: datetime | None = None
    revoked_by: str = ""


def rule_out(
    connection: Connection,
    about: Issue,
    scope: Scope,
    *,
    actor: str,
    reason: str,
    now: datetime,
) -> Bulk:
    """Let the false alarm hold beyond its issue, and dismiss what is open of the same kind."""
    if scope is Scope.ISSUE:
        return Bulk((), ())
    if scope is Scope.SITE and (not about.key_mark or about.code[0] not in SAYS_IT_ALL):
        raise RefusedError(
            f"问题 {about.id} 因页面而异，不能整站认定；请逐个标记，或选“{Scope.RULE}”。"
        )
    mark = WHOLE_RULE if scope is Scope.RULE else about.key_mark
    values = {
        "site_id": about.site_id,
        "code": about.code,
        "key_mark": mark,
        "issue_id": about.id,
        "actor": actor,
        "reason": reason,
        "at": now,
        "revoked_by": "",
    }
    connection.execute(insert(ruling).values(values))
    same = select(issue.c.id).where(
        issue.c.site_id == about.site_id,
        issue.c.code == about.code,
        issue.c.state.in_(sorted(OPEN)),
    )
    if mark != WHOLE_RULE:
        same = same.where(issue.c.key_mark == mark)
    ids = connection.execute(same.order_by(issue.c.id)).scalars().all()
    decision = Decision(Event.DISMISS, actor, f"同问题 {about.id}：{reason}")
    return decide_all(connection, ids, decision, now)


def rulings(connection: Connection, site_id: str = "", *, revoked: bool = False) -> list[Ruling]:
    """Return the rulings, oldest first."""
    statement = select(ruling).order_by(ruling.c.id)
    if site_id:
        statement = statement.where(ruling.c.site_id == site_id)
    if not revoked:
        statement = statement.where(ruling.c.revoked_at.is_(None))
    return [
        Ruling(
            row.id,
            row.site_id,
            row.code,
            Scope.RULE if row.key_mark == WHOLE_RULE else Scope.SITE,
            row.issue_id,
            row.actor,
            row.reason,
            row.at,
            row.revoked_at,
            row.revoked_by,
        )
        for row in connection.execute(statement)
    ]


def revoke(connection: Connection, ruling_id: int, *, actor: str, now: datetime) -> None:
    """Let scans report such faults again; what was dismissed stays so until it is reopened."""
    changed = connection.execute(
        update(ruling)
        .where(ruling.c.id == ruling_id, ruling.c.revoked_at.is_(None))
        .values(revoked_at=now, revoked_by=actor),
    )
    if changed.rowcount != 1:
        raise RefusedError(f"没有编号为 {ruling_id} 的有效认定。")
