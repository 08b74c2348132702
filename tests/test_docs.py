"""The documents say what the program does: settings, words, rules, JSON, commands, links."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import unicodedata
from dataclasses import MISSING, Field, fields
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from checks.docs import as_markdown
from checks.finding import Finding, Severity, Undecided
from checks.mask import mask
from checks.registry import RULES
from crawler.site import DEFAULT_DAYS, DEFAULT_MONTHS, ColumnKind, FileLimits, Limits
from ledger.issue import ScanInfo
from ledger.reminders import ReminderKind
from wordlists import lists, roster
from wordlists.phrases import FIELDS
from xunjian import config as configuration
from xunjian import site_files
from xunjian.cli import app
from xunjian.config import MailConfig, RulesConfig
from xunjian.deadlines import DeadlinesConfig
from xunjian.export import Found, as_json, scan_facts
from xunjian.feedback import FeedbackConfig, WebConfig
from xunjian.letter_config import LetterConfig
from xunjian.robots import RobotConfig
from xunjian.terms import Terms
from xunjian.timing import ProbeConfig, RecheckConfig, ScheduleConfig, _MaintenanceTable

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
# A command of ours in a shell block: at the start of a line, in a folder of programs, or chained.
OURS = re.compile(r"(?:^|/bin/|&& )xunjian ([a-z].*)", re.MULTILINE)
REQUIRED, NOTHING = "必填", "无"
PAPER = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
TEST_COMMAND = (
    "python3 -m venv .venv && .venv/bin/pip install --quiet -e '.[test]' && scripts/check"
)
DEMO_COMMAND = "python3 -m venv .venv && .venv/bin/pip install --quiet . && .venv/bin/xunjian demo"
RECORDS = {
    "main": configuration._Main,
    "letter": LetterConfig,
    "robots": RobotConfig,
    "mail": MailConfig,
    "schedule": ScheduleConfig,
    "rules": RulesConfig,
    "recheck": RecheckConfig,
    "deadlines": DeadlinesConfig,
    "probe": ProbeConfig,
    "feedback": FeedbackConfig,
    "web": WebConfig,
    "maintenance": _MaintenanceTable,
    "site": site_files.SiteFile,
    "crawl": Limits,
    "files": FileLimits,
    "column": site_files.ColumnTable,
    "unit": site_files.UnitTable,
    "kind": Terms,
}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def table(text: str, name: str) -> dict[str, str]:
    """Return first and second cell of the rows of the table under its mark."""
    block = text.partition(f"<!-- table: {name} -->\n")[2].partition("\n\n")[0]
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in block.splitlines()[2:]]
    assert rows, f"no table {name}"
    return {row[0].strip(" `"): row[1].strip(" `") for row in rows}


def default_of(item: Field[Any]) -> str:  # Any: whatever the field holds
    """Return a field's default as TOML writes it."""
    if item.default is MISSING and item.default_factory is MISSING:
        return REQUIRED
    value = item.default
    if item.default_factory is not MISSING:
        value = item.default_factory()
    if value is None:
        return NOTHING
    if isinstance(value, time):
        return value.isoformat()
    # What is left is written in TOML as in JSON.
    return json.dumps(value, ensure_ascii=False, default=dict)


@pytest.mark.parametrize("name", RECORDS)
def test_every_setting_is_documented_with_its_default(name: str) -> None:
    told = table(read("docs/configuration.md"), name)
    assert told == {item.name: default_of(item) for item in fields(RECORDS[name])}


def test_every_step_of_the_ladder_is_documented() -> None:
    assert list(table(read("docs/deadlines.md"), "ladder")) == list(ReminderKind)


def test_the_update_limits_of_all_kinds_are_documented() -> None:
    limits = {
        kind.value: f"{DEFAULT_DAYS[kind]} 天"
        if kind in DEFAULT_DAYS
        else f"{DEFAULT_MONTHS[kind]} 个月"
        if kind in DEFAULT_MONTHS
        else NOTHING
        for kind in ColumnKind
    }
    assert table(read("docs/configuration.md"), "kinds") == limits


def test_the_columns_of_a_word_list_are_documented() -> None:
    assert list(table(read("docs/wordlists.md"), "columns")) == list(lists._TERM_FIELDS)


def test_the_columns_of_the_table_of_phrases_are_documented() -> None:
    assert list(table(read("docs/wordlists.md"), "phrases")) == list(FIELDS)


def test_every_word_list_is_documented() -> None:
    told = set(re.findall(r"^\| `(\w+)\.csv` \|", read("docs/wordlists.md"), re.MULTILINE))
    assert told == set(lists.NAMES)


def test_the_example_of_a_local_word_list_can_be_read(tmp_path: Path) -> None:
    example = re.search(r"```csv\n(.*?)```", read("docs/wordlists.md"), re.DOTALL)
    assert example
    (tmp_path / "wrong_words.csv").write_text(example[1], encoding="utf-8")
    words = {term.word for term in lists.load(tmp_path).wrong_words.terms}
    assert "青禾新曲" in words
    assert "帐户" not in words


def test_the_example_of_a_table_of_phrases_can_be_read(tmp_path: Path) -> None:
    section = read("docs/wordlists.md").partition("## 固定用语")[2]
    example = re.search(r"```csv\n(.*?)```", section, re.DOTALL)
    assert example
    (tmp_path / "phrases.csv").write_text(example[1], encoding="utf-8")
    phrases = {each.phrase for each in lists.load(tmp_path).phrases.phrases}
    assert "清河县人民政府办公室" in phrases


def test_the_columns_of_the_roster_are_documented() -> None:
    assert list(table(read("docs/wordlists.md"), "roster")) == list(roster.FIELDS)


def test_the_example_of_a_roster_can_be_read(tmp_path: Path) -> None:
    section = read("docs/wordlists.md").partition("## 领导名录")[2]
    example = re.search(r"```csv\n(.*?)```", section, re.DOTALL)
    assert example
    (tmp_path / "roster.csv").write_text(example[1], encoding="utf-8")
    assert len(lists.load(tmp_path).roster) == example[1].count("\n") - 1


def test_the_page_of_the_rules_is_the_generated_one() -> None:
    assert read("docs/rules.md") == as_markdown(RULES), "xunjian rules --markdown > docs/rules.md"


def test_no_document_holds_a_whole_personal_number() -> None:
    for path in PAPER:
        for line in path.read_text(encoding="utf-8").splitlines():
            narrow = unicodedata.normalize("NFKC", line)
            assert not re.search(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)", narrow), path.name
            assert mask(line) == line or "@" in line, f"{path.name}: {mask(line)}"


def fields_told(section: str) -> list[str]:
    """Return the first cells of the tables of one section of json.md."""
    text = read("docs/json.md").partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)


def test_the_json_contract_is_the_documented_one() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    scan = scan_facts(ScanInfo("a-1", "a", at, at, full=True, pages=1))
    finding = Finding("W101", "wrong-word", "错别字", Severity.ERROR, "s", "k", "u", "m")
    said = json.loads(as_json(scan, [Found(finding)], [Undecided("s", "r")]))
    assert list(said) == ["scan", "findings", "undecided"]
    assert list(said["scan"]) == fields_told("scan")
    assert list(said["findings"][0]) == fields_told("findings")
    assert list(said["undecided"][0]) == fields_told("undecided")


def test_the_check_before_publication_keeps_the_same_contract(tmp_path: Path) -> None:
    document = tmp_path / "a.txt"
    document.write_text("严禁露天焚烧秸杆。", encoding="utf-8")
    code = "from xunjian.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, "check", str(document), "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode()
    said = json.loads(done.stdout)
    assert list(said["scan"]) == ["documents", "passed_over", "copies"]
    assert list(said["findings"][0]) == [*fields_told("findings"), "places"]


def test_the_example_configuration_has_no_faults(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    config = configuration.load(tmp_path / "examples")
    site = config.site("example")
    assert [column.name for column in site.columns] == ["政务要闻", "通知公告", "财政预决算"]
    assert {column.unit for column in site.columns} <= {unit.id for unit in site.units}
    assert config.mail.supervisor


def test_the_readme_has_exactly_two_commands_to_begin_with() -> None:
    lines = [line for line in read("README.md").splitlines() if line.startswith("python3 ")]
    assert lines == [DEMO_COMMAND, TEST_COMMAND]
    assert DEMO_COMMAND in read("README.zh-CN.md")


def test_ci_runs_the_command_of_the_readme_and_no_other() -> None:
    script = read(".ci/run")
    found = re.search(r"sed -n '(.*?)'", script)
    assert found
    told = subprocess.run(
        ["sed", "-n", found[1], str(ROOT / "README.md")], capture_output=True, text=True, check=True
    ).stdout
    assert [line for line in told.splitlines() if line.startswith("python3 ")] == [TEST_COMMAND]
    assert 'bash -euo pipefail -c "$command"' in script


def test_the_check_script_runs_everything_that_is_promised() -> None:
    runs = re.findall(r"^run (.*?)(?: \"\$@\")?$", read("scripts/check"), re.MULTILINE)
    assert runs == ["ruff format --check .", "ruff check .", "mypy", "pytest -n 2 --dist worksteal"]
    for script in ("scripts/check", ".ci/run"):
        assert (ROOT / script).stat().st_mode & 0o111, f"{script} cannot be run"


def known_commands() -> dict[str, set[str]]:
    """Return every command with its options, subcommands as “issues show”."""
    found: dict[str, set[str]] = {}

    def walk(command: Any, name: str) -> None:  # Any: typer vendors the classes of click
        found[name] = {option for item in command.params for option in item.opts}
        for child, below in getattr(command, "commands", {}).items():
            walk(below, f"{name} {child}".strip())

    walk(get_command(app), "")
    return found


def shown_commands() -> list[tuple[str, str]]:
    """Return every command line of ours that a document shows, with the document."""
    shown = []
    for path in PAPER:
        text = path.read_text(encoding="utf-8")
        lines = re.findall(r"`(xunjian [^`]+)`", text)
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
            lines += [f"xunjian {rest}" for rest in OURS.findall(block)]
        shown += [(path.name, line) for line in lines]
    return shown


def test_every_command_that_a_document_shows_exists() -> None:
    known = known_commands()
    wrong = []
    for document, line in shown_commands():
        words = shlex.split(re.split(r"\s+(?:#|>|&&)", line.replace("[", "").replace("]", ""))[0])
        names = (" ".join(words[1:3]), words[1], "")
        name = next(name for name in names if name in known)
        options = {word for word in words if re.match(r"--?[a-z]", word)}
        is_named = bool(name) or words[1].startswith("-")
        if not is_named or not options <= known[name] | {"-h", "--help"}:
            wrong.append(f"{document}: {line}")
    assert wrong == []


def test_every_command_is_in_the_users_list() -> None:
    text = read("README.zh-CN.md").partition("## 命令一览")[2].partition("\n## ")[0]
    for name in known_commands():
        assert f"`xunjian {name}" in text or not name, name


def heading_marks(path: Path) -> set[str]:
    """Return the anchors of a document's headings, roughly as hosts make them."""
    heads = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_no_link_between_documents_leads_nowhere() -> None:
    wrong = []
    for path in PAPER:
        for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
            address, _, mark = target.partition("#")
            if "://" in target or address.startswith("mailto:"):
                continue
            there = (path.parent / address) if address else path
            if not there.exists() or (mark and mark not in heading_marks(there)):
                wrong.append(f"{path.name}: {target}")
    assert wrong == []


def test_every_document_can_be_reached_from_a_readme() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
    while waiting:
        path = waiting.pop()
        if path in seen or path.suffix != ".md" or not path.is_file():
            continue
        seen.add(path)
        links = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
        waiting += [(path.parent / link).resolve() for link in links if "://" not in link]
    assert set(PAPER) - seen == set()


def test_no_document_claims_a_speed_that_nothing_measures() -> None:
    claim = re.compile(
        r"\d+\s*(?:pages?|页|个网页)\s*(?:/|per|每)\s*(?:s|秒|分|min)", re.IGNORECASE
    )
    assert [path.name for path in PAPER if claim.search(path.read_text(encoding="utf-8"))] == []


def test_the_error_tree_names_every_error_class() -> None:
    told = set(re.findall(r"[├└]── (\w+)", read("docs/architecture.md")))
    found = set()
    for package in ("crawler", "checks", "wordlists", "ledger", "notifier", "xunjian"):
        for path in (ROOT / package).rglob("*.py"):
            kinds = re.findall(
                r"^class (\w+)\((?:ValueError|RuntimeError|LookupError)\)",
                path.read_text(encoding="utf-8"),
                re.MULTILINE,
            )
            found |= set(kinds)
    assert told == found


def test_the_systemd_unit_and_the_examples_are_well_formed() -> None:
    for path in (ROOT / "examples").rglob("*.toml"):
        assert tomllib.loads(path.read_text(encoding="utf-8"))
    unit = re.search(r"```ini\n(.*?)```", read("docs/operations.md"), re.DOTALL)
    assert unit
    assert "ExecStart=" in unit[1]
