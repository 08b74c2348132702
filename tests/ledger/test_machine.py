"""Whatever scans, moves, people, units, letters, crashes and clocks do in any order, these hold."""

from hypothesis import HealthCheck, settings

from tests.ledger.machine.always import Always
from tests.ledger.machine.letters import Letters
from tests.ledger.machine.owed import Owed
from tests.ledger.machine.people import People
from tests.ledger.machine.units import Units


class LedgerMachine(Owed, People, Letters, Units, Always):
    """All rules and all that has to hold, on one ledger."""


TestLedgerMachine = LedgerMachine.TestCase
TestLedgerMachine.settings = settings(
    max_examples=20,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
