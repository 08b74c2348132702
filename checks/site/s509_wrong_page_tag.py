"""S509 网页标签的值有误。"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.rule import Context, Example, Reports, site_rule
from checks.site.footers import shown_pages
from checks.site.tag_faults import (
    ARTICLE,
    Case,
    Fault,
    article_cases,
    column_cases,
    site_cases,
    stamp_of,
)
from checks.site.templates import home_page
from checks.site.values import is_unfilled, squeezed
from checks.views import SiteView
from crawler.page import DateSource, Fetch, Markup, Outcome, Page, Published, Role
from crawler.site import Column, ColumnKind, Site

SHOWN = 3
# So many articles with a time of day, some in the early hours and none in the afternoon.
LEAST_TIMES, EARLY, NOON = 20, 6, 12
# Articles with addresses of their own that all name one address.
LEAST_ALIKE = 3
TWELVE_HOURS = "疑似用了12小时制，下午的时间写成了凌晨"
ONE_ADDRESS = "各篇都指向同一个网址"
ONE_TITLE = "各篇都一样，与各篇的标题不符"
_COLUMN = Column("tzgg", "通知公告", "http://www.qinghe.gov.cn/tzgg/", "", ColumnKind.NOTICE)
_TEXT = "请各乡镇、各部门结合实际认真贯彻落实，有关情况及时报送县人民政府办公室。" * 4
_RIGHT = {
    "sitename": "清河县人民政府",
    "sitedomain": "www.qinghe.gov.cn",
    "columnname": "通知公告",
    "columndescription": "清河县各类通知公告",
    "columnkeywords": "清河县,通知公告",
    "columntype": "通知公告",
    "articletitle": "关于做好防汛工作的通知",
    "pubdate": "2026-02-20 14:05",
    "contentsource": "县应急管理局",
}


@dataclass(slots=True)
class _Seen:
    """On how many pages a tag is wrong, with what stands there."""

    count: int = 0
    first: str = ""
    examples: list[str] = field(default_factory=list)

    def add(self, page: Page, case: Case) -> None:
        """Count a page."""
        self.count += 1
        self.first = self.first or page.url
        if len(self.examples) < SHOWN:
            right = f"，应与“{case.right}”一致" if case.right else ""
            self.examples.append(f"{page.url}（“{case.value}”{right}）")


def _example(label: str, role: Role = Role.PAGE, **tags: str) -> Example:
    url = f"{_COLUMN.url}1.html" if role is Role.PAGE else _COLUMN.url
    fetch = Fetch(url, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
    page = Page(
        fetch,
        role,
        title="关于做好防汛工作的通知",
        text=f"关于做好防汛工作的通知\n发布日期：2026-02-20\n{_TEXT}",
        column_id=_COLUMN.id,
        meta=_RIGHT | tags,
        shown_dates=(Published(date(2026, 2, 20), DateSource.TEXT),),
        markup=Markup("关于做好防汛工作的通知_清河县人民政府"),
    )
    site = Site("a", "清河县人民政府", "http://www.qinghe.gov.cn/", columns=(_COLUMN,))
    return Example(label, SiteView(site, {url: page}, {url: fetch}))


@site_rule(
    "S509",
    "wrong-page-tag",
    "网页标签的值有误",
    Severity.WARNING,
    clause="国办发〔2017〕47号《政府网站发展指引》附件《网页设计规范》；国办秘函〔2019〕19号“页面标签”",
    bad=(
        _example("SiteName 是别的网站的", sitename="齐齐哈尔"),
        _example("SiteDomain 带了协议头", sitedomain="http://www.qinghe.gov.cn"),
        _example("SiteDomain 是别的网站的", sitedomain="www.yunling.gov.cn"),
        _example("ColumnName 是空值的写法", Role.COLUMN, columnname="null"),
        _example("ColumnName 是另一个栏目的", Role.COLUMN, columnname="领导信箱"),
        _example("ColumnType 是模板代码", Role.COLUMN, columntype="<?php echo $name?>"),
        _example("ArticleTitle 没有逐篇填写", articletitle="清河县人民政府门户网站稿件"),
        _example("PubDate 用了中文年月日", pubdate="2026年02月20日"),
        _example("PubDate 是页面生成的时间", pubdate="2025-11-02 03:00"),
        _example("ContentSource 是模板代码", contentsource="${article.source}"),
    ),
    good=(
        _example("各标签都对"),
        _example("栏目页各标签都对", Role.COLUMN),
        _example("名称更全", sitename="岭南省青禾市清河县人民政府网"),
        _example("写到秒", pubdate="2026-02-20 14:05:33"),
        _example("没有填写的另有规则", contentsource=""),
        _example("栏目名称写法略有不同", Role.COLUMN, columnname="公告公示"),
        _example("标题后面加了说明", articletitle="关于做好防汛工作的通知（附图解）"),
    ),
    whole=True,
)
def wrong_page_tag(site: SiteView, ctx: Context) -> Reports:
    """网页标签（meta）填写了，但是内容不对：是空值、占位文字或者没有执行的模板代码，或者与页面本身对不上。

    查站点标签 SiteName、SiteDomain，栏目页的 ColumnName、ColumnDescription、ColumnKeywords、ColumnType，稿件页的
    ArticleTitle、PubDate、ContentSource、Url。标签缺失的见 S502，标识码不一致的见 S504。同一种错误只报一处，列出页数和例子。
    《网页设计规范》列举的栏目类型是开放的，ColumnType 用了别的词不算错。

    ## 为什么
    检索、归档和上级平台采集都按网页标签认网站、栏目和稿件；标签是模板残留或者抄自别的网站的，等于没有设置。

    ## 怎样改
    请技术人员改正栏目页、稿件页模板中取值的地方，已发布的稿件重新生成。
    """
    home = home_page(site)
    names = f"{site.site.name} {_told_by(home)} {site.site.region} {ctx.region}"
    found: dict[Fault, _Seen] = {}
    stamps = _Stamps()
    for page in shown_pages(site):
        for case in _cases(site, page, names, ctx.today):
            found.setdefault(case.fault, _Seen()).add(page, case)
        if page.role is Role.PAGE:
            stamps.add(page)
    for fault, case_page in stamps.cases():
        found[fault] = case_page
    for fault, seen in found.items():
        yield Hit(
            message=f"{fault.pages}的 {fault.tag} 标签{fault.what}（{seen.count} 个页面）",
            key=f"{fault.pages} {fault.tag} {fault.what}",
            evidence=f"例如：{'；'.join(seen.examples)}",
            suggestion="改正页面模板中取值的地方，已发布的稿件重新生成",
            subject=SITE_SUBJECT,
            url=seen.first,
        )


def _told_by(home: Page | None) -> str:
    """Return what the home page calls itself."""
    if home is None:
        return ""
    head = home.markup.look.head if home.markup.look is not None else ""
    return f"{home.markup.window_title} {head}"


def _cases(site: SiteView, page: Page, names: str, today: date) -> Iterator[Case]:
    yield from site_cases(site, page, names)
    column = site.site.column(page.column_id)
    if page.role is Role.COLUMN and column is not None and page.url == column.url:
        yield from column_cases(site, page, column)
    elif page.role is Role.PAGE and column is not None:
        yield from article_cases(site, page, today)


@dataclass(slots=True)
class _Stamps:
    """What only all articles together show: hours that end at noon, one address or title for all."""

    times: int = 0
    early: list[str] = field(default_factory=list)
    is_whole_day: bool = False
    addresses: dict[str, list[str]] = field(default_factory=dict)
    titles: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, page: Page) -> None:
        """Take in an article."""
        stamp = stamp_of(page.meta.get("pubdate", ""))
        if stamp is not None and stamp.hour:
            self.times += 1
            self.is_whole_day |= stamp.hour > NOON
            if stamp.hour < EARLY and len(self.early) < SHOWN:
                self.early.append(f"{page.url}（“{page.meta['pubdate']}”）")
        address = page.meta.get("url", "").strip()
        if address and not is_unfilled(address, "Url"):
            self.addresses.setdefault(address, []).append(page.url)
        title, window = page.meta.get("articletitle", ""), squeezed(page.markup.window_title)
        if title and window and squeezed(title) not in window and window not in squeezed(title):
            # By window title: several articles may rightly bear one title.
            self.titles.setdefault(title, {}).setdefault(window, page.url)

    def cases(self) -> Iterator[tuple[Fault, _Seen]]:
        """Yield what is wrong with all of them."""
        if self.times >= LEAST_TIMES and len(self.early) == SHOWN and not self.is_whole_day:
            first = self.early[0].partition("（")[0]
            yield Fault(ARTICLE, "PubDate", TWELVE_HOURS), _Seen(self.times, first, self.early)
        titles = {title: list(pages.values()) for title, pages in self.titles.items()}
        for fault, values in (
            (Fault(ARTICLE, "Url", ONE_ADDRESS), self.addresses),
            (Fault(ARTICLE, "ArticleTitle", ONE_TITLE), titles),
        ):
            for value, urls in values.items():
                if len(urls) >= LEAST_ALIKE:
                    shown = [f"{url}（“{value}”）" for url in urls[:SHOWN]]
                    yield fault, _Seen(len(urls), urls[0], shown)
