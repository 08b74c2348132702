"""What a fixture site is, and the articles that all of them publish."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tests.crawler.server import Reply, Route

NEWEST = date(2026, 11, 20)
TOPICS = ("供水检修", "道路施工", "招生工作", "防汛值班", "图书馆开放", "社保缴费", "垃圾分类")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that the crawl of a column must find."""

    title: str
    path: str
    day: date


@dataclass(frozen=True, slots=True)
class FixtureSite:
    """A served column: `expected` are its rows on all pages, newest first."""

    routes: Mapping[str, Route]
    column: str
    expected: tuple[Row, ...]
    platform: str
    data: tuple[str, ...] = ()


def rows_at(count: int, path: Callable[[int, date], str]) -> tuple[Row, ...]:
    """Return `count` rows three days apart, the addresses as the system builds them."""
    rows = []
    for number in range(count):
        day = NEWEST - timedelta(days=3 * number)
        title = f"关于{TOPICS[number % len(TOPICS)]}有关事项的通知（第{count - number}号）"
        rows.append(Row(title, path(number, day), day))
    return tuple(rows)


def pages_of(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    """Yield the rows of each list page."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def items(rows: Sequence[Row]) -> str:
    """Return rows as most systems write them."""
    return "".join(
        f'<li><a href="{row.path}" title="{row.title}" target="_blank">{row.title[:9]}...</a>'
        f"<span>{row.day}</span></li>"
        for row in rows
    )


def list_page(body: str, head: str = "") -> Reply:
    """Return a column page with the frame that every site has around it."""
    return Reply(
        f"""<!DOCTYPE html><html><head><title>通知公告</title>{head}</head><body>
<div class="header"><a href="/">首页</a></div><div class="crumb">当前位置：通知公告</div>
<div class="main">{body}</div><div class="footer">主办：某区人民政府办公室</div></body></html>"""
    )


def articles(rows: Sequence[Row], box: str) -> dict[str, Route]:
    """Return the article pages; `box` is the opening tag of the main text."""
    return {
        row.path: Reply(
            f"""<!DOCTYPE html><html><head><title>{row.title}</title>
<meta name="ArticleTitle" content="{row.title}"><meta name="PubDate" content="{row.day} 09:00">
</head><body><h1>{row.title}</h1><p>发布时间：{row.day} 来源：区政府办公室</p>
{box}<p>现将有关事项通知如下，请各有关单位认真组织落实。</p></div></body></html>"""
        )
        for row in rows
    }
