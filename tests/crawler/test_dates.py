"""Dates in the spellings of public sites."""

from datetime import date

import pytest

from crawler.extract.dates import (
    first_date,
    is_date_text,
    labelled_date,
    row_date,
    script_date,
    split_date,
    url_date,
)
from tests.crawler.builders import TODAY

ROWS = [
    # Full dates.
    ("2026-01-05", date(2026, 1, 5)),
    ("[2026-1-5]", date(2026, 1, 5)),
    ("2026/01/05", date(2026, 1, 5)),
    ("2026.01.05", date(2026, 1, 5)),
    ("2026年1月5日", date(2026, 1, 5)),
    ("2026 年 1 月 5 日", date(2026, 1, 5)),
    ("发布时间：2026-01-05 10:30:00", date(2026, 1, 5)),
    ("2026-01-05T10:30:00", date(2026, 1, 5)),
    # Two-digit years.
    ("13-05-08", date(2013, 5, 8)),
    ("| 13-05-08 |", date(2013, 5, 8)),
    # Month and day: the last such day that is over.
    ("11-20", date(2026, 11, 20)),
    ("[08-20]", date(2026, 8, 20)),
    ("8月20日", date(2026, 8, 20)),
    ("12-31", date(2025, 12, 31)),
    # A server ahead of us by a time zone publishes "tomorrow".
    ("11-24", date(2026, 11, 24)),
    # Ages.
    ("今天", date(2026, 11, 23)),
    ("昨天 10:30", date(2026, 11, 22)),
    ("2天前", date(2026, 11, 21)),
    ("3小时前", date(2026, 11, 23)),
    # No dates.
    ("2026-13-05", None),
    ("共 12 页", None),
    ("电话 010-12345678", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "day"), ROWS)
def test_a_list_rows_date_is_read(text: str, day: date | None) -> None:
    assert row_date(text, TODAY) == day


def test_a_leap_day_without_year_belongs_to_the_last_leap_year() -> None:
    assert row_date("02-29", date(2025, 1, 10)) == date(2024, 2, 29)


# The year of an archive number or of a title must not join the digits beside it.
@pytest.mark.parametrize("text", ["12026-01-05", "2026-01-051"])
def test_digits_on_either_side_are_no_date(text: str) -> None:
    assert first_date(text) is None


@pytest.mark.parametrize(
    ("text", "is_date"),
    [
        ("2026-01-05", True),
        ("[11-20]", True),
        ("发布日期：2026年1月5日", True),
        ("2026-01-05 10:30", True),
        ("2天前", True),
        # Titles with a date in them.
        ("2026年1月5日常务会议纪要", False),
        ("通知", False),
        ("", False),
    ],
)
def test_a_date_alone_is_told_from_a_title_with_a_date(text: str, is_date: bool) -> None:
    assert is_date_text(text) is is_date


@pytest.mark.parametrize(
    ("url", "day"),
    [
        # TRS, Hanweb, UCAP, other shapes.
        ("http://a.cn/202008/t20200820_62586962.html", date(2020, 8, 20)),
        ("http://a.cn/art/2026/9/6/art_77278_11830771.html", date(2026, 9, 6)),
        ("http://a.cn/2026-09/06/content_1.htm", date(2026, 9, 6)),
        ("http://a.cn/2026/09/06/1.html", date(2026, 9, 6)),
        ("http://a.cn/20260906/1.html", date(2026, 9, 6)),
        # A month is no day, an id no date.
        ("http://a.cn/zwgk/c100270/202308/7d8.shtml", None),
        ("http://a.cn/info/1015/4213.htm", None),
        ("http://a.cn/20269999/1.html", None),
    ],
)
def test_the_address_tells_the_date(url: str, day: date | None) -> None:
    assert url_date(url) == day


def test_only_a_labelled_date_counts_in_running_text() -> None:
    text = "会议于2020年1月1日召开。发布时间：2020-02-03 来源：办公室"
    assert labelled_date(text) == date(2020, 2, 3)
    assert labelled_date("会议于2020年1月1日召开。") is None


def test_a_date_written_by_a_script_is_read() -> None:
    script = "var pubdata='2017年12月01日'; document.write(pubdata)"
    assert script_date(script) == date(2017, 12, 1)
    assert script_date("var x = '2017-12-01x'") is None


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        (["28", "2021-01"], date(2021, 1, 28)),
        (["2021.01", "28"], date(2021, 1, 28)),
        (["28日", "2021年1月"], date(2021, 1, 28)),
        (["01-28", "2021"], date(2021, 1, 28)),
        (["20", "8月"], date(2026, 8, 20)),
        (["20", "12月"], date(2025, 12, 20)),
        (["31", "2021-02"], None),
        (["12", "34"], None),
        ([], None),
    ],
)
def test_a_date_in_two_boxes_is_joined(parts: list[str], day: date | None) -> None:
    assert split_date(parts, TODAY) == day


@pytest.mark.parametrize(
    "text", ["2026-08-20 08:30:00.0", "2026年8月20日 星期四", "20260820", "更新时间：2026-08-20"]
)
def test_what_dresses_a_date_does_not_hide_it(text: str) -> None:
    assert is_date_text(text)
    assert row_date(text, TODAY) == date(2026, 8, 20)
