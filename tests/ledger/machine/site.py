"""The site that the machine looks at: six pages that move, and what a scan may see of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache

from checks.finding import Finding, PageFacts, Result, Undecided
from checks.sketch import length, sketch
from ledger.standing import MASS
from tests.ledger.builders import SECRET, finding, result

PAGES = tuple(range(1, MASS + 2))
# Where a page may stand; it may come back to where it was before.
PLACES = 3
DAY = date(2026, 9, 1)
APP = "?from=app"
# Two pages of one title and day, of one template; two of one title and text, a month apart.
TITLES = {1: "秸秆禁烧通知", 2: "义诊活动走进乡村", 3: "许可公示", 4: "许可公示"}
TWINS = {3: 4, 4: 3, 5: 6, 6: 5}
SERIES = "常务会议召开"


def address(page: int, place: int = 0) -> str:
    """Return the address of a page at one of its places."""
    return f"page-{page}.{place}" if place else f"page-{page}"


ADDRESSES = tuple(address(page, place) for page in PAGES for place in range(PLACES))


def base(subject: str) -> str:
    """Return what the spellings of an address have in common."""
    return subject.partition("?")[0]


def page_of(subject: str) -> int:
    """Return which page it is, wherever it stands."""
    return int(base(subject).removeprefix("page-").partition(".")[0])


@cache
def text_of(page: int) -> str:
    """Return what a page says."""
    kind = min(page, MASS)
    text = "".join(chr(0x4E00 + (kind * 7919 + n * n * 31) % 5000) for n in range(240))
    return text_of(3)[:140] + text[140:] if page == 4 else text


@cache
def facts_of(page: int, *, is_cut: bool) -> PageFacts:
    """Return what is known of a page that was seen."""
    text = text_of(page)[: 96 if is_cut else None]
    day = DAY + timedelta(days=30 * (page > MASS))
    return PageFacts(day=day, length=length(text), sketch=sketch(text, SECRET))


@dataclass(frozen=True, slots=True)
class Look:
    """What a scan saw, by addresses: where the fault is `there`, and where an old one `leads`.

    It is `spelt` otherwise where all pages were seen under other spellings of their addresses.
    """

    started: datetime
    mark: str
    there: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    leads: Mapping[str, str] = field(default_factory=dict)
    cut: frozenset[str] = frozenset()
    undecided: frozenset[str] = frozenset()
    incomplete: bool = False
    is_spelt: bool = False

    def subject(self, where: str) -> str:
        """Return the address as this scan spelt it."""
        return where + APP if self.is_spelt else where

    def result(self, known: Iterable[str]) -> Result:
        """Return the result of the scan; `known` are the subjects of the ledger's issues."""
        ours = {*map(self.subject, self.seen | self.gone | self.undecided | self.leads.keys())}
        subjects = ours | set(known)
        seen = result(
            *(self._finding(self.subject(each)) for each in sorted(self.there)),
            subjects=tuple(each for each in subjects if base(each) in self.seen),
            gone=tuple(each for each in subjects if base(each) in self.gone),
            undecided=tuple(
                Undecided(each, "超时") for each in subjects if base(each) in self.undecided
            ),
            incomplete="检测被中断。" if self.incomplete else "",
        )
        pages = {each: self._facts(each) for each in subjects}
        return replace(seen, marks={"W101": self.mark}, pages=pages)

    def _finding(self, subject: str) -> Finding:
        page = page_of(subject)
        return replace(finding(subject), page_title=TITLES.get(page, SERIES))

    def _facts(self, subject: str) -> PageFacts:
        where = base(subject)
        facts = PageFacts()
        if where in self.seen:
            facts = facts_of(page_of(subject), is_cut=where in self.cut)
        leads_to = self.leads.get(where, "")
        return replace(facts, identity=where, leads_to=leads_to and self.subject(leads_to))
