"""Prints what `xunjian check` found, for people at a terminal."""

import sys
from collections.abc import Sequence

from checks.finding import Finding, Severity
from checks.mask import mask
from checks.placed import is_told, shown_places
from checks.views import Document
from checks.words.explain import passed
from xunjian.check_copies import Copy
from xunjian.check_sources import Sources
from xunjian.prepublish import Basis, Checked
from xunjian.whereabouts import on_one_line, places_of, worst_first

STYLES = {Severity.CRITICAL: "1;31", Severity.ERROR: "33", Severity.WARNING: "36"}
PLACES_SHOWN, NAMES_SHOWN, COPIES_SHOWN = 10, 10, 20


def write_checked(checked: Checked) -> None:
    """Print the findings in one document, the worst first."""
    result = checked.result
    _write(f"{mask(checked.document.name)}：{_verdict(checked)}")
    for finding in worst_first(result.findings):
        _write_finding(finding, checked.document)
    for doubt in result.undecided:
        _write(f"  [未能判断] {doubt.reason}")


def write_passed(checked: Checked, by: Basis) -> None:
    """Tell which candidates of the word lists were let pass, and by which condition."""
    for each in passed(checked.document, by.ctx):
        place = f"（{each.place}）" if each.place else ""
        _write(f"  [放过] {each.code} “{each.shown}”：{each.reason}{place}")
        _write(f"      {each.evidence}")


def write_total(checked: Sequence[Checked]) -> None:
    """Print how much was found in all, and what could not be read."""
    if len(checked) < 2:  # noqa: PLR2004 - one document has said all that there is
        return
    found = [finding for each in checked for finding in each.result.findings]
    _write(f"共检查 {len(checked)} 个文件，{len(found)} 个问题{_by_severity(found)}")
    counts = (
        (sum(bool(each.result.findings) for each in checked), "有问题"),
        (sum(not (each.result.findings or each.result.undecided) for each in checked), "没有问题"),
        (sum(bool(each.result.undecided) for each in checked), "未能完整检查"),
    )
    _write("其中" + "、".join(f"{said} {count} 个" for count, said in counts if count))
    for each in checked:
        for reason in dict.fromkeys(doubt.reason for doubt in each.result.undecided):
            _write(f"  未能完整检查：{mask(each.document.name)}（{reason}）")


def write_passed_over(sources: Sources) -> None:
    """Name the files of a folder that were not looked at; JSON on stdout must stay JSON."""
    for names, why in ((sources.passed_over, "不属于可检查的类型"), (sources.copies, "是标注副本")):
        if names:
            _write(f"另有 {len(names)} 个文件{why}：{_listed(names)}")


def write_copies(copies: Sequence[Copy]) -> None:
    """Say where the annotated copies are, and of what there is none."""
    made = [copy.path for copy in copies if copy.path is not None]
    for path in made[:COPIES_SHOWN]:
        _write(f"标注副本：{mask(str(path))}")
    if len(made) > COPIES_SHOWN:
        _write(f"……标注副本共 {len(made)} 份")
    for copy in copies:
        if copy.path is None:
            sys.stderr.write(f"没有标注副本：{copy.document}（{copy.refused}）\n")


def _verdict(checked: Checked) -> str:
    found = checked.result.findings
    if found:
        return f"{len(found)} 个问题{_by_severity(found)}"
    return "未能完整检查" if checked.result.undecided else "没有发现问题"


def _by_severity(found: Sequence[Finding]) -> str:
    counts = ((each, sum(finding.severity is each for finding in found)) for each in Severity)
    shown = "、".join(f"{severity} {count}" for severity, count in counts if count)
    return f"（{shown}）" if shown else ""


def _write_finding(finding: Finding, document: Document) -> None:
    mark = f"[{finding.severity}]"
    if sys.stdout.isatty():
        mark = f"\033[{STYLES[finding.severity]}m{mark}\033[0m"
    _write(f"  {mark} {finding.code} {finding.title}")
    _write(f"      {on_one_line(finding.message)}")
    if finding.evidence and finding.evidence != finding.message:
        _write(f"      {on_one_line(finding.evidence)}")
    if places := _more_places(finding, document):
        _write(f"      位置：{places}")
    if finding.suggestion:
        _write(f"      建议：{on_one_line(finding.suggestion)}")


def _more_places(finding: Finding, document: Document) -> str:
    """Return where it stands, unless the evidence has said so already."""
    places = places_of(document, finding.marks)
    if is_told(places, finding.evidence):
        return ""
    return shown_places(places, PLACES_SHOWN)


def _listed(names: Sequence[str]) -> str:
    shown = "、".join(mask(name) for name in names[:NAMES_SHOWN])
    return f"{shown} 等" if len(names) > NAMES_SHOWN else shown


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
