"""What a scan does to the ledger."""

from dataclasses import replace
from datetime import timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.finding import Result, Severity, Undecided
from ledger.fingerprint import fingerprint
from ledger.issue import IssueFilter
from ledger.ledger import Ledger
from ledger.lifecycle import Event, State
from ledger.sight import sight
from tests.ledger.builders import DAY, HOUR, MONDAY, SECRET, SITE, Weeks, finding, result, scan


def states(ledger: Ledger) -> list[State]:
    return [issue.state for issue in ledger.issues()]


def test_a_finding_becomes_a_new_issue(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    (issue,) = weeks.ledger.issues()
    assert issue.state is State.NEW
    assert (issue.column, issue.unit, issue.cycle) == ("notices", "office", 1)
    assert issue.first_seen == weeks.now - HOUR
    assert weeks.last.opened == 1


def test_the_same_scan_applied_twice_changes_nothing(ledger: Ledger) -> None:
    seen = result(finding(), finding("page-2"))
    first = ledger.apply(seen, scan=scan("a"), now=MONDAY)
    before = ledger.issues()
    again = ledger.apply(result(), scan=scan("a"), now=MONDAY + DAY)
    assert again == replace(first, repeated=True)
    assert ledger.issues() == before
    assert len(ledger.scans(SITE)) == 1


def test_the_same_findings_in_another_scan_only_move_last_seen(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    (before,) = weeks.ledger.issues()
    weeks.scan(result(finding()))
    (after,) = weeks.ledger.issues()
    assert after == replace(before, last_seen=before.last_seen + DAY)
    assert len(weeks.ledger.history(after.id)) == 1


def test_new_wording_and_severity_are_the_same_issue(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    weeks.scan(result(finding(message="改了说法", severity=Severity.CRITICAL, unit="health")))
    (issue,) = weeks.ledger.issues()
    assert (issue.message, issue.severity, issue.unit) == ("改了说法", Severity.CRITICAL, "health")
    assert issue.version == 1


def test_one_fault_reported_twice_in_a_run_is_one_issue_of_the_worse_kind(weeks: Weeks) -> None:
    weeks.scan(result(finding(severity=Severity.WARNING), finding(severity=Severity.ERROR)))
    assert [issue.severity for issue in weeks.ledger.issues()] == [Severity.ERROR]


def test_what_is_no_longer_there_is_fixed(weeks: Weeks) -> None:
    weeks.scan(result(finding(), finding("page-2")))
    weeks.scan_twice(result(finding("page-2")))
    fixed, still = sorted(weeks.ledger.issues(), key=lambda issue: issue.subject)
    assert (fixed.state, fixed.close_reason) == (State.FIXED, "复核通过")
    assert fixed.closed_at == weeks.now
    assert still.state is State.NEW


def test_a_fault_on_a_page_that_is_gone_is_closed_as_taken_down(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    weeks.scan_twice(result(subjects=(), gone=("page-1",)))
    (issue,) = weeks.ledger.issues()
    assert (issue.state, issue.close_reason) == (State.FIXED, "页面已下线")


@pytest.mark.parametrize(
    "seen",
    [
        result(subjects=("page-2",)),
        result(codes=("L401",)),
        result(codes=("L401",), gone=("page-1",)),
        result(incomplete="检测被中断。"),
        result(undecided=(Undecided("page-1", "超时"),)),
        result(undecided=(Undecided("page-1", "超时", code="W101"),)),
        result(undecided=(Undecided("page-1", "超时", key="登 陆", code="W101"),)),
        result(undecided=(Undecided("page-1", "超时", key="登陆"),)),
        result(subjects=(), gone=("page-1",), undecided=(Undecided("page-1", "超时"),)),
    ],
    ids=[
        "not visited",
        "rule did not run",
        "page gone but rule did not run",
        "incomplete",
        "page undecided",
        "rule undecided",
        "fault undecided",
        "fault undecided for every rule",
        "gone but undecided",
    ],
)
def test_what_could_not_be_judged_is_not_called_fixed(weeks: Weeks, seen: Result) -> None:
    weeks.scan(result(finding()))
    weeks.scan_twice(seen)
    assert states(weeks.ledger) == [State.NEW]


@pytest.mark.parametrize(
    "other",
    [
        Undecided("page-2", "超时"),
        Undecided("page-1", "超时", code="L401"),
        Undecided("page-1", "超时", key="法制", code="W101"),
    ],
)
def test_what_is_undecided_elsewhere_does_not_keep_an_issue_open(
    weeks: Weeks,
    other: Undecided,
) -> None:
    weeks.scan(result(finding()))
    weeks.scan_twice(result(undecided=(other,)))
    assert states(weeks.ledger) == [State.FIXED]


SHORT = st.sampled_from(["", "a", "b"])


@given(
    codes=st.frozensets(st.sampled_from("WL")),
    subjects=st.frozensets(st.sampled_from("pq")),
    undecided=st.lists(
        st.builds(
            Undecided,
            st.sampled_from("pq"),
            st.just("?"),
            key=SHORT,
            code=st.sampled_from(["", "W", "L"]),
        )
    ),
    code=st.sampled_from("WL"),
    subject=st.sampled_from("pq"),
    key=SHORT,
)
def test_the_ledger_judges_as_the_result_does(
    codes: frozenset[str],
    subjects: frozenset[str],
    undecided: list[Undecided],
    code: str,
    subject: str,
    key: str,
) -> None:
    seen = Result(SITE, codes, subjects, (), tuple(undecided))
    mark = fingerprint(SECRET, SITE, code, subject, key)
    told = sight(SECRET, seen).absence(mark, code, subject, ()) != ""
    assert told is seen.could_tell(code, subject, key)


def test_a_fault_that_comes_back_is_a_relapse_in_a_new_cycle(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    weeks.notify()
    weeks.scan_twice(result())
    weeks.scan(result(finding()))
    (issue,) = weeks.ledger.issues()
    assert (issue.state, issue.cycle, issue.due, issue.closed_at) == (State.RELAPSED, 2, None, None)
    closing = weeks.ledger.history(issue.id)[2]
    assert closing.event is Event.ABSENT
    assert closing.due is not None


def test_evidence_older_than_the_closing_does_not_reopen(ledger: Ledger) -> None:
    ledger.apply(result(finding()), scan=scan("a"), now=MONDAY + HOUR)
    quick = scan("recheck", MONDAY + DAY + HOUR / 2, full=False)
    (issue,) = ledger.issues()
    ledger.apply(result(), scan=quick, now=MONDAY + DAY + HOUR, asked=frozenset({issue.id}))
    slow = scan("slow", MONDAY + DAY)
    ledger.apply(result(finding()), scan=slow, now=MONDAY + DAY + 2 * HOUR)
    assert states(ledger) == [State.FIXED]


def test_an_older_scan_applied_late_does_not_close(ledger: Ledger) -> None:
    ledger.apply(result(finding()), scan=scan("new", MONDAY + DAY), now=MONDAY + DAY)
    (issue,) = ledger.issues()
    asked = frozenset({issue.id})
    ledger.apply(result(), scan=scan("old", MONDAY), now=MONDAY + 2 * DAY, asked=asked)
    assert ledger.issue(issue.id).absences == 0
    assert states(ledger) == [State.NEW]


def test_an_older_scan_applied_late_does_not_overwrite_newer_evidence(ledger: Ledger) -> None:
    ledger.apply(result(finding()), scan=scan("new", MONDAY + DAY), now=MONDAY + DAY)
    before = ledger.issues()
    late = result(finding(message="旧的说法"))
    ledger.apply(late, scan=scan("old", MONDAY), now=MONDAY + 2 * DAY)
    assert ledger.issues() == before


@pytest.mark.parametrize("event", [Event.DISMISS, Event.WAIVE])
def test_a_scan_only_moves_last_seen_of_what_a_person_set_aside(
    weeks: Weeks,
    event: Event,
) -> None:
    weeks.scan(result(finding()))
    (issue,) = weeks.ledger.issues()
    until = (weeks.now + 5 * DAY).date() if event is Event.WAIVE else None
    before = weeks.ledger.decide(
        issue.id, event, actor="王", note="引文", now=weeks.now, until=until
    )
    weeks.scan(result(finding(message="又见")))
    weeks.scan_twice(result())
    assert weeks.ledger.issue(issue.id) == replace(before, last_seen=before.last_seen + DAY)


def test_a_waiver_that_ran_out_opens_the_issue_when_it_is_seen_again(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    (issue,) = weeks.ledger.issues()
    until = (weeks.now + DAY).date()
    weeks.ledger.decide(
        issue.id, Event.WAIVE, actor="王", note="改版中", until=until, now=weeks.now
    )
    weeks.scan(result(finding()))
    assert states(weeks.ledger) == [State.WAIVED]
    weeks.scan(result(finding()))
    after = weeks.ledger.issue(issue.id)
    assert (after.state, after.cycle, after.waived_until) == (State.NEW, 2, None)
    assert [step.event for step in weeks.ledger.pending()] == [Event.EXPIRE]


@pytest.mark.parametrize(
    ("pages", "errors", "word"),
    [(0, 0, "没有取得任何页面"), (69, 0, "不足上次完整检测"), (100, 26, "未能取得")],
)
def test_a_full_scan_that_saw_too_little_closes_nothing(
    weeks: Weeks,
    pages: int,
    errors: int,
    word: str,
) -> None:
    weeks.scan(result(finding()))
    weeks.scan_twice(result(finding("page-2")), pages=pages, errors=errors)
    assert states(weeks.ledger) == [State.NEW, State.NEW]
    assert word in weeks.last.incomplete
    assert weeks.ledger.scans(SITE)[0].incomplete == weeks.last.incomplete
    kept = weeks.ledger.last_complete(SITE)
    assert kept is not None
    assert kept.id == "scan-1"


def test_a_recheck_of_one_page_is_not_measured_against_the_whole_site(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    weeks.scan_twice(result(), full=False, pages=1)
    assert states(weeks.ledger) == [State.FIXED]
    kept = weeks.ledger.last_complete(SITE)
    assert kept is not None
    assert kept.id == "scan-1"


def test_a_site_that_really_became_smaller_can_be_accepted(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    weeks.scan_twice(result(), pages=50)
    assert states(weeks.ledger) == [State.NEW]
    weeks.ledger.accept_coverage("scan-3", weeks.now)
    weeks.scan_twice(result(), pages=50)
    assert states(weeks.ledger) == [State.FIXED]


def test_another_site_is_left_alone(ledger: Ledger) -> None:
    ledger.apply(result(finding()), scan=scan("a"), now=MONDAY)
    elsewhere = replace(result(), site_id="other")
    moved = replace(scan("b", MONDAY + DAY), site_id="other")
    ledger.apply(elsewhere, scan=moved, now=MONDAY + DAY)
    assert states(ledger) == [State.NEW]


def test_issues_are_filtered_and_the_worst_come_first(ledger: Ledger) -> None:
    ledger.apply(
        result(
            finding("page-1", "a", severity=Severity.WARNING),
            finding("page-2", "b", severity=Severity.CRITICAL, unit="health"),
            finding("page-2", "c", code="L401", message="100%_失效"),
        ),
        scan=scan("a"),
        now=MONDAY,
    )

    def ids(wanted: IssueFilter) -> list[int]:
        return [issue.id for issue in ledger.issues(wanted)]

    assert ids(IssueFilter()) == [2, 3, 1]
    assert ids(IssueFilter(limit=1, offset=1)) == [3]
    assert ids(IssueFilter(offset=2)) == [1]
    assert ids(IssueFilter(codes=("W",))) == [2, 1]
    assert ids(IssueFilter(codes=("L401", "X1"))) == [3]
    assert ids(IssueFilter(units=("health",))) == [2]
    assert ids(IssueFilter(ids=())) == []
    assert ids(IssueFilter(text="%_失")) == [3]
    assert ids(IssueFilter(text="%登")) == []
    assert ids(IssueFilter(states=(State.FIXED,))) == []
    assert ids(IssueFilter(severities=(Severity.ERROR,), site_id=SITE)) == [3]
    assert ledger.count(IssueFilter(limit=1)) == 3


def test_findings_are_found_again_by_their_fingerprint(ledger: Ledger) -> None:
    ledger.apply(result(finding()), scan=scan("a"), now=MONDAY)
    mark = ledger.fingerprint(SITE, finding())
    assert set(ledger.issues_of(SITE, [finding(), finding("page-9")])) == {mark}


def test_overdue_are_open_issues_whose_last_day_has_passed(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    weeks.notify()
    (issue,) = weeks.ledger.issues()
    assert issue.due is not None
    assert not weeks.ledger.issues(IssueFilter(overdue_on=issue.due))
    assert weeks.ledger.issues(IssueFilter(overdue_on=issue.due + timedelta(days=1))) == [issue]


def test_ten_thousand_findings_do_not_take_long(weeks: Weeks) -> None:
    pages = tuple(f"page-{number}" for number in range(10_000))
    many = result(*(finding(page) for page in pages), subjects=pages)
    none = result(
        subjects=pages,
        undecided=tuple(Undecided(page, "?", key="x", code="W101") for page in pages),
    )
    start = process_time()
    for seen in (many, many, none, none, many):
        weeks.scan(seen)
    # About two seconds on two slow cores; a quadratic loop would take minutes.
    assert process_time() - start < 30
    assert weeks.last.relapsed == 10_000
