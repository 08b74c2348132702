"""The only way out for the browser: a proxy on loopback that checks where every connection leads.

A browser resolves names and follows redirects by itself, out of reach of any hook for requests.
Here each connection is opened to the very address that was checked, so neither gains anything.
"""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from urllib.parse import urlsplit

from crawler.network import is_public, literal_address

logger = logging.getLogger(__name__)

HEAD_LIMIT = 128 * 1024
CHUNK = 64 * 1024
# A dead host elsewhere must not use up the time of the page that asks for a script there.
CONNECT_SECONDS = 5.0
ADDRESSES_TRIED = 2
# A TLS record of a handshake begins so (RFC 8446, 5.1); web sockets without TLS do not.
TLS_HANDSHAKE = b"\x16"
# What concerns the connection is settled anew on each side (RFC 9110, 7.6.1).
OF_CONNECTION = frozenset(
    {"connection", "keep-alive", "proxy-connection", "proxy-authorization", "te", "upgrade"}
)
ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
BODY_LENGTH = "content-length"

Resolve = Callable[[str, int], Awaitable[list[str]]]


class RefusalError(Exception):
    """A connection that the browser may not have."""


async def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host name."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]).partition("%")[0] for *_, address in found))


class GuardedProxy:
    """Passes on what the browser asks of the hosts in `open_hosts`, never to private addresses.

    `allowed` hosts may be private; `limit` is how many bytes a connection may bring in a page's
    time. `refused` collects the hosts that turned out to be private.
    """

    def __init__(self, allowed: Collection[str], limit: int, resolve: Resolve = resolve) -> None:
        self.open_hosts: set[str] = set()
        self.refused: set[str] = set()
        self._allowed = frozenset(allowed)
        self._limit = limit
        self._resolve = resolve
        self._server: asyncio.Server | None = None
        self._carried: dict[asyncio.Task[None], int] = {}

    async def start(self) -> str:
        """Listen on a free port of loopback and return the proxy's address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=HEAD_LIMIT)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def begin_page(self) -> None:
        """Begin to count bytes anew."""
        self._carried = dict.fromkeys(self._carried, 0)

    async def close(self) -> None:
        """Stop listening and cut what is still open."""
        if self._server is not None:
            self._server.close()
        tasks = list(self._carried)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._carried[task] = 0
        try:
            await self._answer(reader, writer)
        except RefusalError as error:
            logger.info("the browser was refused: %s", error)
        except (OSError, EOFError, ValueError, TimeoutError, asyncio.LimitOverrunError):
            # The browser sees a connection that breaks off, as it would without a proxy.
            pass
        except asyncio.CancelledError:
            # Only `close` cancels; asyncio would print a connection that ends in this way.
            pass
        finally:
            self._carried.pop(task, None)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, _, rest = head.partition("\r\n")
        method, target, _ = line.split(" ", 2)
        if method == "CONNECT":
            parts = urlsplit(f"//{target}")
            first, opening = b"", ESTABLISHED
        else:
            parts = urlsplit(target)
            if parts.scheme != "http":
                raise RefusalError(target)
            first, opening = _request_head(method, target, rest).encode("latin-1"), b""
        upstream = await self._connect(parts.hostname or "", parts.port or 80)
        try:
            if method == "CONNECT":
                writer.write(opening)
                first = await reader.read(CHUNK)
                if not first.startswith(TLS_HANDSHAKE):
                    raise RefusalError(f"not TLS: {target}")
                await self._tunnel(reader, writer, upstream, first)
            else:
                await self._forward(reader, writer, upstream, first, _length(rest))
        finally:
            upstream[1].close()

    async def _connect(
        self, host: str, port: int
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if host not in self.open_hosts:
            raise RefusalError(f"not asked for by a page: {host}")
        async with asyncio.timeout(CONNECT_SECONDS):
            literal = literal_address(host)
            addresses = [literal] if literal else await self._resolve(host, port)
        if host not in self._allowed:
            addresses = [each for each in addresses if is_public(each)]
            if not addresses:
                self.refused.add(host)
                raise RefusalError(f"private address: {host}")
        error: Exception = OSError("no address")
        for address in addresses[:ADDRESSES_TRIED]:
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    return await asyncio.open_connection(address, port, limit=HEAD_LIMIT)
            except (OSError, TimeoutError) as failure:
                error = failure
        raise error

    async def _forward(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        upstream: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        head: bytes,
        length: int,
    ) -> None:
        """Pass on one request and its answer, after which the connection ends."""
        upstream[1].write(head)
        sending = asyncio.ensure_future(_send_body(reader, upstream[1], length))
        try:
            answer = ""
            while not answer or answer.split(" ", 2)[1].startswith("1"):
                answer = (await upstream[0].readuntil(b"\r\n\r\n")).decode("latin-1")
            line, _, rest = answer.partition("\r\n")
            writer.write(f"{line}\r\n{_kept(rest)}Connection: close\r\n\r\n".encode("latin-1"))
            await self._copy(upstream[0], writer)
        finally:
            sending.cancel()

    async def _tunnel(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        upstream: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        first: bytes,
    ) -> None:
        upstream[1].write(first)
        sending = asyncio.ensure_future(_send_body(reader, upstream[1], None))
        try:
            await self._copy(upstream[0], writer)
        finally:
            sending.cancel()

    async def _copy(self, source: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        while chunk := await source.read(CHUNK):
            self._carried[task] += len(chunk)
            if self._carried[task] > self._limit:
                raise RefusalError(f"more than {self._limit} bytes")
            writer.write(chunk)
            await writer.drain()


async def _send_body(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, length: int | None
) -> None:
    """Pass on `length` bytes, or all; then wait for the browser to hang up."""
    with suppress(OSError):
        while chunk := await reader.read(CHUNK):
            passed = chunk if length is None else chunk[:length]
            length = None if length is None else length - len(passed)
            writer.write(passed)
            await writer.drain()
        writer.close()


def _request_head(method: str, target: str, rest: str) -> str:
    parts = urlsplit(target)
    path = target.partition("://")[2].removeprefix(parts.netloc) or "/"
    path = path if path.startswith("/") else f"/{path}"
    return f"{method} {path} HTTP/1.1\r\n{_kept(rest)}Connection: close\r\n\r\n"


def _kept(lines: str) -> str:
    """Return the header lines that go on to the other side."""
    kept = [line for line in lines.split("\r\n") if line and _name(line) not in OF_CONNECTION]
    return "".join(f"{line}\r\n" for line in kept)


def _name(line: str) -> str:
    return line.partition(":")[0].strip().lower()


def _length(lines: str) -> int:
    values = [line for line in lines.split("\r\n") if _name(line) == BODY_LENGTH]
    return int(values[0].partition(":")[2]) if values else 0
