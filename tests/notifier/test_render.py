"""What the letters say and how they look to a parser."""

from datetime import date

import pytest
from selectolax.lexbor import LexborHTMLParser

from ledger.lifecycle import State
from notifier.letter import Message
from notifier.notice import Notice, message_id
from notifier.paper import marked, short_url
from notifier.render import render
from tests.notifier.builders import (
    NOW,
    SENDER,
    a_busy_day,
    a_full_round,
    a_transition,
    an_answer,
    an_urgent_round,
    letters,
)

EVIL = '<script>alert(1)</script><img src="http://evil.example/p.png" onerror="x()">'


def rendered(notice: Notice) -> Message:
    return render(notice, SENDER, message_id=message_id(notice, SENDER.domain), at=NOW, token="t")


def test_the_subject_says_who_what_and_when() -> None:
    told = (a_transition(1), a_transition(2, State.RELAPSED), a_transition(3, State.FIXED))
    assert rendered(letters(*told)[0]).subject == (
        "【巡检】青禾区人民政府·区民政局·问题清单（新增1·复发1·已整改1）·2026年11月23日"
    )
    assert rendered(a_full_round()[0]).subject.startswith("【巡检·紧急】")


def test_the_letter_greets_says_what_is_to_be_done_and_by_when() -> None:
    message = rendered(a_full_round()[0])
    for form in (message.text, LexborHTMLParser(message.html).text()):
        assert "王科长：您好！" in form
        assert "有4个问题需要处理，请于2026年11月30日（含）前完成整改" in form
        assert "复发" in form
        assert "已确认整改" in form
        assert "本邮件由巡检系统自动生成" in form


def test_different_deadlines_are_not_summed_up_as_one() -> None:
    days = {1: date(2026, 11, 24), 2: date(2026, 12, 7)}
    civil = letters(a_transition(1), a_transition(2), due=lambda issue: days[issue.id])[0]
    assert "按表中期限完成整改（最早的一项为2026年11月24日）" in rendered(civil).text


@pytest.mark.parametrize("field", ["message", "evidence", "suggestion", "column", "title", "url"])
def test_what_came_from_a_page_stays_text(field: str) -> None:
    for notice in letters(
        a_transition(1, **{field: EVIL}), a_transition(2, unit="", **{field: EVIL})
    ):
        tree = LexborHTMLParser(rendered(notice).html)
        assert not tree.css("script, img, iframe, form")
        if field != "url":
            assert "<script>alert(1)</script>" in tree.text()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//x", "http://[", ""])
def test_only_web_addresses_can_be_clicked(url: str) -> None:
    tree = LexborHTMLParser(rendered(letters(a_transition(1, url=url))[0]).html)
    links = {node.attributes.get("href") for node in tree.css("a")}
    assert links == {"https://www.qinghe.example/zwgk/"}


def test_the_styles_are_inline_and_nothing_is_loaded_from_outside() -> None:
    tree = LexborHTMLParser(rendered(a_full_round()[-1]).html)
    assert not tree.css("style, link, div")
    assert all(cell.attributes.get("style") for cell in tree.css("td"))


def test_the_hit_in_the_evidence_is_highlighted() -> None:
    assert marked("请【登陆】<b>") == '请<span class="hit">【登陆】</span>&lt;b&gt;'


def test_the_body_shows_at_most_fifty_problems_and_says_where_the_others_are() -> None:
    civil = letters(*(a_transition(number) for number in range(1, 81)))[0]
    message = rendered(civil)
    assert message.text.count("规则：") == 50
    assert "另有30个问题未在信中列出" in message.text
    assert "一般（80个）" in message.html


def test_a_letter_that_only_confirms_fixes_has_no_workbook_and_asks_for_nothing() -> None:
    message = rendered(letters(a_transition(1, State.FIXED))[0])
    assert message.workbook == b""
    assert "1个问题已确认整改，没有新的问题" in message.text
    assert "附件" not in message.text + message.html


def test_the_summary_lists_what_could_not_be_judged() -> None:
    message = rendered(a_full_round()[-1])
    assert "页面三次都没有答复" in message.text
    assert "页面三次都没有答复" in message.html
    assert "未发送：没有邮箱" in message.html


def test_a_summary_of_nothing_says_so() -> None:
    message = rendered(letters()[0])
    assert "没有发现新的问题" in message.text
    assert message.subject == "【巡检】青禾区人民政府·巡检情况汇总·2026年11月23日"


def all_letters() -> list[Notice]:
    return [*a_full_round(), *a_busy_day(), *an_urgent_round(), *an_answer()]


def test_rendering_twice_gives_the_same_letter() -> None:
    assert [rendered(one) for one in all_letters()] == [rendered(one) for one in all_letters()]


# What each letter must say, in both forms.
SAYS = [
    (
        a_busy_day()[0],
        "【巡检·催办】青禾区人民政府·区民政局·问题清单（新增1·退回1·逾期1·已整改1）·2026年11月23日",
        (
            "1个已经逾期，请立即整改；1个即将到期，请抓紧整改；1个尚未签收，请尽快签收",
            "因有问题逾期，本信同时发送分管负责同志",
            "第2次退回",
            "11月23日09:00",
            "其中1个已逾期",
        ),
    ),
    (
        a_busy_day()[2],
        "【巡检】青禾区人民政府·巡检情况汇总（新增1·退回1·已整改1·督办1·拟通报1·待您决定2）·2026年11月23日",
        (
            "等您决定（2项）",
            "栏目负责同志出差，下周才能修改",
            "督办：1个问题催办后仍未整改",
            "拟通报：1个问题（须经您确认，未确认前不对外）",
            "没有邮箱的单位",
            "近8周",
            "11.9—11.15",
            "89%",
        ),
    ),
    (
        an_urgent_round()[0],
        "【巡检·紧急】青禾区人民政府·区民政局·紧急通报（严重问题1）·2026年11月23日",
        (
            "先撤下页面或隐去有关内容，再改正",
            "于2026年11月24日（含）前",
            "本信同时发送区政务公开办",
        ),
    ),
    (
        an_urgent_round()[1],
        "【巡检·紧急】青禾区人民政府·区政务公开办·紧急通报（严重问题1）·2026年11月23日",
        ("责任单位没有邮箱或者不明确，请您立即处理或转告", "区体育局"),
    ),
    (
        an_answer()[0],
        "【巡检】青禾区人民政府·区民政局·复核结果（销号2·退回1）·2026年11月23日",
        ("2个确认整改，予以销号", "1个仍然存在，予以退回", "期限不变", "页面已下线"),
    ),
]


@pytest.mark.parametrize(("notice", "subject", "words"), SAYS)
def test_what_the_letters_say(notice: Notice, subject: str, words: tuple[str, ...]) -> None:
    message = rendered(notice)
    assert message.subject == subject
    shown = LexborHTMLParser(message.html).text()
    for word in words:
        assert word in message.text, word
        assert word in shown, word


def test_the_link_by_which_a_unit_answers_stands_near_the_top() -> None:
    url = "https://xunjian.example/f/3q9Zk2"
    for notice in (letters(a_transition(1))[0], an_urgent_round()[0], an_answer()[0]):
        message = render(notice, SENDER, message_id="<a@x.example>", at=NOW, link=url)
        hrefs = [node.attributes.get("href") for node in LexborHTMLParser(message.html).css("a")]
        assert hrefs[0] == url
        assert "点此签收和反馈" in message.html
        assert url in message.text.split("\n==")[0]
        assert "点此签收" not in rendered(notice).html


def test_a_link_that_is_none_cannot_be_clicked() -> None:
    notice = letters(a_transition(1))[0]
    evil = render(notice, SENDER, message_id="<a@x.example>", at=NOW, link="javascript:alert(1)")
    assert "javascript" not in evil.html


def test_a_deadline_that_is_over_is_called_so() -> None:
    late = a_transition(1, State.IN_PROGRESS, due=date(2026, 11, 20))
    assert "请立即整改（期限已过）" in rendered(letters(late)[0]).text
    both = (late, a_transition(2))
    assert "按表中期限完成整改（已逾期的请立即整改）" in rendered(letters(*both)[0]).text


def test_a_letter_that_only_reminds_says_what_to_do_first() -> None:
    education = rendered(a_busy_day()[1])
    assert "区教育局负责的问题中，1个催办后仍未整改，已列入督办，请立即整改。" in education.text
    assert education.workbook


def test_every_letter_fits_a_telephone() -> None:
    for notice in all_letters():
        tree = LexborHTMLParser(rendered(notice).html)
        widths = [node.attributes.get("width") or "" for node in tree.css("table, td, th")]
        fixed = [int(width) for width in widths if width.isdecimal()]
        # The sheet itself is bound by a style that telephones understand.
        assert sorted(set(fixed) - {760})[-1] < 100
        assert "max-width: 760px" in (tree.css_first("table.sheet").attributes.get("style") or "")


def test_long_addresses_are_shortened_in_the_middle() -> None:
    short = short_url("https://www.qinghe.example/" + "a" * 80 + "/end.html")
    assert len(short) < 52
    assert short.startswith("www.qinghe.example") and short.endswith("/end.html")
    assert short_url("https://x.example/%E9%99%84%E4%BB%B6.doc") == "x.example/附件.doc"
