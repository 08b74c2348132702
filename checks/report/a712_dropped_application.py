"""A712 年报漏“申请”二字。"""

import re

from checks.finding import Hit, Mark, Severity
from checks.mask import excerpt
from checks.report.annual import report_of
from checks.report.sample import sample
from checks.rule import Context, Reports, page_rule
from checks.views import Document

_DROPPED = re.compile(r"(?:新收|收到|受理|办理|办结|答复)(?:的)?(?:政府)?信息公开\s*\d+\s*件")


@page_rule(
    "A712",
    "dropped-application",
    "年报漏“申请”二字",
    Severity.WARNING,
    clause="国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》表三：“政府信息公开申请”",
    bad=(
        sample("新收政府信息公开5件", instead={"新收政府信息公开申请5件": "新收政府信息公开5件"}),
    ),
    good=(sample("新收政府信息公开申请5件"),),
    frame=False,
)
def dropped_application(doc: Document, ctx: Context) -> Reports:
    """年报正文写“新收政府信息公开×件”，漏了“申请”二字：能收的是申请，不是公开。

    ## 为什么
    “信息公开”与“信息公开申请”是两回事，漏字后意思不通。

    ## 怎样改
    改为“政府信息公开申请×件”。
    """
    report = report_of(doc)
    match = _DROPPED.search(doc.text) if report else None
    if match is not None:
        yield Hit(
            message=f"“{match[0]}”疑似漏了“申请”二字",
            key="",
            evidence=excerpt(doc.text, match.start(), match.end()),
            suggestion="改为“政府信息公开申请×件”",
            marks=(Mark(match.start(), match.end()),),
        )
