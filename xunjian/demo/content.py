"""Read the invented district's units, columns, articles and attachments from content/*.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True, slots=True)
class Unit:
    id: str
    name: str
    contact: str
    email: str


@dataclass(frozen=True, slots=True)
class Column:
    id: str
    name: str
    unit: str
    kind: str
    shape: str
    path: str
    max_age: int | None
    older_by: int
    omit: frozenset[str]
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    head: tuple[str, ...]
    cells: tuple[str, ...]
    rows: int
    seed: int
    hidden: frozenset[int]


@dataclass(frozen=True, slots=True)
class Clock:
    """What a text's placeholders count from: days from `base`, years from its own date's year."""

    base: date
    year: int


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    title: str
    clock: Clock
    paragraphs: tuple[str, ...]
    table: Table | None
    damage: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What a citizen wrote to the district; the article's body is the answer."""

    sender: str
    kind: str
    question: str
    state: str
    office: str
    answered: date | None


@dataclass(frozen=True, slots=True)
class Article:
    """`row_day` is what its list shows for a day that the calendar does not have."""

    id: str
    column: str
    clock: Clock
    published: date
    title: str
    source: str
    body: tuple[str, ...]
    html: str
    table: Table | None
    attachments: tuple[Attachment, ...]
    omit: frozenset[str]
    pinned: bool
    listed: date
    row_day: str
    related: tuple[str, ...]
    letter: Letter | None


@dataclass(frozen=True, slots=True)
class Content:
    units: tuple[Unit, ...]
    columns: tuple[Column, ...]
    articles: tuple[Article, ...]

    def column(self, column_id: str) -> Column:
        """Return the column of that id."""
        return next(column for column in self.columns if column.id == column_id)

    def unit(self, unit_id: str) -> Unit:
        """Return the unit of that id."""
        return next(unit for unit in self.units if unit.id == unit_id)

    def rows(self, column_id: str) -> list[Article]:
        """Return a column's articles in the order of its list: pinned first, then newest first."""
        rows = [
            article
            for article in self.articles
            if article.column == column_id and "unlisted" not in article.omit
        ]
        return sorted(rows, key=lambda row: (not row.pinned, -row.listed.toordinal(), row.id))


def load(today: date) -> Content:
    """Read every content file, dating all of it relative to `today`."""
    layout = tomllib.loads((CONTENT / "columns.toml").read_text(encoding="utf-8"))
    columns = tuple(_column(row) for row in layout["column"])
    units = tuple(Unit(**row) for row in layout["unit"])
    shifts = {column.id: column.older_by for column in columns}
    articles = [
        _article(row, column_id, today - timedelta(days=shifts[column_id]))
        for path in sorted(CONTENT.glob("*_*.toml"))
        for row, column_id in _rows(path)
    ]
    ids = [article.id for article in articles]
    if len(ids) != len(set(ids)):
        raise ValueError(f"article ids used twice: {sorted({i for i in ids if ids.count(i) > 1})}")
    return Content(units, columns, tuple(articles))


# The values come from TOML, whose types only the reader of the file knows.
def _rows(path: Path) -> list[tuple[Mapping[str, Any], str]]:
    parsed = tomllib.loads(path.read_text(encoding="utf-8"))
    shared = parsed.get("column", "")
    return [(row, row.get("column", shared)) for row in parsed.get("article", [])]


def _column(row: Mapping[str, Any]) -> Column:
    return Column(
        id=row["id"],
        name=row["name"],
        unit=row["unit"],
        kind=row["kind"],
        shape=row["shape"],
        path=row["path"],
        max_age=row.get("max_age"),
        older_by=row.get("older_by", 0),
        omit=frozenset(row.get("omit", ())),
        tags=row.get("tags", {}),
    )


def _article(row: Mapping[str, Any], column_id: str, base: date) -> Article:
    published, clock = _dated(row, base)
    return Article(
        id=row["id"],
        column=column_id,
        clock=clock,
        published=published,
        title=row["title"],
        source=row["source"],
        body=_paragraphs(row.get("body", "")),
        html=row.get("html", ""),
        table=_table(row["table"]) if "table" in row else None,
        attachments=tuple(_attachment(part, clock) for part in row.get("attachment", ())),
        omit=frozenset(row.get("omit", ())),
        pinned=row.get("pinned", False),
        listed=base - timedelta(days=row["listed"]) if "listed" in row else published,
        row_day=row.get("row_day", ""),
        related=tuple(row.get("related", ())),
        letter=_letter(row["letter"], base) if "letter" in row else None,
    )


def _letter(row: Mapping[str, Any], base: date) -> Letter:
    return Letter(
        sender=row["sender"],
        kind=row["kind"],
        question=row["question"],
        state=row["state"],
        office=row.get("office", ""),
        answered=base - timedelta(days=row["answered"]) if "answered" in row else None,
    )


def _dated(row: Mapping[str, Any], base: date) -> tuple[date, Clock]:
    """Return the day of an article, and what its placeholders count from.

    `yearly` = "01-27" is the last such day; `years_ago` the same day of an earlier year. What has
    its day in the calendar counts from that day, everything else from the day of the platform.
    """
    if "yearly" in row:
        month, day = map(int, row["yearly"].split("-"))
        last = date(base.year, month, day)
        years_ago = row.get("years_ago", 0)
        year = (base.year if last <= base else base.year - 1) - years_ago
        published = date(year, month, day)
        return published, Clock(published, year + years_ago)
    published = row["on"] if "on" in row else base - timedelta(days=row["days_ago"])
    # Annual articles say {year-2} for the year before last; counting whole years back keeps a
    # report's year next to its own date on whatever day of the year the platform is built.
    return published, Clock(base, published.year + (base - published).days // 365)


def _attachment(row: Mapping[str, Any], clock: Clock) -> Attachment:
    return Attachment(
        name=row["name"],
        title=row["title"],
        clock=clock,
        paragraphs=_paragraphs(row.get("body", "")),
        table=_table(row["table"]) if "table" in row else None,
        damage=row.get("damage", ""),
    )


def _table(row: Mapping[str, Any]) -> Table:
    return Table(
        head=tuple(row["head"]),
        cells=tuple(row["cells"]),
        rows=row["rows"],
        seed=row.get("seed", 1),
        hidden=frozenset(row.get("hidden", ())),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
