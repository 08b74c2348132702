"""Judges the values of the meta tags of one page: site, column and article tags."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from checks.site.footers import host_of, text_of
from checks.site.templates import is_private
from checks.site.values import holds_markup, is_akin, is_unfilled, squeezed
from checks.views import SiteView
from crawler.page import DateSource, Page
from crawler.site import Column, ColumnKind

SITE, COLUMN, ARTICLE = "各页面", "栏目页", "稿件页"
SITE_TAGS = ("SiteName", "SiteDomain")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
# Types of 《网页设计规范》 that say what kind of column it is; its list is open, so that other
# words are no fault.
TYPE_KINDS = {
    "工作动态": ColumnKind.NEWS,
    "政策文件": ColumnKind.POLICY,
    "政策解读": ColumnKind.INTERPRETATION,
    "信息公开指南": ColumnKind.GUIDE,
    "信息公开目录": ColumnKind.CATALOGUE,
    "信息公开年报": ColumnKind.REPORT,
    "办事服务": ColumnKind.SERVICE,
}
SEPARATORS = re.compile(r"[,，;；、|/\s]+")
STAMP = re.compile(
    r"((?:19|20)\d{2})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?[ T]*(?:(\d{1,2}):\d{2}(?::\d{2})?(?:\.\d+)?)?Z?"
)
FORM = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?Z?")
SHOWN = (DateSource.TEXT, DateSource.SCRIPT)
SLACK = timedelta(days=3)
LEAST_TEXT, LEAST_TITLE = 100, 6
DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+", re.A)
BASE_LABELS = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a tag on pages of one type."""

    pages: str
    tag: str
    what: str


@dataclass(frozen=True, slots=True)
class Case:
    """A fault with the page's own value, and what it should have been compared with."""

    fault: Fault
    value: str
    right: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A value of PubDate; `hour` None where no time of day is told."""

    day: date
    hour: int | None


def stamp_of(value: str) -> Stamp | None:
    """Read a PubDate however it is spelt, None if it is no date."""
    match = STAMP.fullmatch(value.strip())
    if match is None:
        return None
    try:
        day = datetime(int(match[1]), int(match[2]), int(match[3])).date()  # noqa: DTZ001 - a day
    except ValueError:
        return None
    return Stamp(day, int(match[4]) if match[4] else None)


def unfilled(page: Page, pages: str, tags: tuple[str, ...]) -> Iterator[Case]:
    """Yield tags whose value is a placeholder or holds code."""
    for tag in tags:
        value = page.meta.get(tag.lower(), "")
        if value and is_unfilled(value, tag):
            yield Case(Fault(pages, tag, "是模板代码或占位文字，没有换成实际内容"), value)
        elif value and holds_markup(value):
            yield Case(Fault(pages, tag, "混入了网页代码"), value)


def site_cases(site: SiteView, page: Page, names: str) -> Iterator[Case]:
    """Judge SiteName and SiteDomain; `names` are the names that the site goes by."""
    yield from unfilled(page, SITE, SITE_TAGS)
    name, domain = page.meta.get("sitename", ""), page.meta.get("sitedomain", "").strip()
    if name and not is_unfilled(name, "SiteName") and not is_akin(name, names):
        yield Case(Fault(SITE, "SiteName", "与网站名称对不上"), name, site.site.name)
    if not domain or is_unfilled(domain, "SiteDomain"):
        return
    if "/" in domain or not DOMAIN.fullmatch(domain.partition(":")[0]):
        yield Case(Fault(SITE, "SiteDomain", "写法不对，应只写域名"), domain)
    host = host_of(domain if "//" in domain else f"//{domain}")
    own = host_of(page.url)
    if host and not is_private(site, own) and _base(host) != _base(own):
        yield Case(Fault(SITE, "SiteDomain", "不是本站的域名"), domain, own)


def _base(host: str) -> str:
    """Return the part of a host name that its owner registered: qinghe.gov.cn."""
    labels = host.removeprefix("www.").split(".")
    return ".".join(labels[-BASE_LABELS:])


def column_cases(site: SiteView, page: Page, column: Column) -> Iterator[Case]:
    """Judge the tags of a column's first page."""
    yield from unfilled(page, COLUMN, COLUMN_TAGS)
    name, kind = page.meta.get("columnname", ""), page.meta.get("columntype", "")
    if name and not is_unfilled(name, "ColumnName") and not _is_name_of(site, page, column, name):
        yield Case(Fault(COLUMN, "ColumnName", "与栏目名称对不上"), name, column.name)
    types = [word for word in SEPARATORS.split(kind) if word]
    kinds = {TYPE_KINDS[word] for word in types if word in TYPE_KINDS}
    is_other = column.kind in TYPE_KINDS.values() and column.kind not in kinds
    if kinds and len(kinds) == len(types) and is_other and not is_akin(kind, column.name):
        yield Case(Fault(COLUMN, "ColumnType", "与栏目的内容对不上"), kind, column.name)
    elif types == ["首页"]:
        yield Case(Fault(COLUMN, "ColumnType", "写成了“首页”"), kind, column.name)


def _is_name_of(site: SiteView, page: Page, column: Column, name: str) -> bool:
    """Whether the tag names this column, by whatever name the page itself gives it."""
    told, known = squeezed(name), squeezed(column.name)
    if told in known or known in told or told in squeezed(page.markup.window_title):
        return True
    others = {squeezed(other.name) for other in site.site.columns if other.url != column.url}
    return told not in others and is_akin(name, column.name)


def article_cases(site: SiteView, page: Page, today: date) -> Iterator[Case]:
    """Judge the tags of an article."""
    yield from unfilled(page, ARTICLE, ARTICLE_TAGS)
    title = page.meta.get("articletitle", "")
    if title and not is_unfilled(title, "ArticleTitle"):
        right = page.markup.window_title
        names = (site.site.name, page.meta.get("sitename", ""))
        if squeezed(title) in {squeezed(name) for name in names if name}:
            yield Case(Fault(ARTICLE, "ArticleTitle", "写成了网站名称"), title)
        elif not _is_shown(page, title):
            yield Case(Fault(ARTICLE, "ArticleTitle", "与页面显示的标题对不上"), title, right)
    value = page.meta.get("pubdate", "")
    if value and not is_unfilled(value, "PubDate"):
        yield from _date_cases(page, value, today)


def _is_shown(page: Page, title: str) -> bool:
    """Whether the title, or most of one that is cut or completed, stands on the page."""
    text = squeezed(f"{text_of(page)}\n{page.markup.window_title}")
    told = squeezed(title)
    if len(told) < LEAST_TITLE or len(text) < LEAST_TEXT:
        return True
    if page.title != title and squeezed(page.title) == told:
        return True
    part = max(LEAST_TITLE, len(told) * 2 // 3)
    return told[:part] in text or told[-part:] in text


def _date_cases(page: Page, value: str, today: date) -> Iterator[Case]:
    stamp = stamp_of(value)
    if stamp is None:
        yield Case(Fault(ARTICLE, "PubDate", "不是能识别的日期"), value)
        return
    if not FORM.fullmatch(value.strip()):
        yield Case(Fault(ARTICLE, "PubDate", "没有按“年-月-日 时:分”的格式写"), value)
    listed = page.published.day if page.published is not None else None
    told = {each.day for each in page.shown_dates if each.source in SHOWN}
    if stamp.day > today + timedelta(days=1) and listed != stamp.day:
        yield Case(Fault(ARTICLE, "PubDate", "晚于检测当天"), value)
    elif told and all(abs(day - stamp.day) > SLACK for day in {*told, listed or min(told)}):
        right = f"{min(told):%Y-%m-%d}"
        yield Case(Fault(ARTICLE, "PubDate", "与页面注明的发布日期不符"), value, right)
