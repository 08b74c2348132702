"""What the letters say and how they look to a parser."""

from datetime import date

import pytest
from selectolax.lexbor import LexborHTMLParser

from ledger.lifecycle import State
from notifier.letter import Message
from notifier.notice import Notice, message_id
from notifier.paper import marked, short_url
from notifier.render import render
from tests.notifier.builders import NOW, SENDER, a_full_round, a_transition, letters

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


def test_rendering_twice_gives_the_same_letter() -> None:
    assert [rendered(one) for one in a_full_round()] == [rendered(one) for one in a_full_round()]


def test_long_addresses_are_shortened_in_the_middle() -> None:
    short = short_url("https://www.qinghe.example/" + "a" * 80 + "/end.html")
    assert len(short) < 52
    assert short.startswith("www.qinghe.example") and short.endswith("/end.html")
    assert short_url("https://x.example/%E9%99%84%E4%BB%B6.doc") == "x.example/附件.doc"
