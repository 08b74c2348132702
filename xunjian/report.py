"""Gathers what a simulated inspection rests on and writes it in one of its forms."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from checks.workdays import end_of
from crawler.site import Site
from ledger.issue import Issue, IssueFilter, ScanInfo
from ledger.ledger import Ledger
from ledger.reports import KeptReport
from xunjian import config as configuration
from xunjian.commands import require_folder
from xunjian.config import Config, ConfigError
from xunjian.disclosure import Disclosure, disclosure
from xunjian.folders import last_whole
from xunjian.inspection import Extras
from xunjian.looked import Looked, last_looked
from xunjian.opened import open_ledger
from xunjian.probing import week_of
from xunjian.report_forms import as_form
from xunjian.scan import OPEN_STATES
from xunjian.score import score
from xunjian.score_compare import Comparison, as_json, card, compare
from xunjian.score_units import moves, period, unit_records
from xunjian.scorecard import Score

FOUND, INCOMPLETE = 1, 3


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """The options of `xunjian report`; `since` and `until` bound the assessment of units."""

    today: date
    format: str = "text"
    output: Path | None = None
    columns: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    year: int | None = None


def run_report(directory: Path, site_id: str | None, options: ReportOptions) -> int:
    """Write the simulated inspection."""
    config = configuration.load(directory)
    site = config.site(site_id)
    _check(site, options)
    if options.output is not None:
        require_folder(options.output)
    with open_ledger(config) as ledger:
        latest = ledger.last_complete(site.id)
        if latest is None:
            sys.stderr.write("还没有完整的检测结果，请先运行 xunjian scan\n")
            return INCOMPLETE
        issues = ledger.issues(IssueFilter(site_id=site.id, states=OPEN_STATES))
        looked = last_looked(config.snapshots / site.id)
        part = _part(site, options)
        if part:
            site, issues, looked = _narrowed(site, issues, looked, options)
        # A report as of an earlier day knows no later visits.
        now = min(datetime.now(UTC), end_of(options.today))
        watch = week_of(config, ledger, site, now)
        told = score(site, issues, latest, options.today, looked=looked, watch=watch, part=part)
        extras = _extras(config, site, ledger, latest, looked, options, told, issues)
    content = as_form(told, site, options.format, extras)
    if options.output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        options.output.write_bytes(content)
    return FOUND if issues else 0


def _check(site: Site, options: ReportOptions) -> None:
    faults = [f"没有编号为“{c}”的栏目" for c in options.columns if not site.column(c)]
    faults += [f"没有编号为“{u}”的单位" for u in options.units if not site.unit(u)]
    since, until = _bounds(options)
    if since > until:
        faults.append(f"--since {since} 晚于 --until {until}")
    if faults:
        raise ConfigError(faults)


def _bounds(options: ReportOptions) -> tuple[date, date]:
    """Return the period of the assessment: this calendar year if nothing else is said."""
    until = options.until or options.today
    return options.since or date(until.year, 1, 1), until


def _part(site: Site, options: ReportOptions) -> str:
    names = [f"栏目“{column.name}”" for c in options.columns if (column := site.column(c))]
    names += [f"单位“{unit.name}”" for u in options.units if (unit := site.unit(u))]
    return "、".join(names)


def _narrowed(
    site: Site, issues: Sequence[Issue], looked: Looked | None, options: ReportOptions
) -> tuple[Site, list[Issue], Looked | None]:
    """Return the chosen columns and units with their issues, and what was seen of them."""
    chosen = [c for c in site.columns if c.id in options.columns or c.unit in options.units]
    ids = {column.id for column in chosen}
    mine = [i for i in issues if (i.column or i.subject) in ids or i.unit in options.units]
    narrow = replace(site, columns=tuple(chosen))
    if looked is None:
        return narrow, mine, None
    articles = {id_: count for id_, count in looked.articles.items() if id_ in ids}
    doubts = (
        each for each in looked.doubts if looked.places.get(each.subject, each.subject) in ids
    )
    seen = replace(
        looked,
        columns=len(ids),
        pages=sum(articles.values()),
        files=sum(count for id_, count in looked.attached.items() if id_ in ids),
        unread=0,
        articles=articles,
        doubts=tuple(doubts),
    )
    return narrow, mine, seen


def _extras(
    config: Config,
    site: Site,
    ledger: Ledger,
    latest: ScanInfo,
    looked: Looked | None,
    options: ReportOptions,
    told: Score,
    issues: Sequence[Issue],
) -> Extras:
    """Gather what a report says besides the score."""
    since, until = _bounds(options)
    chosen = period(since, until, options.today)
    records = unit_records(site, ledger.spells(site.id, chosen.end), chosen)
    if options.units:
        records = tuple(each for each in records if each.unit in options.units)
    later = tuple(s for s in ledger.scans(site.id) if not s.full and s.started > latest.started)
    compared = None if told.part else _compared(ledger, site, latest, told, issues)
    published = _published(config, site, options.year or options.today.year)
    return Extras(looked, later, compared, chosen, records, published)


def _compared(
    ledger: Ledger, site: Site, latest: ScanInfo, told: Score, issues: Sequence[Issue]
) -> Comparison | None:
    """Compare with the last report of another scan or day, and keep this one for the next."""
    now, numbers = datetime.now(UTC), card(told, issues)
    before = ledger.report_before(site.id, told.today, latest.id)
    ledger.keep_report(KeptReport(site.id, told.today, now, latest.id, as_json(numbers)))
    if before is None:
        return None
    opened, mended = moves(ledger.spells(site.id, now), before.at)
    return compare(before, numbers, opened, mended)


def _published(config: Config, site: Site, year: int) -> Disclosure | None:
    """Count what the last whole snapshot shows as published in the year, None without one."""
    with last_whole(config.snapshots / site.id) as snapshot:
        if snapshot is None:
            return None
        rows = {row.url: row.title for page in snapshot.lists() for row in page.entries}
        columns = {column.id for column in site.columns}
        pages = snapshot.pages.values()
        if len(columns) < len(snapshot.site.columns):
            pages_of = (page for page in pages if page.column_id in columns)
            return disclosure(pages_of, rows, site, year, cut=snapshot.cut)
        return disclosure(pages, rows, site, year, cut=snapshot.cut)
