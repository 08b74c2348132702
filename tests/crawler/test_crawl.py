"""Real crawls of a hostile site on loopback."""

import gzip
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from warcio.archiveiterator import ArchiveIterator

from checks.views import resolve
from crawler.afterwards import decoy_of
from crawler.page import DateSource, Fetch, Outcome, Role
from crawler.snapshot import Asked, Snapshot, Target
from tests.crawler.builders import TODAY
from tests.crawler.crawls import ROBOTS, column_of, crawled, site_of
from tests.crawler.server import HostileServer, Reply, Route, links, redirect, serving

GBK_TEXT = "关于做好政府信息公开工作的通知" * 5
LARGE = b"<html>" + b"a" * 300_000


def _list_page(*numbers: int, pager: str = "") -> Reply:
    rows = "".join(
        f'<li><a href="/col/{number}.html">第 {number} 号通知</a><span>2026-01-{number:02}</span></li>'
        for number in numbers
    )
    return links(body=f"<ul>{rows}</ul><script>{pager}</script>")


HOSTILE: dict[str, Route] = {
    "/robots.txt": ROBOTS,
    "/404": Reply("<html>没有</html>", status=404),
    "/410": Reply("<html>没有</html>", status=410),
    "/403": Reply("<html>拒绝</html>", status=403),
    "/500": Reply("<html>出错</html>", status=500),
    "/flapping": lambda number: Reply(status=503) if number == 1 else links(),
    "/hang": Reply(hangs=True),
    "/cut": Reply("x" * 100, cut=50),
    "/chain1": redirect("/chain2", 301),
    "/chain2": redirect("chain3", 307),
    "/chain3": redirect("/end", 308),
    "/end": links(),
    "/loop1": redirect("/loop2"),
    "/loop2": redirect("/loop1"),
    "/self": redirect("/self"),
    "/file": redirect("file:///etc/hostname"),
    "/nowhere": Reply(status=302),
    "/stub": Reply('<meta http-equiv="refresh" content="0;url=/stubbed">'),
    "/stubbed": links(),
    "/private/a": links(),
    "/large": Reply(LARGE),
    "/endless": Reply(is_endless=True),
    "/bomb": Reply(gzip.compress(b"a" * 30_000_000), headers={"Content-Encoding": "gzip"}),
    "/gzip": Reply(
        gzip.compress(f"<html><title>压缩</title><p>{GBK_TEXT}</p>".encode()),
        headers={"Content-Encoding": "gzip"},
    ),
    "/gbk": Reply(f"<html><p>{GBK_TEXT}</p>".encode("gbk"), media="text/html"),
    "/mismatch": Reply(f"<html><p>{GBK_TEXT}</p>".encode("gbk")),
    "/no-type": Reply(f"<html><p>{GBK_TEXT}</p>", media=""),
    "/empty": Reply(b""),
    "/a.txt": Reply("附件文字".encode("gbk"), media="text/plain"),
    "/a.pdf": Reply("<!DOCTYPE html><html><p>找不到</p>", media="application/pdf"),
    "/a.png": Reply(b"\x89PNG", media="image/png"),
    "/col/": _list_page(1, 2, pager='createPageHTML(3, 0, "index", "html")'),
    "/col/index_1.html": _list_page(3, 4),
    "/col/index_2.html": _list_page(5),
    **{f"/col/{number}.html": links() for number in range(1, 6)},
}


@pytest.fixture(scope="module")
def outside() -> Iterator[HostileServer]:
    """Another site, which the crawled one links to."""
    routes: dict[str, Route] = {
        "/big": Reply(b"<html>" + b"a" * 5_000_000 + b"<a href='/deeper'>x</a>"),
        "/moved": redirect("/big2"),
        "/big2": links("/deeper"),
    }
    with serving(routes) as server:
        yield server


@pytest.fixture(scope="module")
def hostile(outside: HostileServer) -> Iterator[HostileServer]:
    with serving(dict(HOSTILE)) as server:
        port = urlsplit(server.url).port
        paths = [path for path in HOSTILE if not path.startswith(("/col/", "/robots"))]
        away = [f"{outside.url}big", f"{outside.url}moved", f"{outside.url}gone"]
        server.routes["/to-private"] = redirect(f"http://localhost:{port}/secret")
        server.routes["/"] = links(
            *paths,
            *away,
            "/to-private",
            f"http://localhost:{port}/secret2",
            "http://127.0.0.2/secret3",
            "http://no-such-host.invalid/",
            "javascript:void(0)",
            "mailto:a@b.cn",
        )
        yield server


@pytest.fixture(scope="module")
def snapshot(
    hostile: HostileServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Snapshot]:
    """The hostile site, crawled once for all tests that only look."""
    found = crawled(
        site_of(hostile, column_of(hostile, "/col/")),
        tmp_path_factory.mktemp("hostile") / "snapshot",
    )
    yield found
    found.close()


def _fetch(snapshot: Snapshot, path: str) -> Fetch:
    return snapshot.fetches[snapshot.site.start_url + path.lstrip("/")]


def _end(snapshot: Snapshot, path: str) -> Fetch:
    found = resolve(snapshot.fetches, snapshot.site.start_url + path.lstrip("/"))
    assert found is not None
    return found


def test_a_hostile_site_is_crawled_to_its_end(snapshot: Snapshot) -> None:
    assert (snapshot.stopped, snapshot.is_finished, snapshot.pending()) == ("", True, 0)


@pytest.mark.parametrize(
    ("path", "outcome", "status", "error"),
    [
        # Certain.
        ("/404", Outcome.GONE, 404, "页面不存在（HTTP 404）"),
        ("/410", Outcome.GONE, 410, "页面不存在（HTTP 410）"),
        ("/nowhere", Outcome.BROKEN, 302, "重定向的目标不是网页地址"),
        ("/file", Outcome.BROKEN, 302, "重定向的目标不是网页地址"),
        # Perhaps a passing fault, or meant for robots alone.
        ("/500", Outcome.UNKNOWN, 500, "服务器错误（HTTP 500）"),
        ("/403", Outcome.UNKNOWN, 403, "对方拒绝检测程序（HTTP 403）"),
        ("/hang", Outcome.UNKNOWN, None, "超过 1.5 秒没有响应"),
        ("/cut", Outcome.UNKNOWN, None, "连接中断"),
        ("/private/a", Outcome.UNKNOWN, None, "robots.txt 不允许访问"),
        # More than we asked for.
        ("/large", Outcome.UNKNOWN, None, "内容超过大小上限"),
        ("/endless", Outcome.UNKNOWN, None, "内容超过大小上限"),
        ("/bomb", Outcome.UNKNOWN, None, "内容超过大小上限"),
        # All is well.
        ("/flapping", Outcome.OK, 200, ""),
        ("/end", Outcome.OK, 200, ""),
        ("/empty", Outcome.UNKNOWN, 200, "应答里没有内容"),
        ("/a.png", Outcome.OK, 200, ""),
    ],
)
def test_an_outcome_is_what_can_be_known(
    snapshot: Snapshot, path: str, outcome: Outcome, status: int | None, error: str
) -> None:
    fetch = _fetch(snapshot, path)
    assert (fetch.outcome, fetch.status, fetch.error) == (outcome, status, error)


# Doubtful addresses are tried again, certain ones and those too large are not.
@pytest.mark.parametrize(
    ("path", "requests"),
    [
        *((path, 2) for path in ("/500", "/403", "/hang", "/flapping", "/cut")),
        *((path, 1) for path in ("/404", "/end", "/large", "/bomb", "/")),
        ("/private/a", 0),
    ],
)
def test_only_the_doubtful_is_asked_for_again(
    hostile: HostileServer, snapshot: Snapshot, path: str, requests: int
) -> None:
    assert hostile.requests[path] == requests


def test_a_redirect_chain_is_followed_to_its_end(snapshot: Snapshot) -> None:
    end = _end(snapshot, "/chain1")
    assert (urlsplit(end.url).path, end.outcome) == ("/end", Outcome.OK)
    assert [urlsplit(hop.url).path for hop in end.chain] == ["/chain1", "/chain2", "/chain3"]
    assert {hop.status for hop in end.chain} <= {301, 302, 303, 307, 308}


@pytest.mark.parametrize("path", ["/loop1", "/loop2", "/self"])
def test_a_redirect_loop_is_broken(snapshot: Snapshot, path: str) -> None:
    end = _end(snapshot, path)
    assert (end.outcome, end.error) == (Outcome.BROKEN, "重定向循环")


def test_a_stub_page_is_followed(snapshot: Snapshot) -> None:
    end = _end(snapshot, "/stub")
    assert (urlsplit(end.url).path, end.outcome) == ("/stubbed", Outcome.OK)


def test_a_redirect_to_a_private_host_is_refused(
    hostile: HostileServer, snapshot: Snapshot
) -> None:
    end = _end(snapshot, "/to-private")
    assert (end.outcome, end.error) == (Outcome.UNKNOWN, "拒绝访问内网地址")
    assert [path for path in hostile.requests if "secret" in path] == []


def test_links_to_private_hosts_are_refused(snapshot: Snapshot) -> None:
    port = urlsplit(snapshot.site.start_url).port
    for url in (f"http://localhost:{port}/secret2", "http://127.0.0.2/secret3"):
        assert snapshot.fetches[url].error == "拒绝访问内网地址"


def test_a_host_that_does_not_exist_is_not_left_out(snapshot: Snapshot) -> None:
    # Whether a name exists can be told only where there is a name service.
    fetch = snapshot.fetches["http://no-such-host.invalid/"]
    assert fetch.outcome in (Outcome.BROKEN, Outcome.UNKNOWN)
    assert "域名" in fetch.error


def test_outside_links_are_probed_once_and_not_followed(
    outside: HostileServer, snapshot: Snapshot
) -> None:
    outcomes = {
        path: snapshot.fetches[f"{outside.url}{path}"].outcome for path in ("big", "moved", "gone")
    }
    assert outcomes == {"big": Outcome.OK, "moved": Outcome.OK, "gone": Outcome.GONE}
    beside = {"/robots.txt", urlsplit(decoy_of(outside.url)).path}
    asked = {path: count for path, count in outside.requests.items() if path not in beside}
    assert asked == {"/big": 1, "/moved": 1, "/big2": 1, "/gone": 1}
    assert snapshot.pages[f"{outside.url}big"].role is Role.PROBE
    assert snapshot.body(f"{outside.url}big") is None


@pytest.mark.parametrize("path", ["/gbk", "/mismatch", "/gzip", "/no-type"])
def test_text_is_read_whatever_its_encoding(snapshot: Snapshot, path: str) -> None:
    assert GBK_TEXT in snapshot.pages[snapshot.site.start_url + path.lstrip("/")].text


def test_attachments_are_pages_with_text_or_with_a_reason(snapshot: Snapshot) -> None:
    text = snapshot.pages[f"{snapshot.site.start_url}a.txt"]
    assert (text.role, text.text) == (Role.FILE, "附件文字")
    picture = snapshot.pages[f"{snapshot.site.start_url}a.png"]
    assert picture.role is Role.FILE
    assert picture.unreadable


def test_a_column_is_read_over_all_its_list_pages(snapshot: Snapshot) -> None:
    assert len(snapshot.list_pages("col")) == 3
    for number in range(1, 6):
        page = snapshot.pages[f"{snapshot.site.start_url}col/{number}.html"]
        assert page.column_id == "col"
        assert page.published is not None
        assert (page.published.day, page.published.source) == (
            date(2026, 1, number),
            DateSource.ROW,
        )


def test_an_address_knows_the_page_that_it_was_met_on(snapshot: Snapshot) -> None:
    assert snapshot.source(f"{snapshot.site.start_url}404") == snapshot.site.start_url


def test_the_archive_holds_each_body_and_any_tool_can_read_it(snapshot: Snapshot) -> None:
    archived = {}
    for path in sorted(snapshot.directory.glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                assert record.rec_type == "response"
                url = record.rec_headers.get_header("WARC-Target-URI")
                archived[url] = record.content_stream().read()
    kept = {url: body for url in snapshot.fetches if (body := snapshot.body(url)) is not None}
    assert archived == kept
    assert kept[f"{snapshot.site.start_url}mismatch"] == f"<html><p>{GBK_TEXT}</p>".encode("gbk")
    assert kept[f"{snapshot.site.start_url}gzip"].startswith(b"<html><title>")


def test_a_snapshot_opened_again_shows_the_same(snapshot: Snapshot) -> None:
    again = Snapshot(snapshot.directory)
    assert dict(again.fetches) == dict(snapshot.fetches)
    assert dict(again.pages) == dict(snapshot.pages)
    assert (again.site, again.target, again.today) == (snapshot.site, snapshot.target, TODAY)
    again.close()


def test_crawling_a_finished_snapshot_again_asks_for_nothing(
    hostile: HostileServer, snapshot: Snapshot
) -> None:
    before = hostile.requests.copy()
    again = crawled(snapshot.site, snapshot.directory)
    again.close()
    assert set(hostile.requests - before) <= {"/robots.txt"}


def test_a_recheck_asks_only_for_its_pages_and_their_links(
    hostile: HostileServer, tmp_path: Path
) -> None:
    before = hostile.requests.copy()
    first = Asked(f"{hostile.url}col/1.html", column_id="col", published=date(2026, 1, 1))
    asked = (first, Asked(f"{hostile.url}404"))
    found = crawled(site_of(hostile, column_of(hostile, "/col/")), tmp_path / "s", Target(asked))
    assert set(hostile.requests - before) == {
        "/robots.txt",
        "/col/1.html",
        "/404",
        urlsplit(decoy_of(hostile.url)).path,
    }
    page = found.pages[f"{hostile.url}col/1.html"]
    assert page.published is not None and page.published.day == date(2026, 1, 1)
    found.close()
