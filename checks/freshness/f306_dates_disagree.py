"""F306 列表与正文的发布日期不一致。"""

from datetime import UTC, date, datetime, timedelta

from checks.finding import Hit, Severity
from checks.freshness.f304_due_soon import NEWS
from checks.rule import Context, Example, Reports, site_rule
from checks.views import ColumnView, SiteView
from crawler.page import DateSource, Entry, Fetch, Outcome, Page, Published
from crawler.site import Site

# Published late in the evening, listed the next morning.
SLACK = timedelta(days=3)
SHOWN = 3
SHOWN_ON_PAGE = (DateSource.TEXT, DateSource.SCRIPT)
URL = "http://a.example/zwyw/1.html"


def _site(listed: date, shown: date) -> SiteView:
    fetch = Fetch(URL, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
    dates = (Published(shown, DateSource.TEXT),)
    page = Page(fetch, title="全县工作会议召开", column_id=NEWS.id, shown_dates=dates)
    column = ColumnView(NEWS, (Entry(URL, "全县工作会议召开", listed),))
    site = Site("a", "示例", "http://a.example/", columns=(NEWS,))
    return SiteView(site, {URL: page}, {URL: fetch}, (column,))


@site_rule(
    "F306",
    "dates-disagree",
    "列表与正文的发布日期不一致",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号单项否决指标“弄虚作假”：伪造发稿日期",
    bad=(Example("列表写2月20日，正文写上年9月1日", _site(date(2026, 2, 20), date(2025, 9, 1))),),
    good=(
        Example("两处一致", _site(date(2026, 2, 20), date(2026, 2, 20))),
        Example("只差一天", _site(date(2026, 2, 20), date(2026, 2, 19))),
    ),
    whole=True,
)
def dates_disagree(site: SiteView, ctx: Context) -> Reports:
    """同一篇稿件，栏目列表上的日期与正文标题下注明的发布日期相差3天以上。

    每个栏目报一处，列出篇数和例子。网站迁移、重新发布也会造成不一致，请先核实再改。

    ## 为什么
    列表日期比正文新得多，像是为了显得按期更新而改了日期，检查时可能被认定为伪造发稿日期。

    ## 怎样改
    核实原始发布日期，两处改成一致；确属重新发布的，在正文注明“更新时间”。
    """
    for view in site.columns:
        wrong = [(entry, shown) for entry in view.entries for shown in _conflict(site, entry)]
        if wrong:
            examples = "；".join(
                f"《{entry.title}》列表 {entry.published:%Y-%m-%d}，正文 {shown:%Y-%m-%d}"
                for entry, shown in wrong[:SHOWN]
            )
            yield Hit(
                message=f"“{view.column.name}”有 {len(wrong)} 篇稿件列表与正文的发布日期不一致",
                key="",
                evidence=examples,
                suggestion="核实原始发布日期，两处改成一致",
                subject=view.column.id,
                url=view.column.url,
            )


def _conflict(site: SiteView, entry: Entry) -> list[date]:
    """Return the date that the page shows, if none that it shows is near the listed one."""
    page = site.pages.get(entry.url)
    if page is None or entry.published is None or not site.is_seen(page):
        return []
    shown = [each.day for each in page.shown_dates if each.source in SHOWN_ON_PAGE]
    listed = entry.published
    if not shown or any(abs(listed - day) <= SLACK for day in shown):
        return []
    return shown[:1]
