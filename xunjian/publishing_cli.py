"""`xunjian issues publish` and `withhold`: people decide what is made public (拟通报)."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from xunjian.decisions_cli import actor
from xunjian.issues_place import HERE, Directory, chosen, opened

if TYPE_CHECKING:
    from ledger.publishing import KeptReminder

app = typer.Typer()
Listed = Annotated[list[int] | None, typer.Argument(help="问题编号，可以写多个；不写则列出名单")]
Numbers = Annotated[list[int], typer.Argument(help="问题编号，可以写多个")]
By = Annotated[str, typer.Option("--by", help="决定的人，缺省为当前系统账号")]


@app.command()
def publish(
    context: typer.Context,
    numbers: Listed = None,
    *,
    config: Directory = HERE,
    by: By = "",
    reason: Annotated[str, typer.Option("--reason", "-r", help="说明")] = "",
) -> None:
    """列出拟通报的名单；写明编号的，确认通报这些问题。"""
    from checks.mask import mask

    with opened(chosen(context, config)) as ledger:
        if not numbers:
            _list(ledger.desk.public_candidates())
            return
        made = ledger.desk.confirm_public(
            numbers, actor=actor(by), now=datetime.now(UTC), note=mask(reason)
        )
    _tell(made)


@app.command()
def withhold(
    context: typer.Context,
    numbers: Numbers,
    *,
    reason: Annotated[str, typer.Option("--reason", "-r", help="理由")],
    config: Directory = HERE,
    by: By = "",
) -> None:
    """不予通报（需要理由）。"""
    from checks.mask import mask

    with opened(chosen(context, config)) as ledger:
        made = ledger.desk.drop_public(
            numbers, actor=actor(by), now=datetime.now(UTC), note=mask(reason)
        )
    _tell(made)


def _list(waiting: "Sequence[KeptReminder]") -> None:
    from checks.workdays import local_day

    for each in waiting:
        issue = each.issue
        sys.stdout.write(
            f"#{issue.id} [{issue.severity}] {issue.code} {issue.title}　{issue.message}\n"
            f"    期限 {each.due}，{local_day(each.at)} 列入，最近一次看到 {local_day(issue.last_seen)}"
            f"　{issue.url}\n"
        )
    sys.stdout.write(
        f"共 {len(waiting)} 个待确认。确认：xunjian issues publish 编号；"
        "不予通报：xunjian issues withhold 编号 --reason 理由\n"
    )


def _tell(made: "Sequence[KeptReminder]") -> None:
    for each in made:
        sys.stdout.write(f"#{each.issue.id} {each.state}\n")
