"""What a unit is told of its requests."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.decided import Decided
from ledger.lifecycle import State
from ledger.requests import Request, RequestKind, RequestState
from ledger.rulings import Scope
from notifier.digest import News, answers, daily
from notifier.outbox import outbox_items
from notifier.render import render
from notifier.replies import reply_of
from notifier.robot import robot_text
from notifier.subject import subject
from tests.notifier.builders import NOW, SENDER, a_mailing, an_issue

DAY = date(2026, 12, 18)


def a_decision(
    kind: RequestKind = RequestKind.EXTENSION,
    state: RequestState = RequestState.GRANTED,
    /,
    **values: object,
) -> Decided:
    request = Request(
        7,
        1,
        1,
        kind,
        "区民政局 王科长",
        "mzj",
        "供应商",
        Scope.ISSUE,
        DAY,
        NOW,
        state,
        "李",
        NOW,
        "已阅",
    )
    return Decided(request, an_issue(1, **{"state": State.NOTIFIED, "due": DAY} | values))


@pytest.mark.parametrize(
    ("kind", "state", "values", "told"),
    [
        ("延期", "准予", {}, "申请延期到2026年12月18日：准予延期，期限改为2026年12月18日"),
        ("延期", "不准", {}, "不予延期，请整改，期限仍为2026年12月18日"),
        ("豁免", "准予", {"state": State.WAIVED, "waived_until": DAY}, "豁免到2026年12月18日"),
        ("豁免", "不准", {}, "不予豁免，请整改，期限仍为"),
        ("误报", "准予", {"state": State.FALSE_ALARM}, "反映疑似误报：认定为误报，不需要整改"),
        # What was mended meanwhile, or opened anew, has no deadline of then.
        ("误报", "不准", {"state": State.FIXED}, "反映疑似误报：不认定为误报\n"),
        ("延期", "准予", {"cycle": 2}, "申请延期到2026年12月18日：准予延期\n"),
    ],
)
def test_a_reply_says_what_follows(
    kind: str, state: str, values: dict[str, object], told: str
) -> None:
    decided = a_decision(RequestKind(kind), RequestState(state), **values)
    if kind == "误报":
        decided = replace(decided, request=replace(decided.request, until=None))
    (notice,) = answers(a_mailing(), [], [decided])
    letter = render(notice, SENDER, message_id="<1@qinghe.example>", at=NOW)
    assert told in letter.text
    assert "说明：已阅" in letter.text
    assert reply_of(decided).verdict in letter.html
    assert bool(letter.workbook) is decided.issue.is_open
    assert ("无需回复" in letter.text) is (state == "准予" or not decided.issue.is_open)


def test_a_letter_of_replies_alone_says_so() -> None:
    (notice,) = answers(a_mailing(), [], [a_decision()])
    assert subject(notice) == "【巡检】青禾区人民政府·区民政局·申请批复（批复1）·2026年11月23日"
    assert robot_text(notice).lines[0] == "申请已批复1。"
    letter = render(notice, SENDER, message_id="<1@qinghe.example>", at=NOW)
    assert letter.workbook_name == "区民政局-申请批复-20261123.xlsx"
    (item,) = outbox_items(notice, letter)
    assert (item.request_ids, item.dedupe.split(":")[2]) == ((7,), "r7")


def test_replies_come_with_the_list_of_the_day_where_no_answer_was_sent() -> None:
    (notice,) = daily(a_mailing(), News(decided=[a_decision()], is_due=False))
    letter = render(notice, SENDER, message_id="<1@qinghe.example>", at=NOW)
    assert "区民政局的申请已有批复，共1件，列在下面。" in letter.text
    assert "申请的批复" in letter.html
    served = News(decided=[a_decision()], served=frozenset({"mzj"}), is_due=False)
    assert daily(a_mailing(), served) == []


def test_nobody_writes_to_a_unit_without_a_mailbox() -> None:
    decided = a_decision()
    silent = replace(decided, request=replace(decided.request, unit="tyj"))
    assert answers(a_mailing(), [], [silent]) == []
