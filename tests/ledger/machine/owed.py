"""The looks that are owed: at claims, and at closed issues after so many days, each once."""

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from checks.workdays import local_day
from ledger.issue import Issue
from ledger.lifecycle import State
from ledger.relooks import MENDED, MOST_TRIES, Relook, Sampling, Verdict
from tests.ledger.builders import MONDAY, SITE
from tests.ledger.machine.base import MOSTLY
from tests.ledger.machine.scans import Scans
from tests.ledger.machine.site import Look, base

SAMPLING = Sampling(days=(2, 5))
# An issue, its cycle, and after how many days it is looked at.
Key = tuple[int, int, int]


def key_of(each: Relook) -> Key:
    """Return which look it is; `cycle` is that of the issue, for those that are due."""
    return each.issue.id, each.issue.cycle, each.after


class Owed(Scans):
    """The rules of looks that are owed: `owed` are those to come, `settled` those that were."""

    def __init__(self) -> None:
        super().__init__()
        self.owed: dict[Key, tuple[int, date]] = {}
        self.settled: set[Key] = set()
        self.tries: dict[tuple[int, object], int] = {}

    def is_closed(self, key: Key) -> bool:
        issue = self.issues()[key[0]]
        return issue.state is State.FIXED and issue.cycle == key[1]

    @rule(days=st.integers(0, 3))
    def plan_looks(self, days: int) -> None:
        self.now += timedelta(days=days)
        before = set(self.owed) | self.settled
        for key in [key for key in self.owed if not self.is_closed(key)]:
            del self.owed[key]
            self.settled.add(key)
        for issue in self.issues().values():
            if issue.state is not State.FIXED or issue.close_reason not in MENDED:
                continue
            assert issue.closed_at is not None
            plan = [(n, local_day(issue.closed_at) + timedelta(days=n)) for n in SAMPLING.days]
            over = [day for _, day in plan if day <= self.today]
            for after, day in plan:
                key = (issue.id, issue.cycle, after)
                if key not in before and (day > self.today or day == over[-1]):
                    self.owed[key] = (1, day)
        added = self.do(lambda: self.ledger.owed.plan(SITE, SAMPLING, now=self.now))
        assert added == len((set(self.owed) | self.settled) - before), "looks planned twice"
        assert self.ledger.owed.plan(SITE, SAMPLING, now=self.now) == 0

    @invariant()
    def each_look_is_owed_once(self) -> None:
        due = self.ledger.owed.due(SITE, self.today)
        found = {key_of(each): (each.attempt, each.day) for each in due}
        assert len(found) == len(due), "a look is owed twice"
        assert found == {
            key: (attempt, day)
            for key, (attempt, day) in self.owed.items()
            if day <= self.today and self.is_closed(key)
        }, "a look is owed that is not, or is not that is"

    @invariant()
    def claims_are_owed_a_look(self) -> None:
        claims = {each.issue.id: each.tries for each in self.ledger.owed.claims(SITE)}
        assert claims == {
            each.id: self.tries.get((each.id, each.claimed_at), 0)
            for each in self.issues().values()
            if each.is_open and each.claimed_at is not None
        }, "a claim is forgotten, or its tries are"

    def after_look(self, look: Look, before: dict[int, Issue], after: dict[int, Issue]) -> None:
        """Settle what was owed by the day of the look, as far as it could tell."""
        super().after_look(look, before, after)
        for key, (_, day) in list(self.owed.items()):
            issue = after[key[0]]
            if day > local_day(look.started):
                continue
            where = base(issue.subject)
            is_silent = look.incomplete or where in look.undecided
            is_away = where in (look.seen | look.gone) - look.there
            is_back = issue.state is State.RELAPSED and issue.cycle == key[1] + 1
            if is_back or (self.is_closed(key) and is_away and not is_silent):
                del self.owed[key]
                self.settled.add(key)
                verdict = Verdict.RELAPSED if is_back else Verdict.STILL_FIXED
                done = self.ledger.owed.done(SITE, MONDAY - timedelta(days=9))
                said = [each.verdict for each in done if each.done_at == self.now]
                assert verdict in said, "a look says the wrong thing"

    @rule(data=st.data())
    def looks_could_not_tell(self, data: st.DataObject) -> None:
        """Neither what was closed a while ago nor what units call mended could be judged."""
        self.a_look_could_not_tell(data)
        self.a_claim_could_not_be_judged(data)

    def a_look_could_not_tell(self, data: st.DataObject) -> None:
        due = self.ledger.owed.due(SITE, self.today)
        some = {each: "超时" for each in due if data.draw(MOSTLY)}
        self.do(lambda: self.ledger.owed.note_undecided(some, now=self.now))
        # Written twice, as by a process that was killed and one that came after it.
        self.ledger.owed.note_undecided(some, now=self.now)
        for each in some:
            attempt, _ = self.owed.pop(key_of(each))
            if attempt < MOST_TRIES:
                self.owed[key_of(each)] = (attempt + 1, self.today + timedelta(days=1))
            else:
                self.settled.add(key_of(each))

    def a_claim_could_not_be_judged(self, data: st.DataObject) -> None:
        claims = self.ledger.owed.claims(SITE)
        some = {each: "超时" for each in claims if data.draw(MOSTLY)}
        self.do(lambda: self.ledger.owed.note_undecided_claims(some, now=self.now))
        self.ledger.owed.note_undecided_claims(some, now=self.now)
        for each in some:
            key = (each.issue.id, each.issue.claimed_at)
            self.tries[key] = self.tries.get(key, 0) + 1
