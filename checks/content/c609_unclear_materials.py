"""C609 办理材料没有写明份数和形式。"""

import re

from checks.content.guides import guide_of
from checks.finding import Hit, Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document

_WANTED = {
    "原件还是复印件、纸质还是电子": re.compile(
        r"原件|复印件|扫描件|影印件|正本|副本|电子|纸质|纸制|拍照|上传"
    ),
    "份数": re.compile(r"[\d一二两三四五]\s*[份张式套]|份数|各一"),
}
_PAPER = re.compile(r"证|书|表|簿|合同|协议|照片|报告|发票|执照|函")
_ELSEWHERE = re.compile(r"详见|见附件|见下|附件|点击|无需|下载|查看|^\W*无\W*$")
LEAST = 6
GUIDE = "临时救助申请办事指南\n申请条件：生活困难的家庭\n申请材料：{}\n办理流程：申请、审核、发放"


@page_rule(
    "C609",
    "unclear-materials",
    "办理材料没有写明份数和形式",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号扣分指标“办事指南”：材料格式要求（原件/复印件、纸质/电子、份数）不明确的每事项扣分",
    bad=(
        GUIDE.format("居民身份证、户口簿、收入证明"),
        GUIDE.format("居民身份证原件、户口簿原件"),
    ),
    good=(
        GUIDE.format("居民身份证原件1份、户口簿复印件2份"),
        GUIDE.format("居民身份证（电子，1份）"),
        GUIDE.format("详见附件材料清单"),
        GUIDE.format("无需提供材料"),
        "关于开展临时救助的通知\n申请材料：居民身份证、户口簿、收入证明",
    ),
    frame=False,
)
def unclear_materials(doc: Document, ctx: Context) -> Reports:
    """办事指南的办理材料通篇没有说明要原件还是复印件、纸质还是电子，或者要几份；每份指南报一次，供核对。

    只要有一处写明就不报；材料另见附件的不报。

    ## 为什么
    检查指标规定，材料格式要求不明确的，每个事项扣1分。

    ## 怎样改
    给每一项材料注明原件或复印件、纸质或电子、份数。
    """
    guide = guide_of(doc)
    if guide is None:
        return
    materials = guide.materials
    if len(materials) < LEAST or not _PAPER.search(materials) or _ELSEWHERE.search(materials):
        return
    lacking = [name for name, pattern in _WANTED.items() if not pattern.search(materials)]
    if lacking:
        yield Hit(
            message=f"办理材料疑似没有写明{'，也没有写明'.join(lacking)}，请核对",
            key="",
            evidence=f"“{guide.title}”：{' '.join(materials.split())[:80]}",
            suggestion="给每一项材料注明原件或复印件、纸质或电子、份数",
        )
