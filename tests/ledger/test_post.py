"""The post book: who had a letter, what it told, how the outbox stands."""

from dataclasses import replace

import pytest

from ledger.errors import UnknownNoticeError
from ledger.ledger import Ledger
from ledger.mailed import Keys
from ledger.outbox import NoticeState, Sent
from tests.ledger.builders import DAY, HOUR, MONDAY, finding, item, result, scan

# An underscore stands for itself, not for any letter.
KEYS = Keys(
    "list:my_site:20261123:",
    "summary:my_site:20261123:",
    "summary:my_site:",
    ("list:my_site:", "summary:my_site:", "answer:my_site:"),
)


def tell(ledger: Ledger, key: str, unit: str = "office") -> int:
    """Queue a letter about all that is to be told; return its number."""
    letter = replace(item(key, *ledger.pending()), unit=unit, kind="问题清单", scan_id="s1")
    (number,) = ledger.enqueue([letter], now=MONDAY)
    return number


def test_who_had_the_letter_of_the_day_and_what_was_told_since_the_summary(ledger: Ledger) -> None:
    ledger.apply(result(finding("page-1")), scan=scan("s1"), now=MONDAY)
    tell(ledger, "list:my_site:20261123:office a@x.test")
    before = ledger.post.before(KEYS)
    assert (before.units, before.has_summary, before.summary_at) == ({"office"}, False, None)
    assert [(one.issue.subject, one.new.value) for one in before.told] == [("page-1", "新发现")]

    tell(ledger, "summary:my_site:20261123:boss b@x.test", unit="boss")
    after = ledger.post.before(KEYS)
    assert (after.has_summary, after.summary_at, after.told) == (True, MONDAY, ())
    assert after.units == {"office"}

    found = (finding("page-1"), finding("page-2"))
    ledger.apply(result(*found), scan=scan("s2", MONDAY + HOUR), now=MONDAY + HOUR)
    tell(ledger, "answer:my_site:t9:office a@x.test")
    assert [one.issue.subject for one in ledger.post.before(KEYS).told] == ["page-2"]


def test_letters_of_other_sites_and_other_days_do_not_count(ledger: Ledger) -> None:
    ledger.apply(result(finding("page-1")), scan=scan("s1"), now=MONDAY)
    tell(ledger, "list:myXsite:20261123:office a@x.test")
    tell(ledger, "list:my_site:20261122:office a@x.test")
    tell(ledger, "summary:my_site2:20261123:boss a@x.test")
    before = ledger.post.before(KEYS)
    assert (before.units, before.has_summary, before.summary_at) == (frozenset(), False, None)
    assert before.told == ()


def test_the_outbox_is_read_without_the_contents_of_the_letters(ledger: Ledger) -> None:
    first, second = tell(ledger, "list:a:1:x"), tell(ledger, "list:a:2:x")
    taken = ledger.claim(MONDAY, HOUR)
    assert taken is not None
    ledger.settle(taken.id, Sent(), MONDAY + HOUR)
    assert [one.id for one in ledger.post.letters()] == [second, first]
    assert [one.id for one in ledger.post.letters(limit=1)] == [second]
    (sent,) = ledger.post.letters((NoticeState.SENT,))
    assert (sent.state, sent.attempts, sent.settled_at) == (NoticeState.SENT, 1, MONDAY + HOUR)
    assert ledger.post.letter(sent.id).payload
    with pytest.raises(UnknownNoticeError, match="99"):
        ledger.post.letter(99)


def test_the_letter_that_told_an_issue_last(ledger: Ledger) -> None:
    ledger.apply(result(finding("page-1")), scan=scan("s1"), now=MONDAY)
    tell(ledger, "list:a:1:office")
    (issue,) = ledger.issues()
    assert ledger.post.telling([issue.id])[issue.id].message_id == "<list:a:1:office@site.test>"
    for number in (1, 2):
        at = MONDAY + number * DAY
        ledger.apply(result(), scan=scan(f"away{number}", at), now=at)
    at = MONDAY + 3 * DAY
    ledger.apply(result(finding("page-1")), scan=scan("again", at), now=at)
    tell(ledger, "list:a:2:office")
    told = ledger.post.telling([issue.id, 99])
    assert {number: one.message_id for number, one in told.items()} == {
        issue.id: "<list:a:2:office@site.test>"
    }
    assert (told[issue.id].scan_id, told[issue.id].unit) == ("s1", "office")
