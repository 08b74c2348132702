"""A707 年报正文与表格不一致。"""

from checks.finding import Hit, Mark, Severity
from checks.mask import excerpt
from checks.report.annual import report_of
from checks.report.sample import sample
from checks.report.told import claims
from checks.rule import Context, Reports, page_rule
from checks.views import Document


@page_rule(
    "A707",
    "told-otherwise",
    "年报正文与表格不一致",
    Severity.ERROR,
    clause="国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》：正文与表格数据应当一致",
    bad=(
        sample(
            "正文新收6件，表三5件", instead={"新收政府信息公开申请5件": "新收政府信息公开申请6件"}
        ),
        sample("正文予以公开2件，表三3件", instead={"予以公开3件": "予以公开2件"}),
        sample("正文现行有效10件，表二12件", instead={"规范性文件12件": "规范性文件10件"}),
    ),
    good=(
        sample("正文与表格一致"),
        sample(
            "其中的一部分",
            instead={
                "新收政府信息公开申请5件": "新收政府信息公开申请5件，其中网上收到政府信息公开申请2件"
            },
        ),
        sample(
            "与上年比较", instead={"予以公开3件": "予以公开3件，比上年新收政府信息公开申请减少2件"}
        ),
    ),
    frame=False,
)
def told_otherwise(doc: Document, ctx: Context) -> Reports:
    """年报正文里写的新收、办结、结转、复议诉讼、规范性文件件数，与三张表里的数字不一致。

    只比对说的是全年总数的句子，“其中”“比上年”之后的数不比；规范性文件件数只作提示，因为统计口径可能不同。

    ## 为什么
    正文和表格对不上，读者不知道该信哪个，上级抽查年报时首先核对这一项。

    ## 怎样改
    核对台账，把正文和表格改成一致；口径不同的在正文里写明。
    """
    report = report_of(doc)
    for claim in claims(report) if report else ():
        yield Hit(
            message=f"正文写“{claim.shown}”，{claim.cell}是 {claim.figure}",
            key=claim.cell,
            evidence=excerpt(doc.text, claim.start, claim.end),
            suggestion="核对台账，把正文和表格改成一致；口径不同的在正文里写明",
            severity=Severity.WARNING if claim.is_soft else Severity.ERROR,
            marks=(Mark(claim.start, claim.end),),
        )
