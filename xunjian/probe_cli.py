"""`xunjian probe`: one round of visits to the home pages, printed with the last week."""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.text import Text

from ledger.issue import Opening
from ledger.ledger import Ledger
from xunjian import config as configuration
from xunjian.availability import Availability
from xunjian.commands import FOUND, INCOMPLETE, serving
from xunjian.probing import probe, week_of
from xunjian.show import console

STYLES = {
    Opening.OPEN: "green",
    Opening.FAILED: "bold red",
    Opening.UNCERTAIN: "yellow",
    Opening.OURS: "yellow",
}


def run_probe(directory: Path, site_id: str | None) -> int:
    """Visit the home page of one site, or of all, and say whether it opened."""
    config = configuration.load(directory)
    sites = [config.site(site_id)] if site_id else list(config.sites)
    now = datetime.now(UTC)
    out = console()
    with Ledger.open(config.ledger, config.secret) as ledger, ExitStack() as stack:
        for site in sites:
            stack.enter_context(serving(config, site))
        probes = probe(config, ledger, sites, now)
        for site, each in zip(sites, probes, strict=True):
            # No table: a terminal would break sentences without spaces anywhere, or cut them.
            head = Text(f"{site.name}　").append(each.outcome.value, STYLES[each.outcome])
            out.print(head.append(f"　{each.seconds:.1f} 秒"), soft_wrap=True)
            lines = [each.reason, f"近一周：{told(week_of(config, ledger, site, now))}"]
            for line in filter(None, lines):
                out.print(f"    {line}", soft_wrap=True)
    outcomes = {each.outcome for each in probes}
    if Opening.FAILED in outcomes:
        return FOUND
    return 0 if outcomes == {Opening.OPEN} else INCOMPLETE


def told(week: Availability) -> str:
    """Say in Chinese how a week of visits went."""
    counted = f"访问 {week.visits} 次，打不开 {week.failed} 次（{week.share:.1%}）"
    if week.longest >= timedelta(minutes=1):
        counted += f"，最长约 {_length(week.longest)}"
    if week.left_out:
        counted += f"，另有 {week.left_out} 次不计"
    if not week.is_judged:
        return f"{counted}；尚不能判定：{week.reason}"
    return f"{counted}；{'已达 5%，单项否决' if week.is_veto else '未达 5%'}"


def _length(length: timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{minutes} 分钟"
    return f"{hours} 小时 {rest} 分钟" if rest else f"{hours} 小时"
