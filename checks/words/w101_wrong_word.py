"""W101 错别字。"""

from collections.abc import Iterator

from checks.finding import Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.report import Occurrence, candidates, hits


@page_rule(
    "W101",
    "wrong-word",
    "错别字",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：严重表述错误单项否决，错别字扣分",
    bad=(
        "严禁露天焚烧秸杆。",
        "我单位己经完成验收。",
        "申请入须持身份证原件到场。",
        "会议布署下一阶段工作。",
        "全面推进依法制国。",
        "截止到2024年底，全县累计建成公厕36座。",
        "请通过对公帐户缴纳。",
        "请企业登陆省政务服务网申报。",
        "面向社会公开招聘教师的启示",
        "依申请公开渠道畅同，全年受里申请23件。",
        "第十四界人大三次会议",
    ),
    good=(
        "严禁露天焚烧秸秆。",
        "农户可以自己经营，也可以委托经营。",
        "适龄儿童申请入学须持户口簿。",
        "省人大常委会公布署名文件。",
        "欢迎您周末来清河游玩。",
        "承包人土地经营权受法律保护。",
        "严查非法入境、合法入驻的企业不受影响。",
        "报名截止到5月31日，逾期不再受理。",
        "深入践行科学发展现实要求，检查院内消防设施。",
        "台风预计在沿海登陆，请关注应急平台。",
        "从公开招聘中得到的启示。",
        "会议接受里程碑式的方案，人脉博取不了信任。",
    ),
)
def wrong_word(doc: Document, ctx: Context) -> Reports:
    """页面、标题或附件中出现错词表（wordlists/wrong_words.csv）所列的写法。

    错词表的每一行都带有“放过”的条件，例如“己经”只在分词边界上才算，“自己经营”不报；
    国名、党名、国家机构名和重大提法写错的，按“严重”上报，其余为“一般”，两可的为“提示”。

    ## 为什么
    错别字损害政府公信力。国务院办公厅的检查指标把严重表述错误列为单项否决，一般错别字逐处扣分。

    ## 怎样改
    按“建议”一栏的写法改正原文和附件；确属引文的，在台账里标为误报；
    本单位常用而不算错的写法，在站点词表文件夹的 wrong_words.csv 里把它的级别写成“停用”。
    """
    yield from hits(doc, judged(doc, ctx), "应为")


def judged(doc: Document, ctx: Context) -> Iterator[Occurrence]:
    """Yield every candidate with what it came to."""
    return candidates(doc, ctx.words.wrong_words, ctx, "W101")
