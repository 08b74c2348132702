"""Reads the lists of documents that a site keeps itself: 现行有效规范性文件目录, 清理结果."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checks.norms.number import Number, number_of, numbers_in
from checks.norms.paper import plain_name
from checks.norms.term import DAY, day_of
from crawler.page import Page, Role
from crawler.urls import file_name

LEAST_LISTED = 3
_TITLE = re.compile(
    r"(?:现行有效|继续有效|保留|废止|失效|修改|清理|有效)[^。]{0,24}(?:规范性文件|政策文件|行政文件)"
    r"|规范性文件[^。]{0,16}(?:目录|清单|清理|汇编)"
)
# A heading says what becomes of the documents under it; a long line is a sentence.
_LONGEST_HEADING = 60
_AS_OF = re.compile(rf"截(?:至|止)(?:到|于)?\s*{DAY}")
_AS_OF_YEAR = re.compile(r"截(?:至|止)(?:到|于)?\s*(20\d\d)\s*年(?:底|年底|末)")
_NAMED = re.compile(r"《(.{4,80})》\s*[（(]?\s*$")
_SERIAL = re.compile(r"^[\s\d.．、（()）一二三四五六七八九十]+|[（(\s]+$")
_SHEET = re.compile(r"工作表“[^”]*”")
_PLAN = re.compile(r"工作方案|的通告|征求意见|解读|草案|年度计划|立项")


class Fate(StrEnum):
    """What a list says of the documents on it."""

    VALID = "继续有效"
    REPEALED = "废止"
    EXPIRED = "宣布失效"
    AMENDED = "修改"


_WORDS: tuple[tuple[Fate, re.Pattern[str]], ...] = (
    (Fate.VALID, re.compile(r"继续有效|现行有效|保留|有效的?(?:行政)?规范性文件")),
    (Fate.REPEALED, re.compile(r"废止")),
    (Fate.EXPIRED, re.compile(r"失效")),
    (Fate.AMENDED, re.compile(r"修改|修订")),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A document as a list names it."""

    number: Number
    name: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class OwnList:
    """A list of documents on the site; `day` is the one it speaks of, None for the present."""

    url: str
    title: str
    day: date | None
    items: tuple[Listed, ...]

    def of(self, fate: Fate) -> tuple[Listed, ...]:
        """Return the documents of one fate."""
        return tuple(item for item in self.items if item.fate is fate)


@dataclass(frozen=True, slots=True)
class Carrier:
    """The page that links to an attachment."""

    title: str
    day: date | None


def list_of(page: Page, carriers: Mapping[str, Carrier]) -> OwnList | None:
    """Return the list that a page or attachment is, None for anything else.

    One that could not be read whole lacks what was not read, so it is none either.
    """
    if page.unreadable:
        return None
    carrier = carriers.get(page.url) if page.role is Role.FILE else None
    title = _title(page, carrier)
    if not _TITLE.search(title) or _PLAN.search(title):
        return None
    items = tuple(_items(page, title))
    if len(items) < LEAST_LISTED:
        return None
    published = page.published.day if page.published else carrier.day if carrier else None
    return OwnList(page.url, title, _as_of(f"{title}\n{page.text}") or published, items)


def _title(page: Page, carrier: Carrier | None) -> str:
    if page.role is not Role.FILE:
        return page.title
    first = next((line.strip() for line in page.text.split("\n") if line.strip()), "")
    own = (file_name(page.url).rpartition(".")[0], page.title, first[:_LONGEST_HEADING])
    best = next((text for text in own if _TITLE.search(text)), "")
    return best or (carrier.title if carrier else "")


def _as_of(text: str) -> date | None:
    match = _AS_OF.search(text)
    if match:
        return day_of(*match.groups())
    match = _AS_OF_YEAR.search(text)
    return date(int(match[1]), 12, 31) if match else None


def _items(page: Page, title: str) -> Iterator[Listed]:
    cells = _cells(page)
    fate = _fate(title)
    seen: set[Number] = set()
    sheets = _sheets(page)
    offset = 0
    for line in page.text.split("\n"):
        if sheets and offset in sheets:
            # What the sheet before was about says nothing of this one.
            fate = _fate(sheets[offset]) or (fate if len(sheets) == 1 else None)
        offset += len(line) + 1
        spots = list(numbers_in(line))
        if not spots:
            fate = _heading(line) or fate
            continue
        start = 0
        for spot in spots:
            name = cells.get(spot.number) or _name(line[start : spot.start])
            start = spot.end
            if spot.number not in seen and fate is not None:
                seen.add(spot.number)
                yield Listed(spot.number, name, fate)


def _sheets(page: Page) -> dict[int, str]:
    """Return where each sheet of a workbook begins in the text, with its name."""
    begins: dict[str, int] = {}
    for place in page.places:
        match = _SHEET.match(place.name)
        if match:
            begins.setdefault(match[0], place.start)
    return {start: name for name, start in begins.items()}


def _heading(line: str) -> Fate | None:
    text = line.strip()
    return _fate(text) if len(text) <= _LONGEST_HEADING and "。" not in text.rstrip("。") else None


def _fate(text: str) -> Fate | None:
    """Return what a heading says; one that names several fates says none."""
    found = [fate for fate, words in _WORDS if words.search(text)]
    return found[0] if len(found) == 1 else None


def _cells(page: Page) -> dict[Number, str]:
    """Return the titles that stand in the row of a number."""
    names: dict[Number, str] = {}
    for table in page.tables:
        for row in table.rows:
            number = next((found for cell in row if (found := number_of(cell))), None)
            if number is not None:
                longest = max(
                    (cell for cell in row if number_of(cell) is None), key=len, default=""
                )
                names.setdefault(number, plain_name(longest))
    return names


def _name(before: str) -> str:
    """Return the title that stands before a number on its line."""
    named = _NAMED.search(before)
    return plain_name(named[1] if named else _SERIAL.sub("", before))
