"""When an issue counts as mended."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from checks.finding import Result
from ledger.issue import Issue
from ledger.ledger import Ledger
from ledger.lifecycle import Event, State
from tests.ledger.builders import DAY, HOUR, MONDAY, Weeks, finding, result, scan

AWAY, GONE = result(), result(subjects=("page-2",), gone=("page-1",))


def look(
    ledger: Ledger, at: datetime, seen: Result, *, asked: bool = False, full: bool = False
) -> Issue:
    """Let a look that began then see this, and return the one issue after it."""
    ids = frozenset(issue.id for issue in ledger.issues()) if asked else frozenset()
    info = scan(f"look-{at.isoformat()}", at, full=full)
    ledger.apply(seen, scan=info, now=at + HOUR / 2, asked=ids)
    return ledger.issues()[0]


def known(ledger: Ledger, *, claimed: datetime | None = None) -> Issue:
    weeks = Weeks(ledger)
    weeks.now = MONDAY - DAY
    weeks.scan(result(finding()))
    weeks.notify()
    (issue,) = ledger.issues()
    if claimed:
        issue = ledger.decide(issue.id, Event.CLAIM, actor="单位", now=claimed)
    return issue


CLAIMED = MONDAY + HOUR


@pytest.mark.parametrize(
    ("claimed", "looks", "state"),
    [
        # Nobody asked: a second look has to agree, a day later.
        (None, [(2 * HOUR, AWAY, False)], State.NOTIFIED),
        (None, [(2 * HOUR, AWAY, False), (4 * HOUR, AWAY, False)], State.NOTIFIED),
        (None, [(2 * HOUR, AWAY, False), (26 * HOUR, AWAY, False)], State.FIXED),
        (
            None,
            [
                (2 * HOUR, AWAY, False),
                (3 * HOUR, result(finding()), False),
                (26 * HOUR, AWAY, False),
            ],
            State.NOTIFIED,
        ),
        # A person asked for this look, or the unit said so before it began.
        (None, [(2 * HOUR, AWAY, True)], State.FIXED),
        (CLAIMED, [(2 * HOUR, AWAY, False)], State.FIXED),
        (CLAIMED, [(HOUR / 2, AWAY, False)], State.IN_PROGRESS),
        # A page that is gone has to stay gone, whoever asked.
        (CLAIMED, [(2 * HOUR, GONE, True)], State.IN_PROGRESS),
        (CLAIMED, [(2 * HOUR, GONE, True), (22 * HOUR, GONE, True)], State.IN_PROGRESS),
        (CLAIMED, [(2 * HOUR, GONE, True), (26 * HOUR, GONE, True)], State.FIXED),
        (CLAIMED, [(2 * HOUR, GONE, True), (26 * HOUR, AWAY, True)], State.FIXED),
    ],
)
def test_looks_that_do_not_meet_it(
    ledger: Ledger,
    claimed: datetime | None,
    looks: list[tuple[timedelta, Result, bool]],
    state: State,
) -> None:
    known(ledger, claimed=claimed)
    for after, seen, asked in looks:
        issue = look(ledger, MONDAY + after, seen, asked=asked)
    assert issue.state is state


def test_a_claim_that_a_later_look_refutes_goes_back_to_the_unit(ledger: Ledger) -> None:
    before = known(ledger, claimed=CLAIMED)
    issue = look(ledger, MONDAY + 2 * HOUR, result(finding()))
    assert (issue.state, issue.claimed_at, issue.returns) == (State.IN_PROGRESS, None, 1)
    assert issue.due == before.due
    (told,) = ledger.pending()
    assert told.event is Event.RETURN


def test_a_look_that_began_before_the_claim_does_not_refute_it(ledger: Ledger) -> None:
    known(ledger, claimed=CLAIMED)
    issue = look(ledger, MONDAY + HOUR / 2, result(finding()))
    assert (issue.claimed_at, issue.returns) == (CLAIMED, 0)


def test_who_claims_again_before_the_return_was_told_is_not_told_of_it(ledger: Ledger) -> None:
    known(ledger, claimed=CLAIMED)
    issue = look(ledger, MONDAY + 2 * HOUR, result(finding()))
    ledger.decide(issue.id, Event.CLAIM, actor="单位", now=MONDAY + 3 * HOUR)
    assert ledger.pending() == []


@pytest.mark.parametrize(
    ("claimed", "first", "second", "in_time"),
    [
        # The deadline of what was told on Monday is Thursday at the latest.
        (DAY, 2 * DAY, None, True),
        (None, DAY, 20 * DAY, True),
        (None, 19 * DAY, 20 * DAY, False),
        (19 * DAY, 20 * DAY, None, False),
        # The claim was in time, the look that confirms it was not.
        (DAY, 20 * DAY, None, True),
    ],
)
def test_whether_it_was_mended_in_time_is_kept(
    ledger: Ledger,
    claimed: timedelta | None,
    first: timedelta,
    second: timedelta | None,
    in_time: bool,
) -> None:
    known(ledger, claimed=MONDAY + claimed if claimed else None)
    issue = look(ledger, MONDAY + first, AWAY)
    if second:
        issue = look(ledger, MONDAY + second, AWAY)
    assert (issue.state, issue.met_due) == (State.FIXED, in_time)


def test_a_late_look_from_before_it_was_missed_does_not_count_it_as_met(ledger: Ledger) -> None:
    known(ledger)
    look(ledger, MONDAY + 10 * HOUR, AWAY)
    issue = look(ledger, MONDAY + 2 * HOUR, result(finding()))
    assert issue.absences == 1
    assert look(ledger, MONDAY + 34 * HOUR, AWAY).state is State.FIXED


def test_a_relapse_begins_with_nothing_claimed_or_missed(ledger: Ledger) -> None:
    known(ledger, claimed=CLAIMED)
    look(ledger, MONDAY + 2 * HOUR, AWAY)
    issue = look(ledger, MONDAY + DAY, result(finding()))
    fresh = replace(issue, state=State.RELAPSED, cycle=2, claimed_at=None, absences=0, due=None)
    assert issue == replace(fresh, met_due=None, absent_since=None, returns=0, told_at=None)
