"""A702 年报办理结果总计不符。"""

from checks.finding import Hit, Severity
from checks.report.annual import report_of
from checks.report.cells import Row
from checks.report.sample import sample
from checks.report.sums import result_totals
from checks.rule import Context, Reports, page_rule
from checks.views import Document


@page_rule(
    "A702",
    "results-unbalanced",
    "年报办理结果总计不符",
    Severity.ERROR,
    clause="国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》表三“（七）总计”",
    bad=(
        sample(
            "自然人予以公开3件、部分公开1件，总计填成5件",
            applications={
                Row.TOTAL: ("5", "1", "0", "0", "0", "0", "6"),
                Row.CARRIED_OUT: ("0", "0", "0", "0", "0", "0", "0"),
            },
        ),
    ),
    good=(sample("总计等于各项之和"),),
    frame=False,
)
def results_unbalanced(doc: Document, ctx: Context) -> Reports:
    """年报表三“（七）总计”一行，不等于“（一）予以公开”到“（六）其他处理”各项之和。

    逐列核对；有的格空着或者填的不是数字时，那一列不核对（另见 A705）。

    ## 为什么
    总计与分项不符，说明办理结果漏登或者重复登记。

    ## 怎样改
    核对申请台账，改正分项或者总计。
    """
    report = report_of(doc)
    for wrong in result_totals(report.figures) if report else ():
        yield Hit(
            message=f"表三“（七）总计”{wrong.where}应为 {wrong.right}，填的是 {wrong.written}",
            key=wrong.where,
            evidence=f"（一）至（六）各项之和为 {wrong.right}",
            suggestion="核对申请台账，改正分项或者总计",
        )
