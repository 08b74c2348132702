"""A person closes what no look can settle."""

import pytest

from ledger.errors import ReasonRequiredError
from ledger.lifecycle import Event, State
from ledger.requests import RequestKind, RequestState
from tests.ledger.builders import DAY, SITE, Weeks, finding, result


def test_what_a_person_has_seen_mended_is_closed_told_and_written_down(weeks: Weeks) -> None:
    weeks.scan(result(finding(), finding("page-2")))
    weeks.notify()
    first, second = weeks.ledger.issues()
    desk = weeks.ledger.desk
    asked = desk.request(
        first.id, RequestKind.FALSE_ALARM, applicant="王", reason="引文", unit="mzj", now=weeks.now
    )
    with pytest.raises(ReasonRequiredError, match="须写明理由"):
        desk.close([first.id], actor="李主任", reason=" ", now=weeks.now)
    made = desk.close([first.id, 999], actor="李主任", reason="电话核实", now=weeks.now)
    assert [each.issue_id for each in made.refused] == [999]
    after = weeks.ledger.issue(first.id)
    assert (after.state, after.close_reason, after.met_due) == (State.FIXED, "人工复核通过", True)
    assert weeks.ledger.issue(second.id).state is State.NOTIFIED
    assert [each.state for each in desk.requests(issue_id=first.id)] == [RequestState.LAPSED]
    assert desk.requests(issue_id=first.id)[0].id == asked.id
    assert [(one.issue.id, one.event) for one in weeks.ledger.pending(SITE)] == [
        (first.id, Event.ABSENT)
    ]
    last = desk.audit()[-1]
    assert (last.deed.action, last.deed.actor) == ("人工复核通过", "李主任")
    assert last.deed.detail == {"issues": str(first.id), "reason": "电话核实"}
    assert desk.verify_audit().fault == ""
    spell = next(one for one in weeks.ledger.spells(SITE, weeks.now + DAY) if one.closed)
    assert spell.ending is Event.ABSENT


def test_what_a_look_meets_again_after_that_has_relapsed(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    weeks.notify()
    (issue,) = weeks.ledger.issues()
    weeks.ledger.desk.close([issue.id], actor="李", reason="看过", now=weeks.now)
    again = weeks.ledger.desk.close([issue.id], actor="李", reason="看过", now=weeks.now)
    assert "已整改" in again.refused[0].reason
    weeks.scan(result(finding()))
    assert weeks.ledger.issue(issue.id).state is State.RELAPSED
