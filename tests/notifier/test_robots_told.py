"""What robots are told: each platform in its own way, and never longer than it takes."""

import base64
import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit

import pytest

from notifier.transports.dingtalk import DINGTALK
from notifier.transports.feishu import FEISHU
from notifier.transports.platform import Platform, RobotMessage
from notifier.transports.secret import Secret
from notifier.transports.wecom import WECOM
from tests.notifier.robot_server import KEY, RobotServer
from tests.notifier.robots import TOLD, a_robot, json


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


def test_dingtalk_gets_the_time_in_milliseconds_and_a_signature(
    robots: RobotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_SECRET", "SEC123456")
    a_robot(DINGTALK, Secret("TEST_SECRET")).send(TOLD.payload(), "robot:值班群", lambda: None)
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
    a_robot(FEISHU, Secret("TEST_SECRET")).send(TOLD.payload(), "robot:值班群", lambda: None)
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
