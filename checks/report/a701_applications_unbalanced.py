"""A701 年报申请数量收支不平。"""

from checks.finding import Hit, Severity
from checks.report.annual import report_of
from checks.report.cells import Row
from checks.report.sample import sample
from checks.report.sums import balances
from checks.rule import Context, Reports, page_rule
from checks.views import Document

FORMAT = "国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》"


@page_rule(
    "A701",
    "applications-unbalanced",
    "年报申请数量收支不平",
    Severity.ERROR,
    clause=f"{FORMAT}表三：第一项加第二项之和，等于第三项加第四项之和",
    bad=(
        sample(
            "自然人：新收4＋结转1，办结4＋结转下年0",
            applications={Row.CARRIED_OUT: ("0", "0", "0", "0", "0", "0", "0")},
        ),
    ),
    good=(sample("每一列收支都平"),),
    frame=False,
)
def applications_unbalanced(doc: Document, ctx: Context) -> Reports:
    """政府信息公开工作年度报告表三中，“本年新收”加“上年结转”不等于“本年度办理结果总计”加“结转下年度”。

    逐列核对，空白和不是数字的格不参加核对。

    ## 为什么
    年报格式在表三表头写明了这一勾稽关系，数字不平的年报会被退回重报，已公布的要更正。

    ## 怎样改
    核对申请台账，改正填错的格。
    """
    report = report_of(doc)
    for wrong in balances(report.figures) if report else ():
        yield Hit(
            message=f"表三{wrong.where}收支不平：新收加结转为 {wrong.right}，办结加结转下年为 {wrong.written}",
            key=wrong.where,
            evidence="第一项加第二项之和，应等于第三项加第四项之和",
            suggestion="核对申请台账，改正表三中填错的数字",
        )
