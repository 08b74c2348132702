"""A703 年报申请人合计不符。"""

from checks.finding import Hit, Severity
from checks.report.annual import report_of
from checks.report.cells import Row
from checks.report.sample import sample
from checks.report.sums import row_totals
from checks.rule import Context, Reports, page_rule
from checks.views import Document


@page_rule(
    "A703",
    "row-unbalanced",
    "年报申请人合计不符",
    Severity.ERROR,
    clause="国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》表三“总计”列",
    bad=(
        sample(
            "予以公开：自然人3件，总计填成4件",
            applications={Row.DISCLOSED: ("3", "0", "0", "0", "0", "0", "4")},
        ),
    ),
    good=(sample("每一行的总计都等于各类申请人之和"),),
    frame=False,
)
def row_unbalanced(doc: Document, ctx: Context) -> Reports:
    """年报表三某一行的“总计”，不等于自然人和各类法人或其他组织之和。

    ## 为什么
    总计与分项不符，公开的数据就不准确，汇总到上级时还会连带出错。

    ## 怎样改
    核对申请台账，改正这一行填错的格。
    """
    report = report_of(doc)
    for wrong in row_totals(report.figures) if report else ():
        yield Hit(
            message=f"表三{wrong.where}“总计”应为 {wrong.right}，填的是 {wrong.written}",
            key=wrong.where,
            evidence=f"自然人和各类组织之和为 {wrong.right}",
            suggestion="核对申请台账，改正这一行填错的格",
        )
