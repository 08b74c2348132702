"""Which page an attachment belongs to stays the same from week to week."""

from pathlib import Path

from crawler.crawl import crawl
from crawler.snapshot import Target, connect
from tests.crawler.builders import TODAY
from tests.crawler.crawls import ROBOTS, crawled, site_of
from tests.crawler.server import Reply, Route, links, serving

CARRIERS = ("/1.html", "/2.html", "/3.html", "/4.html")


def test_an_attachment_stays_with_the_page_that_led_to_it_before(tmp_path: Path) -> None:
    routes: dict[str, Route] = {"/robots.txt": ROBOTS, "/": links(*CARRIERS)}
    routes |= {path: links("/a.txt", body=f"<h1>{path}</h1>") for path in CARRIERS}
    routes["/a.txt"] = Reply("附件", media="text/plain; charset=utf-8")
    with serving(routes) as server:
        first = crawled(site_of(server), tmp_path / "first")
        file = f"{server.url}a.txt"
        carriers = [f"{server.url}{path[1:]}" for path in CARRIERS]
        # Any of four pages may come in first; which one did must not change from week to week.
        other = next(url for url in reversed(carriers) if url != first.source(file))
        index = connect(first.directory)
        index.execute("UPDATE url SET source = ? WHERE url = ?", (other, file))
        index.close()
        second = crawl(first.site, Target(), tmp_path / "b", today=TODAY, past=first.directory)
        assert second.source(file) == other
        first.close()
        second.close()
