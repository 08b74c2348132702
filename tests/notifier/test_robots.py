"""Robots in groups: whatever one answers, the message ends in the right state."""

import gzip
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from ledger.ledger import Ledger
from ledger.outbox import NoticeState, OutboxItem
from notifier.notice import message_id
from notifier.outbox import deliver, robot_items
from notifier.transports.dingtalk import DINGTALK
from notifier.transports.feishu import FEISHU
from notifier.transports.platform import Platform
from notifier.transports.router import Router
from notifier.transports.wecom import WECOM
from tests.notifier.builders import NOW, SENDER, a_transition, letters
from tests.notifier.fault_server import Act
from tests.notifier.robot_server import KEY, Reply, RobotServer
from tests.notifier.robots import TOLD, a_robot, json
from tests.notifier.test_faults import MINUTE

PENDING, UNKNOWN = NoticeState.PENDING, NoticeState.UNKNOWN
SENT, FAILED = NoticeState.SENT, NoticeState.FAILED
ANY_MINUTE = (0.9, 1.1)
TEN_MINUTES = (10.0, 10.0)
# How long a row waits that is about waiting.
HURRIED = {Act.HANG: {"timeout": 0.3}, Act.DRIP: {"total": 1.0}}


@dataclass
class Mailbox:
    """A way of mail that takes everything."""

    sent: list[str] = field(default_factory=list)

    def send(self, message: bytes, recipient: str, on_commit: Callable[[], None]) -> None:
        on_commit()
        self.sent.append(recipient)


def an_item(recipient: str, number: int = 1) -> OutboxItem:
    return OutboxItem(
        f"{number} {recipient}", f"<{number}@x>", recipient, "s", TOLD.payload(), NOW.date()
    )


@dataclass(frozen=True)
class Row:
    """An answer, and where the message stands after it."""

    platform: Platform
    answer: Reply | Act
    state: NoticeState
    code: int
    words: str
    minutes: tuple[float, float] = ANY_MINUTE

    def __str__(self) -> str:
        answer = self.answer
        shown = answer.name if isinstance(answer, Act) else answer.status
        return f"{self.platform.title} {shown} {self.code}"


ROWS = (
    # Yes, as each platform says it.
    Row(WECOM, json('{"errcode":0,"errmsg":"ok"}'), SENT, 250, ""),
    Row(WECOM, json('{"errcode":0,"errmsg":null}'), SENT, 250, ""),
    Row(DINGTALK, json('{"errcode":0,"errmsg":"ok"}'), SENT, 250, ""),
    Row(FEISHU, json('{"code":0,"msg":"success","data":{}}'), SENT, 250, ""),
    Row(FEISHU, json('{"Extra":null,"StatusCode":0,"StatusMessage":"success"}'), SENT, 250, ""),
    Row(WECOM, Reply(gzip.compress(b'{"errcode":0}', mtime=0), headers=(("Content-Encoding", "gzip"),)), SENT, 250, ""),
    # No, with status 200: too often.
    Row(WECOM, json('{"errcode":45009,"errmsg":"api freq out of limit"}'), PENDING, 45009, "要求放慢发送（答复 45009 api freq"),
    Row(DINGTALK, json('{"errcode":130101,"errmsg":"send too fast"}'), PENDING, 130101, "要求放慢发送", TEN_MINUTES),
    Row(DINGTALK, json('{"errcode":410100,"errmsg":"send too fast"}'), PENDING, 410100, "要求放慢发送", TEN_MINUTES),
    Row(FEISHU, json('{"code":9499,"msg":"too many request"}', status=400), PENDING, 9499, "要求放慢发送"),
    Row(FEISHU, json('{"code":11232,"msg":"frequency limited"}'), PENDING, 11232, "要求放慢发送"),
    # No, with status 200: the settings of the robot; a person has to look.
    Row(WECOM, json('{"errcode":93000,"errmsg":"invalid webhook url"}'), FAILED, 93000, "企业微信机器人“值班群”没有接受：机器人地址（key）无效"),
    Row(WECOM, json('{"errcode":40058,"errmsg":"exceed max length"}'), FAILED, 40058, "太长"),
    Row(DINGTALK, json('{"errcode":310000,"errmsg":"sign not match"}'), FAILED, 310000, "钉钉机器人“值班群”没有接受：请核对机器人安全设置中的加签密钥、自定义关键词"),
    Row(DINGTALK, json('{"errcode":300001,"errmsg":"token is not exist"}'), FAILED, 300001, "access_token）无效"),
    Row(FEISHU, json('{"code":19001,"msg":"param invalid"}', status=400), FAILED, 19001, "飞书机器人“值班群”没有接受：机器人地址无效"),
    Row(FEISHU, json('{"code":19021,"msg":"sign match fail"}'), FAILED, 19021, "签名不符"),
    Row(FEISHU, json('{"code":19024,"msg":"Key Words Not Found"}'), FAILED, 19024, "关键词"),
    # No, for reasons that are not known.
    Row(WECOM, json('{"errcode":-1,"errmsg":"system busy"}'), PENDING, -1, "没有接受（答复 -1 system busy）"),
    Row(DINGTALK, json('{"errcode":88,"errmsg":"a\\nb"}'), PENDING, 88, "没有接受（答复 88 a b）"),
    Row(FEISHU, json('{"code":0,"StatusCode":7,"msg":"?"}'), PENDING, 7, "没有接受（答复 7"),
    Row(WECOM, json(f'{{"errcode":1,"errmsg":"bad key {KEY}"}}'), PENDING, 1, "（答复 1 bad key ***）"),
    # The line or the servers: nothing was delivered.
    Row(WECOM, json("too many", status=429), PENDING, 429, "要求放慢发送（HTTP 429）", (1.0, 1.1)),
    Row(WECOM, json("", status=429, headers=(("Retry-After", "1200"),)), PENDING, 429, "要求放慢", (20.0, 20.0)),
    Row(WECOM, json("", status=429, headers=(("Retry-After", "99999"),)), PENDING, 429, "要求放慢", (60.0, 60.0)),
    Row(WECOM, json("oops", status=500), PENDING, 500, "对方的服务器出错（HTTP 500）"),
    Row(WECOM, json("", status=503), PENDING, 503, "对方的服务器出错（HTTP 503）"),
    Row(WECOM, json("", status=302, headers=(("Location", "http://127.0.0.1:1/"),)), PENDING, 302, "转到别的地址（HTTP 302）"),
    Row(WECOM, json('{"errcode":0}', status=404), PENDING, 404, "不是机器人接口的答复（HTTP 404）"),
    Row(WECOM, json("<html>请先登录上网</html>"), PENDING, 200, "不是机器人接口的答复（HTTP 200），可能是上网登录页面"),
    Row(DINGTALK, json('{"status":1111}'), PENDING, 200, "不是机器人接口的答复"),
    Row(FEISHU, json("{}"), PENDING, 200, "不是机器人接口的答复"),
    Row(FEISHU, json("[0]"), PENDING, 200, "不是机器人接口的答复"),
    Row(WECOM, json('{"errcode":false}'), PENDING, 200, "不是机器人接口的答复"),
    Row(WECOM, Reply(b'{"errcode":0,"errmsg":"' + b"x" * 200_000 + b'"}'), PENDING, 200, "不是机器人接口的答复"),
    # The body was sent and nobody said anything: it may have arrived.
    Row(WECOM, Act.DROP, UNKNOWN, 0, "消息已全部发出，但没有收到答复（"),
    Row(WECOM, Act.RESET, UNKNOWN, 0, "消息已全部发出，但没有收到答复（"),
    Row(WECOM, Act.HANG, UNKNOWN, 0, "消息已全部发出，但没有收到答复（超时"),
    Row(WECOM, Act.DRIP, UNKNOWN, 0, "消息已全部发出，但没有收到答复（超时"),
    Row(WECOM, json("", status=504), UNKNOWN, 0, "网关没有等到答复（HTTP 504）"),
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_answer_of_a_robot_decides(
    ledger: Ledger, robots: RobotServer, row: Row, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    robots.answers = [row.answer]
    mail = Mailbox()
    limits: dict[str, Any] = HURRIED.get(row.answer, {}) if isinstance(row.answer, Act) else {}
    way = Router(mail, {"值班群": a_robot(row.platform, **limits)})
    ledger.enqueue([an_item("robot:值班群"), an_item("a@x.example")], now=NOW)
    report = deliver(ledger, way, now=lambda: NOW, rate=0, robot_rate=0)

    (one,) = (each for each in ledger.outbox() if each.recipient == "robot:值班群")
    assert (one.state, one.attempts, one.last_code) == (row.state, 1, row.code)
    assert row.words in one.last_text
    if row.state in (PENDING, UNKNOWN):
        assert one.next_at is not None
        least, most = (15, 15) if row.state is UNKNOWN else row.minutes
        assert least <= (one.next_at - NOW) / MINUTE <= most
        # Whom it concerns stands in every sentence, and the mail is delivered all the same.
        assert "机器人“值班群”" in one.last_text
    assert mail.sent == ["a@x.example"]
    assert [each for each in report.faults if row.words in each] != [] or row.state is SENT
    shown = f"{report} {one} {way} {caplog.text}"
    assert KEY not in shown
    assert len(robots.heard) == 1


def test_a_robot_that_is_not_configured_any_more_is_named(ledger: Ledger) -> None:
    ledger.enqueue([an_item("robot:旧群")], now=NOW)
    report = deliver(ledger, Router(Mailbox()), now=lambda: NOW, robot_rate=0)
    assert report.faults == (
        "机器人“旧群”：稍后重试。配置里没有名为“旧群”的机器人，请核对 [[robots]]",
    )


def test_a_notice_is_queued_for_robots_by_name_beside_its_letter(ledger: Ledger) -> None:
    (notice, *_) = letters(a_transition())
    name = message_id(notice, SENDER.domain)
    items = robot_items(notice, name, TOLD, ("一号群", "二号群", "一号群"))
    ledger.enqueue(items, now=NOW)
    queued = ledger.outbox()
    assert sorted(one.recipient for one in queued) == ["robot:一号群", "robot:二号群"]
    assert {one.payload for one in queued} == {TOLD.payload()}
    assert {one.message_id for one in queued} == {name}
    assert all(item.transition_ids == () for item in items)


def test_a_robot_that_says_slow_down_is_left_alone_and_the_mails_go_on(
    ledger: Ledger, robots: RobotServer
) -> None:
    robots.answers = [json('{"errcode":130101,"errmsg":"send too fast"}')]
    mail = Mailbox()
    way = Router(mail, {"值班群": a_robot(DINGTALK)})
    items = [an_item("robot:值班群", number) for number in range(5)]
    items += [an_item(f"{number}@x.example", number) for number in range(5)]
    ledger.enqueue(items, now=NOW)
    report = deliver(ledger, way, now=lambda: NOW, rate=0, robot_rate=0)
    assert (report.sent, report.retried, len(robots.heard), len(mail.sent)) == (5, 1, 1, 5)
    assert report.faults[-1] == "机器人“值班群”：这一轮不再尝试，其余到期的下一轮再发。"
    later = NOW + timedelta(minutes=10)
    assert deliver(ledger, way, now=lambda: later, rate=0, robot_rate=0).sent == 5
