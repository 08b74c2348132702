"""No output of ours holds a whole personal number: not the ledger, not a letter, not a log."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli import xunjian
from tests.crawler.server import Reply, serving
from tests.privacy.planted import database_values, files, leaks, numbers, page, routes

TODAY = ("--today", "2026-11-23")
CONFIG = """\
[mail]
directory = "outbox"
hours = "all"
sender = "xunjian@qinghe.example"
supervisor = ["zwgkb@qinghe.example"]
"""
SITE = """\
id = "qinghe"
name = "青禾区人民政府"
start_url = "{url}"
private_hosts = ["127.0.0.1"]

[[columns]]
id = "tzgg"
name = "通知公告"
url = "{url}tzgg/"
unit = "zfb"

[[units]]
id = "zfb"
name = "区政府办"
emails = ["zfb@qinghe.example"]

[crawl]
delay = 0.0
"""
# A rule of another package that quotes the page when it fails, named as such packages name theirs.
CRASHING = '''
from checks.finding import Severity
from checks.rule import page_rule

@page_rule("X999", "crash", "出错", Severity.ERROR, clause="", bad=(), good=())
def crash(doc, ctx):
    """出错。"""
    try:
        int(doc.text)
    except ValueError as error:
        raise RuntimeError(doc.text) from error
    yield
'''
RUN = "from xunjian.cli import main; main()"
SEED = 0


@dataclass(frozen=True, slots=True)
class Office:
    """A configured folder whose site was scanned, with all that the commands said."""

    directory: Path
    said: bytes
    whole: tuple[str, ...]

    def written(self) -> Iterator[Path]:
        """Yield every file but those of the evidence store and the configuration."""
        for path in sorted(self.directory.rglob("*")):
            if path.is_file() and "snapshots" not in path.parts and path.suffix != ".toml":
                yield path


@pytest.fixture(scope="module")
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """An office that has run every command that writes something."""
    directory = tmp_path_factory.mktemp("office")
    served = {path: Reply(body, media=media) for path, (body, media) in routes(SEED).items()}
    with serving({**served}) as server:
        (directory / "sites").mkdir()
        (directory / "xunjian.toml").write_text(CONFIG, encoding="utf-8")
        site = SITE.format(url=server.url)
        (directory / "sites/qinghe.toml").write_text(site, encoding="utf-8")
        said = b"".join(_commands(directory))
    whole = [number for part in range(3) for number in numbers(SEED + part)]
    yield Office(directory, said, tuple(dict.fromkeys(whole)))


def _commands(directory: Path) -> Iterator[bytes]:
    place = ("-c", directory)
    for words in (
        ("scan", *place, *TODAY),
        *(("scan", *place, *TODAY, "-f", kind, "-o", directory / f"scan.{kind}")
          for kind in ("text", "json", "sarif", "xlsx")),
        ("scan", *place, *TODAY, "-f", "json"),
        ("recheck", *place, *TODAY),
        ("issues", *place, "--state", "全部"),
        ("issues", *place, "show", "1"),
        ("issues", *place, "export", "-o", directory / "issues.xlsx"),
        ("report", *place, *TODAY),
        ("columns", *place),
        ("notify", *place, *TODAY, "--dry-run"),
        ("notify", *place, *TODAY),
    ):  # fmt: skip
        ran = xunjian(*words)
        assert ran.code in (0, 1), (words, ran.err)
        yield ran.raw + ran.err.encode()


def test_the_scan_had_something_to_hide(office: Office) -> None:
    said = office.said.decode()
    assert "P201" in said and "W101" in said and "L401" in said
    assert "********" in said
    assert sum(1 for _ in office.written()) >= 10


def test_no_command_says_a_whole_number(office: Office) -> None:
    assert leaks(office.said, office.whole) == []


def test_no_file_that_was_written_holds_a_whole_number(office: Office) -> None:
    assert {path.name: leaks(path.read_bytes(), office.whole) for path in office.written()} == {
        path.name: [] for path in office.written()
    }


def test_no_value_of_the_ledger_is_a_whole_number(office: Office) -> None:
    found = {
        number
        for value in database_values(office.directory / "ledger.sqlite3")
        for number in leaks(value, office.whole)
    }
    assert found == set()


def test_what_was_written_is_for_nobody_else(office: Office) -> None:
    folders = [office.directory / "snapshots/qinghe", office.directory / "outbox"]
    private = [path for path in office.written() if path.suffix != ".toml"]
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (*folders, *private)} == {0}


def test_the_search_finds_what_is_not_masked(tmp_path: Path) -> None:
    whole = numbers(SEED)
    plain = [*files(SEED).values(), page(SEED).encode()]
    for body in plain:
        found = set(leaks(body, whole))
        # A paper holds each number once, in whatever disguise; a table may do without some.
        assert len(found) >= 0.9 * len(whole), sorted(set(whole) - found)
    letter = EmailMessage()
    letter.set_content("见附件")
    letter.add_attachment(plain[2], maintype="application", subtype="zip", filename="a.xlsx")
    assert leaks(letter.as_bytes(), whole)


@pytest.mark.parametrize(("kind", "explain"), [("text", ("--explain",)), ("json", ())])
def test_no_check_before_publication_says_a_whole_number(
    kind: str, explain: tuple[str, ...], tmp_path: Path
) -> None:
    for name, body in files(SEED).items():
        (tmp_path / name).write_bytes(body)
    (tmp_path / f"坏{numbers(SEED)[4]}.pdf").write_bytes(b"%PDF-1.7 broken")
    lost = tmp_path / f"没有{numbers(SEED)[5]}.docx"
    ran = xunjian("check", tmp_path, lost, *TODAY, "-f", kind, *explain)
    assert "P201" in ran.out
    assert leaks(ran.raw + ran.err.encode(), numbers(SEED)) == []


def test_no_workbook_of_a_check_holds_a_whole_number(tmp_path: Path) -> None:
    for name, body in files(SEED).items():
        (tmp_path / name).write_bytes(body)
    target = tmp_path / "检查结果.xlsx"
    ran = xunjian(
        "check", tmp_path, *TODAY, "-f", "xlsx", "-o", target, "--annotate", tmp_path / "a"
    )
    assert leaks(ran.raw + ran.err.encode() + target.read_bytes(), numbers(SEED)) == []
    assert leaks(target.read_bytes(), numbers(SEED)) == []


def test_a_rule_that_fails_puts_nothing_of_the_page_into_log_or_report(tmp_path: Path) -> None:
    package = tmp_path / "package"
    info = package / "crashing-1.0.dist-info"
    info.mkdir(parents=True)
    (package / "crashing.py").write_text(CRASHING, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: crashing\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[xunjian.rules]\nX999 = crashing:crash\n")
    page = tmp_path / f"{numbers(1)[3]}.txt"
    secret = "赵某住在荷花村，病历上写着"
    page.write_text(f"{secret}{numbers(1)[0]}", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(package), *sys.path])}
    ran = subprocess.run(
        [sys.executable, "-c", RUN, "check", page, "-f", "json"],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert "规则 X999 运行出错" in ran.stdout.decode()
    log = ran.stderr.decode()
    assert "rule X999 failed" in log and "RuntimeError" in log and "crashing.py:" in log
    assert leaks(ran.stdout + ran.stderr, numbers(1)) == []
    assert secret[:4] not in log


def test_a_program_that_fails_masks_what_its_error_says(tmp_path: Path) -> None:
    code = f"from xunjian.logs import set_up; set_up(); raise ValueError('{numbers(2)[0]}')"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert "ValueError: 110101********" in ran.stderr.decode()


def test_the_console_has_no_way_to_the_snapshots() -> None:
    web = Path(__file__).parents[2] / "xunjian/web"
    # Static files are its own; nothing there reads a page or opens a snapshot.
    for path in web.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "crawler.snapshot" not in text and ".snapshots" not in text, path.name
