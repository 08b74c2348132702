"""Robots in groups of DingTalk (钉钉)."""

import base64
import hashlib
import hmac
from datetime import timedelta
from urllib.parse import quote_plus

import msgspec

from notifier.transports.platform import (
    Key,
    Platform,
    Request,
    RobotMessage,
    json_cost,
    text_of,
    title_of,
)
from notifier.transports.wecom import read

MOST_BYTES = 20_000
SECURITY = "请核对机器人安全设置中的加签密钥、自定义关键词、IP 地址段，以及本机时间"
NO_ROBOT = "机器人地址（access_token）无效，请在群里核对机器人的 Webhook 地址"
CONTENT = "消息内容不合钉钉的要求"


def compose(message: RobotMessage, key: Key) -> Request:
    """Return a markdown message; the limit is for the whole body."""
    title = title_of(message)
    room = MOST_BYTES - len(_body(title, ""))
    # A single line break is a blank to DingTalk.
    text = text_of(message, "\n\n", room, json_cost)
    return Request(_signed(key), _body(title, text))


def signature(secret: str, timestamp: int) -> str:
    """Return the signature for a time in milliseconds."""
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256)
    return base64.b64encode(digest.digest()).decode()


def _signed(key: Key) -> str:
    if not key.secret:
        return key.address
    timestamp = int(key.at * 1000)
    sign = quote_plus(signature(key.secret, timestamp))
    joint = "&" if "?" in key.address else "?"
    return f"{key.address}{joint}timestamp={timestamp}&sign={sign}"


def _body(title: str, text: str) -> bytes:
    return msgspec.json.encode({"msgtype": "markdown", "markdown": {"title": title, "text": text}})


DINGTALK = Platform(
    title="钉钉",
    compose=compose,
    read=read,
    busy=frozenset({130101, 410100}),
    refused={
        310000: SECURITY,
        300001: NO_ROBOT,
        300005: NO_ROBOT,
        400101: NO_ROBOT,
        400102: "机器人已停用",
        400106: "机器人不存在",
        400013: "群已解散",
        40035: CONTENT,
        400105: CONTENT,
        460101: "消息太长",
        430101: CONTENT,
        430102: CONTENT,
        430103: CONTENT,
        430104: CONTENT,
    },
    # Who speaks too often is not heard for ten minutes.
    pause=timedelta(minutes=10),
)
