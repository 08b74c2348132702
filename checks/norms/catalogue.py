"""The catalogue of a government's normative documents, made of what its own site shows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from checks.freshness.repeals import Repeal, papers, said_in
from checks.norms.extended import Extension, extensions_in
from checks.norms.listed import Carrier, Fate, OwnList, list_of
from checks.norms.number import Number, number_of
from checks.norms.paper import Paper, area_of, paper_of, plain_name
from checks.views import SiteView
from crawler.page import Outcome, Page, Role


class Status(StrEnum):
    """Whether a document is in force."""

    VALID = "有效"
    AMENDED = "已部分修改"
    REPEALED = "已废止"
    EXPIRED = "有效期届满"
    DECLARED = "已宣布失效"

    @property
    def is_in_force(self) -> bool:
        """Whether the document still holds."""
        return self in (Status.VALID, Status.AMENDED)


class Ground(StrEnum):
    """Why a document counts as a normative one (行政规范性文件)."""

    NUMBER = "文号是规范性文件专用的"
    TERM = "正文写明了有效期"
    FORCE = "正文写明了施行日期"


@dataclass(frozen=True, slots=True)
class Norm:
    """A document of the catalogue; `said` is the evidence for its status, `by` the page it is on.

    `until` is its last day, with what has made it longer; `ended` the first day on which it holds no
    more. Both are None where nobody says it.
    """

    paper: Paper
    ground: Ground
    status: Status
    said: str = ""
    by: str = ""
    until: date | None = None
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The documents in the order of their numbers, newest year first, and the site's own lists.

    `area` is the place whose documents these are, "" where the site does not say its name;
    `left_out` counts numbered documents of this government that show no sign of being normative.
    """

    area: str
    today: date
    norms: tuple[Norm, ...] = ()
    lists: tuple[OwnList, ...] = ()
    left_out: int = 0

    def norm(self, number: Number) -> Norm | None:
        """Return the document of that number."""
        return next((norm for norm in self.norms if norm.paper.number == number), None)


@dataclass(slots=True)
class _Gathered:
    """What the walk over the pages brings together."""

    area: str
    papers: dict[Number, Paper] = field(default_factory=dict)
    repeals: list[Repeal] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    lists: list[OwnList] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Said:
    """What something on the site says of a document's status."""

    status: Status
    text: str
    by: str
    since: date | None


_FATES = {
    Fate.REPEALED: Status.REPEALED,
    Fate.EXPIRED: Status.DECLARED,
    Fate.AMENDED: Status.AMENDED,
}


def catalogue_of(site: SiteView, today: date) -> Catalogue:
    """Make the catalogue of a crawl as of a day."""
    gathered = site.once(_gather)
    told = _told(gathered)
    norms = []
    for paper in gathered.papers.values():
        ground = _ground(paper)
        if ground is not None:
            norms.append(_judge(paper, ground, told, gathered.extensions, today))
    norms.sort(key=lambda norm: (-norm.paper.number.year, norm.paper.number))
    left_out = len(gathered.papers) - len(norms)
    return Catalogue(gathered.area, today, tuple(norms), tuple(gathered.lists), left_out)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A document of this government that a list on the site calls repealed or invalid."""

    paper: Paper
    fate: Fate
    by: OwnList


def withdrawn(site: SiteView, today: date) -> Iterator[Withdrawn]:
    """Yield the documents that the site's own lists withdraw, normative or not."""
    gathered = site.once(_gather)
    for own_list in gathered.lists:
        if own_list.day is not None and own_list.day > today:
            continue
        for item in own_list.items:
            paper = gathered.papers.get(item.number)
            if paper is None or item.fate not in (Fate.REPEALED, Fate.EXPIRED):
                continue
            # The same number and another name: one of the two is misprinted.
            is_same = not item.name or item.name in paper.name or paper.name in item.name
            if is_same and _is_before(paper, own_list):
                yield Withdrawn(paper, item.fate, own_list)


def _is_before(paper: Paper, own_list: OwnList) -> bool:
    """Whether a document was there when the list was made; unknown days do not speak against it."""
    return paper.day is None or own_list.day is None or paper.day < own_list.day


def _gather(site: SiteView) -> _Gathered:
    gathered = _Gathered(area_of(site.site))
    if not gathered.area:
        return gathered
    carriers: dict[str, Carrier] = {}
    for page in papers(site):
        own_list = list_of(page, carriers)
        if own_list is not None:
            gathered.lists.append(own_list)
        else:
            paper = paper_of(page, gathered.area)
            if paper is not None:
                gathered.papers.setdefault(paper.number, paper)
        gathered.repeals.extend(said_in(page))
        gathered.extensions.extend(extensions_in(page))
        day = page.published.day if page.published else None
        for link in page.links:
            if link.is_file and not link.is_frame:
                carriers.setdefault(link.url, Carrier(page.title, day))
    for page in _files(site):
        own_list = list_of(page, carriers)
        if own_list is not None:
            gathered.lists.append(own_list)
    return gathered


def _files(site: SiteView) -> Iterator[Page]:
    for page in site.pages.values():
        if page.role in (Role.FILE, Role.COLUMN) and page.fetch.outcome is Outcome.OK:
            yield page


def _ground(paper: Paper) -> Ground | None:
    if paper.number.is_normative:
        return Ground.NUMBER
    if paper.term is None:
        return None
    return Ground.TERM if paper.term.is_limited else Ground.FORCE


def _told(gathered: _Gathered) -> Mapping[Number | str, _Said]:
    """Return what others say of a document, by number, by name where they give no number."""
    told: dict[Number | str, _Said] = {}
    for repeal in gathered.repeals:
        number = number_of(repeal.number) if repeal.number else None
        since = repeal.since or (repeal.by.published.day if repeal.by.published else None)
        said = _Said(Status.REPEALED, repeal.sentence, repeal.by.url, since)
        told.setdefault(number or plain_name(repeal.name), said)
    for own_list in gathered.lists:
        for item in own_list.items:
            status = _FATES.get(item.fate)
            if status is not None:
                text = f"《{own_list.title}》列为“{item.fate}”"
                told.setdefault(item.number, _Said(status, text, own_list.url, own_list.day))
    return told


def _judge(
    paper: Paper,
    ground: Ground,
    told: Mapping[Number | str, _Said],
    extensions: Iterable[Extension],
    today: date,
) -> Norm:
    said = told.get(paper.number) or told.get(paper.name)
    if said is not None and not _may_speak_of(said, paper, today):
        said = None
    if said is not None and not said.status.is_in_force:
        own_end = paper.term.end if paper.term else None
        return Norm(paper, ground, said.status, said.text, said.by, own_end, said.since)
    end, by, text = _last_day(paper, extensions)
    if end is not None and end < today:
        return Norm(paper, ground, Status.EXPIRED, text, by, end, end + timedelta(days=1))
    if said is not None and said.status is Status.AMENDED:
        return Norm(paper, ground, Status.AMENDED, said.text, said.by, end)
    return Norm(paper, ground, Status.VALID, text or _open_end(paper), by, end)


def _may_speak_of(said: _Said, paper: Paper, today: date) -> bool:
    """Whether what is said holds already and of this document, not of one of the same name before."""
    if said.by == paper.url or said.since is None:
        return said.by != paper.url
    return said.since <= today and (paper.day is None or paper.day < said.since)


def _last_day(paper: Paper, extensions: Iterable[Extension]) -> tuple[date | None, str, str]:
    """Return the last day in force, the page that says it and its words."""
    term = paper.term
    end = term.end if term else None
    text = f"{term.said}（至 {end:%Y-%m-%d}）" if term and end else term.said if term else ""
    for each in extensions:
        if each.is_of(paper) and each.by != paper.url:
            if each.until is None:
                return None, each.by, each.said
            if end is None or each.until > end:
                end = each.until
                text = f"{each.said}（至 {end:%Y-%m-%d}）"
                return end, each.by, text
    return end, paper.url, text


def _open_end(paper: Paper) -> str:
    is_trial = any(word in paper.title for word in ("试行", "暂行"))
    return "标题写明试行（暂行），正文没有写有效期，请核对" if is_trial else ""
