"""`xunjian probe`: one round of visits to the home pages, printed with the last week."""

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from rich.text import Text

from ledger.issue import Opening
from xunjian import config as configuration
from xunjian.availability import in_words
from xunjian.commands import FOUND, INCOMPLETE, serving
from xunjian.opened import open_ledger
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
    with open_ledger(config) as ledger, ExitStack() as stack:
        for site in sites:
            stack.enter_context(serving(config, site))
        probes = probe(config, ledger, sites, now)
        for site, each in zip(sites, probes, strict=True):
            # No table: a terminal would break sentences without spaces anywhere, or cut them.
            head = Text(f"{site.name}　").append(each.outcome.value, STYLES[each.outcome])
            out.print(head.append(f"　{each.seconds:.1f} 秒"), soft_wrap=True)
            lines = [each.reason, f"近一周：{in_words(week_of(config, ledger, site, now))}"]
            for line in filter(None, lines):
                out.print(f"    {line}", soft_wrap=True)
    outcomes = {each.outcome for each in probes}
    if Opening.FAILED in outcomes:
        return FOUND
    return 0 if outcomes == {Opening.OPEN} else INCOMPLETE
