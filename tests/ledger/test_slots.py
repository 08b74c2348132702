"""Schedule slots and signs of life."""

from concurrent.futures import ThreadPoolExecutor

from ledger.issue import Heartbeat
from ledger.ledger import Ledger
from tests.ledger.builders import DAY, HOUR, MONDAY


def test_of_many_who_want_a_slot_one_gets_it(ledger: Ledger) -> None:
    def take(number: int) -> bool:
        return ledger.clock.take_slot("weekly", MONDAY, f"worker-{number}", MONDAY)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(16))) == 1


def test_the_next_slot_and_another_schedule_are_free(ledger: Ledger) -> None:
    assert ledger.clock.take_slot("weekly", MONDAY, "a", MONDAY)
    assert ledger.clock.take_slot("weekly", MONDAY + 7 * DAY, "b", MONDAY)
    assert ledger.clock.take_slot("daily", MONDAY, "c", MONDAY)
    assert not ledger.clock.take_slot("weekly", MONDAY, "a", MONDAY)
    assert [slot.owner for slot in ledger.clock.slots("weekly")] == ["b", "a"]
    assert len(ledger.clock.slots(limit=2)) == 2


def test_the_end_of_the_work_is_kept(ledger: Ledger) -> None:
    ledger.clock.take_slot("weekly", MONDAY, "a", MONDAY)
    ledger.clock.finish_slot("weekly", MONDAY, "完成", MONDAY + HOUR)
    (slot,) = ledger.clock.slots("weekly")
    assert (slot.finished_at, slot.outcome) == (MONDAY + HOUR, "完成")


def test_only_the_last_sign_of_life_is_kept(ledger: Ledger) -> None:
    ledger.clock.heartbeat("scheduler", MONDAY)
    ledger.clock.heartbeat("scheduler", MONDAY + HOUR)
    assert ledger.clock.heartbeats() == [Heartbeat("scheduler", MONDAY + HOUR)]
