"""What the last complete scan of a site looked at, kept beside its snapshots."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from checks.finding import Result, Undecided
from crawler.page import Outcome, Role
from crawler.snapshot import Snapshot

LOOKED = "looked.json"


@dataclass(frozen=True, slots=True)
class Looked:
    """Which rules ran, on how much, and what they could not judge.

    `articles` and `attached` count the article pages and attachments of each column, "" for those
    of no column on the list; `places` names the columns of the pages that are in doubt.
    """

    codes: frozenset[str]
    columns: int = 0
    pages: int = 0
    files: int = 0
    unread: int = 0
    articles: dict[str, int] = field(default_factory=dict)
    doubts: tuple[Undecided, ...] = ()
    attached: dict[str, int] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


def look(snapshot: Snapshot, result: Result) -> Looked:
    """Sum up a crawl and its judgement; of several doubts of a rule on a subject, the first."""
    roles: Counter[Role] = Counter()
    articles: Counter[str] = Counter()
    attached: Counter[str] = Counter()
    for (role, column_id), count in snapshot.tally().items():
        roles[role] += count
        if role is Role.PAGE:
            articles[column_id] += count
        elif role is Role.FILE:
            attached[column_id] += count
    doubts: dict[tuple[str, str, str], Undecided] = {}
    for each in result.undecided:
        doubts.setdefault((each.code, each.subject, each.key), each)
    return Looked(
        codes=result.codes,
        columns=len(snapshot.site.columns),
        pages=roles[Role.HOME] + roles[Role.COLUMN] + roles[Role.PAGE],
        files=roles[Role.FILE],
        unread=sum(fetch.outcome is Outcome.UNKNOWN for fetch in snapshot.fetches.values()),
        articles=dict(sorted(articles.items())),
        doubts=tuple(doubts.values()),
        attached=dict(sorted(attached.items())),
        places=_places(snapshot, {subject for _, subject, _ in doubts}),
    )


def _places(snapshot: Snapshot, subjects: Iterable[str]) -> dict[str, str]:
    pages = ((subject, snapshot.pages.get(subject)) for subject in sorted(subjects))
    return {subject: page.column_id for subject, page in pages if page and page.column_id}


def keep(folder: Path, looked: Looked) -> None:
    """Write it into the folder of the site's snapshots."""
    (folder / LOOKED).write_bytes(msgspec.json.encode(looked))


def last_looked(folder: Path) -> Looked | None:
    """Return what the last complete scan looked at, None where no scan has kept it yet."""
    path = folder / LOOKED
    return msgspec.json.decode(path.read_bytes(), type=Looked) if path.is_file() else None
