"""TRS WCM (拓尔思): `createPageHTML(pages, current from 0, name, suffix)`; page k+1 is `name_k`."""

import re

from crawler.urls import join

PAGER = re.compile(
    r"createPageHTML\(\s*[\"']?(\d{1,9})[\"']?\s*,\s*[\"']?(\d{1,9})[\"']?\s*,"
    r"\s*[\"']([\w./-]+)[\"']\s*,\s*[\"'](\w+)[\"']"
)
# The older spelling: the script that writes the pager stands in the page itself.
COUNT = re.compile(r"var\s+countPage\s*=\s*[\"']?(\d{1,9})")
CURRENT = re.compile(r"var\s+currentPage\s*=\s*[\"']?(\d{1,9})")
WRITTEN = re.compile(r"[\"'=]([A-Za-z]\w{0,30})_\\?[\"']\s*\+[^;\n]{0,60}?[\"']\.(s?html?)")
OWN_NUMBER = re.compile(r"_\d{1,9}\.\w+$")
ARTICLE = re.compile(r"/t(?:19|20)\d{6}_\d+\.s?html?$")
OWN_ARTICLE = re.compile(r"href=[\"'](?:\./)?\d{6}/t(?:19|20)\d{6}_\d+\.s?html?[\"']")
MAX_PAGES = 2000


def recognises(html: str, url: str) -> bool:
    """Whether a page bears the marks of TRS."""
    if "TRS_Editor" in html or "trs_editor_view" in html or ARTICLE.search(url):
        return True
    if "/t20" in html and OWN_ARTICLE.search(html):
        return True
    return _pager(html) is not None


def list_pages(html: str, url: str) -> list[str]:
    """Return the pages that follow this one, `index_1.html` being the second."""
    pager = _pager(html)
    if pager is None:
        return []
    count, current, name, suffix = pager
    first, last = current + 1, count - 1
    if current == 1 and not OWN_NUMBER.search(url):
        # Some count from one, in this spelling too: there the second page is index_2.html.
        first, last = 2, count
    last = min(last, MAX_PAGES)
    return [join(url, f"{name}_{number}.{suffix}") for number in range(first, last + 1)]


def _pager(html: str) -> tuple[int, int, str, str] | None:
    if "createPageHTML" in html:
        call = PAGER.search(html)
        if call:
            return int(call[1]), int(call[2]), call[3], call[4]
    if "countPage" not in html:
        return None
    count, written = COUNT.search(html), WRITTEN.search(html)
    if not count or not written:
        return None
    current = CURRENT.search(html)
    return int(count[1]), int(current[1]) if current else 0, written[1], written[2]
