"""Reads one answer of a web server: its page, what it leads to, its archive record."""

import logging
from dataclasses import replace
from datetime import date

import msgspec
from selectolax.lexbor import LexborHTMLParser

from crawler.address import Lead, Step
from crawler.archive import response_record
from crawler.extract.blank import blank_of, frames_of
from crawler.extract.encoding import Decoded, decode
from crawler.extract.glimpse import glimpse, mark_of
from crawler.extract.html import parse_data, parse_page
from crawler.extract.need import needs_browser
from crawler.page import Blank, Fetch, Kind, Link, Page, Role
from crawler.platforms import is_data_address, list_pages
from crawler.urls import is_picture

logger = logging.getLogger(__name__)
# Any other page goes on only if it shows a list.
LISTS = (Role.COLUMN, Role.DATA)
# Nobody sends a form by looking at a page.
FORMS = (Kind.FORM, Kind.LOGIN)
# Seen once, these may be a passing fault.
POOR = (Blank.SILENT, Blank.WAITING, Blank.FAILED, Blank.SCRIPTED)


class PageTask(msgspec.Struct, tag="page"):
    """An answer to read; `is_html` is False for what is only to be archived.

    `is_drawn` tells that a browser has run the scripts of the page already; `is_glance` that this
    is but the beginning of a page elsewhere, which is not archived.
    """

    fetch: Fetch
    role: Role
    headers: tuple[tuple[str, str], ...]
    body: bytes
    today: date
    platform: str
    is_html: bool
    is_drawn: bool = False
    is_glance: bool = False


class Reading(msgspec.Struct):
    """What was read: `Page` and leads encoded, archive record, redirect of the page itself.

    `is_poor` tells that a list has no rows and does not say why; `has_script` that scripts could
    draw some. `digest` names what is read at a glance.
    """

    url: str
    page: bytes = b""
    leads: bytes = b""
    record: bytes = b""
    location: str = ""
    needs_browser: bool = False
    is_poor: bool = False
    has_script: bool = False
    digest: str = ""


def read_answer(task: PageTask) -> Reading:
    """Read an answer; a page that breaks the parser is reported as unread."""
    fetch = task.fetch
    if task.is_glance:
        return _glanced(task)
    record = response_record(fetch.url, fetch.status or 0, task.headers, task.body, fetch.at)
    if not task.is_html:
        return Reading(fetch.url, record=record)
    content_type = next((value for name, value in task.headers if name == "content-type"), "")
    try:
        page, leads, shell = _read(task, decode(task.body, content_type))
    except Exception:
        # A page that breaks the parser must not break the scan.
        logger.exception("cannot parse %s", fetch.url)
        page, leads, shell = Page(fetch, task.role, unreadable="页面无法解析"), [], False
    return Reading(
        fetch.url,
        page=msgspec.msgpack.encode(page),
        leads=msgspec.msgpack.encode(leads),
        record=record,
        location=page.fetch.location,
        needs_browser=shell and not task.is_drawn,
        is_poor=page.blank in POOR,
        has_script=bool(page.scripts) and not task.is_drawn,
    )


def _glanced(task: PageTask) -> Reading:
    content_type = next((value for name, value in task.headers if name == "content-type"), "")
    try:
        page = glimpse(task.fetch, decode(task.body, content_type).text, task.role)
    except Exception:
        # What breaks the parser is well for all that we know of it.
        logger.exception("cannot glance at %s", task.fetch.url)
        return Reading(task.fetch.url)
    encoded, location = msgspec.msgpack.encode(page), page.fetch.location
    return Reading(task.fetch.url, page=encoded, location=location, digest=mark_of(page))


def _read(task: PageTask, decoded: Decoded) -> tuple[Page, list[Lead], bool]:
    url, text = task.fetch.url, decoded.text
    if task.role is Role.DATA:
        page = parse_data(task.fetch, text, task.today, platform=task.platform)
    else:
        page = parse_page(
            task.fetch,
            text,
            task.role,
            task.today,
            platform=task.platform,
            charset="" if task.is_drawn else decoded.contradiction,
        )
    may_go_on = task.role in LISTS or bool(page.entries)
    further = list_pages(text, url, task.platform) if may_go_on else []
    blank = blank_of(page, text, is_drawn=task.is_drawn) if task.role in LISTS else Blank.NO
    if blank is not Blank.NO:
        page = replace(page, blank=blank)
    if task.role is Role.COLUMN and not page.entries and not further:
        # The list of the column is a page within the page.
        further = frames_of(LexborHTMLParser(text), url)
    leads = [_further(each, task.role) for each in further]
    entries = {entry.url: None for entry in page.entries}
    leads += [Lead(Step.ENTRY, each) for each in entries]
    placed = {*entries, *further}
    leads += [Lead(_step(link), link.url) for link in page.links if link.url not in placed]
    leads += [Lead(Step.RESOURCE, link.url) for link in page.resources if link.kind not in FORMS]
    shell = task.role is not Role.DATA and not page.fetch.location and needs_browser(
        text, page.text, has_rows=bool(page.entries), has_further=bool(further)
    )  # fmt: skip
    return page, leads, shell


def _step(link: Link) -> Step:
    return Step.FILE if link.is_file and is_picture(link.url) and not link.is_frame else Step.LINK


def _further(url: str, role: Role) -> Lead:
    return Lead(Step.DATA if role is Role.DATA or is_data_address(url) else Step.LIST, url)
