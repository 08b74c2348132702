"""Robots in groups of Feishu (飞书)."""

import base64
import hashlib
import hmac
from typing import Any

import msgspec

from notifier.transports.platform import (
    Key,
    Platform,
    Request,
    RobotMessage,
    Said,
    json_cost,
    text_of,
    title_of,
)

MOST_BYTES = 20_000


class _Answer(msgspec.Struct):
    """Old robots answer by the long names, new ones by the short, many by both."""

    code: int | None = None
    msg: str | None = None
    status: int | None = msgspec.field(default=None, name="StatusCode")
    message: str | None = msgspec.field(default=None, name="StatusMessage")


def compose(message: RobotMessage, key: Key) -> Request:
    """Return a card; the limit is for the whole body, signature included."""
    room = MOST_BYTES - len(_body(message, key, ""))
    return Request(key.address, _body(message, key, text_of(message, "\n", room, json_cost)))


def signature(secret: str, timestamp: int) -> str:
    """Return the signature for a time in seconds: time and secret sign nothing."""
    digest = hmac.new(f"{timestamp}\n{secret}".encode(), b"", hashlib.sha256)
    return base64.b64encode(digest.digest()).decode()


def read(answer: bytes) -> Said | None:
    """Return what Feishu answered, None if this is no answer of Feishu."""
    try:
        found = msgspec.json.decode(answer, type=_Answer)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    codes = [code for code in (found.code, found.status) if code is not None]
    if not codes:
        return None
    # Where the two disagree, the one that says no counts.
    return Said(next(filter(None, codes), 0), found.msg or found.message or "")


def _body(message: RobotMessage, key: Key, text: str) -> bytes:
    title = {"tag": "plain_text", "content": title_of(message)}
    card = {"header": {"title": title}, "elements": [{"tag": "markdown", "content": text}]}
    body: dict[str, Any] = {"msg_type": "interactive", "card": card}  # Any: the platform's JSON
    if key.secret:
        timestamp = int(key.at)
        body |= {"timestamp": str(timestamp), "sign": signature(key.secret, timestamp)}
    return msgspec.json.encode(body)


FEISHU = Platform(
    title="飞书",
    compose=compose,
    read=read,
    busy=frozenset({9499, 11232}),
    refused={
        19001: "机器人地址无效，请在群里核对机器人的 Webhook 地址",
        19021: "签名不符，请核对签名密钥和本机时间",
        19022: "本机的 IP 地址不在机器人的白名单里",
        19024: "消息里没有机器人要求的关键词",
        19036: "消息太长",
    },
)
