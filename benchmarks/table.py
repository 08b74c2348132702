"""Medians, goals and the tables that the crawl benchmark prints."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.contestants import CHECKER, CRAWL, FIRST, LABELS, LINKINATOR, SECOND
from benchmarks.site import Plants

PEAK_MB = 400
# A run that asked for less than this part of the site is no measure of speed.
COMPLETE_SHARE = 0.95


@dataclass(frozen=True, slots=True)
class Score:
    """One run, or the medians of several: seconds, MB, requests, bytes served, faults found."""

    wall: float
    cpu: float
    peak: float
    requests: float
    unchanged: float
    bytes: float
    dead: float
    soft: float
    anchors: float


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure with the goal that it has to meet."""

    label: str
    value: float
    goal: float
    at_least: bool

    @property
    def is_met(self) -> bool:
        """Whether the figure meets the goal."""
        return self.value >= self.goal if self.at_least else self.value <= self.goal


def median(scores: Sequence[Score]) -> Score:
    """Return the medians, figure by figure."""
    names = Score.__dataclass_fields__
    return Score(**{n: statistics.median(getattr(score, n) for score in scores) for n in names})


def incomplete(scores: Mapping[str, Score], addresses: int) -> list[str]:
    """Return the contestants that did not see the whole site."""
    # A second scan may know without asking; its report of dead links shows what it saw.
    asked = {name: s.requests for name, s in scores.items() if name != SECOND}
    return [name for name, requests in asked.items() if requests < COMPLETE_SHARE * addresses]


def rows(scores: Mapping[str, Score], plants: Plants) -> Iterator[str]:
    """Yield the table of contestants, in Markdown."""
    yield (
        "| contestant | wall s | CPU s | peak MB | requests | of them 304 | MB served"
        " | dead links | soft 404 | dead anchors |"
    )
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for name, s in scores.items():
        yield (
            f"| {LABELS[name]} | {s.wall:.1f} | {s.cpu:.1f} | {s.peak:.0f} | {s.requests:.0f}"
            f" | {s.unchanged:.0f} | {s.bytes / 1e6:.2f} | {s.dead:.0f}/{len(plants.dead)}"
            f" | {s.soft:.0f}/{len(plants.soft)} | {s.anchors:.0f}/{len(plants.anchors)} |"
        )


def goals(scores: Mapping[str, Score]) -> Iterator[Goal]:
    """Yield the goals for which there are figures."""
    speeds = (
        ("crawl alone × LinkChecker", CHECKER, CRAWL, 5.0),
        ("scan × linkinator", LINKINATOR, FIRST, 1.0),
        ("scan × LinkChecker", CHECKER, FIRST, 2.5),
        ("second scan × first", FIRST, SECOND, 8.0),
    )
    for label, slow, fast, goal in speeds:
        if slow in scores and fast in scores:
            yield Goal(label, scores[slow].wall / scores[fast].wall, goal, at_least=True)
    if FIRST in scores and SECOND in scores:
        one, two = scores[FIRST], scores[SECOND]
        yield Goal("second scan, % of bytes", 100 * two.bytes / one.bytes, 5, at_least=False)
        yield Goal("second scan, % of CPU", 100 * two.cpu / one.cpu, 15, at_least=False)
    ours = [scores[name].peak for name in (CRAWL, FIRST, SECOND) if name in scores]
    if ours:
        yield Goal("peak MB, all processes", max(ours), PEAK_MB, at_least=False)


def goal_rows(found: Iterator[Goal]) -> Iterator[str]:
    """Yield the table of goals, in Markdown."""
    yield "| ratio | value | goal | met |"
    yield "| --- | --- | --- | --- |"
    for goal in found:
        sign = "≥" if goal.at_least else "≤"
        met = "yes" if goal.is_met else "no"
        yield f"| {goal.label} | {goal.value:.2f} | {sign} {goal.goal:g} | {met} |"


def slope(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return slope and intercept of the straight line nearest to points of at least two sizes."""
    line = statistics.linear_regression([x for x, _ in points], [y for _, y in points])
    return line.slope, line.intercept
