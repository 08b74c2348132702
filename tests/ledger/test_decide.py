"""What people decide."""

from dataclasses import replace

import pytest

from ledger.errors import ReasonRequiredError, StaleIssueError, UnknownIssueError
from ledger.issue import Issue
from ledger.lifecycle import Event, IllegalTransitionError, State
from tests.ledger.builders import MONDAY, Weeks, finding, result


@pytest.fixture
def issue(weeks: Weeks) -> Issue:
    weeks.scan(result(finding()))
    return weeks.ledger.issues()[0]


def test_a_decision_is_kept_with_its_author_and_reason(weeks: Weeks, issue: Issue) -> None:
    after = weeks.ledger.decide(issue.id, Event.DISMISS, actor="王", note="引文", now=weeks.now)
    assert after == replace(issue, state=State.FALSE_ALARM, version=2)
    found, dismissed = weeks.ledger.history(issue.id)
    assert (found.old, found.event, found.scan_id) == (None, Event.FOUND, "scan-1")
    assert (dismissed.old, dismissed.new) == (State.NEW, State.FALSE_ALARM)
    assert (dismissed.actor, dismissed.note, dismissed.at) == ("王", "引文", weeks.now)


@pytest.mark.parametrize("event", [Event.DISMISS, Event.WAIVE])
def test_hiding_an_issue_needs_a_reason(weeks: Weeks, issue: Issue, event: Event) -> None:
    with pytest.raises(ReasonRequiredError, match="理由"):
        weeks.ledger.decide(issue.id, event, actor="王", note=" ", now=weeks.now)
    assert weeks.ledger.issue(issue.id) == issue


def test_of_two_people_at_one_issue_the_second_is_told(weeks: Weeks, issue: Issue) -> None:
    seen = issue.version
    weeks.ledger.decide(
        issue.id, Event.DISMISS, actor="王", note="引文", expected_version=seen, now=weeks.now
    )
    with pytest.raises(StaleIssueError, match="刚被别人改为“误报”"):
        weeks.ledger.decide(
            issue.id, Event.WAIVE, actor="李", note="改版", expected_version=seen, now=weeks.now
        )


def test_a_scan_that_only_sees_it_again_does_not_outdate_an_open_form(
    weeks: Weeks,
    issue: Issue,
) -> None:
    weeks.scan(result(finding()))
    weeks.ledger.decide(
        issue.id,
        Event.DISMISS,
        actor="王",
        note="引文",
        expected_version=issue.version,
        now=weeks.now,
    )


@pytest.mark.parametrize(
    "event",
    [Event.FOUND, Event.ABSENT, Event.NOTIFY, Event.ACKNOWLEDGE, Event.REOPEN],
)
def test_what_cannot_be_decided_changes_nothing(weeks: Weeks, issue: Issue, event: Event) -> None:
    with pytest.raises(IllegalTransitionError):
        weeks.ledger.decide(issue.id, event, actor="王", now=weeks.now)
    assert weeks.ledger.issue(issue.id) == issue
    assert len(weeks.ledger.history(issue.id)) == 1


def test_an_issue_that_is_not_there_is_named(weeks: Weeks) -> None:
    with pytest.raises(UnknownIssueError, match="99"):
        weeks.ledger.decide(99, Event.DISMISS, actor="王", note="引文", now=MONDAY)


def test_taking_a_decision_back_opens_the_issue_in_a_new_cycle(weeks: Weeks, issue: Issue) -> None:
    weeks.notify()
    weeks.ledger.decide(issue.id, Event.DISMISS, actor="王", note="引文", now=weeks.now)
    after = weeks.ledger.decide(issue.id, Event.REOPEN, actor="王", now=weeks.now)
    assert (after.state, after.cycle, after.due) == (State.NEW, 2, None)
    assert [step.event for step in weeks.ledger.pending()] == [Event.REOPEN]


def test_a_unit_that_acknowledges_and_reports_back_is_at_work(weeks: Weeks, issue: Issue) -> None:
    weeks.notify()
    for event in (Event.ACKNOWLEDGE, Event.CLAIM, Event.CLAIM):
        after = weeks.ledger.decide(issue.id, event, actor="民政局", now=weeks.now)
        assert after.state is State.IN_PROGRESS
    assert after.due is not None
