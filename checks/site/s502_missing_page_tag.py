"""S502 网页标签缺失。"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.rule import Context, Example, Reports, site_rule
from checks.soft404 import is_soft_404
from checks.views import SiteView
from crawler.page import Fetch, Outcome, Page, Role
from crawler.site import Column, Site

SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
CONTENT_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
URL = "http://a.example/tzgg/"


@dataclass(slots=True)
class _Tally:
    """How many pages of a kind lack which of their tags; the pages themselves are let go."""

    tags: tuple[str, ...]
    total: int = 0
    lacking: int = 0
    missing: set[str] = field(default_factory=set)
    example: str = ""

    def add(self, page: Page) -> Self:
        """Count a page."""
        missing = [tag for tag in self.tags if not page.meta.get(tag.lower())]
        self.total += 1
        if missing:
            self.lacking += 1
            self.missing.update(missing)
            self.example = self.example or page.url
        return self


def _example(label: str, *, without: str = "") -> Example:
    tags = {tag.lower(): "有" for tag in SITE_TAGS + COLUMN_TAGS if tag != without}
    fetch = Fetch(URL, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
    page = Page(fetch, Role.COLUMN, column_id="tzgg", meta=tags)
    site = Site("a", "示例", "http://a.example/", columns=(Column("tzgg", "通知公告", URL, ""),))
    return Example(label, SiteView(site, {URL: page}, {URL: fetch}))


@site_rule(
    "S502",
    "missing-page-tag",
    "网页标签缺失",
    Severity.WARNING,
    clause="国办发〔2017〕47号《政府网站发展指引》附件《网页设计规范》；国办秘函〔2019〕19号“页面标签”",
    bad=(_example("栏目页没有 ColumnName 标签", without="ColumnName"),),
    good=(_example("栏目页的站点标签、栏目标签齐全"),),
    whole=True,
)
def missing_page_tag(site: SiteView, ctx: Context) -> Reports:
    """页面缺少规定的网页标签（meta）。

    首页查站点标签 SiteName、SiteDomain、SiteIDCode；栏目页加查栏目标签 ColumnName、ColumnDescription、
    ColumnKeywords、ColumnType；稿件页加查内容标签 ArticleTitle、PubDate、ContentSource。标签在而内容为空的也算缺失。
    每个栏目的栏目页、稿件页各算一处。

    ## 为什么
    检查指标规定：抽查的内容页没有站点标签或内容标签的、栏目页没有站点标签或栏目标签的，每个扣0.1分。

    ## 怎样改
    请技术人员在栏目页和稿件页模板中补上标签，已发布的稿件重新生成。
    """
    first_pages = {column.url: column for column in site.site.columns}
    articles: dict[str, _Tally] = {}
    for page in site.html_pages():
        if not _is_shown(page):
            continue
        column = first_pages.get(page.url)
        if page.role is Role.HOME:
            yield from _judge(_Tally(SITE_TAGS).add(page), "首页", None, "home")
        elif column is not None:
            label = f"“{column.name}”栏目页"
            tally = _Tally(SITE_TAGS + COLUMN_TAGS).add(page)
            yield from _judge(tally, label, column, "column")
        elif page.role is Role.PAGE and page.column_id:
            articles.setdefault(page.column_id, _Tally(SITE_TAGS + CONTENT_TAGS)).add(page)
    for column_id, tally in articles.items():
        known = site.site.column(column_id)
        if known is not None:
            yield from _judge(tally, f"“{known.name}”栏目的稿件页", known, "content")


def _is_shown(page: Page) -> bool:
    is_read = page.fetch.outcome is Outcome.OK and not page.fetch.location
    return is_read and not is_soft_404(page)


def _judge(tally: _Tally, label: str, column: Column | None, key: str) -> Reports:
    if not tally.lacking:
        return
    names = "、".join(tag for tag in tally.tags if tag in tally.missing)
    count = f"（{tally.lacking}/{tally.total} 页）" if tally.total > 1 else ""
    yield Hit(
        message=f"{label}缺少网页标签 {names}{count}",
        key=key,
        evidence=f"例如：{tally.example}",
        suggestion="在页面模板中补上标签，已发布的稿件重新生成",
        subject=column.id if column else SITE_SUBJECT,
        url=column.url if column else tally.example,
    )
