"""Generates the site that all contestants crawl: columns, articles, attachments, planted faults."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from benchmarks import attachments, prose
from benchmarks.chrome import Chrome

COLUMNS = (
    "政务动态 部门动态 镇街动态 通知公告 公示公告 区政府文件 区政府办文件 部门文件 政策解读 人事信息"
    " 规划计划 财政预决算 行政许可 行政处罚 重大项目 公共资源 教育信息 医疗卫生 社会保障 生态环境"
    " 安全生产 食品药品 乡村振兴 建议提案 统计数据"
).split()
ROWS = 20
DEAD, SOFT, ANCHORS, REDIRECTS, ATTACHMENTS = 80, 20, 15, 60, 36
LOOPS = {
    "/loop/a.html": "/loop/b.html",
    "/loop/b.html": "/loop/a.html",
    "/loop/c.html": "/loop/c.html",
}
SUFFIXES = (".pdf", ".docx", ".xlsx")
GONE = "<p>您访问的页面不存在或已被删除。</p>"
SEED = 20260101
PADDING = 12_000


@dataclass(frozen=True, slots=True)
class Plants:
    """The paths of what was planted; what a tool says of each is counted by its path."""

    dead: tuple[str, ...]
    soft: tuple[str, ...]
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BenchSite:
    """A generated site: its folder, redirects for the server, columns and planted faults."""

    root: Path
    addresses: int
    redirects: dict[str, str]
    columns: tuple[str, ...]
    plants: Plants


@dataclass(frozen=True, slots=True)
class _Article:
    path: str
    title: str
    day: date


def generate(root: Path, pages: int, today: date, *, padding: int = PADDING) -> BenchSite:
    """Write a site of at least `pages` addresses; `padding` is the size of scripts on each page."""
    random = Random(SEED)
    root.mkdir()
    chrome = Chrome(COLUMNS, padding)
    # Every 20th address is a list page; attachments, redirects and plants are counted on top.
    count = max(8, -(-pages * ROWS // (ROWS + 1) // len(COLUMNS)))
    articles = [_articles(random, number, count, today) for number in range(len(COLUMNS))]
    plants = _plants(today)
    redirects = _redirects(articles)
    extras = _extras(root, random, today, [*redirects], plants)
    flat = [article for column in articles for article in column]
    for number, article in enumerate(flat):
        links = extras[number :: len(flat)]
        column = COLUMNS[number // count]
        body = _body(random, article, links)
        _write(
            root, article.path, chrome.page(article.title, column, article.day, body), article.day
        )
    for number, rows in enumerate(articles):
        _write_lists(root, number, rows, chrome, today)
    for path in plants.soft:
        _write(root, path, chrome.page("提示信息", "", None, GONE), today)
    _write_fixed(root, chrome, flat, today)
    addresses = sum(1 for path in root.rglob("*") if path.is_file()) + len(redirects) + DEAD
    columns = tuple(f"/c{number:02}/index.html" for number in range(len(COLUMNS)))
    return BenchSite(root, addresses, redirects, columns, plants)


def _articles(random: Random, number: int, count: int, today: date) -> list[_Article]:
    found = []
    for index in range(count):
        day = today - timedelta(days=3 + index)
        path = f"/c{number:02}/{day:%Y%m}/t{day:%Y%m%d}_{number:02}{index:04}.html"
        found.append(_Article(path, prose.title(random, index + 1), day))
    return found


def _plants(today: date) -> Plants:
    dead = tuple(
        f"/gone/{today:%Y}/dead{number:03}{'.html' if number % 4 else '.pdf'}"
        for number in range(DEAD)
    )
    soft = tuple(f"/info/{today:%Y}/soft{number:03}.html" for number in range(SOFT))
    anchors = tuple(f"/c00/index.html#part{number:03}" for number in range(ANCHORS))
    return Plants(dead, soft, anchors)


def _redirects(articles: list[list[_Article]]) -> dict[str, str]:
    targets = [column[-1].path for column in articles]
    moved = {f"/go/{n:03}.html": targets[n % len(targets)] for n in range(REDIRECTS)}
    return moved | LOOPS


def _extras(
    root: Path, random: Random, today: date, redirects: list[str], plants: Plants
) -> list[str]:
    """Return the paths that articles link to besides each other, in random order."""
    files = []
    for number in range(ATTACHMENTS):
        path = f"/files/{today:%Y}/P{number:04}{SUFFIXES[number % len(SUFFIXES)]}"
        target = root / path[1:]
        target.parent.mkdir(parents=True, exist_ok=True)
        attachments.write(target, random, today.year)
        _age(target, today - timedelta(days=3))
        files.append(path)
    extras = [*files, *redirects, *plants.dead, *plants.soft, *plants.anchors]
    random.shuffle(extras)
    return extras


def _body(random: Random, article: _Article, links: list[str]) -> str:
    texts = prose.paragraphs(random, article.day.year, random.randint(600, 1500))
    if random.random() < 0.15:
        cells = (
            "".join(f"<td><p>{cell}</p></td>" for cell in row)
            for row in prose.table(random, random.randint(4, 12))
        )
        texts.append(f'<table border="1"><tr>{"</tr><tr>".join(cells)}</tr></table>')
    texts += [f'<a href="{path}">相关材料{number}</a>' for number, path in enumerate(links, 1)]
    return "".join(f'<p style="text-indent:2em;line-height:2">{text}</p>' for text in texts)


def _write_lists(
    root: Path, number: int, rows: list[_Article], chrome: Chrome, today: date
) -> None:
    lists = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
    for index, part in enumerate(lists):
        items = "".join(
            f'<li><a href="{row.path}" title="{row.title}">{row.title}</a><span>{row.day}</span></li>'
            for row in part
        )
        # The script is the system's pager; the links let tools turn pages that run no scripts.
        pager = "".join(
            f'<a href="{_list_name(each)}">{each + 1}</a>' for each in range(len(lists))
        )
        script = f'<script>createPageHTML({len(lists)}, {index}, "index", "html");</script>'
        body = f'<ul class="list">{items}</ul><div class="pager">{pager}{script}</div>'
        path = f"/c{number:02}/{_list_name(index)}"
        _write(root, path, chrome.page(COLUMNS[number], COLUMNS[number], None, body), today)


def _list_name(index: int) -> str:
    return f"index_{index}.html" if index else "index.html"


def _write_fixed(root: Path, chrome: Chrome, articles: list[_Article], today: date) -> None:
    newest = articles[:: max(1, len(articles) // 40)]
    rows = "".join(
        f'<li><a href="{row.path}">{row.title}</a><span>{row.day}</span></li>' for row in newest
    )
    _write(root, "/index.html", chrome.page("首页", "", None, f"<ul>{rows}</ul>"), today)
    for path, text in chrome.assets():
        _write(root, path, text, today)
    _write(root, "/robots.txt", "User-agent: *\nDisallow: /admin/\n", today)


def _write(root: Path, path: str, text: str | bytes, day: date) -> None:
    target = root / path[1:]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode() if isinstance(text, str) else text)
    _age(target, day - timedelta(days=3))


def _age(path: Path, day: date) -> None:
    """Date a file back: what changed within the last minute has no dependable validator."""
    moment = datetime.combine(day, time(1, 0), UTC).timestamp()
    os.utime(path, (moment, moment))


def found_of(text: str, paths: tuple[str, ...]) -> int:
    """Return how many planted paths a tool's report of faults names."""
    return sum(1 for path in paths if path in text)
