"""Pages of the sample platform with planted faults, and what sites do to pages between two looks."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from checks.rule import Context
from checks.run import judge
from checks.views import Document
from checks.words.w101_wrong_word import wrong_word
from crawler.extract.html import parse_page
from crawler.page import Fetch, Outcome, Role
from wordlists.lists import load
from xunjian.demo.platform import build

HOST = "https://www.qinghe.example"
TODAY = date(2026, 11, 23)
ARTICLE = re.compile(r"/\d{6}/[0-9a-zt_]+\.s?html$|/art_\d+_\d+\.html$")
PAGES, LEAST_LINES = 8, 4


@dataclass(frozen=True, slots=True)
class Typo:
    """A sentence with a wrong word, as the rule that finds it calls it."""

    sentence: str
    key: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; `problem` names the fault that was planted in it, "" if none was."""

    text: str
    typo: Typo | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as its authors see it."""

    url: str
    title: str
    day: date
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """What readers see."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of a site, the addresses that are gone and those that lead elsewhere."""

    sheets: tuple[Sheet, ...]
    gone: frozenset[str] = frozenset()
    leads: dict[str, str] = field(default_factory=dict)


def typos() -> list[Typo]:
    """Return the rule's own examples, each with the key under which it is found."""
    ctx = Context(TODAY, load())
    found = []
    for sentence in wrong_word.bad:
        if not isinstance(sentence, str):
            continue
        keys = [
            each.key for each in judge(Document(sentence, subject="x"), [wrong_word], ctx).findings
        ]
        if len(keys) == 1 and keys[0] in sentence:
            found.append(Typo(sentence, keys[0]))
    return found


def sample_pages(folder: Path) -> list[Sheet]:
    """Return the articles of the sample platform, read as the crawler reads them."""
    build(folder, today=TODAY, port=1, outside_port=2)
    root = folder / "platform"
    sheets = []
    for path in sorted(root.rglob("*html")):
        address = f"/{path.relative_to(root).as_posix()}"
        if not ARTICLE.search(address):
            continue
        data = path.read_bytes()
        text = data.decode("gb18030" if b"gb2312" in data[:600] else "utf-8")
        fetch = Fetch(HOST + address, Outcome.OK, datetime(2026, 11, 23, tzinfo=UTC), 200)
        page = parse_page(fetch, text, Role.PAGE, TODAY)
        lines = tuple(Line(line) for line in page.text.split("\n") if line.strip())
        day = page.published.day if page.published else None
        if day is not None and page.title and len(lines) >= LEAST_LINES:
            sheets.append(Sheet(fetch.url, page.title, day, lines))
    return sheets


def planted(pool: Sequence[Sheet], faults: Sequence[Typo], rng: random.Random) -> Site:
    """Return some pages with one to three faults each, some of them twice on a page."""
    sheets = []
    for number, sheet in enumerate(rng.sample(pool, PAGES)):
        chosen = rng.sample(faults, rng.randint(1, 3))
        if rng.random() < 0.5:
            chosen.append(chosen[0])
        lines = list(sheet.lines)
        for order, typo in enumerate(chosen):
            line = Line(typo.sentence, typo, f"{number}.{order}")
            lines.insert(rng.randint(0, len(lines)), line)
        sheets.append(replace(sheet, lines=tuple(lines)))
    return Site(tuple(sheets))


@dataclass(frozen=True, slots=True)
class World:
    """What a change draws on."""

    rng: random.Random
    pool: Sequence[Sheet]

    def line(self) -> Line:
        """Return a paragraph of some page."""
        return self.rng.choice(self.rng.choice(self.pool).lines)

    def number(self) -> int:
        """Return an article number that no page of the sample has."""
        return self.rng.randrange(20_000_000, 90_000_000)


def none(site: Site, world: World) -> Site:
    """Leave everything as it is."""
    return site


def respelt(site: Site, world: World) -> Site:
    """Link to the pages with session parameters, without https, from an application."""
    tails = (";jsessionid=9F3A0C", "?from=timeline&isappinstalled=0", "?t=1763856000", "?token=a1")
    return Site(
        tuple(
            replace(sheet, url="http" + sheet.url.removeprefix("https") + world.rng.choice(tails))
            for sheet in site.sheets
        )
    )


def inserted(site: Site, world: World) -> Site:
    """Put a paragraph above everything."""
    sheets = (replace(sheet, lines=(world.line(), *sheet.lines)) for sheet in site.sheets)
    return Site(tuple(sheets))


def edited(site: Site, world: World) -> Site:
    """Change the words beside the faults."""

    def edit(line: Line) -> Line:
        if line.typo is None:
            return line
        before, after = line.text.split(line.typo.key, 1)
        return replace(line, text=f"{before[:2]}有关方面{line.typo.key}{after[:3]}等事项一并办理。")

    sheets = (
        replace(sheet, lines=tuple(edit(line) for line in sheet.lines)) for sheet in site.sheets
    )
    return Site(tuple(sheets))


def _moved(site: Site, world: World, address: Callable[[Sheet], str]) -> Site:
    """Move every page; half of the old addresses lead to the new ones, the others are gone."""
    sheets, leads = [], {}
    for sheet in site.sheets:
        moved = replace(sheet, url=address(sheet))
        sheets.append(moved)
        if world.rng.random() < 0.5:
            leads[sheet.url] = moved.url
    gone = frozenset(sheet.url for sheet in site.sheets) - leads.keys()
    return Site(tuple(sheets), gone, leads)


def recolumned(site: Site, world: World) -> Site:
    """Move pages to another column, where they keep the article's number."""
    return _moved(site, world, lambda sheet: f"{HOST}/xxgk/gknr/{sheet.url.rpartition('/')[2]}")


def _renumbered(sheet: Sheet, world: World) -> str:
    return f"{HOST}/xxgk/{sheet.day:%Y%m}/t{sheet.day:%Y%m%d}_{world.number()}.html"


def renamed(site: Site, world: World) -> Site:
    """Give the pages other addresses with other numbers."""
    return _moved(site, world, lambda sheet: _renumbered(sheet, world))


def renamed_and_edited(site: Site, world: World) -> Site:
    """Do so, with a paragraph more and a date some days off, as after a move to another system."""
    after = inserted(renamed(site, world), world).sheets
    sheets = tuple(
        replace(sheet, day=sheet.day + timedelta(days=world.rng.randint(0, 2))) for sheet in after
    )
    moved = dict(zip((each.url for each in site.sheets), sheets, strict=True))
    leads = {old: new.url for old, new in moved.items() if world.rng.random() < 0.5}
    return Site(sheets, frozenset(moved) - leads.keys(), leads)


def one_fixed(site: Site, world: World) -> Site:
    """Mend one of the faults of each page that has several."""

    def mend(sheet: Sheet) -> Sheet:
        faulty = [line for line in sheet.lines if line.problem]
        if len(faulty) < 2:
            return sheet
        mended = world.rng.choice(faulty).problem
        return replace(sheet, lines=tuple(x for x in sheet.lines if x.problem != mended))

    return Site(tuple(mend(sheet) for sheet in site.sheets))


def _copy(sheet: Sheet, world: World, name: str) -> Sheet:
    lines = tuple(replace(x, problem=x.problem and f"{x.problem}.{name}") for x in sheet.lines)
    return replace(sheet, url=_renumbered(sheet, world), lines=lines)


def copied(site: Site, world: World) -> Site:
    """Post every page once more in another column; the originals live, the copies' faults are new."""
    return Site((*site.sheets, *(_copy(sheet, world, "copy") for sheet in site.sheets)))


def _meeting(world: World, number: int, faults: Sequence[Typo], day: date) -> Sheet:
    """Return the minutes of a meeting: one template, another agenda, the same fault in the frame."""
    agenda = (Line(f"会议{verb}了{world.line().text}") for verb in ("听取", "审议", "研究"))
    frame = Line("会议由区委副书记、区长主持，区政府领导班子成员出席，有关部门主要负责同志列席。")
    close = Line("会议强调，各部门要提高站位、压实责任、狠抓落实，确保各项任务按期完成。")
    wrong = Line(faults[0].sentence, faults[0], f"m{number}")
    lines = (frame, *agenda, wrong, close)
    url = f"{HOST}/hyjy/{day:%Y%m}/t{day:%Y%m%d}_{world.number()}.html"
    return Sheet(url, f"青禾区人民政府2026年第{number}次常务会议", day, lines)


def meetings(world: World, faults: Sequence[Typo]) -> Site:
    """Return the minutes of some meetings."""
    days = (TODAY - timedelta(days=14 * number) for number in range(PAGES))
    return Site(tuple(_meeting(world, 20 - n, faults, day) for n, day in enumerate(days)))


def next_meetings(site: Site, world: World) -> Site:
    """Take the minutes of all meetings down and put those of later ones up."""
    faults = [line.typo for line in site.sheets[0].lines if line.typo]
    days = (TODAY - timedelta(days=14 * number) for number in range(PAGES))
    later = tuple(_meeting(world, 40 - n, faults, day) for n, day in enumerate(days))
    return Site(later, frozenset(sheet.url for sheet in site.sheets))


def same_day(world: World, faults: Sequence[Typo]) -> Site:
    """Return such notices that are all of one day as well."""
    site = notices(world, faults)
    return Site(tuple(replace(sheet, day=TODAY) for sheet in site.sheets))


def replaced(site: Site, world: World) -> Site:
    """Take the notices of a day down and put others of that day up, one paragraph of six another."""
    sheets = []
    for sheet in site.sheets:
        lines = list(_copy(sheet, world, "next").lines)
        lines[1] = world.line()
        moved = replace(sheet, lines=tuple(lines))
        sheets.append(replace(moved, url=_renumbered(moved, world)))
    return Site(tuple(sheets), frozenset(sheet.url for sheet in site.sheets))


def notices(world: World, faults: Sequence[Typo]) -> Site:
    """Return public notices that differ in a few names, all under one title."""
    site = meetings(world, faults)
    return Site(tuple(replace(sheet, title="行政许可事项公示") for sheet in site.sheets))


def reissued(site: Site, world: World) -> Site:
    """Replace each notice by the next, which differs in a name and in its date alone."""
    sheets = []
    for sheet in site.sheets:
        lines = list(_copy(sheet, world, "next").lines)
        lines[0] = replace(lines[0], text=lines[0].text.replace("区长", "常务副区长"))
        moved = replace(sheet, day=sheet.day + timedelta(days=7), lines=tuple(lines))
        sheets.append(replace(moved, url=_renumbered(moved, world)))
    return Site(tuple(sheets), frozenset(sheet.url for sheet in site.sheets))


def reposted(site: Site, world: World) -> Site:
    """Take each page down and put two copies of it up: nobody can tell which is the one."""
    first = [_copy(sheet, world, "a") for sheet in site.sheets]
    second = [_copy(sheet, world, "b") for sheet in site.sheets]
    return Site((*first, *second), frozenset(sheet.url for sheet in site.sheets))


def next_notices(site: Site, world: World) -> Site:
    """Replace each notice by the next, which differs in one paragraph and in its date."""
    sheets = []
    for sheet in site.sheets:
        lines = list(_copy(sheet, world, "next").lines)
        lines[1] = world.line()
        day = sheet.day + timedelta(days=7)
        moved = replace(sheet, day=day, lines=tuple(lines))
        sheets.append(replace(moved, url=_renumbered(moved, world)))
    return Site(tuple(sheets), frozenset(sheet.url for sheet in site.sheets))
