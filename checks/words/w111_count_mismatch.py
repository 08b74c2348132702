"""W111 列举数与所列不符。"""

from checks.finding import Hit, Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.counts import mismatches
from checks.words.report import placed


@page_rule(
    "W111",
    "count-mismatch",
    "列举数与所列不符",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：内容不准确",
    bad=(
        "县政府决定废止下列5件文件：\n1.《甲办法》；\n2.《乙办法》；\n3.《丙办法》；\n4.《丁办法》。",
        "申请人应当提交下列六项材料：\n（一）申请表；\n（二）身份证明；\n（三）场所证明。\n受理后五日内答复。",
        "现将三项要求通知如下：一是压实责任；二是强化信息报送。",
        "提出四点意见。第一，早谋划；第二，早部署；第三，早落实。",
        "请携带以下四种证件：①身份证；②户口簿；③结婚证。",
        "对以下3家企业予以公示：甲公司、乙公司、丙公司、丁公司。",
        "在青石镇、白沙镇、竹山镇、河口镇等三个镇开展试点。",
        "会同公安、教育、卫健、民政等3个部门开展检查。",
        "下设4个科室：办公室、综合科、业务科。",
        "青石镇、白沙镇、竹山镇分别为12户、15户。",
        "详见附件4。\n附件：1.名单\n2.样表\n3.说明",
    ),
    good=(
        "县政府决定废止下列3件文件：\n1.《甲办法》；\n2.《乙办法》；\n3.《丙办法》。",
        "应当提交下列材料：\n（一）申请表；\n（二）身份证明。",
        "符合下列两种情形之一的：\n（一）甲；\n（二）乙；\n（三）丙。",
        "三项要求如下：一是压实责任；二是强化信息报送；三是严肃纪律。",
        "有以下3个方面：\n加强领导。\n明确责任。",
        "抓好以下三项工作：一是甲，要做到三个到位，即一是人员到位、二是经费到位；二是乙；三是丙。",
        "请携带以下三种证件：①身份证；②户口簿；③结婚证。",
        "对以下3家企业予以公示：甲公司、乙公司、丙公司。",
        "在青石镇、白沙镇等5个镇开展试点。",
        "会同公安、教育等3个部门开展检查。",
        "下设4个科室：办公室、综合科、业务科、财务科。",
    ),
)
def count_mismatch(doc: Document, ctx: Context) -> Reports:
    """前面说“下列5项”，后面列出的不是5项。

    只判编号连续、起止清楚的列举；“三项要求：一是……二是……”“以下3家：甲、乙、丙”“甲镇、乙镇等两个镇”也算列举。
    “甲、乙、丙分别为12户、15户”个数不等，“见附件4”而附件只有3个，也报。

    ## 为什么
    列举数对不上，说明稿件有遗漏或者改稿没有改全，群众会以为材料不完整。

    ## 怎样改
    核对原件，补上遗漏的项，或者改正项数。
    """
    seen: set[str] = set()
    for found in mismatches(doc.text):
        shown = " ".join(doc.text[found.start : found.end].split())
        if shown not in seen:
            seen.add(shown)
            yield Hit(
                message=found.why,
                key=shown,
                evidence=placed(doc, found.start, found.end),
                suggestion="核对原件，补上遗漏的项，或者改正项数",
            )
