"""The table of states."""

from itertools import product

import pytest

from ledger.lifecycle import (
    CLOSING,
    DECISIONS,
    OPEN,
    OPENING,
    TABLE,
    UNTOLD,
    Event,
    IllegalTransitionError,
    State,
    advance,
)


def test_every_pair_leads_somewhere_or_is_refused() -> None:
    for state, event in product([None, *State], Event):
        if (state, event) in TABLE:
            assert advance(state, event) in State
        else:
            with pytest.raises(IllegalTransitionError, match="不能"):
                advance(state, event)


def test_every_state_can_be_reached_and_every_event_can_happen() -> None:
    assert set(TABLE.values()) == set(State)
    assert {event for _, event in TABLE} == set(Event)


def test_a_scan_never_reopens_what_a_person_decided() -> None:
    scanned = set(Event) - DECISIONS - {Event.EXPIRE, Event.MOVE}
    assert not {(s, e) for s, e in TABLE if s in (State.FALSE_ALARM, State.WAIVED) and e in scanned}


def test_whatever_opens_an_issue_leads_to_a_state_that_can_be_notified() -> None:
    for (before, event), state in TABLE.items():
        if event is Event.MOVE:
            assert state is before
        else:
            assert (event in OPENING) == (state in UNTOLD)
    for state in UNTOLD:
        assert advance(state, Event.NOTIFY) is State.NOTIFIED


def test_only_open_issues_can_become_fixed() -> None:
    for event in CLOSING:
        assert {state for state, each in TABLE if each is event} == OPEN
