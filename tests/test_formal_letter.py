"""The formal letter and the assessment of a real ledger say what the ledger says."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
import typer
from docx import Document

from checks.finding import Result, Severity
from ledger.issue import IssueFilter
from ledger.ledger import Ledger
from ledger.lifecycle import OPEN, Event
from notifier.formal import FormalLetter
from tests.ledger.builders import SITE, Weeks, finding, result, scan
from xunjian import assess_cli, letter_cli
from xunjian import config as configuration
from xunjian.assess import Assessment, assess
from xunjian.assess_periods import Span
from xunjian.config import Config, ConfigError
from xunjian.formal_letter import LetterOptions, NoScanError, formal_letter
from xunjian.letter_config import LetterConfig, check_letter

MAIN = """
[mail]
directory = "outbox"
supervisor = ["zwgk@qinghe.example"]
office = "区政府办公室"
phone = "0000-1234567"
"""
PLATFORM = f"""
id = "{SITE}"
name = "青禾区政府信息公开平台"
start_url = "https://site.test/"

[[units]]
id = "office"
name = "区民政局"

[[units]]
id = "schools"
name = "区教育局"
"""
SEEN = (
    finding("page-1", code="P201", severity=Severity.CRITICAL),
    finding("page-1", "部署"),
    finding("page-2", "即使", unit="schools"),
    finding("page-2", "另外", code="L401", unit=""),
)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "sites").mkdir()
    (tmp_path / "xunjian.toml").write_text(MAIN)
    (tmp_path / "sites" / "qinghe.toml").write_text(PLATFORM)
    return tmp_path


@pytest.fixture
def config(directory: Path) -> Config:
    return configuration.load(directory)


@pytest.fixture
def weeks(config: Config) -> Iterator[Weeks]:
    """A ledger that begins on Monday, 2 November 2026, and is scanned every day."""
    with Ledger.open(config.ledger, config.secret) as ledger:
        days = Weeks(ledger)
        days.now = datetime(2026, 11, 2, 2, tzinfo=UTC)
        yield days


def looked(*findings: int) -> Result:
    return result(*(SEEN[at] for at in findings), codes=("W101", "L401", "P201"))


def played(weeks: Weeks) -> None:
    """Four problems on Tuesday: one mended in time, one long overdue, one back a second time."""
    weeks.scan(looked(0, 1, 2, 3))
    weeks.notify()
    weeks.scan_twice(looked(0, 2, 3))
    weeks.scan_twice(looked(0, 3))
    weeks.scan(looked(0, 2, 3))
    weeks.notify()
    weeks.scan_twice(looked(0, 3))
    weeks.scan(looked(0, 2, 3))
    weeks.notify()
    weeks.now += timedelta(days=14)
    weeks.scan(looked(0, 2, 3))


def written(config: Config, weeks: Weeks, **values: object) -> FormalLetter:
    facts: dict[str, object] = {"today": date(2026, 11, 30), "now": weeks.now + timedelta(days=9)}
    return formal_letter(config, weeks.ledger, config.site(None), **(facts | values))  # type: ignore[arg-type]


def test_the_letter_says_what_the_ledger_says(config: Config, weeks: Weeks) -> None:
    played(weeks)
    letter = written(config, weeks)
    assert len(letter.problems) == weeks.ledger.count(IssueFilter(states=tuple(OPEN))) == 3
    overdue = IssueFilter(site_id=SITE, overdue_on=letter.day)
    assert letter.overdue == weeks.ledger.count(overdue)
    assert sum(unit.open for unit in letter.units) == len(letter.problems)
    assert sum(unit.overdue for unit in letter.units) == letter.overdue
    assert sum(family.open for family in letter.families) == len(letter.problems)
    assert (letter.office, letter.to, letter.phone) == (
        "区政府办公室",
        "各有关单位",
        "0000-1234567",
    )
    # Ten whole scans, one a day; the last brought nothing new.
    assert (letter.number, letter.pages, letter.scanned) == (10, 100, date(2026, 11, 26))
    assert (letter.new, letter.closed, letter.deadline) == (0, 0, date(2026, 12, 7))
    assert letter.problems[0].code == "P201"


def test_units_are_proposed_for_what_is_long_overdue_or_keeps_coming_back(
    config: Config, weeks: Weeks
) -> None:
    played(weeks)
    named = {each.name: each.reasons for each in written(config, weeks).named}
    # The leak was to be mended in a working day, by 4 November.
    assert named["区民政局"] == (
        "1个问题超过整改期限5个工作日以上仍未整改，最长的已超期18个工作日",
    )
    assert named["区教育局"][-1] == "1个问题整改后2次以上复发，目前仍未整改"
    assert set(named) == {"区民政局", "区教育局"}, "what belongs to no unit is the office's own"
    milder = LetterConfig(overdue_days=19, relapses=3)
    assert written(config, weeks, settings=milder).named == ()


def test_the_letter_of_an_earlier_day_knows_nothing_later(config: Config, weeks: Weeks) -> None:
    played(weeks)
    early = written(config, weeks, today=date(2026, 11, 3))
    assert (early.number, early.new, len(early.problems)) == (1, 4, 4)
    assert early.overdue == 0 and early.named == ()


def test_a_scan_that_was_not_whole_is_no_round(config: Config, weeks: Weeks) -> None:
    with pytest.raises(NoScanError, match="还没有完整的检测结果"):
        written(config, weeks)
    weeks.scan(looked(0))
    broken = scan("broken", weeks.now + timedelta(days=1), pages=10)
    weeks.ledger.apply(looked(0, 1), scan=broken, now=weeks.now + timedelta(days=1))
    part = scan("part", weeks.now + timedelta(days=2), full=False)
    weeks.ledger.apply(looked(0, 1), scan=part, now=weeks.now + timedelta(days=2))
    assert (written(config, weeks).number, written(config, weeks).pages) == (1, 100)
    # A person said that the site really became smaller.
    weeks.ledger.accept_coverage("broken", weeks.now)
    assert (written(config, weeks).number, written(config, weeks).pages) == (2, 10)


def test_what_is_waived_or_a_false_alarm_is_not_counted(config: Config, weeks: Weeks) -> None:
    weeks.scan(looked(0, 1, 2, 3))
    first, second, *_ = weeks.ledger.issues(IssueFilter(site_id=SITE))
    why = {"actor": "主管", "note": "理由", "now": weeks.now}
    weeks.ledger.decide(first.id, Event.WAIVE, until=date(2027, 1, 1), **why)  # type: ignore[arg-type]
    weeks.ledger.decide(second.id, Event.DISMISS, **why)  # type: ignore[arg-type]
    letter = written(config, weeks)
    assert (letter.new, len(letter.problems), letter.waived) == (2, 2, 1)


def test_a_letter_may_say_otherwise(config: Config, weeks: Weeks) -> None:
    weeks.scan(looked(0))
    options = LetterOptions(date(2026, 11, 1), 3, date(2026, 12, 31), "各乡镇")
    letter = written(config, weeks, options=options)
    assert (letter.since, letter.number, letter.deadline, letter.to) == (
        date(2026, 11, 1),
        3,
        date(2026, 12, 31),
        "各乡镇",
    )


def assessed(config: Config, weeks: Weeks) -> Assessment:
    spells = weeks.ledger.spells(SITE, weeks.now + timedelta(days=1))
    month = Span(date(2026, 11, 1), date(2026, 11, 30))
    return assess(config.site(None), spells, month, date(2026, 11, 30))


def test_the_assessment_counts_what_the_ledger_counts(config: Config, weeks: Weeks) -> None:
    played(weeks)
    now = assessed(config, weeks).total.now
    scans = weeks.ledger.scans(SITE)
    assert now.found == sum(each.opened for each in scans) == 4
    assert now.relapsed == sum(each.relapsed for each in scans) == 2
    assert now.closed == sum(each.closed for each in scans) == 3
    assert now.came_back == 2
    assert now.open == weeks.ledger.count(IssueFilter(states=tuple(OPEN)))


def app() -> typer.Typer:
    """Return the two commands as they will stand in the command line."""
    commands = typer.Typer(pretty_exceptions_enable=False)
    commands.command()(letter_cli.letter)
    commands.command()(assess_cli.assess)
    return commands


def run(*words: str | Path) -> None:
    with pytest.raises(SystemExit) as end:
        app()([str(word) for word in words])
    assert not end.value.code


def test_the_command_writes_the_letter_and_says_what_to_check(
    directory: Path, weeks: Weeks, capsys: pytest.CaptureFixture[str]
) -> None:
    played(weeks)
    target = directory / "通报.docx"
    run("letter", "-c", directory, "-o", target, "--today", "2026-11-30")
    said = capsys.readouterr().out
    assert "第 10 次巡检，未整改 3 个问题" in said
    assert "拟通报 2 个单位（区教育局、区民政局），请核实后再印发。" in said
    assert target.stat().st_mode & 0o777 == 0o600
    assert len(Document(str(target)).tables) == 2
    run("letter", "-c", directory, "-o", target, "--today", "2026-12-30")
    assert "是暂定的：该年的放假安排还没有公布" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--since", "2026-12-01"), "--since 2026-12-01 晚于成文日期"),
        (("--deadline", "2026-11-01"), "--deadline 2026-11-01 早于成文日期"),
    ],
)
def test_days_that_make_no_sense_are_refused(
    directory: Path, words: tuple[str, ...], said: str
) -> None:
    target = directory / "通报.docx"
    with pytest.raises(ConfigError, match=said):
        app()(["letter", "-c", str(directory), "-o", str(target), "--today", "2026-11-30", *words])
    assert not target.exists()


def test_the_command_prints_the_assessment_and_writes_the_workbook(
    directory: Path, weeks: Weeks, capsys: pytest.CaptureFixture[str]
) -> None:
    played(weeks)
    target = directory / "考核.xlsx"
    month = ("--period", "2026-11", "--today", "2026-11-30")
    run("assess", "-c", directory, *month, "--unit", "office", "-o", target)
    said = capsys.readouterr().out
    assert "本期 2026-11-01 至 2026-11-30" in said and "区民政局" in said
    assert "区教育局" not in said and f"已写成 {target}" in said
    assert openpyxl.load_workbook(target)["单位"]["A4"].value == "区民政局"
    run("assess", "-c", directory, "--today", "2026-11-30", "--from", "2026-11-02")
    assert "本期 2026-11-02 至 2026-11-30" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--period", "11月"), "--period “11月”：应形如 2026-11"),
        (("--period", "2026-11", "--to", "2026-11-05"), "--period 不能与"),
        (("--from", "2026-11-09", "--to", "2026-11-01"), "--from 2026-11-09 晚于"),
        (("--period", "2027"), "2027-01-01 还没有到"),
        (("--unit", "nobody", "--period", "x"), "没有编号为“nobody”的单位\n--period"),
    ],
)
def test_an_assessment_that_makes_no_sense_is_refused(
    directory: Path, words: tuple[str, ...], said: str
) -> None:
    with pytest.raises(ConfigError) as fault:
        app()(["assess", "-c", str(directory), "--today", "2026-11-30", *words])
    assert said in str(fault.value)


def test_faults_of_the_settings_are_told_together(tmp_path: Path) -> None:
    faults: list[str] = []
    wrong = LetterConfig("没有.docx", " ", "", 0, 2, -1)
    check_letter(tmp_path / "xunjian.toml", wrong, faults)
    assert [fault.partition("：")[2] for fault in faults] == [
        "letter.overdue_days = 0：至少为 1",
        "letter.deadline_days = -1：至少为 1",
        "letter.template = “没有.docx”：没有这个文件",
        "letter.to = “”：不能为空",
    ]
    faults.clear()
    check_letter(tmp_path / "xunjian.toml", LetterConfig(), faults)
    assert faults == []
