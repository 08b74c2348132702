"""Print pages: the template environment, the site's facts and the bytes each system writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from xunjian.demo.addresses import published_at
from xunjian.demo.content import Article, Column, Content
from xunjian.demo.expand import Places, expand, table_rows

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class SiteFacts:
    name: str
    domain: str
    id_code: str


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a column's list."""

    title: str
    short: str
    url: str
    relative: str
    day: str


@dataclass(frozen=True, slots=True)
class ColumnLink:
    """A column as menus and breadcrumbs name it."""

    id: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class File:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Related:
    """The links under an article to documents it belongs with."""

    name: str
    links: Sequence[File]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as its template prints it."""

    title: str
    source: str
    day: str
    minute: str
    chinese_day: str
    shown: bool
    scripted: bool
    body: Sequence[str]
    html: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    files: Sequence[File]
    related: Related


@dataclass(frozen=True, slots=True)
class Press:
    """Everything a page needs besides its own content."""

    root: Path
    content: Content
    places: Places
    today: date
    site: SiteFacts
    templates: Environment

    def page(self, address: str, template: str, context: Mapping[str, object]) -> None:
        """Write one page at `address`, in the charset its content system uses."""
        trs = context.get("shape") in {"trs", "stub"}
        text = self.templates.get_template(template).render(
            site=self.site,
            outside=self.places.outside,
            banner="政务公开 · 办事服务 · 互动交流",
            charset="gb2312" if trs else "utf-8",
            **context,
        )
        # The real systems declare gb2312 and write its superset.
        self.file(address, text.encode("gb18030" if trs else "utf-8"))

    def file(self, address: str, data: bytes) -> None:
        """Write a file where `address` points."""
        path = self.root / unquote(address).lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def url(self, name: str) -> str:
        """Return the address of "article:ID" or "column:ID"."""
        return self.places.paths[name]


def environment() -> Environment:
    """Return the template environment: everything escaped, no undefined name printed."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def article_view(press: Press, article: Article) -> ArticleView:
    """Fill an article's placeholders and lay out its table and files."""
    day, clock = article.published, article.clock
    return ArticleView(
        title=title_of(press, article),
        source=article.source,
        day=day.isoformat(),
        minute=f"{published_at(article):%Y-%m-%d %H:%M}",
        chinese_day=f"{day.year}年{day.month:02d}月{day.day:02d}日",
        shown="visible_date" not in article.omit,
        scripted="script_date" in article.omit,
        body=[expand(text, clock, press.places) for text in article.body],
        html=expand(article.html, clock, press.places),
        head=article.table.head if article.table else (),
        rows=table_rows(article.table, clock, press.places) if article.table else (),
        files=[
            File(part.title, press.places.paths[f"attachment:{part.name}"])
            for part in article.attachments
        ],
        related=_related(press, article),
    )


def _related(press: Press, article: Article) -> Related:
    others = [other for other in press.content.articles if other.id in article.related]
    is_reading = press.content.column(article.column).kind == "政策解读"
    links = [File(title_of(press, other), press.url(f"article:{other.id}")) for other in others]
    return Related("相关文件" if is_reading else "相关解读", links)


def column_link(press: Press, column: Column) -> ColumnLink:
    """Return the name and address of a column."""
    return ColumnLink(column.id, column.name, press.url(f"column:{column.id}"))


def title_of(press: Press, article: Article) -> str:
    """Return an article's title with its dates filled in."""
    return expand(article.title, article.clock, press.places)


def list_row(press: Press, article: Article) -> Row:
    """Return an article's line in its column's list."""
    title = title_of(press, article)
    url = press.url(f"article:{article.id}")
    column = press.content.column(article.column)
    longest = 26
    return Row(
        title=title,
        short=title if len(title) <= longest else title[: longest - 2] + "…",
        url=url,
        relative="./" + url.removeprefix(column.path),
        day=expand(article.row_day, article.clock, press.places) or article.listed.isoformat(),
    )


def site_tags(press: Press) -> list[Tag]:
    """Return the three tags every page carries."""
    return [
        Tag("SiteName", press.site.name),
        Tag("SiteDomain", press.site.domain),
        Tag("SiteIDCode", press.site.id_code),
    ]


def list_tags(press: Press, column: Column) -> list[Tag]:
    """Return the tags of a column page."""
    name = [] if "column_name" in column.omit else [Tag("ColumnName", column.name)]
    tags = [
        *site_tags(press),
        *name,
        Tag("ColumnDescription", f"{press.site.name}{column.name}栏目，公开{column.name}相关信息"),
        Tag("ColumnKeywords", f"青禾区,{column.name}"),
        Tag("ColumnType", column.kind if column.kind != "其他" else "政府信息公开"),
    ]
    return _as_planted(tags, column)


def _as_planted(tags: Sequence[Tag], column: Column) -> list[Tag]:
    """Return the tags with the values that the column gives them otherwise."""
    return [Tag(tag.name, column.tags.get(tag.name, tag.content)) for tag in tags]


def article_tags(press: Press, article: Article, column: Column) -> list[Tag]:
    """Return the tags of an article page, without those the article or its column leaves out."""
    view = article_view(press, article)
    omit = article.omit | column.omit
    tags = [*site_tags(press), Tag("ColumnName", column.name)]
    tags += [tag for tag in list_tags(press, column) if tag.name in {"ColumnKeywords"}]
    tags.insert(4, Tag("ColumnDescription", f"{column.name}栏目"))
    tags.append(Tag("ColumnType", column.kind if column.kind != "其他" else "政府信息公开"))
    if "content_tags" in omit:
        return tags
    tags.append(Tag("ArticleTitle", view.title))
    if "pubdate_meta" not in omit:
        tags.append(Tag("PubDate", view.minute))
    if "source_meta" not in omit:
        tags.append(Tag("ContentSource", view.source))
    if column.shape == "ucap":
        tags += [
            Tag("Keywords", f"青禾区,{column.name}"),
            Tag("Author", view.source),
            Tag("Description", f"{column.name}：{view.title}"),
            Tag("Url", press.url(f"article:{article.id}")),
            Tag("others", f"页面生成时间 {press.today.isoformat()} 06:00:00"),
        ]
    return _as_planted(tags, column)
