"""Reads tables as lists of people and collects the numbers that a document discloses."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from checks.finding import Hit
from checks.mask import mask
from checks.privacy.numbers import Number
from checks.views import Document
from crawler.page import Table

NAME = re.compile(
    r"姓\s*名|户主|申请人|购机者|机主|农户|领取人|受益人|受助人|救助对象|补贴对象|补助对象|保障对象"
    r"|学生|家长|监护人|参保人|缴费人|持卡人|开户人|账户名|帐户名|户名|承包方代表|承租人|残疾人|老人"
)
# A table about organisations; its numbers are there to be called.
ORGANISATION = re.compile(
    r"(?:单位|企业|公司|机构|供应商|医院|学校|部门)名称|供应商|责任单位|主管部门"
)
_HEAD_ROWS = 4
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a list of people, with its row and its table's place."""

    text: str
    row: tuple[str, ...]
    place: str


@dataclass(slots=True)
class Disclosed:
    """The distinct numbers of a document, each with the place of its first appearance."""

    places: dict[str, str] = field(default_factory=dict)

    def add(self, digits: str, place: str) -> None:
        """Remember a number, and the first place that is known of it."""
        if not self.places.get(digits):
            self.places[digits] = place

    def forget(self, numbers: Iterable[str]) -> None:
        """Leave out numbers that turned out to be public."""
        for digits in numbers:
            self.places.pop(digits, None)

    def hit(self, message: str, suggestion: str) -> Iterator[Hit]:
        """Yield one hit for all of them, none when there are none."""
        if self.places:
            shown = list(self.places.items())[:_SHOWN]
            parts = [
                f"{place}：{_joined(group)}" if place else _joined(group)
                for place, group in groupby(shown, key=itemgetter(1))
            ]
            more = " 等" if len(self.places) > _SHOWN else ""
            yield Hit(message, key="", evidence="；".join(parts) + more, suggestion=suggestion)


def _joined(numbers: Iterable[tuple[str, str]]) -> str:
    return "、".join(mask(digits) for digits, _ in numbers)


def head_of(table: Table) -> int:
    """Return the index of the row that names the columns, -1 when no row does."""
    for index, row in enumerate(table.rows[:_HEAD_ROWS]):
        if sum(bool(cell.strip()) for cell in row) > 1 and any(NAME.search(cell) for cell in row):
            return index
    return -1


def cells(table: Table, heads: re.Pattern[str]) -> Iterator[Cell]:
    """Yield the cells under the columns whose head matches `heads`."""
    index = head_of(table)
    if index < 0:
        return
    columns = [place for place, cell in enumerate(table.rows[index]) if heads.search(cell)]
    for row in table.rows[index + 1 :]:
        for column in columns:
            if column < len(row) and row[column].strip():
                yield Cell(row[column], row, table.place)


def is_about_organisations(table: Table) -> bool:
    """Whether a column of the table names offices or enterprises."""
    return any(ORGANISATION.fullmatch(cell.strip()) for cell in table.rows[max(0, head_of(table))])


def collect(doc: Document, numbers: Callable[[str], Iterable[Number]], found: Disclosed) -> None:
    """Add what `numbers` finds in the title, the text and every table cell."""
    # The text first: it tells a hidden column from the rest of its sheet.
    for number in numbers(doc.text):
        found.add(number.digits, doc.place(number.start))
    for number in numbers(doc.title):
        found.add(number.digits, "标题")
    for table in doc.tables:
        for cell in (cell for row in table.rows for cell in row):
            for number in numbers(cell):
                found.add(number.digits, table.place)
