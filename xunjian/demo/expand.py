"""Fill the placeholders of a content file: dates, addresses and invented numbers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from xunjian.demo import numbers
from xunjian.demo.content import Clock, Table

_PLACEHOLDER = re.compile(r"\{([a-z]+)([+-]\d+)?(?::([^{}]+))?\}")
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
_GIVEN = "国建秀玉桂春文明志德金永凤兰英海华荣福根水生冬梅菊香莲贵"
_NUMBERS: Mapping[str, Callable[[int], str]] = {
    "id": numbers.id_number,
    "idwide": numbers.wide_id_number,
    "idspaced": numbers.spaced_id_number,
    "badid": numbers.failing_id_number,
    "mobile": numbers.mobile_number,
    "card": numbers.bank_card,
    "account": numbers.passbook_account,
}


@dataclass(frozen=True, slots=True)
class Places:
    """What addresses a text may name; `years` are those of the articles' own numbers."""

    paths: Mapping[str, str]
    outside: str
    years: Mapping[str, int] = field(default_factory=dict)


def expand(text: str, clock: Clock, places: Places) -> str:
    """Replace every placeholder of `text`; an unknown one is a fault of the content file."""

    def fill(match: re.Match[str]) -> str:
        name, offset, argument = match[1], int(match[2] or 0), match[3] or ""
        if name in _NUMBERS:
            return _NUMBERS[name](int(argument))
        if name in {"article", "column", "attachment"}:
            return places.paths[f"{name}:{argument}"]
        if name == "yearof":
            return str(places.years[argument])
        if name == "outside":
            return places.outside
        return _dated(name, clock, offset)

    return _PLACEHOLDER.sub(fill, text)


def table_rows(table: Table, clock: Clock, places: Places) -> list[list[str]]:
    """Return the rows of a table whose cells may count: `{n}`, `{name}`, and numbers by row."""
    rows = []
    for n in range(1, table.rows + 1):
        seed = table.seed + n
        row = [_counted(cell, seed, n) for cell in table.cells]
        rows.append([expand(cell, clock, places) for cell in row])
    return rows


def _counted(cell: str, seed: int, n: int) -> str:
    def fill(match: re.Match[str]) -> str:
        match match[1]:
            case "n":
                return str(n)
            case "name":
                return person(seed)
            case name if name in _NUMBERS:
                return _NUMBERS[name](seed)
        return match[0]

    return re.sub(r"\{(\w+)\}", fill, cell)


def person(seed: int) -> str:
    """Return an invented name whose middle character is hidden, as lists print it."""
    return _SURNAMES[seed * 7 % len(_SURNAMES)] + "某" + _GIVEN[seed * 5 % len(_GIVEN)]


def _dated(name: str, clock: Clock, offset: int) -> str:
    day = clock.base + timedelta(days=offset)
    match name:
        case "date":
            return f"{day.year}年{day.month}月{day.day}日"
        case "md":
            return f"{day.month}月{day.day}日"
        case "iso":
            return day.isoformat()
        case "month":
            return f"{day.year}年{day.month}月"
        case "year":
            return str(clock.year + offset)
    raise ValueError(f"unknown placeholder {{{name}}}")
