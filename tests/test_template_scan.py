"""A script planted into the template between two scans of a real site is found, and stays found."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crawler.site import Limits, Site
from ledger.issue import IssueFilter
from ledger.ledger import Ledger
from tests.crawler.server import HostileServer, Reply, Route, serving
from tests.second_look import a_day_passes
from xunjian.config import Config
from xunjian.scan import OPEN_STATES, scan

SECRET = b"a secret for tests of templates"
PAGES = 5
FRAME = '<div class="header">清河县人民政府门户网站 政府信息公开平台</div>'
PLANTED = '<script src="http://cdn.stranger.invalid/a.js"></script>'


class Office:
    """A small site and the ledger of its scans."""

    def __init__(self, server: HostileServer, folder: Path) -> None:
        self._server = server
        self._folder = folder

    def show(self, template: str) -> None:
        """Serve all pages with this template."""
        anchors = "".join(f'<a href="/{number}.html">第 {number} 篇</a>' for number in range(PAGES))
        routes: dict[str, Route] = {"/robots.txt": Reply("User-agent: *\n", media="text/plain")}
        routes["/"] = Reply(f"<html><body>{template}{anchors}</body></html>")
        for number in range(PAGES):
            text = f"<h1>第 {number} 号通知</h1><p>请各镇人民政府、各有关单位遵照执行。</p>"
            routes[f"/{number}.html"] = Reply(f"<html><body>{template}{text}</body></html>")
        self._server.routes.clear()
        self._server.routes.update(routes)

    def scan(self, day: int) -> list[str]:
        """Scan on a day of November and return what is open of the template's change."""
        limits = Limits(delay=0, concurrency=8, timeout=5, retries=0, duration=60)
        site = Site("a", "示例", self._server.url, private_hosts=("127.0.0.1",), limits=limits)
        config = Config(self._folder, (site,), secret=SECRET, snapshots=self._folder / "shots")
        with Ledger.open(f"sqlite:///{self._folder}/ledger.sqlite3", SECRET) as ledger:
            # Looks at another day's site are days apart.
            a_day_passes(ledger)
            report = scan(config, site, ledger, today=date(2026, 11, day))
            assert not report.result.incomplete
            wanted = IssueFilter(codes=("L415",), states=OPEN_STATES)
            return [issue.message for issue in ledger.issues(wanted)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Serve the site until the test ends."""
    with serving({}) as server:
        yield Office(server, tmp_path)


def test_what_is_planted_is_told_until_it_is_gone(office: Office) -> None:
    office.show(FRAME)
    assert office.scan(2) == []
    office.show(FRAME + PLANTED)
    (told,) = office.scan(9)
    assert "2026-11-09 起" in told and "cdn.stranger.invalid 的脚本" in told
    # A week later it still stands there, on a site that has not changed.
    assert office.scan(16) == [told]
    office.show(FRAME)
    assert office.scan(23) == [told]
    assert office.scan(24) == []
