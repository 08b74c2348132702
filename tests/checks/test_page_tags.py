"""Values of meta tags: placeholders and their look-alikes, names, dates, titles."""

from datetime import UTC, date, datetime

import pytest

from checks.rule import EXAMPLE_DAY, Context
from checks.site.s509_wrong_page_tag import TWELVE_HOURS, wrong_page_tag
from checks.site.tag_faults import stamp_of
from checks.site.values import holds_markup, is_akin, is_unfilled
from checks.views import SiteView
from crawler.page import Fetch, Markup, Outcome, Page, Role
from crawler.site import Column, Site
from wordlists.lists import load

WORDS = load()
ROOT = "http://www.wanzai.gov.cn"
COLUMN = Column("zwyw", "政务要闻", f"{ROOT}/zwyw/", "")

UNFILLED = [
    "null", "NULL", "undefined", "无", "-", "--", "?", "来源", "栏目名称", "ContentSource", "${article.source}",
    "{{title}}", "<%=source%>", "<?php echo $name?>", "{$title}", "#{source}", "[!--newstitle--]", "公共头", "xxx",
]  # fmt: skip
FILLED = [
    "新华社", "万载县人民政府办公室", "无锡市人民政府", "来源于人民日报", "测试中心", "2026-11-01 09:00", "标题党治理",
    "关键词：惠民", "本站", "X光检查服务", "A股", "5%以下", "信息中心",
]  # fmt: skip


@pytest.mark.parametrize("value", UNFILLED)
def test_a_placeholder_is_no_value(value: str) -> None:
    assert is_unfilled(value, "ContentSource")


@pytest.mark.parametrize("value", FILLED)
def test_words_that_hold_those_of_a_placeholder_are_values(value: str) -> None:
    assert not is_unfilled(value, "ContentSource")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("关于<br>防汛的通知", True),
        ("防汛&amp;nbsp;通知", True),
        ("增速<5%", False),
        ("Q&A", False),
    ],
)
def test_markup_in_a_value_is_seen(value: str, expected: bool) -> None:
    assert holds_markup(value) is expected


NAMES = [
    ("万载县人民政府", "万载县人民政府信息公开平台", True),
    ("江西省宜春市万载县人民政府网", "万载县", True),
    ("万载县民政局", "万载县人民政府", True),
    ("中国·万载", "万载县人民政府", True),
    ("齐齐哈尔", "重庆高新区", False),
    ("云岭市图书馆", "万载县人民政府", False),
    # Nothing but common words says nothing.
    ("政府信息公开", "万载县人民政府", True),
    ("人民政府门户网站", "万载县人民政府", True),
]


@pytest.mark.parametrize(("one", "other", "expected"), NAMES)
def test_names_are_akin_that_share_more_than_common_words(
    one: str, other: str, expected: bool
) -> None:
    assert is_akin(one, other) is expected


DATES = [
    ("2026-11-01 09:30", date(2026, 11, 1), 9),
    ("2026-11-01 21:30:05", date(2026, 11, 1), 21),
    ("2026-11-01T09:30", date(2026, 11, 1), 9),
    ("2026-11-01", date(2026, 11, 1), None),
    ("2020年08月02日", date(2020, 8, 2), None),
    ("2024-02-29", date(2024, 2, 29), None),
    ("2026/1/2 8:05", date(2026, 1, 2), 8),
]


@pytest.mark.parametrize(("value", "day", "hour"), DATES)
def test_dates_are_read_however_they_are_spelt(value: str, day: date, hour: int | None) -> None:
    stamp = stamp_of(value)
    assert stamp is not None
    assert (stamp.day, stamp.hour) == (day, hour)


@pytest.mark.parametrize("value", ["2026-02-29", "2026-13-01", "昨天", "1762000000", "11-01"])
def test_what_is_no_date_is_not_taken_for_one(value: str) -> None:
    assert stamp_of(value) is None


def said(*articles: Page) -> list[str]:
    site = Site("a", "万载县人民政府", f"{ROOT}/", columns=(COLUMN,))
    view = SiteView(site, {each.url: each for each in articles}, {})
    return [
        hit.message
        for hit in wrong_page_tag.check(view, Context(EXAMPLE_DAY, WORDS))
        if hasattr(hit, "message")
    ]


def article(number: int, title: str, *, tag: str = "", stamp: str = "2026-01-05 10:00") -> Page:
    url = f"{COLUMN.url}{number}.html"
    fetch = Fetch(url, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
    meta = {"articletitle": tag or title, "pubdate": stamp}
    text = f"{title}\n{'各乡镇各部门要认真贯彻落实有关情况及时报送。' * 9}"
    window = Markup(f"{title}_万载县人民政府")
    return Page(fetch, Role.PAGE, title, text, column_id="zwyw", meta=meta, markup=window)


def test_articles_that_rightly_bear_one_title_are_well() -> None:
    assert said(*(article(number, "领导干部任前公示") for number in range(5))) == []


def test_a_title_that_is_cut_completed_or_dressed_is_well() -> None:
    title = "关于印发万载县城乡居民基本医疗保险实施办法的通知"
    for tag in (title[:-2], f"{title}（附图解）", f"{title[:8]} {title[8:]}", f"“{title}”"):
        assert said(article(1, title, tag=tag)) == []


def test_one_title_for_all_articles_is_told_once() -> None:
    pages = [article(n, f"万载县第{n}次常务会议召开", tag="万载县人民政府") for n in range(4)]
    assert len(said(*pages)) == 1
    assert "写成了网站名称（4 个页面）" in said(*pages)[0]


def test_hours_that_end_at_noon_are_a_suspicion() -> None:
    hours = [9, 10, 11, 2, 3, 4, 5, 8, 12] * 3
    pages = [
        article(n, f"万载县第{n}次会议召开", stamp=f"2026-01-05 {hour:02}:30")
        for n, hour in enumerate(hours)
    ]
    assert [TWELVE_HOURS in message for message in said(*pages)] == [True]
    assert said(*pages, article(99, "万载县防汛会议召开", stamp="2026-01-05 14:00")) == []


def test_a_date_in_the_future_is_told() -> None:
    assert "晚于检测当天" in said(article(1, "万载县防汛会议召开", stamp="2027-01-05 10:00"))[0]
    # The day after tells of another time zone only.
    assert said(article(1, "万载县防汛会议召开", stamp="2026-03-03 00:10")) == []
