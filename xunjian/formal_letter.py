"""Gathers what the formal letter (通报) says from the ledger, as it stands on a day."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from checks.finding import FAMILIES
from checks.workdays import Deadline, end_of, local_day
from checks.workdays import due as working_day
from crawler.site import Site
from ledger.issue import Issue, IssueFilter, ScanInfo
from ledger.ledger import Ledger
from ledger.lifecycle import Event, State
from ledger.spells import Spell
from notifier.formal import FamilyLine, FormalLetter, NamedUnit, Problem, UnitLine
from notifier.notice import NO_UNIT
from xunjian.assess import Assessment, assess
from xunjian.assess_figures import working_days
from xunjian.assess_periods import Span
from xunjian.config import Config
from xunjian.letter_config import LetterConfig
from xunjian.score_units import counts

OTHER_FAMILY = "其他"


class NoScanError(LookupError):
    """No whole scan was made up to the day of the letter."""


@dataclass(frozen=True, slots=True)
class LetterOptions:
    """What one letter may say otherwise; None is what follows from ledger and configuration.

    `since` is the first day of the share mended on time, `number` the place of the round in its
    year.
    """

    since: date | None = None
    number: int | None = None
    deadline: date | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """A whole scan, and its place among those of its year."""

    scan: ScanInfo
    number: int


def formal_letter(
    config: Config,
    ledger: Ledger,
    site: Site,
    *,
    today: date,
    now: datetime,
    settings: LetterConfig | None = None,
    options: LetterOptions | None = None,
) -> FormalLetter:
    """Return the letter of the last whole round up to the day; `NoScanError` if there was none."""
    settings, options = settings or LetterConfig(), options or LetterOptions()
    latest = last_round(ledger.scans(site.id), ledger.last_complete(site.id), today)
    if latest is None:
        raise NoScanError(f"“{site.name}”到 {today} 还没有完整的检测结果，请先运行 xunjian scan。")
    spells = ledger.spells(site.id, min(now, end_of(today)))
    issues = {issue.id: issue for issue in ledger.issues(IssueFilter(site_id=site.id))}
    return _told(config, site, today, settings, options, latest, spells, issues)


def _told(
    config: Config,
    site: Site,
    today: date,
    settings: LetterConfig,
    options: LetterOptions,
    latest: Round,
    spells: Sequence[Spell],
    issues: Mapping[int, Issue],
) -> FormalLetter:
    since = options.since or date(today.year, 1, 1)
    told = assess(site, spells, Span(since, today), today, issues=issues)
    left = [spell for spell in spells if spell.is_open]
    # What this scan and everything after it brought.
    began = latest.scan.started
    fresh = [spell for spell in spells if spell.opened >= began and counts(spell)]
    closed = [s for s in spells if s.closed and s.closed >= began and s.ending is Event.ABSENT]
    return FormalLetter(
        site_name=site.name,
        site_url=site.start_url,
        office=settings.office or config.mail.office or config.mail.supervisor_name,
        to=options.to or settings.to,
        phone=config.mail.phone,
        day=today,
        year=local_day(began).year,
        number=options.number or latest.number,
        scanned=local_day(began),
        since=since,
        until=today,
        deadline=options.deadline or deadline_of(settings, today).day,
        pages=latest.scan.pages,
        new=len(fresh),
        relapsed=sum(spell.opening is Event.RELAPSE for spell in fresh),
        closed=sum(counts(spell) for spell in closed),
        waived=sum(issue.state is State.WAIVED for issue in issues.values()),
        due=told.total.now.due,
        on_time=told.total.now.on_time,
        named_after=settings.overdue_days,
        families=_families(left, fresh),
        units=_units(told, fresh),
        named=_named(site, left, spells, issues, settings, today),
        problems=_problems(site, left, issues, today),
    )


def deadline_of(settings: LetterConfig, today: date) -> Deadline:
    """Return the deadline that a letter of the day sets."""
    return working_day(today, settings.deadline_days)


def last_round(scans: Sequence[ScanInfo], baseline: ScanInfo | None, today: date) -> Round | None:
    """Return the last whole scan up to the day; one that a person accepted is whole, too."""
    whole = [
        scan
        for scan in scans
        if (scan.full and not scan.incomplete) or (baseline and scan.id == baseline.id)
    ]
    ended = sorted(
        (scan for scan in whole if local_day(scan.finished) <= today), key=lambda scan: scan.started
    )
    if not ended:
        return None
    year = local_day(ended[-1].started).year
    return Round(ended[-1], sum(local_day(scan.started).year == year for scan in ended))


def _unit_name(site: Site, unit_id: str) -> str:
    unit = site.unit(unit_id)
    return unit.name if unit else unit_id or NO_UNIT


def _family(code: str) -> str:
    return FAMILIES.get(code[:1], OTHER_FAMILY)


def _families(left: Iterable[Spell], fresh: Iterable[Spell]) -> tuple[FamilyLine, ...]:
    open_ = Counter(_family(spell.code) for spell in left)
    new = Counter(_family(spell.code) for spell in fresh)
    lines = [
        FamilyLine(name, open_[name], new[name]) for name in (*FAMILIES.values(), OTHER_FAMILY)
    ]
    return tuple(sorted((one for one in lines if one.open or one.new), key=lambda one: -one.open))


def _units(told: Assessment, fresh: Iterable[Spell]) -> tuple[UnitLine, ...]:
    """Return the units that have anything to tell, in the order of the assessment."""
    new = Counter(spell.unit for spell in fresh)
    return tuple(
        UnitLine(
            name=row.name,
            new=new[row.key],
            open=row.now.open,
            overdue=row.now.overdue,
            due=row.now.due,
            on_time=row.now.on_time,
            relapsed=row.now.relapsed,
        )
        for row in told.units
        if new[row.key] or row.now.open or row.now.due
    )


def _named(
    site: Site,
    left: Iterable[Spell],
    spells: Iterable[Spell],
    issues: Mapping[int, Issue],
    settings: LetterConfig,
    today: date,
) -> tuple[NamedUnit, ...]:
    """Propose the units with problems long overdue, or open for the so-manieth time."""
    late: dict[str, list[int]] = {}
    again: Counter[str] = Counter()
    times = Counter(spell.issue_id for spell in spells if spell.opening is Event.RELAPSE)
    # What belongs to no unit is the office's own affair.
    for spell in (spell for spell in left if spell.unit):
        again[spell.unit] += times[spell.issue_id] >= settings.relapses
        # Nobody is named for a day that may still move.
        if spell.due is None or issues[spell.issue_id].due_provisional:
            continue
        days = working_days(spell.due, today)
        if days >= settings.overdue_days:
            late.setdefault(spell.unit, []).append(days)
    chosen = sorted(
        {*late, *+again}, key=lambda unit: (-len(late.get(unit, ())), -again[unit], unit)
    )
    return tuple(
        NamedUnit(
            _unit_name(site, unit), tuple(_reasons(late.get(unit, []), again[unit], settings))
        )
        for unit in chosen
    )


def _reasons(late: Sequence[int], again: int, settings: LetterConfig) -> Iterable[str]:
    if late:
        yield (
            f"{len(late)}个问题超过整改期限{settings.overdue_days}个工作日以上仍未整改，"
            f"最长的已超期{max(late)}个工作日"
        )
    if again:
        yield f"{again}个问题整改后{settings.relapses}次以上复发，目前仍未整改"


def _problems(
    site: Site, left: Iterable[Spell], issues: Mapping[int, Issue], today: date
) -> tuple[Problem, ...]:
    """Return what is open on the day, the worst and the longest overdue first."""
    found = [
        Problem(
            id=spell.issue_id,
            unit=_unit_name(site, spell.unit),
            code=spell.code,
            family=_family(spell.code),
            severity=issues[spell.issue_id].severity,
            title=issues[spell.issue_id].title,
            message=issues[spell.issue_id].message,
            page=issues[spell.issue_id].page_title,
            url=issues[spell.issue_id].url,
            found=local_day(spell.opened),
            due=spell.due,
            overdue=spell.due is not None and spell.due < today,
        )
        for spell in left
    ]
    return tuple(
        sorted(found, key=lambda one: (one.severity.rank, one.due or date.max, one.unit, one.id))
    )
