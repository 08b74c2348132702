"""A web server on loopback that can misbehave in the ways that public sites do."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.message import Message
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HTML = "text/html; charset=utf-8"
CHUNK = b"x" * 65536


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; `hangs` never sends it, `is_endless` never ends it, `cut` ends it too soon.

    `seconds` pass before it is sent. With an ETag or Last-Modified among its headers it is 304 to
    those who have it already.
    """

    body: bytes | str = b""
    status: int = 200
    media: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False
    is_endless: bool = False
    cut: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it arrived: header names in lower case, `at` on the monotonic clock."""

    method: str
    path: str
    headers: Mapping[str, str]
    at: float
    port: int


# What a path answers to the first, second, … request.
Route = Reply | Callable[[int], Reply]


def redirect(target: str, status: int = 302) -> Reply:
    """Return a redirect to `target`."""
    return Reply(status=status, headers={"Location": target})


def links(*paths: str, body: str = "") -> Reply:
    """Return a page that links to `paths`."""
    anchors = "".join(f'<a href="{path}">{path}</a>' for path in paths)
    text = "本页是测试用的页面。" * 30
    return Reply(
        f"<html><head><title>页</title></head><body><p>{text}</p>{anchors}{body}</body></html>"
    )


class HostileServer(ThreadingHTTPServer):
    """Serves `routes`, what is not there by `otherwise`; counts the requests of each path."""

    daemon_threads = True
    block_on_close = False

    def __init__(
        self, routes: dict[str, Route], otherwise: Callable[[str], Reply], host: str = "127.0.0.1"
    ) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, 0), _Handler)
        self.routes = routes
        self.otherwise = otherwise
        self.requests: Counter[str] = Counter()
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._awaited: dict[int, threading.Event] = {}

    @property
    def url(self) -> str:
        """The address of the home page."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.server_address[1])

    def server_bind(self) -> None:
        """Bind to the address; the one that stands for all takes IPv4 as well."""
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()

    def asked_for(self, path: str) -> list[Asked]:
        """Return the requests of a path, in order."""
        return [each for each in self.asked if each.path == path]

    def after(self, count: int) -> threading.Event:
        """Return an event that is set once the server has seen `count` requests in all."""
        with self._lock:
            event = self._awaited.setdefault(count, threading.Event())
            if self.requests.total() >= count:
                event.set()
            return event

    def reply(self, path: str) -> Reply:
        """Count a request and return its answer."""
        with self._lock:
            self.requests[path] += 1
            number, total = self.requests[path], self.requests.total()
            for count, event in self._awaited.items():
                if total >= count:
                    event.set()
        route = self.routes.get(path)
        if route is None:
            return self.otherwise(path)
        return route if isinstance(route, Reply) else route(number)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: crawlers hang up when they have seen enough."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: HostileServer

    def do_HEAD(self) -> None:
        self._note(self.path)
        self.send_error(405)

    def do_GET(self) -> None:
        self._answer(self.path)

    def do_POST(self) -> None:
        # A form is part of the route, spelt as the crawler spells its address.
        form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        separator = "&" if "?" in self.path else "?"
        self._answer(f"{self.path}{separator}__wb_method=POST&{form}")

    def _note(self, path: str) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        at, port = time.monotonic(), self.client_address[1]
        self.server.asked.append(Asked(self.command, path, headers, at, port))

    def _answer(self, path: str) -> None:
        self._note(path)
        reply = self.server.reply(path)
        if reply.seconds:
            self.server.closing.wait(reply.seconds)
        if reply.hangs:
            self.server.closing.wait()
            return
        if _has_already(reply, self.headers):
            reply = replace(reply, status=304, body=b"", media="")
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        self.send_response(reply.status)
        if reply.media:
            self.send_header("Content-Type", reply.media)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.is_endless:
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        while reply.is_endless and not self.server.closing.is_set():
            self.wfile.write(CHUNK)
        self.wfile.write(body[: len(body) - reply.cut])
        if reply.cut:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        pass


def _has_already(reply: Reply, headers: Message) -> bool:
    """Whether the client has named what it would be sent (RFC 9110, 13.1)."""
    etag, modified = reply.headers.get("ETag"), reply.headers.get("Last-Modified")
    if reply.status != HTTPStatus.OK:
        return False
    if "If-None-Match" in headers:
        return etag is not None and headers["If-None-Match"] == etag
    return modified is not None and headers.get("If-Modified-Since") == modified


def missing(path: str) -> Reply:
    """Answer 404."""
    return Reply("<html><body>没有</body></html>", status=404)


@contextmanager
def serving(
    routes: dict[str, Route],
    otherwise: Callable[[str], Reply] = missing,
    host: str = "127.0.0.1",
) -> Iterator[HostileServer]:
    """Serve `routes` on a free port."""
    server = HostileServer(routes, otherwise, host)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
