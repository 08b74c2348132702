"""What supervisors decide, ask for and answer, in any order."""

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from ledger.errors import RefusedError
from ledger.lifecycle import TABLE, Event, IllegalTransitionError, State, advance
from ledger.questions import ANSWERS, Answer
from ledger.requests import RequestKind, RequestState
from tests.ledger.machine.base import Base

PEOPLE = st.sampled_from(
    [
        Event.ACKNOWLEDGE,
        Event.CLAIM,
        Event.DISMISS,
        Event.REOPEN,
        Event.RETIRE,
        Event.ASSIGN,
        Event.EXTEND,
        Event.EXTEND,
    ]
)
OPEN_ONES = (RequestState.OPEN,)


class People(Base):
    """The rules of people."""

    @precondition(lambda self: self.memory)
    @rule(data=st.data(), event=PEOPLE)
    def decide(self, data: st.DataObject, event: Event) -> None:
        issue = self.pick(data, [i for i in self.issues().values() if (i.state, event) in TABLE])
        unit = f"unit-{self.next_name()}" if event is Event.ASSIGN else ""
        until = issue.due and issue.due + timedelta(days=1)
        try:
            expected: State | None = advance(issue.state, event)
        except IllegalTransitionError:
            expected = None
        try:
            after = self.do(
                lambda: self.ledger.decide(
                    issue.id, event, actor="王", note="理由", until=until, unit=unit, now=self.now
                )
            )
        except IllegalTransitionError:
            assert expected is None
        except RefusedError:
            assert event is Event.EXTEND
            assert issue.extended_from is not None, "refused a first extension"
        else:
            assert after.state is expected
            if event in (Event.REOPEN, Event.ASSIGN):
                self.memory[issue.id].missed = None

    @precondition(lambda self: self.memory)
    @rule(data=st.data(), kind=st.sampled_from(RequestKind), days=st.integers(1, 9))
    def ask(self, data: st.DataObject, kind: RequestKind, days: int) -> None:
        issue = self.pick(
            data, [i for i in self.issues().values() if (i.state, kind.event) in TABLE]
        )
        before = self.issues()
        until = self.today + timedelta(days=days)
        try:
            made = self.do(
                lambda: self.ledger.desk.request(
                    issue.id, kind, applicant="王", reason="理由", until=until, now=self.now
                )
            )
        except (IllegalTransitionError, RefusedError):
            return
        assert made.state is RequestState.OPEN
        with pytest.raises(RefusedError):
            self.ledger.desk.answer(made.id, granted=True, actor=made.applicant, now=self.now)
        assert self.issues() == before

    @precondition(lambda self: self.ledger.desk.requests(OPEN_ONES))
    @rule(data=st.data(), granted=st.booleans())
    def answer(self, data: st.DataObject, granted: bool) -> None:
        made = data.draw(st.sampled_from(self.ledger.desk.requests(OPEN_ONES)))
        before = self.issues()[made.issue_id]
        desk = self.ledger.desk
        try:
            done = self.do(lambda: desk.answer(made.id, granted=granted, actor="李", now=self.now))
        except RefusedError:
            assert self.issues()[made.issue_id] == before
            return
        after = self.issues()[made.issue_id]
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
        before = self.issues()
        desk = self.ledger.desk
        self.do(lambda: desk.settle_question(question.id, answer, actor="李", now=self.now))
        for issue in self.issues().values():
            old = before[issue.id]
            assert issue.held_by != question.id
            if issue.id not in question.issue_ids or not old.is_open or answer is Answer.TELL:
                assert issue.state is old.state
            elif answer is not Answer.FALSE_ALARM:
                assert (issue.state is State.FIXED) == bool(old.absences)
