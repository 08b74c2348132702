"""How results look on a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import IO

from rich.console import Console
from rich.rule import Rule as Line
from rich.text import Text

from checks.finding import Finding, Severity, Undecided, distinct
from ledger.issue import Issue
from notifier.notice import NO_UNIT

STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.ERROR: "yellow",
    Severity.WARNING: "cyan",
}
INDENT = 4
UNDECIDED_SHOWN = 20


def console(*, is_error: bool = False, file: IO[str] | None = None) -> Console:
    """Return a console for people; colours only where a terminal is."""
    return Console(stderr=is_error, file=file, highlight=False, markup=False)


def print_findings(
    out: Console, findings: Iterable[Finding], unit_names: Mapping[str, str]
) -> None:
    """Print the problem list, a section a unit, the worst first."""
    groups: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: (f.severity.rank, f.code, f.url)):
        groups.setdefault(finding.unit, []).append(finding)
    order = sorted(groups, key=lambda unit: (unit == "", -len(groups[unit])))
    for unit in order:
        name = unit_names.get(unit, unit) or NO_UNIT
        out.print()
        out.print(
            Line(Text(f"{name}　{len(groups[unit])} 个问题", "bold"), align="left", style="dim")
        )
        for finding in groups[unit]:
            print_finding(out, finding)


def print_finding(out: Console, finding: Finding | Issue, number: str = "") -> None:
    """Print one problem: what, where, evidence, advice."""
    head = Text()
    if number:
        head.append(f"{number} ", "bold")
    head.append(f"[{finding.severity}]", STYLES[finding.severity])
    head.append(f" {finding.code} {finding.title}", "bold")
    out.print(head)
    _print_indented(out, Text(_one_line(finding.message)))
    if finding.evidence and finding.evidence not in (finding.url, finding.message):
        _print_indented(out, _marked(_one_line(finding.evidence)))
    if finding.suggestion:
        _print_indented(out, Text(f"建议：{_one_line(finding.suggestion)}", "green"))
    if finding.page_title:
        _print_indented(out, Text(f"页面：{_one_line(finding.page_title)}"))
    if finding.url:
        _print_address(out, finding.url)


def _print_indented(out: Console, text: Text, head: str = " " * INDENT) -> None:
    """Print with a margin and without the blanks that rich pads a margin's lines with."""
    margin = " " * len(head)
    for number, line in enumerate(text.wrap(out, max(out.width - len(head), 1))):
        line.rstrip()
        out.print(Text(margin if number else head) + line, soft_wrap=True)


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _print_address(out: Console, url: str) -> None:
    """Print an address on one line, however long, so that it can be copied and searched."""
    out.print(Text(" " * INDENT + url, "dim"), soft_wrap=True)


def _marked(evidence: str) -> Text:
    """Show the hit, which evidence puts into 【】, in colour."""
    text = Text(evidence)
    text.highlight_regex(r"【[^】]*】", "bold red")
    return text


def print_undecided(out: Console, undecided: Sequence[Undecided]) -> None:
    """Print what could not be judged, which is neither fine nor a problem."""
    undecided = distinct(undecided)
    if not undecided:
        return
    out.print()
    out.print(
        Line(
            Text(f"未能判断　{len(undecided)} 项（不算问题，请人工核对）", "bold"),
            align="left",
            style="dim",
        )
    )
    for each in undecided[:UNDECIDED_SHOWN]:
        _print_indented(out, Text(_one_line(each.reason)), "· ")
        if each.url and each.url not in each.reason:
            _print_address(out, each.url)
    if len(undecided) > UNDECIDED_SHOWN:
        out.print(Text(f"……另有 {len(undecided) - UNDECIDED_SHOWN} 项"))
