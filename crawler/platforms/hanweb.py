"""Hanweb JCMS (大汉) jpage: rows in CDATA islands, the rest in XML from `dataproxy.jsp`.

The newer scripts (`/module/web/jpage/`) send their parameters as a form, the older ones
(`/module/jpage/`) in the query; columns of columns ask `morecolumndataproxy.jsp`.
"""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.extract import listing
from crawler.forms import as_post, split_post
from crawler.page import Entry
from crawler.platforms.script import fields_of, read_literal
from crawler.urls import join

RECORD = re.compile(r"\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.S)
PROXY = re.compile(
    r"[\"']([^\"'\s<>]*/module/(web/)?jpage/(?:morecolumn)?dataproxy\.jsp)(?:\?([^\"']*))?[\"']",
    re.I,
)
DATA = re.compile(r"[^?#]*/module/(?:web/)?jpage/(?:morecolumn)?dataproxy\.jsp(?:\?|$)", re.I)
NEW_PROXY = "/module/web/jpage/"
TOTAL = re.compile(
    r"totalRecord[\"']?\s*[:=]\s*[\"']?(\d{1,9})|<totalrecord>\s*(\d{1,9})\s*</totalrecord>", re.I
)
PER_PAGE = re.compile(r"perPage[\"']?\s*[:=]\s*[\"']?(\d{1,9})", re.I)
PARAMETERS = re.compile(r"ajaxParam[\"']?\s*:\s*(?=\{)")
ARTICLE = re.compile(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html$")
WINDOW = ("startrecord", "endrecord", "perpage")
# The parameter of a link to the next group of rows, which stands where no script asks for them.
GROUP = "page"
PER_PAGE_USUAL = 15
PAGES_A_REQUEST = 3
MAX_RECORDS = 20_000


def is_data(url: str) -> bool:
    """Whether an address answers with rows instead of a page."""
    return "dataproxy.jsp" in url and DATA.match(url) is not None


def recognises(html: str, url: str) -> bool:
    """Whether a page bears the marks of jpage."""
    if is_data(url) or ARTICLE.search(url):
        return True
    return "dataproxy.jsp" in html and PROXY.search(html) is not None


def rows(html: str, url: str, today: date) -> list[Entry] | None:
    """Return the list rows of the page's data islands or of a data endpoint's answer."""
    records = _records(html)
    if not records:
        return None
    markup = "".join(f"<ul>{record}</ul>" for record in records)
    return listing.entries_of(LexborHTMLParser(markup), url, today)


def list_pages(html: str, url: str) -> list[str]:
    """Return the data addresses of the rows that the page, or the answer, does not hold."""
    if is_data(url):
        return _pages_after(html, url)
    if "dataproxy.jsp" not in html:
        return []
    proxy = PROXY.search(html)
    if not proxy:
        return []
    parameters, total = _parameters(html), _total(html)
    if not parameters:
        return _next_group(html, url)
    step = _step(PER_PAGE.search(html))
    shown = len(_records(html))
    if total is None:
        # The first answer will tell.
        total = shown + step * PAGES_A_REQUEST
    address = join(url, proxy[1])
    return [_address(address, window, parameters) for window in _windows(shown + 1, total, step)]


def _pages_after(answer: str, url: str) -> list[str]:
    """Return what follows the window that `answer` brought, as far as its total says."""
    address, form = split_post(url)
    query = _query(urlsplit(address).query)
    parameters = _query(form.decode()) if form else dict(query)
    total, got = _total(answer), len(_records(answer))
    if total is None or not got or not all(query.get(name, "").isdecimal() for name in WINDOW):
        return _next_group(answer, url)
    start, end = int(query["startrecord"]), int(query["endrecord"])
    step = _step(re.fullmatch(r"(\d+)", query["perpage"]))
    # Some servers give no more than a page at a time, whatever they are asked for.
    following = start + got if start + got <= min(end, total) else end + 1
    last = end if following <= end else total
    address = address.partition("?")[0]
    kept = {key: value for key, value in parameters.items() if key not in WINDOW}
    windows = _windows(following, min(last, total), step)
    return [_address(address, window, kept) for window in windows]


def _next_group(answer: str, url: str) -> list[str]:
    proxy = PROXY.search(answer) if "<nextgroup>" in answer and "<record>" in answer else None
    query = unescape(proxy[3] or "") if proxy else ""
    if not proxy or GROUP not in _query(query):
        return []
    return [join(url, f"{proxy[1]}?{query}")]


def _windows(start: int, total: int, step: int) -> Iterator[dict[str, str]]:
    size = step * PAGES_A_REQUEST
    for first in range(start, min(total, MAX_RECORDS) + 1, size):
        numbers = (first, min(first + size - 1, total), step)
        yield dict(zip(WINDOW, map(str, numbers), strict=True))


def _address(proxy: str, window: dict[str, str], parameters: dict[str, str]) -> str:
    if NEW_PROXY in proxy:
        return as_post(f"{proxy}?{urlencode(window)}", parameters)
    return join(proxy, f"{proxy}?{urlencode({**window, **parameters})}")


def _records(html: str) -> list[str]:
    # Cut up first: an unclosed record must not make the search begin anew at each.
    matches = map(RECORD.match, html.split("<record>")[1:])
    return [match[1] for match in matches if match]


def _parameters(html: str) -> dict[str, str]:
    match = PARAMETERS.search(html) if "ajaxParam" in html else None
    fields = fields_of(read_literal(html, match.end())) if match else {}
    return {key: unescape(value) for key, value in fields.items()}


def _query(query: str) -> dict[str, str]:
    return dict(parse_qsl(query, keep_blank_values=True))


def _total(html: str) -> int | None:
    match = TOTAL.search(html)
    return int(match[1] or match[2]) if match else None


def _step(match: re.Match[str] | None) -> int:
    return int(match[1]) or PER_PAGE_USUAL if match else PER_PAGE_USUAL
