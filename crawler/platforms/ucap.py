"""UCAP (开普): `createPageHTML('box', pages, current from 1, name, suffix, rows)`; `name_k` is k."""

import re

from crawler.urls import join

PAGER = re.compile(
    r"createPageHTML\(\s*[\"'][\w#.-]*[\"']\s*,\s*[\"']?(\d{1,9})[\"']?\s*,\s*[\"']?(\d{1,9})[\"']?\s*,"
    r"\s*[\"']([\w./-]+)[\"']\s*,\s*[\"'](\w+)[\"']"
)
ARTICLE = re.compile(r"/c\d{5,7}/(?:\d{6}/[0-9a-f]{32}|c\d+/content)\.shtml$")
MAX_PAGES = 2000


def recognises(html: str, url: str) -> bool:
    """Whether a page bears the marks of UCAP."""
    if "UCAP-CONTENT" in html or ARTICLE.search(url):
        return True
    return _pager(html) is not None


def list_pages(html: str, url: str) -> list[str]:
    """Return pages 2… of the list, `xlist_2.shtml` being the second."""
    match = _pager(html)
    if not match:
        return []
    count, name, suffix = min(int(match[1]), MAX_PAGES), match[3], match[4]
    return [join(url, f"{name}_{number}.{suffix}") for number in range(2, count + 1)]


def _pager(html: str) -> re.Match[str] | None:
    return PAGER.search(html) if "createPageHTML" in html else None
