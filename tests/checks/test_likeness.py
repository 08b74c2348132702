"""A page that is what its host sends for addresses that cannot exist, and hosts that send anything."""

from datetime import date

import pytest

from checks.likeness import alike_by_decoys, resembles
from crawler.page import DateSource, Entry, Fetch, Outcome, Page, Published
from tests.checks.builders import HOST, NOW

NAME = HOST.partition("://")[2]
ERROR = "抱歉，您要看的内容走丢了。五秒后自动返回，也可以从导航进入其他栏目。"
ARTICLE = "全区秋季农业生产现场会在青禾镇召开，会议总结了上半年的工作。" * 9
HOME_TEXT = "青禾区人民政府 要闻 公告 公开 服务 互动 专题 数据 便民 长者版 无障碍" * 3


def page(path: str, text: str, title: str = "青禾区", **rest: object) -> Page:
    fetch = Fetch(f"{HOST}{path}", Outcome.OK, NOW, 200, media="text/html")
    return Page(fetch, title=title, text=text, **rest)  # type: ignore[arg-type]


HOME = page("/", HOME_TEXT)
ARTICLES = [page(f"/a{number}.html", f"第 {number} 篇。{ARTICLE}", "通知") for number in range(20)]
DECOY = page("/t0.html", ERROR)


def soft(decoy: Page, *pages: Page) -> set[str]:
    alike = alike_by_decoys({NAME: decoy}, [HOME, *ARTICLES, *pages]).soft
    return {url.removeprefix(HOST) for url in alike}


def test_a_page_that_looks_like_the_decoy_is_gone() -> None:
    assert soft(DECOY, page("/gone.html", ERROR)) == {"/gone.html"}


def test_times_counters_and_the_address_itself_do_not_count() -> None:
    decoy = page("/t0.html", ERROR + "2026-11-23 10:00 访问 12 次 /t0.html")
    shown = page("/gone.html", ERROR + "2026-11-24 09:30 访问 9 次 /gone.html")
    assert soft(decoy, shown) == {"/gone.html"}


@pytest.mark.parametrize(
    "decoy",
    [
        page("/t0.html", HOME_TEXT),
        page("/t0.html", ""),
        page("/t0.html", "加载中"),
        Page(Fetch(f"{HOST}/t0.html", Outcome.GONE, NOW, 404), title="青禾区", text=ERROR),
        Page(Fetch(f"{HOST}/t0.html", Outcome.UNKNOWN, NOW), title="青禾区", text=ERROR),
        page("/t0.html", ERROR, unreadable="页面由脚本生成"),
    ],
    ids=["the home page", "nothing", "a loader", "an honest 404", "no answer", "not drawn"],
)
def test_with_such_a_decoy_nothing_is_gone(decoy: Page) -> None:
    assert soft(decoy, page("/x.html", ERROR), page("/y.html", decoy.text)) == set()


def test_what_most_pages_look_like_is_no_error_page() -> None:
    shells = [page(f"/s{number}.html", ERROR) for number in range(9)]
    assert soft(DECOY, *shells) == set()


@pytest.mark.parametrize(
    "ordinary",
    [
        page("/list.html", ERROR, entries=(Entry(f"{HOST}/1.html", "通知"),)),
        page("/dated.html", ERROR, shown_dates=(Published(date(2026, 1, 1), DateSource.TEXT),)),
    ],
    ids=["a list", "a dated article"],
)
def test_what_ordinary_pages_look_like_is_no_error_page(ordinary: Page) -> None:
    assert soft(DECOY, ordinary, page("/gone.html", ERROR)) == set()


def test_a_host_that_answers_everything_with_its_home_page_says_so() -> None:
    decoy = page("/t0.html", HOME_TEXT)
    alike = alike_by_decoys({NAME: decoy}, [HOME, page("/old/1.html", HOME_TEXT), *ARTICLES])
    assert (alike.soft, alike.home) == (frozenset(), {f"{HOST}/old/1.html"})


@pytest.mark.parametrize(
    ("other", "is_alike"),
    [
        (page("/2", ARTICLE, "通知"), True),
        (page("/2", ARTICLE + "完。", "通知"), True),
        (page("/2", ARTICLE, "公告"), False),
        (page("/2", ARTICLE * 2, "通知"), False),
        (page("/2", ARTICLE[:60] + "另有安排。" * 40, "通知"), False),
    ],
)
def test_pages_are_alike_with_one_title_and_nearly_one_text(other: Page, is_alike: bool) -> None:
    assert resembles(page("/1", ARTICLE, "通知"), other) is is_alike
