"""The command `xunjian check`: documents in, findings out, no ledger and no crawler."""

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from checks.finding import Finding, Result, Severity
from checks.mask import mask
from wordlists import Words, load
from xunjian.prepublish import Checked, UnreadableError, check_bytes, check_file, check_text

FOUND, USAGE, INCOMPLETE = 1, 2, 3
SUFFIXES = frozenset(
    [".html", ".htm", ".shtml", ".txt", ".csv", ".md", ".pdf", ".docx", ".xlsx", ".xls", ".et"]
)
STYLES = {Severity.CRITICAL: "1;31", Severity.ERROR: "33", Severity.WARNING: "36"}
TIMEOUT = 30.0


def run_check(sources: Iterable[str], today: date, *, as_json: bool) -> int:
    """Check each source and print what was found; the exit code counts them all."""
    words = load()
    checked = [each for source in sources for each in _check(source, today, words)]
    if as_json:
        _write_json(checked)
    else:
        for each in checked:
            _write_text(each)
        _write_total(checked)
    if any(each.result.findings for each in checked):
        return FOUND
    return INCOMPLETE if any(each.result.undecided for each in checked) else 0


def _check(source: str, today: date, words: Words) -> Iterator[Checked]:
    if source == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
        yield check_text(text, today=today, words=words)
    elif urlsplit(source).scheme in ("http", "https"):
        yield _check_url(source, today, words)
    elif Path(source).is_dir():
        for path in sorted(Path(source).rglob("*")):
            if path.is_file() and path.suffix.lower() in SUFFIXES:
                yield check_file(path, today=today, words=words)
    else:
        yield check_file(Path(source), today=today, words=words)


def _check_url(url: str, today: date, words: Words) -> Checked:
    import httpx

    try:
        response = httpx.get(url, timeout=TIMEOUT, follow_redirects=True)
    except httpx.HTTPError as error:
        raise UnreadableError(f"{url}：打不开（{type(error).__name__}）") from error
    if response.is_error:
        raise UnreadableError(f"{url}：打不开（HTTP {response.status_code}）")
    is_html = "html" in response.headers.get("content-type", "html")
    suffix = ".html" if is_html else Path(urlsplit(url).path).suffix.lower()
    return check_bytes(response.content, suffix, name=url, today=today, words=words)


def _write_text(checked: Checked) -> None:
    result = checked.result
    sys.stdout.write(f"{checked.document.name}：{_count(result)}\n")
    for finding in sorted(result.findings, key=lambda f: (f.severity.rank, f.code)):
        sys.stdout.write(_line(finding))
    for doubt in result.undecided:
        sys.stdout.write(f"  [未能判断] {doubt.reason}\n")


def _count(result: Result) -> str:
    if result.findings:
        return f"{len(result.findings)} 个问题"
    return "未能完整检查" if result.undecided else "没有发现问题"


def _line(finding: Finding) -> str:
    mark = f"[{finding.severity}]"
    if sys.stdout.isatty():
        mark = f"\033[{STYLES[finding.severity]}m{mark}\033[0m"
    lines = [f"  {mark} {finding.code} {finding.title}　{finding.message}"]
    if finding.evidence and finding.evidence != finding.message:
        lines.append(f"      {finding.evidence}")
    if finding.suggestion:
        lines.append(f"      建议：{finding.suggestion}")
    return "\n".join(lines) + "\n"


def _write_total(checked: list[Checked]) -> None:
    if len(checked) > 1:
        found = sum(len(each.result.findings) for each in checked)
        sys.stdout.write(f"共检查 {len(checked)} 个文件，{found} 个问题\n")


def _write_json(checked: list[Checked]) -> None:
    value = {
        "scan": {"documents": [mask(each.document.name) for each in checked]},
        "findings": [
            {
                "code": finding.code,
                "name": finding.name,
                "severity": finding.severity.value,
                "subject": finding.subject,
                "url": finding.url,
                "column": "",
                "unit": "",
                "message": finding.message,
                "evidence": finding.evidence,
                "suggestion": finding.suggestion,
                "key_hash": "",
                "state": "",
                "first_seen": None,
                "last_seen": None,
            }
            for each in checked
            for finding in each.result.findings
        ],
        "undecided": [
            {"code": doubt.code, "subject": doubt.subject, "reason": doubt.reason}
            for each in checked
            for doubt in each.result.undecided
        ],
    }
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
