"""Columns of lists of people: what their head says and what their cells hold."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.documents.paper import Grid, Kind, Secret, Spot
from tests.documents.values import Values

WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, how a cell is drawn, and what kind of secret the cells are, if any."""

    head: str
    draw: Callable[[Values], str]
    kind: Kind | None = None


def written(random: Random, number: str) -> str:
    """Write an ID number as one of many clerks does."""
    way = random.random()
    if way < 0.7:
        return number
    if way < 0.78:
        return number.translate(WIDE)
    if way < 0.86:
        return f"{number[:6]} {number[6:14]} {number[14:]}"
    if way < 0.92:
        return f"{number[:6]}-{number[6:14]}-{number[14:]}"
    return number.lower()


def name(head: str = "姓名") -> Column:
    """Return the column of names."""
    return Column(head, Values.name)


def ids(head: str = "身份证号") -> Column:
    """Return a column of ID numbers."""
    return Column(head, Values.id, Kind.ID)


def old_ids(head: str = "身份证号码") -> Column:
    """Return a column of ID numbers of fifteen digits."""
    return Column(head, Values.old_id, Kind.OLD_ID)


def mobiles(head: str = "联系电话") -> Column:
    """Return a column of mobile numbers."""
    return Column(head, Values.mobile, Kind.MOBILE)


def cards(head: str = "银行卡号") -> Column:
    """Return a column of bank cards."""
    return Column(head, Values.card, Kind.CARD)


def passbooks(head: str = "一卡通账号") -> Column:
    """Return a column of passbook accounts."""
    return Column(head, Values.passbook, Kind.PASSBOOK)


def addresses(head: str = "家庭住址") -> Column:
    """Return a column of addresses to the door."""
    return Column(head, Values.address, Kind.ADDRESS)


def passports(head: str = "护照号码") -> Column:
    """Return a column of passports."""
    return Column(head, Values.passport, Kind.PASSPORT)


def plates(head: str = "车牌号") -> Column:
    """Return a column of number plates."""
    return Column(head, Values.plate, Kind.PLATE)


def emails(head: str = "电子邮箱") -> Column:
    """Return a column of private mail addresses."""
    return Column(head, Values.email, Kind.EMAIL)


def villages(head: str = "所在村（社区）") -> Column:
    """Return a column of villages, which is as much as may be told."""
    return Column(head, Values.village)


def amounts(head: str = "补贴金额（元）") -> Column:
    """Return a column of amounts."""
    return Column(head, lambda values: f"{values.random.randint(80, 9000)}.{values.digits(2)}")


def areas(head: str = "补贴面积（亩）") -> Column:
    """Return a column of areas."""
    return Column(
        head, lambda values: f"{values.random.randint(1, 40)}.{values.random.randrange(10)}"
    )


def chosen(head: str, *words: str) -> Column:
    """Return a column of a few words."""
    return Column(head, lambda values: values.random.choice(words))


def numbers(head: str, length: int) -> Column:
    """Return a column of numbers that are no one's secret."""
    return Column(head, lambda values: values.digits(length))


def people(title: str, columns: tuple[Column, ...], values: Values, count: int) -> Grid:
    """Return a list of so many rows, numbered."""
    rows = [("序号", *(column.head for column in columns))]
    spots: list[Spot] = []
    for number in range(1, count + 1):
        cells = [str(number)]
        for place, column in enumerate(columns, start=1):
            value = column.draw(values)
            cells.append(written(values.random, value) if column.kind is Kind.ID else value)
            if column.kind is not None:
                spots.append(Spot(number, place, Secret(column.kind, value)))
        rows.append(tuple(cells))
    return Grid(title, tuple(rows), tuple(spots))
