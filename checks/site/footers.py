"""What the feet of a site's pages say: site code, records, who is responsible."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.rule import Example
from checks.soft404 import is_soft_404
from checks.views import SiteView
from crawler.page import Fetch, Link, Markup, Outcome, Page, Role
from crawler.site import Site

SITE_CODE = re.compile(r"标识码\s*[:：]?\s*(bm\d{4,12}|\d{6,14})", re.I)
# 省、自治区、直辖市 as the registers abbreviate them, with the first two digits of their codes.
PROVINCES = {
    "京": "11", "津": "12", "冀": "13", "晋": "14", "蒙": "15", "辽": "21", "吉": "22", "黑": "23",
    "沪": "31", "苏": "32", "浙": "33", "皖": "34", "闽": "35", "赣": "36", "鲁": "37", "豫": "41",
    "鄂": "42", "湘": "43", "粤": "44", "桂": "45", "琼": "46", "渝": "50", "川": "51", "贵": "52",
    "黔": "52", "云": "53", "滇": "53", "藏": "54", "陕": "61", "甘": "62", "陇": "62", "青": "63",
    "宁": "64", "新": "65",
}  # fmt: skip
SHOWN_PAGES = 3
URL = "http://www.qinghe.gov.cn/"


@dataclass(slots=True)
class Seen:
    """On how many pages a fault is seen, and on which first."""

    count: int = 0
    urls: list[str] = field(default_factory=list)

    def add(self, url: str) -> None:
        """Count a page."""
        self.count += 1
        if len(self.urls) < SHOWN_PAGES:
            self.urls.append(url)

    def hit(self, message: str, key: str, suggestion: str, severity: Severity | None = None) -> Hit:
        """Report the fault once for the site."""
        return Hit(
            message=f"{message}（{self.count} 个页面）",
            key=key,
            evidence=f"例如：{'、'.join(self.urls)}",
            suggestion=suggestion,
            severity=severity,
            subject=SITE_SUBJECT,
            url=self.urls[0],
        )


def shown_pages(site: SiteView) -> Iterator[Page]:
    """Yield the pages that people see, pages that say that they do not exist left out."""
    for page in site.html_pages():
        if page.fetch.outcome is Outcome.OK and not page.fetch.location and not is_soft_404(page):
            yield page


def text_of(page: Page) -> str:
    """Return everything that stands on the page; templates differ in where they keep the foot."""
    return f"{page.text}\n{page.margin_text}\n{page.frame_text}"


def host_of(url: str) -> str:
    """Return the host name of an address, without its port."""
    return (urlsplit(url).hostname or "").lower()


def outside_links(site: SiteView, page: Page, words: re.Pattern[str]) -> Iterator[Link]:
    """Yield the links whose text matches; those to hosts that the site file calls private are out."""
    private = {host.partition(":")[0] for host in site.site.private_hosts}
    for link in page.links:
        if words.search(link.text) and host_of(link.url) not in private:
            yield link


def example(
    label: str,
    footer: str,
    *,
    links: Iterable[Link] = (),
    scripts: tuple[str, ...] = (),
    meta: dict[str, str] | None = None,
    fault_code: str = "",
    markup: Markup | None = None,
    url: str = URL,
    site: Site | None = None,
) -> Example:
    """Return a site of one page with such a foot."""
    fetch = Fetch(url, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
    page = Page(
        fetch,
        Role.HOME,
        title="清河县人民政府",
        text="要闻动态",
        frame_text=footer,
        links=tuple(links),
        scripts=scripts,
        meta=meta or {},
        fault_code=fault_code,
        markup=markup or Markup(),
    )
    return Example(label, SiteView(site or Site("a", "示例", url), {url: page}, {url: fetch}))
