"""Requests, rulings, questions of changed rules, and the log of who did what."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from checks.finding import Result
from ledger.audit import SYSTEM, verify
from ledger.decide import Decision
from ledger.errors import ReasonRequiredError, RefusedError
from ledger.issue import Issue
from ledger.lifecycle import Event, IllegalTransitionError, State
from ledger.questions import Answer, Subject
from ledger.requests import RequestKind, RequestState
from ledger.rulings import Scope
from ledger.schema import audit, transition
from tests.ledger.builders import DAY, MONDAY, SITE, Weeks, finding, result

PAGES = tuple(f"page-{number}" for number in range(1, 10))


def marked(seen: Result, mark: str) -> Result:
    """Return what rules of this version saw."""
    return replace(seen, marks=dict.fromkeys(seen.codes, mark))


@pytest.fixture
def told(weeks: Weeks) -> Issue:
    weeks.scan(result(finding()))
    weeks.notify()
    return weeks.ledger.issues()[0]


# Requests


def test_an_exemption_holds_when_a_second_person_has_granted_it(weeks: Weeks, told: Issue) -> None:
    desk = weeks.ledger.desk
    until = (weeks.now + 30 * DAY).date()
    made = desk.request(
        told.id, RequestKind.WAIVER, applicant="王", reason="改版中", until=until, now=weeks.now
    )
    assert weeks.ledger.issue(told.id).state is State.NOTIFIED
    with pytest.raises(RefusedError, match="须由另一人审批"):
        desk.answer(made.id, granted=True, actor="王", now=weeks.now)
    granted = desk.answer(made.id, granted=True, actor="李", now=weeks.now)
    assert granted.state is RequestState.GRANTED
    after = weeks.ledger.issue(told.id)
    assert (after.state, after.waived_until) == (State.WAIVED, until)
    with pytest.raises(RefusedError, match="已处理"):
        desk.answer(made.id, granted=False, actor="李", now=weeks.now)


@pytest.mark.parametrize("days", [None, 0, 400])
def test_an_exemption_ends_within_a_year(weeks: Weeks, told: Issue, days: int | None) -> None:
    until = None if days is None else (weeks.now + days * DAY).date()
    with pytest.raises(RefusedError, match=r"截止日期|一年"):
        weeks.ledger.desk.request(
            told.id, RequestKind.WAIVER, applicant="王", reason="改版", until=until, now=weeks.now
        )


def test_a_request_needs_a_reason_and_is_written_down_once(weeks: Weeks, told: Issue) -> None:
    desk, kind = weeks.ledger.desk, RequestKind.FALSE_ALARM
    with pytest.raises(ReasonRequiredError):
        desk.request(told.id, kind, applicant="王", reason=" ", now=weeks.now)
    first = desk.request(told.id, kind, applicant="王", reason="引文", now=weeks.now)
    again = desk.request(told.id, kind, applicant="王", reason="是引文", now=weeks.now + DAY)
    assert again == first


def test_a_request_lapses_when_its_issue_is_closed(weeks: Weeks, told: Issue) -> None:
    desk = weeks.ledger.desk
    until = (weeks.now + DAY).date()
    desk.request(
        told.id, RequestKind.EXTENSION, applicant="王", reason="开会", until=until, now=weeks.now
    )
    weeks.scan_twice(result())
    (request,) = desk.requests()
    assert request.state is RequestState.LAPSED
    assert desk.requests((RequestState.OPEN,)) == []
    with pytest.raises(IllegalTransitionError):
        desk.request(
            told.id, RequestKind.WAIVER, applicant="王", reason="x", until=until, now=weeks.now
        )


def test_a_deadline_is_extended_once_by_no_more_than_it_was(weeks: Weeks, told: Issue) -> None:
    assert told.due is not None
    length = told.due - MONDAY.date() - DAY
    latest = told.due + length
    cases = [(told.due, "须晚于"), (latest + DAY, "不能超过")]
    for until, said in cases:
        with pytest.raises(RefusedError, match=said):
            weeks.ledger.decide(
                told.id, Event.EXTEND, actor="李", note="开会", until=until, now=weeks.now
            )
    after = weeks.ledger.decide(
        told.id, Event.EXTEND, actor="李", note="开会", until=latest, now=weeks.now
    )
    assert (after.state, after.due, after.extended_from) == (State.NOTIFIED, latest, told.due)
    with pytest.raises(RefusedError, match="已经延期"):
        weeks.ledger.decide(
            told.id, Event.EXTEND, actor="李", note="开会", until=latest + DAY, now=weeks.now
        )


def test_an_assigned_issue_is_told_to_its_new_unit_and_stays_there(
    weeks: Weeks, told: Issue
) -> None:
    weeks.ledger.decide(
        told.id, Event.ASSIGN, actor="李", note="职责调整", unit="civil", now=weeks.now
    )
    weeks.scan(result(finding()))
    (step,) = weeks.ledger.pending()
    assert (step.event, step.issue.unit, step.issue.due) == (Event.ASSIGN, "civil", None)
    with pytest.raises(RefusedError, match="本来就由该单位负责"):
        weeks.ledger.decide(
            told.id, Event.ASSIGN, actor="李", note="再转", unit="civil", now=weeks.now
        )


def test_a_retired_issue_is_closed_without_counting_as_mended(weeks: Weeks, told: Issue) -> None:
    after = weeks.ledger.decide(told.id, Event.RETIRE, actor="李", note="栏目撤销", now=weeks.now)
    assert (after.state, after.close_reason, after.met_due) == (State.FIXED, "停测", None)


def test_of_many_each_that_can_be_is_decided_and_the_others_are_named(weeks: Weeks) -> None:
    weeks.scan(result(finding(), finding("page-2")))
    one, two = weeks.ledger.issues()
    weeks.ledger.decide(two.id, Event.DISMISS, actor="李", note="引文", now=weeks.now)
    decision = Decision(Event.DISMISS, "李", "引文")
    bulk = weeks.ledger.decide_all([one.id, two.id, 99, one.id], decision, now=weeks.now)
    assert [issue.id for issue in bulk.done] == [one.id]
    assert [each.issue_id for each in bulk.refused] == [two.id, 99]


# Rulings


def test_a_false_alarm_for_the_site_holds_on_other_pages_until_it_is_revoked(weeks: Weeks) -> None:
    weeks.scan(result(finding(), finding("page-2"), finding("page-2", "法制")))
    one = next(issue for issue in weeks.ledger.issues() if issue.subject == "page-1")
    bulk = weeks.ledger.dismiss(one.id, Scope.SITE, actor="李", reason="专名", now=weeks.now)
    assert len(bulk.done) == 2
    weeks.scan(result(finding("page-3"), subjects=PAGES))
    fresh = next(issue for issue in weeks.ledger.issues() if issue.subject == "page-3")
    assert fresh.state is State.FALSE_ALARM
    assert [step.event for step in weeks.ledger.history(fresh.id)] == [Event.FOUND, Event.DISMISS]
    (ruling,) = weeks.ledger.desk.rulings(SITE)
    weeks.ledger.desk.revoke_ruling(ruling.id, actor="李", now=weeks.now)
    weeks.scan(result(finding("page-4"), subjects=PAGES))
    states = {issue.subject: issue.state for issue in weeks.ledger.issues()}
    assert (states["page-3"], states["page-4"]) == (State.FALSE_ALARM, State.NEW)


def test_who_grants_a_false_alarm_may_say_that_it_holds_on_the_whole_site(weeks: Weeks) -> None:
    weeks.scan(result(finding(), finding("page-2")))
    desk, one = weeks.ledger.desk, weeks.ledger.issues()[0]
    kind = RequestKind.FALSE_ALARM
    asked = desk.request(one.id, kind, applicant="王", reason="专名", now=weeks.now)
    desk.answer(asked.id, granted=True, actor="李", scope=Scope.SITE, now=weeks.now)
    assert {issue.state for issue in weeks.ledger.issues()} == {State.FALSE_ALARM}
    assert [ruling.scope for ruling in desk.rulings(SITE)] == [Scope.SITE]


def test_what_differs_from_page_to_page_cannot_be_ruled_out_for_the_site(weeks: Weeks) -> None:
    weeks.scan(result(finding("column", "", code="F301"), codes=("F301",)))
    (issue,) = weeks.ledger.issues()
    with pytest.raises(RefusedError, match="逐个标记"):
        weeks.ledger.dismiss(issue.id, Scope.SITE, actor="李", reason="静态", now=weeks.now)
    assert weeks.ledger.issue(issue.id).state is State.NEW
    weeks.ledger.dismiss(issue.id, Scope.RULE, actor="李", reason="全是静态栏目", now=weeks.now)
    weeks.scan(result(finding("other", "", code="F301"), codes=("F301",)))
    assert {issue.state for issue in weeks.ledger.issues()} == {State.FALSE_ALARM}


# Changed rules


def many(count: int, mark: str) -> Result:
    return marked(result(*(finding(page) for page in PAGES[:count]), subjects=PAGES), mark)


def test_a_changed_rule_that_opens_many_asks_before_anybody_is_told(weeks: Weeks) -> None:
    weeks.scan(many(0, "1"))
    weeks.scan(many(6, "2"))
    assert weeks.last.held == 6
    assert weeks.ledger.pending() == []
    (question,) = weeks.ledger.desk.questions(SITE)
    assert (question.subject, len(question.issue_ids)) == (Subject.OPENING, 6)
    # The rule is the same now, but nobody has answered yet.
    weeks.scan(many(8, "2"))
    assert weeks.ledger.pending() == []
    assert len(weeks.ledger.desk.questions(SITE)[0].issue_ids) == 8
    weeks.ledger.desk.settle_question(question.id, Answer.TELL, actor="李", now=weeks.now)
    assert len(weeks.ledger.pending()) == 8
    weeks.scan(many(9, "2"))
    assert len(weeks.ledger.pending()) == 9
    with pytest.raises(RefusedError, match="已由李答复"):
        weeks.ledger.desk.settle_question(
            question.id, Answer.FALSE_ALARM, actor="王", now=weeks.now
        )


def test_false_alarms_of_a_changed_rule_are_dismissed_together(weeks: Weeks) -> None:
    weeks.scan(many(1, "1"))
    weeks.scan(many(7, "2"))
    (question,) = weeks.ledger.desk.questions(SITE)
    weeks.ledger.desk.settle_question(question.id, Answer.FALSE_ALARM, actor="李", now=weeks.now)
    states = [issue.state for issue in weeks.ledger.issues()]
    assert states.count(State.FALSE_ALARM) == 6


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Few, the same rule, no scan before, or a rule that nobody knows the version of.
        ([many(0, "1")], many(4, "2")),
        ([many(0, "1")], many(9, "1")),
        ([], many(9, "2")),
        ([many(0, "1")], result(*(finding(page) for page in PAGES), subjects=PAGES)),
    ],
)
def test_nobody_is_asked_where_no_rule_changed_or_little_happened(
    weeks: Weeks, before: list[Result], after: Result
) -> None:
    for seen in before:
        weeks.scan(seen)
    weeks.scan(after)
    assert weeks.ledger.desk.questions() == []
    assert len(weeks.ledger.pending()) == len(after.findings)


def test_a_new_rule_asks_as_a_changed_one_does(weeks: Weeks) -> None:
    weeks.scan(replace(many(0, "1"), codes=frozenset({"L401"}), marks={"L401": "1"}))
    weeks.scan(many(6, "1"))
    assert [each.code for each in weeks.ledger.desk.questions()] == ["W101"]


def test_what_a_look_misses_while_people_are_asked_is_closed_by_their_answer(weeks: Weeks) -> None:
    weeks.scan(many(7, "1"))
    weeks.notify()
    for count in (1, 1, 2):
        weeks.scan(many(count, "2"))
    # It came back and its unit calls it mended: one look is enough, if nobody were asked.
    claimed = next(each for each in weeks.ledger.issues() if each.subject == PAGES[1])
    weeks.ledger.decide(claimed.id, Event.CLAIM, actor="王", now=weeks.now)
    weeks.scan(many(1, "2"))
    (question,) = weeks.ledger.desk.questions()
    weeks.ledger.desk.settle_question(question.id, Answer.MENDED, actor="李", now=weeks.now)
    assert weeks.ledger.issue(claimed.id).state is State.FIXED


@pytest.mark.parametrize(
    ("answer", "reason", "event"),
    [
        (Answer.MENDED, "复核通过", Event.ABSENT),
        (Answer.RULE, "规则调整", Event.RETIRE),
    ],
)
def test_a_changed_rule_that_would_close_many_asks_first(
    weeks: Weeks, answer: Answer, reason: str, event: Event
) -> None:
    weeks.scan(many(7, "1"))
    weeks.notify()
    for _ in range(3):
        weeks.scan(many(1, "2"))
    assert {issue.state for issue in weeks.ledger.issues()} == {State.NOTIFIED}
    (question,) = weeks.ledger.desk.questions()
    assert (question.subject, len(question.issue_ids)) == (Subject.CLOSING, 6)
    with pytest.raises(RefusedError, match="只能答复"):
        weeks.ledger.desk.settle_question(question.id, Answer.TELL, actor="李", now=weeks.now)
    # One of them is met again before anybody answers: it stays.
    weeks.scan(many(2, "2"))
    weeks.ledger.desk.settle_question(question.id, answer, actor="李", now=weeks.now)
    closed = [issue for issue in weeks.ledger.issues() if issue.state is State.FIXED]
    assert {issue.close_reason for issue in closed} == {reason}
    assert len(closed) == 5
    assert weeks.ledger.history(closed[0].id)[-1].event is event


# The log


def test_every_change_is_written_down_with_who_made_it(weeks: Weeks, told: Issue) -> None:
    weeks.ledger.decide(told.id, Event.DISMISS, actor="李", note="引文", now=weeks.now)
    log = weeks.ledger.desk.audit()
    assert [(each.deed.action, each.deed.actor) for each in log] == [
        ("检测入账", SYSTEM),
        ("登记通报", SYSTEM),
        ("标记误报", "李"),
    ]
    verdict = weeks.ledger.desk.verify_audit()
    assert (verdict.entries, verdict.transitions, verdict.fault) == (3, 3, "")


def test_whatever_is_altered_afterwards_shows(weeks: Weeks, told: Issue) -> None:
    weeks.ledger.decide(told.id, Event.DISMISS, actor="李", note="引文", now=weeks.now)
    weeks.ledger.decide(told.id, Event.REOPEN, actor="李", now=weeks.now)
    alterations = [
        update(audit).where(audit.c.id == 3).values(actor="王"),
        update(audit).where(audit.c.id == 4).values(at=MONDAY - timedelta(days=1)),
        delete(audit).where(audit.c.id == 2),
        delete(audit).where(audit.c.id == 4),
        update(transition).where(transition.c.id == 3).values(note="别的理由"),
        delete(transition).where(transition.c.id == 4),
    ]
    for alteration in alterations:
        with pytest.raises(_Undone), weeks.ledger._store.write() as connection:
            connection.execute(alteration)
            assert verify(connection, weeks.ledger._secret).fault != "", alteration
            raise _Undone
    assert weeks.ledger.desk.verify_audit().fault == ""


class _Undone(Exception):  # noqa: N818 - nothing went wrong: it takes the alteration back
    """Ends a transaction without keeping what it did."""
