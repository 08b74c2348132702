"""All bugs that are injected into the ledger."""

from tests.ledger.machine.bugs_of_people import LOOKS, REMINDERS, UNITS
from tests.ledger.machine.bugs_of_scans import KILLS, LEDGER, MOVES

MUTANTS = (*MOVES, *REMINDERS, *UNITS, *LOOKS, *KILLS, *LEDGER)
