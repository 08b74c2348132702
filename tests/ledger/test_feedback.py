"""What units send back, as the ledger takes it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger.answer import Answer
from ledger.errors import RefusedError
from ledger.feedback import FeedbackPlan, Outcome, Reply, Source
from ledger.issue import Issue
from ledger.ledger import Ledger
from ledger.lifecycle import Event, State
from ledger.links import ExpiredLinkError, UnknownLinkError
from ledger.requests import RequestKind, RequestState
from tests.ledger.builders import DAY, SITE, Weeks, finding, result

SUBJECTS = tuple(f"page-{number}" for number in range(1, 6))


@pytest.fixture
def told(weeks: Weeks) -> list[Issue]:
    """Return four issues of the office, and one of another unit, of which they have been told."""
    findings = [finding(subject) for subject in SUBJECTS[:4]]
    weeks.scan(result(*findings, finding(SUBJECTS[4], unit="school"), subjects=SUBJECTS))
    weeks.notify()
    return sorted(weeks.ledger.issues(), key=lambda one: one.id)


def a_plan(*replies: Reply, digest: str = "a", **values: object) -> FeedbackPlan:
    plan = FeedbackPlan(digest, Source.WORKBOOK, "清单.xlsx", SITE, "office", "区政府办", replies)
    return replace(plan, **values)  # type: ignore[arg-type]


def a_reply(issue: Issue, answer: Answer = Answer.MENDED, note: str = "", **more: object) -> Reply:
    reply = Reply(f"第 {issue.id} 行", issue.id, issue.cycle, answer, note)
    return replace(reply, **more)  # type: ignore[arg-type]


def events(ledger: Ledger, issue: Issue) -> list[Event]:
    return [step.event for step in ledger.history(issue.id)]


def test_a_unit_claims_acknowledges_and_asks_but_closes_nothing(
    weeks: Weeks, told: list[Issue]
) -> None:
    ledger, due = weeks.ledger, told[2].due
    assert due is not None
    plan = a_plan(
        a_reply(told[0], who="张三", note="已改", day=date(2026, 11, 24)),
        a_reply(told[1], Answer.AT_WORK),
        a_reply(told[2], Answer.EXTENSION, "人手不足", day=due + timedelta(days=1)),
        a_reply(told[3], Answer.FALSE_ALARM, "引文如此"),
    )
    taken = ledger.mailbox.take(plan, weeks.now)
    assert (taken.accepted, taken.ignored) == (4, 0)
    after = [ledger.issue(one.id) for one in told]
    assert {one.state for one in after[:4]} == {State.IN_PROGRESS}
    assert [one.claimed_at is not None for one in after] == [True, False, False, False, False]
    step = ledger.history(told[0].id)[-1]
    assert (step.event, step.actor) == (Event.CLAIM, "区政府办 张三")
    assert step.note == "已改；整改日期 2026-11-24"
    asked = ledger.desk.requests((RequestState.OPEN,))
    assert [(one.issue_id, one.kind, one.reason) for one in asked] == [
        (told[2].id, RequestKind.EXTENSION, "人手不足"),
        (told[3].id, RequestKind.FALSE_ALARM, "引文如此"),
    ]
    assert ledger.desk.verify_audit().fault == ""


def test_the_preview_says_what_would_happen_and_changes_nothing(
    weeks: Weeks, told: list[Issue]
) -> None:
    ledger = weeks.ledger
    plan = a_plan(
        a_reply(told[0]), a_reply(told[4]), ignored=(Outcome("第 9 行", "x", "", reason="没有。"),)
    )
    seen = ledger.mailbox.preview(plan, weeks.now)
    assert ledger.mailbox.feedbacks() == []
    assert events(ledger, told[0])[-1] is Event.NOTIFY
    assert ledger.mailbox.take(plan, weeks.now).outcomes == seen.outcomes
    assert [one.effect for one in seen.outcomes] == ["", "登记整改，等待复查", ""]


def test_the_same_file_and_the_same_words_in_another_change_nothing_not_even_after_a_return(
    weeks: Weeks, told: list[Issue]
) -> None:
    ledger = weeks.ledger
    plan = a_plan(a_reply(told[0]), a_reply(told[4]))
    first = ledger.mailbox.take(plan, weeks.now)
    repeated = ledger.mailbox.take(plan, weeks.now + DAY)
    assert repeated == replace(first, is_repeated=True)
    again = ledger.mailbox.take(a_plan(a_reply(told[0]), digest="b"), weeks.now + DAY)
    assert "正等待复查" in again.outcomes[0].reason
    weeks.scan(result(*(finding(subject) for subject in SUBJECTS), subjects=SUBJECTS))
    assert ledger.issue(told[0].id).returns == 1
    late = ledger.mailbox.take(a_plan(a_reply(told[0], who="李四"), digest="c"), weeks.now)
    assert "与此前收到的反馈相同" in late.outcomes[0].reason
    assert ledger.issue(told[0].id).claimed_at is None
    anew = a_reply(told[0], day=date(2026, 11, 26))
    assert ledger.mailbox.take(a_plan(anew, digest="d"), weeks.now).accepted == 1
    assert events(ledger, told[0]).count(Event.CLAIM) == 2


def test_a_file_that_came_too_early_may_come_again(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    plan = a_plan(a_reply(weeks.ledger.issues()[0]))
    early = weeks.ledger.mailbox.take(plan, weeks.now)
    assert "还没有通报" in early.outcomes[0].reason
    weeks.notify()
    assert weeks.ledger.mailbox.take(plan, weeks.now).accepted == 1
    assert len(weeks.ledger.mailbox.feedbacks()) == 1


def test_what_cannot_be_taken_is_ignored_row_by_row(weeks: Weeks, told: list[Issue]) -> None:
    ledger = weeks.ledger
    due = told[0].due
    assert due is not None
    dismissed, waived = told[1], told[2]
    ledger.decide(dismissed.id, Event.DISMISS, actor="王", note="引文", now=weeks.now)
    until = weeks.now.date() + timedelta(days=30)
    ledger.decide(waived.id, Event.WAIVE, actor="王", note="改版", until=until, now=weeks.now)
    cases = [
        (a_reply(told[4]), "由其他单位负责"),
        (replace(a_reply(told[0]), issue_id=999), "没有编号为 999"),
        (a_reply(told[0], cycle=2), "已经重新登记"),
        (a_reply(dismissed), "误报"),
        (a_reply(waived), "豁免"),
        (a_reply(told[0], Answer.FALSE_ALARM, " "), "理由"),
        (a_reply(told[0], Answer.EXTENSION, "忙", day=due), "须晚于"),
        (a_reply(told[0], Answer.EXTENSION, "忙", day=due + timedelta(days=90)), "最迟到"),
        (a_reply(told[0], Answer.EXTENSION, "忙"), "须晚于"),
    ]
    taken = ledger.mailbox.take(a_plan(*(reply for reply, _ in cases)), weeks.now)
    assert taken.accepted == 0
    for one, (_, why) in zip(taken.outcomes, cases, strict=True):
        assert why in one.reason
    # A request that was refused has acknowledged nothing either.
    assert ledger.issue(told[0].id).state is State.NOTIFIED


def test_an_issue_that_relapsed_since_is_stale(weeks: Weeks, told: list[Issue]) -> None:
    gone = result(*(finding(subject) for subject in SUBJECTS[1:]), subjects=SUBJECTS)
    weeks.scan(gone)
    weeks.scan(gone)
    assert weeks.ledger.issue(told[0].id).state is State.FIXED
    early = weeks.ledger.mailbox.take(a_plan(a_reply(told[0])), weeks.now)
    assert "已经销号" in early.outcomes[0].reason
    weeks.scan(result(*(finding(subject) for subject in SUBJECTS), subjects=SUBJECTS))
    weeks.notify()
    late = weeks.ledger.mailbox.take(a_plan(a_reply(told[0]), digest="b"), weeks.now)
    assert "已经重新登记" in late.outcomes[0].reason
    renewed = weeks.ledger.mailbox.renewals([one.id for one in told])
    assert list(renewed) == [told[0].id]


def a_link(weeks: Weeks, issues: list[Issue], days: int = 30) -> str:
    ids = [one.id for one in issues]
    return weeks.ledger.mailbox.open_link(SITE, "office", "<list@site.test>", ids, weeks.now, days)


def test_a_link_is_found_by_its_token_until_its_time_is_over_and_acknowledges_once(
    weeks: Weeks, told: list[Issue]
) -> None:
    token, other = a_link(weeks, told), a_link(weeks, told)
    assert token != other
    assert len(token) == 43
    box = weeks.ledger.mailbox
    assert box.link(token, weeks.now).issue_ids == tuple(one.id for one in told)
    assert box.link(token, weeks.now + timedelta(days=29)).id != box.link(other, weeks.now).id
    with pytest.raises(ExpiredLinkError):
        box.link(token, weeks.now + timedelta(days=30))
    with pytest.raises(UnknownLinkError):
        box.link("x" * 43, weeks.now)
    for _ in range(2):
        link = weeks.ledger.mailbox.acknowledge(token, "区政府办 张三", weeks.now)
    assert link.acknowledged_at == weeks.now
    states = [weeks.ledger.issue(one.id).state for one in told]
    assert states == [State.IN_PROGRESS] * 4 + [State.NOTIFIED]
    assert events(weeks.ledger, told[0]).count(Event.ACKNOWLEDGE) == 1
    assert weeks.ledger.desk.verify_audit().fault == ""


def test_a_link_takes_each_answer_once_in_a_round_and_again_after_a_return(
    weeks: Weeks, told: list[Issue]
) -> None:
    box, token = weeks.ledger.mailbox, a_link(weeks, told[:2])
    claim = a_reply(told[0])
    assert box.report(token, claim, "区政府办", weeks.now).accepted == 1
    assert box.report(token, replace(claim, note="又改"), "区政府办", weeks.now).is_repeated
    assert events(weeks.ledger, told[0]).count(Event.CLAIM) == 1
    weeks.scan(result(*(finding(subject) for subject in SUBJECTS), subjects=SUBJECTS))
    assert not box.report(token, claim, "区政府办", weeks.now).is_repeated
    assert events(weeks.ledger, told[0]).count(Event.CLAIM) == 2
    with pytest.raises(RefusedError, match="不在这份清单"):
        box.report(token, a_reply(told[2]), "区政府办", weeks.now)
    said = box.replies([told[0].id, told[1].id])
    assert [one.answer for one in said] == [Answer.MENDED] * 2
