"""Looks for the entrances that a site should have: in links, titles and names of columns."""

import re
from collections.abc import Mapping

from checks.finding import SITE_SUBJECT, Undecided
from checks.views import SiteView
from crawler.urls import canonical


def doubt_of(site: SiteView, what: str) -> Undecided | None:
    """Say why nothing can be called missing: the home page or a part of the site was not seen."""
    home = site.resolve(canonical(site.site.start_url))
    first = site.pages.get(home.url) if home is not None else None
    if first is None or not site.is_seen(first):
        return Undecided(SITE_SUBJECT, f"首页没有正常显示，无法判断有没有{what}")
    if site.incomplete:
        return Undecided(SITE_SUBJECT, f"无法判断有没有{what}：{site.incomplete}")
    return None


def missing_entrances(site: SiteView, entrances: Mapping[str, re.Pattern[str]]) -> list[str]:
    """Return the names of those that no link, title, template or column of the site names."""
    missing = dict(entrances)
    for column in site.site.columns:
        _strike(missing, column.name)
    seen: set[str] = set()
    for page in site.html_pages():
        if not missing:
            break
        texts = {page.title, page.frame_text, *(link.text for link in page.links)}
        for text in texts - seen:
            _strike(missing, text)
        # The template says the same on each page.
        seen |= texts
    return list(missing)


def _strike(missing: dict[str, re.Pattern[str]], text: str) -> None:
    for name in [name for name, words in missing.items() if words.search(text)]:
        del missing[name]
