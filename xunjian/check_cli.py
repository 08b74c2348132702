"""The command `xunjian check`: documents in, findings out, no ledger and no crawler."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from checks.finding import Finding, Result, Severity
from checks.mask import mask
from checks.words.explain import passed
from crawler.extract.encoding import decode
from xunjian.config import load
from xunjian.prepublish import (
    MAX_BYTES,
    Basis,
    Checked,
    UnreadableError,
    basis,
    check_bytes,
    check_file,
    check_text,
)

FOUND, USAGE, INCOMPLETE = 1, 2, 3
# In a folder, what people publish; those that cannot be read yet are told as undecided.
SUFFIXES = frozenset(
    ".html .htm .shtml .txt .csv .md .pdf .docx .xlsx .xls .et .doc .wps .ofd .ppt .pptx".split()
)
# Word and Excel keep such a file beside each document that is open.
LOCK_FILE = "~$"
STYLES = {Severity.CRITICAL: "1;31", Severity.ERROR: "33", Severity.WARNING: "36"}
TIMEOUT = 30.0
# By name, the special before the general: importing httpx takes time that files do not need.
FAULTS = {
    "ConnectTimeout": "连接超时",
    "TimeoutException": "超时，服务器没有应答",
    "ConnectError": "连接失败",
    "NetworkError": "连接中断",
    "UnsupportedProtocol": "不是 http 或 https 网址",
    "InvalidURL": "网址不正确",
    "TooManyRedirects": "跳转次数过多",
    "ProtocolError": "服务器的应答不正确",
    "DecodingError": "服务器的应答不正确",
}


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What the command line says besides the sources; `config` is a folder, None for no site."""

    today: date
    config: Path | None = None
    site: str | None = None
    as_json: bool = False
    explain: bool = False


def run_check(sources: Sequence[str], options: CheckOptions) -> int:
    """Check each source and print what was found; the exit code counts them all."""
    config = load(options.config) if options.config is not None else None
    by = basis(options.today, config, options.site)
    checked: list[Checked] = []
    is_missing = False
    for source in sources:
        try:
            checked.extend(_check(source, by))
        except UnreadableError as error:
            # The others are checked all the same.
            sys.stderr.write(f"{mask(str(error))}\n")
            is_missing = True
    if options.as_json:
        _write_json(checked)
    else:
        for each in checked:
            _write_text(each)
            if options.explain:
                _write_passed(each, by)
        _write_total(checked)
    if skipped := sum(_passed_over(source) for source in sources):
        # JSON on stdout must stay JSON.
        out = sys.stderr if options.as_json else sys.stdout
        out.write(f"另有 {skipped} 个文件不属于可检查的类型\n")
    if is_missing:
        return USAGE
    if any(each.result.findings for each in checked):
        return FOUND
    return INCOMPLETE if any(each.result.undecided for each in checked) else 0


def _check(source: str, by: Basis) -> Iterator[Checked]:
    if source == "-":
        text = decode(sys.stdin.buffer.read()).text
        yield check_text(text, by)
    elif source.lower().startswith(("http://", "https://")):
        yield _check_url(source, by)
    elif Path(source).is_dir():
        paths = [path for path in sorted(Path(source).rglob("*")) if _is_document(path)]
        if not paths:
            raise UnreadableError(f"{source}：文件夹里没有可以检查的文件")
        for path in paths:
            yield check_file(path, by)
    else:
        yield check_file(Path(source), by)


def _is_document(path: Path) -> bool:
    is_ours = path.suffix.lower() in SUFFIXES and not path.name.startswith(LOCK_FILE)
    return is_ours and path.is_file()


def _passed_over(source: str) -> int:
    """Count the files of a folder that are of no kind that is checked."""
    if source == "-" or not Path(source).is_dir():
        return 0
    files = (path for path in Path(source).rglob("*") if path.is_file())
    return sum(not _is_document(path) and not path.name.startswith(LOCK_FILE) for path in files)


def _check_url(url: str, by: Basis) -> Checked:
    import httpx

    try:
        with httpx.stream("GET", url, timeout=TIMEOUT, follow_redirects=True) as response:
            if response.is_error:
                raise UnreadableError(f"{url}：打不开（HTTP {response.status_code}）")
            body = bytearray()
            for part in response.iter_bytes():
                body += part
                if len(body) > MAX_BYTES:
                    raise UnreadableError(f"{url}：文件超过 {MAX_BYTES // 1024 // 1024} MB")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnreadableError(f"{url}：打不开（{_why(error)}）") from error
    is_html = "html" in response.headers.get("content-type", "html")
    suffix = ".html" if is_html else Path(urlsplit(url).path).suffix.lower()
    return check_bytes(bytes(body), suffix, by, name=url)


def _why(error: Exception) -> str:
    """Say in Chinese why an address cannot be opened."""
    names = {kind.__name__ for kind in type(error).__mro__}
    if "CERTIFICATE" in str(error):
        return "证书无效"
    return next((said for name, said in FAULTS.items() if name in names), "传输出错")


def _write_text(checked: Checked) -> None:
    result = checked.result
    sys.stdout.write(f"{mask(checked.document.name)}：{_count(result)}\n")
    for finding in sorted(result.findings, key=lambda f: (f.severity.rank, f.code)):
        sys.stdout.write(_line(finding))
    for doubt in result.undecided:
        sys.stdout.write(f"  [未能判断] {mask(doubt.reason)}\n")


def _write_passed(checked: Checked, by: Basis) -> None:
    """Tell which candidates of the word lists were let pass, and by which condition."""
    for each in passed(checked.document, by.ctx):
        place = f"（{each.place}）" if each.place else ""
        sys.stdout.write(mask(f"  [放过] {each.code} “{each.shown}”：{each.reason}{place}\n"))
        sys.stdout.write(f"      {each.evidence}\n")


def _count(result: Result) -> str:
    if result.findings:
        return f"{len(result.findings)} 个问题"
    return "未能完整检查" if result.undecided else "没有发现问题"


def _line(finding: Finding) -> str:
    mark = f"[{finding.severity}]"
    if sys.stdout.isatty():
        mark = f"\033[{STYLES[finding.severity]}m{mark}\033[0m"
    lines = [f"  {mark} {finding.code} {finding.title}", f"      {finding.message}"]
    if finding.evidence and finding.evidence != finding.message:
        lines.append(f"      {' '.join(finding.evidence.splitlines())}")
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
                "subject": mask(finding.subject),
                "url": mask(finding.url),
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
            {"code": doubt.code, "subject": mask(doubt.subject), "reason": mask(doubt.reason)}
            for each in checked
            for doubt in each.result.undecided
        ],
    }
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
