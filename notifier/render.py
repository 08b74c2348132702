"""Turn a notice into a letter: subject, HTML, plain text and workbook."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote, urlsplit

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from checks.finding import Severity
from ledger.issue import Transition
from notifier.letter import Message, Sender, one_line
from notifier.notice import Notice, NoticeKind, thread_id
from notifier.workbook import safe_url, workbook

TEMPLATES = Path(__file__).parent / "templates"
# Clients cut long letters short; the workbook has everything.
ROWS, CLOSED_ROWS, UNDECIDED_ROWS = 50, 20, 30
ADDRESS_LENGTH = 48
HIT = re.compile(r"(【[^】]*】)")
COLOURS = {
    Severity.CRITICAL: "#B42318",
    Severity.ERROR: "#B86E00",
    Severity.WARNING: "#3D6B99",
}


@dataclass(frozen=True, slots=True)
class Group:
    """The problems of one severity that the letter shows, out of `count`."""

    severity: Severity
    colour: str
    count: int
    rows: tuple[Transition, ...]


def render(
    notice: Notice, sender: Sender, *, message_id: str, at: datetime, token: str = ""
) -> Message:
    """Return the letter; `token` goes into the workbook and proves on return what it answers."""
    issues = [*(one.issue for one in _listed(notice)), *notice.standing]
    facts = {**_facts(notice, sender), "has_workbook": bool(issues)}
    name = "summary" if notice.kind is NoticeKind.SUPERVISOR else "unit"
    html = _environment().get_template(f"{name}.html").render(facts)
    text = _environment().get_template(f"{name}.txt").render(facts)
    day = chinese_date(notice.scan.day)
    title = f"{notice.scan.site_name} {notice.recipient.name}{notice.kind}（{day}）"
    return Message(
        message_id=message_id,
        thread_id=thread_id(notice, sender.domain),
        sender=sender,
        to=notice.recipient.emails,
        to_name=notice.recipient.name,
        at=at,
        subject=subject(notice),
        html=css_inline.CSSInliner(load_remote_stylesheets=False).inline(html),
        text=re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
        workbook=workbook(issues, title=title, token=token, created=at) if issues else b"",
        workbook_name=f"{notice.recipient.name}-{notice.kind}-{notice.scan.day:%Y%m%d}.xlsx",
    )


def subject(notice: Notice) -> str:
    """Return the subject line, which must tell the reader whether to open the letter now."""
    counts = counts_in_words(notice)
    parts = (
        notice.scan.site_name,
        notice.recipient.name if notice.kind is NoticeKind.UNIT else "",
        f"{notice.kind}（{counts}）" if counts else str(notice.kind),
        chinese_date(notice.scan.day),
    )
    urgent = "【巡检·紧急】" if notice.worst is Severity.CRITICAL else "【巡检】"
    return urgent + "·".join(one_line(part) for part in parts if part)


def counts_in_words(notice: Notice) -> str:
    """Return “新增3·复发1·已整改2” without the zeros."""
    if notice.summary is not None:
        total = notice.summary.total
        new, relapsed, closed = total.new, total.relapsed, total.closed
    else:
        new, relapsed, closed = len(notice.new), len(notice.relapsed), len(notice.closed)
    named = (("新增", new), ("复发", relapsed), ("已整改", closed))
    return "·".join(f"{word}{count}" for word, count in named if count)


def chinese_date(day: date) -> str:
    """Return the date as official letters write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _listed(notice: Notice) -> tuple[Transition, ...]:
    """Return what the workbook lists: the supervisor's also has every new critical problem."""
    if notice.summary is None:
        return notice.open
    listed = {one.issue.id: one for one in (*notice.summary.critical, *notice.open)}
    return tuple(sorted(listed.values(), key=lambda one: one.issue.severity.rank))


def _facts(notice: Notice, sender: Sender) -> dict[str, object]:
    shown = notice.open[:ROWS]
    return {
        "notice": notice,
        "scan": notice.scan,
        "sender": sender,
        "summary": notice.summary,
        "greeting": notice.recipient.contact or f"{notice.recipient.name}负责同志",
        "groups": _groups(notice.open, shown),
        "hidden": len(notice.open) - len(shown),
        "critical": _groups(notice.summary.critical, notice.summary.critical[:CLOSED_ROWS])
        if notice.summary
        else (),
        "closed_rows": CLOSED_ROWS,
        "undecided_rows": UNDECIDED_ROWS,
        "deadline": _deadline(notice),
        "counts": counts_in_words(notice),
    }


def _groups(all_: Sequence[Transition], shown: Sequence[Transition]) -> tuple[Group, ...]:
    counts = {severity: 0 for severity in Severity}
    for one in all_:
        counts[one.issue.severity] += 1
    return tuple(
        Group(severity, COLOURS[severity], counts[severity], tuple(rows))
        for severity, rows in groupby(shown, key=lambda one: one.issue.severity)
    )


def _deadline(notice: Notice) -> str:
    days = sorted({one.issue.due for one in notice.open if one.issue.due})
    if not days:
        return "尽快完成整改"
    if len(days) == 1:
        return f"于{chinese_date(days[0])}（含）前完成整改"
    return f"按表中期限完成整改（最早的一项为{chinese_date(days[0])}）"


def marked(text: str) -> Markup:
    """Return text as HTML with what stands in “【】” highlighted."""
    pieces = HIT.split(text)
    return Markup("").join(
        Markup('<span class="hit">{}</span>').format(piece) if at % 2 else escape(piece)
        for at, piece in enumerate(pieces)
    )


def short_url(url: str) -> str:
    """Return the address for the eye: decoded, without scheme, shortened in the middle."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url[:ADDRESS_LENGTH]
    text = unquote(f"{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else ""))
    if len(text) <= ADDRESS_LENGTH:
        return text
    return f"{text[: ADDRESS_LENGTH // 2]}…{text[-ADDRESS_LENGTH // 2 :]}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        marked=marked, short_url=short_url, safe_url=safe_url, chinese_date=chinese_date
    )
    return environment
