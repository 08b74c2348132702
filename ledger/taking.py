"""Takes what a unit replies: claims, acknowledgements and requests; nothing here closes an issue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from checks.workdays import LOCAL
from ledger import query
from ledger.answer import Answer
from ledger.decide import Decision, check_extension, decide
from ledger.errors import RefusedError
from ledger.feedback import (
    ROW_FAULTS,
    Feedback,
    FeedbackPlan,
    Outcome,
    Reply,
    begin,
    finish,
    keep_reply,
    mark_of,
)
from ledger.issue import Issue
from ledger.lifecycle import Event, State
from ledger.requests import Asked, RequestKind, RequestState, ask, requests

# Why nothing can be said of an issue in this state.
_SETTLED = {
    State.NEW: "问题还没有通报，请等收到清单后再反馈。",
    State.RELAPSED: "问题已经复发，请等收到新的清单后再反馈。",
    State.FIXED: "问题已经销号，无须再反馈。",
    State.FALSE_ALARM: "问题已经认定为误报，无须再反馈。",
    State.WAIVED: "问题已经准予豁免，无须再反馈。",
}


def take(
    connection: Connection,
    plan: FeedbackPlan,
    now: datetime,
    mark: Callable[[Reply], str] = mark_of,
) -> Feedback:
    """Take every reply that is possible and say of the others why not; a repetition does nothing."""
    begun = begin(connection, plan, now)
    if isinstance(begun, Feedback):
        return begun
    outcomes = [*plan.ignored]
    for reply in plan.replies:
        number, said = str(reply.issue_id), str(reply.answer)
        try:
            with connection.begin_nested():
                effect = _take(connection, plan, reply, now)
                keep_reply(connection, begun, reply, mark(reply), now)
            outcomes.append(Outcome(reply.place, number, said, effect=effect))
        except ROW_FAULTS as error:
            outcomes.append(Outcome(reply.place, number, said, reason=str(error)))
    return finish(connection, begun, outcomes)


@dataclass(frozen=True, slots=True)
class Owner:
    """The unit of a site that may answer, by the name that histories call it."""

    site_id: str
    unit_id: str
    actor: str

    def owns(self, about: Issue) -> bool:
        """Whether the issue is for the unit to answer."""
        return (about.site_id, about.unit) == (self.site_id, self.unit_id)


def acknowledge(
    connection: Connection, issue_ids: Sequence[int], owner: Owner, now: datetime
) -> int:
    """Acknowledge those of the issues that wait for it, and return how many did."""
    done = 0
    for issue_id in issue_ids:
        about = query.get(connection, issue_id)
        if about.state is State.NOTIFIED and owner.owns(about):
            _decide(connection, about, Decision(Event.ACKNOWLEDGE, owner.actor), now)
            done += 1
    return done


def _take(connection: Connection, plan: FeedbackPlan, reply: Reply, now: datetime) -> str:
    about = query.get(connection, reply.issue_id)
    _check(plan, about, reply)
    actor = f"{plan.actor} {reply.who}".strip()
    match reply.answer:
        case Answer.MENDED:
            _decide(connection, about, Decision(Event.CLAIM, actor, _note(reply)), now)
            return "登记整改，等待复查"
        case Answer.AT_WORK:
            _decide(connection, about, Decision(Event.ACKNOWLEDGE, actor, _note(reply)), now)
            return "签收，整改中"
        case Answer.EXTENSION:
            until = Decision(Event.EXTEND, actor, reply.note, reply.day)
            check_extension(about, until, now)
            asked = Asked(RequestKind.EXTENSION, actor, reply.note, reply.day, plan.unit_id)
            _ask(connection, about, asked, now)
            return f"登记延期申请（到 {reply.day}），待审批"
        case Answer.FALSE_ALARM:
            asked = Asked(RequestKind.FALSE_ALARM, actor, reply.note, unit=plan.unit_id)
            _ask(connection, about, asked, now)
            return "登记误报申请，待审批"


def _check(plan: FeedbackPlan, about: Issue, reply: Reply) -> None:
    if not Owner(plan.site_id, plan.unit_id, plan.actor).owns(about):
        raise RefusedError("问题由其他单位负责。")
    if about.cycle != reply.cycle:
        raise RefusedError("清单发出后问题已经重新登记，请用新的清单反馈。")
    if why := _SETTLED.get(about.state):
        raise RefusedError(why)
    if about.claimed_at is not None and reply.answer in (Answer.MENDED, Answer.AT_WORK):
        at = about.claimed_at.astimezone(LOCAL)
        raise RefusedError(f"{at:%Y-%m-%d %H:%M} 已经反馈整改，正等待复查。")
    if about.state is State.IN_PROGRESS and reply.answer is Answer.AT_WORK:
        raise RefusedError("已经是“整改中”，没有变化。")


def _decide(connection: Connection, about: Issue, decision: Decision, now: datetime) -> None:
    decide(connection, about.id, decision, expected_version=about.version, now=now)


def _ask(connection: Connection, about: Issue, asked: Asked, now: datetime) -> None:
    waiting = requests(connection, (RequestState.OPEN,), issue_id=about.id)
    if any((each.kind, each.cycle) == (asked.kind, about.cycle) for each in waiting):
        raise RefusedError(f"已经有一份{asked.kind}申请在等待审批。")
    ask(connection, about.id, asked, now)
    if about.state is State.NOTIFIED:
        # Who asks about it has received the list.
        _decide(connection, about, Decision(Event.ACKNOWLEDGE, asked.applicant), now)


def _note(reply: Reply) -> str:
    day = f"整改日期 {reply.day}" if reply.day and reply.answer is Answer.MENDED else ""
    return "；".join(part for part in (reply.note, day) if part)
