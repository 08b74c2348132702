"""What earlier scans saw of a site, with its true addresses."""

from dataclasses import replace

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
    if any(is_veiled(each.address) for each in looks.sightings):
        veil = Veil(secret)
        named = ((veil.address(url), url) for url in snapshot.fetches)
        true = {address: url for address, url in named if address != url}
        sightings = tuple(
            replace(each, address=true[each.address]) if each.address in true else each
            for each in looks.sightings
        )
        looks = replace(looks, sightings=sightings)
    return past_of(looks)
