"""Reads columns, names and kinds out of explored pages (`xunjian init`)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.extract.article import TITLE_PARTS
from crawler.extract.tree import attribute
from crawler.page import Page
from crawler.platforms import list_pages
from crawler.site import ColumnKind, Site
from xunjian.draft_files import DraftColumn, DraftSite

# A page whose rows lie in so many other columns is a page of boxes, not a list of its own.
HUB_COLUMNS = 3
LONGEST_NAME = 30
TEMPLATE_NAMES = re.compile(r"^(?:公共|页面)|^首页$|[头尾部]$|模板")
ID_CODE = re.compile(r"标识码\s*[:：]?\s*(bm\d{8}|\d{10})(?!\d)", re.I)
INDEX = re.compile(r"^(?:index|default|list|xlist|home|main)$", re.I)
# The first that matches decides: “政策文件解读” is an interpretation.
KIND_NAMES: Mapping[ColumnKind, str] = {
    ColumnKind.REPORT: r"公开(?:工作)?年报|年度报告|^年报$",
    ColumnKind.GUIDE: r"公开指南",
    ColumnKind.CATALOGUE: r"公开目录|^(?:政府)?信息公开$",
    ColumnKind.SYSTEM: r"公开制度",
    ColumnKind.INTERPRETATION: r"解读",
    ColumnKind.PLAN: r"规划|计划",
    ColumnKind.FINANCE: r"预算|决算|预决算|财政(?:资金|信息)|三公",
    ColumnKind.PERSONNEL: r"人事|任免|公务员|干部",
    ColumnKind.NEWS: r"要闻|动态|新闻|时政",
    ColumnKind.NOTICE: r"通知|公告|公示",
    ColumnKind.POLICY: r"文件|法规|规章|规范性",
    ColumnKind.SERVICE: r"办事(?:服务|指南|大厅)",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that was explored; `name` is its own ColumnName, `link_text` a link that led to it."""

    page: Page
    html: str
    name: str
    link_text: str

    @property
    def url(self) -> str:
        """The canonical address."""
        return self.page.url


def describe(site: Site, seen: list[Seen]) -> DraftSite:
    """Return what the explored pages say of the site; the first is its front page."""
    front = seen[0]
    name = front.page.meta.get("sitename") or _title_parts(front.html)[0]
    name = re.sub(r"(?:门户网站|官方网站|门户|网站|首页)+$", "", _clean(name)) or site.id
    code = front.page.meta.get("siteidcode", "").strip()
    if not code:
        text = f"{front.page.text}\n{front.page.margin_text}\n{front.page.frame_text}"
        match = ID_CODE.search(text)
        code = match[1] if match else ""
    return DraftSite(
        id=site.id,
        name=name,
        start_url=site.start_url,
        id_code=code,
        private_hosts=site.private_hosts,
        delay=site.limits.delay,
        columns=tuple(_columns(seen[1:], name)),
    )


def _columns(seen: list[Seen], site_name: str) -> Iterator[DraftColumn]:
    ids: set[str] = set()
    for column in _distinct([each for each in seen if _is_column(each)]):
        name = _name_of(column, site_name)
        kind = kind_of(name)
        identity = _unique(_id_of(column.url), ids)
        ids.add(identity)
        days = [entry.published for entry in column.page.entries if entry.published]
        newest = max(days, default=None)
        yield DraftColumn(identity, name, column.url, kind, len(column.page.entries), newest)


def _is_column(seen: Seen) -> bool:
    meta = seen.page.meta
    if meta.get("articletitle") or meta.get("contentsource"):
        return False
    return bool(seen.page.entries or seen.name)


def _distinct(columns: list[Seen]) -> list[Seen]:
    """Leave out further pages of a list, second addresses of one list, and pages of boxes."""
    further: set[str] = set()
    rows_seen: set[frozenset[str]] = set()
    places: set[str] = set()
    names: set[str] = set()
    kept = []
    for column in columns:
        rows = frozenset(entry.url for entry in column.page.entries)
        place = _place(column.url)
        if column.url in further or place in places or (rows and rows in rows_seen):
            continue
        # Articles and forms carry their column's name too.
        if not rows and column.name in names:
            continue
        further.update(list_pages(column.html, column.url))
        places.add(place)
        names.add(column.name)
        rows_seen.add(rows)
        kept.append(column)
    folders = {_folder(column.url) for column in kept}
    return [column for column in kept if not _is_hub(column, folders)]


def _is_hub(column: Seen, folders: set[str]) -> bool:
    if list_pages(column.html, column.url):
        return False
    others = folders - {_folder(column.url), "/"}
    homes = {
        max((folder for folder in others if entry.url.startswith(folder)), key=len, default="")
        for entry in column.page.entries
    }
    return len(homes - {""}) >= HUB_COLUMNS


def _place(url: str) -> str:
    parts = urlsplit(url)
    path = re.sub(r"(?:index|default)\.\w+$", "", parts.path)
    return f"{parts.netloc}{path}?{parts.query}"


def _folder(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[0] + "/"


def own_name(html: str) -> str:
    """Return the meta tag ColumnName of the page itself, not of a template block in its body."""
    for node in LexborHTMLParser(html).css("head meta[name]"):
        if attribute(node, "name").strip().lower() == "columnname":
            name = _clean(attribute(node, "content"))
            return "" if TEMPLATE_NAMES.search(name) else name
    return ""


def _name_of(column: Seen, site_name: str) -> str:
    parts = [part for part in _title_parts(column.html) if part and part not in site_name]
    own = [part for part in parts if site_name not in part and not TEMPLATE_NAMES.search(part)]
    names = (column.name, *own[:1], _clean(column.link_text), *parts[:1])
    return next((name for name in names if name), column.url)[:LONGEST_NAME]


def _title_parts(html: str) -> list[str]:
    node = LexborHTMLParser(html).css_first("title")
    return [_clean(part) for part in TITLE_PARTS.split(node.text() if node else "")]


def _clean(text: str) -> str:
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def kind_of(name: str) -> ColumnKind:
    """Return the kind that a column's name tells of."""
    kinds = (kind for kind, pattern in KIND_NAMES.items() if re.search(pattern, name))
    return next(kinds, ColumnKind.OTHER)


def _id_of(url: str) -> str:
    """Return the last telling part of a path: /zwgk/tzgg/index.html → tzgg."""
    parts = urlsplit(url)
    names = [re.sub(r"\.\w+$", "", name) for name in parts.path.split("/") if name]
    telling = [name for name in names if not INDEX.match(name)] or names or ["column"]
    stem = f"{telling[-1]}-{parts.query.rpartition('=')[2]}" if parts.query else telling[-1]
    return re.sub(r"[^0-9A-Za-z_-]+", "-", stem).strip("-").lower() or "column"


def _unique(identity: str, taken: set[str]) -> str:
    names = (identity, *(f"{identity}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
