"""What holds of the ledger at any time."""

from collections import Counter, defaultdict
from itertools import pairwise

from hypothesis.stateful import invariant

from checks.workdays import local_day
from ledger.issue import Issue, Transition
from ledger.lifecycle import OPEN, RENEWING, Event, State
from ledger.reminders import ReminderKind
from tests.ledger.builders import SITE
from tests.ledger.machine.base import Base
from tests.ledger.machine.site import base
from tests.ledger.machine.units import ACTOR, TOLD


class Always(Base):
    """The invariants."""

    _held_at: object = None

    @invariant()
    def holds(self) -> None:
        """Look at everything, unless nothing was written since the last time."""
        written = self.writes()
        if written != self._held_at:
            self.everything_untold_can_be_notified()
            self.history_is_a_chain()
            self.dates_fit_the_state()
            self.one_issue_is_one_fault_of_one_page()
            self.nobody_is_reminded_twice()
            self.the_log_is_whole()
            self._held_at = written

    def everything_untold_can_be_notified(self) -> None:
        opening = {
            step.issue.id
            for step in self.ledger.pending()
            if step.new in (State.NEW, State.RELAPSED)
        }
        untold = {
            issue.id
            for issue in self.issues().values()
            if issue.state in (State.NEW, State.RELAPSED) and issue.held_by is None
        }
        assert opening == untold
        waiting = {each.id for each in self.ledger.desk.questions()}
        held = {issue.held_by for issue in self.issues().values() if issue.held_by is not None}
        assert held <= waiting

    def history_is_a_chain(self) -> None:
        histories: defaultdict[int, list[Transition]] = defaultdict(list)
        for step in reversed(self.ledger.latest(1_000_000)):
            histories[step.issue.id].append(step)
        for issue in self.issues().values():
            steps = histories[issue.id]
            assert [step.old for step in steps] == [None, *(step.new for step in steps[:-1])]
            assert (steps[-1].new, steps[-1].cycle) == (issue.state, issue.cycle)
            assert issue.version == len(steps)
            self.one_list_per_cycle(steps)
            self.who_may(steps)

    def one_list_per_cycle(self, steps: list[Transition]) -> None:
        lists = Counter(step.cycle for step in steps if step.event is Event.NOTIFY)
        assert all(number == 1 for number in lists.values())
        for step in steps:
            if step.event is Event.NOTIFY:
                assert step.notice_id is not None

    def who_may(self, steps: list[Transition]) -> None:
        """Units only acknowledge and claim; a cycle begins by what renews an issue alone."""
        for before, step in pairwise(steps):
            if step.actor.startswith(ACTOR):
                assert step.event in (Event.ACKNOWLEDGE, Event.CLAIM), "a unit has closed it"
            assert step.cycle == before.cycle + (step.event in RENEWING)
            if step.event is Event.MOVE:
                assert (step.new, step.cycle) == (before.new, before.cycle)

    def dates_fit_the_state(self) -> None:
        for issue in self.issues().values():
            assert (issue.closed_at is not None) == (issue.state is State.FIXED)
            if issue.state in TOLD:
                assert issue.due is not None and issue.told_at is not None
            if issue.state in (State.NEW, State.RELAPSED):
                assert issue.due is None and issue.claimed_at is None and issue.told_at is None
            assert issue.is_open == (issue.state in OPEN)
            assert (issue.absences > 0) == (issue.absent_since is not None)
            if issue.met_due is not None:
                assert issue.state is State.FIXED and issue.due is not None
            self.in_time(issue)

    def in_time(self, issue: Issue) -> None:
        """Whoever claimed or was not met by the deadline, and was closed for it, was in time."""
        if issue.state is State.FIXED and issue.met_due is False:
            assert issue.due is not None and issue.absent_since is not None
            assert local_day(issue.absent_since) > issue.due

    def one_issue_is_one_fault_of_one_page(self) -> None:
        places = [base(issue.subject) for issue in self.issues().values()]
        assert {issue.site_id for issue in self.issues().values()} <= {SITE}
        assert len(set(places)) == len(places), "two issues of one fault"

    def nobody_is_reminded_twice(self) -> None:
        kept = self.ledger.desk.reminders(SITE)
        keys = [(each.issue.id, each.cycle, each.kind, each.due) for each in kept]
        assert len(set(keys)) == len(keys)
        first = ReminderKind.UNACKNOWLEDGED
        asked = [(each.issue.id, each.cycle) for each in kept if each.kind is first]
        assert len(set(asked)) == len(asked), "asked twice to acknowledge"

    def the_log_is_whole(self) -> None:
        assert self.ledger.desk.verify_audit().fault == ""
