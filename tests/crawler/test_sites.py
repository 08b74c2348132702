"""Each recorded shape of a column, served and crawled for real."""

from dataclasses import replace
from pathlib import Path

import pytest

from crawler.page import DateSource, Entry, Outcome
from crawler.site import Column
from tests.crawler.crawls import crawled, site_of
from tests.crawler.server import links, serving
from tests.crawler.sites import sites
from tests.crawler.sites.site import FixtureSite

NAMES = tuple(sites())
ARRAYS = ("arrays", True)


# A list in an array goes on by an ordinary link, which no platform but the generic one follows.
CASES = [(name, named) for name in NAMES for named in (False, True) if (name, named) != ARRAYS]


@pytest.mark.parametrize(("name", "named"), CASES)
def test_a_column_is_crawled_to_its_last_row(tmp_path: Path, name: str, named: bool) -> None:
    fixture = sites()[name]
    with serving({"/": links(fixture.column), **fixture.routes}) as server:
        root = server.url.rstrip("/")
        site = site_of(server, Column("col", "栏目", root + fixture.column, "unit"))
        if named:
            site = replace(site, platform=fixture.platform)
        # The scripts of these systems are not there.
        site = replace(site, limits=replace(site.limits, resources=False))
        found = crawled(site, tmp_path / "s")
        assert (found.stopped, found.cut, found.is_finished) == ("", "", True)
        rows = [
            entry
            for url in found.list_pages("col")
            if url in found.pages
            for entry in found.pages[url].entries
        ]
        assert sorted(set(rows), key=_url) == sorted(_expected(fixture, root), key=_url)
        for row in _expected(fixture, root):
            page = found.pages[row.url]
            assert (page.fetch.outcome, page.column_id) == (Outcome.OK, "col")
            assert page.published is not None
            assert (page.published.day, page.published.source) == (row.published, DateSource.ROW)
        # Only what is on the site is asked for.
        bad = {f.url for f in found.fetches.values() if f.outcome is not Outcome.OK}
        assert bad == set()
        found.close()


def _expected(fixture: FixtureSite, root: str) -> list[Entry]:
    return [Entry(root + row.path, row.title, row.day) for row in fixture.expected]


def _url(entry: Entry) -> str:
    return entry.url
