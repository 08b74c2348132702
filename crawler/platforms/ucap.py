"""UCAP (开普): pagers written by `createPageHTML('div', pages, current from 1, name, suffix, …)`."""

import re

from crawler.urls import join

PAGER = re.compile(
    r"createPageHTML\(\s*[\"'][\w-]+[\"']\s*,\s*(\d{1,9})\s*,\s*(\d{1,9})\s*,\s*[\"']([\w-]+)[\"']\s*,"
    r"\s*[\"'](\w+)[\"']"
)
MAX_PAGES = 2000


def list_pages(html: str, url: str) -> list[str]:
    """Return pages 2… of the list, `xlist_2.shtml` being the second."""
    match = PAGER.search(html)
    if not match:
        return []
    count, name, suffix = min(int(match[1]), MAX_PAGES), match[3], match[4]
    return [join(url, f"{name}_{number}.{suffix}") for number in range(2, count + 1)]
