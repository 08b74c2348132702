"""Pages drawn by a real Chromium: what is read, what is refused, what happens when it fails."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import psutil
import pytest

from crawler.render import Renderer, program
from tests.crawler.rendering import USER_AGENT, Drawn, draw
from tests.crawler.server import Reply, Route, redirect, serving

SCRIPT = "text/javascript"
ROWS = [
    {"url": f"/a/{number}.html", "title": f"关于第{number}项工作的通知"} for number in range(15)
]
SHOW = """rows => document.getElementById('list').innerHTML = rows.map(
    row => `<li><a href="${row.url}">${row.title}</a></li>`).join('')"""
DATA = Reply(json.dumps(ROWS), media="application/json")


def drawn_by(script: str, body: str = "") -> Reply:
    """Return a page with an empty list and a script."""
    page = f"<html><head><meta charset=gbk></head><body>{body}<ul id=list></ul>"
    return Reply(f"{page}<script>{script}</script></body></html>")


LIST = drawn_by(f"fetch('/list.json').then(answer => answer.json()).then({SHOW})")


@pytest.fixture(scope="module", autouse=True)
def chromium() -> None:
    assert not Renderer.available(), f"these tests need Chromium: {Renderer.available()}"


def one(routes: Mapping[str, Route], path: str = "/list/", **settings: Any) -> Drawn:
    """Draw one page of a site."""
    with serving(dict(routes)) as server:
        url = server.url + path[1:]
        (page,) = draw(url, **settings).values()
        return page


def rows_of(page: Drawn) -> int:
    return page.text.count("项工作的通知</a>")


def test_a_list_drawn_by_script_is_read_as_a_person_sees_it() -> None:
    body = "<img src=/logo.png><p id=agent></p><p id=clock></p>"
    told = """;document.getElementById('agent').textContent = navigator.userAgent;
        document.getElementById('clock').textContent = new Date(0).getHours()"""
    script = f"fetch('/list.json').then(answer => answer.json()).then({SHOW}){told}"
    with serving({"/list/": drawn_by(script, body), "/list.json": DATA}) as server:
        url = f"{server.url}list/"
        page = draw(url)[url]
        assert server.requests["/logo.png"] == 0
    assert (rows_of(page), page.status) == (15, 200)
    assert page.media == "text/html; charset=utf-8"
    # The bytes are UTF-8 now, and the page must not say otherwise.
    assert "gbk" not in page.text
    assert USER_AGENT in page.text
    # Dates are those of people in China, wherever the machine stands.
    assert '<p id="clock">8</p>' in page.text


@dataclass(slots=True)
class Trap:
    """A port on every loopback address that nobody may touch."""

    port: int
    touched: list[str] = field(default_factory=list)


@contextmanager
def trap() -> Iterator[Trap]:
    with (
        socket.create_server(("", 0)) as stream,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
    ):
        port = stream.getsockname()[1]
        datagrams.bind(("", port))
        caught = Trap(port)

        def accept() -> None:
            while True:
                try:
                    connection, _ = stream.accept()
                except OSError:
                    return
                caught.touched.append(connection.recv(200).decode("latin-1"))
                connection.close()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield caught
        stream.shutdown(socket.SHUT_RDWR)
        thread.join()
        datagrams.setblocking(False)
        with suppress(BlockingIOError):
            caught.touched.append(datagrams.recv(200).decode("latin-1"))


# What a page does to reach TARGET, a forbidden address; each runs in the same page.
ATTEMPTS = {
    "request": "fetch('http://TARGET/a', {mode: 'no-cors'})",
    "posted": "fetch('http://TARGET/b', {mode: 'no-cors', method: 'POST', body: 'x'})",
    "script": "add('script', 'http://TARGET/c.js')",
    "frame": "add('iframe', 'http://TARGET/d')",
    "picture": "add('img', 'http://TARGET/e')",
    "redirected request": "fetch('/jump')",
    "redirected script": "add('script', '/jump')",
    "redirected script twice": "add('script', '/jump-jump')",
    "redirected frame": "add('iframe', '/jump')",
    "redirected post": "fetch('/jump307', {method: 'POST', body: 'x'})",
    "socket": "new WebSocket('ws://TARGET/f')",
    "safe socket": "new WebSocket('wss://TARGET/g')",
    "beacon": "navigator.sendBeacon('http://TARGET/h', 'x')",
    "events": "new EventSource('http://TARGET/i')",
    "window": "window.open('http://TARGET/j')",
    "form": "const f = add('form', ''); f.action = 'http://TARGET/k'; f.target = 'elsewhere';"
    "f.method = 'post'; f.submit()",
    "worker": "new Worker(URL.createObjectURL(new Blob(["
    "\"fetch('http://TARGET/l', {mode: 'no-cors'}); new WebSocket('ws://TARGET/m')\"])))",
    "peer": "const p = new RTCPeerConnection({iceServers: [{urls: 'stun:TARGET'},"
    " {urls: 'turn:TARGET?transport=tcp', username: 'a', credential: 'b'}]});"
    "p.createDataChannel('x'); p.createOffer().then(o => p.setLocalDescription(o))",
    "transport": "new WebTransport('https://TARGET/n')",
    "prefetch": "const l = add('link', ''); l.rel = 'prefetch'; l.href = 'http://TARGET/o'",
    "module": "import('http://TARGET/p.js')",
    "style": "const s = add('link', ''); s.rel = 'stylesheet'; s.href = 'http://TARGET/q.css'",
}
ADD = """const add = (tag, url) => { const e = document.createElement(tag);
    if (url) e.src = url; document.body.append(e); return e; };"""


def attempts(target: str) -> Reply:
    """Return a page that tries everything, then draws its list."""
    tries = "".join(f"try {{ {each} }} catch (error) {{}}\n" for each in ATTEMPTS.values())
    show = f"fetch('/list.json').then(answer => answer.json()).then({SHOW})"
    return drawn_by(f"{ADD}\n{tries.replace('TARGET', target)}\n{show}", "<p>正文</p>")


# The second name is looked up only where the connection is opened.
@pytest.mark.parametrize("host", ["127.0.0.2", "localhost"])
def test_no_way_out_of_a_page_leads_to_a_private_address(host: str) -> None:
    with trap() as caught:
        target = f"{host}:{caught.port}"
        routes: dict[str, Route] = {
            "/list/": attempts(target),
            "/list.json": DATA,
            "/jump": redirect(f"http://{target}/r"),
            "/jump-jump": redirect("/jump"),
            "/jump307?__wb_method=POST&x": redirect(f"http://{target}/s", 307),
        }
        with serving(routes) as server:
            url = f"{server.url}list/"
            page = draw(url)[url]
            assert server.requests["/jump"] >= 2, "the page did not even try"
    assert caught.touched == []
    assert rows_of(page) == 15


@pytest.mark.parametrize(
    "leave",
    ["<script>location = 'http://TARGET/'</script>", '<meta http-equiv=refresh content="0;url=U">'],
)
def test_a_page_that_leads_its_reader_to_a_private_address_is_not_followed(leave: str) -> None:
    with trap() as caught:
        target = f"127.0.0.2:{caught.port}"
        leave = leave.replace("TARGET", target).replace("url=U", f"url=http://{target}/")
        page = one({"/list/": Reply(f"<html><body>{leave}</body></html>")})
    assert caught.touched == []
    assert page.error in ("RenderError", "PrivateAddressError")


def test_a_redirect_of_the_page_itself_to_a_private_address_is_not_followed() -> None:
    with trap() as caught:
        page = one({"/list/": redirect(f"http://127.0.0.2:{caught.port}/")})
    assert caught.touched == []
    assert page.error in ("RenderError", "PrivateAddressError")


def test_pages_may_ask_their_own_site_for_data_and_others_only_for_scripts() -> None:
    posts = "fetch('/data', {method: 'POST', body: 'page=1'})"
    script = f"{posts}.then(answer => answer.json()).then({SHOW})"
    with serving({"/lib.js": Reply(script, media=SCRIPT)}) as other:
        ask = f"""{ADD}
            fetch('{other.url}data', {{mode: 'no-cors'}}).catch(() => 0);
            add('img', '{other.url}pixel'); add('iframe', '{other.url}frame');
            add('script', '{other.url}lib.js');"""
        page = one({"/list/": drawn_by(ask), "/data?__wb_method=POST&page=1": DATA})
        assert dict(other.requests) == {"/lib.js": 1}
    assert rows_of(page) == 15


# The faults of pages and servers, drawn in one crawl: none may spoil the others.
LARGE = "for (let i = 0; i < 30000; i++) document.write('<p>' + 'x'.repeat(100) + '</p>')"
FAULTS: dict[str, Route] = {
    "/busy": drawn_by("while (true) {}"),
    "/hangs": Reply(hangs=True),
    "/no-data": drawn_by(f"fetch('/hanging.json').then(answer => answer.json()).then({SHOW})"),
    "/hanging.json": Reply(hangs=True),
    "/refused-data": drawn_by(f"fetch('/500.json').then(answer => answer.json()).then({SHOW})"),
    "/500.json": Reply("{}", status=500),
    "/large": drawn_by(LARGE),
    "/file": Reply(b"%PDF-1.4 x", media="application/pdf", headers={"Content-Disposition": "attachment"}),
    "/restless": drawn_by(
        f"({SHOW})({json.dumps(ROWS)}); setInterval(() => add('p', ''), 20); {ADD}"
    ),
    "/gone": Reply("<html><body><h1>404</h1><script>1</script></body></html>", status=404),
    "/list/": LIST,
    "/list.json": DATA,
}  # fmt: skip


@pytest.fixture(scope="module")
def faulty() -> dict[str, Drawn]:
    paths = [path for path in FAULTS if not path.endswith(".json")]
    with serving(FAULTS) as server:
        urls = [server.url + path[1:] for path in paths]
        pages = draw(*urls, DOWNLOAD_TIMEOUT=10)
    return dict(zip(paths, (pages[url] for url in urls), strict=True))


@pytest.mark.parametrize("path", ["/busy", "/hangs", "/no-data"])
def test_a_page_that_does_not_come_to_an_end_has_timed_out(
    faulty: dict[str, Drawn], path: str
) -> None:
    assert faulty[path].error == "DownloadTimeoutError"


def test_a_page_whose_data_the_server_refuses_is_not_taken_for_an_empty_one(
    faulty: dict[str, Drawn],
) -> None:
    assert faulty["/refused-data"].error == "RenderError"
    assert "500.json" in faulty["/refused-data"].reason


def test_a_page_that_grows_beyond_the_limit_is_cut(faulty: dict[str, Drawn]) -> None:
    assert faulty["/large"].error == "TooLargeError"


def test_a_file_is_not_downloaded_by_the_browser(faulty: dict[str, Drawn]) -> None:
    assert (faulty["/file"].error, faulty["/file"].reason) == ("RenderError", "该地址不是网页")


def test_a_page_that_never_rests_is_read_as_it_is(faulty: dict[str, Drawn]) -> None:
    assert rows_of(faulty["/restless"]) == 15


def test_the_status_of_the_answer_is_kept(faulty: dict[str, Drawn]) -> None:
    assert faulty["/gone"].status == 404


def test_other_pages_are_read_all_the_same(faulty: dict[str, Drawn]) -> None:
    assert rows_of(faulty["/list/"]) == 15


def browsers(kind: str = "") -> list[psutil.Process]:
    """Return the main processes of Chromium below this one, or those of a kind."""
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            line = child.cmdline()
        except psutil.Error:
            continue
        types = [part.partition("=")[2] for part in line if part.startswith("--type=")]
        if any("--remote-debugging-pipe" in part for part in line) or types:
            found += [child] if types == ([kind] if kind else []) else []
    return found


def killer(kind: str, times: int) -> Route:
    """Return a route that kills processes of the browser that asks, the first so many times."""

    def reply(number: int) -> Reply:
        if number <= times:
            for process in browsers(kind):
                process.kill()
        return DATA

    return reply


def test_a_browser_that_dies_is_started_again() -> None:
    page = one({"/list/": LIST, "/list.json": killer("", 1)})
    assert rows_of(page) == 15


def test_a_page_that_kills_every_browser_does_not_stop_the_crawl() -> None:
    deadly = drawn_by("fetch('/deadly.json')")
    routes: dict[str, Route] = {"/deadly": deadly, "/deadly.json": killer("", 9)}
    with serving({**routes, "/list/": LIST, "/list.json": DATA}) as server:
        urls = [f"{server.url}deadly", f"{server.url}list/"]
        first, second = draw(*urls, CONCURRENT_REQUESTS=1).values()
    assert (first.error, first.reason) == ("RenderError", "浏览器打开该页面时异常退出")
    assert rows_of(second) == 15


def test_a_tab_that_crashes_takes_no_other_with_it() -> None:
    routes: dict[str, Route] = {"/deadly": drawn_by("fetch('/deadly.json')")}
    routes |= {"/deadly.json": killer("renderer", 1), "/list/": LIST, "/list.json": DATA}
    with serving(routes) as server:
        urls = [f"{server.url}deadly", f"{server.url}list/"]
        first, second = draw(*urls, CONCURRENT_REQUESTS=1).values()
    assert (first.error, first.reason) == ("RenderError", "浏览器打开该页面时崩溃")
    assert rows_of(second) == 15


def test_an_idle_browser_goes_and_none_is_left_behind() -> None:
    seen: list[int] = []

    def note(number: int) -> Reply:
        seen.extend(process.pid for process in browsers())
        return LIST

    with serving({"/list/1": note, "/list/2": note, "/list.json": DATA}) as server:
        urls = [f"{server.url}list/1", f"{server.url}list/2"]
        pages = draw(*urls, IDLE=0.001, CONCURRENT_REQUESTS=1)
    assert [rows_of(page) for page in pages.values()] == [15, 15]
    assert len(set(seen)) == 2
    assert not any(map(psutil.pid_exists, seen))


# What the renderer says where something is missing, asked in a process of its own.
BLOCKED = "import sys; sys.modules['scrapy_playwright'] = None; "
ASK = "from crawler.render import Renderer; print(Renderer.available())"


@pytest.mark.parametrize(
    ("code", "environment", "wanted"),
    [
        (ASK, {}, ""),
        (BLOCKED + ASK, {}, '请安装 pip install "xunjian[render]" 后重新检测'),
        (ASK, {"PATH": ""}, "请安装 Chromium（apt install chromium） 后重新检测"),
        (BLOCKED + ASK, {"PATH": ""}, '"xunjian[render]" 和 Chromium（apt install chromium）'),
        (ASK, {"XUNJIAN_CHROMIUM": "nowhere/chrome"}, "“nowhere/chrome”不是可以运行的浏览器"),
        (ASK, {"PATH": "", "XUNJIAN_CHROMIUM": program()}, ""),
    ],
)
def test_the_sentence_says_what_to_install(
    code: str, environment: dict[str, str], wanted: str
) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.strip()
    assert wanted in answer
    assert bool(wanted) == bool(answer)


def test_without_the_extra_no_browser_is_loaded() -> None:
    code = "import sys, crawler.render; print([m for m in sys.modules if 'playwright' in m])"
    answer = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert answer.strip() == "[]"
