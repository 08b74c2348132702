"""A site's own search is asked for four titles, if the site file says so and robots allow."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from checks.finding import Hit, Undecided
from checks.rule import Context
from checks.site.s511_unfound_title import unfound_title
from checks.views import SiteView
from crawler.search import ask
from crawler.site import Column, Site
from crawler.snapshot import Snapshot
from tests.crawler.builders import TODAY
from tests.crawler.crawls import crawled, site_of
from tests.crawler.server import HostileServer, Reply, links, serving
from wordlists.lists import load

TEXT = "请各乡镇认真贯彻落实，有关情况及时报送。" * 9
ROWS = [
    (f"/a/{n}.html", f"清河县第{n}号防汛工作通知全文公布", f"2026-10-{n + 10}") for n in range(8)
]


def column() -> Reply:
    rows = "".join(f'<li><a href="{p}">{t}</a><span>{d}</span></li>' for p, t, d in ROWS)
    return Reply(f"<html><head><title>通知</title></head><body><ul>{rows}</ul></body></html>")


def article(title: str) -> Reply:
    return Reply(
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f'<div class="TRS_Editor">{TEXT}</div></body></html>'
    )


def answer(path: str) -> Reply:
    """Find each article but those with an even number, as an index that lags behind does."""
    query = parse_qs(urlsplit(path).query).get("q", [""])[0]
    if not path.startswith("/search"):
        return Reply(status=404)
    hits = [(p, t) for n, (p, t, _) in enumerate(ROWS) if t == query and n % 2]
    rows = "".join(f'<li><a href="{p}"><em>{t[:6]}</em>{t[6:]}</a></li>' for p, t in hits)
    said = f"共找到 {len(hits)} 条结果" if hits else "没有找到相关内容"
    return Reply(
        f"<html><head><title>检索</title></head><body><p>您搜索的是：{query}</p><p>{said}，用时 3 毫秒</p>"
        f"<ul>{rows}</ul></body></html>"
    )


ROUTES = {
    "/": links("/col/"),
    "/col/": column(),
    **{path: article(title) for path, title, _ in ROWS},
}


def searched(server: HostileServer, folder: Path, search: str) -> Snapshot:
    root = server.url.rstrip("/")
    site = site_of(server, Column("col", "通知公告", f"{root}/col/", "unit"))
    snapshot = crawled(replace(site, search=f"{root}{search}" if search else ""), folder)
    ask(snapshot, TODAY)
    return snapshot


def judged(snapshot: Snapshot) -> list[Hit | Undecided]:
    view = SiteView(snapshot.site, searches=snapshot.searches())
    return list(unfound_title.check(view, Context(TODAY, load())))


def test_four_titles_are_asked_for_once_and_what_is_not_found_is_told(tmp_path: Path) -> None:
    with serving(dict(ROUTES), otherwise=answer) as server:
        snapshot = searched(server, tmp_path / "s", "/search?q={}")
        ask(snapshot, TODAY)
        asked = [each.path for each in server.asked if each.path.startswith("/search")]
        searches = snapshot.searches()
        assert len(asked) == len(searches) == 4
        odd = [each for each in searches if int(each.url.rpartition("/")[2][:-5]) % 2]
        (hit,) = judged(snapshot)
        assert isinstance(hit, Hit)
        assert hit.message.startswith(f"用 4 个标题试搜，有 {4 - len(odd)} 个")
        assert all(each.title not in hit.evidence for each in odd)
        snapshot.close()


def test_nothing_is_asked_unless_the_site_file_says_so(tmp_path: Path) -> None:
    with serving(dict(ROUTES), otherwise=answer) as server:
        snapshot = searched(server, tmp_path / "s", "")
        assert not [each for each in server.asked if each.path.startswith("/search")]
        assert (snapshot.searches(), judged(snapshot)) == ((), [])
        snapshot.close()


def test_a_scan_that_did_not_ask_leaves_the_search_undecided() -> None:
    site = Site("a", "示例", "http://www.qinghe.gov.cn/", search="http://www.qinghe.gov.cn/s?q={}")
    (doubt,) = unfound_title.check(SiteView(site), Context(TODAY, load()))
    assert isinstance(doubt, Undecided)


@pytest.mark.parametrize(
    ("robots", "reason"),
    [("User-agent: *\nDisallow: /search\n", "robots.txt"), ("", "脚本载入")],
)
def test_what_robots_forbid_or_scripts_bring_is_undecided(
    tmp_path: Path, robots: str, reason: str
) -> None:
    routes = {**ROUTES, "/robots.txt": Reply(robots, media="text/plain")}
    shell = (
        "<html><body><p>政务服务检索平台，欢迎使用本平台查阅公开信息和办事指南</p></body></html>"
    )
    with serving(routes, otherwise=lambda path: Reply(shell)) as server:
        snapshot = searched(server, tmp_path / "s", "/search?q={}")
        (doubt,) = judged(snapshot)
        assert isinstance(doubt, Undecided)
        assert reason in doubt.reason
        assert snapshot.started <= datetime.now(UTC)
        snapshot.close()
