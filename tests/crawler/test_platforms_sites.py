"""Every recorded shape of a column, walked from its first page to its last row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.request import Request, urlopen

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.extract.html import redirect_of
from crawler.extract.listing import entries_of
from crawler.extract.written import written_markup
from crawler.forms import split_post
from crawler.page import Entry
from crawler.platforms import PLATFORMS, hidden_rows, is_data_address, list_pages, recognise
from crawler.urls import join
from tests.crawler.builders import TODAY
from tests.crawler.server import Reply, serving
from tests.crawler.sites import sites
from tests.crawler.sites.site import FixtureSite

HOST = "https://www.example.gov.cn"
NAMES = tuple(sites())
# More list pages than any of the sites has.
LIMIT = 40


@dataclass(frozen=True, slots=True)
class Seen:
    """A list page or an answer of a data address, with what was read there."""

    url: str
    text: str
    rows: tuple[Entry, ...]


@cache
def site_of(name: str) -> FixtureSite:
    """Return a fixture site, built once."""
    return sites()[name]


def text_of(site: FixtureSite, url: str) -> str:
    """Return what the site answers to an address."""
    reply = site.routes[url.removeprefix(HOST).partition("#")[0]]
    assert isinstance(reply, Reply)
    return reply.body if isinstance(reply.body, str) else reply.body.decode()


def read(url: str, text: str, platform: str) -> tuple[Entry, ...]:
    """Return the rows of one page, as the crawler reads them."""
    hidden = hidden_rows(text, url, TODAY, platform)
    if is_data_address(url):
        return tuple(hidden)
    return (*entries_of(LexborHTMLParser(text), url, TODAY), *hidden)


@cache
def walked(name: str, platform: str = "auto") -> tuple[Seen, ...]:
    """Walk a column as the crawler does, each address once."""
    site = site_of(name)
    # A column's address keeps its fragment, which `join` may drop.
    pending = [HOST + site.column]
    known = set(pending)
    seen = []
    while pending:
        url = pending.pop(0)
        text = text_of(site, url)
        seen.append(Seen(url, text, read(url, text, platform)))
        found = [page for page in list_pages(text, url, platform) if page not in known]
        known.update(found)
        pending.extend(found)
        assert len(known) < LIMIT
    return tuple(seen)


@pytest.mark.parametrize("name", NAMES)
def test_a_column_is_read_to_its_last_row(name: str) -> None:
    rows = [row for page in walked(name) for row in page.rows]
    expected = [Entry(HOST + row.path, row.title, row.day) for row in site_of(name).expected]
    assert sorted(rows, key=lambda row: row.url) == sorted(expected, key=lambda row: row.url)
    assert len(walked(name)) > 1


@pytest.mark.parametrize("name", NAMES)
def test_only_the_data_addresses_of_the_site_are_asked(name: str) -> None:
    asked = [page.url for page in walked(name) if is_data_address(page.url)]
    assert asked == [HOST + address for address in site_of(name).data]


@pytest.mark.parametrize("name", NAMES)
def test_every_address_is_canonical(name: str) -> None:
    for page in walked(name)[1:]:
        assert join(page.url, page.url) == page.url


@pytest.mark.parametrize("name", [name for name in NAMES if name != "arrays"])
def test_a_site_that_names_its_platform_is_read_as_well(name: str) -> None:
    named = walked(name, site_of(name).platform)
    assert [(page.url, page.rows) for page in named] == [
        (page.url, page.rows) for page in walked(name)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_list_page_is_recognised(name: str) -> None:
    for page in walked(name):
        assert recognise(page.text, page.url) == site_of(name).platform, page.url


def article_pages(name: str) -> Iterator[Seen]:
    """Yield two articles of a site."""
    site = site_of(name)
    for row in site.expected[:2]:
        url = HOST + row.path
        yield Seen(url, text_of(site, url), ())


@pytest.mark.parametrize("name", NAMES)
def test_no_module_takes_a_page_of_another_system_for_its_own(name: str) -> None:
    own = site_of(name).platform
    others = [platform for platform in PLATFORMS.values() if platform.name not in (own, "generic")]
    for page in (*walked(name), *article_pages(name)):
        for other in others:
            where = f"{other.name} on {page.url}"
            assert not other.recognises(page.text, page.url), where
            assert not other.list_pages(page.text, page.url), where
            assert not other.rows(page.text, page.url, TODAY), where
            assert not other.is_data(page.url), where


@pytest.mark.parametrize("name", NAMES)
def test_an_article_has_neither_rows_nor_further_pages(name: str) -> None:
    for page in article_pages(name):
        assert recognise(page.text, page.url) in (site_of(name).platform, "")
        assert list_pages(page.text, page.url) == []
        assert hidden_rows(page.text, page.url, TODAY) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_page_is_no_error(name: str) -> None:
    for page in walked(name):
        for part in (page.text[: len(page.text) // 2], page.text[::-1], page.text[99:]):
            list_pages(part, page.url)
            hidden_rows(part, page.url, TODAY)
            recognise(part, page.url)
            written_markup(part)


def test_a_trs_parent_leads_to_its_first_child() -> None:
    text = text_of(site_of("trs"), f"{HOST}/zwgk/")
    assert redirect_of(LexborHTMLParser(text), f"{HOST}/zwgk/") == f"{HOST}/zwgk/tzgg/"


def test_the_navigation_that_a_trs_script_writes_is_seen() -> None:
    text = text_of(site_of("trs"), f"{HOST}/zwgk/tzgg/")
    assert written_markup(text) == '<a href="/zwgk/jgzn/">机构职能</a>'


def test_the_columns_answer_over_http_too() -> None:
    site = site_of("hanweb")
    with serving(dict(site.routes)) as server:
        for address in (site.column, *site.data):
            url, form = split_post(server.url.rstrip("/") + address)
            with urlopen(Request(url, data=form)) as answer:
                assert re.search(rb"<record>", answer.read())
