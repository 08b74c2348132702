"""The way to a robot: where its address is kept, who may answer, and when nothing was sent."""

import socket
import threading
from pathlib import Path

import pytest

from ledger.errors import StaleNoticeError
from notifier.transports import TransportError
from notifier.transports.post import Limits
from notifier.transports.robot import RobotTransport
from notifier.transports.secret import Secret
from notifier.transports.wecom import WECOM
from tests.notifier import robot_server
from tests.notifier.papers import Papers
from tests.notifier.robot_server import KEY, VARIABLE, RobotServer
from tests.notifier.robots import TOLD, a_robot


def test_an_address_that_is_not_there_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
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
