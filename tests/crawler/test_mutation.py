"""A site that changes at random: what an incremental crawl finds is what a full one finds."""

import random
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawler.crawl import crawl
from crawler.page import Fetch, Page
from crawler.site import Site
from crawler.snapshot import Snapshot, Target
from tests.crawler.builders import TODAY
from tests.crawler.crawls import ROBOTS, column_of, crawled, site_of
from tests.crawler.server import Reply, links, missing, redirect, serving

NEVER = datetime(2026, 1, 1, tzinfo=UTC)
COLUMNS = ("news", "notice", "policy")
PER_PAGE = 6
ROUNDS = 8
WORDS = ("供水", "防汛", "招生", "道路", "绿化", "养老", "消防", "图书")


@dataclass(slots=True)
class Article:
    """An article as the site holds it now."""

    title: str
    day: date
    text: str
    file: str = ""
    moved_to: str = ""
    is_gone: bool = False


@dataclass(slots=True)
class World:
    """The whole site; `columns` hold the paths of their articles, newest first.

    With `has_news` the home page leads to the newest articles of each column too.
    """

    chance: random.Random
    has_news: bool = False
    articles: dict[str, Article] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    cut_at: dict[str, int] = field(default_factory=dict)
    count: int = 0

    def add(self, column: str) -> str:
        """Publish an article at the head of a column."""
        self.count += 1
        path = f"/{column}/{self.count}.html"
        day = TODAY - timedelta(days=self.chance.randrange(1, 300))
        article = Article(self.title(), day, self.chance.choice(WORDS) * 30)
        if self.chance.random() < 0.3:
            article.file = f"/{column}/{self.count}.txt"
            self.files[article.file] = f"附件第{self.count}号"
        self.articles[path] = article
        self.columns.setdefault(column, []).insert(0, path)
        return path

    def title(self) -> str:
        """Return a title that no other article has."""
        self.count += 1
        return f"关于{self.chance.choice(WORDS)}工作有关事项的通知第{self.count}号"

    def anywhere(self) -> str:
        """Return the path of an article."""
        return self.chance.choice(sorted(self.articles))

    def reply(self, path: str) -> Reply:
        """Answer a request; every other page has a validator."""
        reply = self._reply(path)
        if reply.status != 200 or zlib.crc32(path.encode()) % 2:
            return reply
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        return replace(reply, headers={"ETag": f'"{zlib.crc32(body):x}"'})

    def _reply(self, path: str) -> Reply:
        if path == "/robots.txt":
            return ROBOTS
        if path == "/":
            newest = [path for paths in self.columns.values() for path in paths[:3]]
            news = newest if self.has_news else []
            return links("/about", *(f"/{column}/" for column in COLUMNS), *news)
        if path in ("/about", "/old-about"):
            return links("/old-about") if path == "/about" else redirect("/about")
        if path in self.files:
            return Reply(self.files[path], media="text/plain; charset=utf-8")
        if path in self.articles:
            return self._article(self.articles[path])
        column, _, name = path.strip("/").partition("/")
        return self._list(column, name) if column in self.columns else missing(path)

    def _article(self, article: Article) -> Reply:
        if article.is_gone:
            return missing("")
        if article.moved_to:
            return redirect(article.moved_to)
        link = f'<a href="{article.file}">附件</a>' if article.file else ""
        return Reply(
            f"<html><head><title>{article.title}</title></head><body><h1>{article.title}</h1>"
            f"<p>发布时间：{article.day}</p><div class='content'><p>{article.text}</p>{link}</div>"
        )

    def _list(self, column: str, name: str) -> Reply:
        number = int(name[6:-5]) if name.startswith("index_") else 0
        if name and not number:
            return missing(name)
        paths = [path for path in self.columns[column] if not self.articles[path].is_gone]
        pages = [paths[at : at + PER_PAGE] for at in range(0, len(paths), PER_PAGE)]
        pages = pages[: self.cut_at.get(column, len(pages))] or [[]]
        if number >= len(pages):
            return missing(name)
        rows = "".join(
            f'<li><a href="{path}">{self.articles[path].title}</a>'
            f"<span>{self.articles[path].day}</span></li>"
            for path in pages[number]
        )
        pager = f'createPageHTML({len(pages)}, {number}, "index", "html")'
        return links("/", body=f"<ul>{rows}</ul><script>{pager}</script>")


def _built(seed: int, *, has_news: bool) -> World:
    world = World(random.Random(seed), has_news)
    for column in COLUMNS:
        for _ in range(14):
            world.add(column)
    return world


def _change_text(world: World) -> None:
    world.articles[world.anywhere()].text = world.chance.choice(WORDS) * 20


def _change_title(world: World) -> None:
    world.articles[world.anywhere()].title = world.title()


def _change_date(world: World) -> None:
    days = timedelta(days=world.chance.randrange(1, 300))
    world.articles[world.anywhere()].day = TODAY - days


def _publish(world: World) -> None:
    world.add(world.chance.choice(COLUMNS))


def _take_down(world: World) -> None:
    world.articles[world.anywhere()].is_gone = True


def _vanish_but_stay_listed(world: World) -> None:
    # The row is still there, the page is not.
    world.articles[world.anywhere()].moved_to = "/nowhere"


def _put_back(world: World) -> None:
    article = world.articles[world.anywhere()]
    article.is_gone, article.moved_to = False, ""


def _rename(world: World) -> None:
    old = world.anywhere()
    column = old.split("/")[1]
    new = world.add(column)
    world.articles[new] = replace(world.articles[old])
    world.articles[old].moved_to = new


def _swap(world: World) -> None:
    one, other = world.anywhere(), world.anywhere()
    held = world.articles
    held[one], held[other] = held[other], held[one]


def _reorder(world: World) -> None:
    world.chance.shuffle(world.columns[world.chance.choice(COLUMNS)])


def _change_file(world: World) -> None:
    path = world.chance.choice(sorted(world.files))
    world.files[path] = f"附件改为{world.chance.random()}"


def _drop_file(world: World) -> None:
    del world.files[world.chance.choice(sorted(world.files))]


def _cut_list(world: World) -> None:
    world.cut_at[world.chance.choice(COLUMNS)] = world.chance.randrange(1, 3)


def _restore_list(world: World) -> None:
    world.cut_at.clear()


CHANGES: tuple[Callable[[World], None], ...] = (
    _change_text,
    _change_title,
    _change_date,
    _publish,
    _take_down,
    _vanish_but_stay_listed,
    _put_back,
    _rename,
    _swap,
    _reorder,
    _change_file,
    _drop_file,
    _cut_list,
    _restore_list,
)


@dataclass(frozen=True, slots=True)
class State:
    """All that a snapshot tells the rules, without the times of the requests."""

    fetches: Mapping[str, Fetch]
    pages: Mapping[str, Page]
    lists: Mapping[str, frozenset[str]]
    bodies: Mapping[str, bytes | None]
    end: tuple[str, str, bool, int]


def _state(found: Snapshot) -> State:
    fetches = {url: replace(fetch, at=NEVER) for url, fetch in found.fetches.items()}
    return State(
        fetches,
        {url: replace(page, fetch=fetches[url]) for url, page in found.pages.items()},
        {column: frozenset(found.list_pages(column)) for column in COLUMNS},
        {url: found.body(url) for url in fetches},
        (found.stopped, found.cut, found.is_finished, found.pending()),
    )


def _difference(full: State, again: State) -> list[str]:
    """Name what differs, address by address."""
    found = [f"end: {full.end} {again.end}"] if full.end != again.end else []
    found += [f"list {c}" for c in COLUMNS if full.lists[c] != again.lists[c]]
    for name in ("fetches", "pages", "bodies"):
        one, other = getattr(full, name), getattr(again, name)
        for url in sorted({*one, *other}):
            if one.get(url) != other.get(url):
                found.append(f"{name} {url}: {one.get(url)} became {other.get(url)}")
    return found


def _incremental(site: Site, directory: Path, past: Path) -> State:
    found = crawl(site, Target(), directory, today=TODAY, past=past)
    state = _state(found)
    found.close()
    return state


@pytest.mark.parametrize(("seed", "has_news"), [(1, False), (2, True)])
def test_however_a_site_changes_an_incremental_crawl_sees_what_a_full_one_sees(
    tmp_path: Path, seed: int, has_news: bool
) -> None:
    world = _built(seed, has_news=has_news)
    with serving({}, world.reply) as server:
        columns = (column_of(server, f"/{column}/") for column in COLUMNS)
        site = site_of(server, *columns, depth=30)
        crawled(site, tmp_path / "week0").close()
        for week in range(1, ROUNDS + 1):
            changes = world.chance.choices(CHANGES, k=world.chance.randrange(1, 6))
            for change in changes:
                change(world)
            past = tmp_path / f"week{week - 1}"
            again = _incremental(site, tmp_path / f"week{week}", past)
            found = crawled(site, tmp_path / f"full{week}")
            full = _state(found)
            found.close()
            assert _difference(full, again) == [], (week, [change.__name__ for change in changes])
            assert len(full.pages) > 40
