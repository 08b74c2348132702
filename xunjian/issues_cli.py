"""The commands `xunjian issues …`: list, show, export; others decide."""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xunjian import decisions_cli, desk_cli, feedback_cli, publish_cli
from xunjian.issues_place import HERE, Directory, Given, chosen, opened, require_known

if TYPE_CHECKING:
    from crawler.site import Site
    from ledger.issue import Issue

app = typer.Typer(help="台账：列出、查看、标记误报或豁免、导出问题。", invoke_without_command=True)
app.registered_commands += decisions_cli.app.registered_commands
app.registered_commands += desk_cli.app.registered_commands
app.registered_commands += feedback_cli.app.registered_commands
app.registered_commands += publish_cli.app.registered_commands


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
        is_filtered = bool(state or unit or column or code or text)
        context.obj = Given(config, wanted, is_filtered)
        return
    out = console()
    with opened(config) as ledger:
        require_known(config, ledger, wanted)
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
    from xunjian.config import load
    from xunjian.show import console, print_finding

    out = console()
    directory = chosen(context, config)
    with opened(directory) as ledger:
        issue = ledger.issue(number)
        print_finding(out, issue, f"#{issue.id} {issue.state}")
        out.print(f"    {_owned(load(directory).sites, issue)}　期限 {issue.due or '—'}")
        for line in _standing(issue):
            out.print(f"    {line}")
        for each in ledger.desk.requests(issue_id=number):
            until = f"到 {each.until}" if each.until else ""
            said = f"（{each.decided_by}：{each.decision_note}）" if each.decision_note else ""
            out.print(
                f"    申请 {each.id}：{each.applicant}申请{each.kind}{until}，"
                f"{each.state}{said}　{each.reason}"
            )
        out.print("经过：")
        for step in ledger.history(number):
            note = f"　{step.note}" if step.note else ""
            actor = f"　{step.actor}" if step.actor else ""
            out.print(
                f"    {step.at.astimezone(LOCAL):%Y-%m-%d %H:%M}　{step.event} → {step.new}{actor}{note}"
            )


@app.command()
def export(
    context: typer.Context,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="写入的文件：.xlsx、.csv、.json 或 .sarif")
    ],
    *,
    config: Directory = HERE,
) -> None:
    """导出问题清单（Excel、CSV、JSON、SARIF）；筛选条件写在 export 之前，缺省为未整改的问题。"""
    from checks.workdays import local_day
    from xunjian.commands import require_folder
    from xunjian.config import load
    from xunjian.export_issues import FOR_PEOPLE, FORMS, exported
    from xunjian.named import named
    from xunjian.private import write_private

    require_folder(output)
    if output.suffix.lower() not in FORMS:
        known = "、".join(FORMS)
        raise typer.BadParameter(f"“{output.name}”：后缀应为 {known} 之一", param_hint="-o")
    directory = chosen(context, config)
    with opened(directory) as ledger:
        require_known(directory, ledger, context.obj.wanted)
        issues = ledger.issues(context.obj.wanted)
    if output.suffix.lower() in FOR_PEOPLE:
        issues = named(issues, load(directory).sites)
    today = local_day(datetime.now(UTC))
    write_private(output, exported(issues, output.suffix.lower(), today))
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
    with opened(directory) as ledger:
        issue = ledger.issue(number)
    write_private(output, pictures.picture(load(directory), issue))
    sys.stdout.write(f"问题 #{number} 的截图已写入 {output}\n")


def _owned(sites: Iterable["Site"], issue: "Issue") -> str:
    """Name the unit and the column of the issue, with the ids that other commands want."""
    from notifier.notice import NO_UNIT

    site = next((each for each in sites if each.id == issue.site_id), None)
    unit = site.unit(issue.unit) if site else None
    column = site.column(issue.column) if site else None
    owner = f"{unit.name}（{unit.id}）" if unit else issue.unit or NO_UNIT
    where = f"{column.name}（{column.id}）" if column else issue.column or "—"
    return f"责任单位 {owner}　栏目 {where}"


def _standing(issue: "Issue") -> Iterator[str]:
    """Say what else holds of the issue."""
    from checks.workdays import LOCAL

    if issue.claimed_at is not None and issue.is_open:
        yield f"单位 {issue.claimed_at.astimezone(LOCAL):%Y-%m-%d %H:%M} 反馈已整改，待复核"
    if issue.returns:
        yield f"退回 {issue.returns} 次"
    if issue.absences and issue.is_open:
        yield f"最近 {issue.absences} 次检测没有发现，须再次确认后销号"
    if issue.extended_from is not None:
        yield f"已准予延期，原期限 {issue.extended_from}"
    if issue.met_due is not None:
        yield "按期整改" if issue.met_due else "逾期整改"
    if issue.held_by is not None:
        yield f"规则调整后新增，待确认（事项 {issue.held_by}，见 xunjian issues questions）"
