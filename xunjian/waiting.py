"""What the supervising office has to decide, as its letter lists it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from checks.workdays import local_day
from ledger.feedback import Outcome, Source
from ledger.issue import Issue, IssueFilter
from ledger.ledger import Ledger
from ledger.publishing import KeptReminder
from ledger.questions import ANSWERS, Question, Subject
from ledger.requests import Request, RequestKind, RequestState
from notifier.notice import NO_UNIT, Awaited
from notifier.subject import chinese_date

ASKED = {
    Subject.OPENING: "规则有变化，新发现{count}个问题，还没有通报。请确认：通报各单位，还是误报",
    Subject.CLOSING: "规则有变化，{count}个问题不再出现，还没有销号。请确认：确已整改，还是规则调整",
}

# So many numbers are named; the others stand in `xunjian issues publish`.
NAMED = 8


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a decision, and when the newest of it was raised."""

    awaited: tuple[Awaited, ...] = ()
    newest: datetime | None = None


def waiting(
    ledger: Ledger,
    site_id: str,
    units: Mapping[str, str],
    titles: Mapping[str, str],
    since: datetime | None = None,
) -> Waiting:
    """Return what waits; `units` and `titles` are the names of units and rules.

    `since` is when the supervisor was written to last: what units sent in vain is said once.
    """
    questions = ledger.desk.questions(site_id)
    requests = ledger.desk.requests((RequestState.OPEN,), site_id=site_id)
    about = ledger.issues(IssueFilter(ids=tuple(each.issue_id for each in requests)))
    messages = {issue.id: issue.message for issue in about}
    rows = [_question(each, titles) for each in questions]
    rows += [_request(each, messages.get(each.issue_id, ""), units) for each in requests]
    # These were news when they were put on the list.
    rows += _candidates(ledger.desk.public_candidates(site_id), units)
    times = [each.at for each in questions] + [each.at for each in requests]
    for lost in _in_vain(ledger, site_id, since):
        rows.append(_untaken(lost, units))
        times.append(lost.at)
    newest = max(times, default=None)
    return Waiting(tuple(rows), newest)


@dataclass(frozen=True, slots=True)
class _InVain:
    """A row of a unit's workbook about an open issue that could not be taken."""

    issue: Issue
    unit_id: str
    said: str
    reason: str
    at: datetime


def _in_vain(ledger: Ledger, site_id: str, since: datetime | None) -> Iterator[_InVain]:
    """Yield what came by itself and was not taken: its unit thinks that it was."""
    for each in ledger.mailbox.feedbacks():
        if each.site_id != site_id or each.source is Source.LINK or each.is_repeated:
            continue
        if since is not None and each.at <= since:
            continue
        rows = {int(one.number): one for one in each.outcomes if one.reason and _is_number(one)}
        for issue in ledger.issues(IssueFilter(site_id=site_id, ids=tuple(rows))):
            if issue.is_open and issue.claimed_at is None:
                row = rows[issue.id]
                yield _InVain(issue, each.unit_id, row.said, row.reason, each.at)


def _is_number(one: Outcome) -> bool:
    return one.number.isascii() and one.number.isdigit()


def _untaken(lost: _InVain, units: Mapping[str, str]) -> Awaited:
    text = f"{lost.issue.id}号：{lost.issue.message}。反馈“{lost.said}”没有登记，请转告单位"
    unit = units.get(lost.unit_id, lost.unit_id)
    return Awaited("反馈未登记", text, unit, lost.reason.rstrip("。"), local_day(lost.at))


def _question(question: Question, titles: Mapping[str, str]) -> Awaited:
    title = f"{question.code} {titles.get(question.code, '')}".strip()
    said = ASKED[question.subject].format(count=len(question.issue_ids))
    commands = (
        f"xunjian issues settle {question.id} {answer}" for answer in ANSWERS[question.subject]
    )
    return Awaited(
        "规则调整", f"“{title}”{said}", since=local_day(question.at), commands=tuple(commands)
    )


def _candidates(found: Sequence[KeptReminder], units: Mapping[str, str]) -> Iterator[Awaited]:
    """Yield what may be published, a row for each unit: whoever decides decides about units."""
    grouped: dict[str, list[KeptReminder]] = {}
    for each in found:
        grouped.setdefault(each.issue.unit, []).append(each)
    for unit, kept in grouped.items():
        numbers = [str(each.issue.id) for each in kept]
        rest = f"号等{len(kept)}个问题" if len(kept) > NAMED else "号"
        said = kept[0].issue.message if len(kept) == 1 else "逾期已久或者多次复发"
        many = f"xunjian issues --unit {unit} publish --matching"
        few = f"xunjian issues publish {' '.join(numbers)}"
        command = many if unit and len(kept) > NAMED else few
        yield Awaited(
            "拟通报",
            f"{'、'.join(numbers[:NAMED])}{rest}：{said}。请确认：通报，还是不予通报",
            unit=units.get(unit, unit) or NO_UNIT,
            since=min(local_day(each.at) for each in kept),
            commands=(command, f"{command} --drop --reason 理由"),
        )


def _request(request: Request, message: str, units: Mapping[str, str]) -> Awaited:
    until = f"，到{chinese_date(request.until)}" if request.until else ""
    label = "疑似误报" if request.kind is RequestKind.FALSE_ALARM else f"申请{request.kind}"
    return Awaited(
        label,
        f"{request.issue_id}号：{message}{until}",
        unit=units.get(request.unit, request.unit) or request.applicant,
        reason=request.reason,
        since=local_day(request.at),
        commands=(
            f"xunjian issues approve {request.id}",
            f"xunjian issues refuse {request.id} --reason 说明",
        ),
    )
