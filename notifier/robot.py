"""What chat robots say of a letter: a title and a few lines, no details."""

from collections.abc import Iterator

from ledger.reminders import ReminderKind
from notifier.notice import LATE, Notice, NoticeKind, Summary
from notifier.subject import chinese_date
from notifier.transports.platform import RobotMessage

# Group chats are read in passing.
UNITS = 5
MORE = "详情见邮件。"


def robot_text(notice: Notice) -> RobotMessage:
    """Return what a group chat is told of the letter.

    No evidence and no addresses: a chat has more readers than the letter.
    """
    whose = "" if notice.kind is NoticeKind.SUPERVISOR else f"{notice.recipient.name}·"
    day = chinese_date(notice.scan.day)
    title = f"{notice.scan.site_name}·{whose}{notice.title}（{day}）"
    lines = _summary(notice, notice.summary) if notice.summary else _unit(notice)
    return RobotMessage(title, (*lines, MORE))


def _unit(notice: Notice) -> Iterator[str]:
    if notice.kind is NoticeKind.URGENT:
        titles = "、".join(dict.fromkeys(one.issue.title for one in notice.open))
        units = "、".join(dict.fromkeys(one.issue.unit for one in notice.open))
        yield f"{units}：{len(notice.open)}个严重问题（{titles}），请立即处理。"
        return
    days = [one.issue.due for one in notice.open if one.issue.due]
    counts = (
        ("新增", len(notice.new)),
        ("复发", len(notice.relapsed)),
        ("退回", len(notice.returned)),
        ("逾期", len(notice.reminding(*LATE))),
        ("即将到期", len(notice.reminding(ReminderKind.BEFORE))),
        ("尚未签收", len(notice.reminding(ReminderKind.UNACKNOWLEDGED))),
        ("已确认整改", len(notice.closed)),
        ("申请已批复", len(notice.decided)),
    )
    yield "，".join(f"{word}{count}" for word, count in counts if count) + "。"
    if days:
        yield f"最早的期限：{chinese_date(min(days))}。"


def _summary(notice: Notice, summary: Summary) -> Iterator[str]:
    total = summary.total
    yield (
        f"新增{total.new}，复发{total.relapsed}，退回{total.returned}，已确认整改{total.closed}，"
        f"以前通报未改{total.standing}（逾期{total.overdue}）。"
    )
    if notice.scan.incomplete:
        yield f"本次检测不完整：{notice.scan.incomplete}"
    if total.critical:
        yield f"严重问题{total.critical}个。"
    if busy := [one for one in summary.units if one.told]:
        named = "、".join(f"{one.label}{one.told}" for one in busy[:UNITS])
        rest = f"等{len(busy)}个单位" if len(busy) > UNITS else ""
        yield f"需要处理：{named}{rest}。"
    if count := len(notice.reminding(ReminderKind.SUPERVISED)):
        yield f"督办{count}个。"
    if count := len(notice.reminding(ReminderKind.PUBLIC)):
        yield f"拟通报{count}个，等您确认。"
    if summary.awaited:
        yield f"等您决定{len(summary.awaited)}项。"
