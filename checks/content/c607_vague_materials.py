"""C607 办理材料表述含糊。"""

import re

from checks.content.guides import guide_of
from checks.finding import Hit, Severity
from checks.mask import excerpt
from checks.rule import Context, Reports, page_rule
from checks.views import Document

_NOUN = r"(?:材料|资料|文件|证件|手续|证明)"
_VAGUE = re.compile(
    rf"(?:法律|法规|规章|规定|政策|有关要求)[^。；\n，]{{0,12}}(?:提交|提供|出具|规定|要求)的?(?:有关|相关)?其[他它](?:有关|相关|必要|证明)?的?{_NOUN}"
    rf"|其[他它](?:有关|相关|必要|应当|应|需要|需|须|所需)的?(?:提交|提供|出具)?的?(?:有关|相关|证明)?{_NOUN}"
    rf"|(?:需要|应当|认为|要求)[^。；\n，]{{0,6}}(?:提交|提供|出具|补充)的其[他它](?:有关|相关|证明)?{_NOUN}"
    rf"|(?<=[、和及])其[他它]{_NOUN}(?=$|[。；，\s])|^\W*\d*\W*其[他它]{_NOUN}\W*$"
    rf"|等(?:有关|相关){_NOUN}|视(?:具体|实际)?情况(?:而定|提供|提交|补充|另行|需|要求|增加)",
    re.M,
)
# 不得要求提供其他材料 is the contrary.
_NOT = re.compile(r"无需|不需|毋需|不得|不再|不要求|没有|无须|不用|除[^。；\n]*外")
_LIST_FOLLOWS = re.compile(r"\s*[:：（(]")
_BEFORE = 16
GUIDE = "临时救助申请办事指南\n申请条件：生活困难的家庭\n申请材料：{}\n办理流程：申请、审核、发放"


@page_rule(
    "C607",
    "vague-materials",
    "办理材料表述含糊",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号扣分指标“办事指南”：材料出现“根据有关法律法规规定应提交的其他材料”等含糊表述的扣分",
    bad=(
        GUIDE.format("1.身份证；2.根据有关法律法规规定应提交的其他材料"),
        GUIDE.format("身份证原件、户口簿原件及其他相关材料"),
        GUIDE.format("1.身份证；2.收入证明，视情况提供；3.申请书"),
    ),
    good=(
        GUIDE.format("1.法人或者其他组织的登记证书；2.身份证"),
        GUIDE.format("身份证。不得要求申请人提供其他相关材料。"),
        GUIDE.format("其他相关材料：（1）户口簿；（2）收入证明"),
        "临时救助申请办事指南\n申请条件：提交有关法律法规规定的其他相关材料后受理\n申请材料：身份证\n办理流程：申请",
        "关于开展临时救助的通知\n申请材料：身份证及其他相关材料",
    ),
    frame=False,
)
def vague_materials(doc: Document, ctx: Context) -> Reports:
    """办事指南的办理材料里有“其他相关材料”“根据有关法律法规规定应提交的其他材料”“视情况提供”一类的兜底说法。

    只看办理材料一项；后面跟着具体清单的“其他材料：……”、说明不得要求其他材料的不报。

    ## 为什么
    群众不知道究竟要带什么，只好多跑几趟；检查指标规定，含糊表述每个事项扣2分。

    ## 怎样改
    把“其他材料”逐项列明；确无其他材料的，删去这一句。
    """
    guide = guide_of(doc)
    if guide is None:
        return
    materials = guide.materials
    for match in _VAGUE.finditer(materials):
        before = materials[max(0, match.start() - _BEFORE) : match.start()]
        if _NOT.search(before) or _LIST_FOLLOWS.match(materials, match.end()):
            continue
        yield Hit(
            message=f"办理材料中的“{' '.join(match[0].split())}”含糊，办事人不知道要带什么",
            key="",
            evidence=excerpt(materials, match.start(), match.end()),
            suggestion="逐项列明所需材料，删去兜底说法",
        )
        return
