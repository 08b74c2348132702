"""The second crawl of a site: only what has changed is read again, and nothing is missed."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.crawl import crawl
from crawler.page import Fetch, Outcome, Page
from crawler.snapshot import Asked, Snapshot, Target, connect
from tests.crawler.builders import TODAY
from tests.crawler.crawls import ROBOTS, column_of, crawled, site_of
from tests.crawler.server import HostileServer, Reply, Route, links, missing, redirect, serving

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
LONG_AGO = "Mon, 02 Nov 2026 08:00:00 GMT"
NEVER = datetime(2026, 1, 1, tzinfo=UTC)

Mark = Callable[[str, Reply], Reply]


def _tagged(path: str, reply: Reply) -> Reply:
    """Give a page an ETag made of its content."""
    body = reply.body.encode() if isinstance(reply.body, str) else reply.body
    return replace(reply, headers={**reply.headers, "ETag": f'"{hash(body):x}"'})


def _dated(path: str, reply: Reply) -> Reply:
    return replace(reply, headers={**reply.headers, "Last-Modified": LONG_AGO})


def _bare(path: str, reply: Reply) -> Reply:
    return reply


def _pages() -> dict[str, Reply]:
    rows = "".join(
        f'<li><a href="/col/{n}.html">关于第{n}号事项的通知</a><span>2026-11-{n:02}</span></li>'
        for n in range(1, 5)
    )
    pager = '<a href="/col/index_1.html">下一页</a>'
    pages = {
        "/": links("/about.html", "/stub", "/gone", "/moved", "/col/", "/down?id=1"),
        "/about.html": links("/col/1.html"),
        "/stub": Reply('<html><meta http-equiv="refresh" content="0;url=/about.html"></html>'),
        "/moved": redirect("/about.html"),
        "/col/": links(body=f"<ul>{rows}</ul>{pager}"),
        "/col/index_1.html": links(body=f"<ul>{rows.replace('/col/', '/col/old')}</ul>"),
        "/down?id=1": Reply("附件一", media="text/plain; charset=utf-8"),
        "/a.txt": Reply("附件二", media="text/plain; charset=utf-8"),
    }
    for n in range(1, 5):
        pages[f"/col/{n}.html"] = links("/a.txt", body=f"<h1>第{n}号</h1>")
        pages[f"/col/old{n}.html"] = links(body=f"<h1>旧第{n}号</h1>")
    return pages


def _marked(mark: Mark) -> dict[str, Route]:
    routes: dict[str, Route] = {"/robots.txt": ROBOTS}
    for path, reply in _pages().items():
        routes[path] = mark(path, reply) if reply.status == 200 else reply
    return routes


def _again(server: HostileServer, first: Snapshot, directory: Path) -> Snapshot:
    """Crawl the site of an earlier crawl, relying on it."""
    server.requests.clear()
    server.asked.clear()
    return crawl(first.site, Target(), directory, today=TODAY, past=first.directory)


def _plain(fetch: Fetch) -> Fetch:
    return replace(fetch, at=NEVER)


def _fetches(found: Snapshot) -> dict[str, Fetch]:
    return {url: _plain(fetch) for url, fetch in found.fetches.items()}


def _contents(found: Snapshot) -> dict[str, Page]:
    return {url: replace(page, fetch=_plain(page.fetch)) for url, page in found.pages.items()}


def _bodies(found: Snapshot) -> dict[str, bytes | None]:
    return {url: found.body(url) for url in found.fetches}


def _assert_same(one: Snapshot, other: Snapshot) -> None:
    assert (other.stopped, other.is_finished, other.pending()) == ("", True, 0)
    assert _fetches(one) == _fetches(other)
    assert _contents(one) == _contents(other)
    assert _bodies(one) == _bodies(other)


def _revisits(found: Snapshot) -> dict[str, str]:
    """Return the profile of each revisit record in the archives of a crawl of its own."""
    profiles = {}
    for path in found.directory.glob(f"{found.directory.name}-*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, verify_http=False, check_digests="raise"):
                record.content_stream().read()
                if record.rec_type == "revisit":
                    url = record.rec_headers.get_header("WARC-Target-URI")
                    profiles[url] = record.rec_headers.get_header("WARC-Profile")
    return profiles


def _site_crawled(server: HostileServer, directory: Path) -> Snapshot:
    return crawled(site_of(server, column_of(server, "/col/"), depth=20), directory)


@dataclass(slots=True)
class Once:
    """A server, and for each kind of marks on its pages the one first crawl of it."""

    server: HostileServer
    folder: Path
    _crawled: dict[str, Path] = field(default_factory=dict)

    @contextmanager
    def __call__(self, mark: Mark, directory: Path) -> Iterator[tuple[HostileServer, Snapshot]]:
        """Set the server up anew and copy what the first crawl of it brought."""
        name = mark.__name__
        self.server.routes = _marked(mark)
        self.server.otherwise = missing
        if name not in self._crawled:
            # What lies in a snapshot is named after its folder.
            self._crawled[name] = self.folder / name / directory.name
            _site_crawled(self.server, self._crawled[name]).close()
        shutil.copytree(self._crawled[name], directory)
        self.server.requests.clear()
        self.server.asked.clear()
        with closing(Snapshot(directory)) as first:
            yield self.server, first


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Once]:
    with serving({}) as server:
        yield Once(server, tmp_path_factory.mktemp("once"))


@pytest.mark.parametrize("mark", [_tagged, _dated], ids=["etag", "date"])
def test_of_an_unchanged_site_each_page_is_asked_once_and_none_is_sent(
    tmp_path: Path, mark: Mark, once: Once
) -> None:
    with once(mark, tmp_path / "one") as (server, first):
        second = _again(server, first, tmp_path / "two")
        _assert_same(first, second)
        conditional = {
            each.path
            for each in server.asked
            if {"if-none-match", "if-modified-since"} & set(each.headers)
        }
        readable = {path for path, reply in _pages().items() if reply.status == 200}
        assert conditional == readable
        assert all(server.requests[path] == 1 for path in readable)
        revisits = _revisits(second)
        assert set(revisits.values()) == {NOT_MODIFIED}
        assert len(revisits) == len(readable)


def test_without_validators_the_same_bytes_are_not_read_again(tmp_path: Path, once: Once) -> None:
    with once(_bare, tmp_path / "one") as (server, first):
        second = _again(server, first, tmp_path / "two")
        _assert_same(first, second)
        assert not [e for e in server.asked if "if-none-match" in e.headers]
        assert set(_revisits(second).values()) == {SAME_PAYLOAD}
        assert set(_revisits(second)) == {url for url, body in _bodies(first).items() if body}


def test_the_bodies_of_a_second_crawl_outlive_the_first(tmp_path: Path, once: Once) -> None:
    with once(_tagged, tmp_path / "one") as (server, first):
        bodies, contents = _bodies(first), _contents(first)
        second = _again(server, first, tmp_path / "two")
        third = _again(server, second, tmp_path / "three")
        for earlier in (first, second):
            earlier.close()
            shutil.rmtree(earlier.directory)
        again = Snapshot(third.directory)
        assert _bodies(again) == bodies
        assert _contents(again) == contents
        again.close()


def test_a_crawl_whose_directory_is_named_like_the_first_has_its_own_bodies(tmp_path: Path) -> None:
    with serving(_marked(_tagged)) as server:
        first = _site_crawled(server, tmp_path / "one" / "same")
        server.routes["/about.html"] = links("/col/1.html", body="<p>新的内容</p>")
        second = _again(server, first, tmp_path / "two" / "same")
        about = f"{server.url}about.html"
        assert second.body(about) != first.body(about)
        same = {url: body for url, body in _bodies(first).items() if url != about}
        assert {url: second.body(url) for url in same} == same


@pytest.mark.parametrize("mark", [_tagged, _bare], ids=["etag", "bare"])
def test_a_changed_page_is_read_and_what_it_leads_to_is_found(
    tmp_path: Path, mark: Mark, once: Once
) -> None:
    with once(mark, tmp_path / "one") as (server, first):
        changed = links("/new.html", body="<p>新的内容</p>")
        server.routes["/about.html"] = mark("/about.html", changed)
        server.routes["/new.html"] = mark("/new.html", links())
        second = _again(server, first, tmp_path / "two")
        assert "新的内容" in second.pages[f"{server.url}about.html"].text
        assert f"{server.url}new.html" in second.pages
        _assert_same(crawled(first.site, tmp_path / "full"), second)


@pytest.mark.parametrize("mark", [_tagged, _bare], ids=["etag", "bare"])
def test_a_page_that_is_gone_is_gone_and_no_longer_a_page(
    tmp_path: Path, mark: Mark, once: Once
) -> None:
    with once(mark, tmp_path / "one") as (server, first):
        del server.routes["/col/2.html"]
        del server.routes["/a.txt"]
        second = _again(server, first, tmp_path / "two")
        for path in ("col/2.html", "a.txt"):
            assert second.fetches[server.url + path].outcome is Outcome.GONE
            assert server.url + path not in second.pages
            assert second.body(server.url + path) is None
        _assert_same(crawled(first.site, tmp_path / "full"), second)


def test_a_page_that_nothing_leads_to_any_more_is_not_carried_along(
    tmp_path: Path, once: Once
) -> None:
    with once(_tagged, tmp_path / "one") as (server, first):
        server.routes["/"] = links("/col/")
        second = _again(server, first, tmp_path / "two")
        assert f"{server.url}stub" not in second.fetches
        _assert_same(crawled(first.site, tmp_path / "full"), second)


def test_a_page_that_nothing_leads_to_any_more_is_asked_for_where_something_is_known_of_it(
    tmp_path: Path,
) -> None:
    names = ("stub", "about.html", "moved", "none", "col/1.html")
    with serving(_marked(_tagged)) as server:
        first = _site_crawled(server, tmp_path / "one")
        server.routes["/"] = links("/col/")
        besides = tuple(Asked(server.url + name) for name in names)
        outside = Asked("https://elsewhere.example/a.html")
        target = Target(besides=(*besides, outside))
        second = crawl(first.site, target, tmp_path / "two", today=TODAY, past=first.directory)
        third = crawl(first.site, target, tmp_path / "three", today=TODAY, past=second.directory)
    for crawled_again in (second, third):
        assert crawled_again.is_finished
        assert outside.url not in crawled_again.fetches
        fetches = [crawled_again.fetches[server.url + name] for name in names]
        kinds = [(fetch.outcome, bool(fetch.location)) for fetch in fetches]
        ok, gone = Outcome.OK, Outcome.GONE
        assert kinds == [(ok, True), (ok, False), (ok, True), (gone, False), (ok, False)]
        assert server.requests["/col/1.html"] == 3


def test_a_time_stamp_as_young_as_the_answer_is_not_relied_on(tmp_path: Path) -> None:
    # The page may change once more within the second that its time stamp names.
    with serving({"/robots.txt": ROBOTS}) as server:
        stamp = {"Last-Modified": format_datetime(datetime.now(UTC), usegmt=True)}
        server.routes["/"] = lambda number: replace(
            links(),
            headers={"Last-Modified": format_datetime(datetime.now(UTC), usegmt=True)},
        )
        first = crawled(site_of(server), tmp_path / "one")
        server.routes["/"] = replace(links(body="<p>新的内容</p>"), headers=stamp)
        second = _again(server, first, tmp_path / "two")
        (asked,) = server.asked_for("/")
        assert "if-modified-since" not in asked.headers
        assert "新的内容" in second.pages[server.url].text


ODD_HEADERS: tuple[dict[str, str], ...] = (
    {"Last-Modified": "yesterday"},
    {"Last-Modified": ""},
    {"ETag": ""},
    {"Last-Modified": "Mon, 02 Nov 2099 08:00:00 GMT"},
    {"Last-Modified": "Mon, 02 Nov 2026 08:00:00 -0000"},
    {"ETag": 'W/"1", "2"'},
    {"ETag": "no quotes"},
    {"Date": "never", "Last-Modified": LONG_AGO},
)
# As a server builds it from a file name, byte by byte.
CHINESE_TAG = {"ETag": '"\xe9\x80\x9a\xe7\x9f\xa5-1"'}


@pytest.mark.parametrize("odd", [ODD_HEADERS, (CHINESE_TAG,)], ids=["odd", "chinese"])
def test_validators_that_make_no_sense_do_no_harm(
    tmp_path: Path, odd: tuple[dict[str, str], ...]
) -> None:
    routes: dict[str, Route] = {
        f"/{n}": replace(links(), headers=headers) for n, headers in enumerate(odd)
    }
    with serving({"/robots.txt": ROBOTS, "/": links(*routes), **routes}) as server:
        first = crawled(site_of(server), tmp_path / "one")
        second = _again(server, first, tmp_path / "two")
        _assert_same(first, second)


def test_the_same_bytes_under_another_charset_are_another_page(tmp_path: Path) -> None:
    body = f"<html><title>通知</title><p>{'关于做好工作的通知' * 20}</p></html>".encode("gb18030")
    with serving({"/robots.txt": ROBOTS}) as server:
        server.routes["/"] = Reply(body, media="text/html; charset=big5")
        first = crawled(site_of(server), tmp_path / "one")
        server.routes["/"] = Reply(body, media="text/html; charset=gb18030")
        second = _again(server, first, tmp_path / "two")
        _assert_same(crawled(first.site, tmp_path / "full"), second)


def test_the_same_bytes_under_another_media_type_are_another_page(tmp_path: Path) -> None:
    body = "<p>关于做好工作的通知</p>" * 20
    with serving({"/robots.txt": ROBOTS, "/": links("/b")}) as server:
        server.routes["/b"] = Reply(body, media="text/plain")
        first = crawled(site_of(server), tmp_path / "one")
        server.routes["/b"] = Reply(body)
        second = _again(server, first, tmp_path / "two")
        _assert_same(crawled(first.site, tmp_path / "full"), second)


def test_what_another_parser_has_read_is_read_again(tmp_path: Path, once: Once) -> None:
    with once(_tagged, tmp_path / "one") as (server, first):
        index = connect(first.directory)
        index.execute("UPDATE meta SET value = ? WHERE key = 'parser'", (b"another",))
        index.close()
        second = _again(server, first, tmp_path / "two")
        _assert_same(first, second)
        assert not [each for each in server.asked if "if-none-match" in each.headers]
        assert _revisits(second) == {}


def test_an_earlier_crawl_that_is_no_longer_there_is_no_error(tmp_path: Path, once: Once) -> None:
    with once(_tagged, tmp_path / "one") as (_, first):
        site, directory = first.site, first.directory
        first.close()
        shutil.rmtree(directory)
        second = crawl(site, Target(), tmp_path / "two", today=TODAY, past=directory)
        assert (second.stopped, second.is_finished) == ("", True)
        assert not directory.exists()


def test_a_page_that_robots_newly_forbids_is_not_asked(tmp_path: Path, once: Once) -> None:
    with once(_tagged, tmp_path / "one") as (server, first):
        server.routes["/robots.txt"] = Reply("User-agent: *\nDisallow: /col/2", media="text/plain")
        second = _again(server, first, tmp_path / "two")
        assert server.requests["/col/2.html"] == 0
        fetch = second.fetches[f"{server.url}col/2.html"]
        assert (fetch.outcome, fetch.error) == (Outcome.UNKNOWN, "robots.txt 不允许访问")
        assert fetch.url not in second.pages


DOWN = [Reply(status=500), Reply(hangs=True), Reply(status=503, headers={"Retry-After": "1"})]


@pytest.mark.parametrize("reply", DOWN, ids=["500", "hangs", "503"])
def test_a_site_that_is_down_in_the_second_week_is_not_taken_for_unchanged(
    tmp_path: Path, reply: Reply, once: Once
) -> None:
    with once(_tagged, tmp_path / "one") as (server, first):
        robots = server.routes["/robots.txt"]
        server.routes.clear()
        server.routes["/robots.txt"] = robots
        server.otherwise = lambda path: reply
        site = replace(first.site, limits=replace(first.site.limits, timeout=0.3))
        server.requests.clear()
        second = crawl(site, Target(), tmp_path / "two", today=TODAY, past=first.directory)
        assert "站点没有正常响应" in second.stopped
        assert not second.is_finished
        assert len(second.pages) == 0
        assert server.requests.total() < 40


def test_a_site_that_is_gone_in_the_second_week_is_not_taken_for_unchanged(tmp_path: Path) -> None:
    with serving(_marked(_tagged)) as server:
        first = _site_crawled(server, tmp_path / "one")
    second = crawl(first.site, Target(), tmp_path / "two", today=TODAY, past=first.directory)
    assert "站点没有正常响应" in second.stopped
    assert len(second.pages) == 0


def test_a_refusal_in_the_second_week_is_no_unchanged_page(tmp_path: Path, once: Once) -> None:
    with once(_tagged, tmp_path / "one") as (server, first):
        server.routes["/col/3.html"] = Reply("<html>请完成验证</html>", status=403)
        second = _again(server, first, tmp_path / "two")
        fetch = second.fetches[f"{server.url}col/3.html"]
        assert (fetch.outcome, fetch.status) == (Outcome.UNKNOWN, 403)
        assert fetch.url not in second.pages
        assert (second.stopped, second.is_finished) == ("", True)


def test_a_page_whose_first_crawl_was_broken_off_is_asked_in_full(tmp_path: Path) -> None:
    with serving(_marked(_tagged)) as server:
        site = site_of(server, column_of(server, "/col/"), pages=5)
        first = crawled(site, tmp_path / "one")
        assert first.stopped
        whole = replace(site, limits=replace(site.limits, pages=1000))
        second = crawl(whole, Target(), tmp_path / "two", today=TODAY, past=first.directory)
        _assert_same(crawled(whole, tmp_path / "full"), second)


def test_a_file_of_a_listed_article_keeps_its_column(tmp_path: Path) -> None:
    # The home page has an ETag and leads to the article too; the list has none.
    row = '<li><a href="/a.html">关于防汛的通知</a><span>2026-11-02</span></li>'
    column = links(body=f"<ul>{row * 3}</ul>")
    with serving({"/robots.txt": ROBOTS}) as server:
        # In the first crawl the list is read before the home page.
        server.routes["/"] = lambda number: replace(
            links("/a.html"), headers={"ETag": '"1"'}, seconds=0.5 if number == 1 else 0
        )
        server.routes |= {"/col/": column, "/f.txt": Reply("附件", media="text/plain")}
        server.routes["/a.html"] = replace(links("/f.txt"), headers={"ETag": '"2"'})
        first = crawled(site_of(server, column_of(server, "/col/")), tmp_path / "one")
        assert first.pages[f"{server.url}f.txt"].column_id == "col"
        second = crawl(first.site, Target(), tmp_path / "two", today=TODAY, past=first.directory)
        assert second.pages[f"{server.url}a.html"].column_id == "col"
        assert second.pages[f"{server.url}f.txt"].column_id == "col"


def test_a_list_page_that_is_first_met_in_an_article_is_a_list_page_all_the_same(
    tmp_path: Path,
) -> None:
    pager = '<a href="/col/index_1.html">下一页</a>'
    row = '<li><a href="/{0}.html">关于{0}的通知</a><span>2026-11-02</span></li>'
    with serving({"/robots.txt": ROBOTS}) as server:
        server.routes["/"] = lambda number: replace(
            links("/col/index_1.html"), headers={"ETag": '"1"'}, seconds=0.5 if number == 1 else 0
        )
        server.routes |= {"/col/": links(body=f"<ul>{row.format('a') * 3}</ul>{pager}")}
        server.routes["/col/index_1.html"] = replace(
            links(body=f"<ul>{row.format('b') * 3}</ul>"), headers={"ETag": '"2"'}
        )
        server.routes |= {f"/{name}.html": links() for name in "ab"}
        first = crawled(site_of(server, column_of(server, "/col/")), tmp_path / "one")
        assert len(first.list_pages("col")) == 2
        second = crawl(first.site, Target(), tmp_path / "two", today=TODAY, past=first.directory)
        assert len(second.list_pages("col")) == 2
        assert second.pages[f"{server.url}b.html"].column_id == "col"
