"""The console as a browser sees it, served by the real server."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request

from checks.workdays import local_day
from ledger.deadline import calendar_warning
from ledger.issue import Opening, Probe
from ledger.ledger import Ledger
from ledger.requests import RequestKind
from tests.schedule.builders import Clock, a_config, noting
from tests.web.builders import (
    HOSTILE,
    LINJIANG,
    NOW,
    QINGHE,
    STALE,
    a_busy_month,
    a_console,
    a_finding,
    a_scan,
)
from xunjian.schedule import Scheduler
from xunjian.web.app import create_app
from xunjian.web.pages import span

Console = tuple[httpx.Client, Ledger, Clock]


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """Serve a ledger in which something happened; the tests only read."""
    with a_console(tmp_path_factory.mktemp("busy")) as console:
        a_busy_month(console[1])
        yield console


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Console]:
    with a_console(tmp_path) as console:
        yield console


ADDRESSES = [
    "/",
    "/issues",
    "/issues?state=all",
    "/issues/1",
    "/healthz",
    "/none",
    "/issues?state=x",
]


@pytest.mark.parametrize("address", [*ADDRESSES, "/static/console.css"])
def test_every_answer_forbids_scripts_frames_and_referrers(busy: Console, address: str) -> None:
    headers = busy[0].get(address).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_needs_what_the_policy_forbids(busy: Console, address: str) -> None:
    text = busy[0].get(address).text
    assert "<script" not in text
    assert "style=" not in text
    assert "onerror" not in text or "&lt;img" in text


def test_what_a_page_said_is_shown_as_text(busy: Console) -> None:
    client, ledger, _ = busy
    hostile = next(issue for issue in ledger.issues() if issue.message == HOSTILE.message)
    for address in (f"/issues/{hostile.id}", "/issues", "/"):
        text = client.get(address).text
        assert "<script>" not in text
        assert "<img" not in text
        assert 'href="javascript:' not in text
        assert "&lt;script&gt;" in text
    assert (
        '<span class="hit">【&lt;b&gt;附件&lt;/b&gt;】</span>'
        in client.get(f"/issues/{hostile.id}").text
    )


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "'onfocus='alert(1)"])
def test_what_the_address_says_is_shown_as_text(busy: Console, text: str) -> None:
    for key in ("text", "state", "severity", "page", "unit"):
        answer = busy[0].get("/issues", params={key: text}).text
        assert "<script>" not in answer
        assert "'onfocus='" not in answer


def test_the_status_page_of_an_empty_ledger_says_so(empty: Console) -> None:
    text = empty[0].get("/").text
    assert "定时任务未运行" in text
    assert text.count("尚未检测") == 2
    assert "还没有执行过定时任务" in text


def test_the_status_page_says_what_waits_for_a_decision_and_how_to_decide(
    empty: Console,
) -> None:
    client, ledger, clock = empty
    a_busy_month(ledger)
    assert "等您决定" not in client.get("/").text
    # Empty as soon as the calendar that is installed knows the next year.
    assert calendar_warning(local_day(clock.at)) in client.get("/").text
    issue = next(each for each in ledger.issues() if each.is_open)
    asked = ledger.desk.request(
        issue.id,
        RequestKind.FALSE_ALARM,
        applicant="王科长",
        reason="<b>引文</b>",
        unit="mzj",
        now=clock.at,
    )
    text = client.get("/").text
    assert "等您决定" in text
    assert f"<code>xunjian issues approve {asked.id}</code>" in text
    assert "区民政局：&lt;b&gt;引文&lt;/b&gt;" in text


def test_the_light_is_green_while_the_scheduler_beats(empty: Console, tmp_path: Path) -> None:
    client, ledger, clock = empty
    config = a_config(tmp_path, QINGHE, LINJIANG)
    Scheduler(config, noting(lambda _: None), ledger, now=clock).tick()
    assert "定时任务正常" in client.get("/").text
    health = client.get("/healthz")
    assert (health.status_code, health.json()["scheduler"]) == (200, "running")
    clock.at += timedelta(minutes=10)
    assert "定时任务未运行" in client.get("/").text
    health = client.get("/healthz")
    assert (health.status_code, health.json()["scheduler"]) == (503, "stopped")


def test_the_status_page_tells_runs_that_are_over_and_ahead(empty: Console, tmp_path: Path) -> None:
    client, ledger, clock = empty
    scheduler = Scheduler(a_config(tmp_path, QINGHE), noting(lambda _: None), ledger, now=clock)
    clock.at = NOW - timedelta(days=1)
    scheduler.tick()
    clock.at = NOW
    scheduler.tick()
    scheduler.join()
    text = client.get("/").text
    assert "取得 3 个页面" in text
    assert "登记" not in text
    assert "2026-11-30 02:00" in text


def test_the_status_page_counts_by_state_and_severity(busy: Console) -> None:
    text = busy[0].get("/").text
    assert "<b>4</b><small>待整改问题</small>" in text
    assert "<b>1</b><small>其中严重问题</small>" in text
    assert "99.1%" in text
    assert "2026-11-23 02:50" in text
    assert "复核通过" in text


def test_a_scan_that_saw_too_little_says_why(empty: Console) -> None:
    client, ledger, _ = empty
    a_scan(ledger, 1, STALE, at=NOW, errors=320)
    text = client.get("/").text
    assert "50.0%" in text
    assert "不作整改认定" in text


def test_a_week_of_visits_to_the_home_page_is_told(empty: Console) -> None:
    client, ledger, _ = empty
    assert "首页近一周" not in client.get("/").text
    made = [
        Probe(QINGHE.id, NOW - timedelta(hours=hour), 15.0, Opening.FAILED, "15 秒没有打开")
        for hour in range(1, 4)
    ]
    ledger.clock.add_probes(made, keep_from=NOW - timedelta(days=1))
    text = client.get("/").text
    assert "首页近一周：访问 3 次，打不开 3 次（100.0%），最长约 2 小时" in text
    assert "尚不能判定" in text


FILTERS = [
    ("", {"2", "4", "5", "6"}),
    ("state=all", {"1", "2", "3", "4", "5", "6"}),
    ("state=已整改", {"1"}),
    ("state=误报", {"3"}),
    ("state=overdue", {"2", "4"}),
    ("severity=严重", {"5"}),
    ("unit=jyj", {"4"}),
    ("code=F301", {"4"}),
    ("code=F", {"4"}),
    ("site=linjiang", set()),
    ("site=qinghe&severity=提示", {"6"}),
    ("text=教育动态", {"4"}),
    # Signs of the database's own language are looked for as they stand.
    ("text=%25", set()),
    ("text=%00", {"2", "4", "5", "6"}),
    ("nonsense=1", {"2", "4", "5", "6"}),
]


@pytest.mark.parametrize(("query", "ids"), FILTERS)
def test_the_address_says_which_problems_are_listed(
    busy: Console, query: str, ids: set[str]
) -> None:
    answer = busy[0].get(f"/issues?{query}")
    assert answer.status_code == 200
    found = {part.partition('"')[0] for part in answer.text.split('<a href="/issues/')[1:]}
    assert found == ids
    assert f"共 {len(ids)} 个问题" in answer.text


@pytest.mark.parametrize("query", ["state=x", "severity=高", "page=x", "page=-1", "page=²"])
def test_a_filter_that_makes_no_sense_is_refused_in_words(busy: Console, query: str) -> None:
    answer = busy[0].get(f"/issues?{query}")
    assert answer.status_code == 400
    assert "网址中的" in answer.text


def test_the_list_is_paged_by_fifty_and_keeps_its_filter(empty: Console) -> None:
    client, ledger, _ = empty
    a_scan(ledger, 1, *(a_finding(number) for number in range(1, 121)), STALE, at=NOW)
    first = client.get("/issues?code=W101").text
    assert first.count('<a href="/issues/') == 50
    assert "第 1 / 3 页" in first
    assert 'href="/issues?code=W101&amp;page=2"' in first
    last = client.get("/issues?code=W101&page=3").text
    assert last.count('<a href="/issues/') == 20
    assert "下一页" not in last
    assert "第 3 / 3 页" in client.get("/issues?code=W101&page=999").text


def test_a_problem_is_shown_with_its_history(busy: Console) -> None:
    text = busy[0].get("/issues/4").text
    assert "区教育局" in text
    assert "逾期 7 天" in text
    assert "已通报 → 整改中" in text
    assert "经办：李主任" in text
    assert text.index("发现</span>") < text.index("通报</span>") < text.index("签收</span>")


@pytest.mark.parametrize("number", ["999", "0", "x", "-1", "²", "9" * 40])
def test_a_problem_that_does_not_exist_is_not_found(busy: Console, number: str) -> None:
    answer = busy[0].get(f"/issues/{number}")
    assert answer.status_code == 404
    assert "没有" in answer.text


def test_nothing_can_be_changed(busy: Console) -> None:
    client, ledger, _ = busy
    before = ledger.issues()
    for address in ("/", "/issues", "/issues/1"):
        assert client.post(address, data={"state": "误报"}).status_code == 405
    assert ledger.issues() == before


def test_a_ledger_that_breaks_is_told_in_words(tmp_path: Path) -> None:
    with a_console(tmp_path) as (client, ledger, _):
        ledger.close()
        for path in tmp_path.glob("ledger.sqlite3*"):
            path.write_bytes(b"no ledger any more" * 500)
        answer = client.get("/")
        assert answer.status_code == 503
        assert "台账" in answer.text
        assert client.get("/healthz").status_code == 503


def test_a_fault_of_the_program_shows_no_traceback(tmp_path: Path) -> None:
    def stop() -> Ledger:
        raise AssertionError

    app = create_app(a_config(tmp_path), stop)
    failed = app.exception_handlers[Exception]
    answer = failed(Request({"type": "http"}), KeyError("secret"))
    assert answer.status_code == 500
    assert b"secret" not in answer.body
    assert answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=20), "不到1分钟"),
        (timedelta(seconds=-90), "1分钟"),
        (timedelta(hours=47), "47小时"),
        (timedelta(days=6, hours=20), "6天"),
    ],
)
def test_lengths_of_time_are_said_roughly(length: timedelta, words: str) -> None:
    assert span(length) == words
