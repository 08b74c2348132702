"""F303 稿件未注明发布时间。"""

from datetime import UTC, date, datetime

from checks.finding import Hit, Severity
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import DateSource, Fetch, Outcome, Page, Published, Role
from crawler.site import Column

COLUMN = Column("tzgg", "通知公告", "http://a.example/tzgg/", "")
FETCH = Fetch("http://a.example/tzgg/1.html", Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200)
UNDATED = Page(FETCH, text="各街道办事处、各镇人民政府：……", column_id="tzgg")
DATED = Page(
    FETCH,
    column_id="tzgg",
    shown_dates=(Published(date(2026, 3, 1), DateSource.TEXT),),
)


@page_rule(
    "F303",
    "undated-article",
    "稿件未注明发布时间",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号：“稿件页面未注明发布时间的视为不更新”",
    bad=(
        Example(
            "页面文字、脚本和网页标签里都没有发布时间",
            Document("各街道办事处……", title="关于开展检查的通知", page=UNDATED, column=COLUMN),
        ),
    ),
    good=(
        Example("页面上写有“发布时间：2026-03-01”", Document("", page=DATED, column=COLUMN)),
        Example("不属于任何栏目的页面", Document("关于我们", page=UNDATED)),
    ),
    frame=False,
)
def undated_article(doc: Document, ctx: Context) -> Reports:
    """栏目里的稿件页面没有注明发布时间。

    只看稿件页面自身：正文上方的发布时间、由脚本写出的时间、网页标签 PubDate 有一处即可；
    列表上的日期和网址里的日期不算。

    ## 为什么
    检查指标说明：稿件页面未注明发布时间的，视为不更新。

    ## 怎样改
    在稿件页面标题下方注明发布时间，并填写网页标签 PubDate。
    """
    page = doc.page
    if page is None or doc.column is None or page.role is not Role.PAGE or page.shown_dates:
        return
    yield Hit(
        message=f"稿件“{doc.title or doc.url}”没有注明发布时间",
        key="",
        evidence="页面文字、页面脚本和网页标签 PubDate 中都没有发布时间",
        suggestion="在标题下方注明发布时间，并填写网页标签 PubDate",
    )
