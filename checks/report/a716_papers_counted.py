"""A716 年报规范性文件件数与网站不符。"""

from datetime import date

from checks.finding import Hit, Severity
from checks.norms.catalogue import Norm, catalogue_of
from checks.norms.counts import count_of, of_office
from checks.norms.sample import norm, site
from checks.report.cells import Count, Paper
from checks.report.sample import YEAR, sample, years
from checks.report.years import published_reports
from checks.rule import Context, Example, Reports, site_rule
from checks.views import SiteView

_GOVERNMENT = "清河县人民政府"
_SHOWN = 4


def _with_papers(label: str, issued: str, *, count: int, rule: str = "规") -> Example:
    """Return a site with a government's report and so many documents of its year."""
    figures = {Paper.NORMATIVE: (issued, "0", "12")}
    report = years("", sample("", office=_GOVERNMENT, papers=figures)).view
    assert isinstance(report, SiteView)
    papers = [
        norm(f"清河县第{n}项管理办法", f"清府{rule}〔{YEAR}〕{n}号", day=date(YEAR, 5, n))
        for n in range(1, count + 1)
    ]
    return Example(label, site(*report.pages.values(), *papers))


@site_rule(
    "A716",
    "papers-counted",
    "年报规范性文件件数与网站不符",
    Severity.WARNING,
    clause="国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》表二；《政府信息公开条例》第二十条第（一）项",
    bad=(_with_papers("年报写制发2件，网站上有3件", "2", count=3),),
    good=(
        _with_papers("件数一致", "3", count=3),
        _with_papers("网站上的少，可能没有全部采集到", "5", count=3),
        years("网站上没有文件", sample("", office=_GOVERNMENT)),
    ),
    whole=True,
    aging=True,
)
def papers_counted(site: SiteView, ctx: Context) -> Reports:
    """年报表二“行政规范性文件”一行的本年制发、本年废止、现行有效件数，少于网站上能找到的同一机关的件数。

    只数文号专用于规范性文件、或者正文写明有效期的文件，年份以文号为准；网站上的少于年报的不报，因为文件可能没有全部公开或者没有采集到。
    统计口径可能不同，所以只作疑似。

    ## 为什么
    年报的件数由规范性文件目录统计而来，网站上公布的比年报多，说明年报漏统计，或者把一般文件当作规范性文件公布。

    ## 怎样改
    对照规范性文件目录核对三个数；口径不同的在年报正文里说明。
    """
    catalogue = catalogue_of(site, ctx.today)
    for published in site.once(published_reports):
        report = published.report
        norms = of_office(catalogue.norms, report.office)
        if not norms:
            continue
        found = count_of(norms, report.year, ctx.today)
        shown = {
            Count.ISSUED: found.issued,
            Count.REPEALED: found.repealed,
            Count.VALID: found.in_force,
        }
        for count, papers in shown.items():
            written = report.figures.counted(Paper.NORMATIVE, count)
            if written is not None and written < len(papers):
                yield Hit(
                    message=f"{report.office}{report.year} 年年报“{count}”填的是 {written}，"
                    f"网站上疑似有 {len(papers)} 件，请核对",
                    key=count.value,
                    evidence=_named(papers),
                    suggestion="对照规范性文件目录核对；口径不同的在年报正文里说明",
                    subject=published.url,
                    url=published.url,
                )


def _named(norms: tuple[Norm, ...]) -> str:
    named = "；".join(f"{each.paper.number}《{each.paper.shown}》" for each in norms[:_SHOWN])
    return f"{named}；等 {len(norms)} 件" if len(norms) > _SHOWN else named
