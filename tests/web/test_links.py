"""The pages behind the links in letters, served by the real server."""

import logging
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from ledger.issue import Issue
from ledger.ledger import Ledger
from ledger.lifecycle import Event, State
from ledger.outbox import OutboxItem
from ledger.requests import RequestKind
from tests.privacy.people import mobile
from tests.schedule.builders import Clock, a_config
from tests.web.builders import HOSTILE, NOW, QINGHE, STALE, a_console, a_finding, a_scan
from xunjian.web.tries import MOST_ADDRESSES, MOST_TRIES, WINDOW, Tries

# What a browser adds when our own page sends a form, over HTTPS.
OWN = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A console whose ledger waits for a unit, and the link that the unit got."""

    client: httpx.Client
    ledger: Ledger
    clock: Clock
    token: str
    issues: tuple[Issue, ...]

    @property
    def url(self) -> str:
        return f"/u/{self.token}"

    def page(self) -> str:
        answer = self.client.get(self.url)
        assert answer.status_code == 200
        return answer.text

    def send(self, headers: dict[str, str] = OWN, **said: object) -> httpx.Response:
        fields = {name: str(value) for name, value in said.items()}
        return self.client.post(self.url, data=fields, headers=headers)

    def answer(self, at: int, answer: str, **said: object) -> httpx.Response:
        issue = self.issues[at]
        facts = {"issue": issue.id, "cycle": issue.cycle, "answer": answer, "who": "张三"}
        return self.send(**(facts | said))

    def events(self, at: int) -> list[Event]:
        return [step.event for step in self.ledger.history(self.issues[at].id)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the folder of a ledger that waits for a unit, and the token of its link."""
    directory = tmp_path_factory.mktemp("told")
    config = a_config(directory, QINGHE)
    with Ledger.open(config.ledger, config.secret) as ledger:
        findings = (a_finding(1), a_finding(2), a_finding(3), HOSTILE, STALE)
        a_scan(ledger, 1, *findings, at=NOW - timedelta(hours=9))
        ids = tuple(step.id for step in ledger.pending())
        letter = OutboxItem(
            dedupe="letter",
            message_id="<1@x.example>",
            recipient="a@x.example",
            subject="清单",
            payload=b"",
            day=NOW.date(),
            transition_ids=ids,
        )
        ledger.enqueue([letter], now=NOW - timedelta(hours=3))
        ids = sorted(one.id for one in ledger.issues())
        token = ledger.mailbox.open_link("qinghe", "mzj", "<list@qinghe.example>", ids, NOW)
    return directory, token


@pytest.fixture
def opened(told: tuple[Path, str], tmp_path: Path) -> Iterator[Opened]:
    directory, token = told
    shutil.copytree(directory, tmp_path / "told")
    with a_console(tmp_path / "told") as (client, ledger, clock):
        own = (one for one in ledger.issues() if one.unit == "mzj")
        issues = tuple(sorted(own, key=lambda one: one.id))
        yield Opened(client, ledger, clock, token, issues)


def test_opening_the_link_shows_the_list_and_changes_nothing(opened: Opened) -> None:
    before = opened.ledger.issues()
    text = opened.page()
    assert opened.client.head(opened.url).status_code == 200
    assert "共 5 个问题，4 个还没有反馈" in text
    assert "区民政局" in text
    assert "第1页的“登陆”应为“登录”" in text
    assert '<span class="hit">【登陆】</span>' in text
    assert "已转由其他单位负责" in text
    assert "教育动态" not in text
    assert opened.ledger.issues() == before


def test_the_page_is_harmless_and_keeps_its_address_to_itself(opened: Opened) -> None:
    answer = opened.client.get(opened.url)
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert 'href="javascript:' not in answer.text
    assert opened.token not in answer.text
    for sheet in re.findall(r'<link rel="stylesheet" href="([^"]+)"', answer.text):
        assert opened.client.get(f"/u/{sheet}").status_code == 200


def test_the_list_is_acknowledged_once(opened: Opened) -> None:
    for _ in range(2):
        answer = opened.send(act="acknowledge", who="张三")
        assert (answer.status_code, answer.headers["location"]) == (303, "?done=list")
    assert opened.events(0).count(Event.ACKNOWLEDGE) == 1
    assert opened.ledger.history(opened.issues[0].id)[-1].actor == "区民政局 张三"
    text = opened.page()
    assert "已签收" in text
    assert "签收全部" not in text


def test_each_issue_can_be_reported_on_once(opened: Opened) -> None:
    for note in ("换了附件", "又写了一遍"):
        answer = opened.answer(0, "已整改", note=note)
        assert answer.status_code == 303
        assert answer.headers["location"].endswith(f"#issue-{opened.issues[0].id}")
    assert opened.events(0).count(Event.CLAIM) == 1
    text = opened.page()
    assert "换了附件" in text
    assert "又写了一遍" not in text
    assert "已反馈整改，等待复查" in text
    assert f'name="issue" value="{opened.issues[0].id}"' not in text
    (kept,) = opened.ledger.mailbox.feedbacks()
    assert (kept.source, kept.unit_id) == ("链接", "mzj")


def test_a_unit_asks_for_time_or_calls_it_a_false_alarm(opened: Opened) -> None:
    due = opened.issues[0].due
    assert due is not None
    day = due + timedelta(days=1)
    assert opened.answer(0, "申请延期", day=day, note="人手不足").status_code == 303
    assert opened.answer(1, "疑似误报", note="引文如此").status_code == 303
    asked = opened.ledger.desk.requests()
    assert [(one.kind, one.until, one.applicant) for one in asked] == [
        (RequestKind.EXTENSION, day, "区民政局 张三"),
        (RequestKind.FALSE_ALARM, None, "区民政局 张三"),
    ]
    # What was asked for is not asked for again; that it is mended may still be said.
    part = (
        opened.page().partition(f'id="issue-{opened.issues[0].id}"')[2].partition("</section>")[0]
    )
    assert "补充反馈" in part
    assert 'value="申请延期"' not in part
    assert opened.answer(0, "已整改").status_code == 303


FAULTS: list[tuple[dict[str, object], str]] = [
    ({"answer": ""}, "请选择整改情况"),
    ({"answer": "已销号"}, "请选择整改情况"),
    ({"answer": "申请延期", "note": "忙"}, "写明延到哪一天"),
    ({"answer": "申请延期", "note": "忙", "day": "明天"}, "写明延到哪一天"),
    ({"answer": "申请延期", "note": "忙", "day": "2026-11-01"}, "须晚于"),
    ({"answer": "申请延期", "day": date(2026, 12, 1)}, "写明理由"),
    ({"answer": "疑似误报"}, "写明理由"),
    ({"answer": "已整改", "who": " "}, "请填写反馈人"),
    ({"answer": "已整改", "cycle": 2}, "已经重新登记"),
    ({"answer": "已整改", "issue": 999}, "不在这份清单里"),
    ({"answer": "已整改", "issue": "²"}, "不在这份清单里"),
    # The school's problem is in the list, and is not for this unit to answer.
    ({"answer": "已整改", "issue": 5}, "由其他单位负责"),
]


def test_what_is_missing_is_said_beside_what_was_filled_in(opened: Opened) -> None:
    foreign = next(one.id for one in opened.ledger.issues() if one.unit == "jyj")
    for said, why in FAULTS:
        facts = {"note": "", **said}
        if facts.get("issue") == 5:
            facts["issue"] = foreign
        answer = opened.answer(0, str(facts.pop("answer")), **facts)
        assert answer.status_code == 422, said
        assert why in answer.text
    answer = opened.answer(0, "申请延期", note="<b>人手</b>不足")
    assert "&lt;b&gt;人手&lt;/b&gt;不足</textarea>" in answer.text
    assert " open>" in answer.text
    assert opened.events(0)[-1] is Event.NOTIFY
    assert opened.ledger.mailbox.replies([one.id for one in opened.issues]) == []


def test_what_is_settled_meanwhile_is_shown_without_a_form(opened: Opened) -> None:
    first = opened.issues[0]
    opened.ledger.decide(first.id, Event.DISMISS, actor="王", note="引文", now=NOW)
    assert "无须再反馈" in opened.answer(0, "已整改").text
    assert f'name="issue" value="{first.id}"' not in opened.page()
    assert opened.ledger.issue(first.id).state is State.FALSE_ALARM


def test_a_link_that_is_wrong_or_over_says_so(opened: Opened) -> None:
    for token in ("x" * 43, "short", opened.token[:-1] + "é", opened.token + "x"):
        answer = opened.client.get(f"/u/{token}")
        assert answer.status_code == 404
        assert "没有这个链接" in answer.text
    opened.clock.at = NOW + timedelta(days=30)
    for answer in (opened.client.get(opened.url), opened.send(act="acknowledge")):
        assert answer.status_code == 410
        assert "链接已经过期" in answer.text


def test_too_many_wrong_links_are_slowed_down_and_good_ones_still_work(
    opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        codes = [opened.client.get(f"/u/{n:043}").status_code for n in range(MOST_TRIES + 2)]
        assert codes == [404] * MOST_TRIES + [429] * 2
        assert "4 个还没有反馈" in opened.page()
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("xunjian")]
    assert ours == ["来自 127.0.0.1 的错误反馈链接过多"]
    # The client of this test says what it asks for, and its server; `xunjian serve` does not.
    loud = ("httpx", "httpcore", "uvicorn.access")
    theirs = (one for one in caplog.records if not one.name.startswith(loud))
    assert all(opened.token not in one.getMessage() for one in theirs)
    opened.clock.at += WINDOW
    assert opened.client.get(f"/u/{'y' * 43}").status_code == 404


def test_only_so_many_addresses_are_remembered() -> None:
    tries = Tries()
    for number in range(MOST_ADDRESSES + 5):
        tries.add(str(number), NOW)
    assert len(tries._times) == MOST_ADDRESSES


def test_a_form_that_another_site_sends_is_refused(opened: Opened) -> None:
    proof = re.search(r'name="proof" value="(\w+)"', opened.page())
    assert proof
    host = f"{opened.client.base_url.host}:{opened.client.base_url.port}"
    refused: list[dict[str, str]] = [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": f"http://{host}"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {},
    ]
    for headers in refused:
        answer = opened.send(headers, act="acknowledge")
        assert answer.status_code == 403
        assert "不是从本页面发出的" in answer.text
    assert opened.events(0)[-1] is Event.NOTIFY
    # Over plain HTTP browsers say nothing, or “null”: then the form proves that it was shown.
    for headers in ({"Origin": "null"}, {}):
        assert opened.send(headers, act="acknowledge", proof=proof[1]).status_code == 303
    assert opened.send({"Origin": f"http://{host}"}, act="acknowledge").status_code == 303


def test_a_body_that_is_too_long_or_no_form_is_refused(opened: Opened) -> None:
    assert opened.send(note="长" * 30_000).status_code == 413
    many = {f"f{number}": "x" for number in range(30)}
    assert opened.send(**many).status_code == 400
    answer = opened.client.post(opened.url, content=b"\xff\xfe", headers=OWN)
    assert answer.status_code == 400
    assert opened.client.put(opened.url).status_code == 405


def test_signs_that_nobody_sees_are_left_out(opened: Opened) -> None:
    opened.answer(0, "已整改", note="换了\0附件\u202e\r\n第二行", who="张\x1b三")
    (said,) = opened.ledger.mailbox.replies([opened.issues[0].id])
    assert (said.note, said.who) == ("换了 附件 第二行", "张 三")


def test_personal_data_in_what_is_reported_is_masked(opened: Opened) -> None:
    phone = mobile(3)
    opened.answer(0, "已整改", note=f"请联系{phone}", who=f"张三{phone}")
    assert phone not in opened.page()
    assert phone not in repr(opened.ledger.history(opened.issues[0].id))
