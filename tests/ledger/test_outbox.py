"""What is told, and that it is told once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger.errors import NoticeTakenError, StaleNoticeError
from ledger.ledger import Ledger
from ledger.lifecycle import Event, State
from ledger.outbox import Failed, NoticeState, QueuedNotice, Retry, Sent, Unknown
from tests.ledger.builders import DAY, HOUR, MONDAY, Weeks, finding, item, result

LEASE = timedelta(minutes=5)


def claim(ledger: Ledger) -> QueuedNotice:
    taken = ledger.claim(MONDAY, LEASE)
    assert taken is not None
    return taken


@pytest.fixture
def queued(ledger: Ledger) -> int:
    (notice_id,) = ledger.enqueue([item("one")], now=MONDAY)
    return notice_id


def test_new_issues_are_told_once_and_get_a_deadline(weeks: Weeks) -> None:
    weeks.scan(result(finding(), finding("page-2")))
    steps = weeks.ledger.pending()
    (notice_id,) = weeks.ledger.enqueue(
        [item("list", *steps, now=weeks.now)],
        now=weeks.now,
    )
    assert weeks.ledger.pending() == []
    for issue in weeks.ledger.issues():
        assert (issue.state, issue.due, issue.version) == (State.NOTIFIED, date(2026, 11, 27), 2)
        assert issue.due == weeks.ledger.due(issue, weeks.now.date()).day
        told = weeks.ledger.history(issue.id)
        assert [(step.event, step.notice_id) for step in told] == [
            (Event.FOUND, notice_id),
            (Event.NOTIFY, notice_id),
        ]


def test_the_same_list_cannot_be_queued_twice(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    steps = weeks.ledger.pending()
    weeks.ledger.enqueue([item("list", *steps)], now=weeks.now)
    with pytest.raises(NoticeTakenError, match="已经通报"):
        weeks.ledger.enqueue([item("another", *steps)], now=weeks.now)
    with pytest.raises(NoticeTakenError, match="已在发件箱"):
        weeks.ledger.enqueue([item("list")], now=weeks.now)
    assert len(weeks.ledger.outbox()) == 1


def test_if_one_of_the_messages_is_taken_none_is_queued(weeks: Weeks) -> None:
    weeks.scan(result(finding(), finding("page-2")))
    one, two = weeks.ledger.pending()
    weeks.ledger.enqueue([item("old")], now=weeks.now)
    with pytest.raises(NoticeTakenError):
        weeks.ledger.enqueue([item("new", one), item("old", two)], now=weeks.now)
    assert weeks.ledger.pending() == [one, two]
    assert [each.dedupe for each in weeks.ledger.outbox()] == ["old"]


def test_a_transition_cannot_be_in_two_messages(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    steps = weeks.ledger.pending()
    with pytest.raises(NoticeTakenError):
        weeks.ledger.enqueue([item("a", *steps), item("b", *steps)], now=weeks.now)
    assert weeks.ledger.outbox() == []


def test_what_was_dismissed_before_the_mail_is_not_told(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    (step,) = weeks.ledger.pending()
    weeks.ledger.decide(step.issue.id, Event.DISMISS, actor="王", note="引文", now=weeks.now)
    assert weeks.ledger.pending() == []
    with pytest.raises(NoticeTakenError):
        weeks.ledger.enqueue([item("list", step)], now=weeks.now)


def test_a_repair_is_told_only_to_a_unit_that_knew_of_the_fault(weeks: Weeks) -> None:
    weeks.scan(result(finding(), finding("page-2")))
    one, _ = weeks.ledger.pending()
    weeks.ledger.enqueue([item("list", one)], now=weeks.now)
    weeks.scan_twice(result())
    (step,) = weeks.ledger.pending()
    assert (step.event, step.issue.id) == (Event.ABSENT, one.issue.id)
    weeks.notify()
    assert weeks.ledger.pending() == []
    assert weeks.ledger.issue(one.issue.id).state is State.FIXED


def test_a_relapse_is_told_again(weeks: Weeks) -> None:
    for seen in (result(finding()), result(), result(), result(finding())):
        weeks.scan(seen)
        weeks.notify()
    (issue,) = weeks.ledger.issues()
    assert (issue.state, issue.cycle) == (State.NOTIFIED, 2)


def test_the_very_bytes_that_were_queued_are_handed_to_the_sender(
    ledger: Ledger,
    queued: int,
) -> None:
    taken = claim(ledger)
    assert (taken.id, taken.payload) == (queued, item("one").payload)
    assert (taken.state, taken.attempts, taken.maybe_sent) == (NoticeState.CONNECTING, 1, False)
    assert ledger.claim(MONDAY, LEASE) is None


def test_a_message_that_was_sent_is_never_handed_out_again(ledger: Ledger, queued: int) -> None:
    claim(ledger)
    ledger.commit_point(queued)
    ledger.settle(queued, Sent(), MONDAY)
    assert ledger.claim(MONDAY + 365 * DAY, LEASE) is None
    assert ledger.outbox()[0].state is NoticeState.SENT


def test_a_message_to_retry_waits_for_its_time(ledger: Ledger, queued: int) -> None:
    claim(ledger)
    ledger.settle(queued, Retry(MONDAY + HOUR, 450, "busy"), MONDAY)
    assert ledger.claim(MONDAY + HOUR / 2, LEASE) is None
    again = ledger.claim(MONDAY + HOUR, LEASE)
    assert again is not None
    assert (again.attempts, again.last_code, again.maybe_sent) == (2, 450, False)


def test_what_failed_for_good_is_sent_again_only_by_a_person(ledger: Ledger, queued: int) -> None:
    claim(ledger)
    ledger.settle(queued, Failed(550, "no such user"), MONDAY)
    assert ledger.claim(MONDAY + DAY, LEASE) is None
    ledger.requeue(queued, MONDAY + DAY)
    assert ledger.claim(MONDAY + DAY, LEASE) is not None
    with pytest.raises(StaleNoticeError):
        ledger.requeue(queued, MONDAY + DAY)


def test_a_sender_that_died_early_leaves_no_doubt(ledger: Ledger, queued: int) -> None:
    claim(ledger)
    assert ledger.claim(MONDAY + LEASE / 2, LEASE) is None
    again = ledger.claim(MONDAY + LEASE, LEASE, resend_unknown=False)
    assert again is not None
    assert not again.maybe_sent


def test_a_sender_that_died_at_the_final_dot_leaves_a_doubtful_message(
    ledger: Ledger,
    queued: int,
) -> None:
    first = claim(ledger)
    ledger.commit_point(queued)
    assert ledger.claim(MONDAY + LEASE, LEASE, resend_unknown=False) is None
    again = ledger.claim(MONDAY + LEASE, LEASE)
    assert again is not None
    assert again.maybe_sent
    assert (again.message_id, again.payload) == (first.message_id, first.payload)


def test_an_unknown_outcome_is_sent_again_later_or_held(ledger: Ledger, queued: int) -> None:
    claim(ledger)
    ledger.commit_point(queued)
    ledger.settle(queued, Unknown(MONDAY + HOUR, 0, "timed out"), MONDAY)
    assert ledger.claim(MONDAY + HOUR, LEASE, resend_unknown=False) is None
    again = ledger.claim(MONDAY + HOUR, LEASE)
    assert again is not None
    assert again.maybe_sent
    ledger.settle(queued, Unknown(), MONDAY + HOUR)
    assert ledger.claim(MONDAY + 365 * DAY, LEASE) is None


def test_a_sender_that_lost_its_lease_is_stopped_before_the_final_dot(
    ledger: Ledger,
    queued: int,
) -> None:
    slow = claim(ledger)
    quick = ledger.claim(MONDAY + LEASE, LEASE)
    assert quick is not None
    with pytest.raises(StaleNoticeError, match="另一个发送程序"):
        ledger.commit_point(queued, slow.attempts)
    ledger.commit_point(queued, quick.attempts)
    with pytest.raises(StaleNoticeError):
        ledger.settle(queued, Failed(), MONDAY, slow.attempts)
    ledger.settle(queued, Sent(), MONDAY, quick.attempts)


def test_messages_are_listed_by_state(ledger: Ledger, queued: int) -> None:
    ledger.enqueue([item("two"), replace(item("three"), recipient="b@site.test")], now=MONDAY)
    claim(ledger)
    assert [each.dedupe for each in ledger.outbox([NoticeState.PENDING])] == ["three", "two"]
    assert [each.dedupe for each in ledger.outbox()] == ["three", "two", "one"]


def test_of_many_senders_no_two_get_the_same_message(ledger: Ledger) -> None:
    ledger.enqueue([item(f"n{number}") for number in range(60)], now=MONDAY)

    def take(_sender: int) -> list[int]:
        taken = []
        while notice := ledger.claim(MONDAY, LEASE):
            taken.append(notice.id)
        return taken

    with ThreadPoolExecutor(4) as pool:
        lists = list(pool.map(take, range(4)))
    assert sorted(each for taken in lists for each in taken) == list(range(1, 61))
