"""A real crawl of a small platform finds each fault of its services, and no look-alike."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from checks.assemble import template_of
from checks.finding import Result
from checks.registry import RULES
from checks.rule import Context
from checks.run import run
from crawler.site import Column, ColumnKind
from tests.content.builders import TODAY
from tests.content.platform import routes
from tests.crawler.crawls import crawled, site_of
from tests.crawler.server import HostileServer, Reply, Route, serving
from wordlists.lists import load

CONTENT = [rule for rule in RULES if rule.code.startswith("C") and not rule.optional]
COLUMNS = {
    "xx": ("县长信箱", ColumnKind.OTHER),
    "zx": ("咨询选登", ColumnKind.OTHER),
    "bsfw": ("办事服务", ColumnKind.SERVICE),
    "ldxx": ("领导信息", ColumnKind.OTHER),
    "zcwj": ("政策文件", ColumnKind.POLICY),
    "zcjd": ("政策解读", ColumnKind.INTERPRETATION),
}
EXPECTED = {
    ("C601", "xx/waiting.html"),
    ("C601", "xx/old.html"),
    ("C602", "site"),
    ("C603", "xx/unnamed.html"),
    ("C604", "zx"),
    ("C606", "bsfw/poor.html"),
    ("C607", "bsfw/vague.html"),
    ("C608", "bsfw/form.html"),
    ("C609", "bsfw/unclear.html"),
    ("C610", "bsfw/bare.html"),
    ("C612", "zcjd"),
    ("C613", "zcwj"),
    ("C614", "ldxx/2.html"),
    ("C615", "gk/xq.html"),
    # There are leaders, but no duties of institutions.
    ("C616", "site"),
    # Nor statistics of the messages.
    ("C618", "site"),
}


def scanned(folder: Path, served: Mapping[str, Route], *, pages: int = 100) -> Result:
    """Crawl what is served and run the rules about content over it."""
    with serving(dict(served)) as server:
        site = site_of(server, *_columns(server), pages=pages, delay=0)
        snapshot = crawled(site, folder)
        try:
            context = Context(TODAY, load())
            result = run(snapshot, CONTENT, context, template=template_of(snapshot))
        finally:
            snapshot.close()
    start = site.start_url
    return _without(start, result)


def _columns(server: HostileServer) -> list[Column]:
    return [
        Column(name, title, f"{server.url}{name}/", "zfb", kind)
        for name, (title, kind) in COLUMNS.items()
    ]


def _without(start: str, result: Result) -> Result:
    return replace(
        result,
        findings=tuple(replace(f, subject=f.subject.removeprefix(start)) for f in result.findings),
        undecided=tuple(
            replace(u, subject=u.subject.removeprefix(start)) for u in result.undecided
        ),
    )


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return scanned(tmp_path_factory.mktemp("services") / "crawl", routes())


def test_every_fault_is_found_and_no_look_alike(result: Result) -> None:
    assert {(finding.code, finding.subject) for finding in result.findings} == EXPECTED
    assert len(result.findings) == len(EXPECTED)


def test_what_pages_of_a_column_lack_alike_is_told_once_with_all_of_them(result: Result) -> None:
    (many,) = [finding for finding in result.findings if finding.code == "C612"]
    (one,) = [finding for finding in result.findings if finding.code == "C613"]
    assert many.message == "2 篇解读没有链接到被解读的文件"
    assert [url.rpartition("/zcjd/")[2] for url in many.sources] == ["1.html", "3.html"]
    assert one.message.startswith("文件没有链接到它的解读“")
    assert [url.rpartition("/zcwj/")[2] for url in one.sources] == ["1.html"]


def test_a_message_without_a_day_is_undecided(result: Result) -> None:
    doubts = [(doubt.code, doubt.subject) for doubt in result.undecided if doubt.code]
    assert doubts == [("C601", "xx/undated.html")]


def test_late_answers_are_told_once_with_their_ratio(result: Result) -> None:
    (late,) = [finding for finding in result.findings if finding.code == "C602"]
    assert "1 条答复超过 5 个工作日" in late.message
    assert "末班车的问题" in late.evidence


def test_a_site_without_a_way_to_ask_is_told_so(tmp_path: Path) -> None:
    served = routes()
    for path in [path for path in served if path.startswith(("/xx/", "/zx/"))]:
        served[path] = Reply("<html><body>没有</body></html>", status=404)
    found = scanned(tmp_path / "crawl", served)
    assert ("C605", "site") in {(finding.code, finding.subject) for finding in found.findings}


def test_an_unfinished_crawl_does_not_say_that_something_is_missing(tmp_path: Path) -> None:
    served = routes()
    for path in [path for path in served if path.startswith(("/xx/", "/zx/"))]:
        served[path] = Reply("<html><body>没有</body></html>", status=404)
    found = scanned(tmp_path / "crawl", served, pages=8)
    assert "C605" not in {finding.code for finding in found.findings}
    assert "C605" in {doubt.code for doubt in found.undecided}
