"""The browser's way out, with a name service that says what the test wants."""

import asyncio

import pytest

from crawler.proxy import GuardedProxy
from tests.crawler.rendering import LOOPBACK
from tests.crawler.server import HostileServer, Reply, serving


async def through(proxy: GuardedProxy, request: str) -> bytes:
    """Send a request through the proxy and return the answer to its end."""
    port = int((await proxy.start()).rpartition(":")[2])
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    writer.write(request.encode())
    try:
        return await asyncio.wait_for(reader.read(), 10)
    except ConnectionError:
        return b""
    finally:
        writer.close()
        await proxy.close()


def proxied(server: HostileServer, addresses: list[list[str]], *allowed: str) -> bytes:
    """Ask the server by a name that has other addresses each time it is looked up."""

    async def look_up(host: str, port: int) -> list[str]:
        return addresses.pop(0)

    async def ask() -> bytes:
        proxy = GuardedProxy(allowed, 100_000, look_up)
        proxy.open_hosts.add("site.example")
        port = server.server_address[1]
        get = f"GET http://site.example:{port}/a?b=1 HTTP/1.1\r\nHost: site.example\r\n\r\n"
        return await through(proxy, get)

    return asyncio.run(ask())


def test_a_connection_goes_to_the_address_that_was_checked() -> None:
    # A second look-up would fail: the list is empty then.
    with serving({"/a?b=1": Reply("内容")}) as server:
        answer = proxied(server, [[LOOPBACK]], "site.example")
    assert "内容".encode() in answer
    assert b"Connection: close" in answer


def test_a_name_with_private_addresses_only_is_refused() -> None:
    with serving({}) as server:
        assert proxied(server, [[LOOPBACK, "10.0.0.1", "::ffff:127.0.0.1"]]) == b""
        assert server.requests.total() == 0


@pytest.mark.parametrize(
    "ask", ["GET http://127.0.0.1:{}/ HTTP/1.1", "CONNECT 127.0.0.1:{} HTTP/1.1"]
)
def test_a_host_that_no_page_asked_for_is_refused(ask: str) -> None:
    with serving({}) as server:
        request = f"{ask.format(server.server_address[1])}\r\n\r\n"
        proxy = GuardedProxy([LOOPBACK], 100_000)
        assert asyncio.run(through(proxy, request)) == b""
        assert server.requests.total() == 0


def test_a_tunnel_carries_nothing_but_tls() -> None:
    with serving({}) as server:
        proxy = GuardedProxy([LOOPBACK], 100_000)
        proxy.open_hosts.add(LOOPBACK)
        port = server.server_address[1]
        request = f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n"
        assert b"404" not in asyncio.run(through(proxy, request))
        assert server.requests.total() == 0


def test_an_endless_answer_is_cut_off() -> None:
    with serving({"/a?b=1": Reply(is_endless=True)}) as server:
        answer = proxied(server, [[LOOPBACK]], "site.example")
    assert len(answer) <= 101_000
