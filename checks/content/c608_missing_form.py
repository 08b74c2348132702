"""C608 要求填表却没有提供表格。"""

import re

from checks.content.examples import document
from checks.content.guides import guide_of
from checks.finding import Hit, Severity, Undecided
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Link

_FORM = re.compile(r"[\u4e00-\u9fff]{0,16}(?:申请|登记|申报|审批|备案|审核|报名|变更|认定|核准)表")
_CUT = re.compile(r".*(?:填写|提交|填报|提供|填好|有效|的|《|一份|[一二三两]式)")
# The form is to be had, there or elsewhere.
_OFFERED = re.compile(
    r"空白表|空表|样表|样本|示例|模板|下载|附件|附表|附后|见附|网上(?:填|申|办)|在线|系统(?:自动)?(?:生成|打印|导出)|"
    r"(?:现场|窗口|大厅|受理处|工作人员)[^。；\n]{0,10}(?:领取|填写|提供|打印|索取|填报|发放)|"
    r"(?:领取|索取|免填|免提交|政府部门核发|自动获取|平台填报)"
)
GUIDE = "申请条件：生活困难的家庭\n申请材料：1.身份证原件1份；2.临时救助申请表1份{}\n办理流程：申请、审核、发放"
TITLE = "临时救助申请办事指南"


@page_rule(
    "C608",
    "missing-form",
    "要求填表却没有提供表格",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号扣分指标“表格样表”：要求提供表单但无获取渠道的每个扣分",
    bad=(Example("要交申请表，页面没有下载", document(GUIDE.format(""), title=TITLE)),),
    good=(
        Example(
            "页面有表格下载",
            document(
                GUIDE.format(""),
                title=TITLE,
                links=(Link("http://www.qinghe.gov.cn/sqb.doc", "申请表", is_file=True),),
            ),
        ),
        Example("窗口领取", document(GUIDE.format("（窗口领取）"), title=TITLE)),
        Example(
            "材料不含表格",
            document(GUIDE.format("").replace("临时救助申请表", "收入证明"), title=TITLE),
        ),
        Example("不是办事指南", document(GUIDE.format(""), title="关于临时救助申报的通知")),
    ),
    frame=False,
)
def missing_form(doc: Document, ctx: Context) -> Reports:
    """办事指南要求提交申请表、登记表，页面上没有表格的下载链接，也没有说明到哪里领取。

    写明窗口领取、网上填报、系统生成的不报。

    ## 为什么
    检查指标规定，要求提供表单但没有获取渠道的，每个扣1分。

    ## 怎样改
    在指南中附上空白表格和填写样表，或者写明领取、填报的途径。
    """
    guide = guide_of(doc)
    named = _FORM.search(guide.materials) if guide is not None else None
    if guide is None or named is None or _OFFERED.search(guide.text):
        return
    form = _CUT.sub("", named[0]) or named[0]
    if doc.page is None:
        yield Undecided("", f"办理材料要求“{form}”；未发布的稿件看不到链接，请核对是否附有表格")
        return
    for link in doc.page.links:
        if not link.is_frame and (link.is_file or re.search(r"表|下载|样本", link.text)):
            return
    yield Hit(
        message=f"办理材料要求“{form}”，页面上没有表格，也没有说明怎样取得",
        key="",
        evidence=f"“{guide.title}”",
        suggestion="附上空白表格和填写样表，或者写明领取、填报的途径",
    )
