"""Values for the tests of the notifier."""

from datetime import UTC, date, datetime

from checks.finding import Severity, Undecided
from ledger.issue import Issue, Transition
from ledger.lifecycle import Event, State
from notifier.digest import digest
from notifier.letter import Sender
from notifier.notice import Notice, Recipient, Scanned

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CIVIL = Recipient("mzj", "区民政局", ("minzheng@qinghe.example",), "王科长")
EDUCATION = Recipient("jyj", "区教育局", ("jiaoyu@qinghe.example", "jiaoyu2@qinghe.example"))
SILENT = Recipient("tyj", "区体育局", ())
UNITS = {one.unit_id: one for one in (CIVIL, EDUCATION, SILENT)}
SUPERVISOR = Recipient("zwgk", "区政务公开办", ("zwgk@qinghe.example",), "李主任")
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
    links=20451,
)
EVENTS = {State.NEW: Event.FOUND, State.RELAPSED: Event.RELAPSE, State.FIXED: Event.ABSENT}


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


def letters(*transitions: Transition, **values: object) -> list[Notice]:
    """Return the notices about these transitions."""
    facts: dict[str, object] = {
        "units": UNITS,
        "supervisor": SUPERVISOR,
        "scan": SCAN,
        "columns": {"tzgg": "通知公告"},
        "due": lambda issue: date(2026, 11, 30),
    }
    return digest(transitions, **(facts | values))  # type: ignore[arg-type]


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
