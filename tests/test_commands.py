"""The commands on the sample platform: what they print, what they change, how they end."""

import csv
import fcntl
import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from checks.registry import RULES
from checks.workdays import local_day
from ledger.lifecycle import State
from tests.cli import xunjian
from tests.sample import Sample
from tests.test_check import FINDING_KEYS
from xunjian.demo.run import first_edit, served

TODAY = ("--today", "2026-11-23")


def number_of(sample: Sample, code: str) -> str:
    return str(next(issue.id for issue in sample.open_issues() if issue.code == code))


# scan


def test_a_scan_as_json_keeps_the_contract(own: Sample) -> None:
    target = own.directory / "scan.json"
    ran = xunjian("scan", "-c", own.directory, *TODAY, "--format", "json", "-o", target)
    assert (ran.code, ran.out) == (1, "")
    said = json.loads(target.read_bytes())
    assert list(said) == ["scan", "findings", "undecided"]
    assert list(said["scan"]) == (
        "id site started finished full pages errors incomplete unlisted".split()
    )
    assert (said["scan"]["site"], said["scan"]["full"]) == ("qinghe", True)
    assert len(said["findings"]) == len(own.open_issues())
    for finding in said["findings"]:
        assert list(finding) == FINDING_KEYS
        assert finding["state"] == "新发现"
        assert finding["first_seen"] < finding["last_seen"]
        assert finding["key_hash"]
    assert len({finding["key_hash"] for finding in said["findings"]}) == len(said["findings"])
    for doubt in said["undecided"]:
        assert list(doubt) == ["code", "subject", "reason"]


def test_a_partial_scan_finds_only_what_belongs_to_it_and_touches_nothing_else(
    own: Sample,
) -> None:
    before = own.states()
    column = next(
        issue for issue in own.open_issues() if issue.code == "W101" and issue.column
    ).column
    ran = xunjian("scan", "-c", own.directory, *TODAY, "--column", column, "-f", "json")
    assert ran.code == 1
    said = json.loads(ran.raw)
    assert said["scan"]["full"] is False
    assert {finding["column"] for finding in said["findings"]} == {column}
    assert not {f["code"] for f in said["findings"]} & {r.code for r in RULES if r.whole}
    mine = {
        issue.id
        for issue in own.open_issues()
        if issue.column == column and issue.code not in {r.code for r in RULES if r.whole}
    }
    assert len(said["findings"]) == len(mine)
    assert own.states() == before


def test_a_scan_of_a_unit_looks_at_its_columns(own: Sample) -> None:
    ran = xunjian("scan", "-c", own.directory, *TODAY, "--unit", "nyj", "--format", "json")
    assert ran.code == 1
    assert {finding["unit"] for finding in json.loads(ran.raw)["findings"]} == {"nyj"}
    assert set(own.states().values()) == {State.NEW}


def test_a_scan_with_some_rules_reports_those_and_closes_nothing_of_the_others(
    own: Sample,
) -> None:
    before = own.states()
    ran = xunjian(
        "scan", "-c", own.directory, *TODAY, "--rule", "P", "--rule", "F301", "-f", "json"
    )
    codes = {finding["code"] for finding in json.loads(ran.raw)["findings"]}
    assert {"P201", "F301"} <= codes
    assert all(code == "F301" or code.startswith("P") for code in codes)
    assert own.states() == before


@pytest.mark.parametrize("format_", ["text", "sarif", "xlsx"])
def test_a_scan_is_written_in_the_form_asked_for(own: Sample, format_: str) -> None:
    """Two small columns are enough to see the form."""
    target = own.directory / "out"
    ran = xunjian(
        *("scan", "-c", own.directory, *TODAY, "--unit", "nyj"),
        *("--format", format_, "-o", target),
    )
    assert (ran.code, ran.out) == (1, "")
    content = target.read_bytes()
    if format_ == "text":
        assert "区农业农村局" in content.decode()
        assert "检测结果" in content.decode()
    elif format_ == "sarif":
        (run,) = json.loads(content)["runs"]
        assert run["results"]
    else:
        book = openpyxl.load_workbook(BytesIO(content))
        assert "问题清单" in str(next(iter(book)).cell(1, 1).value)


def test_addresses_are_printed_on_one_line(own: Sample) -> None:
    ran = xunjian("issues", "-c", own.directory)
    lines = [line.strip() for line in ran.out.splitlines()]
    for issue in own.open_issues():
        assert issue.url in lines


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("scan", "baihe"), "没有编号为“baihe”的站点（已配置：qinghe）"),
        (("scan", "--column", "nowhere"), "没有编号为“nowhere”的栏目"),
        (("scan", "--unit", "nobody"), "没有编号为“nobody”的单位"),
        (("scan", "--rule", "W999"), "没有规则“W999”"),
        (("scan", "--rule", ""), "没有规则“”"),
        (("scan", "-f", "json", "-o", "nowhere/a.json"), "没有文件夹“nowhere”"),
        (("recheck", "--issue", "99999"), "99999"),
        (("recheck", "--issue", "1", "--all"), "只能用一个"),
        (("recheck", "baihe"), "没有编号为“baihe”的站点"),
        (("report", "baihe"), "没有编号为“baihe”的站点"),
        (("issues", "--state", "新"), "没有状态“新”"),
        (("issues", "--unit", "nobody"), "没有编号为“nobody”的单位"),
        (("issues", "--column", "nowhere"), "没有编号为“nowhere”的栏目"),
        (("issues", "--code", "W999"), "没有规则“W999”"),
        (("issues", "show", "99999"), "99999"),
        (("issues", "dismiss", "99999", "--reason", "引文"), "99999"),
        (("issues", "export", "-o", "nowhere/a.xlsx"), "没有文件夹“nowhere”"),
        # The words themselves.
        (("scan", "--today", "yesterday"), "yesterday"),
        (("scan", "--format", "pdf"), "pdf"),
        (("check",), "sources"),
    ],
)
def test_a_wrong_word_on_the_command_line_ends_with_code_2_and_says_which(
    scanned: Sample, words: tuple[str, ...], told: str
) -> None:
    place = () if words[0] == "check" else ("-c", str(scanned.directory))
    ran = xunjian(*words, *place)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_a_rule_that_is_switched_off_is_not_silently_left_out(own: Sample) -> None:
    with (own.directory / "xunjian.toml").open("a", encoding="utf-8") as file:
        file.write("[rules]\noff = ['W101']\n")
    ran = xunjian("scan", "-c", own.directory, "--rule", "W101")
    assert ran.code == 2
    assert "规则“W101”没有打开" in ran.err


def test_with_two_sites_the_site_must_be_named(own: Sample) -> None:
    text = (own.directory / "sites/qinghe.toml").read_text(encoding="utf-8")
    (own.directory / "sites/baihe.toml").write_text(
        text.replace('id = "qinghe"', 'id = "baihe"'), encoding="utf-8"
    )
    for command in ("scan", "recheck", "report"):
        ran = xunjian(command, "-c", own.directory)
        assert (ran.code, ran.out) == (2, "")
        assert "请指明编号：baihe、qinghe" in ran.err
    ran = xunjian("recheck", "baihe", "-c", own.directory, "--issue", number_of(own, "W101"))
    assert ran.code == 2
    assert "属于站点“qinghe”" in ran.err


@pytest.mark.parametrize("command", ["scan", "recheck"])
def test_a_site_that_is_being_scanned_is_left_alone(own: Sample, command: str) -> None:
    with (own.directory / "snapshots/qinghe/lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        ran = xunjian(command, "-c", own.directory, *TODAY)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "“青禾区人民政府”正在被另一个进程检测，请稍后再试\n"


# issues


def test_issues_are_listed_and_filtered(scanned: Sample) -> None:
    place = ("issues", "-c", scanned.directory)
    issues = scanned.open_issues()
    every = xunjian(*place)
    assert every.code == 1
    assert f"共 {len(issues)} 个问题。" in every.out
    for option, value, count in (
        ("--code", "W101", sum(issue.code == "W101" for issue in issues)),
        ("--code", "P", sum(issue.code.startswith("P") for issue in issues)),
        ("--unit", "nyj", sum(issue.unit == "nyj" for issue in issues)),
        ("--column", issues[0].column, sum(i.column == issues[0].column for i in issues)),
        ("--text", "秸杆", sum("秸杆" in f"{i.message}{i.evidence}" for i in issues)),
        ("--state", "新发现", len(issues)),
        ("--state", "全部", len(issues)),
    ):
        assert count
        assert f"共 {count} 个问题。" in xunjian(*place, option, value).out
    none = xunjian(*place, "--state", "已整改")
    assert (none.code, none.out) == (0, "共 0 个问题。\n")


def test_a_dismissed_issue_is_neither_printed_nor_counted_by_the_next_scan(own: Sample) -> None:
    place = ("-c", own.directory)
    dismissed = [issue for issue in own.open_issues() if issue.code == "W101"]
    numbers = [str(issue.id) for issue in dismissed]
    assert xunjian("issues", "dismiss", *numbers, *place).code == 2
    assert xunjian("issues", "dismiss", *numbers, "--reason", "  ", *place).code == 2
    done = xunjian("issues", *place, "dismiss", *numbers, "--reason", "引文")
    assert (done.code, done.out.count(" 误报\n")) == (0, len(numbers))

    for format_ in ("text", "sarif", "json"):
        ran = xunjian("scan", *place, *TODAY, "--rule", "W101", "--format", format_)
        assert ran.code == 0
        if format_ == "text":
            assert "没有发现问题" in ran.out
            assert "秸杆" not in ran.out
        elif format_ == "sarif":
            assert json.loads(ran.raw)["runs"][0]["results"] == []
        else:
            states = [finding["state"] for finding in json.loads(ran.raw)["findings"]]
            assert states == ["误报"] * len(dismissed)

    shown = xunjian("issues", "show", numbers[0], *place)
    assert shown.code == 0
    assert "标记误报 → 误报" in shown.out
    assert "引文" in shown.out

    assert xunjian("issues", "reopen", numbers[0], *place).out == f"#{numbers[0]} 新发现\n"
    again = xunjian("issues", "reopen", numbers[0], *place)
    assert again.code == 2
    assert "不能“撤销”" in again.err


def test_an_issue_is_waived_until_a_day_to_come_when_a_second_person_agrees(own: Sample) -> None:
    number = number_of(own, "W101")
    words = ("issues", "waive", number, "-c", own.directory, "--reason", "改版中")
    assert xunjian(*words).code == 2
    past = xunjian(*words, "--until", "2020-01-01")
    assert past.code == 2
    assert "今天以后" in past.err
    day = local_day(datetime.now(UTC)) + timedelta(days=200)
    asked = xunjian(*words, "--until", str(day), "--by", "王")
    assert asked.out == f"#{number} 已申请豁免，申请号 1，待另一人批准\n"
    assert own.states()[int(number)] is State.NEW
    place = ("-c", own.directory)
    alone = xunjian("issues", "approve", "1", *place, "--by", "王")
    assert alone.code == 1
    assert "须由另一人审批" in alone.out
    assert f"豁免到 {day}　王：改版中" in xunjian("issues", "requests", *place).out
    agreed = xunjian("issues", "approve", "1", *place, "--by", "李")
    assert agreed.out == f"申请 1：豁免准予，到 {day}（问题 #{number}）\n"
    assert own.states()[int(number)] is State.WAIVED
    log = xunjian("audit", *place)
    assert log.code == 0
    assert "豁免申请：准予　李（账号 " in log.out
    assert "审计记录完整：3 条" in log.out


def test_many_are_decided_at_once_and_each_refusal_is_named(own: Sample) -> None:
    place = ("issues", "-c", own.directory)
    links = [issue for issue in own.open_issues() if issue.code == "L401"]
    assert len(links) > 1
    nothing = xunjian(*place, "dismiss", "--matching", "-r", "外链")
    assert nothing.code == 2
    done = xunjian(*place, "--code", "L401", "dismiss", "--matching", "-r", "外链")
    assert done.code == 0
    assert f"已处理 {len(links)} 个，未改动 0 个。" in done.out
    again = xunjian(*place, "dismiss", str(links[0].id), "99999", "-r", "外链")
    assert again.code == 1
    assert "不能“标记误报”" in again.out
    assert "台账中没有编号为 99999 的问题" in again.out


def test_a_false_alarm_may_hold_for_the_whole_site(own: Sample) -> None:
    number = number_of(own, "W101")
    place = ("issues", "-c", own.directory)
    assert xunjian(*place, "dismiss", number, "-r", "引文", "--scope", "site").code == 0
    assert "本平台同样的问题（起于" in xunjian(*place, "rulings").out
    assert xunjian(*place, "rulings", "--revoke", "1").code == 0
    assert "共 0 条" in xunjian(*place, "rulings").out


def test_open_issues_are_exported_as_a_workbook(own: Sample) -> None:
    target = own.directory / "清单.xlsx"
    count = len(own.open_issues())
    ran = xunjian("issues", "export", "-c", own.directory, "-o", target)
    assert (ran.code, ran.out) == (0, f"已导出 {count} 个问题到 {target}\n")
    sheet = next(iter(openpyxl.load_workbook(target)))
    assert sheet.max_row > count


# recheck, report, rules


def test_a_recheck_of_one_mended_issue_closes_it_and_ends_with_code_0(own: Sample) -> None:
    before = own.states()
    issue = next(i for i in own.open_issues() if "粉碎后的【秸杆】要" in i.evidence)
    words = ("recheck", "-c", own.directory, *TODAY, "--issue", str(issue.id))
    still = xunjian(*words)
    assert still.code == 1
    assert "已整改 0，仍存在 1" in still.flat

    own.replace("粉碎后的秸杆要", "粉碎后的秸秆要")
    mended = xunjian(*words)
    assert "已整改，销号 1 个" in mended.out
    assert "复查 1 个问题：已整改 1，仍存在 0" in mended.flat
    assert mended.code == 0
    assert own.states() == before | {issue.id: State.FIXED}


def test_the_report_is_printed_and_needs_a_scan(own: Sample) -> None:
    ran = xunjian("report", "-c", own.directory, *TODAY)
    assert ran.code == 1
    assert "单项否决" in ran.out
    (own.directory / "ledger.sqlite3").unlink()
    ran = xunjian("report", "-c", own.directory, *TODAY)
    assert (ran.code, ran.out) == (3, "")
    assert "请先运行 xunjian scan" in ran.err


def test_the_rules_are_printed() -> None:
    ran = xunjian("rules")
    assert ran.code == 0
    assert all(rule.code in ran.out and rule.title in ran.out for rule in RULES)
    assert "## 为什么" in xunjian("rules", "--markdown").out.replace("#### ", "## ")


def test_a_rule_may_be_named_in_small_letters(scanned: Sample) -> None:
    place = ("issues", "-c", scanned.directory)
    assert xunjian(*place, "--code", "w101").out == xunjian(*place, "--code", "W101").out


def test_a_problem_is_printed_without_blanks_at_the_end_of_lines(scanned: Sample) -> None:
    lines = xunjian("issues", "-c", scanned.directory).out.splitlines()
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_workbook_on_a_full_disk_is_a_sentence(scanned: Sample, tmp_path: Path) -> None:
    target = tmp_path / "清单.xlsx"
    target.symlink_to("/dev/full")
    ran = xunjian("issues", "-c", scanned.directory, "export", "-o", target)
    assert ran.code == 3
    assert "磁盘已满" in ran.err


def test_a_recheck_counts_apart_what_only_a_scan_can_tell(own: Sample) -> None:
    whole = {rule.code for rule in RULES if rule.whole}
    unasked = [issue for issue in own.open_issues() if issue.code in whole]
    assert unasked
    with served(own.directory):
        ran = xunjian("recheck", "-c", own.directory, *TODAY)
    left = len(own.open_issues()) - len(unasked)
    assert f"复查 {left} 个问题：已整改 0，仍存在 {left}；" in ran.flat
    assert f"另有 {len(unasked)} 个问题须全站检测才能复查（" in ran.flat


def test_the_edit_that_the_demo_proposes_mends_a_page_that_is_in_utf_8(own: Sample) -> None:
    edit = first_edit(own.directory, own.open_issues())
    assert edit is not None
    assert edit.path.read_text(encoding="utf-8").count(edit.wrong) == 1
    assert any(f"“{edit.wrong}”应为“{edit.right}”" in one.message for one in own.open_issues())


# what is no mistake


def test_a_false_alarm_becomes_an_allowed_phrase_that_never_returns(own: Sample) -> None:
    issue = next(each for each in own.open_issues() if each.code == "W101")
    word = issue.evidence.partition("【")[2].partition("】")[0]
    here = ("-c", own.directory)
    dismiss = ("issues", "dismiss", str(issue.id), *here, "--reason", "本地地名")
    refused = xunjian(*dismiss, "--allow", "别的话")
    assert (refused.code, "里没有" in refused.err) == (2, True)
    assert own.states()[issue.id] == issue.state
    done = xunjian(*dismiss, "--allow", word)
    assert done.code == 0
    table = own.directory / "wordlists/qinghe/allowed.csv"
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert rows == [["短语", "规则", "状态", "说明"], [word, "W101", "", "本地地名"]]
    again = xunjian(*dismiss, "--allow", word)
    assert "已经在" in again.out
    xunjian("scan", *here, *TODAY)
    assert not [each for each in own.open_issues() if f"【{word}】" in each.evidence]
    assert own.states()[issue.id] is State.FALSE_ALARM


def test_an_issue_without_wording_cannot_become_an_allowed_phrase(own: Sample) -> None:
    number = number_of(own, "F301")
    ran = xunjian(
        "issues", "dismiss", number, "-c", own.directory, "--reason", "无", "--allow", "任何话"
    )
    assert (ran.code, ran.err) == (
        2,
        "这个问题不是某个写法的问题，不能用“允许的写法”放过；请只标为误报\n",
    )
