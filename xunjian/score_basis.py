"""What the lines of a simulated inspection are judged by: open issues and what was looked at."""

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import fmean

from checks.finding import SITE_SUBJECT, Severity, Undecided
from crawler.site import ColumnKind, Site
from crawler.urls import canonical
from ledger.issue import Issue
from xunjian.availability import Availability
from xunjian.looked import Looked

TALK = re.compile(r"信箱|留言|咨询|互动|问政|建言|来信|民意")


@dataclass(frozen=True, slots=True)
class Basis:
    """The open issues of a site and the last look at it; `looked` None when nobody kept it.

    `watch` is None where nobody visits the site at intervals.
    """

    site: Site
    issues: Sequence[Issue]
    today: date
    looked: Looked | None = None
    watch: Availability | None = None
    home: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "home", canonical(self.site.start_url))

    def of(self, codes: Collection[str]) -> tuple[Issue, ...]:
        """Return the issues of these rules."""
        return tuple(issue for issue in self.issues if issue.code in codes)

    def ran(self, codes: Collection[str]) -> bool:
        """Whether one of the rules took part in the last complete scan."""
        return self.looked is None or any(code in self.looked.codes for code in codes)

    def doubts(self, codes: Collection[str]) -> tuple[Undecided, ...]:
        """Return what these rules could not judge, other than pages that nobody could read."""
        if self.looked is None:
            return ()
        places = {SITE_SUBJECT, *(column.id for column in self.site.columns)}
        found: dict[tuple[str, str], Undecided] = {}
        for each in self.looked.doubts:
            if each.code in codes or (not each.code and each.subject in places):
                found.setdefault((each.subject, each.key), each)
        return tuple(found.values())

    def unread(self, families: tuple[str, ...]) -> tuple[Undecided, ...]:
        """Return the pages and files, one doubt each, of which these families could not tell."""
        found: dict[str, Undecided] = {}
        for each in self.looked.doubts if self.looked else ():
            if each.code.startswith(families) or not (each.code or each.key):
                found.setdefault(each.subject, each)
        return tuple(found.values())

    def columns_with(self, *codes: str) -> dict[str, ColumnKind]:
        """Return the columns that have such an issue; those no longer on the list do not count."""
        ids = {issue.column or issue.subject for issue in self._faults(codes)}
        return {column.id: column.kind for column in self.site.columns if column.id in ids}

    def columns_in_doubt(self, *codes: str) -> dict[str, ColumnKind]:
        """Return the columns of which these rules could not tell."""
        ids = {each.subject for each in self.doubts(codes)}
        return {column.id: column.kind for column in self.site.columns if column.id in ids}

    def on_columns(self, codes: Collection[str], columns: Collection[str]) -> tuple[Issue, ...]:
        """Return the issues of these rules that stand on one of the columns."""
        return tuple(i for i in self._faults(codes) if (i.column or i.subject) in columns)

    def _faults(self, codes: Collection[str]) -> tuple[Issue, ...]:
        """Return what is more than a hint: F314 warns of columns that are not late yet."""
        return tuple(i for i in self.of(codes) if i.severity is not Severity.WARNING)

    def messages(self) -> int | None:
        """Count the pages of columns that, by their names, publish what people ask (留言)."""
        if self.looked is None:
            return None
        ids = {column.id for column in self.site.columns if TALK.search(column.name)}
        return sum(count for id_, count in self.looked.articles.items() if id_ in ids)

    def articles(self, *kinds: ColumnKind) -> int | None:
        """Count the article pages of columns of these kinds (any kind if none is named)."""
        if self.looked is None:
            return None
        if not kinds:
            return sum(self.looked.articles.values())
        ids = {column.id for column in self.site.columns if column.kind in kinds}
        return sum(count for id_, count in self.looked.articles.items() if id_ in ids)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a random sample would cost on the average, and the worst one; `of` is what was seen."""

    points: float
    worst: float
    of: int


def estimate(losses: Iterable[float], population: int | None, size: int, cap: float) -> Estimate:
    """Estimate what inspectors deduct who draw `size` things where a machine saw all of them.

    `losses` are the points of the faulty ones alone. Where nobody knows how many there are, the
    worst sample is the estimate.
    """
    ordered = sorted(losses, reverse=True)
    worst = min(cap, math.fsum(ordered[:size]))
    total = max(population or 0, len(ordered))
    if not ordered or population is None or total <= size:
        return Estimate(round(worst, 1), round(worst, 1), total)
    mean = fmean([*ordered, *([0.0] * (total - len(ordered)))])
    return Estimate(round(min(cap, mean * size), 1), round(worst, 1), total)
