"""The assessment (考核): who mended what was due in a period, in time or not, and how fast.

Every figure is defined in words in xunjian/assess_words.py and docs/assessment.md.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from checks.finding import FAMILIES
from checks.workdays import local_day
from crawler.site import Site
from ledger.issue import Issue
from ledger.lifecycle import Event
from ledger.spells import Spell
from notifier.notice import NO_UNIT
from xunjian.assess_figures import (
    Case,
    Figures,
    concerns,
    figures,
    is_open_at,
    returns,
    working_days,
)
from xunjian.assess_periods import Span, before, pieces
from xunjian.score_units import NOT_MENDED, Period, counts, mended_on, period

OTHER_FAMILY = "其他"


@dataclass(frozen=True, slots=True)
class Row:
    """A unit, a family or all: its figures and those of the period before."""

    key: str
    name: str
    now: Figures
    before: Figures


@dataclass(frozen=True, slots=True)
class Point:
    """A week or month of the trend."""

    span: Span
    figures: Figures


@dataclass(frozen=True, slots=True)
class Stack:
    """How many problems of each family came up in a unit; `counts` in the order of the families."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """An assessment of a site, or of some of its units.

    `asked` are the days that were asked for, `span` those of them that have come, and `previous`
    the ones they are compared with. `cases` are all that matter to a figure of `span`.
    """

    site_name: str
    asked: Span
    span: Span
    previous: Span
    total: Row
    units: tuple[Row, ...]
    families: tuple[Row, ...]
    points: tuple[Point, ...]
    stacks: tuple[Stack, ...]
    cases: tuple[Case, ...]

    @property
    def is_over(self) -> bool:
        """Whether all the days asked for have come."""
        return self.asked == self.span


def assess(
    site: Site,
    spells: Iterable[Spell],
    asked: Span,
    today: date,
    *,
    issues: Mapping[int, Issue] | None = None,
    units: Sequence[str] = (),
) -> Assessment:
    """Assess the days asked for, as far as they have come; `spells` are all that are known today."""
    span = Span(asked.since, min(asked.until, today))
    previous = before(asked, today)
    chosen = [spell for spell in spells if not units or spell.unit in units]
    cases = _cases(site, chosen, issues or {})
    now, then = period(span.since, span.until, today), period(previous.since, previous.until, today)
    unit_ids = [unit.id for unit in site.units if not units or unit.id in units]
    unit_ids += sorted({each.spell.unit for each in cases} - set(unit_ids))
    families = [*FAMILIES.values(), OTHER_FAMILY]
    by_unit = {id_: [each for each in cases if each.spell.unit == id_] for id_ in unit_ids}
    by_family = {name: [each for each in cases if each.family == name] for name in families}
    rows = [_row(id_, _unit_name(site, id_), mine, now, then) for id_, mine in by_unit.items()]
    kinds = [_row(name, name, mine, now, then) for name, mine in by_family.items()]
    shown = [row for row in kinds if not (row.now.is_empty and row.before.is_empty)]
    return Assessment(
        site_name=site.name,
        asked=asked,
        span=span,
        previous=previous,
        total=Row("", "合计", figures(cases, now), figures(cases, then)),
        units=tuple(sorted(rows, key=_place)),
        families=tuple(shown),
        points=_points(cases, span, today),
        stacks=_stacks(cases, rows, [row.name for row in shown], now),
        cases=tuple(case for case in cases if _matters(case, now)),
    )


def _points(cases: Sequence[Case], span: Span, today: date) -> tuple[Point, ...]:
    return tuple(
        Point(piece, figures(cases, period(piece.since, piece.until, today)))
        for piece in pieces(span)
    )


def _cases(site: Site, spells: Sequence[Spell], issues: Mapping[int, Issue]) -> tuple[Case, ...]:
    ordered = sorted(spells, key=lambda spell: (spell.issue_id, spell.opened))
    found = []
    for spell, following in zip_longest(ordered, ordered[1:]):
        mended = mended_on(spell) if counts(spell) else None
        is_back = following is not None and following.issue_id == spell.issue_id
        case = Case(
            spell,
            _unit_name(site, spell.unit),
            FAMILIES.get(spell.code[:1], OTHER_FAMILY),
            issues.get(spell.issue_id),
            mended,
            working_days(local_day(spell.opened), mended) if mended else None,
            is_back and following is not None and following.opening is Event.RELAPSE,
            _excluded(spell),
        )
        found.append(case)
    return tuple(found)


def _excluded(spell: Spell) -> str:
    if counts(spell):
        return ""
    if spell.note in NOT_MENDED:
        return spell.note
    return "误报" if spell.ending is Event.DISMISS else "豁免"


def _unit_name(site: Site, unit_id: str) -> str:
    unit = site.unit(unit_id)
    return unit.name if unit else unit_id or NO_UNIT


def _row(key: str, name: str, mine: Sequence[Case], now: Period, then: Period) -> Row:
    return Row(key, name, figures(mine, now), figures(mine, then))


def _place(row: Row) -> tuple[bool, bool, float, int, int, int, str]:
    now = row.now
    # Who had nothing to mend comes after those who had: neither praised nor blamed.
    order = (now.rate is None, now.is_empty, -(now.rate or 0.0))
    return (*order, now.overdue, now.relapsed, now.found, row.name)


def _stacks(
    cases: Sequence[Case], rows: Sequence[Row], families: Sequence[str], now: Period
) -> tuple[Stack, ...]:
    """Count what came up by unit and family, the unit with most first."""
    opened = Counter(
        (case.spell.unit, case.family)
        for case in cases
        if not case.excluded and case.spell.opened in now
    )
    stacks = [Stack(row.name, tuple(opened[row.key, name] for name in families)) for row in rows]
    return tuple(sorted((s for s in stacks if sum(s.counts)), key=lambda s: -sum(s.counts)))


def _matters(case: Case, now: Period) -> bool:
    spell = case.spell
    is_closed = spell.closed is not None and spell.closed in now
    is_left = not case.excluded and is_open_at(spell, now.end)
    return concerns(spell, now) or is_closed or is_left or returns(spell, now) > 0
