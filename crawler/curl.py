"""Asks web servers through libcurl: many at once, bounded, never an address that is not public.

The check stands where the connection is opened, behind names, redirects and every way to spell an
address, so a name that changes between two look-ups (DNS rebinding) gains nothing.
"""

import asyncio
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import pycurl

from crawler.network import REFUSED, is_public
from crawler.urls import host_of

# What libcurl says of a socket it wants: family, type, protocol, (address, port, …).
Place = tuple[int, int, int, tuple[str, int]]
CONNECT_SECONDS = 15.0
IDLE_CONNECTIONS = 32
# Old servers of small offices speak old ciphers; what we read is public.
CIPHERS = "DEFAULT:@SECLEVEL=0"
# Servers that ask for patience get it, up to this many seconds.
MOST_PATIENCE = 600.0
BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
# What would end a header and begin another (RFC 9110, 5.5).
FIRST_BEYOND_ASCII = 0x80
CONTROLS = re.compile(rb"[\r\n\0]")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: header names in lower case, `body` unpacked.

    `seconds` passed until the answer began.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    seconds: float = 0.0

    def header(self, name: str) -> str:
        """Return the first value of a header, "" if there is none."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def location(self) -> str:
        """Where the answer leads: UTF-8 as text, other bytes escaped as browsers send them."""
        target = self.header("location").encode("latin-1", "replace")
        try:
            return target.decode()
        except UnicodeDecodeError:
            return "".join(
                chr(byte) if byte < FIRST_BEYOND_ASCII else f"%{byte:02X}" for byte in target
            )

    @property
    def patience(self) -> float:
        """The seconds for which a busy server asks to be left alone (RFC 9110, 10.2.3)."""
        if self.status not in BUSY:
            return 0.0
        return min(max(0.0, _seconds(self.header("retry-after"))), MOST_PATIENCE)


class FetchError(RuntimeError):
    """A request that brought no whole answer; the message is the transport's."""


class UnknownHostError(FetchError):
    """The host name could not be resolved."""


class RefusedError(FetchError):
    """Nothing listens at the address."""


class TimeOutError(FetchError):
    """The answer did not end in time."""


class HandshakeError(FetchError):
    """The server answered, but no secure connection came about."""


class TooLargeError(FetchError):
    """The answer is larger than the limit."""


class PrivateError(FetchError):
    """The address is not on the public internet."""


ERRORS: Mapping[int, type[FetchError]] = {
    pycurl.E_COULDNT_RESOLVE_HOST: UnknownHostError,
    pycurl.E_COULDNT_CONNECT: RefusedError,
    pycurl.E_OPERATION_TIMEDOUT: TimeOutError,
    pycurl.E_SSL_CONNECT_ERROR: HandshakeError,
}


FAMILIES = {
    0: pycurl.IPRESOLVE_WHATEVER,
    4: pycurl.IPRESOLVE_V4,
    6: pycurl.IPRESOLVE_V6,
}


@dataclass(frozen=True, slots=True)
class Question:
    """A request; times in seconds, `limit` in bytes of the unpacked body.

    With `headers_only` the connection ends where the body would begin, or, if it is a page, after
    so many bytes of its `beginning`; whatever fails after the headers is none of our business.
    `family` 4 or 6 keeps to addresses of that kind.
    """

    url: str
    headers: Sequence[tuple[str, str]] = ()
    body: bytes | None = None
    timeout: float = 30.0
    limit: int = 32 * 1024 * 1024
    headers_only: bool = False
    beginning: int = 0
    proxy: str = ""
    family: int = 0


@dataclass(slots=True)
class _Transfer:
    """A request on its way."""

    question: Question
    done: "asyncio.Future[Answer]"
    lines: list[bytes] = field(default_factory=list)
    chunks: list[bytes] = field(default_factory=list)
    size: int = 0
    is_begun: bool = False
    is_refused: bool = False
    is_too_large: bool = False
    is_enough: bool = False

    def on_header(self, line: bytes) -> int | None:
        if line.startswith(b"HTTP/"):
            self.lines.clear()
        elif line in (b"\r\n", b"\n"):
            # After early hints (1xx) the answer is still to come.
            self.is_begun = not self._is_hint()
            self.is_enough = self.is_begun and self.question.headers_only
            return -1 if self.is_enough and not self._wants_beginning() else None
        self.lines.append(line)
        return None

    def _is_hint(self) -> bool:
        return bool(self.lines) and self.lines[0].split(b" ", 1)[-1].startswith(b"1")

    def _wants_beginning(self) -> bool:
        headers = b"".join(self.lines).lower()
        is_page = b"\ncontent-type: text/html" in headers or b"application/xhtml" in headers
        return bool(self.question.beginning) and is_page

    def on_body(self, chunk: bytes) -> int | None:
        self.size += len(chunk)
        if self.question.headers_only:
            self.chunks.append(chunk)
            return None if self.size < self.question.beginning else -1
        if self.size > self.question.limit:
            self.is_too_large = True
            return -1
        self.chunks.append(chunk)
        return None


class Curl:
    """A set of connections driven by the running event loop."""

    def __init__(self, allowed: Sequence[str] = (), *, per_host: int = 8) -> None:
        self._allowed = frozenset(allowed)
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._on_socket)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._on_timer)
        self._multi.setopt(pycurl.M_MAX_HOST_CONNECTIONS, per_host)
        self._multi.setopt(pycurl.M_MAXCONNECTS, IDLE_CONNECTIONS)
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._transfers: dict[pycurl.Curl, _Transfer] = {}
        self._idle: list[pycurl.Curl] = []
        self._watched: set[int] = set()

    async def ask(self, question: Question) -> Answer:
        """Return the answer to a request; a `FetchError` says why there is none."""
        handle = self._idle.pop() if self._idle else pycurl.Curl()
        transfer = _Transfer(question, self._loop.create_future())
        self._prepare(handle, transfer)
        self._transfers[handle] = transfer
        self._multi.add_handle(handle)
        try:
            return await transfer.done
        finally:
            self._transfers.pop(handle, None)
            self._multi.remove_handle(handle)
            handle.reset()
            self._idle.append(handle)

    def close(self) -> None:
        """Close all connections."""
        if self._timer is not None:
            self._timer.cancel()
        for handle in self._idle:
            handle.close()
        self._multi.close()

    def _prepare(self, handle: pycurl.Curl, transfer: _Transfer) -> None:
        question = transfer.question
        handle.setopt(pycurl.URL, question.url.partition("#")[0])
        handle.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        handle.setopt(pycurl.PROXY, question.proxy)
        handle.setopt(pycurl.NOSIGNAL, 1)
        handle.setopt(pycurl.PATH_AS_IS, 1)
        handle.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
        handle.setopt(pycurl.ACCEPT_ENCODING, "")
        handle.setopt(pycurl.SSL_VERIFYPEER, 0)
        handle.setopt(pycurl.SSL_VERIFYHOST, 0)
        handle.setopt(pycurl.SSL_CIPHER_LIST, CIPHERS)
        handle.setopt(pycurl.TIMEOUT_MS, max(1, int(question.timeout * 1000)))
        handle.setopt(pycurl.IPRESOLVE, FAMILIES[question.family])
        connect = min(question.timeout, CONNECT_SECONDS)
        handle.setopt(pycurl.CONNECTTIMEOUT_MS, max(1, int(connect * 1000)))
        handle.setopt(pycurl.HTTPHEADER, [_header_line(*each) for each in question.headers])
        handle.setopt(pycurl.HEADERFUNCTION, transfer.on_header)
        handle.setopt(pycurl.WRITEFUNCTION, transfer.on_body)
        if question.body is not None:
            handle.setopt(pycurl.POST, 1)
            handle.setopt(pycurl.POSTFIELDS, question.body)
        if not question.proxy:
            handle.setopt(pycurl.OPENSOCKETFUNCTION, self._opener(transfer))

    def _opener(self, transfer: _Transfer) -> Callable[[int, Place], socket.socket | int]:
        # Connections are shared by host and port, so each has been checked when it was opened.
        def open_socket(purpose: int, place: Place) -> socket.socket | int:
            family, kind, protocol, address = place
            host = host_of(transfer.question.url)
            if host not in self._allowed and not is_public(address[0]):
                transfer.is_refused = True
                return pycurl.SOCKET_BAD
            return socket.socket(family, kind, protocol)

        return open_socket

    def _on_socket(
        self, event: int, descriptor: int, multi: pycurl.CurlMulti, data: object
    ) -> None:
        loop = self._loop
        if descriptor in self._watched:
            loop.remove_reader(descriptor)
            loop.remove_writer(descriptor)
            self._watched.discard(descriptor)
        if event == pycurl.POLL_REMOVE:
            return
        self._watched.add(descriptor)
        if event & pycurl.POLL_IN:
            loop.add_reader(descriptor, self._act, descriptor, pycurl.CSELECT_IN)
        if event & pycurl.POLL_OUT:
            loop.add_writer(descriptor, self._act, descriptor, pycurl.CSELECT_OUT)

    def _on_timer(self, milliseconds: int) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if milliseconds >= 0:
            self._timer = self._loop.call_later(
                milliseconds / 1000, self._act, pycurl.SOCKET_TIMEOUT, 0
            )

    def _act(self, descriptor: int, event: int) -> None:
        self._multi.socket_action(descriptor, event)
        while True:
            waiting, succeeded, failed = self._multi.info_read()
            for handle in succeeded:
                self._settle(handle, 0, "")
            for handle, code, message in failed:
                self._settle(handle, code, message)
            if not waiting:
                return

    def _settle(self, handle: pycurl.Curl, code: int, message: str) -> None:
        transfer = self._transfers.get(handle)
        if transfer is None or transfer.done.done():
            return
        if code and not transfer.is_enough:
            transfer.done.set_exception(_error(transfer, code, message))
            return
        if not transfer.is_begun:
            transfer.done.set_exception(FetchError("the answer ended within its headers"))
            return
        status = int(handle.getinfo(pycurl.RESPONSE_CODE))
        seconds = float(handle.getinfo(pycurl.STARTTRANSFER_TIME))
        headers = tuple(_header(line) for line in transfer.lines if b":" in line)
        transfer.done.set_result(Answer(status, headers, b"".join(transfer.chunks), seconds))


def _error(transfer: _Transfer, code: int, message: str) -> FetchError:
    if transfer.is_too_large:
        return TooLargeError(f"more than {transfer.question.limit} bytes")
    if transfer.is_refused and code == pycurl.E_COULDNT_CONNECT:
        return PrivateError(REFUSED)
    return ERRORS.get(code, FetchError)(message)


def _header(line: bytes) -> tuple[str, str]:
    name, _, value = line.decode("latin-1").partition(":")
    return name.strip().lower(), value.strip()


def _header_line(name: str, value: str) -> bytes:
    """Return a header as it is sent: what came in byte by byte goes back so."""
    line = f"{name}: {value}"
    try:
        return CONTROLS.sub(b"", line.encode("latin-1"))
    except UnicodeEncodeError:
        return CONTROLS.sub(b"", line.encode())


def _seconds(retry_after: str) -> float:
    """Return how long a Retry-After header asks to wait, 0 if it makes no sense."""
    if retry_after.isdecimal():
        return float(retry_after)
    try:
        return (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return 0.0
