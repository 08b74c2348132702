"""What the supervisor's chat robots say of a letter: a title and a few lines, no details."""

from dataclasses import dataclass

from ledger.reminders import ReminderKind
from notifier.notice import Notice, NoticeKind
from notifier.subject import chinese_date

# Group chats are read in passing.
UNITS = 5


@dataclass(frozen=True, slots=True)
class RobotText:
    """A short message for a group chat."""

    title: str
    lines: tuple[str, ...]


def robot_text(notice: Notice) -> RobotText | None:
    """Return what a group chat is told; None for letters that concern one unit alone.

    No evidence and no addresses: a chat has more readers than the letter.
    """
    title = f"{notice.scan.site_name}·{notice.kind}（{chinese_date(notice.scan.day)}）"
    match notice.kind:
        case NoticeKind.URGENT:
            return RobotText(title, _urgent(notice))
        case NoticeKind.SUPERVISOR:
            return RobotText(title, _summary(notice))
    return None


def _urgent(notice: Notice) -> tuple[str, ...]:
    titles = "、".join(dict.fromkeys(one.issue.title for one in notice.open))
    units = "、".join(dict.fromkeys(one.issue.unit for one in notice.open))
    return (
        f"{units}：{len(notice.open)}个严重问题（{titles}），请立即处理。",
        "详情见邮件。",
    )


def _summary(notice: Notice) -> tuple[str, ...]:
    if notice.summary is None:
        return ()
    total = notice.summary.total
    lines = [
        f"新增{total.new}，复发{total.relapsed}，退回{total.returned}，已确认整改{total.closed}，"
        f"以前通报未改{total.standing}（逾期{total.overdue}）。"
    ]
    if notice.scan.incomplete:
        lines.append(f"本次检测不完整：{notice.scan.incomplete}")
    if total.critical:
        lines.append(f"严重问题{total.critical}个。")
    busy = [one for one in notice.summary.units if one.told]
    if busy:
        named = "、".join(f"{one.label}{one.told}" for one in busy[:UNITS])
        rest = f"等{len(busy)}个单位" if len(busy) > UNITS else ""
        lines.append(f"需要处理：{named}{rest}。")
    for kind, said in (
        (ReminderKind.SUPERVISED, "督办{}个"),
        (ReminderKind.PUBLIC, "拟通报{}个，等您确认"),
    ):
        if count := len(notice.reminding(kind)):
            lines.append(f"{said.format(count)}。")
    if notice.summary.awaited:
        lines.append(f"等您决定{len(notice.summary.awaited)}项。")
    lines.append("详情见邮件。")
    return tuple(lines)
