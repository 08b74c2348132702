"""What the clock of `xunjian serve` runs, each ending in a sentence for the status page."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from crawler.site import Site
from ledger.ledger import Ledger
from ledger.outbox import NoticeState
from notifier.outbox import DeliveryReport
from xunjian.config import Config
from xunjian.notify import deliver_due, notify
from xunjian.probing import probe, sentence
from xunjian.scan import ScanReport, recheck, scan
from xunjian.schedule import Jobs

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
        return _sentence(scan(config, site, ledger, today=now.astimezone(zone).date()))

    def run_recheck(site: Site, ledger: Ledger, now: datetime) -> str:
        report = recheck(config, site, ledger, today=now.astimezone(zone).date())
        return _sentence(report) if report else "没有需要复查的问题"

    def run_notify(ledger: Ledger, now: datetime) -> str:
        return _delivered(notify(config, ledger, now=now))

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
    )


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
