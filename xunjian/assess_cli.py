"""The command `xunjian assess`: who mended in time, as a table and as a workbook with charts."""

import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from crawler.site import Site
    from xunjian.assess_periods import Span

HERE = Path()


@dataclass(frozen=True, slots=True)
class AssessOptions:
    """The options of `xunjian assess`; without any the quarter of `today`, as far as it has come."""

    today: date
    named: str = ""
    since: date | None = None
    until: date | None = None
    units: tuple[str, ...] = ()
    output: Path | None = None


def assess(
    site: Annotated[str | None, typer.Argument(help="站点编号；只有一个站点时可省略")] = None,
    *,
    config: Annotated[
        Path, typer.Option("--config", "-c", help="配置所在的文件夹（内有 xunjian.toml）")
    ] = HERE,
    named: Annotated[
        str, typer.Option("--period", help="月、季度或年：2026-11、2026Q4、2026；缺省为本季度")
    ] = "",
    since: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="从这一天起")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="到这一天止，含当天")
    ] = None,
    unit: Annotated[list[str] | None, typer.Option(help="只看这些单位（编号）")] = None,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="以这一天为出表日期")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="另外写成带图表的 .xlsx 文件")
    ] = None,
) -> None:
    """考核：按期整改率、整改用时、复发、退回，按单位、类别、时间统计，与上期比较。"""
    from checks.workdays import local_day

    options = AssessOptions(
        today=today.date() if today else local_day(datetime.now(UTC)),
        named=named,
        since=since.date() if since else None,
        until=until.date() if until else None,
        units=tuple(unit or ()),
        output=output,
    )
    raise typer.Exit(run_assess(config, site, options))


def run_assess(directory: Path, site_id: str | None, options: AssessOptions) -> int:
    """Print the assessment and write its workbook."""
    from checks.workdays import end_of
    from ledger.issue import IssueFilter
    from xunjian import assess as assessing
    from xunjian.assess_text import as_text
    from xunjian.commands import require_folder
    from xunjian.config import load
    from xunjian.opened import open_ledger

    config = load(directory)
    site = config.site(site_id)
    if options.output is not None:
        require_folder(options.output)
    with open_ledger(config) as ledger:
        issues = {issue.id: issue for issue in ledger.issues(IssueFilter(site_id=site.id))}
        known = {issue.unit for issue in issues.values()}
        asked = _asked(site, options, known)
        spells = ledger.spells(site.id, end_of(options.today))
    told = assessing.assess(site, spells, asked, options.today, issues=issues, units=options.units)
    sys.stdout.write(as_text(told))
    if options.output is not None:
        from xunjian.assess_excel import as_excel
        from xunjian.private import write_private

        write_private(options.output, as_excel(told, options.today))
        sys.stdout.write(f"已写成 {options.output}\n")
    return 0


def _asked(site: "Site", options: AssessOptions, known: set[str]) -> "Span":
    """Return the days asked for, or raise all that is wrong with the options."""
    from xunjian.assess_periods import Span, named, quarter_of
    from xunjian.config import ConfigError

    # What is no longer configured may still have issues.
    units = [u for u in options.units if not site.unit(u) and u not in known]
    faults = [f"没有编号为“{unit}”的单位" for unit in units]
    span = named(options.named) if options.named else quarter_of(options.today)
    if span is None:
        faults.append(
            f"--period “{options.named}”：应形如 2026-11（月）、2026Q4（季度）或 2026（年）"
        )
    if options.named and (options.since or options.until):
        faults.append("--period 不能与 --from、--to 同时用")
    if not options.named and (options.since or options.until):
        until = options.until or options.today
        span = Span(options.since or quarter_of(until).since, until)
    if span is not None and span.since > span.until:
        faults.append(f"--from {span.since} 晚于 --to {span.until}")
    elif span is not None and span.since > options.today:
        faults.append(f"{span.since} 还没有到，没有可以考核的（出表日期 {options.today}）")
    if faults or span is None:
        raise ConfigError(faults)
    return span
