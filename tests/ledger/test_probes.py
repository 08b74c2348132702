"""Visits to the home pages in the ledger."""

from datetime import timedelta

from ledger.issue import Opening, Probe
from ledger.ledger import Ledger
from tests.ledger.builders import DAY, HOUR, MONDAY, SITE

LONG_AGO = MONDAY - 400 * DAY


def a_probe(hours: int, outcome: Opening = Opening.OPEN, site: str = SITE) -> Probe:
    return Probe(site, MONDAY + hours * HOUR, 0.25, outcome, "" if outcome.counts else "不计")


def test_visits_come_back_as_they_were_oldest_first(ledger: Ledger) -> None:
    made = [a_probe(number, outcome) for number, outcome in enumerate(Opening)]
    ledger.clock.add_probes(made[::-1], keep_from=LONG_AGO)
    ledger.clock.add_probes([a_probe(1, site="linjiang")], keep_from=LONG_AGO)
    assert ledger.clock.probes(SITE, MONDAY) == made
    assert ledger.clock.probes(SITE, MONDAY + HOUR) == made[1:]
    assert ledger.clock.probes("nowhere", MONDAY) == []


def test_visits_are_forgotten_after_their_time(ledger: Ledger) -> None:
    ledger.clock.add_probes([a_probe(0), a_probe(1)], keep_from=LONG_AGO)
    ledger.clock.add_probes([a_probe(2)], keep_from=MONDAY + HOUR)
    assert [each.at for each in ledger.clock.probes(SITE, LONG_AGO)] == [
        MONDAY + HOUR,
        MONDAY + 2 * HOUR,
    ]


def test_the_last_visit_of_each_site_is_known_and_none_from_the_future(ledger: Ledger) -> None:
    ledger.clock.add_probes(
        [a_probe(0), a_probe(2), a_probe(9), a_probe(1, site="linjiang")], keep_from=LONG_AGO
    )
    assert ledger.clock.last_probes(MONDAY + 3 * HOUR) == {
        SITE: MONDAY + 2 * HOUR,
        "linjiang": MONDAY + HOUR,
    }
    assert ledger.clock.last_probes(MONDAY - timedelta(seconds=1)) == {}
