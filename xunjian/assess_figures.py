"""The figures of an assessment, counted from the spells in which issues were open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from checks.workdays import is_working
from ledger.issue import Issue
from ledger.lifecycle import Event
from ledger.sight import GONE
from ledger.spells import Spell
from xunjian.score_units import Period, is_due, on_time


@dataclass(frozen=True, slots=True)
class Case:
    """A spell with what follows from it; `issue` is what it was about, as the ledger has it now.

    `excluded` says why it had not to be mended, "" where it had. `days` are working days.
    """

    spell: Spell
    unit: str
    family: str
    issue: Issue | None = None
    mended: date | None = None
    days: int | None = None
    came_back: bool = False
    excluded: str = ""

    @property
    def is_provisional(self) -> bool:
        """Whether its deadline may still move, because the year's holidays are not announced."""
        issue = self.issue
        return issue is not None and issue.due_provisional and issue.due == self.spell.due


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a period: what happened in it, and what was `open` and `overdue` at its end."""

    found: int = 0
    relapsed: int = 0
    closed: int = 0
    removed: int = 0
    came_back: int = 0
    returned: int = 0
    due: int = 0
    on_time: int = 0
    late: int = 0
    provisional: int = 0
    excluded: int = 0
    open: int = 0
    overdue: int = 0
    days: float | None = None

    @property
    def missed(self) -> int:
        """How many of those due are not mended."""
        return self.due - self.on_time - self.late

    @property
    def rate(self) -> float | None:
        """The share mended on time; None where nothing was due, which is no merit."""
        return self.on_time / self.due if self.due else None

    @property
    def relapse_rate(self) -> float | None:
        """The share of the mended that came back; None where nothing was mended."""
        return self.came_back / self.closed if self.closed else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened and nothing is left."""
        return self == Figures(excluded=self.excluded)


def figures(cases: Iterable[Case], over: Period) -> Figures:
    """Count what happened in the period and what was left at its end."""
    everything = list(cases)
    some = [case for case in everything if not case.excluded]
    opened = [case for case in some if case.spell.opened in over]
    relapsed = sum(case.spell.opening is Event.RELAPSE for case in opened)
    closed = [case for case in some if case.spell.closed is not None and case.spell.closed in over]
    due = [case for case in some if is_due(case.spell, over)]
    good = [case for case in due if on_time(case.spell)]
    left = [case for case in some if is_open_at(case.spell, over.end)]
    days = [case.days for case in closed if case.days is not None]
    return Figures(
        found=len(opened) - relapsed,
        relapsed=relapsed,
        closed=len(closed),
        removed=sum(case.spell.note == GONE for case in closed),
        came_back=sum(case.came_back for case in closed),
        returned=sum(returns(case.spell, over) for case in some),
        due=len(due),
        on_time=len(good),
        late=sum(case.mended is not None and not on_time(case.spell) for case in due),
        provisional=sum(case.is_provisional and not on_time(case.spell) for case in due),
        excluded=sum(bool(c.excluded) and concerns(c.spell, over) for c in everything),
        open=len(left),
        overdue=sum(case.spell.due is not None and case.spell.due <= over.over for case in left),
        days=median(days) if days else None,
    )


def returns(spell: Spell, over: Period) -> int:
    """Return how often a claim was refuted in the period."""
    return sum(at in over for at in spell.returned)


def working_days(after: date, until: date) -> int:
    """Count the working days after one day up to and with another."""
    return sum(is_working(after + timedelta(days=n)) for n in range(1, (until - after).days + 1))


def is_open_at(spell: Spell, moment: datetime) -> bool:
    """Whether it had been opened and not ended before the moment."""
    return spell.opened < moment and (spell.closed is None or spell.closed >= moment)


def concerns(spell: Spell, over: Period) -> bool:
    """Whether it was opened or due in the period."""
    return spell.opened in over or (spell.due is not None and over.since <= spell.due <= over.until)
