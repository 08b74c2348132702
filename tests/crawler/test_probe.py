"""Visits to home pages: what opens, what does not, and what only does not open for us."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from crawler.probe import Goal, Reach, Visit, visit_all
from tests.crawler.server import Reply, Route, redirect, serving

# pycurl takes the descriptor and leaves the socket object to the garbage.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket.socket:ResourceWarning")
HOME = Reply("<html><body>首页</body></html>")
SECONDS = 0.3
LOOPBACK = ("127.0.0.1",)


def visit(url: str, timeout: float = 5.0) -> Visit:
    (seen,) = visit_all([Goal(url, LOOPBACK, "测试")], (), timeout).visits
    return seen


def cookie_wall(number: int) -> Reply:
    """Lead to itself with a cookie, and let in whoever comes back."""
    return redirect("/") if number == 1 else HOME


@pytest.mark.parametrize(
    ("routes", "reach", "reason"),
    [
        ({"/": HOME}, Reach.OPEN, ""),
        ({"/": redirect("/zwgk/"), "/zwgk/": HOME}, Reach.OPEN, ""),
        ({"/": cookie_wall}, Reach.OPEN, ""),
        # More than anybody wants to read has come all the same.
        ({"/": Reply(is_endless=True)}, Reach.OPEN, ""),
        # Error pages of the server.
        ({"/": Reply("坏了", 500)}, Reach.FAILED, "HTTP 500"),
        ({"/": Reply("维护", 503)}, Reach.FAILED, "HTTP 503"),
        ({"/": Reply("", 504)}, Reach.FAILED, "HTTP 504"),
        ({}, Reach.FAILED, "HTTP 404"),
        ({"/": redirect("/a"), "/a": redirect("/")}, Reach.FAILED, "一再跳转，没有到达页面"),
        ({"/": redirect("/gone/")}, Reach.FAILED, "HTTP 404"),
        # What firewalls answer to programs.
        ({"/": Reply("", 403)}, Reach.UNCERTAIN, "HTTP 403，可能是防火墙拦截了本程序"),
        ({"/": Reply("x", 412)}, Reach.UNCERTAIN, "HTTP 412，可能是防火墙拦截了本程序"),
        ({"/": Reply("x", 521)}, Reach.UNCERTAIN, "HTTP 521，可能是防火墙拦截了本程序"),
        ({"/": Reply("x", 429)}, Reach.UNCERTAIN, "HTTP 429，可能是防火墙拦截了本程序"),
        ({"/": Reply(" \n")}, Reach.UNCERTAIN, "应答里没有内容"),
        ({"/": redirect("/\xe9\xa6\x96/"), "/%E9%A6%96/": HOME}, Reach.OPEN, ""),
        ({"/": redirect("http://[bad/")}, Reach.UNCERTAIN, "HTTP 302，没有写明跳转到哪里"),
        ({"/": redirect("javascript:;")}, Reach.UNCERTAIN, "HTTP 302，没有写明跳转到哪里"),
        ({"/": Reply("", 304, "")}, Reach.UNCERTAIN, "HTTP 304，没有写明跳转到哪里"),
        ({"/": redirect("http://127.0.0.2:9/")}, Reach.UNCERTAIN, "拒绝访问内网地址"),
        # No whole answer: ours or theirs.
        ({"/": Reply("x" * 100, cut=50)}, Reach.SILENT, "连接中断"),
    ],
)
def test_an_answer_is_what_a_browser_would_make_of_it(
    routes: dict[str, Route], reach: Reach, reason: str
) -> None:
    with serving(routes) as server:
        seen = visit(server.url)
    assert (seen.reach, seen.reason) == (reach, reason)


def test_cookies_that_are_set_on_the_way_are_brought_back() -> None:
    wall = Reply(status=302, headers={"Location": "/", "Set-Cookie": "pass=abc; Path=/; HttpOnly"})
    with serving({"/": lambda number: wall if number == 1 else HOME}) as server:
        assert visit(server.url).reach is Reach.OPEN
        assert [each.headers.get("cookie") for each in server.asked] == [None, "pass=abc"]


@pytest.mark.parametrize(
    "home",
    [
        Reply(hangs=True),
        Reply("首页", seconds=30.0),
        # Each redirect is in time, all of them together are not.
        Reply(status=302, headers={"Location": "/"}, seconds=0.1),
    ],
    ids=["no answer", "slow answer", "slow redirects"],
)
def test_what_takes_too_long_has_not_opened(home: Reply) -> None:
    with serving({"/": home}) as server:
        seen = visit(server.url, SECONDS)
    assert (seen.reach, seen.reason) == (Reach.SILENT, "0.3 秒没有打开")


def drip(connection: socket.socket, closing: threading.Event) -> None:
    """Send the head at once and the body drop by drop: no single wait is long."""
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while not closing.wait(0.02):
        connection.sendall(b"x")


def reset(connection: socket.socket, closing: threading.Event) -> None:
    """Break the connection off."""
    connection.recv(4096)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def stay_silent(connection: socket.socket, closing: threading.Event) -> None:
    """Accept and say nothing."""
    closing.wait()


Behaviour = Callable[[socket.socket, threading.Event], None]


@contextmanager
def listening(behave: Behaviour) -> Iterator[str]:
    """Serve one connection in one way."""
    closing = threading.Event()

    def serve() -> None:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        try:
            behave(connection, closing)
        except OSError:
            pass
        finally:
            connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            closing.set()
            thread.join()


@pytest.mark.parametrize(
    ("behave", "reason"),
    [(drip, "0.3 秒没有打开"), (stay_silent, "0.3 秒没有打开"), (reset, "连接中断")],
)
def test_servers_that_misbehave_on_the_wire_have_not_opened(behave: Behaviour, reason: str) -> None:
    with listening(behave) as url:
        seen = visit(url, SECONDS)
    assert (seen.reach, seen.reason) == (Reach.SILENT, reason)


def test_nobody_at_home_and_no_such_name() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert visit(f"http://127.0.0.1:{port}/").reason == "不能建立连接"
    assert visit("http://no-such-name.invalid/").reason == "域名不能解析"


def test_a_server_that_speaks_no_tls_is_in_doubt() -> None:
    with serving({"/": HOME}) as server:
        seen = visit(f"https://127.0.0.1:{server.port}/")
    assert (seen.reach, seen.reason) == (Reach.UNCERTAIN, "不能建立安全连接（HTTPS）")


def test_references_are_asked_only_where_a_site_is_silent() -> None:
    with serving({"/": HOME}) as site, serving({}) as reference:
        calm = visit_all([Goal(site.url, LOOPBACK)], (reference.url,), 5.0)
        assert (calm.witness, reference.requests.total()) == (None, 0)
        refused = Goal("http://127.0.0.1:9/", LOOPBACK)
        round_ = visit_all([Goal(site.url, LOOPBACK), refused], (reference.url,), 5.0)
    # A 404 is an answer: our own end is up.
    assert round_.witness is True
    assert [each.reach for each in round_.visits] == [Reach.OPEN, Reach.SILENT]


def test_without_an_answer_from_any_reference_our_own_end_is_down() -> None:
    with serving({"/": Reply(hangs=True)}) as server:
        references = (server.url, "http://no-such-name.invalid/")
        round_ = visit_all([Goal("http://127.0.0.1:9/", LOOPBACK)], references, SECONDS)
    assert round_.witness is False


def test_sites_are_visited_side_by_side() -> None:
    with serving({"/": Reply(hangs=True)}) as slow, serving({"/": HOME}) as quick:
        goals = [Goal(slow.url, LOOPBACK)] * 8 + [Goal(quick.url, LOOPBACK)]
        seen = visit_all(goals, (), SECONDS).visits
    assert [each.reach for each in seen] == [Reach.SILENT] * 8 + [Reach.OPEN]


def test_a_private_address_that_the_site_file_does_not_name_is_not_visited() -> None:
    with serving({"/": HOME}) as server:
        (seen,) = visit_all([Goal(server.url)], (), 5.0).visits
        assert server.requests.total() == 0
    assert (seen.reach, seen.reason) == (Reach.UNCERTAIN, "拒绝访问内网地址")
