"""[deadlines] and the hours of [mail]: what may be written, and what is refused in which words."""

import tomllib
from datetime import date, time
from pathlib import Path

import pytest

from checks.finding import Severity
from checks.workdays import Calendar
from ledger.deadline import Ladder, Terms
from ledger.hours import ALWAYS, SendingHours
from xunjian.deadlines import read_deadlines, read_hours

PATH = Path("xunjian.toml")
FULL = """\
critical = 2
error = 4
warning = 6
column = 12
remind = 2
remind_acknowledged = true
acknowledge = 2
urge = 2
supervise = 4
publish = 0
relapses = 3
holidays = [2027-01-01, "2027-02-05/2027-02-07", "2027-04-05"]
workdays = [2027-01-30]
announced = [2027]

[codes]
L401 = 5
C = 7
"""


def test_nothing_has_to_be_said() -> None:
    assert read_deadlines(PATH, {}, []) == Terms()


def test_everything_may_be_said() -> None:
    faults: list[str] = []
    terms = read_deadlines(PATH, tomllib.loads(FULL), faults)
    assert faults == []
    spring = (date(2027, 2, 5), date(2027, 2, 6), date(2027, 2, 7))
    assert terms == Terms(
        2,
        4,
        6,
        12,
        {"L401": 5, "C": 7},
        Calendar(
            frozenset({date(2027, 1, 1), *spring, date(2027, 4, 5)}),
            frozenset({date(2027, 1, 30)}),
            frozenset({2027}),
        ),
        Ladder(2, True, 2, 2, 4, 0, 3),
    )
    last = terms.due("L402", Severity.CRITICAL, date(2027, 1, 29))
    assert (last.day, last.provisional) == (date(2027, 2, 1), False)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("error = 0", "deadlines.error = 0：应在 1 和 250 之间"),
        ("column = 251", "deadlines.column = 251：应在 1 和 250 之间"),
        ("remind = -1", "deadlines.remind = -1：应在 0 和 250 之间"),
        ('error = "三天"', "deadlines.error = “三天”：应为整数"),
        ("errors = 3", "deadlines.errors = 3：没有这个配置项"),
        ("codes = { L499 = 3 }", "deadlines.codes 中的“L499”：没有这条规则"),
        ("codes = { L401 = 0 }", "deadlines.codes.L401 = 0：应在 1 和 250 之间"),
        (
            "supervise = 1",
            "deadlines.urge、supervise、publish = 1、1、5：催办、督办、拟通报应一步晚于一步",
        ),
        ("holidays = [2027]", "deadlines.holidays 中的2027：应为日期"),
        ('holidays = ["2月5日"]', "deadlines.holidays 中的“2月5日”：应为日期"),
        ('workdays = ["2027-02-30"]', "deadlines.workdays 中的“2027-02-30”：应为日期"),
        # The wrong way round, and a wrong month.
        ('holidays = ["2027-02-11/2027-02-05"]', "deadlines.holidays 中的“2027-02-11/2027-02-05”"),
        ('holidays = ["2027-02-05/2027-12-11"]', "deadlines.holidays 中的“2027-02-05/2027-12-11”"),
        ("holidays = [2027-02-05T08:00:00]", "deadlines.holidays 中的2027-02-05 08:00:00"),
        (
            "holidays = [2027-02-05]\nworkdays = [2027-02-05]",
            "deadlines 中的 2027-02-05：不能既放假又上班",
        ),
        ("announced = [27]", "deadlines.announced 中的 27：应为年份"),
    ],
)
def test_a_fault_is_named_with_file_key_and_value(text: str, fault: str) -> None:
    faults: list[str] = []
    assert read_deadlines(PATH, tomllib.loads(text), faults) is None
    (said,) = faults
    assert said.startswith(f"xunjian.toml：{fault}")


def test_all_faults_are_told_at_once() -> None:
    faults: list[str] = []
    wrong = tomllib.loads('error = 0\nholidays = ["x", "y"]\ncodes = { Q = 1 }')
    assert read_deadlines(PATH, wrong, faults) is None
    assert len(faults) == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08:30-17:30", SendingHours()),
        ("8:30 – 17:30", SendingHours()),
        ("09：00至24：00", SendingHours(time(9), time.max)),
        ("all", ALWAYS),
        ("全天", ALWAYS),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, expected: SendingHours) -> None:
    assert read_hours(PATH, text, Calendar(), []) == expected


@pytest.mark.parametrize("text", ["", "8-17", "17:30-08:30", "08:30-08:30", "25:00-26:00", "总是"])
def test_hours_that_cannot_be_are_refused(text: str) -> None:
    faults: list[str] = []
    assert read_hours(PATH, text, Calendar(), faults) is None
    assert faults == [
        f"xunjian.toml：mail.hours = “{text}”：应如 08:30-17:30，或者 all（不限时间）"
    ]
