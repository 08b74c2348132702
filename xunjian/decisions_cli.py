"""The commands in which people decide: `xunjian issues dismiss|waive|extend|assign|approve|…`."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xunjian.issues_place import HERE, Directory, chosen, matching, opened

if TYPE_CHECKING:
    from ledger.decide import Bulk
    from ledger.lifecycle import Event
    from ledger.requests import RequestKind

app = typer.Typer()
Numbers = Annotated[
    list[int] | None, typer.Argument(help="问题编号，可以写多个；或在前面写筛选条件并加 --matching")
]
Matching = Annotated[bool, typer.Option("--matching", help="对前面的筛选条件选中的全部问题")]
Reason = Annotated[str, typer.Option("--reason", "-r", help="理由")]
By = Annotated[str, typer.Option("--by", help="决定的人，缺省为当前系统账号")]
Day = Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="到哪一天")]
FAILED = 1


class Reach(StrEnum):
    """How far a false alarm reaches."""

    ISSUE = "issue"
    SITE = "site"
    RULE = "rule"


@app.command()
def dismiss(
    context: typer.Context,
    numbers: Numbers = None,
    *,
    reason: Reason,
    config: Directory = HERE,
    matching_: Matching = False,
    by: By = "",
    scope: Annotated[
        Reach,
        typer.Option(help="只此问题、本平台同样的问题，或本平台这条规则的全部问题"),
    ] = Reach.ISSUE,
    allow: Annotated[
        str, typer.Option(help="允许的写法：含有误报字词的一段原文，记入词表 allowed.csv")
    ] = "",
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="允许的写法用于所有平台，缺省只用于问题所在的平台")
    ] = False,
) -> None:
    """标记为误报（需要理由），以后的检测不再报告；加 --allow 的，别处同样的写法也不再报告。"""
    from checks.mask import mask
    from ledger.lifecycle import Event
    from ledger.rulings import Scope

    directory = chosen(context, config)
    ids = matching(context, directory, numbers, whole=matching_)
    if allow:
        _allow(directory, ids, allow, reason, everywhere=everywhere)
    if scope is Reach.ISSUE:
        _decide(directory, ids, Event.DISMISS, reason, by)
        return
    reach = Scope.SITE if scope is Reach.SITE else Scope.RULE
    with opened(directory) as ledger:
        for number in ids:
            now = datetime.now(UTC)
            bulk = ledger.dismiss(number, reach, actor=actor(by), reason=mask(reason), now=now)
            _tell(bulk)
    sys.stdout.write("以后的检测不再报告；要撤销见 xunjian issues rulings\n")


@app.command()
def waive(
    context: typer.Context,
    numbers: Numbers = None,
    *,
    reason: Reason,
    until: Day,
    config: Directory = HERE,
    matching_: Matching = False,
    by: By = "",
) -> None:
    """申请豁免到某一天（需要理由），由另一人用 approve 批准；到期仍存在的重新通报。"""
    from checks.workdays import local_day
    from ledger.requests import RequestKind

    if until.date() <= local_day(datetime.now(UTC)):
        raise typer.BadParameter("豁免的日期应在今天以后", param_hint="--until")
    directory = chosen(context, config)
    ids = matching(context, directory, numbers, whole=matching_)
    _request(directory, ids, RequestKind.WAIVER, reason, by, until.date())


@app.command()
def extend(
    context: typer.Context,
    numbers: Numbers = None,
    *,
    reason: Reason,
    until: Day,
    config: Directory = HERE,
    matching_: Matching = False,
    by: By = "",
) -> None:
    """准予延期到某一天（需要理由）：每个问题一次，不超过原来的时长。"""
    from ledger.lifecycle import Event

    directory = chosen(context, config)
    ids = matching(context, directory, numbers, whole=matching_)
    _decide(directory, ids, Event.EXTEND, reason, by, until=until.date())


@app.command()
def assign(
    context: typer.Context,
    numbers: Numbers = None,
    *,
    unit: Annotated[str, typer.Option(help="接办单位的编号")],
    reason: Reason,
    config: Directory = HERE,
    matching_: Matching = False,
    by: By = "",
) -> None:
    """转办给另一单位（需要理由），期限从重新通报算起。"""
    from ledger.lifecycle import Event
    from xunjian.config import ConfigError, load

    directory = chosen(context, config)
    if not any(site.unit(unit) for site in load(directory).sites):
        raise ConfigError([f"没有编号为“{unit}”的单位"])
    ids = matching(context, directory, numbers, whole=matching_)
    _decide(directory, ids, Event.ASSIGN, reason, by, unit=unit)


@app.command()
def retire(
    context: typer.Context,
    numbers: Numbers = None,
    *,
    reason: Reason,
    config: Directory = HERE,
    matching_: Matching = False,
    by: By = "",
) -> None:
    """不再检测（停测，需要理由）：平台或栏目撤销时用，不算整改。"""
    from ledger.lifecycle import Event

    directory = chosen(context, config)
    ids = matching(context, directory, numbers, whole=matching_)
    _decide(directory, ids, Event.RETIRE, reason, by)


@app.command()
def close(
    context: typer.Context,
    numbers: Numbers = None,
    *,
    reason: Reason,
    config: Directory = HERE,
    matching_: Matching = False,
    by: By = "",
) -> None:
    """人工复核销号（需要理由）：程序判断不了、人已核实改好的；以后又查到的，仍算复发。"""
    from checks.mask import mask

    directory = chosen(context, config)
    ids = matching(context, directory, numbers, whole=matching_)
    with opened(directory) as ledger:
        now = datetime.now(UTC)
        bulk = ledger.desk.close(ids, actor=actor(by), reason=mask(reason), now=now)
    _tell(bulk)
    if bulk.refused:
        raise typer.Exit(FAILED)


@app.command()
def reopen(
    context: typer.Context,
    numbers: Numbers = None,
    *,
    reason: Reason = "",
    config: Directory = HERE,
    matching_: Matching = False,
    by: By = "",
) -> None:
    """撤销误报或豁免。"""
    from ledger.lifecycle import Event

    directory = chosen(context, config)
    ids = matching(context, directory, numbers, whole=matching_)
    _decide(directory, ids, Event.REOPEN, reason, by)


def actor(name: str) -> str:
    """Return who decides: the name that was given, else the account."""
    return name.strip() or account()


def account() -> str:
    """Return the account of the machine under which this runs."""
    try:
        return getuser()
    except (KeyError, OSError):
        # A container may run under a number that has no name.
        return f"uid {os.getuid()}"


def _decide(
    directory: Path,
    ids: Sequence[int],
    event: "Event",
    reason: str,
    by: str,
    *,
    until: date | None = None,
    unit: str = "",
) -> None:
    from checks.mask import mask
    from ledger.decide import Bulk, Decision

    decision = Decision(event, actor(by), mask(reason), until, unit)
    with opened(directory) as ledger:
        now = datetime.now(UTC)
        if len(ids) == 1:
            # What is wrong about a single one is an error of the command.
            issue = ledger.decide(
                ids[0],
                event,
                actor=decision.actor,
                note=decision.note,
                until=until,
                unit=unit,
                now=now,
            )
            bulk = Bulk((issue,), ())
        else:
            bulk = ledger.decide_all(ids, decision, now=now)
    _tell(bulk)
    if bulk.refused:
        raise typer.Exit(FAILED)


def _tell(bulk: "Bulk") -> None:
    for issue in bulk.done:
        due = f"　期限 {issue.due}" if issue.due and issue.is_open else ""
        sys.stdout.write(f"#{issue.id} {issue.state}{due}\n")
    for each in bulk.refused:
        sys.stdout.write(f"#{each.issue_id} 未改动：{each.reason}\n")
    if len(bulk.done) + len(bulk.refused) > 1:
        sys.stdout.write(f"已处理 {len(bulk.done)} 个，未改动 {len(bulk.refused)} 个。\n")


def _request(
    directory: Path,
    ids: Sequence[int],
    kind: "RequestKind",
    reason: str,
    by: str,
    until: date | None,
) -> None:
    from checks.mask import mask
    from ledger.errors import RefusedError
    from ledger.lifecycle import IllegalTransitionError

    failed = False
    with opened(directory) as ledger:
        for number in ids:
            try:
                made = ledger.desk.request(
                    number,
                    kind,
                    applicant=actor(by),
                    reason=mask(reason),
                    until=until,
                    now=datetime.now(UTC),
                )
            except (RefusedError, IllegalTransitionError, LookupError) as error:
                failed = True
                sys.stdout.write(f"#{number} 未申请：{error}\n")
            else:
                sys.stdout.write(f"#{number} 已申请{kind}，申请号 {made.id}，待另一人批准\n")
    if failed:
        raise typer.Exit(FAILED)


def _allow(
    directory: Path, numbers: Sequence[int], phrase: str, reason: str, *, everywhere: bool
) -> None:
    """Let every later scan pass what stands in `phrase`."""
    from xunjian.allow import allow, require_around
    from xunjian.config import WORD_FOLDER, load

    folder = load(directory).wordlists or directory / WORD_FOLDER
    with opened(directory) as ledger:
        issues = [ledger.issue(number) for number in numbers]
    for issue in issues:
        require_around(phrase, issue.evidence)
    for issue in issues:
        target = folder if everywhere else folder / issue.site_id
        is_new = allow(target, phrase, issue.code, reason)
        done = "已记入" if is_new else "已经在"
        sys.stdout.write(f"“{phrase}”{done} {target / 'allowed.csv'}\n")
