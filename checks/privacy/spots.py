"""Where in a document something stands: for the evidence and for the marks of an annotated copy."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Protocol

from checks.finding import Cell, Mark
from checks.views import Document


class Found(Protocol):
    """What a recogniser finds at [start, end) of a text."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """One after the last."""


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a document: its own, its title's or a cell's; `head` is what names the column."""

    text: str
    place: Callable[[int], str]
    cell: Cell | None = None
    head: str = ""
    row: tuple[str, ...] = ()
    is_title: bool = False

    def mark(self, found: Found) -> tuple[Mark, ...]:
        """Return what an annotated copy marks: nothing for a title, which stands nowhere."""
        if self.cell is not None:
            return (Mark(cell=self.cell),)
        return () if self.is_title else (Mark(found.start, found.end),)


def parts(doc: Document) -> Iterator[Part]:
    """Yield the text first, which knows its places best, then what is seen of it elsewhere."""
    yield Part(doc.text, doc.place)
    yield Part(doc.title, lambda _: "标题", is_title=True)
    for unseen in doc.unseen:
        yield Part(unseen.text, lambda _, name=unseen.place: name, is_title=True)  # type: ignore[misc]
    for number, table in enumerate(doc.tables):
        heads = table.rows[0] if table.rows else ()
        for line, row in enumerate(table.rows):
            for column, text in enumerate(row):
                place = table.cell_place(line, column)
                head = heads[column] if column < len(heads) and line else ""
                cell = Cell(number, line, column)
                yield Part(text, lambda _, name=place: name, cell, head, row)  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Spot:
    """Something masked, ready to be shown, with its place."""

    shown: str
    place: str


def evidence(spots: Iterable[Spot], most: int) -> str:
    """Name some of them by place: 第 3 页：A、B；第 4 页：C 等."""
    chosen = list(spots)
    said = []
    for place, group in groupby(chosen[:most], key=attrgetter("place")):
        shown = "、".join(spot.shown for spot in group)
        said.append(f"{place}：{shown}" if place else shown)
    return "；".join(said) + (" 等" if len(chosen) > most else "")
