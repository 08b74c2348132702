"""The command in which a person says what is published: `xunjian issues publish`."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xunjian.decisions_cli import actor
from xunjian.issues_place import HERE, Directory, chosen, matching, opened

if TYPE_CHECKING:
    from ledger.publishing import KeptReminder

app = typer.Typer()


@app.command()
def publish(
    context: typer.Context,
    numbers: Annotated[
        list[int] | None, typer.Argument(help="问题编号，可以写多个；不写的，列出待确认的")
    ] = None,
    *,
    config: Directory = HERE,
    matching_: Annotated[
        bool, typer.Option("--matching", help="前面的筛选条件选中的、待确认的全部问题")
    ] = False,
    drop: Annotated[bool, typer.Option("--drop", help="不予通报（需要理由）")] = False,
    by: Annotated[str, typer.Option("--by", help="决定的人，缺省为当前系统账号")] = "",
    reason: Annotated[str, typer.Option("--reason", "-r", help="说明")] = "",
) -> None:
    """确认拟通报的问题；加 --drop 为不予通报。不写编号的，列出待确认的。"""
    from checks.mask import mask

    directory = chosen(context, config)
    if not (numbers or matching_):
        if drop:
            raise typer.BadParameter("请写问题编号，或加 --matching", param_hint="--drop")
        _list(directory)
        return
    ids = matching(context, directory, numbers, whole=matching_)
    with opened(directory) as ledger:
        if matching_:
            asked = {each.issue.id for each in ledger.desk.public_candidates()}
            ids = [number for number in ids if number in asked]
        answer = ledger.desk.drop_public if drop else ledger.desk.confirm_public
        made = answer(ids, actor=actor(by), note=mask(reason), now=datetime.now(UTC))
    for each in made:
        sys.stdout.write(f"#{each.issue.id} {each.state}　{each.issue.message}\n")
    sys.stdout.write(f"共 {len(made)} 个问题。\n")


def _list(directory: Path) -> None:
    with opened(directory) as ledger:
        found = ledger.desk.public_candidates()
    for owner, kept in _by_unit(directory, found).items():
        sys.stdout.write(f"{owner}　{len(kept)} 个\n")
        for each in kept:
            sys.stdout.write(f"    #{each.issue.id}　期限 {each.due}　{each.issue.message}\n")
    sys.stdout.write(f"共 {len(found)} 个问题待确认。\n")
    if found:
        sys.stdout.write(
            "确认通报：xunjian issues publish 编号；不予通报：再加 --drop --reason 理由；"
            "一个单位的全部：xunjian issues --unit 单位编号 publish --matching\n"
        )


def _by_unit(directory: Path, found: "Sequence[KeptReminder]") -> "dict[str, list[KeptReminder]]":
    """Group by unit, named as people and as filters call it."""
    from notifier.notice import NO_UNIT
    from xunjian.config import load

    names = {unit.id: unit.name for site in load(directory).sites for unit in site.units}
    grouped: dict[str, list[KeptReminder]] = {}
    for each in found:
        unit = each.issue.unit
        owner = f"{names[unit]}（{unit}）" if unit in names else unit or NO_UNIT
        grouped.setdefault(owner, []).append(each)
    return grouped
