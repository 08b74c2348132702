"""The subject line, which must tell the reader whether to open the letter now."""

from datetime import date

from ledger.reminders import ReminderKind
from notifier.letter import one_line
from notifier.notice import LATE, Notice, NoticeKind


def subject(notice: Notice) -> str:
    """Return the subject line."""
    counts = counts_in_words(notice)
    is_supervisor = notice.kind is NoticeKind.SUPERVISOR
    if is_supervisor and notice.scan.incomplete:
        # Else a week in which nothing could be seen would look like one without problems.
        counts = f"检测不完整·{counts}" if counts else "检测不完整"
    parts = (
        notice.scan.site_name,
        "" if is_supervisor else notice.recipient.name,
        f"{notice.title}（{counts}）" if counts else notice.title,
        chinese_date(notice.scan.day),
    )
    return _mark(notice) + "·".join(one_line(part) for part in parts if part)


def counts_in_words(notice: Notice) -> str:
    """Return “新增3·复发1·已整改2” without the zeros."""
    if notice.kind is NoticeKind.URGENT:
        return f"严重问题{len(notice.open)}"
    if notice.kind is NoticeKind.ANSWER:
        named = [
            ("销号", len(notice.closed)),
            ("退回", len(notice.returned)),
            ("批复", len(notice.decided)),
        ]
    elif notice.summary is not None:
        total = notice.summary.total
        supervised = len(notice.reminding(ReminderKind.SUPERVISED))
        public = len(notice.reminding(ReminderKind.PUBLIC))
        named = [
            ("新增", total.new),
            ("复发", total.relapsed),
            ("退回", total.returned),
            ("已整改", total.closed),
            ("督办", supervised),
            ("拟通报", public),
            ("待您决定", len(notice.summary.awaited)),
        ]
    else:
        named = [
            ("新增", len(notice.new)),
            ("复发", len(notice.relapsed)),
            ("退回", len(notice.returned)),
            ("逾期", len(notice.reminding(*LATE))),
            ("已整改", len(notice.closed)),
            ("批复", len(notice.decided)),
        ]
    return "·".join(f"{word}{count}" for word, count in named if count) or _reminder(notice)


def chinese_date(day: date) -> str:
    """Return the date as official letters write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _reminder(notice: Notice) -> str:
    """Return what a letter is about that only reminds."""
    return next((str(one.kind) for one in notice.reminders), "")


def _mark(notice: Notice) -> str:
    if notice.is_urgent:
        return "【巡检·紧急】"
    if notice.kind is NoticeKind.UNIT and notice.reminding(*LATE):
        return "【巡检·催办】"
    return "【巡检】"
