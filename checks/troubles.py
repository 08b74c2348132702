"""Remembers which linked addresses keep failing, so that a passing fault is never told."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from checks.finding import Trouble
from checks.views import SiteView
from crawler.page import Fetch, Outcome
from crawler.snapshot import Snapshot
from crawler.urls import host_of, is_in_scope, scope_of

# Where so many hosts elsewhere are silent, and more than answer, the fault is at our end.
LEAST_SILENT = 4
# Nobody has looked for so long: it is another fault now.
FORGET = timedelta(days=60)


def troubles_after(
    site: SiteView, snapshot: Snapshot, known: Mapping[str, Trouble]
) -> tuple[Trouble, ...]:
    """Return all that is known of failing links after this look; `known` is what was before it.

    A refusal changes nothing; any other answer ends the trouble. What a crawl of some pages has
    not asked stays as it was; what no page of a whole crawl links to any more is forgotten.
    """
    if not known and not any(fetch.is_suspect for fetch in site.fetches.values()):
        # Most links are well, and an unchanged site is not read for nothing.
        return ()
    if _is_our_fault(site):
        return tuple(known.values())
    found = dict(_failing(site, known))
    for address, before in known.items():
        if address in found:
            continue
        fetch = site.resolve(address)
        is_unasked = fetch is None and not snapshot.target.is_whole
        is_fresh = snapshot.started - before.last_at < FORGET
        if (is_unasked and is_fresh) or (fetch is not None and _is_mute(fetch)):
            found[address] = before
    return tuple(sorted(found.values(), key=lambda each: each.address))


def _failing(site: SiteView, known: Mapping[str, Trouble]) -> Iterator[tuple[str, Trouble]]:
    urls = {edge.link.url for edge in site.troubled_edges()}
    for url in urls:
        fetch = site.resolve(url)
        if fetch is None or not fetch.is_suspect:
            continue
        before = known.get(url)
        if before is None:
            yield url, Trouble(url, fetch.at, fetch.at, fetch.looks, 1, fetch.error)
        elif fetch.at > before.last_at:
            looks, scans = before.looks + fetch.looks, before.scans + 1
            yield (
                url,
                replace(before, last_at=fetch.at, looks=looks, scans=scans, error=fetch.error),
            )
        else:
            yield url, before


def _is_mute(fetch: Fetch) -> bool:
    """Whether the look says neither that the target is well nor that it fails."""
    return fetch.outcome is Outcome.UNKNOWN and not fetch.is_suspect


def _is_our_fault(site: SiteView) -> bool:
    """Whether most hosts elsewhere are silent at once."""
    scope = scope_of(site.site.start_url, site.site.scope)
    silent: dict[str, bool] = {}
    for url, fetch in site.fetches.items():
        if not is_in_scope(url, scope):
            is_silent = fetch.is_suspect and fetch.status is None
            host = host_of(url)
            silent[host] = silent.get(host, True) and is_silent
    count = sum(silent.values())
    return count >= LEAST_SILENT and count > len(silent) - count
