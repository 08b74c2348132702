"""`xunjian issues import`, `inbox` and `feedback`: what the units send back."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xunjian.decisions_cli import actor
from xunjian.issues_place import HERE, Directory, chosen, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.feedback import Feedback
    from ledger.ledger import Ledger
    from xunjian.config import Config
    from xunjian.feedback_plan import Owner

# Exit codes: some rows or files were not taken; a file could not be taken at all.
SOME, REFUSED = 1, 2
MOST_BYTES = 20_000_000

app = typer.Typer()


@app.command("import")
def import_files(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="单位填好发回的表格，可以写多个")],
    *,
    config: Directory = HERE,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只看会有什么变化，不记入台账")
    ] = False,
    by: Annotated[str, typer.Option("--by", help="经办人，缺省为当前的系统账号")] = "",
    unit: Annotated[
        str, typer.Option("--unit", help="表格是哪个单位的（名称或编号）；表格失去校验信息时才需要")
    ] = "",
) -> None:
    """导入单位填好发回的问题清单：登记整改、签收，以及延期和误报的申请；不会销号。"""
    from xunjian.config import load
    from xunjian.feedback_reading import named_units

    directory = chosen(context, config)
    settings = load(directory)
    named = named_units(settings, unit)
    code = 0
    with opened(directory) as ledger:
        for path in files:
            code = max(
                code,
                _import(settings, ledger, path, named, by=actor(by), is_preview=dry_run),
            )
    raise typer.Exit(code)


def _import(
    config: "Config",
    ledger: "Ledger",
    path: Path,
    named: "Sequence[Owner]",
    *,
    by: str,
    is_preview: bool,
) -> int:
    from notifier.answer_files import AnswersError
    from xunjian.feedback_reading import plan_of, read_safely
    from xunjian.reasons import reason

    now = datetime.now(UTC)
    try:
        answers = read_safely(path.read_bytes(), path.name)
        plan = plan_of(config, ledger, answers, now, named=named, by=by)
    except (AnswersError, OSError) as error:
        why = f"{reason(error)}。" if isinstance(error, OSError) else str(error)
        sys.stdout.write(f"{path.name}：没有导入。{why}\n")
        return REFUSED
    found = ledger.mailbox.preview(plan, now) if is_preview else ledger.mailbox.take(plan, now)
    _tell(f"{path.name}（{plan.actor}）", found, blank=answers.blank, is_preview=is_preview)
    return SOME if found.ignored and not found.is_repeated else 0


def _tell(title: str, found: "Feedback", *, blank: int, is_preview: bool) -> None:
    from xunjian.feedback_words import line, summary

    rest = f"另有 {blank} 条没有填写。" if blank and not found.is_repeated else ""
    sys.stdout.write(f"{title}：{summary(found, is_preview=is_preview)}{rest}\n")
    if not found.is_repeated:
        for one in found.outcomes:
            sys.stdout.write(f"    {line(one)}\n")
    if is_preview:
        sys.stdout.write("以上只是预览（--dry-run），台账没有变化。\n")


@app.command()
def inbox(context: typer.Context, *, config: Directory = HERE) -> None:
    """处理收件夹（[feedback] drop）里的邮件和表格；定时服务每隔几分钟也会处理一次。"""
    from xunjian.config import ConfigError, load
    from xunjian.inbox import Folder, take_inbox

    directory = chosen(context, config)
    settings = load(directory)
    if not settings.feedback.drop:
        raise ConfigError(["xunjian.toml：feedback.drop：没有设置收件夹"])
    with opened(directory) as ledger:
        found = take_inbox(settings, ledger, datetime.now(UTC))
    for one in found.filed:
        sys.stdout.write(f"{one.name} → {one.folder}\n{one.account}\n")
    waiting = f"{found.waiting} 份还没有写完，下次再处理。" if found.waiting else ""
    sys.stdout.write(f"{found.sentence or '收件夹里没有要处理的文件。'}{waiting}\n")
    raise typer.Exit(SOME if any(one.folder is Folder.REFUSED for one in found.filed) else 0)


@app.command()
def feedback(
    context: typer.Context,
    *,
    config: Directory = HERE,
    last: Annotated[int, typer.Option("--last", "-n", min=1, help="最近多少份")] = 10,
) -> None:
    """列出最近收到的反馈，以及每一条的处理结果。"""
    from checks.workdays import LOCAL

    with opened(chosen(context, config)) as ledger:
        found = ledger.mailbox.feedbacks(last)
    for one in reversed(found):
        at = one.at.astimezone(LOCAL)
        title = f"{at:%Y-%m-%d %H:%M}　{one.source}　{one.name}（{one.actor}）"
        _tell(title, one, blank=0, is_preview=False)
    sys.stdout.write(f"共 {len(found)} 份反馈。\n")
