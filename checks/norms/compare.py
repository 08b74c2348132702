"""Holds the catalogue made of a site's pages against the lists that the site keeps itself."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from checks.norms.catalogue import Catalogue, Ground, Norm
from checks.norms.listed import LEAST_LISTED, Fate, OwnList

# Parts of one list are published within so many days of each other.
TOGETHER = timedelta(days=31)
# A list is made before it is published; what came out shortly before may not be on it yet.
SLACK = timedelta(days=31)
# A list that names so few documents of a kind may name them by the way.
LEAST_OF_KIND = 2


def newest_valid(catalogue: Catalogue) -> tuple[OwnList, ...]:
    """Return the lists of valid documents that count now: the latest, with its other parts."""
    valid = [each for each in catalogue.lists if len(each.of(Fate.VALID)) >= LEAST_LISTED]
    if not valid:
        return ()
    newest = max(_day(each, catalogue.today) for each in valid)
    return tuple(each for each in valid if newest - _day(each, catalogue.today) <= TOGETHER)


def missing(catalogue: Catalogue) -> Iterator[Norm]:
    """Yield the valid documents that should stand in the site's own list and do not."""
    lists = newest_valid(catalogue)
    if not lists:
        return
    items = [item for each in lists for item in each.items]
    numbers = {item.number for item in items}
    names = {item.name for item in items}
    kinds = Counter(item.number.code for each in lists for item in each.of(Fate.VALID))
    oldest = min(_day(each, catalogue.today) for each in lists)
    years = {item.number.year for each in lists for item in each.of(Fate.VALID)}
    for norm in catalogue.norms:
        paper = norm.paper
        is_kind = kinds[paper.number.code] >= LEAST_OF_KIND
        # A list of one year's documents need not name those of another.
        is_time = paper.day is not None and paper.day + SLACK <= oldest and len(years) > 1
        is_certain = norm.ground in (Ground.NUMBER, Ground.TERM)
        if not (is_kind and is_time and is_certain and norm.status.is_in_force):
            continue
        if paper.number not in numbers and paper.name not in names:
            yield norm


def is_listed_valid(catalogue: Catalogue, norm: Norm) -> bool:
    """Whether a list made after a document's end still calls it valid: it may have been renewed."""
    for each in catalogue.lists:
        named = any(item.number == norm.paper.number for item in each.of(Fate.VALID))
        if named and norm.ended is not None and norm.ended <= _day(each, catalogue.today):
            return True
    return False


def _day(own_list: OwnList, today: date) -> date:
    return own_list.day or today
