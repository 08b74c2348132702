"""Visual SiteBuilder (博达): pages numbered from the oldest, `xwzx/1.htm` being the last.

`xwzx.htm` is the newest page, `xwzx/9.htm` the second of ten. Other shapes are `list2.htm` after
`list.htm` and `?totalpage=7&PAGENUM=2&wbtreeid=1021`. Articles are `info/1015/4213.htm`.
"""

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.extract.tree import attribute
from crawler.urls import join

# The marks of the system, then those of its pagers.
MARKS = (
    "/system/resource/", "vsb_content", "Visual SiteBuilder", 'id="line_u', "wbtreeid=", "wp_paging",
)  # fmt: skip
ARTICLE = re.compile(r"/info/\d+/\d+\.htm$")
NUMBERED = re.compile(r"(.*/)(\d{1,4})\.htm$")
FOLLOWING = re.compile(r"(.*/[A-Za-z]+?)(\d{1,4})\.(htm|psp)$")
ALL_PAGES = re.compile(r"class=\"all_pages\"[^>]*>\s*(\d{1,4})\s*<")
PAGE_NUMBER = re.compile(r"(?<=[?&]PAGENUM=)\d{1,6}", re.I)
TOTAL_PAGES = re.compile(r"(?<=[?&]totalpage=)\d{1,6}", re.I)
MAX_PAGES = 2000


def recognises(html: str, url: str) -> bool:
    """Whether a page bears the marks of Visual SiteBuilder."""
    return ARTICLE.search(url) is not None or any(mark in html for mark in MARKS)


def list_pages(html: str, url: str) -> list[str]:
    """Return the list's other pages, newest first."""
    if ARTICLE.search(url) or not any(mark in html for mark in MARKS):
        return []
    references = [attribute(node, "href") for node in LexborHTMLParser(html).css("a[href]")]
    addresses = [join(url, reference) for reference in references]
    return (
        _by_query(addresses, url)
        or _from_the_oldest(addresses, url)
        or _following(addresses, url, html)
    )


def _by_query(addresses: list[str], url: str) -> list[str]:
    for address in addresses:
        total = TOTAL_PAGES.search(address)
        if not total or not PAGE_NUMBER.search(address) or not _is_same_page(address, url):
            continue
        last = min(int(total[0]), MAX_PAGES)
        return [PAGE_NUMBER.sub(str(number), address) for number in range(2, last + 1)]
    return []


def _from_the_oldest(addresses: list[str], url: str) -> list[str]:
    page = NUMBERED.match(url)
    folder = page[1] if page else f"{url.partition('?')[0].removesuffix('.htm')}/"
    numbers = {int(match[2]) for match in _in_place(NUMBERED, addresses, folder)}
    if not numbers:
        return []
    highest = max(numbers)
    lowest = max(1, highest - MAX_PAGES + 1)
    return [f"{folder}{number}.htm" for number in range(highest, lowest - 1, -1)]


def _following(addresses: list[str], url: str, html: str) -> list[str]:
    name = re.sub(r"\d{0,4}\.(?:htm|psp)$", "", url)
    pages = _in_place(FOLLOWING, addresses, name)
    if not pages:
        return []
    total = ALL_PAGES.search(html)
    last = int(total[1]) if total else max(int(match[2]) for match in pages)
    suffix = pages[0][3]
    return [f"{name}{number}.{suffix}" for number in range(2, min(last, MAX_PAGES) + 1)]


def _in_place(pattern: re.Pattern[str], addresses: list[str], place: str) -> list[re.Match[str]]:
    matches = (pattern.match(address) for address in addresses)
    return [match for match in matches if match is not None and match[1] == place]


def _is_same_page(address: str, url: str) -> bool:
    return urlsplit(address)[:3] == urlsplit(url)[:3]
