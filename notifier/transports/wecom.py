"""Robots in groups of WeCom (企业微信)."""

import msgspec

from notifier.transports.platform import (
    Key,
    Platform,
    Request,
    RobotMessage,
    Said,
    raw_cost,
    text_of,
)

MOST_BYTES = 4096


class _Answer(msgspec.Struct):
    errcode: int
    errmsg: str | None = None


def compose(message: RobotMessage, key: Key) -> Request:
    """Return a markdown message; the limit is for its text."""
    text = text_of(message, "\n", MOST_BYTES, raw_cost)
    body = {"msgtype": "markdown", "markdown": {"content": text}}
    return Request(key.address, msgspec.json.encode(body))


def read(answer: bytes) -> Said | None:
    """Return what WeCom answered, None if this is no answer of WeCom."""
    try:
        found = msgspec.json.decode(answer, type=_Answer)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return Said(found.errcode, found.errmsg or "")


WECOM = Platform(
    title="企业微信",
    compose=compose,
    read=read,
    busy=frozenset({45009}),
    refused={
        93000: "机器人地址（key）无效，请在群里核对机器人的 Webhook 地址",
        93004: "机器人已停用",
        93008: "机器人已不在群里",
        40058: "消息不合要求或太长",
        40008: "消息类型不合要求",
    },
)
