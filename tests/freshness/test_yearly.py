"""Yearly columns: the year that is due, years in between, one office of many, and look-alikes."""

from datetime import date

import pytest

from checks.finding import Hit, Undecided
from checks.freshness.f314_missing_year import missing_year
from checks.freshness.yearly import years_of
from checks.rule import Context
from checks.views import ColumnView
from crawler.page import Entry
from crawler.site import Column, Due
from tests.freshness.platform import WORDS

TODAY = date(2026, 11, 23)
URL = "http://www.qinghe.example/l/"
Row = tuple[str, date | None]


def reports(
    name: str, due: tuple[Due, ...], rows: list[Row], today: date = TODAY, *, reached: bool = True
) -> list[Hit | Undecided]:
    entries = tuple(Entry(f"{URL}{number}", title, day) for number, (title, day) in enumerate(rows))
    kept = ColumnView(Column("l", name, URL, "", due=due), entries, reached, "没有读全")
    return [
        each
        for each in missing_year.check(kept, Context(today, WORDS))
        if isinstance(each, Hit | Undecided)
    ]


def messages(name: str, due: tuple[Due, ...], rows: list[Row], today: date = TODAY) -> list[str]:
    return [each.message for each in reports(name, due, rows, today) if isinstance(each, Hit)]


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("2025年政府信息公开工作年度报告", {2025}),
        ("2025年度部门决算", {2025}),
        ("2025政府信息公开年度报告", {2025}),
        ("二〇二五年国民经济和社会发展统计公报", {2025}),
        ("二○二四年度法治政府建设情况报告", {2024}),
        ("二零二零年预算", {2020}),
        ("关于2025年预算执行情况和2026年预算草案的报告", {2025, 2026}),
        # The year of a number, a plan of several years, what is no year.
        ("青政发〔2025〕12号", set()),
        ("法治政府建设实施方案（2021—2025年）", set()),
        ("2021-2025年规划纲要", set()),
        ("关于印发12025号文件", set()),
        ("政府信息公开工作年度报告", set()),
    ],
)
def test_the_years_that_a_title_names(title: str, years: set[int]) -> None:
    assert years_of(title) == years


def report(year: int, office: str = "") -> Row:
    return f"{office}{year}年政府信息公开工作年度报告", date(year + 1, 1, 20)


MARCH = (Due(3, 31, basis="《政府信息公开条例》第四十九条"),)
BUDGETS = (Due(3, 15, "预算"), Due(9, 30, "决算"))


def budget(year: int) -> Row:
    return f"青禾区财政局{year}年部门预算", date(year, 3, 1)


def account(year: int) -> Row:
    return f"青禾区财政局{year}年度部门决算", date(year + 1, 9, 10)


@pytest.mark.parametrize(
    ("name", "due", "rows", "told"),
    [
        ("年报", MARCH, [report(2025), report(2024), report(2023)], []),
        ("年报", MARCH, [report(2024), report(2023)], ["没有 2025 年的内容"]),
        ("年报", MARCH, [report(2025), report(2024), report(2022), report(2021)], ["缺少 2023 年"]),
        (
            "年报",
            MARCH,
            [report(2024), report(2022), report(2020)],
            ["没有 2025 年的内容", "缺少 2021、2023 年"],
        ),
        # A column that began with this year's report lacks nothing.
        ("年报", MARCH, [report(2025)], []),
        # The report of the year before, put on line late, is not this year's.
        ("年报", MARCH, [("2024年政府信息公开工作年度报告", date(2026, 6, 1))], ["没有 2025 年"]),
        # What is dated within the year that it tells of does not count, without a date it does.
        ("年报", MARCH, [("2025年政府信息公开工作年度报告", date(2025, 3, 1)), report(2024)], ["没有 2025"]),
        ("年报", MARCH, [("2025年政府信息公开工作年度报告", None), report(2024)], []),
        # Two deadlines in one column, told apart by their topics.
        ("预决算", BUDGETS, [account(2025), budget(2026), account(2024), budget(2025)], []),
        ("预决算", BUDGETS, [budget(2026), account(2024), budget(2025)], ["的决算没有 2025 年"]),
        ("预决算", BUDGETS, [account(2025), account(2024), budget(2025)], ["的预算没有 2026 年"]),
        ("预决算", BUDGETS, [("关于2025年预算执行情况和2026年预算草案的报告", date(2026, 2, 1)),
                         account(2025)], []),
        # By its name a column looks ahead or back; else by what it did before.
        ("重点工作计划", (Due(2, 28),), [("2026年重点工作计划", date(2026, 2, 1))], []),
        ("重点工作计划", (Due(2, 28),), [("2025年重点工作计划", date(2025, 2, 1))], ["没有 2026 年"]),
        ("统计公报", (Due(4, 30),), [("2025年国民经济和社会发展统计公报", date(2026, 4, 1))], []),
        ("统计公报", (Due(4, 30),), [("2024年国民经济和社会发展统计公报", date(2025, 4, 1))],
         ["没有 2025 年"]),
        ("民生实事", (Due(4, 30),), [("2025年民生实事", date(2025, 3, 1)),
                                 ("2024年民生实事", date(2024, 3, 1))], ["没有 2026 年"]),
        # Without years in the titles the day of publication counts.
        ("名录", (Due(4, 30),), [("行政执法主体名录", date(2026, 4, 1))], []),
        ("名录", (Due(4, 30),), [("行政执法主体名录", date(2025, 4, 1))], ["没有"]),
        # Nothing is said without a calendar, of an empty column F302 speaks.
        ("年报", (), [report(2020)], []),
        ("年报", MARCH, [], []),
    ],
)  # fmt: skip
def test_a_year_that_is_missing_is_named(
    name: str, due: tuple[Due, ...], rows: list[Row], told: list[str]
) -> None:
    said = messages(name, due, rows)
    assert len(said) == len(told), said
    assert all(words in text for words, text in zip(told, said, strict=True))


OFFICES = ("教育局", "财政局", "民政局", "司法局")


def test_one_office_of_many_without_its_report_is_a_suspicion() -> None:
    rows = [report(year, office) for office in OFFICES for year in (2023, 2024)]
    rows += [report(2025, office) for office in OFFICES[:3]]
    (hit,) = [each for each in reports("年报", MARCH, rows) if isinstance(each, Hit)]
    assert "疑似有 1 个单位没有 2025 年的内容" in hit.message
    assert "司法局" in hit.evidence


def test_offices_whose_titles_are_spelt_anew_are_no_suspicion() -> None:
    rows = [report(year, office) for office in OFFICES for year in (2023, 2024)]
    rows += [report(2025, f"青禾区{office}") for office in OFFICES]
    assert messages("年报", MARCH, rows) == []


def test_a_list_that_was_not_read_to_its_end_lacks_nothing_for_certain() -> None:
    (doubt,) = reports("年报", MARCH, [report(2024)], reached=False)
    assert isinstance(doubt, Undecided)
    assert doubt.reason == "没有读全"
    assert reports("年报", MARCH, [report(2025), report(2023)], reached=False) == []


def test_the_law_that_names_the_day_is_cited() -> None:
    (hit,) = [each for each in reports("年报", MARCH, [report(2024)]) if isinstance(each, Hit)]
    assert "依据《政府信息公开条例》第四十九条" in hit.evidence


def test_a_year_keeps_its_issue_until_it_is_there() -> None:
    both = [budget(2025), account(2024)]
    keys = {each.key for each in reports("预决算", BUDGETS, both) if isinstance(each, Hit)}
    assert keys == {"预算", "决算"}
