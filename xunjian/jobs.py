"""What the clock of `xunjian serve` runs, each ending in a sentence for the status page."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from crawler.site import Site
from ledger.deadline import calendar_warning
from ledger.ledger import Ledger
from ledger.outbox import NoticeState
from notifier.notice import Occasion
from notifier.outbox import DeliveryReport
from xunjian.config import Config
from xunjian.folders import BusyError
from xunjian.inbox import take_inbox
from xunjian.notify import can_mail, deliver_due, notify, queue
from xunjian.probing import probe, sentence
from xunjian.relook import Looked, inspect, look_at_claims, look_of_day
from xunjian.scan import ScanReport, scan
from xunjian.schedule import Jobs

# A scheduled scan waits so long for a small look at the site to end.
PATIENCE_SECONDS = 1800.0
# Letters in these states have not been delivered for certain; which are due, the outbox knows.
WAITING = (
    NoticeState.PENDING,
    NoticeState.CONNECTING,
    NoticeState.COMMITTED,
    NoticeState.UNKNOWN,
)


def jobs(config: Config) -> Jobs:
    """Return the jobs of a configuration."""
    zone = ZoneInfo(config.schedule.timezone)

    def run_scan(site: Site, ledger: Ledger, now: datetime) -> str:
        day = now.astimezone(zone).date()
        return _sentence(scan(config, site, ledger, today=day, patience=PATIENCE_SECONDS))

    def run_recheck(site: Site, ledger: Ledger, now: datetime) -> str:
        return _round(look_of_day(config, site, ledger, now, patience=PATIENCE_SECONDS))

    def run_inspect(site: Site, ledger: Ledger, now: datetime) -> str:
        reports = inspect(config, site, ledger, now, patience=PATIENCE_SECONDS)
        return "；".join(map(_sentence, reports)) or "没有需要复查的问题"

    def run_claims(site: Site, ledger: Ledger, now: datetime) -> str:
        try:
            return _claims(look_at_claims(config, site, ledger, now))
        except BusyError as error:
            return f"{error}，反馈稍后复核"

    def run_notify(ledger: Ledger, now: datetime) -> str:
        warning = calendar_warning(now.astimezone(zone).date(), config.terms.calendar)
        return "；".join(filter(None, (_delivered(notify(config, ledger, now=now)), warning)))

    def run_urgent(ledger: Ledger, now: datetime) -> str:
        return _written(config, ledger, now, Occasion.URGENT)

    def run_answers(ledger: Ledger, now: datetime) -> str:
        return _written(config, ledger, now, Occasion.ANSWERS)

    def run_inbox(ledger: Ledger, now: datetime) -> str:
        return take_inbox(config, ledger, now).sentence

    def run_deliver(ledger: Ledger, _now: datetime) -> str:
        counts = ledger.notice_counts()
        # Without a letter nothing is asked of a configuration that has no mail.
        if not any(counts.get(state) for state in WAITING):
            return ""
        report = deliver_due(config, ledger)
        return "" if report == DeliveryReport() else _delivered(report)

    def run_probe(sites: Sequence[Site], ledger: Ledger, now: datetime) -> str:
        return sentence(sites, probe(config, ledger, sites, now))

    return Jobs(
        scan=run_scan,
        recheck=run_recheck,
        notify=run_notify,
        deliver=run_deliver,
        probe=run_probe,
        inspect=run_inspect,
        claims=run_claims,
        answers=run_answers,
        urgent=run_urgent,
        inbox=run_inbox,
    )


def _round(looked: Looked) -> str:
    """Say what the daily round looked at and why, and what came of it."""
    plan = looked.plan
    if not looked.reports:
        return "没有需要复查的问题"
    parts = (
        ("反馈", plan.claims),
        ("到期", plan.due),
        ("再次核实", plan.missed),
        ("销号后回头看", plan.relooks),
    )
    why = "，".join(f"{name} {len(issues)} 个" for name, issues in parts if issues)
    said = "；".join(map(_sentence, looked.reports))
    return f"复查 {len(plan.issues)} 个问题（{why}）；{said}"


def _claims(looked: Looked) -> str:
    if not looked.plan.claims:
        return ""
    count = f"复核 {len(looked.plan.claims)} 个反馈"
    applied = [report.applied for report in looked.reports]
    if cut := next((each.incomplete for each in applied if each.incomplete), ""):
        return f"{count}，{cut}"
    closed = sum(each.closed for each in applied)
    returned = sum(each.returned for each in applied)
    return f"{count}，已整改 {closed}，退回 {returned}"


def _written(config: Config, ledger: Ledger, now: datetime, occasion: Occasion) -> str:
    """Write and send what must not wait; where no mail is set up the daily round says so."""
    if not can_mail(config) or not queue(config, ledger, now=now, occasion=occasion):
        return ""
    return _delivered(deliver_due(config, ledger))


def _delivered(report: DeliveryReport) -> str:
    sent = f"发出 {report.letters} 封（{report.sent} 个收件人）" if report.sent else "发出 0 封"
    if not (report.retried or report.failed or report.unknown):
        return sent
    return (
        f"{sent}，待重试 {report.retried} 个收件人，失败 {report.failed} 个，"
        f"不能确定是否送达 {report.unknown} 个"
    )


def _sentence(report: ScanReport) -> str:
    applied = report.applied
    if applied.incomplete:
        return applied.incomplete
    return (
        f"访问 {report.scan.pages} 个地址，新发现 {applied.opened}，复发 {applied.relapsed}，"
        f"已整改 {applied.closed}"
    )
