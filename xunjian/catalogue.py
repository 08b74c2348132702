"""What the catalogue of normative documents says, before it is laid out in any form."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checks.assemble import site_view
from checks.mask import mask
from checks.norms.catalogue import Catalogue, Norm, catalogue_of
from checks.norms.compare import missing, newest_valid
from checks.norms.counts import count_of
from checks.norms.listed import Fate
from checks.sight import sight_of
from checks.workdays import local_day
from crawler.snapshot import Snapshot

YEARS = 3
NO_LIST = "网站上没有找到现行有效规范性文件目录"


@dataclass(frozen=True, slots=True)
class Line:
    """A document as the catalogue prints it; days as text, "" where unknown."""

    name: str
    number: str
    office: str
    day: str
    start: str
    end: str
    status: str
    said: str
    said_at: str
    ended: str
    ground: str
    listed: str
    url: str


@dataclass(frozen=True, slots=True)
class Year:
    """The counts of a year; `in_force` on its last day or on the catalogue's."""

    year: int
    issued: int
    repealed: int
    run_out: int
    in_force: int


@dataclass(frozen=True, slots=True)
class Told:
    """The catalogue in words: documents in force and ended, counts by year, notes for people."""

    site_name: str
    area: str
    day: str
    in_force: tuple[Line, ...]
    ended: tuple[Line, ...]
    years: tuple[Year, ...]
    missing: tuple[Line, ...]
    notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """The heading of all forms."""
        return f"{self.area}行政规范性文件目录"


def told(snapshot: Snapshot, today: date) -> Told:
    """Make the catalogue of the last whole crawl, as of a day."""
    site = site_view(snapshot, sight_of(snapshot, {}), ())
    catalogue = catalogue_of(site, today)
    absent = {each.paper.number for each in missing(catalogue)}
    lines = [(each, _line(catalogue, each)) for each in catalogue.norms]
    years = range(today.year, today.year - YEARS, -1)
    return Told(
        site_name=snapshot.site.name,
        area=catalogue.area or snapshot.site.name,
        day=today.isoformat(),
        in_force=tuple(line for each, line in lines if each.status.is_in_force),
        ended=tuple(line for each, line in lines if not each.status.is_in_force),
        years=tuple(_year(catalogue, year) for year in years),
        missing=tuple(line for each, line in lines if each.paper.number in absent),
        notes=tuple(_notes(catalogue, snapshot)),
    )


def _line(catalogue: Catalogue, norm: Norm) -> Line:
    paper = norm.paper
    term = paper.term
    return Line(
        name=mask(paper.shown),
        number=str(paper.number),
        office=paper.office,
        day=_day(paper.day),
        start=_day(term.start if term else None),
        end=_day(norm.until),
        status=norm.status.value,
        said=mask(norm.said),
        said_at=norm.by,
        ended=_day(norm.ended),
        ground=norm.ground.value,
        listed=_listed(catalogue, norm),
        url=paper.url,
    )


def _listed(catalogue: Catalogue, norm: Norm) -> str:
    lists = newest_valid(catalogue)
    if not lists:
        return ""
    fates = {
        item.fate
        for each in lists
        for item in each.items
        if item.number == norm.paper.number or item.name == norm.paper.name
    }
    if Fate.VALID in fates:
        return "已列入"
    return f"列为{next(iter(fates))}" if fates else "未列入"


def _year(catalogue: Catalogue, year: int) -> Year:
    found = count_of(catalogue.norms, year, catalogue.today)
    return Year(
        year, len(found.issued), len(found.repealed), len(found.run_out), len(found.in_force)
    )


def _notes(catalogue: Catalogue, snapshot: Snapshot) -> Iterator[str]:
    yield f"依据 {local_day(snapshot.started):%Y-%m-%d} 的全站检测生成，只收网站上能看到的文件，请对照文件台账核对。"
    if not catalogue.area:
        yield "站点名称里看不出是哪个地区，请在站点文件里写明 region，再生成目录。"
        return
    yield (
        "收入标准：本级印发、有文号，并且文号专用于规范性文件，或者正文写明施行日期或有效期；"
        f"另有 {catalogue.left_out} 件有文号的本级文件没有写施行日期和有效期，没有收入。"
    )
    lists = newest_valid(catalogue)
    if not lists:
        yield f"{NO_LIST}，没有可以比对的。"
    for each in lists:
        day = f"，{each.day:%Y-%m-%d}" if each.day else ""
        count = len(each.of(Fate.VALID))
        yield f"已与本站目录比对：《{each.title}》（{each.url}{day}），列为有效 {count} 件。"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
