"""Letters in any order: what they tell once, and what they remind of by the ladder."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from checks.workdays import is_working, local_day
from ledger.errors import NoticeTakenError, RefusedError
from ledger.issue import Issue, Transition
from ledger.lifecycle import Event, State
from ledger.outbox import OutboxItem
from ledger.reminders import STEPS, Reminder, ReminderKind
from tests.ledger.builders import SITE, item
from tests.ledger.machine.base import MOSTLY, Base

UNACKNOWLEDGED, BEFORE, OVERDUE, SUPERVISED, PUBLIC = STEPS
TOLD = (State.NOTIFIED, State.IN_PROGRESS)
# So many working days after the deadline, or after the notice.
LADDER = {OVERDUE: 1, SUPERVISED: 3, PUBLIC: 5}
MANY_RELAPSES = 2


def working_days(after: date, until: date) -> int:
    """Count the working days after the one day, until the other."""
    return sum(is_working(after + timedelta(days=n)) for n in range(1, (until - after).days + 1))


def is_waited_for(issue: Issue) -> bool:
    """Whether its unit has to do something now: nobody waits for a look, or waits no more."""
    is_away = issue.absent_since is not None
    return issue.state in TOLD and issue.claimed_at is None and not is_away


class Letters(Base):
    """The rules of letters; `said` is what was said of an issue in its cycle, by deadline."""

    def __init__(self) -> None:
        super().__init__()
        self.said: defaultdict[tuple[int, int], set[tuple[ReminderKind, date]]] = defaultdict(set)
        self.published: set[tuple[int, int]] = set()
        self.asked: set[tuple[int, int, date]] = set()
        self.drafts: list[tuple[Reminder, ...]] = []

    def miss(self, issue: Issue) -> None:
        """Look at the issue once, and see nothing of it."""
        raise NotImplementedError

    def letter(self, *reminders: Reminder) -> OutboxItem:
        return replace(item(self.next_name(), now=self.now), day=self.today, reminders=reminders)

    @rule(data=st.data(), is_all=st.booleans())
    def notify(self, data: st.DataObject, is_all: bool) -> None:
        some = [step for step in self.ledger.pending() if is_all or data.draw(st.booleans())]
        self.tell(some)

    def tell(self, some: list[Transition]) -> None:
        letter = replace(item(self.next_name(), *some, now=self.now), day=self.today)
        self.do(lambda: self.ledger.enqueue([letter], now=self.now))
        told = {step.id for step in some}
        assert not told & {step.id for step in self.ledger.pending()}
        with pytest.raises(NoticeTakenError):
            self.ledger.enqueue([letter], now=self.now)
        for step in some:
            issue = self.issues()[step.issue.id]
            if issue.state is State.NOTIFIED and issue.told_at == self.now:
                assert issue.due is not None and working_days(self.today, issue.due) >= 1

    def due_today(self) -> set[tuple[int, ReminderKind]]:
        """Return what has to be said today, as the words of the ladder have it."""
        found: set[tuple[int, ReminderKind]] = set()
        for issue in self.issues().values():
            if not is_waited_for(issue) or not is_working(self.today):
                continue
            assert issue.told_at is not None and issue.due is not None
            told, due = local_day(issue.told_at), issue.due
            if told >= self.today:
                continue
            found |= {(issue.id, kind) for kind in self._steps(issue, told, due)}
        return found

    def _steps(self, issue: Issue, told: date, due: date) -> set[ReminderKind]:
        said = self.said[issue.id, issue.cycle]
        history = self.ledger.history(issue.id)
        is_public = (issue.id, issue.cycle) in self.published
        relapses = sum(step.event is Event.RELAPSE for step in history)
        late = working_days(due, self.today)
        begun = [kind for kind, days in LADDER.items() if late >= days]
        is_first = UNACKNOWLEDGED not in {kind for kind, _ in said}
        is_new = issue.state is State.NOTIFIED
        left = working_days(self.today, due) if self.today <= due else None
        if is_new and left is not None and left <= 1 and working_days(told, due) > 1:
            begun.append(BEFORE)
        if is_new and is_first and working_days(told, self.today) >= 1:
            begun.append(UNACKNOWLEDGED)
        given = {kind for kind, day in said if day == due}
        found = set()
        if relapses >= MANY_RELAPSES:
            if PUBLIC not in given and not is_public:
                found.add(PUBLIC)
            begun = [kind for kind in begun if kind is not PUBLIC]
            given.discard(PUBLIC)
        if is_public and PUBLIC in begun:
            begun.remove(PUBLIC)
        highest = max(begun, key=STEPS.index, default=None)
        if highest and all(STEPS.index(kind) < STEPS.index(highest) for kind in given):
            found.add(highest)
        return found

    @rule(data=st.data(), days=st.integers(0, 6))
    def remind(self, data: st.DataObject, days: int) -> None:
        self.now += timedelta(days=days)
        due = self.ledger.reminders_due(SITE, self.today)
        named = [(each.issue.id, each.kind) for each in due]
        assert sorted(named) == sorted(self.due_today()), "reminded of the wrong thing"
        is_sent = data.draw(MOSTLY)
        some = [each for each in due if is_sent and data.draw(MOSTLY)]
        if len(some) < len(due):
            self.drafts.append(tuple(each for each in due if each not in some))
        letter = self.letter(*some)
        self.do(lambda: self.ledger.enqueue([letter], now=self.now))
        for each in some:
            self._note(each)
        left = sorted(set(named) - {(each.issue.id, each.kind) for each in some})
        again = self.ledger.reminders_due(SITE, self.today)
        assert sorted((each.issue.id, each.kind) for each in again) == left, "reminded twice"
        is_asked = data.draw(st.booleans())
        if is_asked and self.ledger.desk.public_candidates():
            self.publish(data, is_public=data.draw(st.booleans()))

    def _note(self, given: Reminder) -> None:
        key = (given.issue.id, given.issue.cycle)
        self.said[key] |= {(kind, given.due) for kind in (given.kind, *given.skipped)}
        if given.kind is PUBLIC:
            self.asked.add((*key, given.due))

    @precondition(lambda self: self.drafts)
    @rule(data=st.data(), is_claimed=st.booleans(), is_missed=st.booleans())
    def an_old_draft_is_sent(self, data: st.DataObject, is_claimed: bool, is_missed: bool) -> None:
        """Of a draft that was left lying only what still holds may go out."""
        draft = self.drafts[data.draw(st.integers(0, len(self.drafts) - 1))]
        about = self.issues()[draft[0].issue.id]
        if is_claimed and about.state in TOLD:
            self.do(lambda: self.ledger.decide(about.id, Event.CLAIM, actor="王", now=self.now))
        if is_missed:
            self.miss(about)
        issues = self.issues()
        holds = all(self._holds(each, issues[each.issue.id]) for each in draft)
        try:
            self.do(lambda: self.ledger.enqueue([self.letter(*draft)], now=self.now))
        except NoticeTakenError:
            assert not holds
        else:
            assert holds, "an old draft reminds of what holds no more"
            for each in draft:
                self._note(each)

    def _holds(self, old: Reminder, issue: Issue) -> bool:
        said = self.said[issue.id, old.issue.cycle]
        is_new = not {(kind, old.due) for kind in (old.kind, *old.skipped)} & said
        same = (issue.state, issue.cycle, issue.due) == (old.issue.state, old.issue.cycle, old.due)
        return is_new and same and is_waited_for(issue)

    def publish(self, data: st.DataObject, *, is_public: bool) -> None:
        candidates = self.ledger.desk.public_candidates()
        number = data.draw(st.sampled_from([each.issue.id for each in candidates]))
        issue = self.issues()[number]
        assert is_waited_for(issue), "asked to publish what nobody waits for"
        assert issue.due is not None
        assert (number, issue.cycle, issue.due) in self.asked
        desk = self.ledger.desk
        if is_public:
            self.do(lambda: desk.confirm_public([number], actor="李", now=self.now))
            self.published.add((number, issue.cycle))
        else:
            self.do(lambda: desk.drop_public([number], actor="李", note="已改", now=self.now))
        self.asked.discard((number, issue.cycle, issue.due))
        with pytest.raises(RefusedError):
            desk.confirm_public([number], actor="李", now=self.now)
