"""What a group chat is told."""

from notifier.notice import Notice
from notifier.robot import robot_text
from tests.notifier.builders import a_busy_day, a_full_round, an_answer, an_urgent_round
from xunjian.mailing import robots_for
from xunjian.robots import RobotConfig


def test_a_chat_is_told_how_many_and_who_in_a_few_lines() -> None:
    said = robot_text(a_busy_day()[-1])
    assert said.title == "青禾区人民政府·巡检情况汇总（2026年11月23日）"
    assert said.lines == (
        "新增1，复发0，退回1，已确认整改1，以前通报未改6（逾期4）。",
        "需要处理：区民政局2。",
        "督办1个。",
        "拟通报1个，等您确认。",
        "等您决定2项。",
        "详情见邮件。",
    )


def test_the_chat_of_a_unit_is_told_what_there_is_to_do_and_by_when() -> None:
    said = robot_text(a_busy_day()[0])
    assert said.title == "青禾区人民政府·区民政局·问题清单（2026年11月23日）"
    assert said.lines == (
        "新增1，退回1，逾期1，即将到期1，尚未签收1，已确认整改1。",
        "最早的期限：2026年11月24日。",
        "详情见邮件。",
    )
    assert robot_text(an_answer()[0]).lines[0] == "退回1，已确认整改2。"


def test_a_chat_is_told_of_urgent_matters() -> None:
    said = robot_text(an_urgent_round()[0])
    assert said.lines[0] == "区民政局：1个严重问题（公民身份号码未脱敏），请立即处理。"


def test_a_chat_sees_no_evidence_and_no_addresses() -> None:
    for notice in (*a_full_round(), *an_urgent_round(), *an_answer()):
        text = "".join(robot_text(notice).lines)
        assert "http" not in text and "***" not in text and "【" not in text


def test_which_robots_tell_of_a_letter() -> None:
    robots = (
        RobotConfig("值班群", "wecom", url_env="A"),
        RobotConfig("民政群", "wecom", url_env="B", units=("mzj",)),
    )

    def names(notice: Notice) -> tuple[str, ...]:
        return robots_for(robots, notice)

    civil, education, summary = a_busy_day()
    assert (names(civil), names(education), names(summary)) == (("民政群",), (), ("值班群",))
    assert names(an_urgent_round()[0]) == ("值班群", "民政群")
    assert names(an_answer()[0]) == ("民政群",)
