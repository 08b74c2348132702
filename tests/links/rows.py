"""What a row of the hostile table is, and the rows of answers, time and transport."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tests.links import behaviours as does
from tests.links.behaviours import (
    WELL,
    after,
    answer,
    first,
    head_of,
    page,
    raw,
    resets_after,
    unless,
)
from tests.links.wire import Behave

BODY = page()
SIZE = len(BODY.encode())
LINK = '<a href="{href}">{name}</a>'


class Says(StrEnum):
    """What is said of a link: nothing, a finding by its code, or that nothing is certain.

    CALM is nothing or undecided: both are true, and dead it is not.
    """

    WELL = "well"
    DEAD = "L401"
    FILE = "L402"
    SOFT = "L403"
    PART = "L404"
    ANCHOR = "L405"
    HOME = "L408"
    LOGIN = "L409"
    TAKEN = "L413"
    CLOAKED = "L414"
    UNSURE = "undecided"
    CALM = "calm"


class At(StrEnum):
    """Where the target lies: on the site itself, whose pages are read, or on a host outside."""

    SITE = "site"
    OUTSIDE = "outside"
    PATIENT = "patient"
    EVERYTHING = "everything"
    TEMPLATE = "template"
    APPLICATION = "application"
    TAKEN = "taken"
    PARKED = "parked"
    CLOAKED = "cloaked"
    CLOSED_TO_ROBOTS = "robots"


@dataclass(frozen=True, slots=True)
class Row:
    """A link of the site, what its target does, and what must be said of it.

    The target is `path` (by default made of the name) of the host `at`, or `href`, in which names
    in braces stand for hosts with their ports. `because` is part of the sentence that is said.
    """

    name: str
    says: Says
    behaviour: Behave | None = None
    at: At = At.SITE
    path: str = ""
    href: str = ""
    html: str = LINK
    because: str = ""
    also: Mapping[str, Behave] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """The path at which the host of the row behaves as it says."""
        return self.path or "/" + "-".join(self.name.split())

    def url(self, hosts: Mapping[str, str]) -> str:
        """Return the address as it stands on the page."""
        return (self.href or f"http://{{{self.at}}}{self.place}").format_map(hosts)


STATUS = (
    Row("well", Says.WELL, WELL),
    Row("not found", Says.DEAD, does.MISSING, because="HTTP 404"),
    Row("gone", Says.DEAD, answer(410), because="HTTP 410"),
    Row("outside well", Says.WELL, WELL, At.OUTSIDE),
    Row("outside not found", Says.DEAD, does.MISSING, At.OUTSIDE, because="HTTP 404"),
    Row("outside gone", Says.DEAD, answer(410), At.OUTSIDE, because="HTTP 410"),
    # What may pass.
    Row("500 twice and then well", Says.WELL, first(answer(500), answer(502), WELL)),
    Row("always 500", Says.UNSURE, answer(500, page("出错了")), because="服务器错误（HTTP 500）"),
    Row("always 502", Says.UNSURE, answer(502), because="HTTP 502"),
    Row("always 503", Says.UNSURE, answer(503), because="HTTP 503"),
    Row("always 504", Says.UNSURE, answer(504), because="HTTP 504"),
    Row("outside always 500", Says.UNSURE, answer(500), At.OUTSIDE, because="HTTP 500"),
    Row("busy and says for how long", Says.WELL, first(answer(503, "", "Retry-After: 1"), WELL),
        At.PATIENT),
    Row("always busy", Says.UNSURE, answer(503, "", "Retry-After: 1"), At.PATIENT),
    # Refusals: of us, not of people.
    Row("bad request", Says.UNSURE, answer(400)),
    Row("unauthorised", Says.UNSURE, answer(401, "", 'WWW-Authenticate: Basic realm="x"')),
    Row("forbidden", Says.UNSURE, answer(403, page("禁止访问")), because="HTTP 403"),
    Row("forbidden to robots", Says.UNSURE, unless(does.is_robot, answer(403)), because="HTTP 403"),
    Row("method not allowed", Says.UNSURE, answer(405)),
    Row("challenge of a firewall", Says.UNSURE,
        answer(412, "<script>document.cookie='a=1';location.reload()</script>")),
    Row("challenge answered 521", Says.UNSURE, answer(521, "<script>go()</script>")),
    Row("too many requests", Says.UNSURE, answer(429), At.OUTSIDE),
    Row("refusal 999", Says.UNSURE, answer(999), At.OUTSIDE),
    Row("unavailable for legal reasons", Says.UNSURE, answer(451), At.OUTSIDE),
    Row("firewall that answers 200", Says.UNSURE,
        answer(200, page("您的请求疑似攻击行为，已被防火墙拦截，如有疑问请与管理员联系。")),
        because="防火墙拦截"),
    Row("closed to robots", Says.UNSURE, WELL, At.CLOSED_TO_ROBOTS, because="robots.txt"),
    # HEAD is not GET.
    Row("HEAD answered 405", Says.WELL, unless(does.is_head, answer(405)), At.OUTSIDE),
    Row("HEAD answered 404", Says.WELL, unless(does.is_head, answer(404)), At.OUTSIDE),
    Row("HEAD answered 500", Says.WELL, unless(does.is_head, answer(500)), At.OUTSIDE),
    Row("HEAD never answered", Says.WELL, unless(does.is_head, does.silent), At.OUTSIDE),
    # Answers without content, and oddities of the status line.
    Row("no content", Says.CALM, answer(204, media="")),
    Row("a part that nobody asked for", Says.WELL,
        answer(206, BODY, f"Content-Range: bytes 0-{SIZE - 1}/{SIZE}")),
    Row("not modified unasked", Says.UNSURE, answer(304, media="")),
    Row("nothing in the body", Says.UNSURE, answer(200)),
    Row("status without words", Says.WELL, answer("200", BODY)),
    Row("status that does not exist", Says.UNSURE, answer(799)),
    Row("status that is no number", Says.UNSURE, raw("HTTP/1.1 abc\r\n\r\n", BODY)),
    Row("early hints first", Says.WELL,
        raw("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n", head_of(200, length=SIZE), BODY)),
)  # fmt: skip

TIME = (
    Row("slow within the limit", Says.WELL, after(0.4, WELL)),
    Row("slow beyond the limit", Says.UNSURE, does.silent, because="没有响应"),
    Row("headers without end", Says.UNSURE, does.drips_headers, because="没有响应"),
    Row("body without end", Says.UNSURE, does.drips_body, because="没有响应"),
    Row("outside never answers", Says.UNSURE, does.silent, At.OUTSIDE, because="没有响应"),
    Row("outside body without end", Says.CALM, does.drips_body, At.OUTSIDE),
    Row("no connection comes about", Says.UNSURE, href="http://{deaf}/", because="没有响应"),
    Row("no handshake comes about", Says.UNSURE, href="https://{mute}/", because="没有响应"),
)

TRANSPORT = (
    Row("port closed", Says.UNSURE, href="http://{closed}/", because="连接被拒绝"),
    Row("reset when connected", Says.UNSURE, href="http://{reset}/"),
    Row("reset when asked", Says.UNSURE, does.resets_at_once),
    Row("reset within the headers", Says.UNSURE, resets_after("HTTP/1.1 200 OK\r\nContent-")),
    Row("reset after the headers", Says.UNSURE, resets_after(head_of(200, length=SIZE))),
    Row("reset within the body", Says.UNSURE, resets_after(head_of(200, length=SIZE), BODY[:99])),
    Row("outside reset within the body", Says.CALM,
        resets_after(head_of(200, length=SIZE), BODY[:99]), At.OUTSIDE),
    Row("empty reply", Says.UNSURE, raw()),
    Row("connection closed though kept", Says.WELL, does.stale),
    Row("length too great", Says.UNSURE, raw(head_of(200, length=SIZE + 500), BODY)),
    Row("length too small", Says.WELL, raw(head_of(200, length=SIZE - 20), BODY)),
    Row("two lengths", Says.CALM, raw(head_of(200, "Content-Length: 10", length=SIZE), BODY)),
    Row("length that is no number", Says.CALM, raw(head_of(200, "Content-Length: viel"), BODY)),
    Row("chunks that are none", Says.UNSURE,
        raw(head_of(200, "Transfer-Encoding: chunked"), "zz\r\n", BODY)),
    Row("chunks without an end", Says.UNSURE,
        raw(head_of(200, "Transfer-Encoding: chunked"), "20\r\n", BODY[:32], "\r\n")),
    Row("HTTP 1.0", Says.WELL, raw("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n", BODY)),
    Row("HTTP 0.9", Says.UNSURE, raw(BODY)),
    Row("lines that end in LF alone", Says.WELL,
        raw("HTTP/1.1 200 OK\nContent-Type: text/html\nConnection: close\n\n", BODY)),
    Row("a megabyte of headers", Says.UNSURE,
        raw(head_of(200, f"X-Large: {'x' * 1_000_000}", length=SIZE), BODY)),
    Row("ten thousand headers", Says.CALM,
        raw(head_of(200, *(f"X-{n}: {n}" for n in range(10_000)), length=SIZE), BODY)),
    Row("a header without a name", Says.CALM, raw(head_of(200, ": x", "no colon", length=SIZE), BODY)),
    Row("a zero byte in a header", Says.CALM, raw(head_of(200, "X-Zero: a\0b", length=SIZE), BODY)),
    Row("gzip bomb", Says.UNSURE,
        raw(head_of(200, "Content-Encoding: gzip"), does.zeros(30_000_000)), because="上限"),
    Row("outside gzip bomb", Says.CALM,
        raw(head_of(200, "Content-Encoding: gzip"), does.zeros(30_000_000)), At.OUTSIDE),
    Row("brotli that is none", Says.UNSURE, raw(head_of(200, "Content-Encoding: br"), BODY)),
    Row("gzip that is none", Says.UNSURE, raw(head_of(200, "Content-Encoding: gzip"), BODY)),
    Row("an encoding that nobody knows", Says.UNSURE,
        raw(head_of(200, "Content-Encoding: rot13"), BODY)),
    # Certificates: people see a warning, which is not the same as a dead link.
    Row("certificate of its own", Says.WELL, href="https://{self_signed}/"),
    Row("certificate run out", Says.WELL, href="https://{expired}/"),
    Row("certificate of another name", Says.WELL, href="https://{misnamed}/"),
    Row("TLS 1.0 alone", Says.CALM, href="https://{old_tls}/"),
    Row("HTTP where TLS is expected", Says.UNSURE, href="https://{outside}/plain"),
)  # fmt: skip
