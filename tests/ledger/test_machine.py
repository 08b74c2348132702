"""Whatever scans, moves, people, units, letters, crashes and clocks do in any order, these hold."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from ledger.lifecycle import Event
from tests.ledger.builders import HOUR
from tests.ledger.machine.always import Always
from tests.ledger.machine.base import MOSTLY
from tests.ledger.machine.owed import Owed
from tests.ledger.machine.people import People
from tests.ledger.machine.scans import FEW
from tests.ledger.machine.site import PAGES, Look
from tests.ledger.machine.units import TOLD, Units


class LedgerMachine(Owed, People, Units, Always):
    """All rules and all that has to hold, on one ledger."""

    @initialize(there=st.frozensets(st.sampled_from(PAGES), min_size=1), is_told=MOSTLY)
    def begin(self, there: frozenset[int], is_told: bool) -> None:
        """Begin with faults of which the units have mostly been told."""
        pages = frozenset(map(self.here, PAGES))
        faulty = frozenset(map(self.here, there))
        self.look(Look(self.now - HOUR, str(self.version), there=faulty, seen=pages))
        if is_told:
            self.tell(self.ledger.pending())

    @precondition(lambda self: self.memory)
    @rule(data=st.data(), hours=st.sampled_from([-2, -1, 0, 1]), there=FEW, is_sure=MOSTLY)
    def what_is_called_mended_is_looked_at(
        self, data: st.DataObject, hours: int, there: frozenset[int], is_sure: bool
    ) -> None:
        """A look from before the claim says nothing of it, whenever it comes in."""
        told = [issue for issue in self.issues().values() if issue.state in TOLD]
        issue = self.pick(data, told)
        if issue.state in TOLD:
            self.do(lambda: self.ledger.decide(issue.id, Event.CLAIM, actor="王", now=self.now))
        started = self.now + hours * HOUR
        self.now += 2 * HOUR
        seen = frozenset(map(self.here, PAGES))
        faulty = frozenset(map(self.here, there))
        doubt = frozenset() if is_sure else seen - faulty
        self.look(Look(started, str(self.version), there=faulty, seen=seen, undecided=doubt))


TestLedgerMachine = LedgerMachine.TestCase
TestLedgerMachine.settings = settings(
    max_examples=20,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
