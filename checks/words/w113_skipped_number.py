"""W113 层次序号跳号。"""

from checks.finding import Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.numbering import Heading, gaps
from checks.words.report import hit_at

_SHOWN = 14


@page_rule(
    "W113",
    "skipped-number",
    "层次序号跳号",
    Severity.ERROR,
    clause="GB/T 9704-2012《党政机关公文格式》7.3.3",
    bad=(
        "一、补贴对象\n种粮农民。\n二、补贴标准\n每亩13.5元。\n四、发放方式\n一卡通。",
        "（一）申请表；\n（二）身份证明；\n（三）场所证明；\n（五）其他材料。",
        "第一条 为了规范停车，制定本办法。\n第二条 本办法适用于县城。\n第四条 公安机关负责。",
        "1.申请表；\n2.身份证明；\n4.场所证明。",
        "第一章 总则\n第二章 登记\n第四章 附则",
        "会议要求：一是压实责任；二是强化宣传；四是严肃纪律。",
        "一、会议时间\n上午9时。\n二、会议地点\n五号会议室。\n三、参会人员\n分管同志。\n三、有关要求\n按时参会。",
    ),
    good=(
        "一、补贴对象\n（一）农民\n（二）大户\n二、补贴标准\n（一）水稻\n（二）油菜\n三、发放方式\n一卡通。",
        "三、补贴标准\n五、发放方式",
        "一、甲\n二、乙\n附件\n一、丙\n二、丁",
        "第一条 甲。\n第三条 乙。",
        "1.申请表；2.身份证明；\n3.场所证明；\n4.其他。",
        "三、办理结果\n一、甲\n二、乙\n三、丙\n四、复议诉讼",
        "符合第五条第（一）项、第（二）项、第（四）项规定的。",
        "会议要求：一是压实责任；二是强化宣传；三是严肃纪律。",
    ),
)
def skipped_number(doc: Document, ctx: Context) -> Reports:
    """“一、二、三”“（一）（二）（三）”“1. 2. 3.”“第一条、第二条”“一是、二是”的序号漏了号或者重了号。

    只看从“一”开始的序号；下一级的序号在上一级的每个标题下重新开始，表格、附件里另起的序号，不算跳号。

    ## 为什么
    序号跳了，读者会以为漏登了内容；重号多半是改稿后没有顺号。

    ## 怎样改
    核对原件，补上漏登的内容，或者顺好序号。
    """
    for gap in gaps(doc.text):
        before, after = gap.before, gap.after
        line = doc.text[after.start : after.end].strip()
        kind = "重号" if after.number == before.number else "跳号"
        yield hit_at(
            doc,
            after.start,
            after.end,
            message=f"序号{kind}：“{_first(doc.text, before)}”后面是“{_first(doc.text, after)}”",
            key=line,
            suggestion="核对原件，补上漏登的内容，或者顺好序号",
        )


def _first(text: str, heading: Heading) -> str:
    line = text[heading.start : heading.end].strip()
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
