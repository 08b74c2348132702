"""What an address is found to be, whatever it looked like."""

from dataclasses import replace
from pathlib import Path

from crawler.page import Outcome, Role
from crawler.site import FileLimits
from tests.crawler.archives import zipped
from tests.crawler.crawls import column_of, crawled, site_of
from tests.crawler.server import Reply, links, redirect, serving

ARTICLE = (
    "<html><body><h1>关于做好防汛工作的通知</h1><p>各街道办事处、各镇人民政府。</p></body></html>"
)


def test_a_download_without_a_suffix_is_read_as_a_file(tmp_path: Path) -> None:
    down = Reply("名单正文", media="text/plain; charset=utf-8")
    with serving({"/": links("/down?id=1"), "/down?id=1": down}) as server:
        snapshot = crawled(site_of(server), tmp_path)
        page = snapshot.pages[f"{server.url}down?id=1"]
    assert (page.role, page.text) == (Role.FILE, "名单正文")


def test_a_picture_is_an_attachment_when_words_lead_to_it(tmp_path: Path) -> None:
    body = (
        '<a href="/scan.jpg">附件：公示名单</a><a href="/photo.jpg"><img src="/small.jpg"></a>'
        '<p><img src="/line.png"></p>'
    )
    picture = Reply(b"\xff\xd8\xff\xe0" + bytes(99), media="image/jpeg")
    routes = {f"/{name}": picture for name in ("scan.jpg", "photo.jpg", "small.jpg", "line.png")}
    with serving({"/": Reply(f"<html><body>{body}</body></html>"), **routes}) as server:
        snapshot = crawled(site_of(server), tmp_path)
        assert snapshot.pages[f"{server.url}scan.jpg"].role is Role.FILE
        assert f"{server.url}photo.jpg" not in snapshot.pages
        assert f"{server.url}photo.jpg" in snapshot.fetches
        assert f"{server.url}line.png" not in snapshot.pages
        assert snapshot.body(f"{server.url}line.png") is None


def test_an_archive_is_read_within_the_limits_of_the_site(tmp_path: Path) -> None:
    body = zipped({"甲.txt": "第一份".encode(), "乙.txt": "第二份".encode()})
    archive = Reply(body, media="application/zip")
    with serving({"/": links("/a.zip"), "/a.zip": archive}) as server:
        site = replace(site_of(server), files=FileLimits(members=1))
        page = crawled(site, tmp_path).pages[f"{server.url}a.zip"]
    assert page.text == "第一份\n甲.txt"
    assert page.unreadable == "压缩包内的文件超过 1 个，其余未检查"


def test_a_row_that_leads_inside_by_another_host_is_an_article_of_its_column(
    tmp_path: Path,
) -> None:
    with serving({"/go": redirect("/a.html"), "/a.html": Reply(ARTICLE)}) as server:
        alias = server.url.replace("127.0.0.1", "localhost")
        row = f'<li><a href="{alias}go">关于做好防汛工作的通知</a><span>2026-11-02</span></li>'
        server.routes["/"] = links("/col/")
        server.routes["/col/"] = links(body=f"<ul>{row}</ul>")
        # The alias redirects to the platform's own host.
        server.routes["/go"] = redirect(f"{server.url}a.html")
        site = site_of(server, column_of(server, "/col/"))
        site = replace(site, private_hosts=("127.0.0.1", "localhost"))
        snapshot = crawled(site, tmp_path)
        page = snapshot.pages[f"{server.url}a.html"]
    assert (page.role, page.column_id) == (Role.PAGE, "col")


def test_many_refusals_do_not_make_a_site_down(tmp_path: Path) -> None:
    paths = [f"/secret{number}" for number in range(60)]
    routes = {path: Reply("<html>拒绝</html>", status=403) for path in paths}
    with serving({"/": links(*paths), **routes}) as server:
        snapshot = crawled(site_of(server, retries=0), tmp_path)
    assert snapshot.is_finished
    refused = [f for f in snapshot.fetches.values() if f.outcome is Outcome.UNKNOWN]
    assert len(refused) == len(paths)
