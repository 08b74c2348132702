"""C610 设定依据只有文件名称。"""

import re

from checks.content.examples import document
from checks.content.guides import BASIS, guide_of
from checks.finding import Hit, Severity, Undecided
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Link

_NAME = re.compile(r"《([^《》\n]{4,80})》")
_AROUND = re.compile(
    r"[（(][^（）()]{0,60}[)）]|第[一二三四五六七八九十百零〇\d]+[条款项章节]|[\u4e00-\u9fff]{1,12}〔\d{4}〕\d+号|"
    r"法律|行政法规|法规|规章|规范性文件|依据|名称|文号|条款|根据|按照|《|》|[\W\d_a-zA-Z]"
)
_LINKED = re.compile(r"依据|条文|原文|法律|法规|查看|详[情见]|全文")
# So much beside names and numbers is text of the law.
LEAST_TEXT = 12
GUIDE = "{}\n申请条件：生活困难的家庭\n申请材料：身份证原件1份\n办理流程：申请、审核、发放"
TITLE = "临时救助申请办事指南"
BARE = GUIDE.format("设定依据：《社会救助暂行办法》（国务院令第649号）第四十七条")
QUOTED = GUIDE.format(
    "设定依据：《社会救助暂行办法》第四十七条：国家对因火灾、交通事故等意外事件，导致基本生活暂时出现严重困难的家庭，给予临时救助。"
)
LAW = Link("http://www.qinghe.gov.cn/zcwj/1.html", "社会救助暂行办法")


@page_rule(
    "C610",
    "bare-basis",
    "设定依据只有文件名称",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号扣分指标“办事指南”：政策文件只有名称、没有内容的每事项扣分",
    bad=(Example("只列法规名称，没有条文也没有链接", document(BARE, title=TITLE)),),
    good=(
        Example("引用了条文", document(QUOTED, title=TITLE)),
        Example("名称链接到原文", document(BARE, title=TITLE, links=(LAW,))),
        Example("不是办事指南", document(BARE, title="临时救助政策解读")),
    ),
    frame=False,
)
def bare_basis(doc: Document, ctx: Context) -> Reports:
    """办事指南的设定依据只列了法规、文件的名称，既没有引用条文，也没有链接到原文。

    ## 为什么
    检查指标规定，政策文件只有名称、没有内容的，每个事项扣0.5分；加分指标还要求准确关联到政策文件库。

    ## 怎样改
    在名称后引用有关条文，或者把名称链接到政策文件库中的原文。
    """
    guide = guide_of(doc)
    basis = guide.values.get(BASIS, "") if guide is not None else ""
    names = _NAME.findall(basis)
    if guide is None or not names:
        return
    rest = _AROUND.sub("", _NAME.sub("", basis))
    if len(rest) >= LEAST_TEXT:
        return
    if doc.page is None:
        reason = f"设定依据只有《{names[0]}》的名称；未发布的稿件看不到链接，请核对"
        yield Undecided("", reason)
        return
    for link in doc.page.links:
        is_named = any(name in link.text or link.text.strip("《》 ") in name for name in names)
        if not link.is_frame and (_LINKED.search(link.text) or (is_named and link.text.strip())):
            return
    yield Hit(
        message=f"设定依据《{names[0]}》只有名称，没有条文内容，也没有链接",
        key="",
        evidence=f"“{guide.title}”：{' '.join(basis.split())[:80]}",
        suggestion="引用有关条文，或者链接到政策文件库中的原文",
    )
