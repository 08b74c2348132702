"""Scans in any order: what they meet, miss, move and close, as the words of the rules have it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from checks.workdays import local_day
from ledger.issue import Issue
from ledger.lifecycle import State
from ledger.standing import MASS
from tests.ledger.builders import DAY, HOUR, scan
from tests.ledger.machine.base import Memory
from tests.ledger.machine.letters import Letters
from tests.ledger.machine.site import (
    ADDRESSES,
    PAGES,
    PLACES,
    TWINS,
    Look,
    address,
    base,
    page_of,
)

SOME = st.frozensets(st.sampled_from(PAGES))
FEW = st.one_of(st.just(frozenset[int]()), SOME)
# Most looks see most pages, else nothing would ever close.
SEEN = st.one_of(st.just(frozenset(PAGES)), SOME)
WHERE = st.one_of(st.just(frozenset[str]()), st.frozensets(st.sampled_from(ADDRESSES)))
SELDOM = st.sampled_from([False, False, False, True])
SET_ASIDE = (State.FALSE_ALARM, State.WAIVED)
# What a move leaves at the old address.
LEFT = st.sampled_from(["gone", "gone", "leads", "leads", "kept", "mended", "unseen"])

# Looks follow each other within hours or after days, and some were made long before they come.
HOURS = st.sampled_from([1, 10, 24, 24, 72])
AGE = st.sampled_from([0, 0, 0, 1, 12, 30, 50])


def scanning(function: Callable[..., None]) -> Callable[..., None]:
    """Make a rule of a scan."""
    return rule(
        hours=HOURS,
        there=SOME,
        visited=SEEN,
        gone=WHERE,
        undecided=FEW,
        cut=FEW,
        incomplete=SELDOM,
        is_spelt=SELDOM,
        age=AGE,
        asked=SELDOM,
        is_new_version=SELDOM,
        is_told=st.booleans(),
    )(function)


@dataclass(frozen=True, slots=True)
class Way:
    """How pages move: what is `left` at the old address, and how the look is that sees it.

    One may be doubled on the way, or mended; the page that is like it may move with it.
    """

    left: str
    is_doubled: bool
    is_mended: bool
    is_with_twin: bool
    incomplete: bool
    is_spelt: bool
    age: int

    @property
    def is_there(self) -> bool:
        """Whether the old page still is where it was, so that the new one is a copy."""
        return self.left in ("kept", "mended")


WAYS = st.builds(Way, LEFT, SELDOM, st.booleans(), st.booleans(), SELDOM, SELDOM, AGE)


def moving(function: Callable[..., None]) -> Callable[..., None]:
    """Make a rule of a move."""
    return rule(data=st.data(), hours=HOURS, way=WAYS, with_it=FEW)(function)


class Scans(Letters):
    """The rules of scans."""

    def _scan(
        self,
        hours: int,
        there: frozenset[int],
        visited: frozenset[int],
        gone: frozenset[str],
        undecided: frozenset[int],
        cut: frozenset[int],
        incomplete: bool,
        is_spelt: bool,
        age: int,
        asked: bool,
        is_new_version: bool,
        is_told: bool,
    ) -> None:
        self.now += hours * HOUR
        self.version += is_new_version
        seen = frozenset(map(self.here, visited))
        faulty = frozenset(map(self.here, there)) & seen
        look = Look(
            self.now - HOUR - age * HOUR,
            str(self.version),
            there=faulty,
            seen=seen,
            gone=gone - seen,
            cut=frozenset(map(self.here, cut)) - faulty,
            undecided=frozenset(map(self.here, undecided)),
            incomplete=incomplete,
            is_spelt=is_spelt,
        )
        self.look(look, asked=asked)
        if is_told:
            self.tell(self.ledger.pending())

    # One rule of many would come too seldom: what is drawn most often is a scan.
    scan = scanning(_scan)
    next_scan = scanning(_scan)
    one_more_scan = scanning(_scan)

    def _moves(self, data: st.DataObject, hours: int, way: Way, with_it: frozenset[int]) -> None:
        """The others stay, or move `with_it`; whatever was wrong with them still is."""
        self.now += hours * HOUR
        faults = {base(each.subject) for each in self.issues().values() if each.is_open}
        known = [page for page in PAGES if self.here(page) in faults]
        page = data.draw(st.sampled_from(known * 3 + list(PAGES)))
        before = frozenset(map(self.here, PAGES))
        if way.is_with_twin:
            with_it |= {TWINS.get(page, page)}
        old = {each: self.here(each) for each in {page} | with_it}
        new = {each: address(each, (self.place[each] + 1) % PLACES) for each in old}
        seen = before | set(new.values())
        if way.is_doubled and not way.is_mended:
            seen |= {address(page, (self.place[page] + 2) % PLACES)}
        if not way.is_there:
            seen -= set(old.values())
            for each in old:
                self.place[each] = (self.place[each] + 1) % PLACES
        there = faults - set(old.values()) if way.left == "mended" else faults | set(old.values())
        mended = {new[page]} if way.is_mended else set()
        look = Look(
            self.now - HOUR - way.age * HOUR,
            str(self.version),
            there=frozenset(there & before & seen | seen - before - mended),
            seen=seen,
            gone=before - seen if way.left == "gone" else frozenset(),
            leads={old[each]: new[each] for each in old if way.left == "leads"},
            incomplete=way.incomplete,
            is_spelt=way.is_spelt,
        )
        self.look(look)

    a_page_moves = moving(_moves)
    another_page_moves = moving(_moves)

    def miss(self, issue: Issue) -> None:
        self.now += HOUR
        seen = frozenset({base(issue.subject)})
        self.look(Look(self.now - HOUR / 2, str(self.version), seen=seen))

    def look(self, look: Look, *, asked: bool = False) -> None:
        before = self.issues()
        seen = look.result([issue.subject for issue in before.values()])
        ids = frozenset(before) if asked else frozenset()
        info = scan(self.next_name(), look.started, full=False)
        moves = self.moves(look, before)
        expected = self.expected(look, before, moves, asked=asked)
        now = self.now
        self.do(lambda: self.ledger.apply(seen, scan=info, now=now, asked=ids))
        after = self.issues()
        for number, old in before.items():
            where = moves.get(number, base(old.subject))
            assert base(after[number].subject) == where, "an issue is not where its page is"
            self.check(old, after[number], look, is_met=where in look.there)
            is_closed = old.is_open and after[number].state is State.FIXED
            assert is_closed == (number in expected), "closed, or not, against the rule"
        known = {base(issue.subject) for issue in before.values()} | set(moves.values())
        opened = sorted(base(after[number].subject) for number in after.keys() - before.keys())
        assert opened == sorted(look.there - known), "a fault was opened twice or not at all"
        self.remember(look, before, moves)
        written = self.writes()
        again = self.ledger.apply(seen, scan=info, now=self.now + HOUR, asked=ids)
        assert again.repeated
        assert self.writes() == written, "a scan that is applied twice counts twice"
        self.after_look(look, before, after)

    def after_look(self, look: Look, before: dict[int, Issue], after: dict[int, Issue]) -> None:
        """Let other rules see what a look has changed."""

    def moves(self, look: Look, before: dict[int, Issue]) -> dict[int, str]:
        """Return where issues have to be now: with the page that is theirs, where it is certain."""
        homes = {base(issue.subject) for issue in before.values()}
        new: defaultdict[int, list[str]] = defaultdict(list)
        for where in look.there - homes:
            new[page_of(where)].append(where)
        old: defaultdict[int, list[Issue]] = defaultdict(list)
        for issue in before.values():
            where = base(issue.subject)
            is_away = where in look.gone or (where in look.leads and where not in look.seen)
            is_late = look.started < max(issue.last_seen, issue.absent_since or issue.last_seen)
            if is_away and not is_late and issue.state is not State.FIXED:
                old[page_of(where)].append(issue)
        moved: dict[int, str] = {}
        for page, issues in old.items():
            led = {issue.id: look.leads.get(base(issue.subject), "") for issue in issues}
            led = {number: where for number, where in led.items() if where in new[page]}
            if led:
                ends = list(led.values())
                moved |= {number: where for number, where in led.items() if ends.count(where) == 1}
            elif len(issues) == len(new[page]) == 1:
                moved[issues[0].id] = new[page][0]
        return moved

    def missed(self, issue: Issue, look: Look) -> str:
        """Say how a look from the right time missed an issue; "" where it says nothing."""
        where = base(issue.subject)
        is_silent = look.incomplete or where in look.undecided or where in look.cut & look.seen
        if not issue.is_open or is_silent or where in look.there:
            return ""
        known = self.memory[issue.id]
        if issue.last_seen > look.started or (known.missed and look.started < known.missed):
            return ""
        return "away" if where in look.seen else "gone" if where in look.gone else ""

    def expected(
        self, look: Look, before: dict[int, Issue], moves: dict[int, str], *, asked: bool
    ) -> set[int]:
        """Return what this look closes, as the words of the rule have it."""
        pending = {i for each in self.ledger.desk.questions() for i in each.issue_ids}
        closing = set()
        for number, issue in before.items():
            how = "" if number in moves else self.missed(issue, look)
            if not how:
                continue
            known = self.memory[number]
            is_claimed = issue.claimed_at is not None and issue.claimed_at < look.started
            is_second = known.missed is not None and look.started - known.missed >= 23 * HOUR
            if is_second or (how == "away" and (is_claimed or asked)):
                closing.add(number)
        changed = {each for each in closing if self.memory[each].mark != look.mark}
        held = {each for each in closing & pending if before[each].held_by is None}
        return closing - held - (changed if len(changed) >= MASS else set())

    def remember(self, look: Look, before: dict[int, Issue], moves: dict[int, str]) -> None:
        for number, issue in self.issues().items():
            known = self.memory.setdefault(number, Memory(mark=look.mark))
            old = before.get(number)
            if base(issue.subject) in look.there:
                is_late = old is not None and look.started < old.last_seen
                is_from_before = (
                    old is not None and old.is_open and known.missed and look.started < known.missed
                )
                is_closed = old is not None and issue.state is State.FIXED
                if not (is_late or is_from_before or is_closed or issue.state in SET_ASIDE):
                    known.missed, known.mark = None, look.mark
            elif old is not None and number not in moves and self.missed(old, look):
                known.missed = known.missed or look.started
            if issue.is_open:
                assert issue.absent_since == known.missed, "missed since another time"

    def check(self, old: Issue, new: Issue, look: Look, *, is_met: bool) -> None:
        started = look.started
        if old.state is State.FALSE_ALARM:
            assert new.state is old.state
        if old.state is State.WAIVED:
            is_over = old.waived_until is not None and old.waived_until < local_day(self.now)
            is_back = is_met and is_over and not started < old.last_seen
            assert new.state is (State.NEW if is_back else old.state)
        if started < old.last_seen:
            assert (new.state, new.message) == (old.state, old.message)
        if old.closed_at and started < old.closed_at:
            assert new.state is old.state, "late evidence has opened what is closed"
        if (
            old.state is State.FIXED
            and is_met
            and started >= (max(old.closed_at or started, old.last_seen))
        ):
            assert (new.state, new.cycle) == (State.RELAPSED, old.cycle + 1)
        if old.claimed_at and old.is_open and is_met and started > old.claimed_at:
            assert (new.claimed_at, new.returns) == (None, old.returns + 1), "a claim stands"
        elif old.is_open and new.is_open:
            assert (new.claimed_at, new.returns) == (old.claimed_at, old.returns), "a claim fell"
        if new.cycle == old.cycle:
            terms = (new.due, new.told_at, new.extended_from)
            assert terms == (old.due, old.told_at, old.extended_from), "a look changed a deadline"
        assert new.last_seen >= old.last_seen
        assert (new.version > old.version) == (
            new.state is not old.state
            or new.returns != old.returns
            or base(new.subject) != base(old.subject)
        )

    @rule(is_mended=SELDOM, everything=st.booleans())
    def quiet_days(self, is_mended: bool, everything: bool) -> None:
        if is_mended:
            self.all_is_mended()
        else:
            self.same_scan_again(everything)

    def same_scan_again(self, everything: bool) -> None:
        self.now += DAY
        before = self.issues()
        there = frozenset(base(each.subject) for each in before.values() if each.is_open)
        seen = there | (frozenset(map(self.here, PAGES)) if everything else frozenset())
        self.look(Look(self.now - HOUR, str(self.version), there=there, seen=seen))
        after = self.issues()
        assert {k: v.state for k, v in after.items()} == {k: v.state for k, v in before.items()}

    def all_is_mended(self) -> None:
        """Two looks a day apart close whatever people were not asked about."""
        seen = frozenset(map(self.here, PAGES))
        gone = frozenset(base(issue.subject) for issue in self.issues().values()) - seen
        for _ in range(2):
            self.now += DAY
            self.look(Look(self.now - HOUR, str(self.version), seen=seen, gone=gone))
        asked = {i for each in self.ledger.desk.questions() for i in each.issue_ids}
        assert {issue.id for issue in self.issues().values() if issue.is_open} <= asked

    # The clock and the process

    @rule(hours=st.integers(1, 240))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def the_clock_is_put_back(self) -> None:
        self.now -= HOUR

    @rule()
    def the_process_starts_again(self) -> None:
        before = self.issues()
        self.ledger.close()
        self.open()
        assert self.issues() == before
