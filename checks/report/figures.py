"""Reads the three tables of an annual disclosure report, from table cells or from plain text."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from checks.report.cells import Applicant, Count, Dispute, Ending, Paper, Row, paper_of, row_of
from crawler.page import Table

_COLUMNS = len(Applicant)
_ENDINGS = len(Ending)
_DISPUTES = len(Dispute) * _ENDINGS
_AMOUNT = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NUMBER = re.compile(r"[-－−]?\d[\d,，]*(?:[.．]\d+)?")
# What people put into a cell that should hold a number.
_SHORT = 6
_LEAST_NUMBERS = 4
_APPLICATIONS = re.compile(r"三\s*、\s*收到和处理")
_DISPUTES_HEAD = re.compile(r"四\s*、\s*政府信息公开行政复议")
_PAPERS_HEAD = re.compile(r"二\s*、\s*主动公开政府信息")
_NEXT_HEAD = re.compile(r"\n\s*五\s*、")

Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The cells as printed, "" where nothing stands.

    `applications` by row, in the order of `Applicant`; `papers` with three values for the first
    two rows and one for the others; `disputes` in the order of `Ending`. What could not be read
    is absent.
    """

    applications: Mapping[Row, Values] = field(default_factory=dict)
    papers: Mapping[Paper, Values] = field(default_factory=dict)
    disputes: Mapping[Dispute, Values] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether no table could be read at all."""
        return not (self.applications or self.papers or self.disputes)

    def applied(self, row: Row, applicant: Applicant = Applicant.TOTAL) -> int | None:
        """Return a number of table three, None where there is none."""
        values = self.applications.get(row)
        return number(values[list(Applicant).index(applicant)]) if values else None

    def counted(self, paper: Paper, count: Count) -> int | None:
        """Return a number of the first part of table two."""
        values = self.papers.get(paper, ())
        place = list(Count).index(count)
        return number(values[place]) if place < len(values) else None

    def disputed(self, dispute: Dispute, ending: Ending = Ending.TOTAL) -> int | None:
        """Return a number of table four."""
        values = self.disputes.get(dispute)
        return number(values[list(Ending).index(ending)]) if values else None


def number(text: str) -> int | None:
    """Return the whole number that a cell holds; None for anything else."""
    plain = text.strip().replace(",", "").replace("，", "")
    return int(plain) if plain.isascii() and plain.isdecimal() else None


def decimal(text: str) -> Decimal | None:
    """Return the amount that a cell holds, which may have places; None for anything else."""
    plain = text.strip().replace(",", "").replace("，", "").replace("．", ".")
    return Decimal(plain) if _AMOUNT.fullmatch(plain) else None


@lru_cache(maxsize=8)
def figures_of(text: str, tables: tuple[Table, ...]) -> Figures:
    """Return the figures of a report; tables count, text only where they do not tell."""
    told = _from_rows(row for table in tables for row in table.rows)
    said = _from_text(text)
    return Figures(
        told.applications
        if len(told.applications) >= len(said.applications)
        else said.applications,
        told.papers or said.papers,
        told.disputes or said.disputes,
    )


def _from_rows(rows: Iterable[Values]) -> Figures:
    applications: dict[Row, Values] = {}
    papers: dict[Paper, Values] = {}
    disputes: dict[Dispute, Values] = {}
    is_begun = False
    for row in rows:
        cells = tuple(cell.strip() for cell in row)
        paper = _paper(cells)
        if paper is not None:
            papers.setdefault(paper[0], paper[1])
            continue
        named = _application(cells)
        if named is not None:
            is_begun = is_begun or named[0] is Row.NEW
            applications.setdefault(*named)
        elif is_begun and not disputes and len(cells) >= _DISPUTES:
            disputes.update(_disputes(cells[-_DISPUTES:]))
    return Figures(applications if is_begun else {}, papers, disputes)


def _paper(cells: Values) -> tuple[Paper, Values] | None:
    for place, cell in enumerate(cells):
        paper = paper_of(cell)
        if paper is not None:
            wanted = 3 if paper in (Paper.REGULATION, Paper.NORMATIVE) else 1
            values = _distinct_tail(cells[place + 1 :], wanted)
            return (paper, values) if values is not None else None
    return None


def _distinct_tail(cells: Values, wanted: int) -> Values | None:
    """Return the values after a label; one cell that spans several columns may be repeated."""
    if len(cells) == wanted:
        return cells
    if wanted == 1 and cells and len(set(cells)) == 1:
        return cells[:1]
    filled = tuple(cell for cell in cells if cell)
    return filled if len(filled) == wanted else None


def _application(cells: Values) -> tuple[Row, Values] | None:
    if len(cells) <= _COLUMNS:
        return None
    labels, values = cells[:-_COLUMNS], cells[-_COLUMNS:]
    if not _is_figures(values):
        return None
    row = row_of(labels)
    return (row, values) if row is not None else None


def _is_figures(values: Sequence[str]) -> bool:
    numbers = sum(_NUMBER.fullmatch(value) is not None for value in values)
    return numbers * 2 >= len(values) and all(len(value) <= _SHORT for value in values)


def _disputes(values: Values) -> dict[Dispute, Values]:
    if not _is_figures(values):
        return {}
    starts = range(0, _DISPUTES, _ENDINGS)
    return {
        dispute: values[start : start + _ENDINGS]
        for dispute, start in zip(Dispute, starts, strict=True)
    }


def _from_text(text: str) -> Figures:
    papers_at = _PAPERS_HEAD.search(text)
    applied_at = _APPLICATIONS.search(text)
    disputed_at = _DISPUTES_HEAD.search(text)
    if applied_at is None or disputed_at is None:
        return Figures()
    end = _NEXT_HEAD.search(text, disputed_at.end())
    last = end.start() if end else len(text)
    rows = list(_rows(_tokens(text[applied_at.end() : disputed_at.start()]), _COLUMNS))
    applications = {row: values for row, values in map(_named, rows) if row is not None}
    disputed = [each for _, each in _rows(_tokens(text[disputed_at.end() : last]), _DISPUTES)]
    papers: dict[Paper, Values] = {}
    if papers_at is not None:
        papers = dict(_papers(_tokens(text[papers_at.end() : applied_at.start()])))
    return Figures(applications, papers, _disputes(disputed[0]) if len(disputed) == 1 else {})


def _named(row: tuple[Values, Values]) -> tuple[Row | None, Values]:
    return row_of(row[0]), row[1]


def _tokens(text: str) -> Iterator[str]:
    """Yield the cells of a table that was left as text: they stand apart by white space."""
    return (token for token in text.split() if token)


def _rows(tokens: Iterable[str], width: int) -> Iterator[tuple[Values, Values]]:
    """Yield labels and values of each run of exactly `width` numbers."""
    labels: list[str] = []
    values: list[str] = []
    for token in (*tokens, ""):
        if _NUMBER.fullmatch(token):
            values.append(token)
            continue
        if values:
            if len(values) == width:
                yield tuple(labels), tuple(values)
            labels, values = [], []
        labels.append(token)


def _papers(tokens: Iterable[str]) -> Iterator[tuple[Paper, Values]]:
    paper: Paper | None = None
    values: list[str] = []
    for token in (*tokens, ""):
        if _NUMBER.fullmatch(token) and paper is not None:
            values.append(token)
            continue
        wanted = 3 if paper in (Paper.REGULATION, Paper.NORMATIVE) else 1
        if paper is not None and len(values) == wanted:
            yield paper, tuple(values)
        paper, values = paper_of(token), []
