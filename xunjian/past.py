"""What earlier scans saw of a site, with its true addresses."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from checks.finding import Trouble
from checks.past import Past, past_of
from checks.veil import Veil, is_veiled
from crawler.snapshot import Snapshot
from ledger.ledger import Ledger


def past_of_site(ledger: Ledger, secret: bytes, snapshot: Snapshot) -> Past | None:
    """Return what the scans before this crawl saw; None if there was none.

    The ledger has masked addresses that are personal; those that the crawl knows are given back.
    """
    looks = ledger.looks(snapshot.site.id)
    if looks.at is None or looks.at >= snapshot.started:
        return None
    true = _true(secret, snapshot, (each.address for each in looks.sightings))
    sightings = tuple(
        replace(each, address=true[each.address]) if each.address in true else each
        for each in looks.sightings
    )
    return past_of(replace(looks, sightings=sightings))


def troubles_of_site(ledger: Ledger, secret: bytes, snapshot: Snapshot) -> dict[str, Trouble]:
    """Return by address the links that failed at all looks before this crawl."""
    known = ledger.troubles(snapshot.site.id)
    true = _true(secret, snapshot, (each.address for each in known))
    given = (replace(each, address=true.get(each.address, each.address)) for each in known)
    return {each.address: each for each in given}


def pages_of_site(ledger: Ledger, secret: bytes, snapshot: Snapshot) -> dict[str, bool]:
    """Return the pages with known issues, and whether one is not mended there.

    A masked address that the crawl does not know says nothing: it may stand for any.
    """
    known = ledger.pages(snapshot.site.id)
    true = _true(secret, snapshot, known)
    return {
        true.get(page, page): is_open
        for page, is_open in known.items()
        if page in true or not is_veiled(page)
    }


def _true(secret: bytes, snapshot: Snapshot, addresses: Iterable[str]) -> Mapping[str, str]:
    """Return the true addresses of those that are masked and that the crawl knows."""
    if not any(map(is_veiled, addresses)):
        return {}
    veil = Veil(secret)
    named = ((veil.address(url), url) for url in snapshot.fetches)
    return {address: url for address, url in named if address != url}
