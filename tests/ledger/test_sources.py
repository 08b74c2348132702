"""An issue that several pages show is open until none of them does."""

import pytest

from checks.finding import Finding, Undecided
from ledger.lifecycle import State
from tests.ledger.builders import Weeks, finding, result

PAGES = ("https://site.test/1", "https://site.test/2", "https://site.test/3")


def dead_link(*pages: str) -> Finding:
    """Return a dead link of one column that the pages show."""
    return finding("notices", "https://else.test/", code="L401", sources=pages)


def test_an_issue_names_the_pages_that_show_it(weeks: Weeks) -> None:
    weeks.scan(result(dead_link(*PAGES), subjects=("notices", *PAGES)))
    (issue,) = weeks.ledger.issues()
    assert (issue.sources, issue.pages) == (PAGES, 3)


@pytest.mark.parametrize(
    ("seen", "gone", "state", "reason"),
    [
        (PAGES, (), State.FIXED, "复核通过"),
        (("notices", *PAGES), (), State.FIXED, "复核通过"),
        (PAGES[:2], PAGES[2:], State.FIXED, "复核通过"),
        ((), PAGES, State.FIXED, "页面已下线"),
        # One page that was not looked at may still show it.
        (PAGES[:2], (), State.NEW, ""),
        (("notices",), (), State.NEW, ""),
        ((), PAGES[:2], State.NEW, ""),
    ],
)
def test_it_is_fixed_when_all_its_pages_were_seen_without_it(
    weeks: Weeks, seen: tuple[str, ...], gone: tuple[str, ...], state: State, reason: str
) -> None:
    weeks.scan(result(dead_link(*PAGES), subjects=("notices", *PAGES)))
    weeks.scan_twice(result(subjects=seen, gone=gone))
    (issue,) = weeks.ledger.issues()
    assert (issue.state, issue.close_reason) == (state, reason)


def test_it_stays_open_while_its_target_is_undecided(weeks: Weeks) -> None:
    weeks.scan(result(dead_link(*PAGES), subjects=PAGES))
    doubt = Undecided("notices", "疑似打不开", "https://else.test/", code="L401")
    weeks.scan_twice(result(subjects=("notices", *PAGES), undecided=(doubt,)))
    (issue,) = weeks.ledger.issues()
    assert issue.state is State.NEW


def test_pages_that_were_not_looked_at_again_stay_on_its_list(weeks: Weeks) -> None:
    weeks.scan(result(dead_link(*PAGES), subjects=PAGES))
    weeks.scan(result(dead_link(PAGES[0]), subjects=PAGES[:2]))
    (issue,) = weeks.ledger.issues()
    assert issue.sources == (PAGES[0], PAGES[2])
    weeks.scan_twice(result(subjects=PAGES[:1]))
    assert weeks.ledger.issues()[0].state is State.NEW
    weeks.scan_twice(result(subjects=(PAGES[0], PAGES[2])))
    assert weeks.ledger.issues()[0].state is State.FIXED


def test_what_most_pages_show_comes_first(weeks: Weeks) -> None:
    few = finding("news", "https://few.test/", code="L401", sources=PAGES[:2])
    many = finding("news", "https://many.test/", code="L401", sources=PAGES)
    weeks.scan(result(finding(), few, many, subjects=PAGES))
    assert [issue.pages for issue in weeks.ledger.issues()] == [3, 2, 1]
