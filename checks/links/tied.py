"""Looks through the pages of a site once for all that ties them to others besides plain links."""

from collections import Counter
from dataclasses import dataclass, field

from checks.links.spots import Spots
from checks.links.trust import Trust, trust_of
from checks.views import SiteView
from crawler.links import Concealed, Jump, Trick, Written
from crawler.page import EMPTY, Kind, Link, Outcome, Page, Role
from crawler.urls import host_of

# What a page runs or shows within itself, and where it sends what people write.
TAKEN_IN = (Kind.SCRIPT, Kind.FRAME, Kind.FORM, Kind.LOGIN)
FORMS = (Kind.FORM, Kind.LOGIN)
LOADED = (Kind.IMAGE, Kind.SCRIPT, Kind.STYLE, Kind.MEDIA, Kind.ICON, Kind.FRAME)
FIND_FAULT = "/exposure/jiucuo"
SEEN = (Role.HOME, Role.COLUMN, Role.PAGE)


@dataclass(slots=True)
class Tied:
    """What was found, by area.

    `resources` are those in trouble or not asked for; `foreign` are scripts, frames and forms of
    hosts that nobody vouches for; `insecure` what https pages load over http; `shown` counts the
    pages whose template links openly to a host, of `pages` in all.
    """

    trust: Trust
    resources: Spots[Link] = field(default_factory=Spots)
    jumps: Spots[Jump] = field(default_factory=Spots)
    written: Spots[Written] = field(default_factory=Spots)
    concealed: Spots[Concealed] = field(default_factory=Spots)
    foreign: Spots[Link] = field(default_factory=Spots)
    insecure: Spots[Link] = field(default_factory=Spots)
    shown: Counter[str] = field(default_factory=Counter)
    pages: int = 0


def tied(site: SiteView) -> Tied:
    """Look through the pages; rules share what was found by `SiteView.once`."""
    found = Tied(site.once(trust_of))
    for page in site.html_pages():
        if page.role not in SEEN or page.fetch.location:
            continue
        found.pages += 1
        _take(found, site, page)
    return found


def _take(found: Tied, site: SiteView, page: Page) -> None:
    url = page.url
    frames = [link for link in page.links if link.kind is Kind.FRAME]
    for link in (*page.resources, *frames):
        if link.kind not in FORMS and link.kind is not Kind.FRAME and _is_troubled(site, link):
            found.resources.add(site, url, link.url, link, is_frame=link.is_frame)
        if link.kind in TAKEN_IN and not found.trust.is_trusted(link.url):
            key = f"{link.kind} {host_of(link.url)}"
            # One host is one question, wherever it turns up.
            found.foreign.add(site, url, key, link, is_frame=True)
        if url.startswith("https:") and _is_insecure(link):
            key = f"{link.kind in ACTIVE} {host_of(link.url)}"
            found.insecure.add(site, url, key, link, is_frame=link.is_frame)
    for jump in page.jumps:
        # A template's link to a part of whatever page it stands on is one link.
        target = "" if jump.is_frame and jump.url == url else jump.url
        found.jumps.add(site, url, f"{target}#{jump.part}", jump, is_frame=jump.is_frame)
    for written in page.written:
        found.written.add(site, url, written.href, written, is_frame=written.is_frame)
    for each in page.concealed:
        found.concealed.add(site, url, _key(each), each, is_frame=each.is_frame)
    hidden = {link.url for each in page.concealed for link in each.links}
    open_hosts = {host_of(link.url) for link in page.links if link.url not in hidden}
    found.shown.update(open_hosts)


# Browsers do not load these at all over http on an https page.
ACTIVE = (Kind.SCRIPT, Kind.STYLE, Kind.FRAME)


def _is_insecure(link: Link) -> bool:
    if not link.url.startswith("http:") or FIND_FAULT in link.url:
        return False
    return link.kind in LOADED or link.kind in FORMS


def _is_troubled(site: SiteView, link: Link) -> bool:
    fetch = site.resolve(link.url)
    if fetch is None or fetch.outcome is not Outcome.OK:
        return True
    return "html" in fetch.media or fetch.error == EMPTY


def _key(each: Concealed) -> str:
    """Return what makes two hidden elements the same: where they lead, else what they say."""
    if each.trick is Trick.EMPTY:
        return each.trick
    hosts = sorted({host_of(link.url) for link in each.links})
    return " ".join(hosts) or each.text
