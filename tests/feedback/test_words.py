"""What people write into the cells."""

from datetime import date

import pytest

from ledger.answer import Answer
from notifier import answers, workbook
from notifier.answer_words import day_in, read_answer, read_day, read_number

TODAY = date(2026, 11, 25)
NEAR = {
    Answer.MENDED: "已整改 已改 完成整改 整改完成 整改完毕 已完成整改 已经全部改正完毕 已改好 改好了 已更正 已删除 已下线 "
    "已更新 已整改。 “已整改” 已于11月20日整改 2026-11-20已整改 已于2026.11.20完成整改 整改到位 已按要求整改 我局已整改到位 √已整改",
    Answer.AT_WORK: "整改中 正在整改 正在改 在整改中 处理中 正在核实 修改中",
    Answer.EXTENSION: "申请延期 延期 延期申请 申请延期至12月10日 需延期",
    Answer.FALSE_ALARM: "疑似误报 误报 属于误报 误判",
}
DOUBTFUL = (
    "未整改 没有整改 无法整改 不整改 整改 待整改 拟整改 已安排整改 已部署整改 基本整改 已基本整改 部分已整改 已整改部分正在整改 "
    "不是误报 不延期 无需延期 已阅 收到 是 √ 1 完成了吗 已整改？"
).split()


@pytest.mark.parametrize(
    ("said", "answer"), [(word, answer) for answer, words in NEAR.items() for word in words.split()]
)
def test_own_words_are_understood_where_only_one_thing_can_be_meant(
    said: str, answer: Answer
) -> None:
    assert read_answer(said) is answer
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in said)
    assert read_answer(f" {wide}\n") is answer


@pytest.mark.parametrize("said", DOUBTFUL)
def test_what_could_mean_something_else_is_not_guessed(said: str) -> None:
    assert read_answer(said) is None


DAYS = [
    "2026-11-30 2026/11/30 2026.11.30 2026年11月30日 2026年11月30号 20261130 ２０２６年１１月３０日 26-11-30 26/11/30 "
    "11月30日 11/30 11.30 11/30/2026 30/11/2026 二〇二六年十一月三十日 46356 2026-11-30T09:30:00"
]


@pytest.mark.parametrize(
    "said",
    [
        *DAYS[0].split(),
        "2026-11-30 00:00:00",
        "2026年11月30日 9时",
        "2026 年 11 月 30 日",
        "2026-11-30 星期一",
    ],
)
def test_a_day_is_read_however_it_is_spelt(said: str) -> None:
    assert read_day(said, TODAY) == date(2026, 11, 30)


@pytest.mark.parametrize(
    "said", ["", "下周五", "月底前", "5/6/2026", "2026-02-30", "13月1日", "12"]
)
def test_what_is_no_day_or_could_be_two_is_none(said: str) -> None:
    assert read_day(said, TODAY) is None


def test_a_day_without_a_year_is_the_nearest() -> None:
    assert read_day("1月5日", TODAY) == date(2027, 1, 5)
    assert read_day("12月30日", date(2027, 1, 4)) == date(2026, 12, 30)
    assert read_day("2月29日", TODAY) is None


def test_a_sentence_names_a_day_only_where_it_names_one() -> None:
    assert day_in("人手不足，申请延到2026年12月10日。", TODAY) == date(2026, 12, 10)
    assert day_in("12月1日开会，12月5日完成", TODAY) is None
    assert day_in("文号〔2026〕12号", TODAY) is None


NUMBERS = {"12": 12, "１２": 12, "12.0": 12, "#12": 12, "问题12": 12, "第 12 号": 12, "12.": 12}


@pytest.mark.parametrize(("said", "number"), NUMBERS.items())
def test_a_number_is_read_however_it_is_spelt(said: str, number: int) -> None:
    assert read_number(said) == number


@pytest.mark.parametrize("said", ["", "x", "12/13", "1e5", "-3", "12.5", "1,2", "9" * 30])
def test_what_is_no_number_is_none(said: str) -> None:
    assert read_number(said) is None


def test_the_list_goes_out_with_the_headings_and_answers_that_are_read() -> None:
    assert tuple(Answer) == workbook.ANSWERS
    headings = tuple(one.heading for one in workbook.FIELDS if one.answer)
    assert headings == answers.ANSWER_HEADINGS
    assert workbook.FIELDS[0].heading == answers.NUMBER
    assert workbook.CODE_HEADING == answers.CODE
