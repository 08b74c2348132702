"""One dead target is one fault of each area that links to it."""

from dataclasses import replace
from pathlib import Path

import pytest

from checks.finding import SITE_SUBJECT, Finding, Severity
from checks.links.l401_broken_link import broken_link
from checks.rule import AnyRule, Context, Reports, site_rule
from checks.views import SiteView
from crawler.page import Outcome, Role
from tests.checks.builders import COLUMN, HOME, HOST, Crawl, Visit, article, html, listing, site

NEWS = replace(COLUMN, id="yw", name="要闻", url=f"{HOST}/yw/", unit="")
DEAD = f"{HOST}/dead.html"
LINK = '全文见<a href="/dead.html">旧办法</a>，请遵照执行。'
TARGET = Visit("/dead.html", outcome=Outcome.GONE, error="页面不存在（HTTP 404）")
BOTH = site(COLUMN, NEWS)


def _article(path: str, column: str, text: str = LINK) -> Visit:
    return Visit(path, article(text), column_id=column)


def _found(folder: Path, *visits: Visit) -> list[Finding]:
    result = Crawl(folder, (HOME, TARGET, *visits), BOTH).judged((broken_link,))
    return sorted(result.findings, key=lambda found: found.subject)


def test_pages_of_one_column_show_one_dead_link(tmp_path: Path) -> None:
    pages = [_article(f"/tzgg/{number}.html", "tzgg") for number in (3, 1, 2)]
    (found,) = _found(tmp_path, *pages)
    assert (found.subject, found.column, found.unit) == ("tzgg", "tzgg", "zfb")
    assert found.sources == tuple(f"{HOST}/tzgg/{number}.html" for number in (1, 2, 3))
    assert found.url == found.sources[0]
    assert "（3 个页面上都有）" in found.message
    assert found.page_title == "关于某事的通知"


def test_each_column_answers_for_its_own_pages(tmp_path: Path) -> None:
    here, there = _found(tmp_path, _article("/1.html", "tzgg"), _article("/2.html", "yw"))
    assert (here.subject, here.sources) == ("tzgg", (f"{HOST}/1.html",))
    assert (there.subject, there.sources) == ("yw", (f"{HOST}/2.html",))
    assert "个页面" not in here.message


def test_a_page_of_no_column_answers_for_itself(tmp_path: Path) -> None:
    (found,) = _found(tmp_path, _article("/about.html", ""))
    assert (found.subject, found.sources) == (f"{HOST}/about.html", ())


def test_a_link_of_the_template_is_told_once_for_the_site(tmp_path: Path) -> None:
    foot = '<div class="footer"><a href="/dead.html">旧办法</a></div>'
    pages = [Visit(f"/{n}.html", html(f"<p>正文第 {n} 篇</p>{foot}")) for n in range(3)]
    (found,) = _found(tmp_path, *pages)
    assert (found.subject, found.sources) == (SITE_SUBJECT, ())


def test_a_list_and_its_articles_are_one_area(tmp_path: Path) -> None:
    rows = listing(("/dead.html", "旧办法", "2026-11-20"), ("/1.html", "新办法", "2026-11-21"))
    listed = Visit("/tzgg/", rows, Role.COLUMN, "tzgg")
    (found,) = _found(tmp_path, listed, _article("/1.html", "tzgg"))
    assert found.sources == (f"{HOST}/1.html", f"{HOST}/tzgg/")


@site_rule("X907", "half", "半途", Severity.ERROR, clause="", bad=(), good=())
def fails_halfway(site: SiteView, ctx: Context) -> Reports:
    """Fails before it has reported all."""
    yield from broken_link.check(site, ctx)
    raise ZeroDivisionError


@pytest.mark.parametrize(("rule", "ran"), [(broken_link, True), (fails_halfway, False)])
def test_a_rule_of_the_site_that_crashes_has_not_run(
    tmp_path: Path, rule: AnyRule, ran: bool
) -> None:
    result = Crawl(tmp_path, (HOME, TARGET, _article("/1.html", "tzgg"))).judged((rule,))
    assert [found.subject for found in result.findings] == ["tzgg"]
    assert (rule.code in result.codes) is ran
