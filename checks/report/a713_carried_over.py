"""A713 年报结转数与上年不符。"""

from checks.finding import Hit, Severity
from checks.report.cells import Applicant, Row
from checks.report.sample import YEAR, sample, years
from checks.report.years import following_years, published_reports
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView

_OUT_OF_LAST = {Row.CARRIED_OUT: ("1", "0", "0", "0", "0", "0", "1")}
_TWO_OUT_OF_LAST = {Row.CARRIED_OUT: ("2", "0", "0", "0", "0", "0", "2")}


@site_rule(
    "A713",
    "carried-over",
    "年报结转数与上年不符",
    Severity.ERROR,
    clause="国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》表三“上年结转”“结转下年度”",
    bad=(
        years(
            "上年结转下年2件，本年上年结转1件",
            sample("", year=YEAR - 1, applications=_TWO_OUT_OF_LAST),
            sample(""),
        ),
    ),
    good=(
        years("两年衔接", sample("", year=YEAR - 1, applications=_OUT_OF_LAST), sample("")),
        years("只有一年的年报", sample("")),
    ),
    whole=True,
    together=True,
)
def carried_over(site: SiteView, ctx: Context) -> Reports:
    """本年年报“二、上年结转”与同一单位上年年报“四、结转下年度继续办理”不一致，逐列核对。

    ## 为什么
    上年没有办完的申请，本年必须接着登记；两年对不上，说明有一年填错了。

    ## 怎样改
    核对申请台账，改正填错的那一年；已上报的按程序更正。
    """
    for before, after in following_years(site.once(published_reports)):
        wrong = []
        for applicant in Applicant:
            left = before.report.figures.applied(Row.CARRIED_OUT, applicant)
            taken = after.report.figures.applied(Row.CARRIED_IN, applicant)
            if left is not None and taken is not None and left != taken:
                wrong.append(f"“{applicant}”上年结转下年 {left}，本年写上年结转 {taken}")
        if wrong:
            yield Hit(
                message=f"{after.report.office}{after.report.year} 年年报的上年结转数与上年年报{before.file}不符",
                key="",
                evidence="；".join(wrong) + f"（上年年报：{before.url}）",
                suggestion="核对申请台账，改正填错的那一年",
                subject=after.url,
                url=after.url,
            )
