"""Looks again at what is planned, and writes down what could not be judged."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from checks.finding import SITE_SUBJECT, Undecided
from crawler.site import Site
from ledger.claims import Claim
from ledger.issue import Issue
from ledger.ledger import Ledger
from ledger.query import chunks
from ledger.relooks import Relook, Sampling
from xunjian.aside import make_way, release, want
from xunjian.config import Config
from xunjian.folders import BusyError
from xunjian.plans import NEEDS_SCAN, Plan, of_claims, of_day, unjudgeable, whole_list
from xunjian.scan import ScanReport, recheck, scan

logger = logging.getLogger(__name__)
# A claim lets a scan of the site go on for so long before it asks it to make way.
COURTESY = timedelta(minutes=15)
# So long it waits for that; a scan that already judges what it fetched has to end first.
WAIT_SECONDS = 60.0
# A look of hours at a long list must not hold up claims: it is made in parts of so many issues.
PART = 200
GONE_ONCE = "页面已下线，须隔一天再看一次"
NOT_SEEN = "没有看到问题所在的页面"


@dataclass(frozen=True, slots=True)
class Looked:
    """A plan that was carried out, in one part or several; none where there was nothing to see."""

    plan: Plan
    reports: tuple[ScanReport, ...] = ()


def sampling_of(config: Config) -> Sampling:
    """Return which closed issues are looked at again."""
    return Sampling(config.recheck.days, config.recheck.sample)


def look_of_day(
    config: Config, site: Site, ledger: Ledger, now: datetime, *, patience: float = 0.0
) -> Looked:
    """Make the daily round: claims, deadlines, second looks, and closed issues of some time ago."""
    plan = of_day(ledger, site, sampling_of(config), now)
    return _carried_out(config, site, ledger, plan, now, patience)


def look_at_claims(
    config: Config, site: Site, ledger: Ledger, now: datetime, *, wait: float = WAIT_SECONDS
) -> Looked:
    """Look at what units call mended, once for all claims of a site.

    Where it is being scanned and a claim has waited for a while, the scan is asked to make way;
    if it cannot, the next time it is asked again. Raises `BusyError` then.
    """
    _note_unjudgeable(ledger, site, now)
    plan = of_claims(ledger, site, now)
    if not plan.claims:
        return Looked(plan)
    try:
        looked = _carried_out(config, site, ledger, plan, now)
    except BusyError:
        if not _has_waited(plan.claims[0], now):
            raise
        with _asking(config, site):
            return _carried_out(config, site, ledger, plan, now, wait)
    release(config.snapshots / site.id)
    return looked


def _has_waited(oldest: Claim, now: datetime) -> bool:
    since = oldest.issue.claimed_at
    return since is None or now - since >= COURTESY


@contextmanager
def _asking(config: Config, site: Site) -> Iterator[None]:
    """Ask the scan of a site to make way, and let it go on afterwards.

    Where it does not in time, the mark stays: it waits for us as soon as it can.
    """
    folder = config.snapshots / site.id
    want(folder)
    is_done = True
    try:
        yield
    except BusyError:
        is_done = False
        raise
    finally:
        if is_done:
            release(folder)


def _note_unjudgeable(ledger: Ledger, site: Site, now: datetime) -> None:
    if found := unjudgeable(ledger, site):
        ledger.owed.note_undecided_claims(dict.fromkeys(found, NEEDS_SCAN), now=now)


def inspect(
    config: Config, site: Site, ledger: Ledger, now: datetime, *, patience: float = 0.0
) -> tuple[ScanReport, ...]:
    """Scan the whole site, unless that was done today, and then look at the whole list."""
    zone = ZoneInfo(config.schedule.timezone)
    today = now.astimezone(zone).date()
    scanned = []
    if not _was_scanned(ledger, site, today, zone):
        scanned.append(scan(config, site, ledger, today=today, patience=patience))
    issues = whole_list(ledger, site, now)
    asked = frozenset(claim.issue.id for claim in ledger.owed.claims(site.id))
    return (*scanned, *_in_parts(config, site, ledger, issues, asked, today, patience))


def _was_scanned(ledger: Ledger, site: Site, today: date, zone: ZoneInfo) -> bool:
    return any(
        each.full and not each.incomplete and each.started.astimezone(zone).date() == today
        for each in ledger.scans(site.id)
    )


def _in_parts(
    config: Config,
    site: Site,
    ledger: Ledger,
    issues: Sequence[Issue],
    asked: frozenset[int],
    today: date,
    patience: float,
) -> Iterator[ScanReport]:
    """Look at the issues in parts, between which others may look at what cannot wait."""
    folder = config.snapshots / site.id
    # What stands on one page belongs together; faults of the site as a whole come first.
    ordered = sorted(issues, key=lambda each: (each.subject != SITE_SUBJECT, each.subject, each.id))
    for part in [*chunks(ordered, PART)] or [[]]:
        report = recheck(
            config, site, ledger, today=today, issues=part, asked=asked, patience=patience
        )
        if report is not None:
            yield report
        if len(part) == PART:
            make_way(folder)


def _carried_out(
    config: Config,
    site: Site,
    ledger: Ledger,
    plan: Plan,
    now: datetime,
    patience: float = 0.0,
) -> Looked:
    today = now.astimezone(ZoneInfo(config.schedule.timezone)).date()
    reports = tuple(
        _in_parts(config, site, ledger, plan.issues, plan.asked, today, patience),
    )
    # Whatever was judged is in the ledger already; dying here only brings one more look.
    claims = {claim: why for claim in plan.claims if (why := _claim_left(ledger, claim, reports))}
    if claims:
        ledger.owed.note_undecided_claims(claims, now=now)
    relooks = _relooks_left(ledger, site, plan, reports)
    if relooks:
        ledger.owed.note_undecided(relooks, now=now)
    return Looked(plan, reports)


def _claim_left(ledger: Ledger, claim: Claim, reports: Sequence[ScanReport]) -> str:
    """Say why a claim is still one after the look, "" where it was judged."""
    before, after = claim.issue, ledger.issue(claim.issue.id)
    if not after.is_open or after.claimed_at != before.claimed_at:
        return ""
    return GONE_ONCE if after.absences > before.absences else _why(reports, before)


def _relooks_left(
    ledger: Ledger, site: Site, plan: Plan, reports: Sequence[ScanReport]
) -> dict[Relook, str]:
    if not plan.relooks:
        return {}
    last = max(each.day for each in plan.relooks)
    left = {(each.issue.id, each.kind) for each in ledger.owed.due(site.id, last)}
    return {
        each: _why(reports, each.issue)
        for each in plan.relooks
        if (each.issue.id, each.kind) in left
    }


def _why(reports: Sequence[ScanReport], issue: Issue) -> str:
    """Say why looks told nothing of an issue."""
    subjects = {issue.subject, *issue.sources}
    for report in reports:
        for each in report.result.undecided:
            if _covers(each, issue, subjects):
                return each.reason.rstrip("。")
    cut = (each.applied.incomplete for each in reports if each.applied.incomplete)
    return next(cut, NOT_SEEN).rstrip("。")


def _covers(doubt: Undecided, issue: Issue, subjects: set[str]) -> bool:
    return doubt.subject in subjects and doubt.code in ("", issue.code)
