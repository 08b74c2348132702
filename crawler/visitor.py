"""Makes records of answers and failures, whichever way the requests went out."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import msgspec

from crawler.address import Address, Lead
from crawler.archive import NOT_MODIFIED, SAME_PAYLOAD
from crawler.attachments import Attachments
from crawler.curl import Answer
from crawler.discovery import Discovery
from crawler.extract.reading import PageTask, Reading
from crawler.frontier import NOTHING, Frontier, Visit
from crawler.outcome import outcome_of
from crawler.page import EMPTY, REFUSALS, Blank, Fetch, Outcome, Page, Role
from crawler.past import Before
from crawler.queue import Queue
from crawler.reader import Reader, ReaderError
from crawler.site import NO_LIST_KINDS
from crawler.urls import is_beneath, is_in_scope, join, scope_of

# With no single answer so far, the site is taken to be down; later, a longer row of failures.
FAILURES_AT_START = 6
FAILURES_IN_A_ROW = 40
HTML_SNIFF = 512
LEADS = msgspec.msgpack.Decoder(tuple[Lead, ...])
# A page may change twice within the second that its time stamp names (RFC 9110, 8.8.2.2).
SETTLED_SECONDS = 2
UNSUPPORTED = "重定向的目标不是网页地址"


class Visitor:
    """One crawl: what is known of it, what waits, and whether it must stop.

    `stopped` says in Chinese what ended the crawl early.
    """

    def __init__(self, frontier: Frontier, reader: Reader) -> None:
        self.frontier = frontier
        self.reader = reader
        self.attachments = Attachments(frontier)
        self.on_attachment: Callable[[Fetch], None] = lambda fetch: None
        self.site = frontier.site
        self.scope = scope_of(self.site.start_url, self.site.scope)
        self.discovery = Discovery(
            self.site,
            frontier.target,
            self.scope,
            is_known=frontier.knows,
            has_home=frontier.has_home,
        )
        self.queue = Queue(self.discovery.priority, self.is_inside)
        self.later: list[Address] = []
        self.stopped = ""
        self.on_stop: Callable[[], None] = lambda: None
        self._successes = 0
        self._failures = 0
        self._last_error = ""
        self._noted = ""
        self._earlier = frontier.counts()[0]

    def start(self) -> None:
        """Put in line what is pending: the seeds, or what a killed crawl left over."""
        self.discovery.restore(self.frontier.all())
        self.frontier.add(self.discovery.seeds())
        self.queue.push(self.frontier.pending())

    def is_inside(self, url: str) -> bool:
        """Whether an address belongs to the site."""
        return is_in_scope(url, self.scope)

    def is_glance(self, address: Address) -> bool:
        """Whether the headers of an address are all that is wanted."""
        if address.role is Role.RESOURCE:
            return True
        return address.role is Role.PROBE and not self.is_inside(address.url)

    def before(self, address: Address) -> Before | None:
        """Return what an earlier crawl knew of an address, if this one may rely on it."""
        return self.frontier.past.before(address.url, address.role)

    def knew(self, address: Address) -> bool:
        """Whether an earlier crawl came to a certain answer at an address."""
        return self.frontier.past.knew(address.url)

    def next_inside(self) -> Address | None:
        """Take the site's own address that comes first."""
        return self._next(self.queue.pop_inside)

    def next_outside(self) -> Address | None:
        """Take the outside address that comes first and was not found well of late."""
        while (address := self._next(self.queue.pop_outside)) is not None:
            if not self._carried(address):
                return address
        return None

    def settle_outside(self) -> None:
        """Settle the outside addresses that were found well of late."""
        again = []
        while (address := self.next_outside()) is not None:
            again.append(address)
        self.queue.push(again)

    def _carried(self, address: Address) -> bool:
        """Take over what an earlier crawl knew of an outside address, unless that is too old."""
        if self.is_inside(address.url) or address.tries:
            return False
        location = self.frontier.carry(address)
        if location is None:
            return False
        self._go_on(self.frontier.add(self._found(address, location, (), "")))
        return True

    def _next(self, pop: Callable[[], Address | None]) -> Address | None:
        while (address := pop()) is not None:
            known = self.frontier.as_known(address)
            if known is not None:
                return known
        return None

    async def arrived(
        self, address: Address, answer: Answer, *, is_drawn: bool = False
    ) -> Reading | None:
        """Record an answer and put in line what it leads to.

        Returns what was read, and records nothing, where a browser must draw the page first. A
        list without rows is looked at once more at the end, in a browser if its page has scripts.
        """
        fetch = self._fetch(address, answer)
        if fetch.outcome is Outcome.UNKNOWN:
            self.doubtful(address, fetch)
            return None
        self._successes += 1
        self._failures = 0
        is_resource = address.role is Role.RESOURCE
        if is_resource or fetch.outcome is not Outcome.OK or fetch.location or not answer.body:
            self.record(address, fetch)
            return None
        digest = _digest(answer)
        before = None if is_drawn else self.before(address)
        if before is not None and before.digest == digest:
            self.unchanged(address, before, profile=SAME_PAYLOAD)
            return None
        reading = await self._read(address, fetch, answer, is_drawn=is_drawn)
        if self._is_put_off(address, fetch, reading):
            return None
        if reading.needs_browser or self._might_be_drawn(address, reading):
            return reading
        digest = reading.digest or digest
        self.take(address, fetch, reading, digest, () if is_drawn else validators(answer))
        return None

    def take(
        self,
        address: Address,
        fetch: Fetch,
        reading: Reading,
        digest: str = "",
        validators: tuple[str, ...] = (),
    ) -> None:
        """Record what was read at an address."""
        etag, modified = validators or ("", "")
        visit = Visit(reading.page, reading.leads, reading.record, digest, etag, modified)
        leads = LEADS.decode(reading.leads) if reading.leads else ()
        self.record(address, replace(fetch, location=reading.location), visit, leads)

    def as_it_is(self, address: Address, answer: Answer, reading: Reading) -> None:
        """Record a page that need not be drawn to be read."""
        page = msgspec.msgpack.decode(reading.page, type=Page)
        if page.blank is not Blank.SILENT:
            # Without a digest it is read again, perhaps with a browser.
            self.take(address, self._fetch(address, answer), reading)
            return
        fetch = self._fetch(address, answer)
        self.take(address, fetch, reading, _digest(answer), validators(answer))

    def undrawn(self, address: Address, answer: Answer, reading: Reading, reason: str) -> None:
        """Record a page that no browser has drawn, with the Chinese reason."""
        page = msgspec.msgpack.decode(reading.page, type=Page)
        blind = replace(page, unreadable=reason)
        self.take(
            address,
            self._fetch(address, answer),
            msgspec.structs.replace(reading, page=msgspec.msgpack.encode(blind)),
        )

    def unchanged(self, address: Address, before: Before, *, profile: str = NOT_MODIFIED) -> None:
        """Record that an address still holds what the earlier crawl read there."""
        self._successes += 1
        self._failures = 0
        known = self.frontier.as_known(address)
        if known is None:
            return
        found = self._found(known, before.location, before.leads, before.digest)
        now = datetime.now(UTC)
        new = self.frontier.reuse(known, before, now, found, profile=profile)
        self._go_on(new)

    def record(
        self, address: Address, fetch: Fetch, visit: Visit = NOTHING, leads: tuple[Lead, ...] = ()
    ) -> None:
        """Record the end of the looks at an address."""
        known = self.frontier.as_known(address)
        if known is None:
            # It will be visited again, as what it has turned out to be.
            return
        found = self._found(known, fetch.location, leads, visit.digest)
        self._go_on(self.frontier.record(known, fetch, visit, found))
        is_read = bool(visit.page) or address.role is Role.PROBE or "html" in fetch.media
        if visit.record and not is_read:
            self.on_attachment(fetch)

    def doubtful(self, address: Address, fetch: Fetch) -> None:
        """Put an address off until a passing fault may be over, or record it as unknown."""
        # Second tries stand in a row of their own and say nothing about the site; a refusal (403)
        # is an answer.
        is_silent = fetch.status is None or fetch.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        is_page = self.is_inside(address.url) and address.role is not Role.RESOURCE
        if is_silent and is_page and not address.tries:
            self._failures += 1
            self._last_error = fetch.error
        if self._failures >= (FAILURES_IN_A_ROW if self._has_answered else FAILURES_AT_START):
            self.stop(self._no_answer())
        if self.frontier.as_known(address) is None:
            return
        if address.tries < self.site.limits.retries:
            self._postpone(address, fetch)
            return
        self.record(address, fetch)

    def _postpone(self, address: Address, fetch: Fetch) -> None:
        self.frontier.postpone(address, fetch)
        self.later.append(replace(address, tries=address.tries + 1))

    def _is_put_off(self, address: Address, fetch: Fetch, reading: Reading) -> bool:
        """Put off a list without rows that has been looked at only once."""
        is_first = not address.tries and self.site.limits.retries > 0
        is_poor = reading.is_poor and not reading.needs_browser and self._has_list(address)
        if not is_first or not is_poor or self.frontier.as_known(address) is None:
            return False
        self._postpone(address, fetch)
        return True

    def _might_be_drawn(self, address: Address, reading: Reading) -> bool:
        return reading.is_poor and reading.has_script and self._has_list(address)

    def _has_list(self, address: Address) -> bool:
        column = self.site.column(address.column_id)
        return column is not None and column.kind not in NO_LIST_KINDS

    def second_round(self) -> list[Address]:
        """Return the doubtful addresses to try again, now that all others are done."""
        again, self.later = self.later, []
        is_dead = self._failures and not self._has_answered
        if not again and is_dead and self.frontier.target.is_whole:
            self.stop(self._no_answer())
        # And last what no page has led to.
        return again or self.frontier.add(self.discovery.besides())

    def stop(self, reason: str) -> None:
        """End the crawl before its end."""
        if not self.stopped:
            self.stopped = reason
            self.on_stop()

    def _go_on(self, new: list[Address]) -> None:
        self.queue.push(new)
        done, pending = self.frontier.page_counts()
        if done >= self.site.limits.pages and pending:
            self.stop(f"达到 {self.site.limits.pages} 页的上限")

    def _found(
        self, address: Address, location: str, leads: tuple[Lead, ...], digest: str
    ) -> list[Address]:
        found = self._led_to(address, location, leads, digest)
        if self.discovery.cut != self._noted:
            # At once: a crawl that is killed does not come by here again.
            self._noted = self.discovery.cut
            self.frontier.note_cut(self._noted)
        return found

    def _led_to(
        self, address: Address, location: str, leads: tuple[Lead, ...], digest: str
    ) -> list[Address]:
        if location:
            return self.discovery.redirected(address, location)
        is_echo = is_beneath(address.url, address.source) and bool(digest) and (
            self.frontier.digest(address.source) == digest
        )  # fmt: skip
        return self.discovery.found(address, leads, is_echo=is_echo)

    async def _read(
        self, address: Address, fetch: Fetch, answer: Answer, *, is_drawn: bool
    ) -> Reading:
        is_page = "html" in fetch.media or address.role is Role.DATA
        task = PageTask(
            fetch,
            address.role,
            answer.headers,
            answer.body,
            self.frontier.today,
            self.site.platform,
            is_html=is_page and address.role is not Role.FILE and self.is_inside(address.url),
            is_drawn=is_drawn,
            is_glance=is_page and self.is_glance(address),
        )
        try:
            return await self.reader.read(task)
        except ReaderError:
            page = Page(fetch, address.role, unreadable="页面无法解析")
            return Reading(fetch.url, page=msgspec.msgpack.encode(page))

    def _fetch(self, address: Address, answer: Answer) -> Fetch:
        location = _location(address.url, answer)
        outcome = outcome_of(answer.status)
        fetch = Fetch(
            url=address.url,
            outcome=outcome,
            at=datetime.now(UTC),
            status=answer.status,
            error="" if outcome is Outcome.OK else _status_error(answer.status),
            location=location,
            media=_media(answer),
        )
        is_empty = answer.header("content-length").strip() == "0"
        if address.role is Role.RESOURCE and is_empty and outcome is Outcome.OK and not location:
            return replace(fetch, error=EMPTY)
        if is_redirect(answer.status) and not location:
            return replace(fetch, outcome=Outcome.BROKEN, error=UNSUPPORTED)
        is_bare = answer.status == HTTPStatus.OK and not answer.body and not location
        if is_bare and not self.is_glance(address):
            return replace(fetch, outcome=Outcome.UNKNOWN, error="应答里没有内容")
        return fetch

    @property
    def _has_answered(self) -> bool:
        return bool(self._successes or self._earlier)

    def _no_answer(self) -> str:
        return f"站点没有正常响应：连续 {self._failures} 个地址失败，最后一次是{self._last_error}"


def validators(answer: Answer) -> tuple[str, str]:
    """Return ETag and Last-Modified by which the server can be asked again."""
    etag, modified = answer.header("etag"), answer.header("last-modified")
    try:
        changed = parsedate_to_datetime(modified)
        age = (parsedate_to_datetime(answer.header("date")) - changed).total_seconds()
    except (ValueError, TypeError):
        # Without a date of its own, a time stamp tells nothing for certain.
        return etag, ""
    return (etag, modified) if age >= SETTLED_SECONDS else ("", "")


def conditions(etag: str, modified: str) -> dict[str, str]:
    """Return the headers that ask for a page only if it has changed (RFC 9110, 13.1)."""
    headers = {"If-None-Match": etag, "If-Modified-Since": modified}
    return {name: value for name, value in headers.items() if value}


def _digest(answer: Answer) -> str:
    """Return what names a content; the same bytes under another media type are another."""
    digest = hashlib.blake2b(answer.header("content-type").encode() + b"\0", digest_size=16)
    digest.update(answer.body)
    return digest.hexdigest()


def is_redirect(status: int) -> bool:
    """Whether an answer sends the client elsewhere; 304 does not."""
    return status in (301, 302, 303, 307, 308)


def _location(url: str, answer: Answer) -> str:
    return join(url, answer.location) if answer.location and is_redirect(answer.status) else ""


def _media(answer: Answer) -> str:
    media = answer.header("content-type").partition(";")[0].strip().lower()
    start = answer.body[:HTML_SNIFF].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")) or (not media and start.startswith(b"<")):
        return "text/html"
    if "xml" in media and b"<datastore" in start:
        return "text/html"
    return media


def _status_error(status: int) -> str:
    if status in (404, 410):
        return f"页面不存在（HTTP {status}）"
    if status in REFUSALS:
        return f"对方拒绝检测程序（HTTP {status}）"
    if status >= 500:  # noqa: PLR2004 - HTTP server errors
        return f"服务器错误（HTTP {status}）"
    return f"返回 HTTP {status}"
