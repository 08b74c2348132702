"""What became better or worse since the last report."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import msgspec

from checks.finding import FAMILIES
from ledger.issue import Issue
from ledger.reports import KeptReport
from xunjian.scorecard import Score, Verdict


@dataclass(frozen=True, slots=True)
class Card:
    """The numbers of a report that the next one is compared with; it is kept as JSON.

    `unknown` are the indicators that could not be judged; `open` counts issues by the letter of
    their family.
    """

    verdict: Verdict
    vetoes: dict[str, int]
    points: dict[str, float]
    lost: float
    judged: float
    unknown: tuple[str, ...] = ()
    open: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """A line that differs; `is_worse` None where that cannot be said."""

    title: str
    before: str
    now: str
    is_worse: bool | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a report differs from the last one; `opened` and `mended` since then."""

    day: date
    opened: int
    mended: int
    changes: tuple[Change, ...]

    @property
    def worse(self) -> int:
        """How many lines became worse."""
        return sum(change.is_worse is True for change in self.changes)

    @property
    def better(self) -> int:
        """How many lines became better."""
        return sum(change.is_worse is False for change in self.changes)


def card(score: Score, issues: Iterable[Issue]) -> Card:
    """Return the numbers of a score that are worth keeping."""
    families = Counter(issue.code[:1] for issue in issues if issue.is_open)
    unknown = [item.title for item in score.deductions if item.unknown]
    unknown += [veto.title for veto in score.vetoes if veto.verdict is Verdict.UNKNOWN]
    return Card(
        verdict=score.verdict,
        vetoes={veto.title: veto.count for veto in score.vetoes},
        points={item.title: item.points for item in score.deductions},
        lost=score.lost,
        judged=score.judged,
        unknown=tuple(unknown),
        open=dict(sorted(families.items())),
    )


def as_json(kept: Card) -> str:
    """Write a card for the ledger."""
    return msgspec.json.encode(kept).decode()


def compare(before: KeptReport, now: Card, opened: int, mended: int) -> Comparison:
    """Say what differs from an earlier report."""
    then = msgspec.json.decode(before.card, type=Card)
    changes = [
        *_counts("单项否决", then.vetoes, now.vetoes, _unjudged(then, now)),
        *_counts("扣分", then.points, now.points, _unjudged(then, now)),
        *_counts("待整改", _named(then.open), _named(now.open), frozenset()),
    ]
    if then.lost != now.lost:
        # With other indicators judged, more or fewer points lost say nothing.
        is_worse = now.lost > then.lost if then.judged == now.judged else None
        changes.insert(0, Change("扣分合计", f"{then.lost:g}", f"{now.lost:g}", is_worse))
    if then.verdict is not now.verdict:
        order = list(Verdict)
        is_worse = order.index(now.verdict) > order.index(then.verdict)
        changes.insert(0, Change("单项否决结论", str(then.verdict), str(now.verdict), is_worse))
    return Comparison(before.day, opened, mended, tuple(changes))


def _unjudged(then: Card, now: Card) -> frozenset[str]:
    return frozenset({*then.unknown, *now.unknown})


def _named(counts: Mapping[str, int]) -> dict[str, int]:
    return {FAMILIES.get(letter, letter): count for letter, count in counts.items()}


def _counts(
    kind: str,
    then: Mapping[str, float],
    now: Mapping[str, float],
    unjudged: frozenset[str],
) -> list[Change]:
    """Compare the numbers of lines; of one that could not be judged nobody knows which way."""
    found = []
    for title in dict.fromkeys((*now, *then)):
        old, new = then.get(title, 0), now.get(title, 0)
        if old != new:
            is_worse = None if title in unjudged else new > old
            found.append(Change(f"{kind}·{title}", f"{old:g}", f"{new:g}", is_worse))
    return found
