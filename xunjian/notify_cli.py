"""The commands `xunjian notify …`: write, preview, list, show and send again."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="通知：写信给责任单位和主管部门，预览、查看、重发。", invoke_without_command=True
)
Directory = Annotated[
    Path, typer.Option("--config", "-c", help="配置所在的文件夹（内有 xunjian.toml）")
]
Today = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="以这一天为发信日期，如 2026-11-23")
]
AnyTime = Annotated[
    bool, typer.Option("--any-time", help="节假日、下班时间也照发（缺省只在工作日通报）")
]
HERE = Path()
SHOWN = 50


class When(StrEnum):
    """The occasions as they are typed."""

    DAILY = "daily"
    URGENT = "urgent"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Given:
    """What stands before a subcommand."""

    config: Path
    today: datetime | None
    any_time: bool


@app.callback()
def send(
    context: typer.Context,
    *,
    config: Directory = HERE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出将要发的邮件，不发")] = False,
    today: Today = None,
    any_time: AnyTime = False,
) -> None:
    """把待通报的问题发给责任单位，汇总发给主管部门；每个单位每天至多一封。"""
    from xunjian.notify_run import run_dry, run_notify

    if context.invoked_subcommand is not None:
        context.obj = Given(config, today, any_time)
        return
    run = run_dry if dry_run else run_notify
    raise typer.Exit(run(config, _day(today), When.DAILY.value, any_time=any_time))


@app.command()
def urgent(context: typer.Context, *, config: Directory = HERE, today: Today = None) -> None:
    """紧急通报：隐私泄露、严重错误、被篡改等，不论何时立即发出。"""
    from xunjian.notify_run import run_notify

    given = _given(context, config, today)
    raise typer.Exit(run_notify(given.config, _day(given.today), When.URGENT.value))


@app.command()
def answers(
    context: typer.Context,
    *,
    config: Directory = HERE,
    today: Today = None,
    any_time: AnyTime = False,
) -> None:
    """复核答复：把复查结果（销号或退回）发给反馈过的单位。"""
    from xunjian.notify_run import run_notify

    given = _given(context, config, today)
    any_time = any_time or given.any_time
    day = _day(given.today)
    raise typer.Exit(run_notify(given.config, day, When.ANSWERS.value, any_time=any_time))


@app.command()
def preview(
    context: typer.Context,
    *,
    config: Directory = HERE,
    today: Today = None,
    occasion: Annotated[
        When, typer.Option(help="哪一种：daily 每日通报，urgent 紧急通报，answers 复核答复")
    ] = When.DAILY,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="写到这个文件夹，缺省为 notice-preview")
    ] = Path("notice-preview"),
) -> None:
    """预览：把将要发的邮件原样写成文件（.eml、.html、.xlsx），不登记，不发送。"""
    from xunjian.notify_run import run_preview

    given = _given(context, config, today)
    raise typer.Exit(run_preview(given.config, _day(given.today), occasion.value, output))


@app.command(name="list")
def list_letters(
    context: typer.Context,
    *,
    config: Directory = HERE,
    state: Annotated[
        list[str] | None, typer.Option(help="状态，如 发送失败；可以写多个；缺省为全部")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=f"不限于最近 {SHOWN} 封")] = False,
) -> None:
    """发件箱：列出邮件，最近的在前。"""
    from xunjian.notify_run import run_list

    limit = None if every else SHOWN
    raise typer.Exit(run_list(_given(context, config, None).config, tuple(state or ()), limit))


@app.command()
def show(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="邮件编号")],
    *,
    config: Directory = HERE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="原样写成 .eml 文件")
    ] = None,
) -> None:
    """查看一封邮件；加 -o 原样写成文件。"""
    from xunjian.notify_run import run_show

    raise typer.Exit(run_show(_given(context, config, None).config, number, output))


@app.command()
def resend(
    context: typer.Context,
    numbers: Annotated[list[int], typer.Argument(help="邮件编号，可以写多个")],
    *,
    config: Directory = HERE,
) -> None:
    """重发：发送失败的、不能确定是否送达的，再发一次。"""
    from xunjian.notify_run import run_resend

    raise typer.Exit(run_resend(_given(context, config, None).config, tuple(numbers)))


def _given(context: typer.Context, config: Path, today: datetime | None) -> Given:
    """Return what was given after the subcommand, or before it."""
    before: Given = context.obj
    chosen = config if config != HERE else before.config
    return Given(chosen, today or before.today, before.any_time)


def _day(today: datetime | None) -> date:
    from zoneinfo import ZoneInfo

    # The offices' day, wherever the machine thinks it is.
    return today.date() if today else datetime.now(ZoneInfo("Asia/Shanghai")).date()
