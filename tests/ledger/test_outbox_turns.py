"""Who gets a message to send: destinations that rest, and doubtful ones that are held."""

from dataclasses import replace
from datetime import timedelta

from ledger.ledger import Ledger
from ledger.outbox import MAIL, NoticeState, destination
from tests.ledger.builders import DAY, HOUR, MONDAY, item

LEASE = timedelta(minutes=5)


def test_nothing_is_handed_out_for_a_destination_that_rests(ledger: Ledger) -> None:
    items = [
        replace(item(recipient), recipient=recipient)
        for recipient in ("robot:a", "robot:b", "robots@site.test", "Robot:c@site.test")
    ]
    ledger.enqueue(items, now=MONDAY)

    def taken(*resting: str) -> str:
        notice = ledger.claim(MONDAY, LEASE, resting=resting)
        return "" if notice is None else notice.recipient

    assert taken("robot:a", MAIL) == "robot:b"
    assert taken("robot:a", "robot:b", MAIL) == ""
    assert taken("robot:a", "robot:b") == "robots@site.test"
    assert taken("robot:a") == "Robot:c@site.test"
    assert taken(MAIL) == "robot:a"


def test_all_mailboxes_are_one_destination_and_every_robot_is_its_own() -> None:
    assert destination("a@site.test") == destination("b@other.test") == MAIL
    assert destination("robot:a") != destination("robot:b")


def test_what_a_dead_sender_left_in_doubt_is_on_the_list_where_nothing_is_sent_again(
    ledger: Ledger,
) -> None:
    (notice_id,) = ledger.enqueue([item("one")], now=MONDAY)
    assert ledger.claim(MONDAY, LEASE, resend_unknown=False) is not None
    ledger.commit_point(notice_id)
    # As long as its sender may live, nobody else says anything about it.
    assert ledger.claim(MONDAY + LEASE / 2, LEASE, resend_unknown=False) is None
    assert ledger.outbox([NoticeState.UNKNOWN]) == []
    assert ledger.claim(MONDAY + LEASE, LEASE, resend_unknown=False) is None
    (held,) = ledger.outbox([NoticeState.UNKNOWN])
    assert (held.settled_at, held.lease_until) == (MONDAY + LEASE, None)
    assert "没有收到答复" in held.last_text
    # A person sends it again, and it is known that it may have arrived.
    ledger.requeue(held.id, MONDAY + DAY)
    again = ledger.claim(MONDAY + DAY, LEASE, resend_unknown=False)
    assert again is not None
    assert again.maybe_sent


def test_an_office_that_turns_to_sending_again_sends_what_was_held(ledger: Ledger) -> None:
    (notice_id,) = ledger.enqueue([item("one")], now=MONDAY)
    ledger.claim(MONDAY, LEASE, resend_unknown=False)
    ledger.commit_point(notice_id)
    assert ledger.claim(MONDAY + HOUR, LEASE, resend_unknown=False) is None
    again = ledger.claim(MONDAY + HOUR, LEASE)
    assert again is not None
    assert again.maybe_sent
