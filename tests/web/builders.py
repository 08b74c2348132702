"""A ledger in which something happened, and a console that really serves it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import uvicorn

from checks.finding import Finding, Result, Severity
from crawler.site import Column, Site, Unit
from ledger.issue import ScanInfo
from ledger.ledger import Ledger
from ledger.lifecycle import Event
from ledger.outbox import OutboxItem
from tests.schedule.builders import Clock, a_config
from xunjian.config import Config
from xunjian.web.app import create_app

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
BASE = "http://www.qinghe.example"
CIVIL, EDUCATION = Unit("mzj", "区民政局"), Unit("jyj", "区教育局")
QINGHE = Site(
    "qinghe",
    "青禾区人民政府",
    BASE + "/",
    columns=(
        Column("tzgg", "通知公告", f"{BASE}/tzgg/", "mzj"),
        Column("jydt", "教育动态", f"{BASE}/jydt/", "jyj"),
    ),
    units=(CIVIL, EDUCATION),
)
LINJIANG = Site("linjiang", "临江镇人民政府", "http://linjiang.example/")


def a_finding(number: int, **values: object) -> Finding:
    facts: dict[str, object] = {
        "code": "W101",
        "name": "wrong-word",
        "title": "错别字",
        "severity": Severity.ERROR,
        "subject": f"{BASE}/art/{number}.html",
        "key": "登陆",
        "url": f"{BASE}/art/{number}.html",
        "message": f"第{number}页的“登陆”应为“登录”",
        "evidence": "请使用本人账号【登陆】系统后填报申请材料",
        "suggestion": "登录",
        "column": "tzgg",
        "unit": "mzj",
    }
    return Finding(**(facts | values))  # type: ignore[arg-type]


STALE = a_finding(
    0,
    code="F301",
    title="栏目逾期未更新",
    subject="jydt",
    key="",
    url=f"{BASE}/jydt/",
    message="“教育动态”超过14天未更新",
    evidence="最新一条发布于 2026-10-12",
    suggestion="补发应公开的内容",
    column="jydt",
    unit="jyj",
)
LEAK = a_finding(
    1000,
    code="P201",
    title="公民身份号码未脱敏",
    severity=Severity.CRITICAL,
    key="number",
    message="公开了完整的身份号码 110105********0021",
    evidence="申请人某某，身份证号【110105********0021】，现住青禾街道",
    suggestion="隐去出生年月日八位",
)
HOSTILE = a_finding(
    1001,
    code="L401",
    title="链接打不开",
    severity=Severity.WARNING,
    key="hostile",
    url="javascript:alert(1)",
    message="“<script>alert(1)</script>”打不开（404）",
    evidence="<img src=x onerror=alert(1)>【<b>附件</b>】",
    suggestion="<i>撤下</i>",
)


def a_scan(
    ledger: Ledger,
    number: int,
    *findings: Finding,
    at: datetime,
    full: bool = True,
    errors: int = 3,
) -> None:
    """Let a scan of the site see exactly these findings."""
    scan = ScanInfo(
        f"scan{number}",
        "qinghe",
        at,
        at + timedelta(minutes=50),
        full=full,
        pages=320,
        errors=errors,
    )
    result = Result(
        "qinghe",
        codes=frozenset({"W101", "F301", "P201", "L401"}),
        subjects=frozenset(each.subject for each in (a_finding(1), a_finding(2), *findings)),
        findings=findings,
    )
    # Somebody asked for each look, so that one closes what it does not meet.
    asked = frozenset(issue.id for issue in ledger.issues())
    ledger.apply(result, scan=scan, now=scan.finished, asked=asked)


def notify_all(ledger: Ledger, now: datetime) -> None:
    """Queue one letter about everything that is to be told."""
    ids = tuple(step.id for step in ledger.pending())
    item = OutboxItem(
        f"letter{ids[0]}",
        f"<{ids[0]}@qinghe.example>",
        "minzheng@qinghe.example",
        "问题清单",
        b"",
        date(2026, 11, 2),
        unit="mzj",
        transition_ids=ids,
    )
    ledger.enqueue([item], now=now)


def a_busy_month(ledger: Ledger) -> None:
    """Two scans, letters, an acknowledgement, a repair, a false alarm and a relapse to come."""
    a_scan(ledger, 1, a_finding(1), a_finding(2), a_finding(3), STALE, at=NOW - timedelta(days=21))
    notify_all(ledger, NOW - timedelta(days=21))
    stale = next(issue for issue in ledger.issues() if issue.code == "F301")
    ledger.decide(stale.id, Event.ACKNOWLEDGE, actor="李主任", now=NOW - timedelta(days=20))
    third = next(issue for issue in ledger.issues() if issue.subject.endswith("/3.html"))
    ledger.decide(third.id, Event.DISMISS, actor="李主任", note="引文如此", now=NOW)
    a_scan(ledger, 2, a_finding(2), STALE, LEAK, HOSTILE, at=NOW - timedelta(hours=7))


@contextmanager
def a_console(directory: Path, *sites: Site) -> Iterator[tuple[httpx.Client, Ledger, Clock]]:
    """Serve the console of an empty ledger on a free port."""
    config = a_config(directory, *(sites or (QINGHE, LINJIANG)))
    clock = Clock(NOW)
    with _open(config) as ledger, socket.create_server(("127.0.0.1", 0)) as listener:
        app = create_app(config, lambda: _open(config), now=clock)
        server = uvicorn.Server(uvicorn.Config(app, log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        port = listener.getsockname()[1]
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
                yield client, ledger, clock
        finally:
            server.should_exit = True
            thread.join()


def _open(config: Config) -> Ledger:
    return Ledger.open(config.ledger, config.secret)
