"""A server on loopback whose answers are written byte by byte, so that they can be anything."""

import socket
import socketserver
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

# Longer than any address and any set of headers that a crawler sends.
LONGEST_HEAD = 128 * 1024


@dataclass(slots=True)
class Wire:
    """One request and the connection it came by; `number` counts the requests of its path."""

    method: str
    path: str
    headers: Mapping[str, str]
    number: int
    connection: socket.socket
    closing: threading.Event
    stays: bool = False

    @property
    def agent(self) -> str:
        """The name under which the client asks, in lower case."""
        return self.headers.get("user-agent", "").lower()

    def send(self, *parts: bytes | str) -> None:
        """Send bytes, or text as UTF-8."""
        data = b"".join(part.encode() if isinstance(part, str) else part for part in parts)
        self.connection.sendall(data)

    def wait(self, seconds: float | None = None) -> None:
        """Let time pass; without end, until the server stops."""
        self.closing.wait(seconds)

    def reset(self) -> None:
        """Break the connection off (RST)."""
        break_off(self.connection)


def break_off(connection: socket.socket) -> None:
    """Break a connection off (RST)."""
    linger = struct.pack("ii", 1, 0)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    connection.close()


Behave = Callable[[Wire], None]


@dataclass(slots=True)
class Host:
    """A server with its behaviours by path; what is not there is answered by `otherwise`.

    `greets` takes a connection before it has said anything.
    """

    address: str
    otherwise: Behave
    behaviours: dict[str, Behave] = field(default_factory=dict)
    greets: Callable[[socket.socket], None] | None = None
    asked: Counter[str] = field(default_factory=Counter)
    closing: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    port: int = 0

    @property
    def place(self) -> str:
        """Host and port."""
        return f"{self.address}:{self.port}"


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    host: Host

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients hang up when they have seen enough."""


class _Handler(socketserver.BaseRequestHandler):
    server: _Server
    request: socket.socket

    def handle(self) -> None:
        host = self.server.host
        if host.greets is not None:
            host.greets(self.request)
            return
        while (wire := self._read(host)) is not None:
            host.behaviours.get(wire.path, host.otherwise)(wire)
            if not wire.stays:
                return

    def _read(self, host: Host) -> Wire | None:
        head = b""
        while b"\r\n\r\n" not in head and len(head) < LONGEST_HEAD:
            part = self.request.recv(65536)
            if not part:
                return None
            head += part
        first, *lines = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ", 2)
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        with host.lock:
            host.asked[path] += 1
            number = host.asked[path]
        return Wire(method, path, headers, number, self.request, host.closing)


@contextmanager
def wired(host: Host) -> Iterator[Host]:
    """Serve a host on a free port of its address."""
    with _Server((host.address, 0), _Handler) as server:
        server.host = host
        host.port = int(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield host
        finally:
            host.closing.set()
            server.shutdown()
            thread.join()


@contextmanager
def deaf(address: str) -> Iterator[int]:
    """Hold a port at which no connection ever comes about: its queue is full (backlog)."""
    with socket.socket() as listener:
        listener.bind((address, 0))
        listener.listen(0)
        port = int(listener.getsockname()[1])
        queued = [socket.socket() for _ in range(4)]
        for each in queued:
            each.setblocking(False)
            with suppress(BlockingIOError):
                each.connect((address, port))
        try:
            yield port
        finally:
            for each in queued:
                each.close()


def closed(address: str) -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])
