"""What the letters about a site are made of: who is written to, and what there is to say."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from checks.registry import load_rules
from checks.workdays import local_day
from crawler.site import Site
from ledger.issue import IssueFilter, ScanInfo, Transition
from ledger.ledger import Ledger
from ledger.lifecycle import OPEN, UNTOLD
from ledger.mailed import Keys, Mailed, Telling
from notifier.digest import NOBODY, Mailing, News, answers, daily, urgent
from notifier.letter import Sender
from notifier.notice import (
    Notice,
    NoticeKind,
    Occasion,
    Recipient,
    Scanned,
    is_answer,
    key_prefix,
    thread_id,
)
from notifier.trend import trend
from xunjian.config import Config, ConfigError, MailConfig
from xunjian.plans import left_undecided
from xunjian.robots import RobotConfig
from xunjian.scan import last_undecided
from xunjian.waiting import waiting

SUPERVISOR = "supervisor"
LOCAL_SENDER = "xunjian@localhost.localdomain"
# Open issues that the units know of.
STANDING = tuple(sorted(OPEN - UNTOLD))


def notices(
    config: Config, site: Site, ledger: Ledger, *, today: date, now: datetime, occasion: Occasion
) -> list[Notice]:
    """Return what is to be told of the site on the occasion, each letter's contents in order."""
    scans = ledger.scans(site.id)
    if not scans:
        return []
    pending = ledger.pending(site.id)
    decided = () if occasion is Occasion.URGENT else ledger.post.decided(site.id)
    if occasion is not Occasion.DAILY and not (pending or decided):
        return []
    mailing = _mailing(config, site, ledger, _scanned(site, scans, today))
    match occasion:
        case Occasion.URGENT:
            return urgent(mailing, pending)
        case Occasion.ANSWERS:
            return answers(_with_threads(config, mailing, ledger, pending), pending, decided)
        case Occasion.DAILY:
            news = _news(config, site, ledger, scans, pending, today, now)
            return daily(mailing, replace(news, decided=decided))


def sender_of(mail: MailConfig) -> Sender:
    """Return who the letters come from."""
    return Sender(
        name=mail.sender_name,
        address=mail.sender or LOCAL_SENDER,
        reply_to=mail.reply_to or next(iter(mail.supervisor), ""),
        office=mail.office or mail.supervisor_name,
        phone=mail.phone,
    )


def _mailing(config: Config, site: Site, ledger: Ledger, scanned: Scanned) -> Mailing:
    return Mailing(
        units=_recipients(site),
        supervisor=_supervisor(config.mail),
        scan=scanned,
        columns={column.id: column.name for column in site.columns},
        due=lambda issue: ledger.due(issue, scanned.day).day,
    )


def _news(
    config: Config,
    site: Site,
    ledger: Ledger,
    scans: list[ScanInfo],
    pending: list[Transition],
    today: date,
    now: datetime,
) -> News:
    before = ledger.post.before(keys_of(site.id, today))
    titles = {rule.code: rule.title for rule in load_rules()}
    names = {unit.id: unit.name for unit in site.units}
    asked = waiting(ledger, site.id, names, titles, before.summary_at)
    full = (scan.finished for scan in scans if scan.full)
    raised = [at for at in (*full, asked.newest) if at is not None]
    return News(
        transitions=pending,
        reminders=ledger.reminders_due(site.id, today),
        standing=ledger.issues(IssueFilter(site_id=site.id, states=STANDING)),
        told=before.told,
        served=_served(before),
        undecided=(*last_undecided(config, site), *left_undecided(ledger, site, now)),
        awaited=asked.awaited,
        trend=trend(ledger.spells(site.id, now), today),
        is_due=any(before.summary_at is None or at > before.summary_at for at in raised),
    )


def robots_for(robots: Iterable[RobotConfig], notice: Notice) -> tuple[str, ...]:
    """Return the robots that tell of the letter, by name.

    Those of units tell of their letters, the others of summaries and of what cannot wait.
    """
    is_for_all = notice.kind in (NoticeKind.SUPERVISOR, NoticeKind.URGENT)
    unit = notice.recipient.unit_id
    return tuple(one.name for one in robots if (unit in one.units if one.units else is_for_all))


def keys_of(site_id: str, today: date) -> Keys:
    """Return how the keys of the site's letters begin."""
    return Keys(
        key_prefix(NoticeKind.UNIT, site_id, today),
        key_prefix(NoticeKind.SUPERVISOR, site_id, today),
        key_prefix(NoticeKind.SUPERVISOR, site_id),
        tuple(key_prefix(kind, site_id) for kind in NoticeKind),
    )


def _served(before: Mailed) -> frozenset[str]:
    return before.units | ({NOBODY} if before.has_summary else frozenset())


def _with_threads(
    config: Config, mailing: Mailing, ledger: Ledger, pending: list[Transition]
) -> Mailing:
    """Add the letters by which the issues were told, so that answers stand below them."""
    domain = sender_of(config.mail).domain

    def thread(each: Telling) -> tuple[str, ...]:
        return thread_id(each.scan_id, each.unit, domain), each.message_id

    told = ledger.post.telling(one.issue.id for one in pending if is_answer(one))
    return replace(mailing, answers_to={number: thread(each) for number, each in told.items()})


def _scanned(site: Site, scans: list[ScanInfo], today: date) -> Scanned:
    # A recheck of some pages is not what the readers know as the inspection.
    whole = next((scan for scan in scans if scan.full), None)
    latest = whole or scans[0]
    return Scanned(
        site_name=site.name,
        site_url=site.start_url,
        scan_id=latest.id,
        day=today,
        pages=whole.pages if whole else 0,
        incomplete=latest.incomplete,
        site_id=site.id,
        # Who writes as of an earlier day speaks of nothing later.
        scanned=min(local_day(whole.started), today) if whole else None,
    )


def _recipients(site: Site) -> Mapping[str, Recipient]:
    return {
        unit.id: Recipient(unit.id, unit.name, unit.emails, unit.contact, unit.leaders)
        for unit in site.units
    }


def _supervisor(mail: MailConfig) -> Recipient:
    if not mail.supervisor:
        raise ConfigError(
            ["xunjian.toml：mail.supervisor：请填写政务公开办的邮箱，汇总邮件发往这里"]
        )
    return Recipient(SUPERVISOR, mail.supervisor_name, mail.supervisor, is_supervisor=True)
