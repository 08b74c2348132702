"""Hanweb JCMS (大汉) jpage: rows in CDATA islands, the rest from `dataproxy.jsp`."""

import re
from datetime import date
from html import unescape
from urllib.parse import urlencode

from selectolax.lexbor import LexborHTMLParser

from crawler.extract import listing
from crawler.page import Entry
from crawler.urls import join

RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.S)
PROXY = re.compile(r"[\"']([^\"']*/module/(?:web/)?jpage/dataproxy\.jsp)[^\"']*[\"']", re.I)
TOTAL = re.compile(r"totalRecord\s*[:=]\s*(\d{1,9})|<totalrecord>(\d{1,9})</totalrecord>", re.I)
PER_PAGE = re.compile(r"perPage\s*[:=]\s*(\d{1,9})", re.I)
PARAMETERS = re.compile(r"ajaxParam\s*:\s*\{(.*?)\}", re.S)
PARAMETER = re.compile(r"(\w+)\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|([^,'\"}\s]+))")
PAGES_A_REQUEST = 3
MAX_RECORDS = 20_000


def rows(html: str, url: str, today: date) -> list[Entry]:
    """Return the list rows of the page's data islands or of a data endpoint's answer."""
    records = RECORD.findall(html)
    if not records:
        return []
    markup = "".join(f"<ul>{record}</ul>" for record in records)
    return listing.entries_of(LexborHTMLParser(markup), url, today)


def list_pages(html: str, url: str) -> list[str]:
    """Return the data addresses of the rows that the page itself does not hold."""
    proxy, parameters = PROXY.search(html), PARAMETERS.search(html)
    total, per_page = TOTAL.search(html), PER_PAGE.search(html)
    if not (proxy and parameters and total):
        return []
    records = min(int(total[1] or total[2]), MAX_RECORDS)
    step = int(per_page[1]) if per_page else 15
    query = {
        match[1]: unescape(match[2] or match[3] or match[4] or "")
        for match in PARAMETER.finditer(parameters[1])
    }
    pages = []
    for start in range(len(RECORD.findall(html)) + 1, records + 1, step * PAGES_A_REQUEST):
        end = min(start + step * PAGES_A_REQUEST - 1, records)
        window = {"startrecord": start, "endrecord": end, "perpage": step}
        pages.append(join(url, f"{proxy[1]}?{urlencode({**window, **query})}"))
    return pages
