"""Reads the rows of lists of messages, in tables, in lines and in boxes."""

import re
from collections.abc import Iterator

from checks.content.labels import longest
from checks.content.messages import (
    LABELS,
    OTHER_KIND,
    Message,
    Stage,
    days_of,
    first_day,
    stage_of,
)
from crawler.page import Page

LEAST_TITLE = 4
# Lines of a row below the one with its title.
ROW_LINES = 6
_SPACE = re.compile(r"\s+")


def rows_of(page: Page) -> Iterator[Message]:
    """Yield the messages that the rows of a list name with their state."""
    addresses = {
        _flat(link.text): link.url
        for link in page.links
        if not link.is_frame and len(link.text) >= LEAST_TITLE
    }
    count = 0
    for table in page.tables:
        for message in _table_rows(table.rows, addresses, page.url):
            count += 1
            yield message
    if not count:
        yield from _line_rows(f"{page.margin_text}\n{page.text}", addresses, page.url)


def _table_rows(
    rows: tuple[tuple[str, ...], ...], addresses: dict[str, str], url: str
) -> Iterator[Message]:
    head: list[str] = []
    for row in rows:
        names = [_heading(cell) for cell in row]
        if "subject" in names and {"state", "answered"} & set(names):
            head = names
            continue
        if not head:
            continue
        cells = dict(zip(head, row, strict=False))
        title = cells.get("subject", "")
        if not title:
            continue
        is_other = OTHER_KIND.search(cells.get("kind", ""))
        stage = Stage.REFUSED if is_other else stage_of(cells.get("state", ""))
        answered = first_day(cells.get("answered", ""))
        if stage is Stage.UNKNOWN and "answered" in cells:
            stage = Stage.ANSWERED if answered else Stage.WAITING
        asked = first_day(cells.get("asked", ""))
        shown = first_day(cells.get("day", ""))
        if stage is Stage.WAITING and asked is None:
            asked = shown
        address = addresses.get(_flat(title), "")
        yield Message(address, title, stage, asked, answered, shown, list_url=url)


def _heading(cell: str) -> str:
    """Return what a column of a list holds by its head."""
    flat = _SPACE.sub("", cell)
    if flat in ("时间", "日期", "发布时间", "发布日期"):
        return "day"
    if flat in (
        "事项",
        "问题",
        "内容",
        "留言",
        "信件",
        "来信",
        "咨询问题",
        "诉求",
        "题目",
        "信件名称",
    ):
        return "subject"
    if flat in ("办理情况", "回复情况", "答复情况", "处理情况", "办理结果", "处理结果"):
        return "state"
    return LABELS.name(flat)


def _line_rows(text: str, addresses: dict[str, str], url: str) -> Iterator[Message]:
    """Read rows whose cells stand in one line, or in the lines below the title."""
    lines = text.split("\n")
    titles = [_title_in(_flat(line), addresses) for line in lines]
    for number, title in enumerate(titles):
        if not title:
            continue
        row = lines[number]
        if stage_of(_flat(row).replace(title, "")) is Stage.UNKNOWN:
            below = range(number + 1, min(number + ROW_LINES, len(lines)))
            end = next((at for at in below if titles[at]), below.stop)
            row = "\n".join(lines[number:end])
        message = _line_row(row, title, addresses[title], url)
        if message is not None:
            yield message


def _title_in(line: str, addresses: dict[str, str]) -> str:
    return max((title for title in addresses if title in line), key=len, default="")


def _line_row(row: str, title: str, address: str, url: str) -> Message | None:
    rest = _flat(row).replace(title, "")
    stage = Stage.REFUSED if OTHER_KIND.search(rest) else stage_of(rest)
    days = days_of(row.replace(title, ""))
    if stage is Stage.UNKNOWN or not days:
        # Links that choose what the list shows (全部、已办结、办理中) have no date.
        return None
    values = longest(LABELS.read(row))
    asked, answered = first_day(values.get("asked", "")), first_day(values.get("answered", ""))
    shown = None
    if asked is None and answered is None:
        if len(days) > 1:
            asked, answered = days[0], days[1] if stage is Stage.ANSWERED else None
        elif stage is Stage.WAITING:
            asked = days[0]
        else:
            shown = days[0]
    return Message(address, title, stage, asked, answered, shown, list_url=url)


def _flat(text: str) -> str:
    return _SPACE.sub("", text)
