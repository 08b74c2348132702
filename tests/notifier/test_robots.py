"""Robots in groups: what they are told, and what becomes of a message that they do not take."""

import base64
import gzip
import hashlib
import hmac
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from ledger.errors import StaleNoticeError
from ledger.ledger import Ledger
from ledger.outbox import NoticeState, OutboxItem
from notifier.notice import message_id
from notifier.outbox import deliver, robot_items
from notifier.transports import TransportError
from notifier.transports.dingtalk import DINGTALK
from notifier.transports.feishu import FEISHU
from notifier.transports.platform import Platform, RobotMessage
from notifier.transports.post import Limits
from notifier.transports.robot import RobotTransport
from notifier.transports.router import Router
from notifier.transports.secret import Secret
from notifier.transports.wecom import WECOM
from tests.notifier import robot_server
from tests.notifier.builders import NOW, SENDER, a_transition, letters
from tests.notifier.fault_server import Act
from tests.notifier.robot_server import Reply, RobotServer
from tests.notifier.test_faults import MINUTE
from tests.notifier.test_smtp_secure import Papers, papers

__all__ = ["papers"]
VARIABLE, KEY = "TEST_ROBOT", "geheimer-schluessel"
TOLD = RobotMessage(
    "巡检：青禾区", ("新增 3 个问题", "超期 1 个"), "https://console.example/scan/47"
)
PENDING, UNKNOWN = NoticeState.PENDING, NoticeState.UNKNOWN
SENT, FAILED = NoticeState.SENT, NoticeState.FAILED
ANY_MINUTE = (0.9, 1.1)
TEN_MINUTES = (10.0, 10.0)


@pytest.fixture
def robots(monkeypatch: pytest.MonkeyPatch) -> Iterator[RobotServer]:
    with robot_server.running(RobotServer()) as server:
        monkeypatch.setenv(VARIABLE, server.address)
        yield server


def a_robot(platform: Platform = WECOM, **limits: object) -> RobotTransport:
    facts: dict[str, object] = {"may_be_plain": True}
    return RobotTransport(
        "值班群",
        platform,
        Secret(VARIABLE),
        limits=Limits(**(facts | limits)),  # type: ignore[arg-type]
        clock=lambda: 1_795_000_000.25,
    )


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


def json(text: str, **values: object) -> Reply:
    return Reply(text.encode(), **values)  # type: ignore[arg-type]


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
    times = {"timeout": 0.3, "total": 0.6} if row.answer in (Act.HANG, Act.DRIP) else {}
    way = Router(mail, {"值班群": a_robot(row.platform, **times)})
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


def test_a_message_is_told_to_wecom_as_markdown(robots: RobotServer) -> None:
    a_robot(WECOM).send(TOLD.payload(), "robot:值班群", lambda: None)
    (heard,) = robots.heard
    assert heard.path == f"/send?key={KEY}"
    assert heard.told == {
        "msgtype": "markdown",
        "markdown": {
            "content": "### 巡检：青禾区\n新增 3 个问题\n超期 1 个\n"
            "[查看问题清单](https://console.example/scan/47)"
        },
    }


def signed(platform: Platform) -> RobotTransport:
    return RobotTransport(
        "值班群",
        platform,
        Secret(VARIABLE),
        Secret("TEST_SECRET"),
        Limits(may_be_plain=True),
        lambda: 1_795_000_000.25,
    )


def test_dingtalk_gets_the_time_in_milliseconds_and_a_signature(
    robots: RobotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_SECRET", "SEC123456")
    signed(DINGTALK).send(TOLD.payload(), "robot:值班群", lambda: None)
    (heard,) = robots.heard
    query = parse_qs(urlsplit(heard.path).query)
    text = b"1795000000250\nSEC123456"
    digest = hmac.digest(b"SEC123456", text, hashlib.sha256)
    assert query["timestamp"] == ["1795000000250"]
    assert query["sign"] == [base64.b64encode(digest).decode()]
    assert query["key"] == [KEY]
    assert heard.told["markdown"]["title"] == "巡检：青禾区"
    assert heard.told["markdown"]["text"].split("\n\n")[1:3] == list(TOLD.lines)


def test_feishu_gets_the_time_in_seconds_and_a_signature_in_the_body(
    robots: RobotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_SECRET", "SEC123456")
    robots.usual = json('{"code":0}')
    signed(FEISHU).send(TOLD.payload(), "robot:值班群", lambda: None)
    (heard,) = robots.heard
    digest = hmac.digest(b"1795000000\nSEC123456", b"", hashlib.sha256)
    assert heard.told["timestamp"] == "1795000000"
    assert heard.told["sign"] == base64.b64encode(digest).decode()
    card = heard.told["card"]
    assert card["header"]["title"]["content"] == "巡检：青禾区"
    assert card["elements"][0]["content"].split("\n")[1:3] == list(TOLD.lines)


@pytest.mark.parametrize("platform", [WECOM, DINGTALK, FEISHU], ids=lambda each: each.title)
def test_what_a_page_wrote_is_neither_layout_nor_link_nor_a_call_to_members(
    platform: Platform, robots: RobotServer
) -> None:
    robots.usual = json('{"errcode":0,"code":0}')
    lines = (
        "“[点我](http://evil.example)”",
        "<@all> <at id=all></at> <font color=warning>",
        "公开了 110105********0021",
        "# 一\n## 二 **三** `四` ~~五~~ ![](x)",
    )
    told = RobotMessage("【*】\n# 标题", lines, "javascript:alert(1)")
    a_robot(platform).send(told.payload(), "robot:值班群", lambda: None)
    (heard,) = robots.heard
    text = heard.body.decode()
    for forbidden in (
        "[点我]",
        "<at",
        "<@",
        "<font",
        "**",
        "# 一",
        "## 二",
        "~~",
        "![",
        "javascript",
    ):
        assert forbidden not in text
    assert "110105＊＊＊＊＊＊＊＊0021" in text


@pytest.mark.parametrize(
    ("platform", "most"),
    [(WECOM, 4096), (DINGTALK, 20_000), (FEISHU, 20_000)],
    ids=["wecom", "dingtalk", "feishu"],
)
@pytest.mark.parametrize(
    ("line", "count"),
    [("区民政局：新增 12 个问题，超期 3 个", 900), ('x"\\\t' * 20, 900), ("长" * 8000, 2)],
    ids=["short", "escaped", "longer than allowed"],
)
def test_a_long_message_is_cut_at_the_end_of_a_line(
    platform: Platform, most: int, line: str, count: int, robots: RobotServer
) -> None:
    robots.usual = json('{"errcode":0,"code":0}')
    told = RobotMessage("题" * 300, (line,) * count, TOLD.url)
    a_robot(platform).send(told.payload(), "robot:值班群", lambda: None)
    (heard,) = robots.heard
    if platform is WECOM:
        text = heard.told["markdown"]["content"]
        assert len(text.encode()) <= most
    else:
        assert len(heard.body) <= most
        text = heard.told["markdown"]["text"] if platform is DINGTALK else ""
        text = text or heard.told["card"]["elements"][0]["content"]
    parts = [part for part in text.split("\n") if part]
    assert parts[-2:] == ["……其余见问题清单", f"[查看问题清单]({TOLD.url})"]
    assert len(set(parts[1:-2])) <= 1
    # As much as fits, and not a line less.
    if len(line) < 100:
        size = len(text.encode()) if platform is WECOM else len(heard.body)
        assert size > most - 2 * len(line.encode()) - 10


def test_an_address_that_is_not_there_is_tried_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(
        TransportError, match=f"机器人“值班群”：没有设置环境变量 {VARIABLE}"
    ) as error:
        a_robot().send(TOLD.payload(), "robot:值班群", lambda: None)
    assert not error.value.permanent


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://qyapi.weixin.qq.com/send?key=geheimer-schluessel", "应以 https:// 开头"),
        ("ftp://127.0.0.1/geheimer-schluessel", "应以 https:// 开头"),
        ("geheimer-schluessel", "不是完整的网址"),
        ("https://user:geheimer-schluessel@127.0.0.1/", "不是完整的网址"),
        ("https://127.0.0.1:geheimer-schluessel/", "不是完整的网址"),
        ("https:///geheimer-schluessel", "不是完整的网址"),
        ("https://x.example/\x01geheimer-schluessel", "不是完整的网址"),
    ],
)
def test_an_address_that_will_not_do_is_told_without_showing_it(
    address: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, address)
    with pytest.raises(TransportError, match=words) as error:
        a_robot().send(TOLD.payload(), "robot:值班群", lambda: None)
    assert KEY not in str(error.value)


def test_secrets_stand_in_files_too(tmp_path: Path, robots: RobotServer) -> None:
    path = tmp_path / "robot"
    path.write_text(f"\ufeff{robots.address}\n", encoding="utf-8")
    robot = RobotTransport("值班群", WECOM, Secret(file=path), limits=Limits(may_be_plain=True))
    robot.send(TOLD.payload(), "robot:值班群", lambda: None)
    assert robots.heard[0].path == f"/send?key={KEY}"
    path.write_text("", encoding="utf-8")
    with pytest.raises(TransportError, match="是空的"):
        robot.send(TOLD.payload(), "robot:值班群", lambda: None)
    path.unlink()
    with pytest.raises(TransportError, match="无法读取"):
        robot.send(TOLD.payload(), "robot:值班群", lambda: None)


def test_a_robot_speaks_only_to_servers_whose_certificate_holds(
    papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sent(pem: Path, ca_file: str | None) -> RobotServer:
        with robot_server.running(RobotServer(), pem) as server:
            monkeypatch.setenv(VARIABLE, server.address)
            a_robot(ca_file=ca_file).send(TOLD.payload(), "robot:值班群", lambda: None)
        return server

    trusted = str(papers.trusted)
    assert len(sent(papers.good, trusted).heard) == 1
    for pem, ca_file, words in (
        (papers.good, None, "不是受信任的机构签发的"),
        (papers.expired, trusted, "已过期"),
        (papers.other_host, trusted, "不是发给这个地址的"),
    ):
        with pytest.raises(TransportError, match=words) as error:
            sent(pem, ca_file)
        assert not error.value.permanent


def test_nobody_listening_is_tried_again(
    robots: RobotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "http://127.0.0.1:1/send?key=x")
    committed: list[int] = []
    with pytest.raises(TransportError, match="连接被拒绝，没有发送") as error:
        a_robot().send(TOLD.payload(), "robot:值班群", lambda: committed.append(1))
    assert (committed, error.value.permanent, error.value.is_closed) == ([], False, True)


def test_a_server_that_does_not_shake_hands_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    committed: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv(VARIABLE, f"https://127.0.0.1:{silent.getsockname()[1]}/{KEY}")
        with pytest.raises(TransportError, match="超时，对方没有应答，没有发送"):
            a_robot(timeout=0.2).send(TOLD.payload(), "robot:值班群", lambda: committed.append(1))
    assert committed == []


def test_an_office_behind_a_proxy_is_helped_by_its_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[bytes] = []

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            asked.append(connection.recv(4096).splitlines()[0])
            connection.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = threading.Thread(target=serve, args=(listener,))
        proxy.start()
        monkeypatch.setenv("https_proxy", f"127.0.0.1:{listener.getsockname()[1]}")
        monkeypatch.setenv(VARIABLE, f"https://robots.example/{KEY}")
        with pytest.raises(TransportError, match="代理服务器没有接通，没有发送"):
            a_robot().send(TOLD.payload(), "robot:值班群", lambda: None)
        proxy.join()
    assert asked == [b"CONNECT robots.example:443 HTTP/1.1"]


def test_when_the_commit_cannot_be_noted_the_message_is_not_sent(robots: RobotServer) -> None:
    def refuse() -> None:
        raise StaleNoticeError("taken over")

    with pytest.raises(StaleNoticeError, match="taken over"):
        a_robot().send(TOLD.payload(), "robot:值班群", refuse)
    assert robots.heard == []


def test_the_commit_is_noted_before_the_message_is_whole(robots: RobotServer) -> None:
    heard_before: list[int] = []
    a_robot().send(TOLD.payload(), "robot:值班群", lambda: heard_before.append(len(robots.heard)))
    assert (heard_before, len(robots.heard)) == ([0], 1)


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
