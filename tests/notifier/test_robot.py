"""What a group chat is told."""

from notifier.robot import robot_text
from tests.notifier.builders import a_busy_day, a_full_round, an_answer, an_urgent_round


def test_a_chat_is_told_how_many_and_who_in_a_few_lines() -> None:
    said = robot_text(a_busy_day()[-1])
    assert said is not None
    assert said.title == "青禾区人民政府·巡检情况汇总（2026年11月23日）"
    assert said.lines == (
        "新增1，复发0，退回1，已确认整改1，以前通报未改6（逾期4）。",
        "需要处理：区民政局2。",
        "督办1个。",
        "拟通报1个，等您确认。",
        "等您决定2项。",
        "详情见邮件。",
    )


def test_a_chat_is_told_of_urgent_matters_without_their_evidence() -> None:
    said = robot_text(an_urgent_round()[0])
    assert said is not None
    assert said.lines[0] == "区民政局：1个严重问题（公民身份号码未脱敏），请立即处理。"


def test_a_chat_is_not_told_what_concerns_one_unit() -> None:
    assert robot_text(a_busy_day()[0]) is None
    assert robot_text(an_answer()[0]) is None


def test_a_chat_sees_no_evidence_and_no_addresses() -> None:
    for notice in (*a_full_round(), *an_urgent_round()):
        said = robot_text(notice)
        text = "".join(said.lines) if said else ""
        assert "http" not in text and "***" not in text and "【" not in text
