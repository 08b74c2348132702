"""What a simulated inspection comes to: veto items, points, what is left to people."""

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ledger.issue import Issue, ScanInfo

# 国办秘函〔2019〕19号: a site is judged out of 100 points, fails below 60, and above 80 may earn
# bonus points.
FULL, PASS, BONUS_FROM, BONUS = 100.0, 60.0, 80.0, 30.0


class Verdict(StrEnum):
    """How a veto item stands, the worst last."""

    CLEAR = "未触及"
    UNKNOWN = "未能判断"
    NEAR = "临近"
    CONFIRM = "需人工确认"
    VETO = "单项否决"


@dataclass(frozen=True, slots=True)
class Veto:
    """A veto item: how much of it there is, what fails the site, and how far that is away.

    `issues` are what it rests on; `doubts` counts what could not be judged.
    """

    title: str
    count: int
    threshold: int
    verdict: Verdict
    margin: str
    issues: tuple[Issue, ...] = ()
    doubts: int = 0


@dataclass(frozen=True, slots=True)
class Deduction:
    """An indicator: what it is worth (`full`), what a machine judges of that (`cap`), what is lost.

    `points` is an estimate where inspectors draw a sample, `worst` what the worst sample or the
    things that could not be judged would cost. `unknown` says why nothing could be judged.
    """

    title: str
    count: int
    points: float
    cap: float
    reason: str
    issues: tuple[Issue, ...] = ()
    worst: float = 0.0
    full: float = 0.0
    unknown: str = ""
    doubts: int = 0


@dataclass(frozen=True, slots=True)
class HandCheck:
    """What a person has to look at: an indicator, the points at stake, and how.

    `points` None means that the site fails by it; 0 that a machine judges all points of it, but
    not all ways to lose them.
    """

    title: str
    points: float | None
    how: str

    @property
    def stake(self) -> str:
        """Say what is at stake."""
        if self.points is None:
            return "否决"
        return f"{self.points:g}" if self.points else "补查"


@dataclass(frozen=True, slots=True)
class Remark:
    """Issues that cost no points but are asked about."""

    title: str
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class UnitRank:
    """A unit's open issues; `overdue` are past their deadline."""

    unit: str
    name: str
    open: int
    critical: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Score:
    """A simulated inspection of one site, or of a part of it, on one day.

    `urgent` is what has to be done today: grave issues, and those whose deadline has come.
    `part` names the columns or units that it was narrowed to.
    """

    site_name: str
    today: date
    scan: ScanInfo | None
    vetoes: tuple[Veto, ...]
    deductions: tuple[Deduction, ...]
    by_hand: tuple[HandCheck, ...]
    units: tuple[UnitRank, ...]
    urgent: tuple[Issue, ...] = ()
    remarks: tuple[Remark, ...] = ()
    open: int = 0
    part: str = ""

    @property
    def lost(self) -> float:
        """Points lost of those that a machine can judge."""
        return round(math.fsum(item.points for item in self.deductions), 1)

    @property
    def worst(self) -> float:
        """Points lost in the worst case of those that a machine can judge."""
        return round(math.fsum(item.worst for item in self.deductions), 1)

    @property
    def judged(self) -> float:
        """Points that a machine can judge at all."""
        return round(math.fsum(item.cap for item in self.deductions), 1)

    @property
    def best(self) -> float:
        """The points left if people find nothing to deduct."""
        return round(FULL - self.lost, 1)

    @property
    def verdict(self) -> Verdict:
        """The worst of the veto items."""
        order = list(Verdict)
        return max((veto.verdict for veto in self.vetoes), key=order.index, default=Verdict.CLEAR)

    @property
    def outcome(self) -> str:
        """Say what follows in the official order: vetoes, then points, then the bonus."""
        best = f"{self.best:g} 分"
        if self.verdict is Verdict.VETO:
            return "已触及单项否决：判为不合格，不再评其他指标；以下扣分供整改参考。"
        open_points = f"其余 {FULL - self.judged:g} 分由人工检查，若都不扣分"
        if self.best < PASS:
            return f"{open_points}，也只有 {best}，低于 {PASS:g} 分，判为不合格。"
        if self.best > BONUS_FROM:
            return f"{open_points}，得 {best}；高于 {BONUS_FROM:g} 分的，可以再评加分指标。"
        return f"{open_points}，得 {best}；不高于 {BONUS_FROM:g} 分，不能评加分指标。"
