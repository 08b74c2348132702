"""Values for the tests of the notifier."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

from checks.finding import Severity, Undecided
from ledger.issue import Issue, Transition
from ledger.lifecycle import Event, State
from ledger.reminders import Reminder, ReminderKind
from notifier.digest import Mailing, News, answers, daily, urgent
from notifier.letter import Sender
from notifier.notice import Awaited, Notice, Recipient, Scanned
from notifier.trend import Week

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CIVIL = Recipient(
    "mzj", "区民政局", ("minzheng@qinghe.example",), "王科长", ("juzhang@qinghe.example",)
)
EDUCATION = Recipient("jyj", "区教育局", ("jiaoyu@qinghe.example", "jiaoyu2@qinghe.example"))
SILENT = Recipient("tyj", "区体育局", ())
UNITS = {one.unit_id: one for one in (CIVIL, EDUCATION, SILENT)}
SUPERVISOR = Recipient(
    "zwgk", "区政务公开办", ("zwgk@qinghe.example",), "李主任", is_supervisor=True
)
SENDER = Sender(
    "xunjian@qinghe.example",
    reply_to="zwgk@qinghe.example",
    office="区政务公开办",
    phone="0000-1234567",
)
SCAN = Scanned(
    "青禾区人民政府",
    "https://www.qinghe.example/zwgk/",
    "scan47",
    date(2026, 11, 23),
    pages=3218,
    site_id="qinghe",
    scanned=date(2026, 11, 23),
)
EVENTS = {
    State.NEW: Event.FOUND,
    State.RELAPSED: Event.RELAPSE,
    State.FIXED: Event.ABSENT,
    State.IN_PROGRESS: Event.RETURN,
}


def an_issue(number: int = 1, **values: object) -> Issue:
    facts: dict[str, object] = {
        "id": number,
        "fingerprint": f"1:{number:064x}",
        "site_id": "qinghe",
        "code": "W101",
        "name": "wrong-word",
        "title": "错别字",
        "subject": f"https://www.qinghe.example/art/{number}.html",
        "url": f"https://www.qinghe.example/art/{number}.html",
        "column": "tzgg",
        "unit": "mzj",
        "state": State.NEW,
        "severity": Severity.ERROR,
        "message": "“登陆”应为“登录”",
        "evidence": "请使用本人账号【登陆】系统后填报申请材料",
        "suggestion": "登录",
        "first_seen": NOW,
        "last_seen": NOW,
    }
    return Issue(**(facts | values))  # type: ignore[arg-type]


def a_transition(number: int = 1, new: State = State.NEW, /, **values: object) -> Transition:
    return Transition(
        id=100 + number,
        issue=an_issue(number, state=new, **values),
        old=None,
        event=EVENTS[new],
        new=new,
        at=NOW,
        cycle=1,
        scan_id="scan47",
    )


def a_reminder(number: int, kind: ReminderKind, /, **values: object) -> Reminder:
    due = date(2026, 11, 20)
    issue = an_issue(number, **{"state": State.NOTIFIED, "due": due} | values)
    return Reminder(issue, kind, issue.due or due)


def a_mailing(**values: object) -> Mailing:
    facts: dict[str, object] = {
        "units": UNITS,
        "supervisor": SUPERVISOR,
        "scan": SCAN,
        "columns": {"tzgg": "通知公告"},
        "due": lambda issue: date(2026, 11, 30),
    }
    return Mailing(**(facts | values))  # type: ignore[arg-type]


NEWS = {field.name for field in fields(News)}


def letters(*transitions: Transition, **values: object) -> list[Notice]:
    """Return the letters of the day about these transitions."""
    news = {name: value for name, value in values.items() if name in NEWS}
    rest = {name: value for name, value in values.items() if name not in NEWS}
    return daily(a_mailing(**rest), News(transitions, **news))  # type: ignore[arg-type]


def a_full_round() -> list[Notice]:
    """Return the letters of a round in which everything happens."""
    critical = {"severity": Severity.CRITICAL, "code": "P201", "title": "公民身份号码未脱敏"}
    told = [
        a_transition(1),
        a_transition(
            2,
            message="公开了完整的身份号码 110105********0021",
            evidence="申请人某某，身份证号【110105********0021】，现住青禾街道",
            suggestion="隐去出生年月日八位",
            **critical,
        ),
        a_transition(
            3,
            State.RELAPSED,
            code="F301",
            title="栏目逾期未更新",
            message="“工作动态”超过14天未更新",
            evidence="最新一条发布于 2026-10-12",
            suggestion="补发应公开的内容",
            column="工作动态",
        ),
        a_transition(
            4,
            code="L401",
            title="链接打不开",
            severity=Severity.WARNING,
            message="“办事指南下载”打不开（404）",
            evidence="https://www.qinghe.example/download/2019/附件/城乡居民最低生活保障申请审批表.doc",
            url="https://www.qinghe.example/col/col12345/art/2026/11/2/art_12345_678901234.html?from=list",
            suggestion="改正或撤下该链接",
        ),
        a_transition(5, State.FIXED, message="“布署”应为“部署”", close_reason="复核通过"),
        a_transition(
            6, State.FIXED, message="“法人代表人”应为“法定代表人”", close_reason="页面已下线"
        ),
        *(a_transition(number, unit="jyj") for number in range(7, 12)),
        a_transition(12, unit="tyj", message="“渡过难关”误写为“度过难关”"),
        a_transition(13, unit="", **critical),
    ]
    undecided = (
        Undecided("https://www.qinghe.example/art/99.html", "页面三次都没有答复", code="L401"),
        Undecided("https://www.qinghe.example/pdf/7.pdf", "附件是扫描件，没有文字"),
    )
    standing = [an_issue(40 + at, state=State.NOTIFIED, due=date(2026, 11, 20)) for at in range(3)]
    return letters(*told, undecided=undecided, standing=standing)


def a_busy_day() -> list[Notice]:
    """Return the letters of a day on which people are reminded, and have to decide."""
    told = [
        a_transition(1),
        a_transition(
            20,
            State.IN_PROGRESS,
            message="“帐户”应为“账户”",
            evidence="请将补贴款转入指定【帐户】，并保留凭证",
            returns=2,
            due=date(2026, 11, 24),
            page_title="关于发放高龄津贴的通知",
        ),
        a_transition(5, State.FIXED, message="“布署”应为“部署”", close_reason="复核通过"),
    ]
    reminders = [
        a_reminder(40, ReminderKind.OVERDUE),
        a_reminder(41, ReminderKind.BEFORE, due=date(2026, 11, 24)),
        a_reminder(42, ReminderKind.UNACKNOWLEDGED, due=date(2026, 11, 27)),
        a_reminder(43, ReminderKind.SUPERVISED, due=date(2026, 11, 18), unit="jyj"),
        a_reminder(44, ReminderKind.PUBLIC, due=date(2026, 11, 16), unit="jyj"),
        a_reminder(45, ReminderKind.OVERDUE, unit="tyj"),
    ]
    return letters(
        *told,
        reminders=reminders,
        standing=[one.issue for one in reminders],
        awaited=(
            Awaited(
                "申请延期",
                "42号：“登陆”应为“登录”，到12月4日",
                "区民政局",
                "栏目负责同志出差，下周才能修改",
                date(2026, 11, 20),
            ),
            Awaited(
                "规则调整",
                "“W117 机构旧称”规则有变化，新发现37个问题，还没有通报。请确认：通报各单位，还是误报",
                since=date(2026, 11, 23),
            ),
        ),
        trend=tuple(
            Week(date(2026, 10, 5) + WEEK * at, date(2026, 10, 11) + WEEK * at, *numbers)
            for at, numbers in enumerate(TREND)
        ),
    )


def an_urgent_round() -> list[Notice]:
    """Return letters about leaks, one of a unit and one of nobody."""
    leak = {
        "severity": Severity.CRITICAL,
        "code": "P201",
        "title": "公民身份号码未脱敏",
        "message": "公开了完整的身份号码 110105********0021",
        "evidence": "申请人某某，身份证号【110105********0021】，现住青禾街道",
        "suggestion": "隐去出生年月日八位",
        "page_title": "2026年第三批临时救助对象公示",
    }
    return urgent(
        a_mailing(due=lambda issue: date(2026, 11, 24)),
        [a_transition(1, **leak), a_transition(2), a_transition(3, unit="tyj", **leak)],
    )


def an_answer() -> list[Notice]:
    """Return the answer to a unit that had called three problems mended."""
    return answers(
        a_mailing(answers_to={5: ("<s1.mzj@x.example>", "<s1.mzj.list.20261116@x.example>")}),
        [
            a_transition(5, State.FIXED, claimed_at=NOW, close_reason="复核通过"),
            a_transition(6, State.FIXED, claimed_at=NOW, close_reason="页面已下线"),
            a_transition(20, State.IN_PROGRESS, returns=1, due=date(2026, 11, 24)),
            a_transition(21, State.FIXED),
            a_transition(22),
        ],
    )


WEEK = timedelta(days=7)
TREND = (
    (31, 31, 0, 0, 0),
    (24, 6, 13, 20, 16),
    (22, 3, 5, 8, 7),
    (15, 2, 9, 6, 6),
    (19, 9, 5, 4, 3),
    (12, 1, 8, 9, 8),
    (11, 4, 5, 4, 4),
    (16, 6, 1, 0, 0),
)
