"""What comes back from the units: their replies to a list, each taken or ignored with a reason."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from ledger.answer import Answer
from ledger.errors import ReasonRequiredError, RefusedError, StaleIssueError, UnknownIssueError
from ledger.lifecycle import RENEWING, IllegalTransitionError
from ledger.query import chunks
from ledger.schema import feedback, reply, transition


class Source(StrEnum):
    """How it came; the values are stored and shown."""

    WORKBOOK = "表格"
    MAIL = "邮件"
    LINK = "链接"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a unit says of one issue in one round of it.

    `day` is when it was mended, or until when the unit asks for time. `place` is where it says so.
    """

    place: str
    issue_id: int
    cycle: int
    answer: Answer
    note: str = ""
    day: date | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: `effect` where it changed something, else `reason` why not."""

    place: str
    number: str
    said: str
    effect: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackPlan:
    """What is to be taken, and what cannot be.

    `actor` is what the unit is called in histories; `by` brought it in, if not the unit itself.
    """

    digest: str
    source: Source
    name: str
    site_id: str
    unit_id: str
    actor: str
    replies: tuple[Reply, ...] = ()
    ignored: tuple[Outcome, ...] = ()
    sender: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What came of it; one that `is_repeated` had been taken before and changed nothing now."""

    digest: str
    source: Source
    name: str
    site_id: str
    unit_id: str
    actor: str
    sender: str
    at: datetime
    outcomes: tuple[Outcome, ...]
    is_repeated: bool = False

    @property
    def accepted(self) -> int:
        """How many rows changed something."""
        return sum(not one.reason for one in self.outcomes)

    @property
    def ignored(self) -> int:
        """How many rows changed nothing."""
        return len(self.outcomes) - self.accepted


@dataclass(frozen=True, slots=True)
class Said:
    """A reply that was taken, as the ledger keeps it."""

    issue_id: int
    cycle: int
    answer: Answer
    note: str
    day: date | None
    who: str
    at: datetime


# What makes one row of a workbook impossible, and none of the others.
ROW_FAULTS = (
    RefusedError,
    IllegalTransitionError,
    ReasonRequiredError,
    StaleIssueError,
    UnknownIssueError,
)


def begin(connection: Connection, plan: FeedbackPlan, now: datetime) -> int | Feedback:
    """Return the number under which it is taken, or what came of it when it was taken before.

    What changed nothing at all may be tried again: the list may have gone out meanwhile.
    """
    known = connection.execute(select(feedback).where(feedback.c.digest == plan.digest)).first()
    if known is not None and known.accepted:
        return replace(_feedback(known), is_repeated=True)
    values = {
        "digest": plan.digest,
        "source": plan.source,
        "name": plan.name,
        "site_id": plan.site_id,
        "unit_id": plan.unit_id,
        "actor": plan.by or plan.actor,
        "sender": plan.sender,
        "at": now,
    }
    if known is not None:
        connection.execute(update(feedback).where(feedback.c.id == known.id).values(values))
        return int(known.id)
    empty = {"accepted": 0, "ignored": 0, "detail": "[]"}
    made = insert(feedback).values(values | empty).returning(feedback.c.id)
    return int(connection.execute(made).scalar_one())


def finish(connection: Connection, feedback_id: int, outcomes: Iterable[Outcome]) -> Feedback:
    """Write down what became of each row."""
    rows = [asdict(one) for one in outcomes]
    ignored = sum(bool(row["reason"]) for row in rows)
    connection.execute(
        update(feedback)
        .where(feedback.c.id == feedback_id)
        .values(
            accepted=len(rows) - ignored,
            ignored=ignored,
            detail=json.dumps(rows, ensure_ascii=False),
        ),
    )
    row = connection.execute(select(feedback).where(feedback.c.id == feedback_id)).one()
    return _feedback(row)


def feedbacks(connection: Connection, limit: int) -> list[Feedback]:
    """Return what came back last, newest first."""
    rows = connection.execute(select(feedback).order_by(feedback.c.id.desc()).limit(limit))
    return [_feedback(row) for row in rows]


def keep_reply(
    connection: Connection, feedback_id: int, said: Reply, mark: str, now: datetime
) -> None:
    """Keep the reply, or refuse it where the same was said before."""
    if connection.execute(select(reply.c.id).where(reply.c.mark == mark)).first() is not None:
        raise RefusedError("与此前收到的反馈相同，没有新的内容。")
    connection.execute(
        insert(reply).values(
            feedback_id=feedback_id,
            issue_id=said.issue_id,
            cycle=said.cycle,
            answer=said.answer,
            note=said.note,
            day=said.day,
            who=said.who,
            at=now,
            mark=mark,
        ),
    )


def mark_of(said: Reply) -> str:
    """Return the same mark for the same words about an issue; who wrote them does not count."""
    words = (said.issue_id, said.cycle, said.answer, said.note, said.day)
    return hashlib.sha256(json.dumps([str(word) for word in words]).encode()).hexdigest()


def replies(connection: Connection, issue_ids: Iterable[int]) -> list[Said]:
    """Return what was said of the issues, oldest first."""
    found: list[Said] = []
    for some in chunks(issue_ids):
        rows = connection.execute(
            select(reply).where(reply.c.issue_id.in_(some)).order_by(reply.c.id)
        )
        found += [
            Said(r.issue_id, r.cycle, Answer(r.answer), r.note, r.day, r.who, r.at) for r in rows
        ]
    return found


def renewals(connection: Connection, issue_ids: Iterable[int]) -> dict[int, datetime]:
    """Return when the present round of the issues began that are not in their first."""
    found: dict[int, datetime] = {}
    for some in chunks(issue_ids):
        rows = connection.execute(
            select(transition.c.issue_id, transition.c.at)
            .where(transition.c.issue_id.in_(some), transition.c.event.in_(sorted(RENEWING)))
            .order_by(transition.c.id)
        )
        found.update((row.issue_id, row.at) for row in rows)
    return found


# Any: a row's columns are known to the tables only.
def _feedback(row: Row[Any]) -> Feedback:
    return Feedback(
        digest=row.digest,
        source=Source(row.source),
        name=row.name,
        site_id=row.site_id,
        unit_id=row.unit_id,
        actor=row.actor,
        sender=row.sender,
        at=row.at,
        outcomes=tuple(Outcome(**each) for each in json.loads(row.detail)),
    )
