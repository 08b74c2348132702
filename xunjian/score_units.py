"""How well each unit mended what it was told of in a period: 整改率, 超期, 复发."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from checks.workdays import LOCAL, local_day
from crawler.site import Site
from ledger.lifecycle import OPENING, Event
from ledger.sight import GONE
from ledger.spells import Spell
from notifier.notice import NO_UNIT

DISMISSED = frozenset({Event.DISMISS, Event.WAIVE})
# Reasons for closing what nobody has mended: the rule changed, or the site is looked at no more.
NOT_MENDED = frozenset({"规则调整", "停测"})


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the offices, both included; `over` is the last of them that is over."""

    since: date
    until: date
    over: date

    def __contains__(self, moment: datetime) -> bool:
        return self.since <= local_day(moment) <= self.until

    @property
    def end(self) -> datetime:
        """The moment when it is over."""
        return datetime.combine(self.until + timedelta(days=1), datetime.min.time(), LOCAL)


def period(since: date, until: date, today: date) -> Period:
    """Return the period as far as it has come: a deadline of today is not missed yet."""
    return Period(since, min(until, today), min(until, today - timedelta(days=1)))


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """What a unit did in a period.

    `due` counts what had to be mended by a day of the period, `on_time` what of it was; `removed`
    counts those of the `closed` whose page was taken down; `days` is the median from finding to
    mending, None where nothing was mended.
    """

    unit: str
    name: str
    found: int = 0
    closed: int = 0
    removed: int = 0
    due: int = 0
    on_time: int = 0
    overdue: int = 0
    relapsed: int = 0
    days: float | None = None

    @property
    def rate(self) -> float | None:
        """The share mended on time; None where nothing was due, which is no merit."""
        return self.on_time / self.due if self.due else None


def unit_records(site: Site, spells: Iterable[Spell], period: Period) -> tuple[UnitRecord, ...]:
    """Rank the units: by share mended on time, then fewer overdue, relapsed and found.

    `spells` stand as they did at the end of the period. What was a false alarm or waived had not
    to be mended, and counts nowhere.
    """
    by_unit: dict[str, list[Spell]] = {}
    for spell in spells:
        if counts(spell):
            by_unit.setdefault(spell.unit, []).append(spell)
    records = [_record(site, unit, owned, period) for unit, owned in by_unit.items()]
    return tuple(sorted((each for each in records if _did_anything(each)), key=_place))


def counts(spell: Spell) -> bool:
    """Whether it had to be mended: no false alarm, not waived, not closed by a changed rule."""
    return spell.ending not in DISMISSED and spell.note not in NOT_MENDED


def _did_anything(record: UnitRecord) -> bool:
    return bool(record.found or record.closed or record.due or record.overdue or record.relapsed)


def _place(record: UnitRecord) -> tuple[bool, float, int, int, int, str]:
    rate = record.rate
    # Who had nothing to mend comes last: neither praised nor blamed.
    order = (rate is None, -(rate or 0.0), record.overdue, record.relapsed, record.found)
    return (*order, record.name)


def _record(site: Site, unit_id: str, owned: Sequence[Spell], period: Period) -> UnitRecord:
    unit = site.unit(unit_id)
    opened = [spell for spell in owned if spell.opened in period]
    closed = [spell for spell in owned if spell.closed is not None and spell.closed in period]
    due = [spell for spell in owned if is_due(spell, period)]
    times = [(mended - local_day(s.opened)).days for s in closed if (mended := mended_on(s))]
    return UnitRecord(
        unit=unit_id,
        name=unit.name if unit else unit_id or NO_UNIT,
        found=len({spell.issue_id for spell in opened}),
        closed=len(closed),
        removed=sum(spell.note == GONE for spell in closed),
        due=len(due),
        on_time=sum(on_time(spell) for spell in due),
        overdue=sum(s.is_open and s.due is not None and s.due <= period.over for s in owned),
        relapsed=sum(spell.opening is Event.RELAPSE for spell in opened),
        days=median(times) if times else None,
    )


def is_due(spell: Spell, period: Period) -> bool:
    """Whether its deadline lies in the period and is over, or was met."""
    if spell.due is None or not period.since <= spell.due <= period.until:
        return False
    return not spell.is_open or spell.due <= period.over


def on_time(spell: Spell) -> bool:
    """Whether it was mended by its deadline; nothing else says so."""
    mended = mended_on(spell)
    return mended is not None and spell.due is not None and mended <= spell.due


def mended_on(spell: Spell) -> date | None:
    """Return the day on which it was mended, None while it is not.

    That is the day on which the unit said so, if no scan met the fault after that; otherwise the
    day of the first scan that missed it. The ledger has written it down; where it has not, the
    closing counts.
    """
    if spell.ending is not Event.ABSENT or spell.closed is None:
        return None
    if spell.mended is not None:
        return spell.mended
    if spell.claimed is not None and spell.claimed > spell.last_seen:
        return local_day(spell.claimed)
    return local_day(spell.closed)


def moves(spells: Iterable[Spell], since: datetime) -> tuple[int, int]:
    """Count what was opened and what was mended after `since`."""
    opened = closed = 0
    for spell in spells:
        opened += spell.opening in OPENING and spell.opened > since
        closed += spell.ending is Event.ABSENT and spell.closed is not None and spell.closed > since
    return opened, closed
