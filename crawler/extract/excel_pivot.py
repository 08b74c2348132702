"""Pivot tables' caches: copies of the source data that stay when the source is deleted."""

from itertools import zip_longest

from lxml import etree

from crawler.extract.content import ContentBuilder, ExtractError
from crawler.extract.excel_cells import MAX_COLUMNS
from crawler.extract.ooxml import Package, local
from crawler.extract.package_parts import tree_or_note
from crawler.page import Table

PLACE = "数据透视表缓存"
# Text, number, day, truth value, error; "x" points at a shared item, "m" is nothing.
VALUES = frozenset("sndbe")
MAX_CELLS = 2_000_000


def add_pivots(package: Package, builder: ContentBuilder) -> None:
    """Add the cached records of every pivot table as a table with its heads."""
    for name in package.find(r"xl/pivotCache/pivotCacheDefinition\d*\.xml"):
        root = tree_or_note(package, name, PLACE, builder)
        if root is None:
            continue
        fields = root.findall("{*}cacheFields/{*}cacheField")[:MAX_COLUMNS]
        shared = [_items(field) for field in fields]
        heads = [str(field.get("name", "")) for field in fields]
        rows = [heads]
        for link in package.relations(name):
            if link.kind == "pivotCacheRecords" and link.target in package:
                rows += _records(package, link.target, shared, builder)
        if len(rows) == 1:
            # Without its records the cache still lists the values of each field.
            rows += map(list, zip_longest(*shared, fillvalue=""))
        builder.add(PLACE, "\n".join("\t".join(filter(None, row)) for row in rows))
        current = {text for row in rows for text in row}
        gone = (text for items in shared for text in items if text not in current)
        builder.add(f"{PLACE}（源数据里已没有的值）", "\n".join(gone))
        builder.tables.append(Table(tuple(map(tuple, rows)), PLACE))


def _items(field: etree._Element) -> list[str]:
    shared = field.find("{*}sharedItems")
    return [] if shared is None else [_value(node) for node in shared.iterchildren("*")]


def _value(node: etree._Element) -> str:
    value = str(node.get("v", "")) if local(node) in VALUES else ""
    return value.removesuffix("T00:00:00")


def _records(
    package: Package, part: str, shared: list[list[str]], builder: ContentBuilder
) -> list[list[str]]:
    rows: list[list[str]] = []
    cells = 0
    try:
        for record in package.elements(part, "{*}r"):
            rows.append(_record(record, shared))
            cells += len(rows[-1])
            if len(rows) > builder.limits.rows or cells > MAX_CELLS:
                builder.leave_out(f"{PLACE}过大，其余未检查")
                break
    except ExtractError as error:
        builder.leave_out(f"{PLACE}没有读完（{error}）")
    return rows


def _record(record: etree._Element, shared: list[list[str]]) -> list[str]:
    row = []
    for index, node in enumerate(record.iterchildren("*")):
        if index >= MAX_COLUMNS:
            break
        number = str(node.get("v", ""))
        if local(node) != "x":
            row.append(_value(node))
        elif index < len(shared) and number.isdecimal() and int(number) < len(shared[index]):
            row.append(shared[index][int(number)])
        else:
            row.append("")
    return row
