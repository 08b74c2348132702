"""Counts documents as table two of the annual report does: issued, repealed, in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from checks.norms.catalogue import Ground, Norm, Status

# What an annual report calls 废止; a term that runs out is counted otherwise in many places.
_REPEALED = (Status.REPEALED, Status.DECLARED)
# Of these nobody doubts that they are normative documents.
CERTAIN = (Ground.NUMBER, Ground.TERM)


@dataclass(frozen=True, slots=True)
class YearCount:
    """The documents of a year: `in_force` on its last day, or on the day of the catalogue."""

    year: int
    issued: tuple[Norm, ...]
    repealed: tuple[Norm, ...]
    run_out: tuple[Norm, ...]
    in_force: tuple[Norm, ...]


def count_of(norms: Iterable[Norm], year: int, today: date) -> YearCount:
    """Count the documents of one year by their numbers and the days on which they ended."""
    last = min(date(year, 12, 31), today)
    known = [norm for norm in norms if norm.paper.number.year <= year]
    ended = [norm for norm in known if norm.ended is not None and norm.ended.year == year]
    return YearCount(
        year,
        issued=tuple(norm for norm in known if norm.paper.number.year == year),
        repealed=tuple(norm for norm in ended if norm.status in _REPEALED),
        run_out=tuple(norm for norm in ended if norm.status is Status.EXPIRED),
        in_force=tuple(norm for norm in known if _held(norm, last)),
    )


def of_office(norms: Iterable[Norm], office: str) -> tuple[Norm, ...]:
    """Return the certain documents of one office; a government's office issues in its name."""
    names = {office, f"{office}办公室"} if office.endswith("政府") else {office}
    return tuple(norm for norm in norms if norm.ground in CERTAIN and norm.paper.office in names)


def _held(norm: Norm, day: date) -> bool:
    if norm.status.is_in_force:
        return True
    return norm.ended is not None and norm.ended > day
