"""What servers do to those who ask: each function returns one behaviour."""

import gzip
from collections.abc import Callable

from tests.links.wire import Behave, Wire

SENTENCE = "全区秋季农业生产现场会在青禾镇召开，会议总结了上半年的工作。"
TITLE = "关于召开现场会的通知"
PHRASES = {200: "OK", 302: "Found", 404: "Not Found", 500: "Internal Server Error"}
HTML = "text/html; charset=utf-8"
LOGIN = (
    '<form action="/login" method="post"><input name="user">'
    '<input type="password" name="pass"><button>登录</button></form>'
)
BLACK = "澳门新葡京娱乐场_真人百家乐_在线博彩_时时彩投注_官方网站"
BAIT = "澳门新葡京官网，真人百家乐在线，时时彩平台注册就送彩金，六合彩开奖直播。"


def page(text: str = SENTENCE * 30, title: str = TITLE, head: str = "") -> str:
    """Return a page."""
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head>"
        f"<body><p>{text}</p></body></html>"
    )


def head_of(status: int | str, *lines: str, length: int | None = None, media: str = HTML) -> bytes:
    """Return the head of an answer, without length unless one is given."""
    phrase = PHRASES.get(status, "Whatever") if isinstance(status, int) else ""
    first = f"HTTP/1.1 {status} {phrase}".rstrip()
    fields = [first, *lines, "Connection: close"]
    fields += [f"Content-Type: {media}"] if media else []
    fields += [f"Content-Length: {length}"] if length is not None else []
    return ("\r\n".join(fields) + "\r\n\r\n").encode()


def answer(
    status: int | str = 200, body: bytes | str = "", *lines: str, media: str = HTML
) -> Behave:
    """Answer properly."""
    data = body.encode() if isinstance(body, str) else body

    def behave(wire: Wire) -> None:
        head = head_of(status, *lines, length=len(data), media=media)
        wire.send(head, b"" if wire.method == "HEAD" else data)

    return behave


WELL = answer(200, page())
MISSING = answer(404, page("没有找到。", "404"))


def raw(*parts: bytes | str) -> Behave:
    """Answer with these very bytes."""

    def behave(wire: Wire) -> None:
        wire.send(*parts)

    return behave


def moved(target: str, status: int = 302, *lines: str) -> Behave:
    """Redirect."""
    return answer(status, "", f"Location: {target}", *lines)


def moved_raw(target: bytes) -> Behave:
    """Redirect to bytes that are no text of the standard."""
    return raw(b"HTTP/1.1 302 Found\r\nLocation: " + target, b"\r\nContent-Length: 0\r\n\r\n")


def moved_beside(path: str) -> Behave:
    """Redirect to the same host without naming the scheme."""

    def behave(wire: Wire) -> None:
        moved(f"//{wire.headers['host']}{path}")(wire)

    return behave


def refresh(target: str) -> Behave:
    """Redirect by a mark in the page."""
    mark = f'<meta http-equiv="refresh" content="0;url={target}">'
    return answer(200, page("正在跳转", head=mark))


def first(*behaviours: Behave) -> Behave:
    """Behave so at the first, second, … request, and like the last from then on."""

    def behave(wire: Wire) -> None:
        behaviours[min(wire.number, len(behaviours)) - 1](wire)

    return behave


def unless(applies: Callable[[Wire], bool], refused: Behave, otherwise: Behave = WELL) -> Behave:
    """Tell those who ask apart."""

    def behave(wire: Wire) -> None:
        (refused if applies(wire) else otherwise)(wire)

    return behave


def is_head(wire: Wire) -> bool:
    """Whether only the head is asked for."""
    return wire.method == "HEAD"


def is_robot(wire: Wire) -> bool:
    """Whether the client does not call itself a browser."""
    return "mozilla" not in wire.agent


def is_engine(wire: Wire) -> bool:
    """Whether the client calls itself a search engine."""
    return "spider" in wire.agent or "bot" in wire.agent


def has_no_cookie(wire: Wire) -> bool:
    """Whether the client has not taken the cookie that it was given."""
    return "pass=1" not in wire.headers.get("cookie", "")


def after(seconds: float, behave_then: Behave) -> Behave:
    """Let time pass first."""

    def behave(wire: Wire) -> None:
        wire.wait(seconds)
        behave_then(wire)

    return behave


def silent(wire: Wire) -> None:
    """Never answer."""
    wire.wait()


def drips_headers(wire: Wire) -> None:
    """Send a header line now and then, without end."""
    wire.send("HTTP/1.1 200 OK\r\n")
    while not wire.closing.wait(0.2):
        wire.send("X-More: 1\r\n")


def drips_body(wire: Wire) -> None:
    """Send a few bytes of the body now and then, without end."""
    wire.send(head_of(200))
    while not wire.closing.wait(0.2):
        wire.send("<p>…")


def resets_at_once(wire: Wire) -> None:
    """Break off before a single byte of the answer."""
    wire.reset()


def resets_after(*parts: bytes | str) -> Behave:
    """Break off after these bytes have arrived."""

    def behave(wire: Wire) -> None:
        wire.send(*parts)
        wire.wait(0.2)
        wire.reset()

    return behave


def stale(wire: Wire) -> None:
    """Promise to keep the connection, and close it all the same."""
    body = page().encode()
    wire.send(
        f"HTTP/1.1 200 OK\r\nContent-Type: {HTML}\r\nConnection: keep-alive\r\n"
        f"Content-Length: {len(body)}\r\n\r\n",
        body,
    )


def zeros(size: int) -> bytes:
    """Return a page that is small on the way and large once unpacked."""
    return gzip.compress(b"<html>" + b" " * size)
