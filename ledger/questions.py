"""Questions to people: a changed rule that would open or close many issues at once has to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from ledger.decide import Decision, carry_out
from ledger.errors import RefusedError
from ledger.issue import ScanInfo
from ledger.lifecycle import OPEN, Event
from ledger.schema import issue, question, question_issue
from ledger.sight import CHECKED


class Subject(StrEnum):
    """What is asked about; the values are stored and shown."""

    OPENING = "大量新增"
    CLOSING = "大量消失"


class Answer(StrEnum):
    """What people say to it; the values are stored and shown.

    New issues are told to the units or are false alarms; vanished ones were mended, or only
    the rule has changed.
    """

    TELL = "通报"
    FALSE_ALARM = "误报"
    MENDED = "已整改"
    RULE = "规则调整"


ANSWERS = {
    Subject.OPENING: (Answer.TELL, Answer.FALSE_ALARM),
    Subject.CLOSING: (Answer.MENDED, Answer.RULE),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the issues that it is about; `answer` is None until somebody has spoken."""

    id: int
    site_id: str
    code: str
    subject: Subject
    scan_id: str
    at: datetime
    issue_ids: tuple[int, ...]
    answer: Answer | None = None
    actor: str = ""
    note: str = ""
    answered_at: datetime | None = None


def unanswered_codes(connection: Connection, site_id: str) -> frozenset[str]:
    """Return the rules whose new issues people still have to look at."""
    rows = connection.execute(
        select(question.c.code).where(
            question.c.site_id == site_id,
            question.c.kind == Subject.OPENING,
            question.c.answer == "",
        ),
    )
    return frozenset(row.code for row in rows)


def issues_asked_about(connection: Connection, site_id: str) -> frozenset[int]:
    """Return the issues in open questions about closing."""
    rows = connection.execute(
        select(question_issue.c.issue_id)
        .join(question, question.c.id == question_issue.c.question_id)
        .where(
            question.c.site_id == site_id,
            question.c.kind == Subject.CLOSING,
            question.c.answer == "",
        ),
    )
    return frozenset(row.issue_id for row in rows)


def ask_about_new(
    connection: Connection, scan: ScanInfo, held: Mapping[str, Sequence[str]], now: datetime
) -> dict[str, int]:
    """Ask about new issues, or add them to an open question; return question ids by fingerprint."""
    asked: dict[str, int] = {}
    for code, fingerprints in held.items():
        number = connection.execute(
            select(question.c.id).where(
                question.c.site_id == scan.site_id,
                question.c.code == code,
                question.c.kind == Subject.OPENING,
                question.c.answer == "",
            ),
        ).scalar() or _ask(connection, scan, code, Subject.OPENING, now)
        asked.update(dict.fromkeys(fingerprints, number))
    return asked


def link(
    connection: Connection,
    site_id: str,
    held: Mapping[str, Sequence[str]],
    asked: Mapping[str, int],
) -> None:
    """Join the issues to the questions about them, now that they have numbers."""
    if not asked:
        return
    rows = []
    for code in held:
        same_rule = (issue.c.site_id == site_id, issue.c.code == code)
        for row in connection.execute(select(issue.c.id, issue.c.fingerprint).where(*same_rule)):
            if row.fingerprint in asked:
                rows.append({"question_id": asked[row.fingerprint], "issue_id": row.id})
    known = {(row.question_id, row.issue_id) for row in connection.execute(select(question_issue))}
    fresh = [each for each in rows if (each["question_id"], each["issue_id"]) not in known]
    if fresh:
        connection.execute(insert(question_issue), fresh)
    for number in set(asked.values()):
        ids = [row["issue_id"] for row in rows if row["question_id"] == number]
        connection.execute(update(issue).where(issue.c.id.in_(ids)).values(held_by=number))


def ask_about_closing(
    connection: Connection, scan: ScanInfo, doubt: Mapping[str, Sequence[int]], now: datetime
) -> int:
    """Ask whether issues that a changed rule no longer meets were mended; return how many."""
    for code, ids in doubt.items():
        number = _ask(connection, scan, code, Subject.CLOSING, now)
        connection.execute(
            insert(question_issue), [{"question_id": number, "issue_id": each} for each in ids]
        )
    return sum(len(ids) for ids in doubt.values())


def _ask(connection: Connection, scan: ScanInfo, code: str, subject: Subject, now: datetime) -> int:
    values = {
        "site_id": scan.site_id,
        "code": code,
        "kind": subject,
        "scan_id": scan.id,
        "at": now,
        "answer": "",
        "actor": "",
        "note": "",
    }
    made = insert(question).values(values).returning(question.c.id)
    number: int = connection.execute(made).scalar_one()
    return number


def questions(
    connection: Connection, site_id: str = "", *, unanswered: bool = True
) -> list[Question]:
    """Return the questions, oldest first."""
    statement = select(question).order_by(question.c.id)
    if site_id:
        statement = statement.where(question.c.site_id == site_id)
    if unanswered:
        statement = statement.where(question.c.answer == "")
    members: dict[int, list[int]] = {}
    for row in connection.execute(select(question_issue).order_by(question_issue.c.issue_id)):
        members.setdefault(row.question_id, []).append(row.issue_id)
    return [_question(row, tuple(members.get(row.id, ()))) for row in connection.execute(statement)]


# Any: a row's columns are known to the tables only.
def _question(row: Row[Any], issue_ids: tuple[int, ...]) -> Question:
    return Question(
        row.id,
        row.site_id,
        row.code,
        Subject(row.kind),
        row.scan_id,
        row.at,
        issue_ids,
        Answer(row.answer) if row.answer else None,
        row.actor,
        row.note,
        row.answered_at,
    )


def settle(
    connection: Connection,
    question_id: int,
    answer: Answer,
    *,
    actor: str,
    note: str,
    now: datetime,
) -> Question:
    """Write the answer down, let go of the issues, and do what follows from it."""
    found = {each.id: each for each in questions(connection, unanswered=False)}.get(question_id)
    if found is None:
        raise RefusedError(f"没有编号为 {question_id} 的待确认事项。")
    if found.answer is not None:
        raise RefusedError(f"事项 {question_id} 已由{found.actor}答复为“{found.answer}”。")
    if answer not in ANSWERS[found.subject]:
        known = "、".join(ANSWERS[found.subject])
        raise RefusedError(f"“{found.subject}”的事项只能答复 {known}。")
    connection.execute(
        update(question)
        .where(question.c.id == question_id)
        .values(answer=answer, actor=actor, note=note, answered_at=now),
    )
    connection.execute(
        update(issue).where(issue.c.held_by == question_id).values(held_by=None),
    )
    said = f"规则调整后集中确认（事项 {question_id}）" + (f"：{note}" if note else "")
    decisions = {
        Answer.FALSE_ALARM: Decision(Event.DISMISS, actor, said),
        Answer.MENDED: Decision(Event.ABSENT, actor, said, close_reason=CHECKED),
        Answer.RULE: Decision(Event.RETIRE, actor, said, close_reason=str(Answer.RULE)),
    }
    if decision := decisions.get(answer):
        _carry_out(connection, found.issue_ids, decision, now)
    return replace(found, answer=answer, actor=actor, note=note, answered_at=now)


def _carry_out(
    connection: Connection, issue_ids: Sequence[int], decision: Decision, now: datetime
) -> None:
    """Decide about those that nobody has closed or set aside meanwhile, and that no scan met."""
    rows = connection.execute(
        select(issue.c.id, issue.c.absences).where(
            issue.c.id.in_(issue_ids), issue.c.state.in_(sorted(OPEN))
        ),
    ).all()
    for row in rows:
        if decision.event is Event.DISMISS or row.absences:
            carry_out(connection, row.id, decision, now=now)
