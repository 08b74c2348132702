"""Whatever scans, people and senders do in any order, these hold."""

import shutil
import tempfile
from collections import Counter
from datetime import datetime
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from checks.finding import Undecided
from ledger.issue import Issue, Transition
from ledger.ledger import Ledger
from ledger.lifecycle import OPEN, Event, IllegalTransitionError, State, advance
from tests.ledger.builders import DAY, HOUR, MONDAY, SECRET, finding, item, result, scan

SUBJECTS = ("page-1", "page-2", "page-3")
PLACES = st.frozensets(st.sampled_from(SUBJECTS))
PEOPLE = st.sampled_from([Event.ACKNOWLEDGE, Event.CLAIM, Event.DISMISS, Event.WAIVE, Event.REOPEN])
SET_ASIDE = (State.FALSE_ALARM, State.WAIVED)


class LedgerMachine(RuleBasedStateMachine):
    """One site of three pages, with one possible fault on each."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.ledger = Ledger.open(f"sqlite:///{self.folder}/ledger.sqlite3", SECRET)
        self.now = MONDAY
        self.count = 0

    def teardown(self) -> None:
        self.ledger.close()
        shutil.rmtree(Path(self.folder))

    def state_of(self) -> dict[str, Issue]:
        return {issue.subject: issue for issue in self.ledger.issues()}

    def next_name(self) -> str:
        self.count += 1
        return f"n{self.count}"

    @rule(
        there=PLACES,
        visited=PLACES,
        gone=PLACES,
        undecided=PLACES,
        incomplete=st.booleans(),
        age=st.integers(0, 3),
    )
    def scan(
        self,
        there: frozenset[str],
        visited: frozenset[str],
        gone: frozenset[str],
        undecided: frozenset[str],
        incomplete: bool,
        age: int,
    ) -> None:
        self.now += DAY
        started = self.now - HOUR - age * DAY
        seen = result(
            *(finding(subject) for subject in sorted(there & visited)),
            subjects=tuple(visited),
            gone=tuple(gone),
            undecided=tuple(Undecided(subject, "超时") for subject in undecided),
            incomplete="检测被中断。" if incomplete else "",
        )
        info = scan(self.next_name(), started, full=False)
        before = self.state_of()
        self.ledger.apply(seen, scan=info, now=self.now)
        after = self.state_of()
        untellable = undecided | (frozenset(SUBJECTS) - visited - gone)
        for subject, issue in before.items():
            self.check(issue, after[subject], started)
            is_closed = issue.is_open and after[subject].state is State.FIXED
            assert not (is_closed and (incomplete or subject in untellable | (there & visited)))
        assert there & visited <= set(after)
        again = self.ledger.apply(seen, scan=info, now=self.now + HOUR)
        assert again.repeated
        assert self.state_of() == after

    def check(self, old: Issue, new: Issue, started: datetime) -> None:
        if old.state in SET_ASIDE:
            assert new.state is old.state
        if started < old.last_seen:
            assert (new.state, new.message) == (old.state, old.message)
        if old.closed_at and started < old.closed_at:
            assert new.state is old.state
        assert new.last_seen >= old.last_seen
        assert (new.version > old.version) == (new.state is not old.state)

    @rule(everything=st.booleans())
    def same_scan_again(self, everything: bool) -> None:
        seen = result(
            *(finding(each.subject) for each in self.state_of().values() if each.is_open),
            subjects=SUBJECTS if everything else (),
        )
        self.now += DAY
        before = self.state_of()
        applied = self.ledger.apply(seen, scan=scan(self.next_name(), self.now), now=self.now)
        assert (applied.opened, applied.relapsed, applied.closed) == (0, 0, 0)
        assert {k: v.state for k, v in self.state_of().items()} == {
            k: v.state for k, v in before.items()
        }

    @precondition(lambda self: self.ledger.count())
    @rule(data=st.data(), event=PEOPLE)
    def decide(self, data: st.DataObject, event: Event) -> None:
        issue = data.draw(st.sampled_from(self.ledger.issues()))
        try:
            expected: State | None = advance(issue.state, event)
        except IllegalTransitionError:
            expected = None
        try:
            after = self.ledger.decide(issue.id, event, actor="王", note="理由", now=self.now)
        except IllegalTransitionError:
            assert expected is None
        else:
            assert after.state is expected

    @rule(data=st.data())
    def notify(self, data: st.DataObject) -> None:
        some = [step for step in self.ledger.pending() if data.draw(st.booleans())]
        self.ledger.enqueue([item(self.next_name(), *some, now=self.now)], now=self.now)
        told = {step.id for step in some}
        assert not told & {step.id for step in self.ledger.pending()}

    @invariant()
    def everything_untold_can_be_notified(self) -> None:
        opening = {
            step.issue.id for step in self.ledger.pending() if step.event is not Event.ABSENT
        }
        untold = {
            issue.id for issue in self.ledger.issues() if issue.state in (State.NEW, State.RELAPSED)
        }
        assert opening == untold

    @invariant()
    def history_is_a_chain(self) -> None:
        for issue in self.ledger.issues():
            steps = self.ledger.history(issue.id)
            assert [step.old for step in steps] == [None, *(step.new for step in steps[:-1])]
            assert (steps[-1].new, steps[-1].cycle) == (issue.state, issue.cycle)
            assert issue.version == len(steps)
            self.one_list_per_cycle(steps)

    def one_list_per_cycle(self, steps: list[Transition]) -> None:
        lists = Counter(step.cycle for step in steps if step.event is Event.NOTIFY)
        assert all(number == 1 for number in lists.values())
        for step in steps:
            if step.event is Event.NOTIFY:
                assert step.notice_id is not None

    @invariant()
    def dates_fit_the_state(self) -> None:
        for issue in self.ledger.issues():
            assert (issue.closed_at is not None) == (issue.state is State.FIXED)
            if issue.state in (State.NOTIFIED, State.IN_PROGRESS):
                assert issue.due is not None
            if issue.state in (State.NEW, State.RELAPSED):
                assert issue.due is None
            assert issue.is_open == (issue.state in OPEN)


TestLedgerMachine = LedgerMachine.TestCase
TestLedgerMachine.settings = settings(
    max_examples=40,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
