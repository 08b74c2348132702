"""A709 年报逾期公布。"""

from datetime import date

from checks.finding import Hit, Severity
from checks.report.annual import report_of
from checks.report.sample import sample
from checks.rule import Context, Reports, page_rule
from checks.views import Document


@page_rule(
    "A709",
    "late-report",
    "年报逾期公布",
    Severity.ERROR,
    clause="《政府信息公开条例》第四十九条：部门1月31日前公布，政府信息公开工作主管部门3月31日前公布",
    bad=(
        sample("部门年报2月3日才公布", day=date(2026, 2, 3)),
        sample("政府年报4月2日才公布", office="清河县人民政府", day=date(2026, 4, 2)),
    ),
    good=(
        sample("部门年报1月31日公布", day=date(2026, 1, 31)),
        sample("政府年报3月31日公布", office="清河县人民政府", day=date(2026, 3, 31)),
    ),
    frame=False,
)
def late_report(doc: Document, ctx: Context) -> Reports:
    """政府信息公开工作年度报告的公布日期晚于法定期限。

    部门、乡镇街道的年报应在次年1月31日前公布，本级政府的年报应在3月31日前公布；以页面的发布日期为准。
    发布日期早于年度结束的（多为填错日期）也会报告。

    ## 为什么
    《政府信息公开条例》第四十九条规定了公布期限，逾期公布由上级主管部门通报。

    ## 怎样改
    已经逾期的尽快公布并说明情况；日期填写有误的，改正发布日期。
    """
    report = report_of(doc)
    if report is None or doc.day is None:
        return
    last = date(report.year + 1, 3, 31) if report.is_of_government else date(report.year + 1, 1, 31)
    is_local = doc.page is None and doc.name
    if doc.day > last and not is_local:
        yield Hit(
            message=f"{report.year} 年度报告 {doc.day:%Y-%m-%d} 才公布，期限是 {last:%Y-%m-%d}",
            key="",
            evidence=f"页面发布日期 {doc.day:%Y-%m-%d}",
            suggestion="说明逾期原因；日期填写有误的，改正发布日期",
        )
    elif doc.day < date(report.year, 12, 1):
        yield Hit(
            message=f"{report.year} 年度报告的发布日期是 {doc.day:%Y-%m-%d}，年度尚未结束",
            key="early",
            evidence=f"页面发布日期 {doc.day:%Y-%m-%d}",
            suggestion="核对发布日期和报告年度",
            severity=Severity.WARNING,
        )
