"""Dates the rows of a list: by a text of their own, by boxes, or by what stands between them."""

import re
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.dates import (
    FULL,
    first_date,
    impossible_date,
    is_date_text,
    is_wrong_date_text,
    row_date,
    split_date,
)
from crawler.extract.rows import Item, items_of, lines_of
from crawler.extract.tree import children

ROW_LENGTH = 600
DATE_LENGTH = 34
LOOSE_PARTS = 8
MOST_LINKS = 4
DATE_HINT = re.compile(r"\d(?:[-/.年月日]|\d{7}|\s*(?:年|天前|小时前|分钟前))|[昨今前]天|刚刚")
# A date beside these words is the day's, the page's or the template's.
NO_ROW = re.compile(r"今天是|现在是|您好|版权|备案|最后更新|©|Copyright", re.I)
# Which of several dates in a row: when it was put on line, not when it was written or ends.
PUBLIC = re.compile(r"发布|公开|公布|上网|发文")
OTHER = re.compile(r"成文|生成|写作|实施|施行|生效|失效|截止|结束|废止|办结|答复|回复")


def dated_items(parser: LexborHTMLParser, today: date) -> list[Item]:
    """Return the page's links with the dates of their rows."""
    items = items_of(parser)
    date_items(items, today)
    # The link under a picture above the list may be the link of the list's first row.
    apart = frozenset(
        item.href for item in items if item.found is None and item.last.mem_id != item.anchor.mem_id
    )
    if apart and any(item.found for item in items):
        items = items_of(parser, apart=apart)
        date_items(items, today)
    return items


def date_items(items: list[Item], today: date) -> None:
    """Read each row's own date, then dates that stand between flat rows."""
    for item in items:
        parts = lines_of(item.top)
        while sum(map(len, parts)) > ROW_LENGTH and item.top.mem_id != item.anchor.mem_id:
            item.top = _below(item)
            parts = lines_of(item.top)
        if any(DATE_HINT.search(part) for part in parts):
            item.found = _own_date(item, parts, today)
            item.wrong = "" if item.found else _wrong_date(parts)
    by_container: dict[int, list[Item]] = {}
    for item in items:
        parent = item.top.parent
        if parent is not None:
            by_container.setdefault(parent.mem_id, []).append(item)
    for flat in by_container.values():
        if not any(item.is_dated for item in flat):
            _date_between(flat, today)


def _wrong_date(parts: list[str]) -> str:
    """Return what stands for itself where a date should be and is no day."""
    wrong = (part for part in parts if len(part) <= DATE_LENGTH and is_wrong_date_text(part))
    return next(map(impossible_date, wrong), "")


def _below(item: Item) -> LexborNode:
    node = item.anchor
    while node.parent is not None and node.parent.mem_id != item.top.mem_id:
        node = node.parent
    return node


def _own_date(item: Item, parts: list[str], today: date) -> date | None:
    inner = lines_of(item.anchor)
    outer = _without(parts, inner)
    columns = _columns(item.top) if item.top.tag == "tr" else {}
    return _best_date(outer, today, columns) or _date_inside(inner, today)


def _without(parts: list[str], inner: list[str]) -> list[str]:
    size = len(inner)
    for start in range(len(parts) - size + 1):
        if parts[start : start + size] == inner:
            return parts[:start] + parts[start + size :]
    return parts


def _date_inside(inner: list[str], today: date) -> date | None:
    if len(inner) < 2:  # noqa: PLR2004 - a title and a date
        return None
    for part in inner:
        if len(part) <= DATE_LENGTH and is_date_text(part):
            return split_date(inner, today) or row_date(part, today)
    return split_date(inner, today)


def _columns(row: LexborNode) -> dict[str, str]:
    """Return the column headings of the dates of a table's row, by the dates' texts."""
    table = row.parent
    while table is not None and table.tag != "table":
        table = table.parent
    head = table.css_first("tr") if table is not None else None
    if head is None or head.mem_id == row.mem_id:
        return {}
    names = [cell.text(strip=True) for cell in head.css("td, th")]
    cells = [cell.text(strip=True) for cell in row.css("td, th")]
    # With equal dates in two columns it does not matter which is read.
    return dict(zip(cells, names, strict=False))


def _best_date(parts: list[str], today: date, columns: dict[str, str]) -> date | None:
    """Return the date of its own that is the publication's; else split; else loose in a line."""
    ranked: list[tuple[int, date]] = []
    for number, part in enumerate(parts):
        if len(part) > DATE_LENGTH or NO_ROW.search(part) or not is_date_text(part):
            continue
        found = row_date(part, today)
        label = part + columns.get(part, "")
        if number and parts[number - 1][-1] in ":：":
            label += parts[number - 1]
        if found:
            rank = 2 if PUBLIC.search(label) else 0 if OTHER.search(label) else 1
            # 08-20 above 2026: the year of its own goes before this year.
            ranked.append((rank, _with_year(part, parts, today) or found))
    if ranked:
        return max(ranked, key=lambda pair: pair[0])[1]
    return split_date(parts, today) or _loose_date(parts)


def _with_year(part: str, parts: list[str], today: date) -> date | None:
    return None if FULL.search(part) else split_date(parts, today)


def _loose_date(parts: list[str]) -> date | None:
    short = [part for part in parts if len(part) <= DATE_LENGTH and not NO_ROW.search(part)]
    return first_date(" ".join(short))


def _date_between(flat: list[Item], today: date) -> None:
    """Date rows that share their parent (dt and dd, lines with br) by the texts between them."""
    container = flat[0].top.parent
    if container is None or not DATE_HINT.search(container.text()):
        return
    tops = {item.top.mem_id: number for number, item in enumerate(flat)}
    between: list[list[str]] = [[] for _ in range(len(flat) + 1)]
    current = 0
    for child in children(container):
        number = tops.get(child.mem_id)
        if number is not None:
            current = number + 1
        elif (len(between[current]) < LOOSE_PARTS or current == 0) and not _is_list(child):
            between[current].extend(lines_of(child))
    after = [_between_date(parts[:LOOSE_PARTS], today) for parts in between[1:]]
    before = [_between_date(parts[-LOOSE_PARTS:], today) for parts in between[:-1]]
    chosen = before if _count(before) > _count(after) else after
    for item, found in zip(flat, chosen, strict=True):
        item.found = found


def _is_list(node: LexborNode) -> bool:
    return node.tag not in ("-text", "-comment") and len(node.css("a")) > 1


def _between_date(parts: list[str], today: date) -> date | None:
    return _best_date(parts, today, {}) if sum(map(len, parts)) <= ROW_LENGTH else None


def _count(dates: list[date | None]) -> int:
    return sum(found is not None for found in dates)


def merged(items: list[Item]) -> list[Item]:
    """Make one row of the links that share a date: unit, title and file of one document."""
    groups: dict[int, list[Item]] = {}
    for item in items:
        parent = item.top.parent
        if parent is not None:
            groups.setdefault(parent.mem_id, []).append(item)
    kept: list[Item] = []
    for group in groups.values():
        dated = [item for item in group if item.is_dated]
        if len(dated) != 1 or not 1 < len(group) <= MOST_LINKS:
            kept.extend(dated)
            continue
        best = max(group, key=lambda item: len(item.text))
        parent = best.top.parent
        if parent is not None and parent.tag not in ("body", "ul", "ol", "table", "tbody"):
            best.found, best.wrong, best.top = dated[0].found, dated[0].wrong, parent
        else:
            best = dated[0]
        kept.append(best)
    return kept
