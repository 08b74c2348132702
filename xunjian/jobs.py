"""What the clock of `xunjian serve` runs, each ending in a sentence for the status page."""

from datetime import datetime
from zoneinfo import ZoneInfo

from crawler.site import Site
from ledger.ledger import Ledger
from xunjian.config import Config
from xunjian.notify import notify
from xunjian.scan import ScanReport, recheck, scan
from xunjian.schedule import Jobs


def jobs(config: Config) -> Jobs:
    """Return the jobs of a configuration."""
    zone = ZoneInfo(config.schedule.timezone)

    def run_scan(site: Site, ledger: Ledger, now: datetime) -> str:
        return _sentence(scan(config, site, ledger, today=now.astimezone(zone).date()))

    def run_recheck(site: Site, ledger: Ledger, now: datetime) -> str:
        report = recheck(config, site, ledger, today=now.astimezone(zone).date())
        return _sentence(report) if report else "没有需要复查的问题"

    def run_notify(ledger: Ledger, now: datetime) -> str:
        report = notify(config, ledger, now=now)
        if report.retried or report.failed or report.unknown:
            return f"发出 {report.sent} 封，待重试 {report.retried} 封，失败 {report.failed} 封"
        return f"发出 {report.sent} 封"

    return Jobs(scan=run_scan, recheck=run_recheck, notify=run_notify)


def _sentence(report: ScanReport) -> str:
    applied = report.applied
    if applied.incomplete:
        return applied.incomplete
    return (
        f"访问 {report.scan.pages} 个地址，新发现 {applied.opened}，复发 {applied.relapsed}，"
        f"已整改 {applied.closed}"
    )
