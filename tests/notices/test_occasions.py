"""Who gets which letter when, on a real ledger."""

from datetime import date, datetime, timedelta

import pytest

from checks.workdays import Calendar
from ledger.errors import NoticeTakenError
from ledger.feedback import FeedbackPlan, Outcome, Source
from ledger.hours import ALWAYS, SendingHours
from ledger.lifecycle import Event, State
from ledger.reminders import ReminderKind
from ledger.requests import RequestKind
from notifier.notice import Notice, Occasion
from tests.notices.office import BOSS, CIVIL, Office, days, local

MONDAY, NIGHT, SATURDAY = local(11, 23), local(11, 23, 2, 30), local(11, 28)
# A holiday on a Thursday, and a Saturday on which offices work.
NATIONAL_DAY, WORKING_SATURDAY = local(10, 1), local(10, 10)
TYPO, LEAK, STALE = "W101", "P201", "F301"
DAILY, URGENT, ANSWERS = Occasion.DAILY, Occasion.URGENT, Occasion.ANSWERS
LIST, SUMMARY, ALARM, ANSWER = "问题清单", "巡检情况汇总", "紧急通报", "复核结果"

WHO = [
    # A working day: lists to the units that have a mailbox, a summary to the supervisor.
    (
        MONDAY,
        DAILY,
        {1: (TYPO, "mzj")},
        {"minzheng": ["问题清单（新增1）"], "zwgk": ["巡检情况汇总（新增1）"]},
    ),
    (
        MONDAY,
        DAILY,
        {1: (TYPO, "mzj"), 2: (TYPO, "jyj"), 3: (TYPO, "tyj"), 4: (TYPO, "")},
        {
            "minzheng": ["问题清单（新增1）"],
            "jiaoyu": ["问题清单（新增1）"],
            "zwgk": ["巡检情况汇总（新增4）"],
        },
    ),
    # A leak that nobody was told of at once stands in the list of the day.
    (
        MONDAY,
        DAILY,
        {1: (LEAK, "mzj")},
        {"minzheng": ["问题清单（新增1）"], "zwgk": ["巡检情况汇总（新增1）"]},
    ),
    # Nothing found: the supervisor hears that the scan took place.
    (MONDAY, DAILY, {}, {"zwgk": ["巡检情况汇总"]}),
    # Days off: nothing, or what cannot wait.
    (SATURDAY, DAILY, {1: (TYPO, "mzj")}, {}),
    (NATIONAL_DAY, DAILY, {1: (TYPO, "mzj")}, {}),
    (
        SATURDAY,
        DAILY,
        {1: (TYPO, "mzj"), 2: (LEAK, "mzj")},
        {"minzheng": ["紧急通报（严重问题1）"], "zwgk": ["紧急通报（严重问题1）"]},
    ),
    (
        WORKING_SATURDAY,
        DAILY,
        {1: (TYPO, "mzj")},
        {"minzheng": ["问题清单（新增1）"], "zwgk": ["巡检情况汇总（新增1）"]},
    ),
    # Before the offices open, but not after they have closed: by tomorrow it may be mended.
    (
        local(11, 23, 7),
        DAILY,
        {1: (TYPO, "mzj")},
        {"minzheng": ["问题清单（新增1）"], "zwgk": ["巡检情况汇总（新增1）"]},
    ),
    (local(11, 23, 20), DAILY, {1: (TYPO, "mzj")}, {}),
    # Urgent at any hour, to the unit and the supervisor; without a mailbox to the supervisor.
    (
        NIGHT,
        URGENT,
        {1: (LEAK, "mzj"), 2: (TYPO, "mzj")},
        {"minzheng": ["紧急通报（严重问题1）"], "zwgk": ["紧急通报（严重问题1）"]},
    ),
    (NIGHT, URGENT, {1: (LEAK, "tyj"), 2: (LEAK, "")}, {"zwgk": ["紧急通报（严重问题2）"]}),
    # A stale column is grave, but nothing is lost by morning.
    (NIGHT, URGENT, {1: (STALE, "mzj"), 2: (TYPO, "mzj")}, {}),
    (MONDAY, ANSWERS, {1: (TYPO, "mzj"), 2: (LEAK, "mzj")}, {}),
]


@pytest.mark.parametrize(("at", "occasion", "found", "expected"), WHO)
def test_who_gets_which_letter(
    office: Office,
    at: datetime,
    occasion: Occasion,
    found: dict[int, tuple[str, str]],
    expected: dict[str, list[str]],
) -> None:
    office.found = found
    office.scan(at - timedelta(hours=1))
    assert office.write(at, occasion) == expected


def test_urgent_letters_may_go_out_at_any_hour_and_others_may_not(office: Office) -> None:
    office.found = {1: (LEAK, "mzj"), 2: (TYPO, "jyj")}
    office.scan(NIGHT)
    office.write(NIGHT, URGENT)
    office.write(MONDAY)
    assert {one.kind: one.urgent for one in office.ledger.post.letters()} == {
        ALARM: True,
        LIST: False,
        SUMMARY: False,
    }


def test_what_was_urgent_at_night_counts_in_the_summary_of_the_morning(office: Office) -> None:
    office.found = {1: (LEAK, "mzj")}
    office.scan(NIGHT)
    office.write(NIGHT, URGENT)
    assert office.write(NIGHT + timedelta(minutes=5), URGENT) == {}
    assert office.write(MONDAY) == {"zwgk": ["巡检情况汇总（新增1）"]}
    assert "公民身份号码未脱敏" in office.text(SUMMARY, BOSS)
    # The workbook of the next letter repeats it.
    assert office.write(MONDAY + days(1)) == {"minzheng": ["问题清单（未签收提醒）"]}


def test_a_second_scan_of_the_day_waits_for_the_next_letter(office: Office) -> None:
    office.found = {1: (TYPO, "mzj")}
    office.scan(NIGHT)
    office.write(MONDAY)
    office.found |= {2: (TYPO, "mzj"), 3: (LEAK, "mzj"), 4: (TYPO, "jyj")}
    office.scan(local(11, 23, 14))
    # The leak cannot wait; the other unit has not had its letter of the day.
    assert office.write(local(11, 23, 15)) == {
        "minzheng": ["紧急通报（严重问题1）"],
        "zwgk": ["紧急通报（严重问题1）"],
        "jiaoyu": ["问题清单（新增1）"],
    }
    told = office.write(local(11, 24))
    assert told["minzheng"] == ["问题清单（新增1）"]
    assert told["zwgk"] == ["巡检情况汇总（新增3）"]


def test_two_scans_before_the_letter_are_told_in_one(office: Office) -> None:
    office.found = {1: (TYPO, "mzj")}
    office.scan(NIGHT)
    office.found |= {2: (TYPO, "mzj")}
    office.scan(local(11, 23, 5))
    assert office.write(MONDAY) == {
        "minzheng": ["问题清单（新增2）"],
        "zwgk": ["巡检情况汇总（新增2）"],
    }


def test_what_was_dismissed_before_the_letter_is_not_told(office: Office) -> None:
    office.found = {1: (TYPO, "mzj"), 2: (TYPO, "mzj")}
    office.scan(SATURDAY)
    office.decide(1, Event.DISMISS, SATURDAY)
    assert office.write(local(11, 30)) == {
        "minzheng": ["问题清单（新增1）"],
        "zwgk": ["巡检情况汇总（新增1）"],
    }


def test_a_decision_between_writing_and_queueing_makes_the_letters_anew(office: Office) -> None:
    office.found = {1: (TYPO, "mzj"), 2: (TYPO, "mzj"), 3: (TYPO, "jyj")}
    office.scan(NIGHT)
    seen = []

    def decide(notice: Notice, _message_id: str) -> str:
        if not seen:
            office.decide(1, Event.DISMISS, MONDAY)
        seen.append(notice.recipient.unit_id)
        return ""

    assert office.write(MONDAY, link=decide) == {
        "minzheng": ["问题清单（新增1）"],
        "jiaoyu": ["问题清单（新增1）"],
        "zwgk": ["巡检情况汇总（新增2）"],
    }
    assert seen == ["mzj", "mzj", "jyj", "supervisor"]


def test_a_ledger_that_changes_at_every_look_is_given_up_with_a_reason(office: Office) -> None:
    office.found = {number: (TYPO, "mzj") for number in range(1, 9)}
    office.scan(NIGHT)
    left = iter(range(1, 9))

    def decide(_notice: Notice, _message_id: str) -> str:
        office.decide(next(left), Event.DISMISS, MONDAY)
        return ""

    with pytest.raises(NoticeTakenError):
        office.write(MONDAY, link=decide)
    assert office.ledger.outbox() == []


def claimed(office: Office) -> None:
    """Tell four problems on Monday; on Tuesday three are called mended, one of them wrongly."""
    office.found = {number: (TYPO, "mzj") for number in range(1, 5)} | {9: (TYPO, "tyj")}
    office.scan(NIGHT)
    office.write(MONDAY)
    for number in (1, 2, 3, 9):
        office.decide(number, Event.CLAIM, local(11, 24, 10))
    del office.found[1], office.found[2], office.found[9]
    office.recheck(local(11, 24, 11))


def test_who_has_claimed_gets_an_answer_at_once(office: Office) -> None:
    claimed(office)
    assert office.write(local(11, 24, 11, 5), ANSWERS) == {
        "minzheng": ["复核结果（销号2·退回1）"],
        # The unit without a mailbox.
        "zwgk": ["复核结果（销号1）"],
    }
    assert office.write(local(11, 24, 11, 10), ANSWERS) == {}
    text = office.text(ANSWER, CIVIL)
    assert "2个确认整改，予以销号；1个仍然存在，予以退回" in text
    assert "证据：请使用本人账号【登陆】系统" in text
    assert "复查：11月24日11:00仍然存在" in text
    # The summary of the next day counts it, and nobody is told again.
    told = office.write(local(11, 25))
    assert told["zwgk"] == ["巡检情况汇总（退回1·已整改3）"]
    assert told["minzheng"] == ["问题清单（到期提醒）"]
    assert "退回：" not in office.text(LIST, CIVIL)


def test_an_answer_stands_below_the_letter_that_told_the_problem(office: Office) -> None:
    claimed(office)
    office.write(local(11, 24, 12), ANSWERS)
    (sent,) = (
        one for one in office.ledger.outbox() if (one.kind, one.recipient) == (ANSWER, CIVIL)
    )
    header = sent.payload.decode("ascii").replace("\r\n ", " ")
    told = "<qinghe-1.mzj.list.20261123@qinghe.example>"
    assert f"References: <qinghe-1.mzj@qinghe.example> {told}\r\n" in header
    assert f"In-Reply-To: {told}\r\n" in header


def test_answers_wait_for_office_hours_and_join_the_list_where_nobody_sent_them(
    office: Office,
) -> None:
    claimed(office)
    assert office.write(local(11, 24, 20), ANSWERS) == {}
    assert office.write(SATURDAY, ANSWERS) == {}
    assert office.write(local(11, 25, 8, 40), DAILY)["minzheng"] == ["问题清单（退回1·已整改2）"]
    assert office.write(local(11, 25, 9), ANSWERS) == {}


def test_a_second_claim_before_the_answer_waits_for_another_look(office: Office) -> None:
    claimed(office)
    office.decide(3, Event.CLAIM, local(11, 24, 11, 1))
    assert office.write(local(11, 24, 11, 5), ANSWERS)["minzheng"] == ["复核结果（销号2）"]


def test_local_holidays_and_offices_that_do_not_mind_the_hour(office: Office) -> None:
    office.found = {1: (TYPO, "mzj")}
    office.scan(NIGHT)
    fair = SendingHours(calendar=Calendar(holidays=frozenset({date(2026, 11, 23)})))
    assert office.write(MONDAY, hours=fair) == {}
    assert set(office.write(MONDAY, hours=ALWAYS)) == {"minzheng", "zwgk"}


LADDER = [
    # Told on Monday the 23rd, due on the 26th: what comes if nobody does anything.
    (24, {"minzheng": ["问题清单（未签收提醒）"]}),
    (25, {"minzheng": ["问题清单（到期提醒）"]}),
    (26, {}),
    (
        27,
        {
            "minzheng": ["问题清单（逾期1）"],
            "juzhang": ["问题清单（逾期1）"],
        },
    ),
    (28, {}),
    (30, {}),
]


def test_a_unit_that_does_nothing_is_reminded_step_by_step(office: Office) -> None:
    office.found = {1: (TYPO, "mzj")}
    office.scan(NIGHT)
    office.write(MONDAY)
    for day, expected in LADDER:
        assert office.write(local(11, day)) == expected, day
    assert office.write(local(12, 1)) == {
        "minzheng": ["问题清单（逾期1）"],
        "juzhang": ["问题清单（逾期1）"],
        "zwgk": ["巡检情况汇总（督办1）"],
    }
    assert "已列入督办，请立即整改" in office.text(LIST, CIVIL)
    assert office.write(local(12, 2)) == {}
    assert office.write(local(12, 3)) == {"zwgk": ["巡检情况汇总（拟通报1）"]}
    assert "须经您确认，未确认前不对外" in office.text(SUMMARY, BOSS)
    assert office.write(local(12, 4)) == {}
    # Whoever has not decided is asked again when there is a summary anyway.
    office.found |= {2: (TYPO, "jyj")}
    office.scan(local(12, 7, 2))
    assert office.write(local(12, 7))["zwgk"] == ["巡检情况汇总（新增1·待您决定1）"]
    assert "拟通报：1号：“登陆”应为“登录”。请确认：通报，还是不予通报" in office.text(SUMMARY, BOSS)


def test_reminders_of_a_unit_without_a_mailbox_go_to_the_supervisor_alone(office: Office) -> None:
    office.found = {1: (TYPO, "tyj")}
    office.scan(NIGHT)
    office.write(MONDAY)
    office.write(local(11, 24))
    assert office.write(local(11, 27)) == {"zwgk": ["巡检情况汇总（催办）"]}
    assert "没有邮箱的单位：1个问题已经逾期" in office.text(SUMMARY, BOSS)


def test_a_reminder_comes_in_the_letter_that_brings_other_news(office: Office) -> None:
    office.found = {1: (TYPO, "mzj")}
    office.scan(NIGHT)
    office.write(MONDAY)
    office.found |= {2: (TYPO, "mzj")}
    office.scan(local(11, 27, 2))
    assert office.write(local(11, 27))["minzheng"] == ["问题清单（新增1·逾期1）"]
    (kept,) = (
        one for one in office.ledger.desk.reminders("qinghe") if one.kind is ReminderKind.OVERDUE
    )
    assert kept.issue.state is State.NOTIFIED


def test_a_request_brings_a_summary_once(office: Office) -> None:
    office.found = {1: (TYPO, "mzj")}
    office.scan(NIGHT)
    office.write(MONDAY)
    office.decide(1, Event.ACKNOWLEDGE, MONDAY + timedelta(hours=1))
    office.ledger.desk.request(
        office.issue_id(1),
        RequestKind.EXTENSION,
        applicant="王科长",
        reason="负责同志出差",
        now=MONDAY + timedelta(hours=2),
        unit="mzj",
        until=date(2026, 11, 28),
    )
    assert office.write(local(11, 24)) == {"zwgk": ["巡检情况汇总（待您决定1）"]}
    text = office.text(SUMMARY, BOSS)
    assert (
        "申请延期：1号：“登陆”应为“登录”，到2026年11月28日（区民政局），理由：负责同志出差" in text
    )
    assert office.write(local(11, 25)) == {}


def test_an_answer_that_could_not_be_taken_is_said_to_the_supervisor_once(office: Office) -> None:
    office.found = {1: (TYPO, "mzj")}
    office.scan(NIGHT)
    office.write(MONDAY)
    row = Outcome("第 3 行", str(office.issue_id(1)), "申请延期", reason="最迟到 2026-11-28。")
    plan = FeedbackPlan("a", Source.MAIL, "清单.xlsx", "qinghe", "mzj", "区民政局", (), (row,))
    office.ledger.mailbox.take(plan, MONDAY + timedelta(hours=2))
    assert office.write(local(11, 24))["zwgk"] == ["巡检情况汇总（待您决定1）"]
    text = office.text(SUMMARY, BOSS)
    assert (
        "反馈未登记：1号：“登陆”应为“登录”。反馈“申请延期”没有登记，请转告单位（区民政局）" in text
    )
    assert "最迟到 2026-11-28" in text
    assert "zwgk" not in office.write(local(11, 25))


def test_an_incomplete_scan_is_said_to_the_supervisor(office: Office) -> None:
    office.scan(NIGHT, incomplete="首页打不开，检测中止")
    assert office.write(MONDAY) == {"zwgk": ["巡检情况汇总（检测不完整）"]}
    text = office.text(SUMMARY, BOSS)
    assert "2026年11月23日的全站检测没有完成" in text
    assert "本次检测不完整：首页打不开，检测中止" in text
    assert "没有发现新的问题" not in text


def test_a_site_that_was_never_scanned_has_no_letters(office: Office) -> None:
    assert office.write(MONDAY) == {}


def test_the_link_of_a_letter_is_made_for_it_and_for_all_that_it_asks_about(
    office: Office,
) -> None:
    office.found = {1: (TYPO, "mzj")}
    office.scan(NIGHT)
    office.write(MONDAY)
    office.found |= {2: (TYPO, "mzj")}
    office.scan(local(11, 24, 2))
    made: list[tuple[str, tuple[int, ...]]] = []

    def link(notice: Notice, message_id: str) -> str:
        made.append((message_id, notice.asked))
        return f"https://xunjian.qinghe.example/f/{len(made)}"

    office.write(local(11, 24), link=link)
    numbers = (office.issue_id(2), office.issue_id(1))
    assert made[0] == ("<qinghe-2.mzj.list.20261124@qinghe.example>", numbers)
    assert "签收和反馈请打开：https://xunjian.qinghe.example/f/1" in office.text(LIST, CIVIL)
