"""Turn a notice into a letter: subject, HTML, plain text and workbook."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

import css_inline

from checks.finding import Severity
from checks.workdays import local_day
from ledger.issue import Issue, Transition
from ledger.reminders import Reminder, ReminderKind
from notifier.letter import Message, Sender
from notifier.notice import LATE, Notice, NoticeKind, references
from notifier.paper import environment
from notifier.replies import reply_of
from notifier.subject import chinese_date, counts_in_words, subject
from notifier.workbook import workbook

# Clients cut long letters short; the workbook has everything.
ROWS, CLOSED_ROWS, CRITICAL_ROWS, CALL_ROWS, UNDECIDED_ROWS = 50, 20, 10, 30, 30
COLOURS = {
    Severity.CRITICAL: "#B42318",
    Severity.ERROR: "#B86E00",
    Severity.WARNING: "#3D6B99",
}
TEMPLATES = {
    NoticeKind.UNIT: "unit",
    NoticeKind.URGENT: "urgent",
    NoticeKind.ANSWER: "answer",
    NoticeKind.SUPERVISOR: "summary",
}
# In which order a unit is reminded, and what each says.
CALLS = (
    (ReminderKind.SUPERVISED, "催办后仍未整改，已列入督办，请立即整改"),
    (ReminderKind.OVERDUE, "已经逾期，请立即整改"),
    (ReminderKind.BEFORE, "即将到期，请抓紧整改"),
    (ReminderKind.UNACKNOWLEDGED, "尚未签收，请尽快签收"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """The problems of one severity that the letter shows, out of `count`."""

    severity: Severity
    colour: str
    count: int
    rows: tuple[Transition, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """The problems of one kind of reminder; `rows` are those that the letter shows."""

    kind: ReminderKind
    says: str
    count: int
    rows: tuple[Reminder, ...]

    @property
    def is_late(self) -> bool:
        """Whether the time is over."""
        return self.kind in LATE

    @property
    def colour(self) -> str:
        """The colour of its band."""
        return COLOURS[Severity.CRITICAL if self.is_late else Severity.WARNING]


def render(
    notice: Notice,
    sender: Sender,
    *,
    message_id: str,
    at: datetime,
    token: str = "",
    link: str = "",
) -> Message:
    """Return the letter.

    `token` goes into the workbook and proves on return what it answers; by `link` the unit
    acknowledges and reports without an account.
    """
    issues = _listed(notice)
    facts = {**_facts(notice, sender), "has_workbook": bool(issues), "link": link}
    name = TEMPLATES[notice.kind]
    html = environment().get_template(f"{name}.html").render(facts)
    text = environment().get_template(f"{name}.txt").render(facts)
    day = chinese_date(notice.scan.day)
    title = f"{notice.scan.site_name} {notice.recipient.name}{notice.title}（{day}）"
    return Message(
        message_id=message_id,
        thread_id=references(notice, sender.domain),
        sender=sender,
        to=notice.recipient.emails,
        to_name=notice.recipient.name,
        at=at,
        subject=subject(notice),
        html=css_inline.CSSInliner(load_remote_stylesheets=False).inline(html),
        text=re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
        workbook=workbook(issues, title=title, token=token, created=at) if issues else b"",
        workbook_name=f"{notice.recipient.name}-{notice.title}-{notice.scan.day:%Y%m%d}.xlsx",
    )


def _listed(notice: Notice) -> list[Issue]:
    """Return what the workbook lists: the supervisor's also has every new critical problem."""
    critical = notice.summary.critical if notice.summary else ()
    told = [one.issue for one in (*critical, *notice.open)]
    called = [one.issue for one in (*notice.reminders, *notice.mentions)]
    listed = {each.id: each for each in (*told, *called, *notice.to_go_on, *notice.standing)}
    if notice.summary is None:
        return list(listed.values())
    return sorted(listed.values(), key=lambda each: each.severity.rank)


def _facts(notice: Notice, sender: Sender) -> dict[str, object]:
    shown = notice.opened[:ROWS]
    summary = notice.summary
    own = {one.issue.id for one in notice.open}
    critical = tuple(one for one in summary.critical if one.issue.id not in own) if summary else ()
    return {
        "notice": notice,
        "scan": notice.scan,
        "sender": sender,
        "office": sender.office or "主管单位",
        "summary": summary,
        "is_supervisor": notice.recipient.is_supervisor,
        "leaders": bool(notice.recipient.leaders and notice.reminding(*LATE)),
        "greeting": notice.recipient.contact or f"{notice.recipient.name}负责同志",
        "groups": _groups(notice.opened, shown),
        "returned": notice.returned[:ROWS],
        "calls": _calls(notice),
        "replies": tuple(map(reply_of, notice.decided)),
        "refused": [one for one in notice.decided if not one.is_granted and one.issue.is_open],
        "supervised": notice.reminding(ReminderKind.SUPERVISED),
        "public": notice.reminding(ReminderKind.PUBLIC),
        "hidden": len(notice.opened) - len(shown),
        "critical": _groups(critical, critical[:CRITICAL_ROWS]),
        "hidden_critical": max(len(critical) - CRITICAL_ROWS, 0),
        "closed_rows": CLOSED_ROWS,
        "call_rows": CALL_ROWS,
        "undecided_rows": UNDECIDED_ROWS,
        "deadline": _deadline(notice.open, notice.scan.day),
        "looked": _looked(notice),
        "overdue": sum(1 for each in notice.standing if _is_overdue(each, notice.scan.day)),
        "counts": counts_in_words(notice),
    }


def _looked(notice: Notice) -> date:
    """Return the day on which the problems were seen, perhaps by a small look after the scan."""
    scan = notice.scan
    days = (local_day(one.at) for one in notice.open)
    return min(max(days, default=scan.scanned or scan.day), scan.day)


def _is_overdue(issue: Issue, day: date) -> bool:
    return issue.due is not None and issue.due < day


def _groups(all_: Sequence[Transition], shown: Sequence[Transition]) -> tuple[Group, ...]:
    counts = {severity: 0 for severity in Severity}
    for one in all_:
        counts[one.issue.severity] += 1
    return tuple(
        Group(severity, COLOURS[severity], counts[severity], tuple(rows))
        for severity, rows in groupby(shown, key=lambda one: one.issue.severity)
    )


def _calls(notice: Notice) -> tuple[Call, ...]:
    """Return what the reader is reminded of, each problem once, the most pressing first."""
    # What the letter tells anyway needs no second row.
    named = {one.issue.id for one in notice.transitions}
    found = []
    for kind, says in CALLS:
        if kind is ReminderKind.SUPERVISED and notice.summary:
            continue
        rows = [one for one in notice.reminding(kind) if one.issue.id not in named]
        named.update(one.issue.id for one in rows)
        if rows:
            found.append(Call(kind, says, len(rows), tuple(rows[:CALL_ROWS])))
    return tuple(found)


def _deadline(told: Sequence[Transition], today: date) -> str:
    days = sorted({one.issue.due for one in told if one.issue.due})
    if not days:
        return "尽快完成整改"
    if days[-1] < today:
        return "立即整改（期限已过）"
    if days[0] < today:
        return "按表中期限完成整改（已逾期的请立即整改）"
    if len(days) == 1:
        return f"于{chinese_date(days[0])}（含）前完成整改"
    return f"按表中期限完成整改（最早的一项为{chinese_date(days[0])}）"
