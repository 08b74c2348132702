"""What rules report and what a run returns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Severity(StrEnum):
    """How bad a fault is; CRITICAL may fail the whole site (单项否决)."""

    CRITICAL = "严重"
    ERROR = "一般"
    WARNING = "提示"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


# Rule families by the first letter of their codes.
FAMILIES = {
    "W": "文字差错",
    "P": "隐私与保密",
    "F": "内容更新",
    "L": "链接",
    "S": "网站标识与安全",
    "C": "内容规范",
    "A": "信息公开年报",
}

# The subject of what belongs to no single page or column: template text and site-wide marks.
SITE_SUBJECT = "site"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a document: the index of its table, row and column, each from 0."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Where in the document a fault stands: characters [start, end) of its text, or a cell."""

    start: int = 0
    end: int = 0
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A fault as the rule sees it.

    `key` tells faults of one rule on one subject apart; it never contains position or wording of
    the message and is never stored. `subject` and `url` are filled in by the runner when empty;
    a rule sets them only when the fault belongs elsewhere than the thing it was given; it sets
    `severity` only when this fault is graded otherwise than the rule. `marks` are the places in
    a document; an annotated copy shows them. `sources` are the pages that show one fault of an
    area, `url` among them; empty where it stands on one page or none.
    """

    message: str
    key: str
    evidence: str = ""
    suggestion: str = ""
    subject: str = ""
    url: str = ""
    severity: Severity | None = None
    marks: tuple[Mark, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Until:
    """What a rule says of a subject holds up to this day; afterwards it has to look again."""

    day: date


@dataclass(frozen=True, slots=True)
class Undecided:
    """What a rule could not judge, and why (a Chinese sentence).

    An empty `key` covers every fault of the rule on the subject; an empty `code` (set by the
    runner) covers every rule.
    """

    subject: str
    reason: str
    key: str = ""
    code: str = ""
    url: str = ""


def distinct(undecided: Iterable[Undecided]) -> tuple[Undecided, ...]:
    """Return what people are shown: one line where several rules doubt the same thing."""
    seen: dict[tuple[str, str, str], Undecided] = {}
    for each in undecided:
        seen.setdefault((each.subject, each.key, each.reason), each)
    return tuple(seen.values())


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit with what the runner knows: rule, severity, where it stands and who answers for it.

    `also` are other subjects with the very same fault, which is told once for all of them.
    """

    code: str
    name: str
    title: str
    severity: Severity
    subject: str
    key: str
    url: str
    message: str
    evidence: str = ""
    suggestion: str = ""
    column: str = ""
    unit: str = ""
    page_title: str = ""
    marks: tuple[Mark, ...] = ()
    sources: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """What all looks at a site together know of one page and the date that it claims.

    `first_at` is the look that saw it first, `first_day` what it claimed then; `day` is what it
    claims now and `source` where. `missed_at` is the look before `first_at` that read the list of
    its column to the end without it, None where nothing follows from that. `old_day` is what
    it claimed before the date was altered: `old_at` was the last look that saw it so,
    `changed_at` the first that did not; None where the date is as it was, or has changed for an
    innocent reason. `title` and `text` are digests; `gone_at` is the first look that missed it.
    """

    address: str
    first_at: datetime
    column: str = ""
    first_day: date | None = None
    day: date | None = None
    source: str = ""
    title: str = ""
    text: str = ""
    missed_at: datetime | None = None
    old_day: date | None = None
    old_at: datetime | None = None
    changed_at: datetime | None = None
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ListRead:
    """A column whose list is read to its end `since` a look, and was at `last_at`.

    It had so many `rows` then and went `back_to` a day; one row older than that may be a pinned one.
    """

    column: str
    address: str
    since: datetime
    last_at: datetime
    rows: int = 0
    back_to: date | None = None


@dataclass(frozen=True, slots=True)
class Looks:
    """What the looks at a site saw, up to and with the one `at`; None where there was none."""

    at: datetime | None = None
    sightings: tuple[Sighting, ...] = ()
    lists: tuple[ListRead, ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """A linked address that has failed at each of so many `looks` in so many `scans`.

    The first failed at `first_at`, the last at `last_at`, for the reason in `error`.
    """

    address: str
    first_at: datetime
    last_at: datetime
    looks: int
    scans: int
    error: str


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the ledger has to know of a page to find it again under another address.

    `identity` is the same for all spellings of the address, `article` the number of the article
    in its content system. `length` counts the characters of its text, None where it was not read;
    `sketch` compares texts (see `checks.sketch`). `leads_to` is the page that a redirect ends at.
    """

    identity: str = ""
    article: str = ""
    day: date | None = None
    length: int | None = None
    sketch: str = ""
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a run looked at and what it found.

    An issue may be closed only if its rule is in `codes`, its subject in `subjects` (all its
    sources, where it has some), no finding says otherwise, nothing undecided covers it, and
    `incomplete` is empty. `incomplete` is a Chinese sentence that says why the run must not close
    anything. `looks` is for the ledger to remember; only a run over the whole site brings any.
    So are `troubles`: all that is known of them after this run, None where it learnt nothing.
    `marks` name the version of each rule that ran, by code. `pages` tell of the subjects of
    findings, and of pages with known issues, what tells them apart from others.
    """

    site_id: str
    codes: frozenset[str]
    subjects: frozenset[str]
    findings: tuple[Finding, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    gone: frozenset[str] = frozenset()
    incomplete: str = ""
    looks: Looks = Looks()
    troubles: tuple[Trouble, ...] | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, PageFacts] = field(default_factory=dict)

    def facts(self, subject: str) -> PageFacts:
        """Return what is known of the page of a subject."""
        return self.pages.get(subject, PageFacts())

    def identity(self, subject: str) -> str:
        """Return what is the same for all spellings of a subject."""
        return self.facts(subject).identity or subject

    def could_tell(self, code: str, subject: str, key: str) -> bool:
        """Whether this run was able to see the fault if it were still there."""
        if self.incomplete or code not in self.codes or subject not in self.subjects:
            return False
        return not any(
            other.subject == subject and other.code in ("", code) and other.key in ("", key)
            for other in self.undecided
        )
