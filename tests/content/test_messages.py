"""Messages and answers are read from whatever shape a site gives them."""

from datetime import date

import pytest

from checks.content.message_rows import rows_of
from checks.content.messages import Message, Stage, is_talk, messages_in, stage_of
from checks.content.talks import months_before, workdays_after
from crawler.page import Page, Role
from crawler.site import Column
from tests.content.builders import LISTS, NO_MESSAGES, PAGES, page

ASKED, ANSWERED, WAITING_SINCE = date(2026, 11, 5), date(2026, 11, 10), date(2026, 7, 1)


@pytest.mark.parametrize("shape", LISTS)
def test_a_list_tells_who_waits_since_when(shape: str) -> None:
    rows = list(rows_of(page(LISTS[shape], "县长信箱", role=Role.COLUMN)))
    assert [row.stage for row in rows] == [Stage.ANSWERED, Stage.WAITING]
    done, waiting = rows
    assert (done.asked, done.answered) == (ASKED, ANSWERED)
    assert (waiting.asked, waiting.answered) == (WAITING_SINCE, None)
    assert waiting.url.endswith("/xx/b.html")
    assert waiting.title == "路灯不亮的问题"


@pytest.mark.parametrize("shape", PAGES)
def test_a_page_tells_question_and_answer(shape: str) -> None:
    (message,) = _messages(page(PAGES[shape], "小区停车难的问题"))
    assert message.stage is Stage.ANSWERED
    assert (message.asked, message.answered) == (ASKED, ANSWERED)
    assert message.has_unit
    assert message.has_answer


@pytest.mark.parametrize("kind", NO_MESSAGES)
def test_other_pages_are_no_messages(kind: str) -> None:
    assert _messages(page(NO_MESSAGES[kind], "页面")) == ()


def test_links_that_choose_what_a_list_shows_are_no_messages() -> None:
    tabs = (
        "<p><a href='?s=1'>全部信件</a> <a href='?s=2'>已办结件</a> <a href='?s=3'>办理中件</a></p>"
    )
    rows = list(rows_of(page(tabs + LISTS["rows of spans"], "县长信箱", role=Role.COLUMN)))
    assert [row.title for row in rows] == ["小区停车难的问题", "路灯不亮的问题"]


def test_a_board_has_several_messages() -> None:
    one = "<p>留言人：张**</p><p>留言时间：2026-11-05</p><p>留言内容：{}</p><p>答复内容：{}</p>"
    board = one.format("晚上没有车位。", "已增设车位60个。") + one.format("路灯不亮。", "")
    first, second = _messages(page(board, "留言板"))
    assert (first.title, first.stage) == ("晚上没有车位。", Stage.ANSWERED)
    assert (second.title, second.stage) == ("路灯不亮。", Stage.WAITING)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("已回复", Stage.ANSWERED),
        ("已办结", Stage.ANSWERED),
        ("未回复", Stage.WAITING),
        ("待答复", Stage.WAITING),
        ("办理中", Stage.WAITING),
        ("已受理", Stage.WAITING),
        ("不予受理", Stage.REFUSED),
        ("重复来信", Stage.REFUSED),
        ("", Stage.UNKNOWN),
        ("进行中", Stage.UNKNOWN),
    ],
)
def test_a_state_is_read(text: str, stage: Stage) -> None:
    assert stage_of(text) is stage


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("县长信箱", True),
        ("咨询建言", True),
        ("互动交流", True),
        ("网上信访", False),
        ("纪检监察举报", False),
        ("来信办理统计", False),
        ("政协提案答复", False),
        ("通知公告", False),
        ("办件公示", False),
    ],
)
def test_a_column_of_consultation_is_known_by_its_name(name: str, is_one: bool) -> None:
    column = Column("x", name, "https://www.qinghe.example/x/", "zfb")
    assert is_talk(page("<p>内容</p>", name, crumbs=""), column) is is_one


def test_a_page_is_known_by_its_trail_whatever_its_title() -> None:
    assert is_talk(page(PAGES["lines"], "关于人大附近公交站的建议"), None)
    assert not is_talk(page(PAGES["lines"], "关于县长信箱开通的公告", crumbs=""), None)


def test_a_form_is_no_search_box() -> None:
    assert page(NO_MESSAGES["form"], "写信").has_form
    assert page("<p>用户名 <input> 密码 <input type=password></p>", "登录").has_form
    assert not page("<form><input type=text><button>搜索</button></form>", "页面").has_form


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 2), 3, date(2025, 12, 2)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2024, 5, 31), 3, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 1), 2, date(2025, 11, 1)),
    ],
)
def test_months_are_counted_back(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 11, 5), date(2026, 11, 5), 0),
        (date(2026, 11, 5), date(2026, 11, 6), 1),
        (date(2026, 11, 6), date(2026, 11, 9), 1),
        # The spring festival, with working Saturdays before and after.
        (date(2026, 2, 12), date(2026, 2, 26), 5),
        (date(2026, 2, 26), date(2026, 2, 28), 2),
    ],
)
def test_working_days_are_the_official_ones(first: date, last: date, days: int) -> None:
    assert workdays_after(first, last) == days


def _messages(shown: Page) -> tuple[Message, ...]:
    text = f"{shown.margin_text}\n{shown.text}"
    return messages_in(shown.title, text, shown.url, has_form=shown.has_form)
