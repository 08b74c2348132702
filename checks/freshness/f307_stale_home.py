"""F307 首页两周未更新。"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from checks.finding import SITE_SUBJECT, Hit, Severity, Undecided
from checks.rule import EXAMPLE_DAY, Context, Example, Reports, site_rule
from checks.views import SiteView
from crawler.page import DateSource, Fetch, Link, Outcome, Page, Published, Role
from crawler.site import Site
from crawler.urls import canonical, host_of, is_file

LIMIT = timedelta(days=14)
HOME = "http://a.example/"
ARTICLE = "http://a.example/zwyw/1.html"


def _site(days: int) -> SiteView:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    day = EXAMPLE_DAY - timedelta(days=days)
    fetches = {url: Fetch(url, Outcome.OK, at, 200, media="text/html") for url in (HOME, ARTICLE)}
    home = Page(fetches[HOME], Role.HOME, links=(Link(ARTICLE, "全县工作会议召开"),))
    article = Page(fetches[ARTICLE], published=Published(day, DateSource.TEXT))
    return SiteView(Site("a", "示例", HOME), {HOME: home, ARTICLE: article}, fetches)


@site_rule(
    "F307",
    "stale-home",
    "首页两周未更新",
    Severity.CRITICAL,
    clause="国办秘函〔2019〕19号单项否决指标“站点、栏目不更新”：首页2周无信息更新",
    bad=(Example("首页最新的稿件在15天前", _site(15)),),
    good=(Example("首页最新的稿件在14天前", _site(14)),),
    whole=True,
    aging=True,
)
def stale_home(site: SiteView, ctx: Context) -> Reports:
    """首页列出的稿件里，最新一篇的发布日期距检测当天超过14天。

    看首页列表上的日期和首页链接到的稿件的发布日期，稿件没有注明发布时间的视为不更新。
    首页没有列出任何稿件、只有导航的网站，按规定查首页链接到的所有二级页面；其中有没读到的，不下结论。

    ## 为什么
    检查指标规定：监测时间点前2周内首页无信息更新的，单项否决。

    ## 怎样改
    在首页发布新的动态、要闻；首页列表由栏目自动生成的，检查推送是否正常。
    """
    home = site.resolve(canonical(site.site.start_url))
    page = site.pages.get(home.url) if home is not None else None
    if page is None or not site.is_seen(page):
        yield Undecided(SITE_SUBJECT, "首页没有正常显示，无法判断是否更新")
        return
    shown = "首页列出的最新一篇"
    days = _past(_days(site, page), ctx.today)
    if not days:
        shown = "首页只有导航，链接到的二级页面上最新一篇"
        days = _past(_days_below(site, page), ctx.today)
    if not days:
        yield Undecided(SITE_SUBJECT, "首页没有列出注明日期的稿件，无法判断是否更新")
        return
    newest = max(days)
    age = (ctx.today - newest).days
    if ctx.today - newest <= LIMIT:
        return
    if unread := _unread(site, page):
        yield Undecided(SITE_SUBJECT, f"首页链接到的 {unread} 个页面没有读到，无法判断首页是否更新")
        return
    yield Hit(
        message=f"首页已 {age} 天没有新信息（期限 {LIMIT.days} 天）",
        key="",
        evidence=f"{shown}发布于 {newest:%Y-%m-%d}",
        suggestion="在首页发布新的动态、要闻；列表由栏目推送的，检查推送是否正常",
        subject=SITE_SUBJECT,
        url=page.url,
    )


def _past(days: Iterable[date], today: date) -> list[date]:
    return [day for day in days if day <= today]


def _days(site: SiteView, home: Page) -> Iterator[date]:
    """Yield the days of what a page lists and of the articles that it links to."""
    yield from (entry.published for entry in home.entries if entry.published)
    for target in _targets(site, home):
        if target.role is Role.PAGE and target.published is not None:
            yield target.published.day


def _days_below(site: SiteView, home: Page) -> Iterator[date]:
    """Yield the days of what the pages list that the home page links to."""
    for target in _targets(site, home):
        yield from (entry.published for entry in target.entries if entry.published)


def _targets(site: SiteView, home: Page) -> Iterator[Page]:
    for link in home.links:
        fetch = site.resolve(link.url)
        target = site.pages.get(fetch.url) if fetch is not None else None
        if target is not None and target.url != home.url:
            yield target


def _unread(site: SiteView, home: Page) -> int:
    """Count the pages of the site's own host that might have told of something newer."""
    host = host_of(home.url)
    listed = {entry.url for entry in home.entries if entry.published}
    urls = {link.url for link in home.links if host_of(link.url) == host} - listed
    fetches = [site.resolve(url) for url in urls if not is_file(url)]
    unknown = [each for each in fetches if each is not None and each.outcome is Outcome.UNKNOWN]
    # What robots.txt closes is no news.
    return sum("robots" not in each.error for each in unknown)
