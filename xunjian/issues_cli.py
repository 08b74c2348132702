"""The commands `xunjian issues …`: list, show, decide, export."""

import os
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ledger.issue import IssueFilter
    from ledger.ledger import Ledger
    from ledger.lifecycle import Event

app = typer.Typer(help="台账：列出、查看、标记误报或豁免、导出问题。", invoke_without_command=True)
Directory = Annotated[
    Path, typer.Option("--config", "-c", help="配置所在的文件夹（内有 xunjian.toml）")
]
Numbers = Annotated[list[int], typer.Argument(help="问题编号，可以写多个")]
Reason = Annotated[str, typer.Option("--reason", "-r", help="理由")]
HERE = Path()


@dataclass(frozen=True, slots=True)
class Given:
    """What stands before a subcommand: the folder and the filters."""

    config: Path
    wanted: "IssueFilter"


@app.callback()
def list_issues(
    context: typer.Context,
    *,
    config: Directory = HERE,
    state: Annotated[
        list[str] | None, typer.Option(help="状态，如 新发现；“全部”含已整改；缺省为未整改的")
    ] = None,
    unit: Annotated[list[str] | None, typer.Option(help="单位编号")] = None,
    column: Annotated[list[str] | None, typer.Option(help="栏目编号")] = None,
    code: Annotated[list[str] | None, typer.Option(help="规则编号或类别，如 W101、W")] = None,
    text: Annotated[str, typer.Option(help="问题、证据、网址中含有的文字")] = "",
) -> None:
    """列出问题（缺省只列未整改的）。"""
    from ledger.issue import IssueFilter
    from ledger.lifecycle import OPEN, State
    from xunjian.config import ConfigError
    from xunjian.show import console, print_finding

    names = {known.value: known for known in State}
    unknown = [name for name in state or () if name not in (*names, "全部")]
    if unknown:
        raise ConfigError(
            [f"没有状态“{name}”，应为 {'、'.join(names)} 或 全部" for name in unknown]
        )
    chosen = tuple(OPEN) if not state else tuple(names[n] for n in state if n in names)
    codes = tuple(each.upper() for each in code or ())
    wanted = IssueFilter(
        states=() if state and "全部" in state else chosen,
        units=tuple(unit or ()),
        columns=tuple(column or ()),
        codes=codes,
        text=text,
    )
    if context.invoked_subcommand is not None:
        context.obj = Given(config, wanted)
        return
    out = console()
    with _ledger(config) as ledger:
        _require_known(config, ledger, wanted)
        issues = ledger.issues(wanted)
    for issue in issues:
        print_finding(out, issue, f"#{issue.id} {issue.state}")
    out.print(f"共 {len(issues)} 个问题。")
    raise typer.Exit(1 if issues else 0)


@app.command()
def show(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="问题编号")],
    *,
    config: Directory = HERE,
) -> None:
    """查看一个问题和它的经过。"""
    from checks.workdays import LOCAL
    from notifier.notice import NO_UNIT
    from xunjian.show import console, print_finding

    out = console()
    with _ledger(chosen(context, config)) as ledger:
        issue = ledger.issue(number)
        print_finding(out, issue, f"#{issue.id} {issue.state}")
        out.print(
            f"    责任单位 {issue.unit or NO_UNIT}　栏目 {issue.column or '—'}　期限 {issue.due or '—'}"
        )
        out.print("经过：")
        for step in ledger.history(number):
            note = f"　{step.note}" if step.note else ""
            actor = f"　{step.actor}" if step.actor else ""
            out.print(
                f"    {step.at.astimezone(LOCAL):%Y-%m-%d %H:%M}　{step.event} → {step.new}{actor}{note}"
            )


@app.command()
def dismiss(
    context: typer.Context,
    numbers: Numbers,
    *,
    reason: Reason,
    config: Directory = HERE,
    allow: Annotated[
        str, typer.Option(help="允许的写法：含有误报字词的一段原文，记入词表 allowed.csv")
    ] = "",
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="允许的写法用于所有平台，缺省只用于问题所在的平台")
    ] = False,
) -> None:
    """标记为误报（需要理由），以后的检测不再报告；加 --allow 的，别处同样的写法也不再报告。"""
    from ledger.lifecycle import Event

    directory = chosen(context, config)
    if allow:
        _allow(directory, numbers, allow, reason, everywhere=everywhere)
    _decide(directory, numbers, Event.DISMISS, reason, None)


@app.command()
def waive(
    context: typer.Context,
    numbers: Numbers,
    *,
    reason: Reason,
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="豁免到哪一天")],
    config: Directory = HERE,
) -> None:
    """豁免到某一天（需要理由），到期仍存在的重新通报。"""
    from checks.workdays import local_day
    from ledger.lifecycle import Event

    if until.date() <= local_day(datetime.now(UTC)):
        raise typer.BadParameter("豁免的日期应在今天以后", param_hint="--until")
    _decide(chosen(context, config), numbers, Event.WAIVE, reason, until.date())


@app.command()
def reopen(
    context: typer.Context, numbers: Numbers, *, reason: Reason = "", config: Directory = HERE
) -> None:
    """撤销误报或豁免。"""
    from ledger.lifecycle import Event

    _decide(chosen(context, config), numbers, Event.REOPEN, reason, None)


@app.command()
def export(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="写入的 .xlsx 文件")],
    *,
    config: Directory = HERE,
) -> None:
    """导出为 Excel 问题清单；筛选条件写在 export 之前，缺省为未整改的问题。"""
    from checks.workdays import local_day
    from notifier.workbook import workbook
    from xunjian.commands import require_folder
    from xunjian.private import write_private

    require_folder(output)
    directory = chosen(context, config)
    with _ledger(directory) as ledger:
        _require_known(directory, ledger, context.obj.wanted)
        issues = ledger.issues(context.obj.wanted)
    today = local_day(datetime.now(UTC))
    write_private(output, workbook(issues, title=f"问题清单（{today}）", token=""))
    sys.stdout.write(f"已导出 {len(issues)} 个问题到 {output}\n")


@app.command()
def picture(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="问题编号")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写入的 .png 文件")],
    config: Directory = HERE,
) -> None:
    """为链接类问题截图：依据快照离线绘制页面，用红框标出链接（需要 xunjian[render] 和 Chromium）。"""
    from xunjian import picture as pictures
    from xunjian.commands import require_folder
    from xunjian.config import load
    from xunjian.private import write_private

    require_folder(output)
    directory = chosen(context, config)
    with _ledger(directory) as ledger:
        issue = ledger.issue(number)
    write_private(output, pictures.picture(load(directory), issue))
    sys.stdout.write(f"问题 #{number} 的截图已写入 {output}\n")


def _require_known(directory: Path, ledger: "Ledger", wanted: "IssueFilter") -> None:
    """Refuse a misspelt filter, which would look like a site without problems."""
    from checks.registry import load_rules
    from ledger.issue import IssueFilter
    from xunjian.config import ConfigError, load

    sites = load(directory).sites
    faults = []
    for unit in wanted.units:
        is_known = any(site.unit(unit) for site in sites)
        # What is no longer configured may still have issues.
        if not is_known and not ledger.count(IssueFilter(units=(unit,))):
            faults.append(f"没有编号为“{unit}”的单位")
    for column in wanted.columns:
        is_known = any(site.column(column) for site in sites)
        if not is_known and not ledger.count(IssueFilter(columns=(column,))):
            faults.append(f"没有编号为“{column}”的栏目")
    for code in wanted.codes:
        is_known = any(code in (rule.code, rule.code[:1]) for rule in load_rules())
        if not is_known and not ledger.count(IssueFilter(codes=(code,))):
            faults.append(f"没有规则“{code}”，见 xunjian rules")
    if faults:
        raise ConfigError(faults)


def _decide(
    config: Path, numbers: list[int], event: "Event", reason: str, until: date | None
) -> None:
    from checks.mask import mask

    with _ledger(config) as ledger:
        for number in numbers:
            issue = ledger.decide(
                number, event, actor=actor(), note=mask(reason), until=until, now=datetime.now(UTC)
            )
            sys.stdout.write(f"#{issue.id} {issue.state}\n")


def _allow(
    directory: Path, numbers: list[int], phrase: str, reason: str, *, everywhere: bool
) -> None:
    """Let every later scan pass what stands in `phrase`."""
    from xunjian.allow import allow, require_around
    from xunjian.config import WORD_FOLDER, load

    folder = load(directory).wordlists or directory / WORD_FOLDER
    with _ledger(directory) as ledger:
        issues = [ledger.issue(number) for number in numbers]
    for issue in issues:
        require_around(phrase, issue.evidence)
    for issue in issues:
        target = folder if everywhere else folder / issue.site_id
        is_new = allow(target, phrase, issue.code, reason)
        done = "已记入" if is_new else "已经在"
        sys.stdout.write(f"“{phrase}”{done} {target / 'allowed.csv'}\n")


def actor() -> str:
    """Return the account of the system that runs the program."""
    try:
        return getuser()
    except (KeyError, OSError):
        # A container may run under a number that has no name.
        return f"uid {os.getuid()}"


def chosen(context: typer.Context, config: Path) -> Path:
    """Return the folder given after the subcommand, or before it."""
    return config if config != HERE else context.obj.config


def _ledger(directory: Path) -> "Ledger":
    from ledger.ledger import Ledger
    from xunjian.config import load

    config = load(directory)
    return Ledger.open(config.ledger, config.secret)
