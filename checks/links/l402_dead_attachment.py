"""L402 附件打不开。"""

from dataclasses import replace

from checks.finding import Hit, Severity
from checks.links.dead_ends import dead_ends
from checks.links.examples import site_with_link
from checks.links.l401_broken_link import judge, quoted
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView
from crawler.page import Outcome

FILE = "http://a.example/files/1.pdf"
ADVICE = "重新上传附件并改正链接"


@site_rule(
    "L402",
    "dead-attachment",
    "附件打不开",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》扣分指标“可用性”",
    bad=(
        site_with_link("附件返回404", Outcome.GONE, 404, url=FILE),
        site_with_link("点开附件得到的是一个出错网页", Outcome.OK, 200, url=FILE),
    ),
    good=(
        site_with_link("附件可以下载", Outcome.OK, 200, url=FILE, media="application/pdf"),
        site_with_link("下载超时，只记为“未能判断”", Outcome.UNKNOWN, None, url=FILE),
    ),
)
def dead_attachment(site: SiteView, ctx: Context) -> Reports:
    """页面上的附件（pdf、doc、xls、zip 等）无法下载，或者下载到的是一个出错网页。

    ## 为什么
    检查指标规定：链接（包括图片、附件、外部链接等）打不开或错误的逐个扣分；附件打不开，公开就没有完成。

    ## 怎样改
    重新上传附件并改正链接。
    """
    for end in dead_ends(site):
        if not end.link.is_file:
            continue
        fetch = site.resolve(end.link.url)
        if fetch is not None and fetch.outcome is Outcome.OK:
            if "html" in fetch.media:
                said = f"附件“{quoted(end.link.text)}”打不开：下载到的是网页，不是文件"
                yield end.hit(said, ADVICE, fetch)
            continue
        report = judge(site, end)
        if isinstance(report, Hit):
            yield replace(report, message=f"附件{report.message}", suggestion=ADVICE)
        elif report is not None:
            yield report
