"""Turns an HTML page into a `Page`: title, dates, main text, template text, tables, links."""

import re
from dataclasses import replace
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract import article, listing
from crawler.extract.jumps import parts_of
from crawler.extract.markup import markup_of
from crawler.extract.spans import spread_rows
from crawler.extract.ties import ties_of
from crawler.extract.tree import (
    attribute,
    body_node,
    frame_nodes,
    text_of,
    zones_of,
)
from crawler.extract.unseen import unseen_of
from crawler.page import DateSource, Entry, Fetch, Link, Page, Published, Role, Table
from crawler.platforms import gkmlpt, hidden_rows
from crawler.urls import is_file, join

REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"'>\s]+)", re.I)
SCRIPT_REFRESH = re.compile(
    r"(?<![\w.])(?:(?:window|document|self|top|parent)\.)*location(?:\.href)?\s*"
    r"(?:=|\.(?:replace|assign)\()\s*[\"']([^\"']+)[\"'](?!\s*\+)"
)
STUB_TEXT = 200
LIST_ROLES = (Role.COLUMN, Role.HOME)
NO_LIST = (Role.FILE, Role.PROBE)
REFRESH_SECONDS = 10
# Fewer rows do not make a list of a page that nobody has called one.
LEAST_ROWS = 3
LEAST_TEXT = 50
# A search box has one line or two to fill, a letter more.
LINE_INPUTS, LEAST_INPUTS = ("", "text", "tel", "email"), 3
# Between a table and the one around it stand a cell, a row, a body, and what dresses them.
NEAR = 50


def parse_page(
    fetch: Fetch, html: str, role: Role, today: date, *, platform: str = "auto", charset: str = ""
) -> Page:
    """Read an HTML page. `today` dates list rows that show month and day only.

    `platform` is the site's, `charset` what `Decoded.contradiction` says of its encoding.
    """
    parser = LexborHTMLParser(html)
    root = parser.body or parser.root
    if root is None:
        return Page(fetch, role)
    meta = meta_of(parser)
    base = base_of(parser, fetch.url)
    stub = redirect_of(parser, fetch.url)
    frames = frame_nodes(root)
    frame_ids = frozenset(node.mem_id for node in frames)
    container = body_node(parser) if role is not Role.COLUMN else None
    whole, text, margin_text, frame_text = zones_of(root, container, frame_ids)
    title = article.title_of(parser, meta, whole, is_home=role is Role.HOME)
    dates = article.shown_dates(parser, meta, title, whole)
    hidden = hidden_rows(html, base, today, platform) if role not in NO_LIST else []
    if role not in LIST_ROLES and len(hidden) < LEAST_ROWS:
        hidden = []
    # A container of the content systems with a text in it is an article's.
    is_article = role is Role.PAGE and container is not None and len(text) >= LEAST_TEXT
    entries = [] if is_article else _entries(parser, hidden, base, role, today)
    ties = ties_of(parser, html, fetch.url, base, frames, container)
    links = _with_rows(ties.links, hidden)
    scripts = tuple(join(base, attribute(node, "src")) for node in parser.css("script[src]"))
    page = Page(
        fetch=replace(fetch, location=stub) if stub else fetch,
        role=role,
        title=title,
        text=text,
        margin_text=margin_text,
        frame_text=frame_text,
        tables=tables_of(root if container is None else container, frames),
        published=article.published(fetch.url, dates),
        shown_dates=dates,
        links=links,
        resources=ties.resources,
        written=ties.written,
        jumps=ties.jumps,
        parts=parts_of(parser, html, scripts),
        concealed=ties.concealed,
        entries=tuple(entries),
        meta=meta,
        source=article.source_of(meta, whole) if role is Role.PAGE else "",
        charset=charset,
        unseen=unseen_of(html, whole),
        scripts=scripts,
        has_form=has_form(parser, frames),
        fault_code=next((attribute(node, "sitecode") for node in parser.css("#_jiucuo_")), ""),
        markup=markup_of(parser, html, base, role),
    )
    detail = gkmlpt.detail(html) if role is Role.PAGE else None
    return page if detail is None else _told_by_script(page, detail, base)


def _told_by_script(page: Page, detail: gkmlpt.Detail, base: str) -> Page:
    """Put the article that stands in a script where a browser shows it."""
    parser = LexborHTMLParser(detail.content)
    root = parser.body or parser.root
    if root is None:
        return page
    dates = page.shown_dates
    if detail.published:
        dates = (Published(detail.published, DateSource.SCRIPT), *dates)
    known = {link.url for link in page.links}
    ties = ties_of(parser, detail.content, page.url, base, [])
    links = [link for link in ties.links if link.url not in known]
    return replace(
        page,
        title=detail.title,
        text=text_of(root),
        margin_text=f"{page.margin_text}\n{page.text}".strip(),
        tables=(*page.tables, *tables_of(root, [])),
        published=article.published(page.url, dates),
        shown_dates=dates,
        links=(*page.links, *links),
        resources=(*page.resources, *ties.resources),
        written=(*page.written, *ties.written),
    )


def parse_data(fetch: Fetch, text: str, today: date, *, platform: str = "auto") -> Page:
    """Read the answer of a data endpoint: list rows, and nothing that a person sees."""
    rows = hidden_rows(text, fetch.url, today, platform)
    return Page(fetch, Role.DATA, links=_with_rows((), rows), entries=tuple(rows))


def _entries(
    parser: LexborHTMLParser, hidden: list[Entry], url: str, role: Role, today: date
) -> list[Entry]:
    if role in NO_LIST:
        return []
    least = 1 if role is Role.COLUMN else LEAST_ROWS
    rows = listing.entries_of(parser, url, today, least=least)
    known = {entry.url for entry in rows}
    return rows + [entry for entry in hidden if entry.url not in known]


def _with_rows(links: tuple[Link, ...], rows: list[Entry]) -> tuple[Link, ...]:
    """Add rows of data islands: a browser shows them as links, the parser does not."""
    known = {link.url for link in links}
    added = [Link(row.url, row.title, is_file=is_file(row.url)) for row in rows]
    return (*links, *(link for link in added if link.url not in known))


def meta_of(parser: LexborHTMLParser) -> dict[str, str]:
    """Return meta tags by lower-case name, the first of each name."""
    found: dict[str, str] = {}
    for node in parser.css("meta[name]"):
        name = attribute(node, "name").strip().lower()
        if name not in found:
            found[name] = attribute(node, "content").strip()
    return found


def base_of(parser: LexborHTMLParser, url: str) -> str:
    """Return the address that the page's links are relative to."""
    node = parser.css_first("base[href]")
    return (join(url, attribute(node, "href")) if node is not None else "") or url


def redirect_of(parser: LexborHTMLParser, url: str) -> str:
    """Return where a meta refresh or a short script page leads, "" if nowhere else."""
    if refresh := refresh_of(parser, url):
        return refresh
    for script in parser.css("script"):
        text = script.text()
        match = SCRIPT_REFRESH.search(text) if "location" in text else None
        if match and "userAgent" in text:
            # Telephones are sent to a site of their own; we are none.
            continue
        if match and parser.body is not None and len(text_of(parser.body)) < STUB_TEXT:
            return _elsewhere(url, match[1])
    return ""


def refresh_of(parser: LexborHTMLParser, url: str) -> str:
    """Return where a meta refresh leads within seconds, "" if nowhere else."""
    for node in parser.css("meta[http-equiv]"):
        if attribute(node, "http-equiv").strip().lower() != "refresh":
            continue
        content = attribute(node, "content")
        match = REFRESH.search(content)
        seconds = re.match(r"\s*(\d+)", content)
        if match and (not seconds or int(seconds[1]) <= REFRESH_SECONDS):
            return _elsewhere(url, match[1])
    return ""


def _elsewhere(url: str, reference: str) -> str:
    target = join(url, reference)
    return target if target != url else ""


def has_form(parser: LexborHTMLParser, frames: list[LexborNode]) -> bool:
    """Whether the page has a form to write or to log in, a search box being none."""
    if parser.css_first("textarea, input[type=password]") is not None:
        return True
    in_frame = {node.mem_id for frame in frames for node in frame.css("input")}
    lines = [node for node in parser.css("input") if node.mem_id not in in_frame]
    kinds = [attribute(node, "type").lower() for node in lines]
    return sum(kind in LINE_INPUTS for kind in kinds) >= LEAST_INPUTS


def _table_around(table: LexborNode) -> int:
    """Return the `mem_id` of the table that a table stands in, 0 for none that is near."""
    node = table.parent
    for _ in range(NEAR):
        if node is None:
            return 0
        if node.tag == "table":
            return node.mem_id
        node = node.parent
    return 0


def tables_of(node: LexborNode, frames: list[LexborNode]) -> tuple[Table, ...]:
    """Return the tables below `node` that hold data, those of the template left out."""
    without = {table.mem_id for frame in frames for table in frame.css("table")}
    found = node.css("table")
    outer = {_table_around(table) for table in found}
    tables = []
    for table in found:
        if table.mem_id in outer or table.mem_id in without:
            continue
        rows = spread_rows(table.css("tr"))
        tables.append(tuple(row for row in rows if any(row)))
    told = [rows for rows in tables if len(rows) > 1]
    return tuple(Table(rows, f"表 {number}") for number, rows in enumerate(told, 1))
