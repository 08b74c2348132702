"""Gathers the messages of a whole site: rows of lists and pages of messages taken together."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from checks.content.message_rows import rows_of
from checks.content.messages import Message, Stage, is_talk, messages_in
from checks.views import SiteView
from checks.workdays import is_working
from crawler.page import Outcome, Page, Role
from crawler.site import Column

# 国办秘函〔2019〕19号: three months for an answer within the last year, two for new messages.
ANSWER_MONTHS, YEAR_MONTHS, FRESH_MONTHS = 3, 12, 2
LIST_ROWS = 2


@dataclass(slots=True)
class Talk:
    """A list of messages over all its pages; `column` is None for one that nobody registered."""

    url: str
    name: str
    column: Column | None
    days: list[date] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Read:
    """What one walk through the pages brings."""

    messages: list[Message]
    lists: list[Talk]


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier, the last of its month where that one is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


def workdays_after(first: date, last: date) -> int:
    """Return how many working days lie after the first day up to the last, which counts."""
    return sum(is_working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def talk_pages(site: SiteView) -> Iterator[Page]:
    """Yield the pages of columns in which offices answer questions."""
    for page in site.html_pages():
        if page.fetch.outcome is not Outcome.OK or page.fetch.location or page.role is Role.HOME:
            continue
        if is_talk(page, site.site.column(page.column_id)):
            yield page


def messages(site: SiteView) -> list[Message]:
    """Return each message once, what its row and its page say of it taken together."""
    return site.once(_read).messages


def talks(site: SiteView) -> list[Talk]:
    """Return the lists of messages with the days that they and their messages tell."""
    return site.once(_read).lists


def _read(site: SiteView) -> _Read:
    found: dict[tuple[str, str], Message] = {}
    lists: dict[str, Talk] = {}
    for page in talk_pages(site):
        own = _own_messages(page)
        rows = [] if len(own) == 1 else list(own or rows_of(page))
        for message in own or rows:
            # A row without a page of its own is known by its list and title.
            key = (message.url, "" if message.url else f"{message.title}{message.asked}")
            known = found.get(key)
            found[key] = message if known is None else _joined(known, message)
        if len(own) != 1:
            _add_list(lists, site, page, rows)
    return _Read(list(found.values()), list(lists.values()))


def _own_messages(page: Page) -> tuple[Message, ...]:
    text = f"{page.margin_text}\n{page.text}"
    return messages_in(page.title, text, page.url, has_form=page.has_form)


def _joined(one: Message, other: Message) -> Message:
    stages = {one.stage, other.stage}
    order = (Stage.REFUSED, Stage.ANSWERED, Stage.WAITING, Stage.UNKNOWN)
    return replace(
        one,
        stage=next(stage for stage in order if stage in stages),
        asked=one.asked or other.asked,
        answered=one.answered or other.answered,
        shown=one.shown or other.shown,
        list_url=one.list_url or other.list_url,
    )


def _add_list(lists: dict[str, Talk], site: SiteView, page: Page, rows: list[Message]) -> None:
    column = site.site.column(page.column_id)
    is_list = len(rows) >= LIST_ROWS or (column is not None and page.role is Role.COLUMN)
    if not is_list or not (rows or page.entries):
        return
    url = column.url if column is not None else page.url.rpartition("/")[0] + "/"
    name = column.name if column is not None else page.title
    talk = lists.setdefault(url, Talk(url, name, column))
    talk.days += [row.newest for row in rows if row.newest]
    talk.days += [entry.published for entry in page.entries if entry.published]
