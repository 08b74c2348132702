"""The command line. Heavy imports stand inside the commands, so that --help is instant."""

import os
import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from xunjian import assess_cli, desk_cli, issues_cli, ledger_cli, letter_cli, notify_cli

# Exit codes are part of the contract: 0 nothing found, 1 problems found, 2 usage or
# configuration error, 3 the run could not be completed.
FOUND, USAGE, INCOMPLETE = 1, 2, 3

app = typer.Typer(
    name="xunjian",
    help="政府信息公开平台巡检：扫描、问题清单、整改通知、回头看。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(issues_cli.app, name="issues")
app.add_typer(notify_cli.app, name="notify")
app.command()(assess_cli.assess)
notify_cli.app.command()(letter_cli.letter)
app.add_typer(ledger_cli.app, name="ledger")
app.command(name="audit")(desk_cli.audit)

Directory = Annotated[
    Path, typer.Option("--config", "-c", help="配置所在的文件夹（内有 xunjian.toml）")
]
SiteId = Annotated[str | None, typer.Argument(help="站点编号；只有一个站点时可省略")]
Today = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="以这一天为检测日期，如 2026-11-23")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="写入文件，不写到屏幕")]
HERE = Path()


class ReportFormat(StrEnum):
    """The forms of the simulated inspection."""

    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"


class CatalogueFormat(StrEnum):
    """The forms of the catalogue of normative documents."""

    TEXT = "text"
    XLSX = "xlsx"
    DOCX = "docx"
    JSON = "json"


class Format(StrEnum):
    """The forms in which a scan can be printed."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    XLSX = "xlsx"


class CheckFormat(StrEnum):
    """The forms in which a document's check can be printed."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"


@app.command()
def demo(
    directory: Annotated[Path, typer.Argument(help="示例放在这个文件夹")] = Path("xunjian-demo"),
    *,
    today: Today = None,
    serve: Annotated[
        bool, typer.Option("--serve", help="检测后继续开着示例平台，按 Ctrl+C 结束")
    ] = False,
) -> None:
    """演示：在随带的示例平台上完整走一遍（扫描、问题清单、邮件）。"""
    from xunjian.commands import run_demo

    raise typer.Exit(run_demo(directory, _day(today), keep_serving=serve))


@app.command()
def init(
    url: Annotated[str, typer.Argument(help="平台首页网址")],
    directory: Annotated[Path, typer.Option("--config", "-c", help="配置写到这个文件夹")] = HERE,
    *,
    private: Annotated[
        bool, typer.Option("--private", help="平台在内网，允许访问它的内网地址")
    ] = False,
) -> None:
    """初始化：浏览一个平台，拟出栏目清单，写好配置文件。"""
    from xunjian.commands import run_init

    raise typer.Exit(run_init(url, directory, private=private))


@app.command()
def scan(
    site: SiteId = None,
    *,
    config: Directory = HERE,
    column: Annotated[list[str] | None, typer.Option(help="只检测这些栏目（编号）")] = None,
    unit: Annotated[list[str] | None, typer.Option(help="只检测这些单位的栏目（编号）")] = None,
    rule: Annotated[list[str] | None, typer.Option(help="只用这些规则，如 W101 或 W")] = None,
    today: Today = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="输出格式")] = Format.TEXT,
    output: Output = None,
    accept: Annotated[
        bool, typer.Option("--accept-coverage", help="平台确实变小了：以后以本次的访问量为准")
    ] = False,
) -> None:
    """扫描：采集平台、检查、记入台账，列出问题。"""
    from xunjian.commands import ScanOptions, run_scan

    options = ScanOptions(
        columns=tuple(column or ()),
        units=tuple(unit or ()),
        rules=tuple(rule or ()),
        today=_day(today),
        format=format_.value,
        output=output,
        accept=accept,
    )
    raise typer.Exit(run_scan(config, site, options))


@app.command()
def columns(site: SiteId = None, *, config: Directory = HERE, output: Output = None) -> None:
    """栏目：列出检测时遇到、栏目表里没有的栏目；加 -o 写成补全后的栏目表。"""
    from xunjian.commands import run_columns

    raise typer.Exit(run_columns(config, site, output))


@app.command()
def recheck(
    site: SiteId = None,
    *,
    config: Directory = HERE,
    issue: Annotated[list[int] | None, typer.Option(help="只复查这些问题（编号）")] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="连同近一年已整改的问题一起复查，如迎检之前")
    ] = False,
    today: Today = None,
) -> None:
    """整改回头看：复查未整改的问题，整改好的销号；加 --all 连同已整改的一起查。"""
    from xunjian.commands import RecheckOptions, run_recheck

    options = RecheckOptions(tuple(issue or ()), all_, _day(today))
    raise typer.Exit(run_recheck(config, site, options))


@app.command()
def check(
    sources: Annotated[list[str], typer.Argument(help="文件、文件夹、网址，或 - 表示标准输入")],
    *,
    today: Today = None,
    format_: Annotated[
        CheckFormat, typer.Option("--format", "-f", help="输出格式")
    ] = CheckFormat.TEXT,
    output: Output = None,
    annotate: Annotated[
        Path | None,
        typer.Option(
            "--annotate",
            metavar="DIR",
            help="有问题的文件各写一份带批注的副本到这个文件夹；副本含原文件全部内容，请同样保管",
        ),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", "-c", help="按这个文件夹里的配置检查（词表、规则、地区）"),
    ] = None,
    site: Annotated[str | None, typer.Option(help="平台编号；配置里只有一个平台时不用填")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="另外列出词表里放过的写法和放过的理由")
    ] = False,
) -> None:
    """发布前检查（先审后发）：检查文件、文件夹、网页或一段文字，不连台账。"""
    from xunjian.check_cli import CheckOptions, run_check

    options = CheckOptions(
        today=_day(today),
        config=config,
        site=site,
        format=format_.value,
        output=output,
        annotate=annotate,
        explain=explain,
    )
    raise typer.Exit(run_check(sources, options))


@app.command()
def report(
    site: SiteId = None,
    *,
    config: Directory = HERE,
    today: Today = None,
    column: Annotated[list[str] | None, typer.Option(help="只看这些栏目（编号）")] = None,
    unit: Annotated[list[str] | None, typer.Option(help="只看这些单位（编号）")] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="单位考核从这一天起，默认当年 1 月 1 日"),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="单位考核到这一天止，默认到检测日期"),
    ] = None,
    year: Annotated[int | None, typer.Option(help="公开统计的年份，默认当年")] = None,
    format_: Annotated[
        ReportFormat, typer.Option("--format", "-f", help="输出格式")
    ] = ReportFormat.TEXT,
    output: Output = None,
) -> None:
    """模拟检查：按检查指标估算单项否决和扣分，附单位考核、公开统计；可写成网页、Word 或 Excel。"""
    from xunjian.report import ReportOptions, run_report

    options = ReportOptions(
        today=_day(today),
        format=format_.value,
        output=output,
        columns=tuple(column or ()),
        units=tuple(unit or ()),
        since=since.date() if since else None,
        until=until.date() if until else None,
        year=year,
    )
    raise typer.Exit(run_report(config, site, options))


@app.command()
def probe(
    site: Annotated[str | None, typer.Argument(help="站点编号；省略则访问全部站点")] = None,
    *,
    config: Directory = HERE,
) -> None:
    """拨测：访问一次首页，看 15 秒之内能不能打开，并列出近一周的情况。"""
    from xunjian.probe_cli import run_probe

    raise typer.Exit(run_probe(config, site))


@app.command()
def catalogue(
    site: SiteId = None,
    *,
    config: Directory = HERE,
    today: Today = None,
    format_: Annotated[
        CatalogueFormat, typer.Option("--format", "-f", help="输出格式")
    ] = CatalogueFormat.TEXT,
    output: Output = None,
) -> None:
    """目录：按最近一次全站检测，生成现行有效行政规范性文件目录，与本站目录比对。"""
    from xunjian.catalogue_cli import run_catalogue

    raise typer.Exit(run_catalogue(config, site, _day(today), format_.value, output))


@app.command()
def serve(
    *,
    config: Directory = HERE,
    host: Annotated[str, typer.Option(help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="监听端口")] = 8610,
) -> None:
    """值守：定时扫描、复查、发信，并提供状态页面。"""
    from xunjian.commands import run_serve

    raise typer.Exit(run_serve(config, host, port))


@app.command()
def rules(
    *,
    markdown: Annotated[bool, typer.Option("--markdown", help="输出完整说明（Markdown）")] = False,
) -> None:
    """规则：列出全部检查规则。"""
    from checks.docs import as_markdown, as_text
    from checks.registry import load_rules

    write = as_markdown if markdown else as_text
    sys.stdout.write(write(load_rules()))


def _day(today: datetime | None) -> date:
    # The offices' day, wherever the machine thinks it is.
    return today.date() if today else datetime.now(ZoneInfo("Asia/Shanghai")).date()


def main() -> None:
    """Run the command line; faults that a person can mend end with one sentence, not a trace."""
    from xunjian.faults import explained
    from xunjian.logs import set_up

    set_up()
    # Ledger, snapshots and letters are for the account that runs this and nobody else.
    os.umask(0o077)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    with explained():
        try:
            app()
        finally:
            _flush()


def _flush() -> None:
    """Write what is left now: at the end of the process a full disk would be a trace."""
    try:
        sys.stdout.flush()
    except OSError:
        # What could not be written stays in the buffer and would fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise
