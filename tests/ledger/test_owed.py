"""Which looks are owed: at claims that nobody could judge, and at what was closed a while ago."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from checks.finding import Result, Undecided
from ledger.claims import Claim
from ledger.issue import Issue
from ledger.ledger import Ledger
from ledger.lifecycle import Event, State
from ledger.relooks import Relook, Sampling, Verdict
from tests.ledger.builders import DAY, HOUR, MONDAY, SITE, Weeks, finding, result, scan

ALL = Sampling()
MENDED = result()
DOUBTED = result(undecided=(Undecided("page-1", "页面没有打开"),))


def look(ledger: Ledger, name: str, at: datetime, seen: Result, *asked: int) -> None:
    """Apply a small look, as rechecks are."""
    ledger.apply(seen, scan=scan(name, at, full=False), now=at + HOUR / 60, asked=frozenset(asked))


def a_claim(ledger: Ledger, at: datetime = MONDAY + DAY) -> Claim:
    """Open an issue, tell it, and let its unit say that it is mended."""
    weeks = Weeks(ledger)
    weeks.scan(result(finding()))
    weeks.notify()
    (issue,) = ledger.issues()
    ledger.decide(issue.id, Event.CLAIM, actor="教育局", now=at)
    (claim,) = ledger.owed.claims(SITE)
    return claim


def closed(ledger: Ledger, *subjects: str, at: datetime = MONDAY + DAY) -> list[Issue]:
    """Open an issue on each page and close it at the time."""
    subjects = subjects or ("page-1",)
    before = result(*(finding(each) for each in subjects), subjects=subjects)
    look(ledger, f"bad {at}", at - DAY, before)
    ids = [issue.id for issue in ledger.issues() if issue.is_open]
    look(ledger, f"good {at}", at, result(subjects=subjects), *ids)
    return [ledger.issue(number) for number in ids]


def days(relooks: Sequence[Relook]) -> list[tuple[int, int]]:
    return [(each.after, each.attempt) for each in relooks]


def verdicts(ledger: Ledger) -> list[tuple[int, int, Verdict | None]]:
    return [(r.after, r.attempt, r.verdict) for r in ledger.owed.done(SITE, MONDAY)]


# Claims


def test_a_claim_is_owed_a_look_until_one_has_judged_it(ledger: Ledger) -> None:
    claim = a_claim(ledger)
    assert (claim.tries, claim.last_try) == (0, None)
    look(ledger, "unread", MONDAY + 2 * DAY, DOUBTED)
    assert len(ledger.owed.claims(SITE)) == 1
    look(ledger, "still there", MONDAY + 3 * DAY, result(finding()))
    assert ledger.owed.claims(SITE) == []
    ledger.decide(claim.issue.id, Event.CLAIM, actor="教育局", now=MONDAY + 4 * DAY)
    look(ledger, "mended", MONDAY + 5 * DAY, MENDED)
    assert ledger.owed.claims(SITE) == []


def test_tries_that_could_not_judge_a_claim_are_counted_with_the_last_reason(
    ledger: Ledger,
) -> None:
    a_claim(ledger)
    for hour, reason in enumerate(("页面没有打开", "连接超时"), 1):
        (claim,) = ledger.owed.claims(SITE)
        at = MONDAY + DAY + hour * HOUR
        # Written twice, it counts once.
        for _ in range(2):
            ledger.owed.note_undecided_claims({claim: reason}, now=at)
    (claim,) = ledger.owed.claims(SITE)
    assert (claim.tries, claim.last_try, claim.reason) == (2, at, "连接超时")
    # A new claim has tries of its own.
    ledger.decide(claim.issue.id, Event.CLAIM, actor="教育局", now=MONDAY + 3 * DAY)
    assert [each.tries for each in ledger.owed.claims(SITE)] == [0]


def test_the_oldest_claim_comes_first(ledger: Ledger) -> None:
    weeks = Weeks(ledger)
    weeks.scan(result(finding("page-1"), finding("page-2")))
    weeks.notify()
    first, second = ledger.issues()
    for hours, issue in ((2, first), (1, second)):
        ledger.decide(issue.id, Event.CLAIM, actor="甲", now=weeks.now + hours * HOUR)
    assert [claim.issue.id for claim in ledger.owed.claims(SITE)] == [second.id, first.id]


# Closed issues


def test_a_closed_issue_is_looked_at_after_thirty_and_ninety_days(ledger: Ledger) -> None:
    (issue,) = closed(ledger)
    assert ledger.owed.plan(SITE, ALL, now=MONDAY + 2 * DAY) == 2
    assert ledger.owed.ahead(SITE) == {date(2026, 12, 24): 1, date(2027, 2, 22): 1}
    assert ledger.owed.due(SITE, date(2026, 12, 23)) == []
    (relook,) = ledger.owed.due(SITE, date(2026, 12, 24))
    assert (relook.issue.id, relook.after, relook.attempt) == (issue.id, 30, 1)


def test_planning_again_adds_nothing(ledger: Ledger) -> None:
    closed(ledger, "page-1", "page-2")
    assert [ledger.owed.plan(SITE, ALL, now=MONDAY + n * DAY) for n in (2, 2, 40)] == [4, 0, 0]


def test_a_sample_is_the_same_every_time_and_about_as_large_as_it_should_be(
    ledger: Ledger,
) -> None:
    closed(ledger, *(f"page-{number}" for number in range(60)))
    some = Sampling(days=(30,), share=0.5)
    count = ledger.owed.plan(SITE, some, now=MONDAY + 2 * DAY)
    assert 15 < count < 45
    assert ledger.owed.plan(SITE, some, now=MONDAY + 3 * DAY) == 0
    assert ledger.owed.plan(SITE, Sampling((30,), 0.0), now=MONDAY + 3 * DAY) == 0
    # More is the same and others besides.
    assert ledger.owed.plan(SITE, Sampling((30,), 1.0), now=MONDAY + 3 * DAY) == 60 - count


def test_whoever_installs_the_program_late_makes_up_for_the_last_look_only(
    ledger: Ledger,
) -> None:
    now = MONDAY + 500 * DAY
    ages = {"page-10": 10, "page-45": 45, "page-100": 100, "page-360": 360, "page-400": 400}
    for page, age in ages.items():
        closed(ledger, page, at=now - age * DAY)
    ledger.owed.plan(SITE, ALL, now=now)
    # Of what was closed more than a year ago nothing.
    assert [(each.issue.subject, each.after) for each in ledger.owed.due(SITE, now.date())] == [
        ("page-360", 90),
        ("page-45", 30),
        ("page-100", 90),
    ]


def test_what_was_not_mended_is_not_looked_at_again(ledger: Ledger) -> None:
    weeks = Weeks(ledger)
    weeks.scan(result(finding()))
    (issue,) = ledger.issues()
    ledger.decide(issue.id, Event.RETIRE, actor="办公室", note="站点撤并", now=weeks.now)
    assert ledger.owed.plan(SITE, ALL, now=weeks.now + DAY) == 0


def test_any_look_on_the_day_says_what_came_of_it_but_none_before(ledger: Ledger) -> None:
    closed(ledger)
    ledger.owed.plan(SITE, ALL, now=MONDAY + 2 * DAY)
    look(ledger, "day 29", MONDAY + 30 * DAY, MENDED)
    assert verdicts(ledger) == []
    at = MONDAY + 31 * DAY
    ledger.apply(MENDED, scan=scan("day 30", at, full=True), now=at)
    assert verdicts(ledger) == [(30, 1, Verdict.STILL_FIXED)]
    assert ledger.owed.due(SITE, at.date() + DAY) == []


def test_a_relapse_on_the_day_is_a_relapse_like_any_other(ledger: Ledger) -> None:
    (issue,) = closed(ledger)
    ledger.owed.plan(SITE, ALL, now=MONDAY + 2 * DAY)
    look(ledger, "day 30", MONDAY + 31 * DAY, result(finding()))
    assert verdicts(ledger) == [(30, 1, Verdict.RELAPSED)]
    after = ledger.issue(issue.id)
    assert (after.state, after.cycle) == (State.RELAPSED, 2)
    assert [step.event for step in ledger.pending()] == [Event.RELAPSE]


def test_what_came_back_before_its_day_is_not_looked_at_for_the_old_closing(
    ledger: Ledger,
) -> None:
    closed(ledger)
    ledger.owed.plan(SITE, ALL, now=MONDAY + 2 * DAY)
    again = MONDAY + 20 * DAY
    look(ledger, "back", again - DAY, result(finding()))
    closed(ledger, at=again)
    assert ledger.owed.due(SITE, again.date() + 11 * DAY) == []
    # The new closing has looks of its own.
    assert ledger.owed.plan(SITE, ALL, now=again + DAY) == 2
    assert [verdict for _, _, verdict in verdicts(ledger)] == [Verdict.NEEDLESS] * 2
    assert sorted(ledger.owed.ahead(SITE)) == [again.date() + n * DAY for n in (30, 90)]


def test_an_undecided_look_is_tried_again_on_the_next_days_three_times_in_all(
    ledger: Ledger,
) -> None:
    closed(ledger)
    ledger.owed.plan(SITE, ALL, now=MONDAY + 2 * DAY)
    tried = []
    for day in range(25, 50):
        now = MONDAY + day * DAY
        for relook in ledger.owed.due(SITE, now.date()):
            tried.append((day, relook.attempt))
            # Written twice, as by a process that was killed and one that came after it.
            for _ in range(2):
                ledger.owed.note_undecided({relook: "页面没有打开"}, now=now)
    assert tried == [(31, 1), (32, 2), (33, 3)]
    assert verdicts(ledger) == [(30, n, Verdict.UNDECIDED) for n in (1, 2, 3)]
    assert {each.reason for each in ledger.owed.done(SITE, MONDAY)} == {"页面没有打开"}


def test_a_process_killed_before_it_wrote_that_it_saw_nothing_is_owed_the_same_look(
    ledger: Ledger,
) -> None:
    closed(ledger)
    ledger.owed.plan(SITE, ALL, now=MONDAY + 2 * DAY)
    for number, seen in enumerate(
        (DOUBTED, result(incomplete="检测未完成"), result(codes=()), result(subjects=()))
    ):
        look(ledger, f"day 30, {number}", MONDAY + 31 * DAY, seen)
        assert verdicts(ledger) == []
    assert days(ledger.owed.due(SITE, date(2026, 12, 24))) == [(30, 1)]
    look(ledger, "once more", MONDAY + 31 * DAY + HOUR, MENDED)
    assert verdicts(ledger) == [(30, 1, Verdict.STILL_FIXED)]


def test_a_clock_that_is_put_back_brings_no_look_a_second_time(ledger: Ledger) -> None:
    closed(ledger)
    ledger.owed.plan(SITE, ALL, now=MONDAY + 2 * DAY)
    look(ledger, "a year ahead", MONDAY + timedelta(days=365), MENDED)
    assert len(verdicts(ledger)) == 2
    ledger.owed.plan(SITE, ALL, now=MONDAY + 3 * DAY)
    look(ledger, "day 30", MONDAY + 31 * DAY, MENDED)
    assert (len(verdicts(ledger)), ledger.owed.ahead(SITE)) == (2, {})
