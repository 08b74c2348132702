"""A page that says that there is no such page, and pages that only speak of it."""

from datetime import date

import pytest

from checks.soft404 import is_soft_404
from crawler.page import DateSource, Entry, Fetch, Outcome, Page, Published
from tests.checks.builders import HOST, NOW

URL = f"{HOST}/a.html"
DAY = Published(date(2026, 11, 1), DateSource.TEXT)


def page(text: str, title: str = "青禾区", **rest: object) -> Page:
    fetch = Fetch(URL, Outcome.OK, NOW, 200)
    return Page(fetch, title=title, text=text, **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("您访问的页面不存在或已被删除", "青禾区"),
        ("抱歉，你所浏览的文章已被删除！返回首页", "青禾区"),
        ("页面不存在", "提示"),
        ("对不起，您要找的内容找不到", "提示"),
        ("返回首页", "404 Not Found"),
        ("Sorry, page not found.", "error"),
    ],
)
def test_a_page_that_says_so_is_gone(text: str, title: str) -> None:
    assert is_soft_404(page(text, title))


@pytest.mark.parametrize(
    "shown",
    [
        page("关于网站改版的公告：改版期间如遇页面不存在，请致电。", shown_dates=(DAY,)),
        page("页面不存在", entries=(Entry(URL, "通知", None),)),
        page("网站使用帮助。" * 60 + "如果页面不存在，请返回首页。"),
        page(
            "网站使用帮助："
            + "一、检索信息请使用首页上方的搜索框。" * 5
            + "页面不存在时请返回首页。"
        ),
        page("该企业信息公示的注册地址查无此人", "公告"),
    ],
    ids=["dated", "with rows", "long", "said late", "of something else"],
)
def test_a_page_that_speaks_of_something_else_is_not(shown: Page) -> None:
    assert not is_soft_404(shown)
