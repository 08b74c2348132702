"""The transport against real servers, those that mean no good included."""

import asyncio
import gzip
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import brotli  # type: ignore[import-untyped]  # it has no annotations
import pytest

from crawler.curl import (
    Answer,
    Curl,
    FetchError,
    PrivateError,
    Question,
    RefusedError,
    TimeOutError,
    TooLargeError,
    UnknownHostError,
)
from crawler.page import Outcome
from tests.crawler.crawls import crawled, site_of
from tests.crawler.server import Reply, links, redirect, serving

T = TypeVar("T")
# libcurl is given a duplicate of each socket; the original is closed as soon as it is dropped.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket.socket:ResourceWarning")
ALLOWED = ("127.0.0.1",)
ZEROS = b"0" * 100_000_000


def asking(ask: Callable[[Curl], Awaitable[T]], *, per_host: int = 8) -> T:
    """Run `ask` in a loop of its own, within ten seconds."""

    async def run() -> T:
        curl = Curl(ALLOWED, per_host=per_host)
        try:
            async with asyncio.timeout(10):
                return await ask(curl)
        finally:
            curl.close()

    return asyncio.run(run())


def answer_to(question: Question) -> Answer:
    """Ask one question."""
    return asking(lambda curl: curl.ask(question))


@contextmanager
def saying(*pieces: bytes, pause: float = 0.0) -> Iterator[str]:
    """Serve one connection with raw bytes, piece by piece, and yield the address."""
    closing = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                for piece in pieces:
                    try:
                        connection.sendall(piece)
                    except OSError:
                        return
                    closing.wait(pause)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        closing.set()
        thread.join()


@pytest.mark.parametrize("size", [999, 1000])
def test_a_body_within_the_limit_is_whole(size: int) -> None:
    with serving({"/": Reply(b"x" * size)}) as server:
        answer = answer_to(Question(server.url, limit=1000))
    assert (answer.status, len(answer.body)) == (200, size)


def test_a_body_over_the_limit_is_no_body() -> None:
    with serving({"/": Reply(b"x" * 1001)}) as server, pytest.raises(TooLargeError):
        answer_to(Question(server.url, limit=1000))


def test_an_answer_without_end_ends_at_the_limit() -> None:
    with serving({"/": Reply(is_endless=True)}) as server, pytest.raises(TooLargeError):
        answer_to(Question(server.url, limit=1_000_000))


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(ZEROS, 1, mtime=0)),
        ("br", brotli.compress(ZEROS, quality=1)),
        ("gzip, gzip", gzip.compress(gzip.compress(ZEROS, 9, mtime=0))),
    ],
    ids=["gzip", "brotli", "twice"],
)
def test_a_small_body_that_unpacks_to_a_large_one_is_stopped(coding: str, packed: bytes) -> None:
    bomb = Reply(packed, headers={"Content-Encoding": coding})
    with serving({"/": bomb}) as server, pytest.raises(TooLargeError):
        answer_to(Question(server.url, limit=1_000_000))


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"text", mtime=0)),
        ("br", brotli.compress(b"text")),
        ("identity", b"text"),
    ],
)
def test_a_packed_body_is_unpacked(coding: str, packed: bytes) -> None:
    with serving({"/": Reply(packed, headers={"Content-Encoding": coding})}) as server:
        assert answer_to(Question(server.url)).body == b"text"


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "zip9"])
def test_a_body_that_is_not_packed_as_it_says_is_an_error_and_no_empty_page(coding: str) -> None:
    reply = Reply(b"no such thing", headers={"Content-Encoding": coding})
    with serving({"/": reply}) as server, pytest.raises(FetchError):
        answer_to(Question(server.url))


def test_a_server_that_never_answers_times_out() -> None:
    with serving({"/": Reply(hangs=True)}) as server, pytest.raises(TimeOutError):
        answer_to(Question(server.url, timeout=0.3))


def test_an_answer_that_drips_times_out_in_all() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    with saying(head, *[b"x"] * 100, pause=0.05) as url, pytest.raises(TimeOutError):
        answer_to(Question(url, timeout=0.4))


def test_headers_that_drip_time_out_in_all() -> None:
    head = b"HTTP/1.1 200 OK\r\n"
    dripping = saying(head, *[b"A: b\r\n"] * 100, pause=0.05)
    with dripping as url, pytest.raises(TimeOutError):
        answer_to(Question(url, timeout=0.4))


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf",
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
            + gzip.compress(b"p" * 999, mtime=0)[:15],
            marks=pytest.mark.xfail(
                strict=True, reason="libcurl takes the end of an answer without a length for whole"
            ),
        ),
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"",
    ],
    ids=["length", "chunk", "gzip", "header", "nothing"],
)
def test_an_answer_that_is_cut_off_is_an_error(raw: bytes) -> None:
    with saying(raw) as url, pytest.raises(FetchError):
        answer_to(Question(url))


def test_headers_without_end_are_stopped() -> None:
    many = [b"A: " + b"b" * 60_000 + b"\r\n"] * 200
    with saying(b"HTTP/1.1 200 OK\r\n", *many) as url, pytest.raises(FetchError):
        answer_to(Question(url, timeout=5))


def test_with_headers_only_the_body_is_left_where_it_is() -> None:
    with serving({"/": Reply(is_endless=True)}) as server:
        answer = answer_to(Question(server.url, headers_only=True, limit=1000))
    assert (answer.status, answer.body) == (200, b"")
    assert answer.header("content-type").startswith("text/html")


def test_with_headers_only_an_answer_without_a_body_is_an_answer_too() -> None:
    with serving({"/": Reply(status=204)}) as server:
        assert answer_to(Question(server.url, headers_only=True)).status == 204


@pytest.mark.parametrize("headers_only", [False, True])
def test_an_early_hint_is_not_the_answer(headers_only: bool) -> None:
    hint = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    final = b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nX-A: b\r\n\r\nnone"
    with saying(hint + final) as url:
        answer = answer_to(Question(url, headers_only=headers_only))
    assert (answer.status, answer.header("x-a"), answer.header("link")) == (404, "b", "")


def test_nothing_at_the_port_is_a_refusal() -> None:
    with serving({}) as server:
        url = server.url
    with pytest.raises(RefusedError):
        answer_to(Question(url))


def test_a_name_that_does_not_resolve_is_an_unknown_host() -> None:
    with pytest.raises(UnknownHostError):
        answer_to(Question("http://no-such-host.invalid/"))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "127.1", "[::1]", "site.localhost"])
def test_a_private_address_is_not_connected_to(host: str) -> None:
    with serving({}, host="::") as server:
        with pytest.raises(PrivateError):
            answer_to(Question(f"http://{host}:{server.port}/"))
        assert server.asked == []


def test_an_open_connection_to_an_allowed_host_is_not_lent_to_another_name() -> None:
    async def ask(curl: Curl) -> None:
        await curl.ask(Question(f"http://127.0.0.1:{server.port}/"))
        with pytest.raises(PrivateError):
            await curl.ask(Question(f"http://localhost:{server.port}/"))

    with serving({}) as server:
        asking(ask)
        assert len(server.asked) == 1


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://127.0.0.1/", "gopher://127.0.0.1/"])
def test_nothing_but_the_web_is_asked(url: str) -> None:
    with pytest.raises(FetchError):
        answer_to(Question(url))


def test_a_connection_is_used_again() -> None:
    async def ask(curl: Curl) -> None:
        for _ in range(5):
            await curl.ask(Question(server.url))

    with serving({"/": Reply("x")}) as server:
        asking(ask)
        assert len({each.port for each in server.asked}) == 1
        assert len(server.asked) == 5


def test_nothing_of_a_request_stays_for_the_next() -> None:
    async def ask(curl: Curl) -> Sequence[Answer]:
        first = await curl.ask(Question(server.url, (("If-None-Match", "1"),), b"a=1"))
        second = await curl.ask(Question(server.url))
        third = await curl.ask(Question(f"{server.url}b", headers_only=True))
        fourth = await curl.ask(Question(f"{server.url}b"))
        return (first, second, third, fourth)

    routes = {"/": Reply("get"), "/?__wb_method=POST&a=1": Reply("post"), "/b": Reply("b")}
    with serving(dict(routes)) as server:
        answers = asking(ask)
        assert [answer.body for answer in answers] == [b"post", b"get", b"", b"b"]
        assert [each.method for each in server.asked] == ["POST", "GET", "GET", "GET"]
        assert "if-none-match" not in server.asked[1].headers


def test_a_form_is_sent_as_it_is() -> None:
    form = b"page=2&name=%E9%80%9A"
    with serving({f"/d.jsp?__wb_method=POST&{form.decode()}": Reply("rows")}) as server:
        answer = answer_to(Question(f"{server.url}d.jsp", body=form))
        assert answer.body == b"rows"
        media = server.asked[0].headers["content-type"]
    assert media == "application/x-www-form-urlencoded"


def test_an_empty_form_is_a_form_too() -> None:
    with serving({}) as server:
        answer_to(Question(server.url, body=b""))
        assert server.asked[0].method == "POST"


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nX-Evil: 1", "a\r\n\r\nGET /evil HTTP/1.1"])
def test_a_header_value_cannot_bring_another_header(value: str) -> None:
    with serving({"/": Reply("x")}) as server:
        try:
            answer_to(Question(server.url, (("If-None-Match", value),)))
        except (FetchError, ValueError):
            return
        assert "x-evil" not in server.asked[0].headers
        assert [each.path for each in server.asked] == ["/"]


@pytest.mark.parametrize("value", ['"\xe9\x80\x9a"', '"通知"'], ids=["bytes", "characters"])
def test_a_header_value_that_is_not_ascii_is_sent_or_refused_as_a_fetch_error(value: str) -> None:
    # Servers build ETags from file names; they are sent back as they came.
    with serving({"/": Reply("x")}) as server:
        try:
            answer = answer_to(Question(server.url, (("If-None-Match", value),)))
        except FetchError:
            return
        assert answer.status == 200


def test_an_empty_header_value_does_not_fail() -> None:
    with serving({"/": Reply("x")}) as server:
        assert answer_to(Question(server.url, (("Referer", ""),))).status == 200


def test_redirects_and_compressed_length_are_left_to_the_caller() -> None:
    with serving({"/": Reply(status=302, headers={"Location": "/x"})}) as server:
        answer = answer_to(Question(server.url))
        assert (answer.status, answer.header("location")) == (302, "/x")
        assert [each.path for each in server.asked] == ["/"]


def test_an_address_is_asked_as_it_is_spelt_and_without_its_fragment() -> None:
    with serving({}) as server:
        answer_to(Question(f"{server.url}a/../b//c?x=%E4&y#/route"))
        assert server.asked[0].path == "/a/../b//c?x=%E4&y"


def test_many_are_asked_at_once_and_each_gets_its_own_answer() -> None:
    meeting = threading.Barrier(8)

    def meet(number: int) -> Reply:
        meeting.wait(5)
        return Reply("met")

    async def ask(curl: Curl) -> list[Answer]:
        questions = [Question(f"{server.url}{number}") for number in range(8)]
        return await asyncio.gather(*(curl.ask(each) for each in questions))

    routes = {f"/{number}": meet for number in range(8)}
    with serving(dict(routes)) as server:
        assert [answer.body for answer in asking(ask)] == [b"met"] * 8


def test_no_more_connections_to_a_host_than_allowed() -> None:
    async def ask(curl: Curl) -> list[Answer]:
        return await asyncio.gather(
            *(curl.ask(Question(f"{server.url}{number}")) for number in range(40))
        )

    with serving({}, Reply) as server:
        answers = asking(ask, per_host=2)
        assert [answer.body.decode() for answer in answers] == [f"/{n}" for n in range(40)]
        assert len({each.port for each in server.asked}) <= 2


def test_a_question_given_up_leaves_the_others_alone() -> None:
    async def ask(curl: Curl) -> Answer:
        waiting = asyncio.create_task(curl.ask(Question(f"{server.url}hang")))
        await curl.ask(Question(server.url))
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        return await curl.ask(Question(server.url))

    with serving({"/": Reply("x"), "/hang": Reply(hangs=True)}) as server:
        assert asking(ask).body == b"x"


@pytest.mark.parametrize("way", [redirect, None], ids=["redirect", "refresh"])
def test_a_redirect_in_raw_chinese_reaches_its_page(
    tmp_path: Path, way: Callable[[str], Reply] | None
) -> None:
    # Servers write the bytes of the path into the header as they are.
    target = "/通知.html"
    stub = Reply(f'<html><meta http-equiv="refresh" content="0;url={target}"></html>')
    moved = way(target.encode().decode("latin-1")) if way else stub
    routes = {"/": links("/a"), "/a": moved, "/%E9%80%9A%E7%9F%A5.html": links()}
    with serving(dict(routes)) as server:
        found = crawled(site_of(server), tmp_path / "s")
        assert {fetch.outcome for fetch in found.fetches.values()} == {Outcome.OK}
        assert f"{server.url}%E9%80%9A%E7%9F%A5.html" in found.pages
        found.close()
