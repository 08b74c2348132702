"""Who is told what."""

from dataclasses import replace

import pytest

from checks.finding import Severity
from ledger.lifecycle import State
from ledger.reminders import ReminderKind
from notifier.digest import answers, urgent
from notifier.notice import (
    NO_UNIT,
    Notice,
    NoticeKind,
    Recipient,
    is_answer,
    is_urgent,
    letter_key,
    message_id,
)
from tests.notifier.builders import (
    CIVIL,
    EDUCATION,
    NOW,
    SUPERVISOR,
    a_busy_day,
    a_full_round,
    a_mailing,
    a_reminder,
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


BEFORE, UNACKNOWLEDGED, OVERDUE = (
    ReminderKind.BEFORE,
    ReminderKind.UNACKNOWLEDGED,
    ReminderKind.OVERDUE,
)
SUPERVISED, PUBLIC = ReminderKind.SUPERVISED, ReminderKind.PUBLIC
UNIT, SUMMARY = NoticeKind.UNIT, NoticeKind.SUPERVISOR

# Which reminder of which unit makes whose letter, and who is in its To.
REMINDED = [
    (BEFORE, "mzj", {UNIT: CIVIL.emails}),
    (UNACKNOWLEDGED, "mzj", {UNIT: CIVIL.emails}),
    (OVERDUE, "mzj", {UNIT: (*CIVIL.emails, *CIVIL.leaders)}),
    (OVERDUE, "jyj", {UNIT: EDUCATION.emails}),
    (SUPERVISED, "mzj", {UNIT: (*CIVIL.emails, *CIVIL.leaders), SUMMARY: SUPERVISOR.emails}),
    (PUBLIC, "mzj", {SUMMARY: SUPERVISOR.emails}),
    # Without a mailbox, all of it is the supervisor's.
    (BEFORE, "tyj", {SUMMARY: SUPERVISOR.emails}),
    (SUPERVISED, "", {SUMMARY: SUPERVISOR.emails}),
]


@pytest.mark.parametrize(("kind", "unit", "expected"), REMINDED)
def test_who_is_reminded(
    kind: ReminderKind, unit: str, expected: dict[NoticeKind, tuple[str, ...]]
) -> None:
    reminder = a_reminder(1, kind, unit=unit)
    notices = letters(reminders=[reminder], standing=[reminder.issue], is_due=False)
    assert {one.kind: one.recipient.emails for one in notices} == expected
    assert sum(len(one.reminders) for one in notices) == 1


def test_every_reminder_is_made_by_exactly_one_letter() -> None:
    made = [(one.issue.id, one.kind) for notice in a_busy_day() for one in notice.reminders]
    assert sorted(made) == sorted(set(made)) and len(made) == 6


def test_a_supervised_problem_is_named_to_the_unit_but_told_by_the_summary() -> None:
    _, education, summary = a_busy_day()
    assert [one.issue.id for one in education.mentions] == [43]
    assert [one.issue.id for one in summary.reminding(SUPERVISED)] == [43]
    assert [one.issue.id for one in summary.reminding(PUBLIC)] == [44]
    assert education.reminders == ()


def test_who_has_had_the_letter_of_the_day_hears_only_of_what_cannot_wait() -> None:
    told = [
        a_transition(1),
        a_transition(2, severity=Severity.CRITICAL, code="P201"),
        a_transition(3, unit="jyj"),
    ]
    notices = letters(*told, served=frozenset({"mzj", ""}))
    assert [(one.kind, ids(one)) for one in notices] == [(NoticeKind.URGENT, [2]), (UNIT, [3])]


def test_what_was_told_since_the_last_summary_counts_in_it_and_is_not_told_again() -> None:
    (summary,) = letters(told=[a_transition(1), a_transition(2, State.FIXED)])
    assert (summary.kind, summary.transition_ids) == (SUMMARY, ())
    assert summary.summary is not None
    assert (summary.summary.total.new, summary.summary.total.closed) == (1, 1)


def test_no_news_is_no_letter() -> None:
    reminder = a_reminder(1, BEFORE)
    assert letters(is_due=False) == []
    assert letters(is_due=False, standing=[reminder.issue]) == []
    assert [one.kind for one in letters(is_due=True)] == [SUMMARY]


URGENCY = [
    # Leaks, grave words and hidden links; not what is merely grave.
    ({"code": "P201", "severity": Severity.CRITICAL}, True),
    ({"code": "W131", "severity": Severity.CRITICAL}, True),
    ({"code": "L413", "severity": Severity.CRITICAL}, True),
    ({"code": "P207", "severity": Severity.ERROR}, False),
    ({"code": "F301", "severity": Severity.CRITICAL}, False),
    ({"code": "C601", "severity": Severity.CRITICAL}, False),
]


@pytest.mark.parametrize(("values", "expected"), URGENCY)
def test_what_cannot_wait(values: dict[str, object], expected: bool) -> None:
    assert is_urgent(a_transition(1, **values)) is expected
    assert is_urgent(a_transition(1, State.RELAPSED, **values)) is expected
    assert not is_urgent(a_transition(1, State.FIXED, **values))


def test_an_urgent_letter_goes_to_the_unit_and_the_supervisor() -> None:
    leak = {"code": "P201", "severity": Severity.CRITICAL}
    told = [a_transition(1, **leak), a_transition(2), a_transition(3, unit="tyj", **leak)]
    civil, own = urgent(a_mailing(), told)
    assert civil.recipient.emails == (*CIVIL.emails, *SUPERVISOR.emails)
    assert (ids(civil), ids(own)) == ([1], [3])
    assert own.recipient.emails == SUPERVISOR.emails


def test_what_answers_a_claim() -> None:
    assert is_answer(a_transition(1, State.IN_PROGRESS))
    assert is_answer(a_transition(1, State.FIXED, claimed_at=NOW))
    assert not is_answer(a_transition(1, State.FIXED))
    assert not is_answer(a_transition(1, claimed_at=NOW))
    threads = {1: ("<t@x.example>", "<a@x.example>"), 2: ("<t@x.example>", "<b@x.example>")}
    told = (a_transition(1, State.IN_PROGRESS), a_transition(2, State.IN_PROGRESS))
    (notice,) = answers(a_mailing(answers_to=threads), told)
    assert notice.answers_to == ("<t@x.example>", "<a@x.example>", "<b@x.example>")


def test_the_key_of_a_daily_letter_is_its_day_and_of_others_what_they_tell() -> None:
    civil, summary = letters(a_transition(1))
    assert letter_key(civil) == "list:qinghe:20261123:mzj"
    assert letter_key(summary) == "summary:qinghe:20261123:zwgk"
    (answer,) = answers(a_mailing(), [a_transition(7, State.IN_PROGRESS)])
    assert letter_key(answer) == "answer:qinghe:t107:mzj"
