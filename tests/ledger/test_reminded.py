"""Reminders in the ledger: written with the letter or not at all, asked about, made certain."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from checks.finding import Severity
from checks.workdays import Calendar
from ledger.deadline import Terms
from ledger.errors import NoticeTakenError, ReasonRequiredError, RefusedError
from ledger.issue import Issue
from ledger.ledger import Ledger
from ledger.lifecycle import Event, State
from ledger.reminders import STEPS, Reminder, ReminderKind, ReminderState
from tests.ledger.builders import DAY, HOUR, SECRET, SITE, Weeks, finding, item, result

UNACKNOWLEDGED, BEFORE, OVERDUE, SUPERVISED, PUBLIC = STEPS
# Told on 24 September, the eve of Mid-Autumn; due on the 30th, the eve of National Day.
EVE = datetime(2026, 9, 24, 1, tzinfo=UTC)
# Told on a Friday; over a New Year that nobody has announced.
LAST_FRIDAY = datetime(2040, 12, 28, 1, tzinfo=UTC)
ANNOUNCED = Calendar(
    holidays=frozenset({date(2041, 1, 1), date(2041, 1, 2)}),
    announced=frozenset({2040, 2041}),
)


def told(weeks: Weeks, at: datetime, *subjects: str) -> list[Issue]:
    """Scan and tell on the day."""
    weeks.now = at - DAY
    weeks.scan(result(*map(finding, subjects or ("page-1",))))
    weeks.notify()
    return weeks.ledger.issues()


def day(text: str) -> datetime:
    """Return a morning in China."""
    return datetime.fromisoformat(f"{text}T01:00:00+00:00")


def remind(ledger: Ledger, now: datetime) -> list[Reminder]:
    """Queue a letter with the reminders of the day."""
    due = ledger.reminders_due(SITE, now.date())
    if due:
        letter = replace(item(f"reminder-{now.isoformat()}", now=now), reminders=tuple(due))
        ledger.enqueue([letter], now=now)
    return due


def mornings(first: str, last: str) -> Iterator[datetime]:
    now = day(first)
    while now <= day(last):
        yield now
        now += DAY


def climbed(ledger: Ledger, first: str, last: str) -> list[tuple[str, ReminderKind]]:
    """Remind on each of the days."""
    return [
        (now.date().isoformat(), each.kind)
        for now in mornings(first, last)
        for each in remind(ledger, now)
    ]


def kept(ledger: Ledger) -> list[tuple[ReminderKind, ReminderState]]:
    return [(each.kind, each.state) for each in ledger.desk.reminders(SITE)]


def with_terms(ledger: Ledger, terms: Terms) -> Ledger:
    """Return the same ledger as a program with other settings opens it."""
    return Ledger(ledger._store, SECRET, terms)


def test_day_by_day_over_the_holidays_with_an_outage_each_step_comes_once(weeks: Weeks) -> None:
    (issue,) = told(weeks, EVE)
    assert issue.due == date(2026, 9, 30)
    assert climbed(weeks.ledger, "2026-09-24", "2026-10-08") == [
        ("2026-09-28", UNACKNOWLEDGED),
        ("2026-09-29", BEFORE),
        ("2026-10-08", OVERDUE),
    ]
    # The machine stood still until the 13th.
    assert climbed(weeks.ledger, "2026-10-13", "2026-11-30") == [("2026-10-13", PUBLIC)]
    assert kept(weeks.ledger) == [
        (UNACKNOWLEDGED, ReminderState.TOLD),
        (BEFORE, ReminderState.TOLD),
        (OVERDUE, ReminderState.TOLD),
        (PUBLIC, ReminderState.ASKED),
        (SUPERVISED, ReminderState.SKIPPED),
    ]
    notices = {each.notice_id for each in weeks.ledger.desk.reminders(issue_id=issue.id)}
    assert len(notices) == 5
    assert weeks.ledger.desk.verify_audit().fault == ""


def test_an_extension_moves_the_ladder(weeks: Weeks) -> None:
    (issue,) = told(weeks, EVE)
    ledger = weeks.ledger
    assert climbed(ledger, "2026-09-28", "2026-09-28") == [("2026-09-28", UNACKNOWLEDGED)]
    later = date(2026, 10, 6)
    ledger.decide(
        issue.id, Event.EXTEND, actor="王", note="厂家", until=later, now=day("2026-09-28")
    )
    assert climbed(ledger, "2026-09-29", "2026-10-10") == [
        # The last working day before the new deadline, and not once more 未签收提醒.
        ("2026-09-30", BEFORE),
        ("2026-10-08", OVERDUE),
        ("2026-10-10", SUPERVISED),
    ]
    assert {each.due for each in ledger.desk.reminders(SITE)} == {date(2026, 9, 30), later}


def test_who_claims_or_mends_is_left_alone_until_the_look_and_climbs_on_then(weeks: Weeks) -> None:
    issue, mended = told(weeks, EVE, "page-1", "page-2")
    ledger = weeks.ledger
    weeks.now = day("2026-09-27")
    weeks.scan(result(finding()))
    assert ledger.issue(mended.id).absences == 1
    ledger.decide(issue.id, Event.CLAIM, actor="区政府办", now=weeks.now)
    assert climbed(ledger, "2026-09-28", "2026-10-08") == []
    weeks.now = day("2026-10-08")
    weeks.scan(result(finding()))
    assert ledger.issue(issue.id).returns == 1
    assert ledger.issue(mended.id).state is State.FIXED
    assert climbed(ledger, "2026-10-09", "2026-10-10") == [
        ("2026-10-09", OVERDUE),
        ("2026-10-10", SUPERVISED),
    ]


def test_a_new_cycle_begins_a_new_ladder_with_half_the_term(weeks: Weeks) -> None:
    (issue,) = told(weeks, EVE)
    ledger = weeks.ledger
    assert len(climbed(ledger, "2026-09-28", "2026-10-08")) == 3
    ledger.decide(issue.id, Event.CLAIM, actor="区政府办", now=day("2026-10-08"))
    weeks.now = day("2026-10-08")
    for seen in (result(), result(), result(finding())):
        weeks.scan(seen)
    (back,) = ledger.issues()
    assert back.state is State.RELAPSED
    assert ledger.due(back, weeks.now.date()).day == date(2026, 10, 12)
    weeks.notify()
    (back,) = ledger.issues()
    assert (back.due, back.cycle) == (date(2026, 10, 12), 2)
    assert climbed(ledger, "2026-10-11", "2026-10-13") == [
        ("2026-10-12", UNACKNOWLEDGED),
        ("2026-10-13", OVERDUE),
    ]


def test_a_reminder_is_given_once_or_the_whole_letter_is_refused(weeks: Weeks) -> None:
    leak = finding("page-2", code="L401", severity=Severity.CRITICAL)
    weeks.now = EVE - DAY
    weeks.scan(result(finding(), leak))
    weeks.notify()
    ledger, now = weeks.ledger, day("2026-10-08")
    # The worst come first.
    one, two = ledger.reminders_due(SITE, now.date())
    assert [one.issue.severity, two.issue.severity] == [Severity.CRITICAL, Severity.ERROR]
    ledger.enqueue([replace(item("one"), reminders=(one,))], now=now)
    with pytest.raises(NoticeTakenError, match="已经提醒过"):
        ledger.enqueue([item("new"), replace(item("both"), reminders=(two, one))], now=now)
    with pytest.raises(NoticeTakenError, match="已经提醒过"):
        twice = [replace(item(name), reminders=(two,)) for name in ("a", "b")]
        ledger.enqueue(twice, now=now)
    assert ledger.reminders_due(SITE, now.date()) == [two]
    assert "both" not in {each.dedupe for each in ledger.outbox()}


def test_what_has_changed_meanwhile_is_not_reminded_of(weeks: Weeks) -> None:
    events = (Event.ACKNOWLEDGE, Event.CLAIM, Event.DISMISS, Event.EXTEND)
    told(weeks, EVE, *(f"page-{number}" for number, _ in enumerate(events)))
    ledger, now = weeks.ledger, day("2026-09-29")
    due = ledger.reminders_due(SITE, now.date())
    for each, event in zip(due, events, strict=True):
        until = date(2026, 10, 6) if event is Event.EXTEND else None
        ledger.decide(each.issue.id, event, actor="王", note="理由", until=until, now=now)
        with pytest.raises(NoticeTakenError, match="期限已变"):
            ledger.enqueue([replace(item("late"), reminders=(each,))], now=now)
    assert ledger.desk.reminders(SITE) == []


def overdue(weeks: Weeks, *subjects: str) -> list[int]:
    """Return issues that a person is asked about."""
    ids = [each.id for each in told(weeks, EVE, *subjects)]
    remind(weeks.ledger, day("2026-10-13"))
    assert [each.issue.id for each in weeks.ledger.desk.public_candidates(SITE)] == ids
    return ids


def test_a_person_says_what_is_published(weeks: Weeks) -> None:
    one, two = overdue(weeks, "page-1", "page-2")
    ledger, now = weeks.ledger, day("2026-10-14")
    (confirmed,) = ledger.desk.confirm_public([one], actor="李", now=now, note="会上议定")
    assert (confirmed.issue.id, confirmed.state) == (one, ReminderState.CONFIRMED)
    assert (confirmed.actor, confirmed.note, confirmed.answered_at) == ("李", "会上议定", now)
    with pytest.raises(ReasonRequiredError):
        ledger.desk.drop_public([two], actor="李", now=now, note=" ")
    ledger.desk.drop_public([two], actor="李", now=now, note="厂家故障")
    assert ledger.desk.public_candidates(SITE) == []
    states = (ReminderState.CONFIRMED, ReminderState.DROPPED)
    assert [each.issue.id for each in ledger.desk.reminders(SITE, states=states)] == [one, two]
    assert [each.deed.action for each in ledger.desk.audit()][-2:] == [
        "拟通报：确认通报",
        "拟通报：不予通报",
    ]
    # What is settled is not asked again for another deadline.
    until = date(2026, 10, 5)
    ledger.decide(one, Event.EXTEND, actor="王", note="厂家", until=until, now=now)
    assert climbed(ledger, "2026-10-15", "2026-10-30") == [("2026-10-15", SUPERVISED)]


def test_a_list_of_which_one_is_settled_changes_nothing(weeks: Weeks) -> None:
    one, two = overdue(weeks, "page-1", "page-2")
    ledger, now = weeks.ledger, day("2026-10-14")
    ledger.decide(two, Event.CLAIM, actor="区政府办", now=now)
    with pytest.raises(RefusedError, match=f"问题 {two} 不在"):
        ledger.desk.confirm_public([one, two], actor="李", now=now)
    assert [each.issue.id for each in ledger.desk.public_candidates(SITE)] == [one]
    # A new deadline has to run out before anybody is asked again.
    until = date(2026, 10, 5)
    ledger.decide(one, Event.EXTEND, actor="王", note="厂家", until=until, now=now)
    assert ledger.desk.public_candidates(SITE) == []
    assert [each.kind for each in remind(ledger, day("2026-10-15"))] == [PUBLIC]
    assert [each.due for each in ledger.desk.public_candidates(SITE)] == [until]


def test_what_came_back_for_the_second_time_is_put_to_a_person(weeks: Weeks) -> None:
    (issue,) = told(weeks, EVE)
    for _ in range(2):
        for seen in (result(), result(), result(finding())):
            weeks.scan(seen)
        weeks.notify()
    assert weeks.ledger.issue(issue.id).cycle == 3
    kinds = {each.kind for each in remind(weeks.ledger, day("2026-10-08"))}
    assert PUBLIC in kinds
    assert [each.issue.id for each in weeks.ledger.desk.public_candidates(SITE)] == [issue.id]


def test_provisional_deadlines_move_outward_when_the_calendar_is_known(weeks: Weeks) -> None:
    (issue,) = told(weeks, LAST_FRIDAY)
    assert (issue.due, issue.due_provisional) == (date(2041, 1, 3), True)
    now = day("2040-12-29")
    assert weeks.ledger.review_deadlines(now) == []
    known = with_terms(weeks.ledger, Terms(calendar=ANNOUNCED))
    (changed,) = known.review_deadlines(now)
    assert (changed.was, changed.has_moved) == (date(2041, 1, 3), True)
    after = known.issue(issue.id)
    assert changed.issue == after
    assert (after.due, after.due_provisional) == (date(2041, 1, 4), False)
    # No step of the issue's life: the chain of the audit log has it.
    assert (after.version, len(known.history(issue.id))) == (issue.version, 2)
    assert f"{issue.id} 2041-01-03→2041-01-04" in str(known.desk.audit()[-1].deed.detail)
    assert known.review_deadlines(now) == []


def test_a_deadline_that_turned_out_too_late_stays(weeks: Weeks) -> None:
    (issue,) = told(weeks, LAST_FRIDAY)
    works = replace(ANNOUNCED, workdays=frozenset({date(2040, 12, 29), date(2040, 12, 30)}))
    (changed,) = with_terms(weeks.ledger, Terms(calendar=works)).review_deadlines(weeks.now)
    assert not changed.has_moved
    assert (changed.issue.due, changed.issue.due_provisional) == (issue.due, False)


def test_relapses_and_extensions_are_reviewed_as_they_were_granted(weeks: Weeks) -> None:
    (issue,) = told(weeks, LAST_FRIDAY - 20 * DAY)
    weeks.now = LAST_FRIDAY - 4 * DAY
    for seen in (result(), result(), result(finding())):
        weeks.scan(seen)
    weeks.now += HOUR
    weeks.notify()
    ledger = weeks.ledger
    (back,) = ledger.issues()
    assert (back.due, back.due_provisional) == (date(2040, 12, 28), True)
    until = date(2040, 12, 29)
    ledger.decide(issue.id, Event.EXTEND, actor="王", note="厂家", until=until, now=weeks.now)
    (changed,) = with_terms(ledger, Terms(calendar=ANNOUNCED)).review_deadlines(weeks.now)
    assert (changed.issue.due, changed.has_moved) == (until, False)
    assert not changed.issue.due_provisional


def test_who_took_over_what_had_relapsed_before_is_reviewed_with_the_full_term(
    weeks: Weeks,
) -> None:
    (issue,) = told(weeks, LAST_FRIDAY - 20 * DAY)
    weeks.now = LAST_FRIDAY - 4 * DAY
    for seen in (result(), result(), result(finding())):
        weeks.scan(seen)
    ledger, now = weeks.ledger, LAST_FRIDAY
    ledger.decide(issue.id, Event.ASSIGN, actor="王", note="职能划转", unit="other", now=now)
    weeks.now = now
    weeks.notify()
    assert ledger.issue(issue.id).due == date(2041, 1, 3)
    (changed,) = with_terms(ledger, Terms(calendar=ANNOUNCED)).review_deadlines(now)
    assert changed.issue.due == date(2041, 1, 4)
