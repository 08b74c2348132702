"""Whatever scans, people, senders, crashes and clocks do in any order, these hold."""

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from checks.finding import Result, Undecided
from checks.workdays import local_day
from ledger import apply as applying
from ledger.errors import RefusedError
from ledger.issue import Issue, ScanInfo, Transition
from ledger.ledger import Ledger
from ledger.lifecycle import OPEN, Event, IllegalTransitionError, State, advance
from ledger.questions import ANSWERS, Answer
from ledger.requests import RequestKind, RequestState
from ledger.standing import MASS
from tests.ledger.builders import DAY, HOUR, MONDAY, SECRET, SITE, finding, item, result, scan

SUBJECTS = tuple(f"page-{number}" for number in range(1, MASS + 2))
PLACES = st.frozensets(st.sampled_from(SUBJECTS))
# Most looks see most pages, else nothing would ever close.
SEEN = st.one_of(st.just(frozenset(SUBJECTS)), PLACES)
PEOPLE = st.sampled_from(
    [Event.ACKNOWLEDGE, Event.CLAIM, Event.DISMISS, Event.REOPEN, Event.RETIRE, Event.ASSIGN]
)
SET_ASIDE = (State.FALSE_ALARM, State.WAIVED)
TOLD = (State.NOTIFIED, State.IN_PROGRESS)


class Crash(BaseException):
    """The process dies before its transaction has ended."""


@dataclass
class Memory:
    """What an observer of the looks knows of one page: when it was first missed, and by what."""

    missed: datetime | None = None
    mark: str = ""


class LedgerMachine(RuleBasedStateMachine):
    """One site of a few pages, with one possible fault on each."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.open()
        self.now = MONDAY
        self.count = 0
        self.version = 1
        self.memory: dict[str, Memory] = {}

    def open(self) -> None:
        self.ledger = Ledger.open(f"sqlite:///{self.folder}/ledger.sqlite3", SECRET)

    def teardown(self) -> None:
        self.ledger.close()
        shutil.rmtree(Path(self.folder))

    def state_of(self) -> dict[str, Issue]:
        return {issue.subject: issue for issue in self.ledger.issues()}

    def next_name(self) -> str:
        self.count += 1
        return f"n{self.count}"

    # Scans

    @rule(
        there=PLACES,
        visited=SEEN,
        gone=st.one_of(st.just(frozenset[str]()), PLACES),
        undecided=st.one_of(st.just(frozenset[str]()), PLACES),
        incomplete=st.sampled_from([False, False, True]),
        age=st.integers(0, 50),
        asked=st.booleans(),
        is_new_version=st.sampled_from([False, False, True]),
    )
    def scan(
        self,
        there: frozenset[str],
        visited: frozenset[str],
        gone: frozenset[str],
        undecided: frozenset[str],
        incomplete: bool,
        age: int,
        asked: bool,
        is_new_version: bool,
    ) -> None:
        self.version += is_new_version
        mark = str(self.version)
        gone -= visited
        seen = result(
            *(finding(subject) for subject in sorted(there & visited)),
            subjects=tuple(visited),
            gone=tuple(gone),
            undecided=tuple(Undecided(subject, "超时") for subject in undecided),
            incomplete="检测被中断。" if incomplete else "",
        )
        seen = replace(seen, marks={"W101": mark})
        self.look(seen, self.now - HOUR - age * HOUR, asked=asked)

    def look(self, seen: Result, started: datetime, *, asked: bool = False) -> None:
        before = self.state_of()
        ids = frozenset(issue.id for issue in before.values()) if asked else frozenset()
        info = scan(self.next_name(), started, full=False)
        expected = self.expected(seen, info, before, asked=asked)
        self.die_half_way(seen, info, before)
        self.ledger.apply(seen, scan=info, now=self.now, asked=ids)
        after = self.state_of()
        found = {each.subject for each in seen.findings}
        for subject, issue in before.items():
            self.check(issue, after[subject], seen, started)
            is_closed = issue.is_open and after[subject].state is State.FIXED
            assert is_closed == (subject in expected), subject
        assert found <= set(after)
        self.remember(seen, started, before)
        again = self.ledger.apply(seen, scan=info, now=self.now + HOUR, asked=ids)
        assert again.repeated
        assert self.state_of() == after

    def expected(
        self, seen: Result, info: ScanInfo, before: dict[str, Issue], *, asked: bool
    ) -> set[str]:
        """Return what this look closes, as the words of the rule have it."""
        found = {each.subject for each in seen.findings}
        doubtful = {each.subject for each in seen.undecided}
        pending = {i for each in self.ledger.desk.questions() for i in each.issue_ids}
        closing = set()
        for subject, issue in before.items():
            is_there = subject in found or subject in doubtful or seen.incomplete
            if not issue.is_open or is_there or issue.last_seen > info.started:
                continue
            known = self.memory.setdefault(subject, Memory())
            is_away = subject in seen.subjects
            is_gone = subject in seen.gone
            if not (is_away or is_gone) or (known.missed and info.started < known.missed):
                continue
            is_claimed = issue.claimed_at is not None and issue.claimed_at < info.started
            is_second = known.missed is not None and info.started - known.missed >= 23 * HOUR
            if is_second or (is_away and (is_claimed or asked)):
                closing.add(subject)
        changed = {each for each in closing if self.memory[each].mark != seen.marks["W101"]}
        waiting = {each for each in closing if before[each].id in pending}
        held = {each for each in waiting if before[each].held_by is None}
        return closing - held - (changed if len(changed) >= MASS else set())

    def remember(self, seen: Result, started: datetime, before: dict[str, Issue]) -> None:
        found = {each.subject for each in seen.findings}
        for subject, issue in self.state_of().items():
            known = self.memory.setdefault(subject, Memory(mark=seen.marks["W101"]))
            old = before.get(subject)
            if subject in found:
                is_late = old is not None and started < old.last_seen
                is_from_before = (
                    old is not None and old.is_open and known.missed and started < known.missed
                )
                is_closed = old is not None and issue.state is State.FIXED
                if not (is_late or is_from_before or is_closed or issue.state in SET_ASIDE):
                    known.missed, known.mark = None, seen.marks["W101"]
            else:
                known.missed = issue.absent_since if issue.is_open else known.missed

    def check(self, old: Issue, new: Issue, seen: Result, started: datetime) -> None:
        found = {each.subject for each in seen.findings}
        if old.state is State.FALSE_ALARM:
            assert new.state is old.state
        if old.state is State.WAIVED:
            is_over = old.waived_until is not None and old.waived_until < local_day(self.now)
            is_late = started < old.last_seen
            is_back = old.subject in found and is_over and not is_late
            assert new.state is (State.NEW if is_back else old.state)
        if started < old.last_seen:
            assert (new.state, new.message) == (old.state, old.message)
        if old.closed_at and started < old.closed_at:
            assert new.state is old.state
        if (
            old.state is State.FIXED
            and old.subject in found
            and started >= (max(old.closed_at or started, old.last_seen))
        ):
            assert (new.state, new.cycle) == (State.RELAPSED, old.cycle + 1)
        if old.claimed_at and old.is_open and old.subject in found and started > old.claimed_at:
            assert (new.claimed_at, new.returns) == (None, old.returns + 1)
            assert new.due == old.due
        assert new.last_seen >= old.last_seen
        assert (new.version > old.version) == (
            new.state is not old.state or new.returns != old.returns
        )

    def die_half_way(self, seen: Result, info: ScanInfo, before: dict[str, Issue]) -> None:
        """Do all of it and die before the end; nothing of it has happened."""
        store = self.ledger._store
        with pytest.raises(Crash), store.write() as connection:
            applying.apply(connection, SECRET, seen, info, self.now)
            raise Crash
        assert self.state_of() == before

    @rule(everything=st.booleans())
    def same_scan_again(self, everything: bool) -> None:
        self.now += DAY
        before = self.state_of()
        seen = result(
            *(finding(each.subject) for each in before.values() if each.is_open),
            subjects=SUBJECTS if everything else (),
        )
        self.look(replace(seen, marks={"W101": str(self.version)}), self.now - HOUR)
        assert {k: v.state for k, v in self.state_of().items()} == {
            k: v.state for k, v in before.items()
        }

    @rule()
    def all_is_mended(self) -> None:
        """Two looks a day apart close whatever people were not asked about."""
        for _ in range(2):
            self.now += DAY
            mark = {"W101": str(self.version)}
            self.look(replace(result(subjects=SUBJECTS), marks=mark), self.now - HOUR)
        asked = {i for each in self.ledger.desk.questions() for i in each.issue_ids}
        assert {issue.id for issue in self.ledger.issues() if issue.is_open} <= asked

    # The clock and the process

    @rule(hours=st.integers(1, 240))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def the_clock_is_put_back(self) -> None:
        self.now -= HOUR

    @rule()
    def the_process_starts_again(self) -> None:
        before = self.state_of()
        self.ledger.close()
        self.open()
        assert self.state_of() == before

    # People

    @precondition(lambda self: self.ledger.count())
    @rule(data=st.data(), event=PEOPLE)
    def decide(self, data: st.DataObject, event: Event) -> None:
        issue = data.draw(st.sampled_from(self.ledger.issues()))
        unit = f"unit-{self.next_name()}" if event is Event.ASSIGN else ""
        try:
            expected: State | None = advance(issue.state, event)
        except IllegalTransitionError:
            expected = None
        try:
            after = self.ledger.decide(
                issue.id, event, actor="王", note="理由", unit=unit, now=self.now
            )
        except IllegalTransitionError:
            assert expected is None
        else:
            assert after.state is expected
            if event in (Event.REOPEN, Event.ASSIGN):
                self.memory[issue.subject].missed = None

    @precondition(lambda self: self.ledger.count())
    @rule(data=st.data(), kind=st.sampled_from(RequestKind), days=st.integers(1, 9))
    def ask(self, data: st.DataObject, kind: RequestKind, days: int) -> None:
        issue = data.draw(st.sampled_from(self.ledger.issues()))
        before = self.state_of()
        until = local_day(self.now) + timedelta(days=days)
        try:
            made = self.ledger.desk.request(
                issue.id, kind, applicant="王", reason="理由", until=until, now=self.now
            )
        except (IllegalTransitionError, RefusedError):
            return
        assert made.state is RequestState.OPEN
        with pytest.raises(RefusedError):
            self.ledger.desk.answer(made.id, granted=True, actor="王", now=self.now)
        assert self.state_of() == before

    @precondition(lambda self: self.ledger.desk.requests((RequestState.OPEN,)))
    @rule(data=st.data(), granted=st.booleans())
    def answer(self, data: st.DataObject, granted: bool) -> None:
        made = data.draw(st.sampled_from(self.ledger.desk.requests((RequestState.OPEN,))))
        before = self.ledger.issue(made.issue_id)
        try:
            done = self.ledger.desk.answer(made.id, granted=granted, actor="李", now=self.now)
        except RefusedError:
            assert self.ledger.issue(made.issue_id) == before
            return
        after = self.ledger.issue(made.issue_id)
        if done.state is RequestState.GRANTED:
            assert after.version == before.version + 1
            if made.kind is RequestKind.EXTENSION:
                assert before.due is not None and after.due is not None
                assert before.extended_from is None and after.due > before.due
        else:
            assert after == before

    @precondition(lambda self: self.ledger.desk.questions())
    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        question = data.draw(st.sampled_from(self.ledger.desk.questions()))
        answer = data.draw(st.sampled_from(ANSWERS[question.subject]))
        before = {issue.id: issue for issue in self.ledger.issues()}
        self.ledger.desk.settle_question(question.id, answer, actor="李", now=self.now)
        for issue in self.ledger.issues():
            old = before[issue.id]
            assert issue.held_by != question.id
            if issue.id not in question.issue_ids or not old.is_open or answer is Answer.TELL:
                assert issue.state is old.state
            elif answer is not Answer.FALSE_ALARM:
                assert (issue.state is State.FIXED) == bool(old.absences)

    @rule(data=st.data())
    def notify(self, data: st.DataObject) -> None:
        some = [step for step in self.ledger.pending() if data.draw(st.booleans())]
        self.ledger.enqueue([item(self.next_name(), *some, now=self.now)], now=self.now)
        told = {step.id for step in some}
        assert not told & {step.id for step in self.ledger.pending()}

    # What always holds

    @invariant()
    def everything_untold_can_be_notified(self) -> None:
        opening = {
            step.issue.id
            for step in self.ledger.pending()
            if step.new in (State.NEW, State.RELAPSED)
        }
        untold = {
            issue.id
            for issue in self.ledger.issues()
            if issue.state in (State.NEW, State.RELAPSED) and issue.held_by is None
        }
        assert opening == untold
        waiting = {each.id for each in self.ledger.desk.questions()}
        held = {issue.held_by for issue in self.ledger.issues() if issue.held_by is not None}
        assert held <= waiting

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

    @invariant()
    def the_log_is_whole(self) -> None:
        assert self.ledger.desk.verify_audit().fault == ""

    @invariant()
    def the_site_alone_is_concerned(self) -> None:
        assert {issue.site_id for issue in self.ledger.issues()} <= {SITE}


TestLedgerMachine = LedgerMachine.TestCase
TestLedgerMachine.settings = settings(
    max_examples=40,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
