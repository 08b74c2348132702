"""Prints what scans, rechecks and deliveries brought, for people at a terminal."""

import shlex
import shutil
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from checks.finding import Finding, Severity, distinct
from checks.registry import load_rules
from crawler.site import Site
from ledger.issue import Issue, IssueFilter
from ledger.ledger import Ledger
from ledger.lifecycle import State
from notifier.notice import NO_UNIT
from notifier.outbox import DeliveryReport
from xunjian.config import Config
from xunjian.export import Found
from xunjian.scan import ScanReport
from xunjian.show import (
    STYLES,
    console,
    print_finding,
    print_findings,
    print_undecided,
)
from xunjian.unlisted import Unlisted

if TYPE_CHECKING:
    from xunjian.demo.run import Edit

UNLISTED_SHOWN = 10


def found_in(report: ScanReport, ledger: Ledger) -> list[Found]:
    """Return the findings of a scan with the issues they belong to."""
    site_id = report.site.id
    pages = report.result.pages
    issues = ledger.issues_of(site_id, report.result.findings, pages)
    found = []
    for finding in report.result.findings:
        mark = ledger.fingerprint(site_id, finding, pages)
        issue = issues.get(mark)
        found.append(Found(finding, issue.fingerprint if issue else mark, issue))
    return found


def print_report(
    report: ScanReport, ledger: Ledger, directory: Path, out: Console | None = None
) -> None:
    """Print the problem list of a scan and its summary; `directory` is the configuration's."""
    out = out or console()
    found = [each.finding for each in found_in(report, ledger) if not each.is_silenced]
    names = {unit.id: unit.name for unit in report.site.units}
    print_findings(out, found, names)
    print_undecided(out, report.result.undecided)
    _print_summary(out, report, found, names)
    if report.unlisted:
        out.print()
        print_unlisted(out, report.unlisted, _taking_over(directory, report.site))


def print_unlisted(out: Console, found: Sequence[Unlisted], command: str = "") -> None:
    """Print the columns that no table names: some of them with the `command` that takes them over.

    Without a command all are printed.
    """
    shown = found[:UNLISTED_SHOWN] if command else found
    out.print(Text(f"遇到 {len(found)} 个不在栏目表里的栏目：", "bold"))
    for each in shown:
        newest = f"最新 {each.newest:%Y-%m-%d}" if each.newest else "没有日期"
        line = f"  {each.name}　{each.rows} 条，{newest}　{each.url}"
        out.print(Text(line), soft_wrap=True)
    if len(found) > len(shown):
        out.print(f"  还有 {len(found) - len(shown)} 个")
    if command:
        out.print(
            f"要纳入检测：运行 {command}，在新表里填好责任单位，再换下原来的栏目表。",
            soft_wrap=True,
        )


def _taking_over(directory: Path, site: Site) -> str:
    """Return the command that writes the table with the columns that were met."""
    place = ["-c", str(directory)] if directory != Path() else []
    return shlex.join([_program(), "columns", site.id, *place, "-o"]) + " 新栏目表.xlsx"


def _program() -> str:
    """Return the program's name as it was called: a virtual environment's may not be found."""
    return "xunjian" if shutil.which("xunjian") else sys.argv[0]


def _print_summary(
    out: Console, report: ScanReport, found: Sequence[Finding], names: dict[str, str]
) -> None:
    scanned, applied = report.scan, report.applied
    seconds = (scanned.finished - scanned.started).total_seconds()
    out.print()
    table = Table()
    table.add_column("责任单位")
    for severity in Severity:
        table.add_column(str(severity), justify="right", style=STYLES[severity])
    table.add_column("合计", justify="right")
    units = sorted({f.unit for f in found}, key=lambda u: -sum(f.unit == u for f in found))
    for unit in units:
        mine = [finding for finding in found if finding.unit == unit]
        cells = [str(sum(f.severity is s for f in mine) or "") for s in Severity]
        table.add_row(names.get(unit, unit) or NO_UNIT, *cells, str(len(mine)))
    if units:
        table.add_section()
        cells = [str(sum(f.severity is s for f in found)) for s in Severity]
        table.add_row("合计", *cells, str(len(found)), style="bold")
        out.print(Text(f"{report.site.name}　检测结果", "bold"))
        out.print(table)
    out.print(
        f"访问 {scanned.pages} 个地址、{report.columns} 个栏目，用时 {seconds:.0f} 秒；"
        f"新发现 {applied.opened}，复发 {applied.relapsed}，已整改 {applied.closed}，"
        f"未能判断 {len(distinct(report.result.undecided))}。"
    )
    if applied.moved:
        out.print(f"{applied.moved} 个问题随页面迁到了新网址，状态和期限不变。")
    if applied.incomplete:
        out.print(Text(f"{applied.incomplete}。本次不销号任何问题。", "bold red"), soft_wrap=True)
    elif not found:
        out.print(Text("没有发现问题。", "green"))


def print_recheck(
    ledger: Ledger, site: Site, before: Sequence[Issue], report: ScanReport, began: datetime
) -> None:
    """Print what a recheck closed, what came back and what is left."""
    out = console()
    after = {issue.id: ledger.issue(issue.id) for issue in before}
    was_open = {issue.id: issue for issue in before if issue.is_open}
    opened = [after[number] for number in was_open]
    fixed = [issue for issue in opened if issue.state is State.FIXED]
    # Rules that need the whole site were not asked, so nothing is known of what they had found.
    whole = {rule.code for rule in load_rules() if rule.whole}
    unasked = [issue for issue in opened if issue.is_open and issue.code in whole]
    left = [issue for issue in opened if issue.is_open and issue.code not in whole]
    missed = [issue for issue in left if issue.absences > was_open[issue.id].absences]
    came_back = [
        issue
        for issue in ledger.issues(IssueFilter(site_id=site.id, states=(State.RELAPSED,)))
        if issue.id not in was_open
    ]
    added = [
        issue
        for issue in ledger.issues(IssueFilter(site_id=site.id, states=(State.NEW,)))
        if issue.id not in after and issue.first_seen >= began
    ]
    for label, issues in (("已整改，销号", fixed), ("复发", came_back), ("新发现", added)):
        if issues:
            out.print(Text(f"{label} {len(issues)} 个：", "bold"))
            for issue in issues:
                print_finding(out, issue, f"#{issue.id}")
            out.print()
    out.print(
        f"复查 {len(opened) - len(unasked)} 个问题：已整改 {len(fixed)}，仍存在 {len(left)}；"
        f"复发 {len(came_back)}，新发现 {len(added)}，未能判断 {len(distinct(report.result.undecided))}。"
    )
    if missed:
        out.print(f"仍存在的当中有 {len(missed)} 个这次没有查到，须隔一天再复查一次才能销号。")
    if len(before) > len(opened):
        out.print(f"另外回头看了 {len(before) - len(opened)} 个已整改的问题。")
    if unasked:
        names = "、".join(sorted({f"{issue.code} {issue.title}" for issue in unasked}))
        out.print(f"另有 {len(unasked)} 个问题须全站检测才能复查（{names}）。")
    if report.applied.incomplete:
        out.print(Text(f"{report.applied.incomplete}。本次不销号任何问题。", "bold red"))


def print_delivery(config: Config, report: DeliveryReport) -> None:
    """Print what became of the letters."""
    out = console()
    place = f"，已写到 {config.directory / config.mail.directory}" if config.mail.directory else ""
    if report.sent:
        sent = f"邮件：发出 {report.letters} 封（{report.sent} 个收件人）{place}。"
        out.print(sent, soft_wrap=True)
    else:
        out.print("邮件：发出 0 封。")
    if report.doubled:
        out.print(f"其中 {report.doubled} 个收件人可能收到两次（上次发送中断）。")
    if report.retried or report.failed or report.unknown:
        out.print(
            Text(
                f"稍后重试 {report.retried} 个收件人，发送失败 {report.failed} 个，"
                f"不能确定是否送达 {report.unknown} 个。",
                "bold red",
            )
        )
        for fault in report.faults:
            out.print(f"  {fault}", soft_wrap=True)


def print_next_steps(directory: Path, site: Site, edit: "Edit | None") -> None:
    """Say what to try next with the sample platform."""
    out = console()
    name = _program()
    out.print()
    out.print(Text("接下来可以试试：", "bold"))
    steps = (
        f"看邮件　　用邮件软件打开 {directory / 'outbox'} 里的 .eml，或直接看同名的 .html 和 .xlsx",
        f"改一处　　用文本编辑器打开 {edit.path}，把“{edit.wrong}”改成“{edit.right}”，保存"
        if edit
        else f"改一处　　用 {name} issues -c {directory} --code W101 列出错别字，改好对应的网页文件"
        f"（在 {directory / 'platform'} 里）",
        f"回头看　　{name} recheck -c {directory}，改好的会销号",
        f"再扫描　　{name} scan -c {directory}，改回去的会显示“复发”",
        f"看得分　　{name} report -c {directory}",
        f"看网站　　{name} demo {directory} --serve，再用浏览器打开 {site.start_url}",
    )
    for number, step in enumerate(steps, 1):
        out.print(f"  {number}. {step}", soft_wrap=True)
