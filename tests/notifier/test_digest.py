"""Who is told what."""

from dataclasses import replace

import pytest

from checks.finding import Severity
from ledger.lifecycle import State
from notifier.notice import NO_UNIT, Notice, NoticeKind, Recipient, message_id
from tests.notifier.builders import (
    CIVIL,
    EDUCATION,
    SUPERVISOR,
    a_full_round,
    a_transition,
    an_issue,
    letters,
)


def ids(notice: Notice) -> list[int]:
    return [one.issue.id for one in notice.transitions]


def test_each_unit_gets_its_own_problems_and_the_supervisor_a_summary() -> None:
    civil, education, summary = letters(
        a_transition(1), a_transition(2, unit="jyj"), a_transition(3, State.FIXED)
    )
    assert (civil.recipient, ids(civil)) == (CIVIL, [1, 3])
    assert (education.recipient, ids(education)) == (EDUCATION, [2])
    assert (summary.recipient, summary.kind) == (SUPERVISOR, NoticeKind.SUPERVISOR)
    assert ids(summary) == []


def test_a_unit_that_has_nothing_to_be_told_gets_no_letter() -> None:
    assert [one.recipient for one in letters(a_transition(1))] == [CIVIL, SUPERVISOR]
    assert [one.recipient for one in letters()] == [SUPERVISOR]


def test_problems_without_a_unit_or_a_mailbox_go_to_the_supervisor() -> None:
    (summary,) = letters(a_transition(1, unit=""), a_transition(2, unit="tyj"))
    assert ids(summary) == [1, 2]
    assert [one.issue.unit for one in summary.transitions] == [NO_UNIT, "区体育局"]
    assert summary.summary is not None
    assert [one.mailed for one in summary.summary.units] == [True, False]


def test_every_transition_belongs_to_exactly_one_letter() -> None:
    owned = [number for notice in a_full_round() for number in notice.transition_ids]
    assert sorted(owned) == [100 + number for number in range(1, 14)]


def test_a_problem_that_was_put_right_before_anyone_was_told_is_listed_once() -> None:
    found = a_transition(1)
    fixed = a_transition(1, State.FIXED)
    civil = letters(found, replace(fixed, id=500))[0]
    assert [one.new for one in civil.transitions] == [State.FIXED]
    assert civil.transition_ids == (101, 500)


def test_the_summary_counts_by_unit_and_family_and_shows_critical_problems() -> None:
    summary = a_full_round()[-1].summary
    assert summary is not None
    counts = {one.label: (one.new, one.relapsed, one.closed) for one in summary.units}
    assert counts["区民政局"] == (3, 1, 2)
    assert counts["区教育局"] == (5, 0, 0)
    assert {one.label: one.told for one in summary.families}["隐私与保密"] == 2
    assert [one.issue.id for one in summary.critical] == [2, 13]
    assert (summary.total.told, summary.total.closed, summary.total.standing) == (11, 2, 3)


def test_the_worst_problems_come_first_and_names_stand_for_ids() -> None:
    civil = letters(a_transition(1), a_transition(2, severity=Severity.CRITICAL))[0]
    assert ids(civil) == [2, 1]
    assert civil.transitions[0].issue.column == "通知公告"
    assert civil.transitions[0].issue.unit == "区民政局"


def test_an_issue_told_again_is_not_also_listed_as_standing() -> None:
    civil = letters(a_transition(1), standing=[an_issue(1), an_issue(2)])[0]
    assert [issue.id for issue in civil.standing] == [2]


def test_a_supervisor_without_a_mailbox_is_refused() -> None:
    with pytest.raises(ValueError, match="邮箱"):
        letters(supervisor=Recipient("zwgk", "区政务公开办", ()))


def test_message_ids_are_ascii_stable_and_different_for_different_units() -> None:
    chinese = Recipient("区民政局", "区民政局", ("a@qinghe.example",))
    other = Recipient("区教育局", "区教育局", ("b@qinghe.example",))
    units = {one.unit_id: one for one in (chinese, other)}
    told = (a_transition(1, unit="区民政局"), a_transition(2, unit="区教育局"))
    first = [message_id(one, "qinghe.example") for one in letters(*told, units=units)]
    assert len(set(first)) == 3
    assert all(one.isascii() and " " not in one for one in first)
    assert first == [message_id(one, "qinghe.example") for one in letters(*told, units=units)]
    assert message_id(letters(a_transition(1))[0], "x.example") == (
        "<scan47.mzj.list.20261123@x.example>"
    )
