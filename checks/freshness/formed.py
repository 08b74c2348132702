"""Reads of a page with an official paper: its number, the day it was made and whose it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from checks.words.normal import normalise
from checks.words.papers import SIGNED, day_of, is_own, numbers
from crawler.page import Page
from crawler.site import Site

# In the order of how well the label says when the paper was made.
_LABELS = ("成文", "签发", "制发", "印发", "发文")
_NAMED = re.compile(
    r"(成文|签发|制发|印发|发文)(?:日期|时间)\s*[:：]?\s*"
    r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})(?!\d)"
)
_OFFICE = re.compile(
    r"(?:发文|制发|制文)(?:机关|单位|机构|部门)\s*[:：]?\s*([\u4e00-\u9fff（）、]{4,40})"
)
_SIGNER = re.compile(r"[\u4e00-\u9fff（）、 \u3000]{4,40}")
_IN_DIGITS = re.compile(r"[^〔\[［﹝【]*[〔\[［﹝【](\d{4})\D*(\d+)号")
_BRACKET = re.compile(r"[〔\[［﹝【]\s*(?:19|20)\d\d")
_HEAD = 3000
_REGION = re.compile(r"[^省市县区州盟旗]+(?:自治[区州县旗]|[省市县区州盟旗])")


@dataclass(frozen=True, slots=True)
class Formed:
    """A day on which a paper was made; `where` the page says so, `office` who made it, or ""."""

    day: date
    where: str
    office: str = ""


def own_number(page: Page) -> str:
    """Return the number that the paper on a page bears itself, "" if none or several."""
    found: dict[str, str] = {}
    for part in (_fields(page), page.margin_text, page.title, page.text[:_HEAD]):
        if not _BRACKET.search(part):
            continue
        text = normalise(part).text
        for number in numbers(text):
            digits = _IN_DIGITS.fullmatch(number.shown)
            if digits and is_own(text, number):
                found.setdefault(f"{digits[1]}-{digits[2]}", number.shown)
    return next(iter(found.values())) if len(found) == 1 else ""


def is_of_year(number: str, made: date) -> bool:
    """Whether a number is one of the year; January still gives out those of the year before."""
    digits = _IN_DIGITS.fullmatch(number)
    return digits is not None and int(digits[1]) in (made.year, made.year - (made.month == 1))


def formed(page: Page) -> Formed | None:
    """Return when the paper on a page was made, the last of the days where it names several."""
    signed = max(_signed(page), key=lambda each: each.day, default=None)
    named = next(_named(page), None)
    if named is None or signed is None:
        return named or signed
    office = named.office or signed.office
    last = max(named, signed, key=lambda each: each.day)
    return Formed(last.day, last.where, office)


def formed_days(page: Page) -> frozenset[date]:
    """Return all days on which the paper on a page may have been made."""
    return frozenset(each.day for each in (*_named(page), *_signed(page)))


def is_ours(office: str, site: Site) -> bool:
    """Whether an office belongs to the place of the site, or is one of its units."""
    plain = "".join(office.split())
    if not plain:
        return False
    if any(plain == unit.name for unit in site.units):
        return True
    parts = _REGION.findall(site.region)
    return bool(parts) and (plain.startswith(parts[-1]) or site.region in plain)


def _fields(page: Page) -> str:
    """Return neighbouring cells as lines: an index (信息索引) is a table of labels and values."""
    return "\n".join(
        f"{label.strip()}：{value.strip()}"
        for table in page.tables
        for row in table.rows
        for label, value in pairwise(row)
        if label.strip() and value.strip()
    )


def _named(page: Page) -> Iterator[Formed]:
    text = normalise(f"{_fields(page)}\n{page.margin_text}\n{page.text[:_HEAD]}").text
    office = _OFFICE.search(text)
    found = []
    for match in _NAMED.finditer(text):
        try:
            day = date(int(match[2]), int(match[3]), int(match[4]))
        except ValueError:
            continue
        where = f"信息栏“{match[1]}日期”"
        found.append((_LABELS.index(match[1]), Formed(day, where, office[1] if office else "")))
    yield from (each for _, each in sorted(found, key=lambda pair: pair[0]))


def _signed(page: Page) -> Iterator[Formed]:
    """Yield the days under which an office has put its name."""
    text = normalise(page.text).text
    for match in SIGNED.finditer(text):
        day = day_of(match)
        year = match.start(1) if match[1] else match.start(4)
        office = text[match.start() : year].strip()
        if not office:
            before = text[: match.start()].rstrip().rpartition("\n")[2].strip()
            office = before if _SIGNER.fullmatch(before) else ""
        if day is not None and office:
            yield Formed(day, "文末落款", "".join(office.split()))
