"""Which issues are looked at on which day: deadlines, second looks, claims, closed ones."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from checks.finding import Finding
from ledger.ledger import Ledger
from ledger.lifecycle import Event
from ledger.relooks import Sampling, Verdict
from tests.ledger.builders import DAY, HOUR, SECRET, finding, item, result, scan
from tests.schedule.builders import QINGHE, a_config, local
from xunjian.plans import (
    NEEDS_SCAN,
    left_undecided,
    needing_scan,
    next_try,
    of_claims,
    of_day,
    unjudgeable,
    whole_list,
)
from xunjian.schedules import Run
from xunjian.web.status import status

# A Monday morning.
START = local(2026, 11, 23, 7)
ALL = Sampling()
MINUTE = timedelta(minutes=1)


class Desk:
    """A ledger at seven in the morning of the days."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.looks = 0

    def look(self, at: datetime, *found: Finding, gone: bool = False, asked: bool = False) -> None:
        """Look at two pages."""
        self.looks += 1
        pages = ("page-1", "page-2")
        seen = result(*found, subjects=pages, gone=pages if gone else ())
        seen = replace(seen, codes=seen.codes | {"F310"})
        ids = frozenset(issue.id for issue in self.ledger.issues()) if asked else frozenset()
        made = scan(f"look {self.looks}", at, full=False)
        self.ledger.apply(seen, scan=made, now=at + MINUTE, asked=ids)

    def tell(self, at: datetime = START + HOUR) -> date:
        """Tell what is pending, and return the deadline that this sets."""
        told = item(f"told {at}", *self.ledger.pending(), now=at)
        self.ledger.enqueue([told], now=at)
        (due,) = {issue.due for issue in self.ledger.issues()}
        assert due is not None
        return due

    def planned(self, at: datetime) -> dict[str, list[str]]:
        """Return the pages that are planned for the time, by reason."""
        plan = of_day(self.ledger, QINGHE, ALL, at)
        found = {
            "claims": [each.issue.subject for each in plan.claims],
            "due": [each.subject for each in plan.due],
            "missed": [each.subject for each in plan.missed],
            "relooks": [each.issue.subject for each in plan.relooks],
        }
        return {reason: pages for reason, pages in found.items() if pages}

    def claim(self, at: datetime) -> None:
        """Let the unit say that all is mended."""
        for issue in self.ledger.issues():
            self.ledger.decide(issue.id, Event.CLAIM, actor="教育局", now=at)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite3'}", SECRET) as ledger:
        yield Desk(ledger)


def test_an_issue_is_looked_at_on_its_due_day_and_on_every_day_after_it(desk: Desk) -> None:
    desk.look(START, finding())
    due = desk.tell()
    days = []
    for day in range(14):
        morning = START + day * DAY
        if desk.planned(morning) == {"due": ["page-1"]}:
            days.append(morning.date())
            desk.look(morning, finding())
    # Nobody is urged, or named in public, for what was mended without a word.
    assert days == [due + number * DAY for number in range(len(days))]
    assert days[-1] == (START + 13 * DAY).date()


def test_a_due_day_on_which_nothing_ran_or_nothing_was_seen_is_made_up_for(desk: Desk) -> None:
    desk.look(START, finding())
    desk.tell()
    for day in (9, 10, 11):
        assert desk.planned(START + day * DAY) == {"due": ["page-1"]}


def test_a_scan_of_the_same_night_stands_for_the_look_on_the_due_day(desk: Desk) -> None:
    desk.look(START, finding())
    due = desk.tell()
    desk.look(local(due.year, due.month, due.day, 2), finding())
    assert desk.planned(local(due.year, due.month, due.day, 7)) == {}


def test_what_was_missed_once_is_looked_at_on_the_next_day_and_closed(desk: Desk) -> None:
    desk.look(START, finding())
    due = desk.tell()
    morning = local(due.year, due.month, due.day, 7)
    desk.look(morning)
    assert desk.planned(morning + HOUR) == {}
    assert desk.planned(morning + DAY) == {"missed": ["page-1"]}
    desk.look(morning + DAY)
    (issue,) = desk.ledger.issues()
    assert (issue.is_open, issue.met_due) == (False, True)
    assert desk.planned(morning + 2 * DAY) == {}


def test_closed_issues_are_among_those_of_their_day_until_they_were_looked_at(desk: Desk) -> None:
    desk.look(START, finding())
    desk.look(START + DAY, asked=True)
    assert desk.planned(START + 30 * DAY) == {}
    thirtieth = START + 31 * DAY
    assert desk.planned(thirtieth) == {"relooks": ["page-1"]}
    desk.look(thirtieth, finding())
    (done,) = desk.ledger.owed.done(QINGHE.id, thirtieth)
    assert done.verdict is Verdict.RELAPSED
    assert desk.planned(thirtieth + DAY) == {}


def test_a_claim_is_tried_at_once_then_after_an_hour_four_hours_and_a_day(desk: Desk) -> None:
    desk.look(START, finding())
    desk.tell()
    claimed = START + 2 * HOUR
    desk.claim(claimed)
    tried = []
    at = claimed
    while at < claimed + 3 * DAY:
        at += 5 * MINUTE
        for claim in of_claims(desk.ledger, QINGHE, at).claims:
            tried.append(at - claimed)
            desk.ledger.owed.note_undecided_claims({claim: "页面没有打开"}, now=at)
    first = 5 * MINUTE
    assert tried == [first, first + HOUR, first + 5 * HOUR, first + 29 * HOUR]
    # From then on the supervisor knows, and the daily round goes on.
    (told,) = left_undecided(desk.ledger, QINGHE, at)
    assert told.reason == "问题 1 已反馈整改，未能复核：页面没有打开"
    assert desk.planned(at)["claims"] == ["page-1"]


def test_a_claim_about_a_page_that_is_gone_waits_for_the_next_day(desk: Desk) -> None:
    desk.look(START, finding())
    desk.tell()
    desk.claim(START + 2 * HOUR)
    look = START + 3 * HOUR
    (claim,) = of_claims(desk.ledger, QINGHE, look).claims
    desk.look(look, gone=True)
    desk.ledger.owed.note_undecided_claims({claim: "页面已下线"}, now=look)
    (claim,) = desk.ledger.owed.claims(QINGHE.id)
    assert next_try(claim) == look + 23 * HOUR
    assert "claims" not in desk.planned(look + 4 * HOUR)
    assert desk.planned(look + DAY) == {"claims": ["page-1"], "missed": ["page-1"]}


def test_a_clock_that_once_was_ahead_does_not_hold_up_a_claim(desk: Desk) -> None:
    desk.look(START, finding())
    desk.tell()
    desk.claim(START + 2 * HOUR)
    (claim,) = of_claims(desk.ledger, QINGHE, START + 3 * HOUR).claims
    desk.ledger.owed.note_undecided_claims({claim: "页面没有打开"}, now=START + 300 * DAY)
    assert len(of_claims(desk.ledger, QINGHE, START + 4 * HOUR).claims) == 1


def test_what_only_a_full_scan_can_judge_is_told_and_left_to_it(desk: Desk) -> None:
    desk.look(START, finding(code="F310"))
    desk.tell()
    desk.claim(START + 2 * HOUR)
    assert of_claims(desk.ledger, QINGHE, START + 3 * HOUR).claims == ()
    (claim,) = unjudgeable(desk.ledger, QINGHE)
    assert left_undecided(desk.ledger, QINGHE, START) == ()
    desk.ledger.owed.note_undecided_claims({claim: NEEDS_SCAN}, now=START + 3 * HOUR)
    assert unjudgeable(desk.ledger, QINGHE) == []
    (told,) = left_undecided(desk.ledger, QINGHE, START)
    assert told.reason == f"问题 1 已反馈整改，未能复核：{NEEDS_SCAN}"
    assert desk.planned(START + 20 * DAY) == {}
    assert needing_scan(desk.ledger.issues()) == 1


def test_the_whole_list_is_what_is_open_and_what_was_mended_in_the_last_year(desk: Desk) -> None:
    desk.look(START, finding("page-1"), finding("page-2"))
    desk.look(START + DAY, finding("page-2"), asked=True)
    for days, pages in ((2, ["page-1", "page-2"]), (400, ["page-2"])):
        found = whole_list(desk.ledger, QINGHE, START + days * DAY)
        assert sorted(each.subject for each in found) == pages


def test_the_status_page_says_when_owed_looks_are_made(desk: Desk, tmp_path: Path) -> None:
    desk.look(START, finding("page-1"), finding("page-2"))
    desk.tell()
    desk.look(START + DAY, finding("page-2"), asked=True)
    desk.planned(START + 2 * DAY)
    (open_issue,) = (issue for issue in desk.ledger.issues() if issue.is_open)
    now = START + 2 * DAY + HOUR
    desk.ledger.decide(open_issue.id, Event.CLAIM, actor="教育局", now=now)
    shown = status(a_config(tmp_path), desk.ledger, now + MINUTE).next_runs[:2]
    assert shown == (
        Run("反馈复核·青禾区人民政府（1 个）", now + MINUTE),
        Run("销号后回头看·青禾区人民政府（1 个）", START + 31 * DAY),
    )
