"""How much a platform published in a year: by column, unit, month and form."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TypeVar
from urllib.parse import urlsplit

from crawler.page import Outcome, Page, Role
from crawler.site import Site
from notifier.notice import NO_UNIT

Key = TypeVar("Key", int, str)
NO_COLUMN = "（栏目表以外）"


class Form(StrEnum):
    """How a document speaks to its readers."""

    TEXT = "文字"
    PICTURES = "图解"
    VIDEO = "视频动漫"
    AUDIO = "音频"
    CONFERENCE = "新闻发布会"


# A title says the form outright; “视频会议”“视频监控采购” and “H5N1” say nothing of it.
TITLES = (
    (
        Form.CONFERENCE,
        re.compile(
            r"新闻发布会(?!.{0,8}(?:制度|办法|方案|规定|计划|安排表|通知))|发布会(?:实录|图文)"
        ),
    ),
    (
        Form.VIDEO,
        re.compile(
            r"[【\[（(〔]\s*(?:短|微)?视频\s*[】\])）〕]|^(?:短|微)?视频\s*[|｜丨：:]|视频解读|(?:短|微)视频[|｜丨：:】]"
            r"|^(?:动漫|动画)|(?:动漫|动画)(?:解读|版|短片|$|[|｜丨：:】])|解读视频"
        ),
    ),
    (
        Form.AUDIO,
        re.compile(r"[【\[（(〔]\s*音频\s*[】\])）〕]|^音频\s*[|｜丨：:]|音频(?:解读|版)|解读音频"),
    ),
    (
        Form.PICTURES,
        re.compile(
            r"图解(?!法)|一图(?:读懂|看懂|了解|速览)|[一几]张图|长图|图说|漫画解读|漫说"
            r"|(?<![A-Za-z])H5(?![A-Za-z0-9])"
        ),
    ),
)
FILES = (
    (Form.VIDEO, frozenset({".mp4", ".mov", ".flv", ".avi", ".wmv", ".m3u8", ".webm"})),
    (Form.AUDIO, frozenset({".mp3", ".wav", ".m4a", ".aac", ".wma"})),
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many documents a column, a unit or a month published, and in which forms."""

    name: str
    total: int
    forms: Mapping[Form, int]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What was published in a year and stands on the site still.

    `reposts` were counted with the document that they repeat, `undated` are in no year. `cut` says
    in Chinese which limits of the crawl may have left some out, "" if none did.
    """

    year: int
    total: int
    reposts: int
    undated: int
    by_column: tuple[Count, ...] = ()
    by_unit: tuple[Count, ...] = ()
    by_month: tuple[Count, ...] = ()
    by_form: Mapping[Form, int] | None = None
    cut: str = ""


@dataclass(frozen=True, slots=True)
class _Item:
    day: date
    url: str
    column: str
    form: Form


def form_of(title: str, page: Page | None = None) -> Form:
    """Tell the form of a document by its title, else by the films and sounds that it links to."""
    for form, words in TITLES:
        if words.search(title):
            return form
    for form, suffixes in FILES:
        for link in page.links if page else ():
            path = PurePosixPath(urlsplit(link.url).path)
            if not link.is_frame and path.suffix.lower() in suffixes:
                return form
    return Form.TEXT


def disclosure(
    pages: Iterable[Page],
    rows: Mapping[str, str],
    site: Site,
    year: int,
    *,
    cut: str = "",
) -> Disclosure:
    """Count the documents of a year; `rows` are the titles of list rows by address.

    A file counts where a list leads straight to it; as the attachment of an article it does not.
    """
    first: dict[tuple[str, str], _Item] = {}
    reposts: Counter[int] = Counter()
    undated = 0
    for page in pages:
        if not _is_document(page, rows):
            continue
        if page.published is None:
            undated += 1
            continue
        title = page.title or rows.get(page.url, "")
        item = _Item(page.published.day, page.url, page.column_id, form_of(title, page))
        name = _name(title, page)
        known = first.setdefault(name, item)
        if known is not item:
            reposts[item.day.year] += 1
            first[name] = min(known, item, key=lambda each: (each.day, each.url))
    items = [item for item in first.values() if item.day.year == year]
    return _counted(items, site, Disclosure(year, len(items), reposts[year], undated, cut=cut))


def _is_document(page: Page, rows: Mapping[str, str]) -> bool:
    if page.fetch.outcome is not Outcome.OK or page.fetch.location:
        return False
    # Pages that no list leads to are mostly no documents but parts of the site.
    is_article = page.role is Role.PAGE and page.column_id and page.published
    return bool(is_article) or (page.role in (Role.PAGE, Role.FILE) and page.url in rows)


def _name(title: str, page: Page) -> tuple[str, str]:
    """Return what reposts of one article have in common; a page without text is only itself."""
    text = "".join(page.text.split())
    if not text:
        return page.url, ""
    digest = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
    return "".join(title.split()), digest


def _counted(items: Iterable[_Item], site: Site, bare: Disclosure) -> Disclosure:
    columns = {column.id: column for column in site.columns}
    units = {unit.id: unit.name for unit in site.units}
    by_column: Counter[tuple[str, Form]] = Counter()
    by_unit: Counter[tuple[str, Form]] = Counter()
    by_month: Counter[tuple[int, Form]] = Counter()
    for item in items:
        column = columns.get(item.column)
        unit = column.unit if column else ""
        by_column[item.column if column else "", item.form] += 1
        by_unit[unit, item.form] += 1
        by_month[item.day.month, item.form] += 1
    counts = [
        _count(
            columns[id_].name if id_ else NO_COLUMN,
            by_column,
            id_,
            units.get(columns[id_].unit, columns[id_].unit) if id_ else "",
        )
        for id_ in (*columns, "")
    ]
    owners = {unit for unit, _ in by_unit}
    by_owner = [_count(units.get(each, each) or NO_UNIT, by_unit, each) for each in owners]
    months = [_count(f"{month} 月", by_month, month) for month in range(1, 13)]
    return Disclosure(
        bare.year,
        bare.total,
        bare.reposts,
        bare.undated,
        # A column of the list that published nothing is worth seeing; the rest of the site is not.
        tuple(each for each in counts if each.total or each.name != NO_COLUMN),
        tuple(sorted(by_owner, key=lambda each: (-each.total, each.name))),
        tuple(months),
        _forms(by_month),
        bare.cut,
    )


def _count(name: str, counts: Counter[tuple[Key, Form]], key: Key, unit: str = "") -> Count:
    forms = {form: counts[key, form] for form in Form if counts[key, form]}
    return Count(name, sum(forms.values()), forms, unit)


def _forms(counts: Counter[tuple[int, Form]]) -> dict[Form, int]:
    return {form: sum(n for (_, each), n in counts.items() if each is form) for form in Form}
