"""The list as it really goes out, filled in, and taken back."""

from dataclasses import replace
from datetime import timedelta

from ledger.issue import Issue
from ledger.ledger import Ledger
from ledger.lifecycle import State
from notifier.answers import read_answers
from notifier.notice import NoticeKind
from tests.feedback.builders import filled
from tests.feedback.conftest import Told
from tests.web.builders import NOW, a_finding, a_scan
from xunjian.feedback import WebConfig
from xunjian.feedback_links import answer_link
from xunjian.feedback_reading import plan_of
from xunjian.notify import letters


def test_the_list_that_goes_out_is_known_when_it_comes_back(told: Told) -> None:
    ledger = told.ledger
    a_scan(ledger, 2, *(a_finding(n) for n in range(1, 6)), at=NOW - timedelta(hours=3))
    found = letters(told.config, ledger, today=NOW.date(), now=NOW)
    (letter,) = (one for one in found if one.notice.recipient.unit_id == "mzj")
    assert letter.notice.kind is NoticeKind.UNIT
    body = letter.message.workbook
    numbers = [one.id for one in told.issues() if one.state is State.NEW]
    assert len(numbers) == 2
    answers = read_answers(filled({row: ("已整改",) for row in range(1, 6)}, body), "清单.xlsx")
    plan = plan_of(told.config, ledger, answers, NOW)
    assert (plan.site_id, plan.unit_id, plan.actor) == ("qinghe", "mzj", "区民政局")
    assert set(numbers) <= {one.issue_id for one in plan.replies}
    taken = ledger.mailbox.take(plan, NOW)
    # What had been told before may be answered; the rest waits until this list is sent.
    reasons = {one.number: one.reason for one in taken.outcomes if one.reason}
    assert set(reasons) == {str(number) for number in numbers}


def test_a_link_is_made_only_where_units_can_reach_it(told: Told) -> None:
    def made(issues: list[Issue], unit: str = "mzj", url: str = told.config.web.url) -> str:
        config = replace(told.config, web=WebConfig(url))
        name = "<1@x.example>"
        return answer_link(config, told.ledger, NOW, unit_id=unit, message_id=name, issues=issues)

    found = told.ledger.issues()
    base, _, token = made(found).rpartition("/")
    assert base == "https://xunjian.qinghe.example/u"
    kept = told.ledger.mailbox.link(token, NOW)
    assert kept.issue_ids == tuple(one.id for one in found if one.unit == "mzj")
    assert made(found, url="") == ""
    assert made(found, unit="supervisor") == ""
    assert made([]) == ""


def test_a_ledger_that_is_carried_elsewhere_brings_its_feedback(told: Told) -> None:
    plan = plan_of(told.config, told.ledger, read_answers(told.answered(), "清单.xlsx"), NOW)
    told.ledger.mailbox.take(plan, NOW)
    lines = list(told.ledger.dump())
    url = f"sqlite:///{told.config.directory / 'other.sqlite3'}"
    with Ledger.open(url, told.config.secret) as other:
        other.load(lines)
        assert other.mailbox.take(plan, NOW).is_repeated
        assert other.mailbox.feedbacks() == told.ledger.mailbox.feedbacks()
