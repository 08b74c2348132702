"""The commands of the desk: requests, questions, rulings, and the log of who did what."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xunjian.decisions_cli import FAILED, Reach, actor
from xunjian.issues_place import HERE, Directory, chosen, opened

if TYPE_CHECKING:
    from ledger.ledger import Ledger
    from ledger.requests import Request

app = typer.Typer()
SHOWN = 3
Numbers = Annotated[list[int], typer.Argument(help="申请号，可以写多个")]
By = Annotated[str, typer.Option("--by", help="决定的人，缺省为当前系统账号")]
Note = Annotated[str, typer.Option("--reason", "-r", help="说明")]


@app.command()
def requests(
    context: typer.Context,
    *,
    config: Directory = HERE,
    everything: Annotated[bool, typer.Option("--all", help="连同已处理的")] = False,
) -> None:
    """列出待批的豁免、延期、误报申请。"""
    from ledger.requests import RequestState

    states = () if everything else (RequestState.OPEN,)
    with opened(chosen(context, config)) as ledger:
        found = ledger.desk.requests(states)
        for each in found:
            issue = ledger.issue(each.issue_id)
            until = f"到 {each.until}" if each.until else ""
            unit = f"（{each.unit}）" if each.unit else ""
            sys.stdout.write(
                f"申请 {each.id}　{each.state}　{each.kind}{until}　{each.applicant}{unit}：{each.reason}\n"
                f"    #{issue.id} [{issue.severity}] {issue.code} {issue.title}　{issue.message}\n"
            )
            if each.decided_by:
                note = f"　{each.decision_note}" if each.decision_note else ""
                sys.stdout.write(f"    {each.decided_by} {each.state}{note}\n")
    sys.stdout.write(f"共 {len(found)} 件申请。\n")


@app.command()
def approve(
    context: typer.Context,
    numbers: Numbers,
    *,
    config: Directory = HERE,
    by: By = "",
    reason: Note = "",
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="改批到这一天")
    ] = None,
    scope: Annotated[
        Reach | None,
        typer.Option(help="误报：只此问题、本平台同样的问题，或本平台这条规则的全部问题"),
    ] = None,
) -> None:
    """批准申请；须与申请人不是同一人。"""
    day = until.date() if until else None
    place = chosen(context, config)
    _answer(place, numbers, by, reason, day, granted=True, reach=scope)


@app.command()
def refuse(
    context: typer.Context, numbers: Numbers, *, reason: Note, config: Directory = HERE, by: By = ""
) -> None:
    """不批准申请（需要说明）。"""
    _answer(chosen(context, config), numbers, by, reason, None, granted=False)


@app.command()
def questions(context: typer.Context, *, config: Directory = HERE) -> None:
    """列出待确认的事项：规则调整后大量新增或大量消失的问题，先问人再通报、再销号。"""
    from ledger.questions import ANSWERS

    with opened(chosen(context, config)) as ledger:
        found = ledger.desk.questions()
        for each in found:
            said = "、".join(ANSWERS[each.subject])
            sys.stdout.write(
                f"事项 {each.id}　{each.site_id}　规则 {each.code} 调整后{each.subject}"
                f" {len(each.issue_ids)} 个问题\n"
            )
            for number in each.issue_ids[:SHOWN]:
                issue = ledger.issue(number)
                sys.stdout.write(f"    #{issue.id} {issue.message}　{issue.url}\n")
            if len(each.issue_ids) > SHOWN:
                sys.stdout.write(f"    ……另有 {len(each.issue_ids) - SHOWN} 个\n")
            sys.stdout.write(f"    答复：xunjian issues settle {each.id} {said} 之一\n")
    sys.stdout.write(f"共 {len(found)} 项。\n")


@app.command()
def settle(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="事项编号")],
    answer: Annotated[str, typer.Argument(help="通报、误报、已整改 或 规则调整")],
    *,
    config: Directory = HERE,
    by: By = "",
    reason: Note = "",
) -> None:
    """答复待确认的事项。"""
    from checks.mask import mask
    from ledger.questions import Answer

    try:
        said = Answer(answer)
    except ValueError:
        known = "、".join(Answer)
        raise typer.BadParameter(f"“{answer}”不是答复，应为 {known} 之一") from None
    with opened(chosen(context, config)) as ledger:
        made = ledger.desk.settle_question(
            number, said, actor=actor(by), note=mask(reason), now=datetime.now(UTC)
        )
    sys.stdout.write(f"事项 {number}：{said}，涉及 {len(made.issue_ids)} 个问题\n")


@app.command()
def rulings(
    context: typer.Context,
    *,
    config: Directory = HERE,
    revoke: Annotated[int | None, typer.Option(help="撤销这一条认定（编号）")] = None,
    by: By = "",
) -> None:
    """列出整站认定的误报；加 --revoke 撤销一条。"""
    with opened(chosen(context, config)) as ledger:
        if revoke is not None:
            ledger.desk.revoke_ruling(revoke, actor=actor(by), now=datetime.now(UTC))
            sys.stdout.write(f"认定 {revoke} 已撤销，以后的检测照常报告\n")
            return
        found = ledger.desk.rulings()
    for each in found:
        sys.stdout.write(
            f"认定 {each.id}　{each.site_id}　{each.code}　{each.scope}（起于 #{each.issue_id}）"
            f"　{each.at:%Y-%m-%d}　{each.actor}：{each.reason}\n"
        )
    sys.stdout.write(f"共 {len(found)} 条。\n")


def audit(
    *,
    config: Directory = HERE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="全部记录写成 JSON Lines 文件，另行保存")
    ] = None,
    last: Annotated[int, typer.Option(help="显示最近多少条")] = 20,
) -> None:
    """审计：核对谁在何时做了什么的记录有没有被改动过，列出最近的记录。"""
    from checks.workdays import LOCAL
    from ledger.audit import lines
    from xunjian.commands import require_folder
    from xunjian.private import write_private

    if output is not None:
        require_folder(output)
    with opened(config) as ledger:
        verdict, entries = ledger.desk.verify_audit(), ledger.desk.audit()
    if output is not None:
        write_private(output, "".join(f"{each}\n" for each in lines(entries)).encode())
    for each in entries[-last:] if last > 0 else ():
        deed = each.deed
        account = f"（账号 {deed.account}）" if deed.account and deed.account != deed.actor else ""
        said = "　".join(f"{name} {value}" for name, value in deed.detail.items() if value)
        sys.stdout.write(
            f"{each.id}　{each.at.astimezone(LOCAL):%Y-%m-%d %H:%M}　{deed.action}　"
            f"{deed.actor}{account}　{said}\n"
        )
    if verdict.fault:
        sys.stdout.write(f"审计记录不完整：{verdict.fault}\n")
        raise typer.Exit(FAILED)
    sys.stdout.write(
        f"审计记录完整：{verdict.entries} 条，问题经过 {verdict.transitions} 条，"
        f"末条校验码 {verdict.mark[:16]}\n"
    )


def _outcome(ledger: "Ledger", made: "Request") -> str:
    """Say what came of the request, and until when it holds."""
    from ledger.requests import RequestKind, RequestState

    if made.state is RequestState.LAPSED:
        return f"{made.kind}申请失效，问题的状态已变"
    if made.state is RequestState.REFUSED:
        return f"{made.kind}不准"
    issue = ledger.issue(made.issue_id)
    days = {RequestKind.EXTENSION: issue.due, RequestKind.WAIVER: issue.waived_until}
    day = days.get(made.kind)
    return f"{made.kind}准予" + (f"，到 {day}" if day else "")


def _answer(
    directory: Path,
    numbers: list[int],
    by: str,
    note: str,
    until: date | None,
    *,
    granted: bool,
    reach: Reach | None = None,
) -> None:
    from checks.mask import mask
    from ledger.errors import RefusedError
    from ledger.rulings import Scope

    scopes = {Reach.ISSUE: Scope.ISSUE, Reach.SITE: Scope.SITE, Reach.RULE: Scope.RULE}

    failed = False
    with opened(directory) as ledger:
        for number in numbers:
            try:
                made = ledger.desk.answer(
                    number,
                    granted=granted,
                    actor=actor(by),
                    note=mask(note),
                    until=until,
                    scope=scopes[reach] if reach else None,
                    now=datetime.now(UTC),
                )
            except RefusedError as error:
                failed = True
                sys.stdout.write(f"申请 {number} 未处理：{error}\n")
            else:
                sys.stdout.write(
                    f"申请 {number}：{_outcome(ledger, made)}（问题 #{made.issue_id}）\n"
                )
    if failed:
        raise typer.Exit(FAILED)
