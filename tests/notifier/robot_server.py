"""A real HTTP server on loopback that answers as the platforms of robots do, or worse."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec

from tests.notifier.fault_server import Act, drip, reset

# Where the tests keep the address of a robot.
VARIABLE, KEY = "TEST_ROBOT", "geheimer-schluessel"


@dataclass(frozen=True)
class Reply:
    """What the server answers to one request."""

    body: bytes = b'{"errcode":0,"errmsg":"ok"}'
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)


@dataclass(frozen=True)
class Heard:
    """A request whose body was read to the end."""

    path: str
    body: bytes

    @property
    def told(self) -> dict[str, Any]:  # Any: the platform's JSON
        """The body, decoded."""
        decoded: dict[str, Any] = msgspec.json.decode(self.body)
        return decoded


@dataclass
class RobotServer:
    """What was heard, and the answers to give: the first ones in order, then all is well."""

    answers: list[Reply | Act | Callable[[], None]] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    usual: Reply = Reply()
    port: int = 0
    scheme: str = "http"
    is_over: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        """The address of the robot, with its key."""
        return f"{self.scheme}://127.0.0.1:{self.port}/send?key={KEY}"


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    def do_POST(self) -> None:
        robots = self.server.robots
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) < length:
            return
        robots.heard.append(Heard(self.path, body))
        answer = robots.answers.pop(0) if robots.answers else robots.usual
        if isinstance(answer, Act):
            self._misbehave(answer)
        elif isinstance(answer, Reply):
            self._reply(answer)
        else:
            answer()

    def _reply(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def _misbehave(self, act: Act) -> None:
        connection: socket.socket = self.connection
        match act:
            case Act.HANG:
                self.server.robots.is_over.wait(10)
            case Act.RESET:
                reset(connection)
            case Act.DRIP:
                drip(connection, b"HTTP/1.1 200 OK\r\nX: " + b"x" * 5_000)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    robots: RobotServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients hang up."""


@contextmanager
def running(robots: RobotServer, pem: Path | None = None) -> Iterator[RobotServer]:
    """Run the server while the block runs, over TLS where a certificate is given."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        if pem is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(pem)
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
            robots.scheme = "https"
        server.robots = robots
        robots.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield robots
        finally:
            robots.is_over.set()
            server.shutdown()
            thread.join()
