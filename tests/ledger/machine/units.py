"""What units send back, by workbook and by link: they acknowledge, claim and ask, and close nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from checks.workdays import local_day
from ledger.answer import Answer
from ledger.errors import RefusedError
from ledger.feedback import Feedback, FeedbackPlan, Reply, Source
from ledger.issue import Issue
from ledger.lifecycle import Event, State
from ledger.links import ExpiredLinkError
from ledger.requests import RequestKind, RequestState
from tests.ledger.builders import SITE
from tests.ledger.machine.base import MOSTLY
from tests.ledger.machine.letters import Letters

UNIT = "office"
TOLD = (State.NOTIFIED, State.IN_PROGRESS)
ANSWERS = st.sampled_from([Answer.MENDED, Answer.MENDED, *Answer])
NOTES = st.sampled_from(["已改", "又改了一遍"])
KINDS = {Answer.EXTENSION: RequestKind.EXTENSION, Answer.FALSE_ALARM: RequestKind.FALSE_ALARM}
ACTOR = "单位"


@dataclass(frozen=True, slots=True)
class Token:
    """A link as the letter has it."""

    token: str
    issue_ids: tuple[int, ...]
    expires: datetime


class Units(Letters):
    """The rules of units; `heard` are the words that were taken, `taken` the files."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: set[object] = set()
        self.taken: set[str] = set()
        self.files: list[FeedbackPlan] = []
        self.links: list[Token] = []
        self.acknowledged: set[str] = set()

    def waiting(self) -> set[tuple[int, int, RequestKind]]:
        """Return the requests that wait for an answer."""
        found = self.ledger.desk.requests((RequestState.OPEN,))
        return {(each.issue_id, each.cycle, each.kind) for each in found}

    def reply(self, data: st.DataObject, issue: Issue) -> Reply:
        days = data.draw(st.integers(0, 4))
        day = (issue.due or local_day(self.now)) + timedelta(days=days)
        return Reply(
            "第 1 行",
            issue.id,
            issue.cycle - data.draw(st.sampled_from([0, 0, 0, 1])),
            data.draw(ANSWERS),
            data.draw(NOTES),
            day,
        )

    def is_taken(self, said: Reply, issue: Issue, unit: str, mark: object) -> bool:
        """Whether a reply says something new that this unit may say now."""
        is_theirs = (issue.unit, issue.cycle) == (unit, said.cycle)
        if not is_theirs or issue.state not in TOLD or mark in self.heard:
            return False
        if said.answer is Answer.MENDED:
            return issue.claimed_at is None
        if said.answer is Answer.AT_WORK:
            return issue.claimed_at is None and issue.state is State.NOTIFIED
        if (issue.id, issue.cycle, KINDS[said.answer]) in self.waiting():
            return False
        return said.answer is Answer.FALSE_ALARM or self._may_have(said.day, issue)

    def _may_have(self, day: date | None, issue: Issue) -> bool:
        assert issue.due is not None and issue.told_at is not None and day is not None
        latest = issue.due + (issue.due - local_day(issue.told_at))
        return issue.extended_from is None and issue.due < day <= latest

    def send(
        self,
        unit: str,
        replies: tuple[Reply, ...],
        marks: dict[int, object],
        take: Callable[[], Feedback],
    ) -> Feedback:
        """Take it, and see that just what was new in it has been written down."""
        before, waiting = self.issues(), self.waiting()
        expected = {
            each.issue_id: each
            for each in replies
            if self.is_taken(each, before[each.issue_id], unit, marks[each.issue_id])
        }
        made = self.do(take)
        assert made.accepted == len(expected), "taken or ignored against the rule"
        for number, issue in self.issues().items():
            wanted = before[number]
            if (said := expected.get(number)) is not None:
                steps = wanted.version + (
                    said.answer not in KINDS or wanted.state is State.NOTIFIED
                )
                wanted = replace(wanted, state=State.IN_PROGRESS, version=steps)
                if said.answer is Answer.MENDED:
                    wanted = replace(wanted, claimed_at=self.now)
                if said.answer in KINDS:
                    waiting.add((number, wanted.cycle, KINDS[said.answer]))
                self.heard.add(marks[number])
            assert issue == wanted, "a unit has changed what it must not"
        assert self.waiting() == waiting
        return made

    @precondition(lambda self: self.memory)
    @rule(data=st.data())
    def a_unit_writes(self, data: st.DataObject) -> None:
        issues = [issue for issue in self.issues().values() if issue.state in TOLD]
        drawn = [self.pick(data, issues) for _ in range(data.draw(st.integers(1, 3)))]
        some = list(dict.fromkeys(drawn))
        unit = data.draw(st.sampled_from([UNIT, UNIT, some[0].unit]))
        replies = tuple(self.reply(data, each) for each in some)
        name = self.next_name()
        self.files.append(FeedbackPlan(name, Source.WORKBOOK, name, SITE, unit, ACTOR, replies))
        self.take(self.files[-1])
        if data.draw(st.booleans()):
            self.take(self.files[data.draw(st.sampled_from([-1, -1, 0, len(self.files) // 2]))])

    def take(self, plan: FeedbackPlan) -> None:
        before, box = self.issues(), self.ledger.mailbox
        if plan.digest in self.taken:
            written = self.writes()
            assert box.take(plan, self.now).is_repeated
            assert self.writes() == written, "a file that came twice counts twice"
            return
        words = {r.issue_id: (r.issue_id, r.cycle, r.answer, r.note, r.day) for r in plan.replies}
        foreseen = box.preview(plan, self.now)
        assert self.issues() == before
        made = self.send(plan.unit_id, plan.replies, dict(words), lambda: box.take(plan, self.now))
        assert made.outcomes == foreseen.outcomes
        if made.accepted:
            self.taken.add(plan.digest)

    # Links

    def link(self, data: st.DataObject) -> Token:
        """Draw a link: a new one, or one from an older letter."""
        days = data.draw(st.sampled_from([1, 5, 30]))
        old, is_old = self.links[-3:], data.draw(MOSTLY)
        if old and is_old:
            return data.draw(st.sampled_from(old))
        told = [issue.id for issue in self.issues().values()]
        ids = tuple(told[: data.draw(st.integers(1, len(told)))])
        box, name = self.ledger.mailbox, self.next_name()
        token: str = self.do(lambda: box.open_link(SITE, UNIT, name, ids, self.now, days))
        self.links.append(Token(token, ids, self.now + timedelta(days=days)))
        return self.links[-1]

    def begins_anew(self, issue: Issue) -> None:
        """Call it a false alarm, think better of it, and tell it again in another letter."""
        for event in (Event.DISMISS, Event.REOPEN):
            self.ledger.decide(issue.id, event, actor="王", note="理由", now=self.now)
        self.memory[issue.id].missed = None
        self.tell([step for step in self.ledger.pending() if step.issue.id == issue.id])

    @precondition(lambda self: self.memory)
    @rule(data=st.data())
    def a_link_acknowledges(self, data: st.DataObject) -> None:
        link = self.link(data)
        told = [i for i in self.issues().values() if i.id in link.issue_ids and i.state in TOLD]
        if link.token in self.acknowledged and told:
            self.begins_anew(told[0])
        before, box = self.issues(), self.ledger.mailbox
        if link.expires <= self.now:
            with pytest.raises(ExpiredLinkError):
                box.acknowledge(link.token, ACTOR, self.now)
            assert self.issues() == before
            return
        self.do(lambda: box.acknowledge(link.token, ACTOR, self.now))
        for number, issue in self.issues().items():
            old = before[number]
            is_meant = number in link.issue_ids and link.token not in self.acknowledged
            if is_meant and old.state is State.NOTIFIED and old.unit == UNIT:
                old = replace(old, state=State.IN_PROGRESS, version=old.version + 1)
            assert issue == old, "a link has acknowledged what it must not"
        self.acknowledged.add(link.token)

    @precondition(lambda self: self.memory)
    @rule(data=st.data())
    def a_link_reports(self, data: st.DataObject) -> None:
        link = self.link(data)
        issues = [issue for issue in self.issues().values() if issue.state in TOLD]
        issue = self.pick(data, [issue for issue in issues if issue.id in link.issue_ids])
        said, box = self.reply(data, issue), self.ledger.mailbox
        before, waiting = self.issues(), self.waiting()
        if link.expires <= self.now or issue.id not in link.issue_ids:
            with pytest.raises(RefusedError):
                box.report(link.token, said, ACTOR, self.now)
            assert self.issues() == before
            return
        mark = (issue.id, said.cycle, issue.returns, said.answer)
        if mark in self.heard:
            assert box.report(link.token, said, ACTOR, self.now).is_repeated
            assert (self.issues(), self.waiting()) == (before, waiting), "a report counts twice"
            return
        self.send(
            UNIT,
            (said,),
            {issue.id: mark},
            lambda: box.report(link.token, said, ACTOR, self.now),
        )
