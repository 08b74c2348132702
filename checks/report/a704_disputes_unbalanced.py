"""A704 年报复议诉讼总计不符。"""

from checks.finding import Hit, Severity
from checks.report.annual import report_of
from checks.report.cells import Dispute
from checks.report.sample import sample
from checks.report.sums import dispute_totals
from checks.rule import Context, Reports, page_rule
from checks.views import Document


@page_rule(
    "A704",
    "disputes-unbalanced",
    "年报复议诉讼总计不符",
    Severity.ERROR,
    clause="国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》表四“总计”列",
    bad=(
        sample(
            "行政复议维持1件、尚未审结1件，总计填成1件",
            disputes={Dispute.REVIEW: ("1", "0", "0", "1", "1")},
        ),
        sample(
            "复议后起诉维持1件，总计填成0件",
            disputes={Dispute.LATER_SUIT: ("1", "0", "0", "0", "0")},
        ),
    ),
    good=(sample("三组总计都等于各项之和"),),
    frame=False,
)
def disputes_unbalanced(doc: Document, ctx: Context) -> Reports:
    """年报表四中，行政复议、未经复议直接起诉、复议后起诉三组的“总计”，不等于维持、纠正、其他结果、尚未审结之和。

    ## 为什么
    总计与分项不符，公开的复议、诉讼数据就不准确。

    ## 怎样改
    核对复议、诉讼台账，改正填错的格。
    """
    report = report_of(doc)
    for wrong in dispute_totals(report.figures) if report else ():
        yield Hit(
            message=f"表四{wrong.where}“总计”应为 {wrong.right}，填的是 {wrong.written}",
            key=wrong.where,
            evidence=f"维持、纠正、其他结果、尚未审结之和为 {wrong.right}",
            suggestion="核对复议、诉讼台账，改正填错的格",
        )
