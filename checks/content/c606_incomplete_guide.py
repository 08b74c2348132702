"""C606 办事指南要素不全。"""

from checks.content.guides import ELEMENTS, VETO_MISSING, guide_of
from checks.finding import Hit, Severity, Undecided
from checks.rule import Context, Reports, page_rule
from checks.views import Document

WHOLE = (
    "临时救助申请办事指南\n一、事项名称：临时救助\n二、设定依据：《社会救助暂行办法》第四十七条\n"
    "三、受理条件：因突发事件导致基本生活暂时困难的家庭\n四、申请材料：居民身份证原件1份（纸质）\n"
    "五、办公地址：各镇便民服务中心\n六、实施主体：县民政局\n七、收费标准：不收费\n"
    "八、承诺时限：15个工作日\n九、咨询方式：0990-5554116\n十、办理程序：申请、审核、发放"
)
POOR = (
    "临时救助申请办事指南\n申请条件：生活困难的家庭\n申请材料：身份证\n办理流程：申请、审核、发放"
)
CALL = "清河县公开招聘教师公告\n报名条件：年龄35周岁以下\n报名材料：身份证\n办理流程：报名、考试\n联系电话：0990-5554116"


@page_rule(
    "C606",
    "incomplete-guide",
    "办事指南要素不全",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号单项否决指标“服务不实用”和扣分指标“办事指南”：十类要素",
    bad=(POOR, WHOLE.replace("七、收费标准：不收费\n", "")),
    good=(
        WHOLE,
        CALL,
        "《临时救助办法》政策解读\n申请条件：生活困难\n申请材料：身份证\n办理流程：申请、审核",
        "关于开展创业补贴申报的通知\n申请条件：毕业两年内\n申报材料：身份证\n联系电话：0990-5554116",
        WHOLE.replace("五、办公地址：", "五、办理窗口及电话："),
        "清河县政府信息公开指南\n办公地址：县政府大院\n办公时间：工作日\n联系电话：0990-5554116\n办理程序：登记",
    ),
    frame=False,
)
def incomplete_guide(doc: Document, ctx: Context) -> Reports:
    """办事指南缺少十类要素中的一类或几类，或者表格里列了要素名称却没有填写内容。

    十类要素：事项名称、设定依据、申请条件、办理材料、办理地点、办理机构、收费标准、办理时间、联系电话、
    办理流程。通行的别称（受理条件、办公地址、实施主体、承诺时限、咨询方式等）同样认可。
    缺四类以上的按“一般”问题报告，其余作为提示。

    ## 为什么
    检查指标规定：要素缺4类及以上的事项达到5个的，单项否决；抽查时要素缺失每处扣0.5分。

    ## 怎样改
    对照十类要素逐项补齐；不收费的也要写明“不收费”，不要留空。
    """
    guide = guide_of(doc)
    if guide is None:
        return
    if guide.is_unfilled:
        yield Undecided("", "办事指南的内容可能由脚本填充，没有读到，未能判断要素是否齐全")
        return
    lacking = [name for name in ELEMENTS if name in guide.missing or name in guide.empty]
    if lacking:
        empty = "、".join(guide.empty)
        yield Hit(
            message=f"办事指南缺少 {len(lacking)} 类要素：{'、'.join(lacking)}",
            key="",
            evidence=f"“{guide.title}”{f'（{empty} 没有填写内容）' if empty else ''}",
            suggestion=f"补齐{'、'.join(lacking)}",
            severity=None if len(lacking) >= VETO_MISSING else Severity.WARNING,
        )
