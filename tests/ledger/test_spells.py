"""How long an issue was open is read from its history, each time for itself."""

from datetime import timedelta

from checks.workdays import local_day
from ledger.lifecycle import Event
from ledger.spells import Spell
from tests.ledger.builders import DAY, SITE, Weeks, finding, result


def spells(weeks: Weeks) -> list[Spell]:
    return weeks.ledger.spells(SITE, weeks.now + DAY)


def decide(weeks: Weeks, event: Event) -> None:
    weeks.ledger.decide(
        weeks.ledger.issues()[0].id, event, actor="主管", now=weeks.now, note="理由"
    )


def test_an_open_issue_has_an_open_spell_with_its_deadline(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    assert spells(weeks)[0].due is None
    weeks.notify()
    [spell] = spells(weeks)
    assert spell.is_open and spell.opening is Event.FOUND
    assert spell.due == weeks.ledger.issues()[0].due


def test_a_relapse_begins_a_spell_of_its_own(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    weeks.notify()
    first_due = weeks.ledger.issues()[0].due
    weeks.scan_twice(result())
    closed = weeks.now
    weeks.scan(result(finding()))
    old, new = spells(weeks)
    assert (old.ending, old.closed, old.due) == (Event.ABSENT, closed, first_due)
    assert (new.opening, new.ending, new.due) == (Event.RELAPSE, None, None)


def test_it_stands_as_it_did_at_the_end_of_the_period(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    before = weeks.now + timedelta(hours=1)
    weeks.scan_twice(result())
    assert [spell.is_open for spell in weeks.ledger.spells(SITE, before)] == [True]
    assert weeks.ledger.spells(SITE, before - 2 * DAY) == []


def test_a_dismissed_issue_that_is_taken_up_again_has_two_spells(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    decide(weeks, Event.DISMISS)
    decide(weeks, Event.REOPEN)
    assert [(s.opening, s.ending) for s in spells(weeks)] == [
        (Event.FOUND, Event.DISMISS),
        (Event.REOPEN, None),
    ]


def test_what_the_unit_said_last_is_kept(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    weeks.notify()
    decide(weeks, Event.CLAIM)
    claimed = weeks.now
    weeks.scan(result())
    [spell] = spells(weeks)
    assert (spell.claimed, spell.ending, spell.note) == (claimed, Event.ABSENT, "复核通过")


def test_every_claim_that_a_look_refuted_is_kept(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    weeks.notify()
    for _ in range(2):
        decide(weeks, Event.CLAIM)
        weeks.scan(result(finding()))
    decide(weeks, Event.CLAIM)
    weeks.scan(result())
    [spell] = spells(weeks)
    assert (len(spell.returned), spell.ending) == (2, Event.ABSENT)


def test_other_sites_are_left_out(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    assert weeks.ledger.spells("elsewhere", weeks.now + DAY) == []


def test_the_day_that_counts_is_that_of_the_first_look_that_missed_it(weeks: Weeks) -> None:
    weeks.scan(result(finding()))
    weeks.notify()
    weeks.scan(result())
    missed = weeks.now
    weeks.scan(result())
    weeks.scan(result(finding()))
    old, new = spells(weeks)
    assert (old.ending, old.mended) == (Event.ABSENT, local_day(missed))
    assert new.mended is None
