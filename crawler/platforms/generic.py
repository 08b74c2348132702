"""Sites of no known content system: pagers that are links (下一页, 2, 3, 尾页)."""

import re

from selectolax.lexbor import LexborHTMLParser

from crawler.extract.tree import attribute
from crawler.urls import host_of, join

NEXT_TEXT = re.compile(r"^(?:下一页|下页|后一页|next|>|>>|»|›|尾页|末页|\d{1,3})$", re.I)
PAGE_LINK = re.compile(
    r"(?:[_/-]\d{1,4}\.s?html?$|/\d{1,4}\.htm$|[?&](?:page|pageno|pagenum|p|index)=\d+)", re.I
)
# Without any of these in the source there is no pager, and the page need not be parsed.
HINTS = ("一页", "下页", "尾页", "末页", "ext<", "&gt;", ">><", "»", "›")
NUMBER = re.compile(r">\s{0,9}\d{1,3}\s{0,9}</a", re.I)
MAX_PAGES = 2000


def recognises(html: str, url: str) -> bool:
    """Whether this is a page of no known system: the last to be asked knows none."""
    return False


def list_pages(html: str, url: str) -> list[str]:
    """Return the pages that the list's own pager links to."""
    if not _may_have_pager(html):
        return []
    pages: dict[str, None] = {}
    for anchor in LexborHTMLParser(html).css("a[href]"):
        if not NEXT_TEXT.match(anchor.text(strip=True)):
            continue
        address = join(url, attribute(anchor, "href"))
        if address and host_of(address) == host_of(url) and PAGE_LINK.search(address):
            pages[address] = None
    return list(pages)[:MAX_PAGES]


def _may_have_pager(html: str) -> bool:
    return any(hint in html for hint in HINTS) or NUMBER.search(html) is not None
