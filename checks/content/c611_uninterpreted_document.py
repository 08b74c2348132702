"""C611 本级政策文件没有解读。"""

from checks.content.examples_of_policies import policy_site
from checks.content.policies import policies
from checks.content.talks import YEAR_MONTHS, months_before
from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.rule import Context, Example, Reports, site_rule
from checks.views import SiteView

SHOWN = 5


@site_rule(
    "C611",
    "uninterpreted-document",
    "本级政策文件没有解读",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号扣分指标“发布解读－解读比例”：以本级名义印发的政策文件应当解读",
    bad=(Example("解读的是另一份文件", policy_site(reading="《清河县医疗救助办法》政策解读")),),
    good=(
        Example("已有解读", policy_site()),
        Example("转发上级的文件", policy_site(title="清河县人民政府转发省政府停车管理办法的通知")),
        Example("两年前的文件", policy_site(year=2024)),
    ),
    whole=True,
    optional=True,
    aging=True,
)
def uninterpreted_document(site: SiteView, ctx: Context) -> Reports:
    """近一年以本级名义印发的政策文件，有几份在政策解读栏目里找不到解读；按全站汇总报告一次，并给出比例。

    只算标题或开头有本地名称、不是转发上级的文件；按文件全称和文号与解读配对，写法不同的可能配不上，供核对。

    ## 为什么
    检查指标抽查3份以本级名义印发的政策文件，被解读的每少一份扣1分。

    ## 怎样改
    文件印发后3个工作日内发布解读，标题写明文件全称，并与文件互相链接。
    """
    found = policies(site)
    since = months_before(ctx.today, YEAR_MONTHS)
    done = {pair.paper.url for pair in found.pairs}
    recent = [paper for paper in found.papers if paper.is_own and paper.day and paper.day >= since]
    bare = sorted((paper for paper in recent if paper.url not in done), key=lambda each: each.url)
    if bare:
        shown = "；".join(f"“{paper.title}”" for paper in bare[:SHOWN])
        yield Hit(
            message=f"近一年 {len(recent)} 份本级政策文件中，{len(bare)} 份疑似没有解读，请核对",
            key="",
            evidence=f"例如：{shown}",
            suggestion="补发解读，标题写明文件全称，并与文件互相链接",
            subject=SITE_SUBJECT,
            url=bare[0].url,
        )
