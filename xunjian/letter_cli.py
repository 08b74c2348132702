"""The command `xunjian notify letter`: the formal letter (通报) as a Word file to be checked and signed."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from xunjian.config import Config
    from xunjian.formal_letter import LetterOptions

HERE = Path()


def letter(
    site: Annotated[str | None, typer.Argument(help="站点编号；只有一个站点时可省略")] = None,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写入的 .docx 文件")],
    config: Annotated[
        Path, typer.Option("--config", "-c", help="配置所在的文件夹（内有 xunjian.toml）")
    ] = HERE,
    template: Annotated[
        Path | None, typer.Option(help="用这个模板，不用配置里的或者自带的")
    ] = None,
    number: Annotated[
        int | None, typer.Option(min=1, help="本年第几次巡检；缺省为本年完整的全站检测的次数")
    ] = None,
    to: Annotated[str, typer.Option(help="主送机关，不带冒号")] = "",
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="按期整改率从这一天算起，缺省为当年 1 月 1 日"),
    ] = None,
    deadline: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="整改期限，缺省为若干个工作日后")
    ] = None,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="以这一天为成文日期")
    ] = None,
) -> None:
    """通报：把最近一次全站巡检的情况写成 Word 文稿（总体情况、各单位、拟通报的单位、整改要求、问题清单）。"""
    from checks.workdays import local_day
    from xunjian.config import ConfigError, load
    from xunjian.formal_letter import LetterOptions

    day = today.date() if today else local_day(datetime.now(UTC))
    options = LetterOptions(
        since=since.date() if since else None,
        number=number,
        deadline=deadline.date() if deadline else None,
        to=to,
    )
    faults = []
    if options.since and options.since > day:
        faults.append(f"--since {options.since} 晚于成文日期 {day}")
    if options.deadline and options.deadline < day:
        faults.append(f"--deadline {options.deadline} 早于成文日期 {day}")
    if faults:
        raise ConfigError(faults)
    told = _write(load(config), site, day, options, output, template)
    sys.stdout.write(told)


def _write(
    config: "Config",
    site_id: str | None,
    today: date,
    options: "LetterOptions",
    output: Path,
    template: Path | None,
) -> str:
    """Write the letter and say what is to be checked in it."""
    from notifier.formal import formal
    from xunjian.commands import require_folder
    from xunjian.formal_letter import deadline_of, formal_letter
    from xunjian.opened import open_ledger
    from xunjian.private import write_private

    settings = config.letter
    require_folder(output)
    site = config.site(site_id)
    with open_ledger(config) as ledger:
        letter = formal_letter(
            config,
            ledger,
            site,
            today=today,
            now=datetime.now(UTC),
            settings=settings,
            options=options,
        )
    own = config.directory / settings.template if settings.template else None
    write_private(output, formal(letter, template or own))
    lines = [
        f"通报已写成 {output}：第 {letter.number} 次巡检，未整改 {len(letter.problems)} 个问题。"
    ]
    if letter.named:
        names = "、".join(each.name for each in letter.named)
        lines.append(f"拟通报 {len(letter.named)} 个单位（{names}），请核实后再印发。")
    if options.deadline is None and deadline_of(settings, today).provisional:
        lines.append(f"整改期限 {letter.deadline} 是暂定的：该年的放假安排还没有公布，请核实。")
    return "\n".join(lines) + "\n"
