"""The pages on which a site shows its templates: the home page and the columns' first pages."""

from collections.abc import Iterator

from checks.soft404 import is_soft_404
from checks.views import SiteView
from crawler.page import Outcome, Page
from crawler.urls import canonical


def home_page(site: SiteView) -> Page | None:
    """Return the home page if it was seen as people see it."""
    return _shown(site, canonical(site.site.start_url))


def template_pages(site: SiteView) -> Iterator[Page]:
    """Yield the home page and each column's first page, as far as they were seen."""
    yielded: set[str] = set()
    for url in (canonical(site.site.start_url), *(column.url for column in site.site.columns)):
        page = _shown(site, url)
        if page is not None and page.url not in yielded:
            yielded.add(page.url)
            yield page


def is_private(site: SiteView, host: str) -> bool:
    """Whether the site file calls the host private: no address of it is anybody's domain."""
    return host in {each.partition(":")[0] for each in site.site.private_hosts}


def _shown(site: SiteView, url: str) -> Page | None:
    fetch = site.resolve(url)
    page = site.pages.get(fetch.url) if fetch is not None else None
    if page is None or page.fetch.outcome is not Outcome.OK or page.fetch.location:
        return None
    return page if site.is_seen(page) and not is_soft_404(page) else None
