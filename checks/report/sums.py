"""The sums that the tables of an annual report must keep (国办公开办函〔2021〕30号)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.report.cells import RESULTS, Applicant, Dispute, Ending, Row
from checks.report.figures import Figures, number


@dataclass(frozen=True, slots=True)
class Unequal:
    """A sum that does not hold: where, what is written there, what it should be."""

    where: str
    written: int
    right: int


def balances(figures: Figures) -> Iterator[Unequal]:
    """Yield the columns in which items one and two do not come to items three and four."""
    for applicant in Applicant:
        taken = _sum(figures, (Row.NEW, Row.CARRIED_IN), applicant)
        done = _sum(figures, (Row.TOTAL, Row.CARRIED_OUT), applicant)
        if taken is not None and done is not None and taken != done:
            yield Unequal(f"“{applicant}”列", done, taken)


def result_totals(figures: Figures) -> Iterator[Unequal]:
    """Yield the columns whose total of results is not the sum of the results."""
    for applicant in Applicant:
        written = figures.applied(Row.TOTAL, applicant)
        right = _sum(figures, RESULTS, applicant)
        if written is not None and right is not None and written != right:
            yield Unequal(f"“{applicant}”列", written, right)


def row_totals(figures: Figures) -> Iterator[Unequal]:
    """Yield the rows whose total is not the sum of the applicants."""
    for row, values in figures.applications.items():
        *parts, total = (number(value) for value in values)
        added = _added(parts)
        if total is not None and added is not None and total != added:
            yield Unequal(f"“{row}”行", total, added)


def dispute_totals(figures: Figures) -> Iterator[Unequal]:
    """Yield the groups of table four whose total is not the sum of their endings."""
    for dispute in Dispute:
        written = figures.disputed(dispute, Ending.TOTAL)
        endings = [figures.disputed(dispute, ending) for ending in Ending if ending != Ending.TOTAL]
        right = _added(endings)
        if written is not None and right is not None and written != right:
            yield Unequal(f"“{dispute}”", written, right)


def _sum(figures: Figures, rows: Sequence[Row], applicant: Applicant) -> int | None:
    return _added([figures.applied(row, applicant) for row in rows])


def _added(values: Sequence[int | None]) -> int | None:
    """Return the sum, None when one of them cannot be read."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None
