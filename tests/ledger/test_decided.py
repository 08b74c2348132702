"""What was decided about the requests of units is told once."""

from dataclasses import replace

import pytest

from ledger.errors import NoticeTakenError
from ledger.issue import Issue
from ledger.requests import Request, RequestKind
from tests.ledger.builders import DAY, SITE, Weeks, finding, item, result


@pytest.fixture
def told(weeks: Weeks) -> Issue:
    weeks.scan(result(finding()))
    weeks.notify()
    return weeks.ledger.issues()[0]


def asked(weeks: Weeks, issue: Issue, unit: str = "mzj") -> Request:
    return weeks.ledger.desk.request(
        issue.id,
        RequestKind.FALSE_ALARM,
        applicant="王科长",
        reason="是引文",
        unit=unit,
        now=weeks.now,
    )


@pytest.mark.parametrize("granted", [True, False])
def test_a_unit_hears_once_what_was_decided(weeks: Weeks, told: Issue, granted: bool) -> None:
    made = asked(weeks, told)
    post = weeks.ledger.post
    assert post.decided(SITE) == []
    answered = weeks.ledger.desk.answer(
        made.id, granted=granted, actor="李", note="看过", now=weeks.now
    )
    (decided,) = post.decided(SITE)
    assert (decided.request, decided.is_granted) == (answered, granted)
    letter = replace(item("reply"), request_ids=(made.id,))
    weeks.ledger.enqueue([letter], now=weeks.now)
    assert post.decided(SITE) == []
    with pytest.raises(NoticeTakenError, match="已经告知"):
        weeks.ledger.enqueue([replace(letter, dedupe="reply again")], now=weeks.now)
    assert [each.dedupe for each in weeks.ledger.outbox()].count("reply again") == 0


def test_no_unit_hears_of_what_no_unit_has_asked_for(weeks: Weeks, told: Issue) -> None:
    made = asked(weeks, told, unit="")
    weeks.ledger.desk.answer(made.id, granted=True, actor="李", now=weeks.now)
    assert weeks.ledger.post.decided(SITE) == []


def test_a_request_that_lapsed_was_not_decided(weeks: Weeks, told: Issue) -> None:
    asked(weeks, told)
    weeks.scan_twice(result())
    weeks.now += DAY
    assert weeks.ledger.post.decided(SITE) == []
