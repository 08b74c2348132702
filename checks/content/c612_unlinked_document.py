"""C612 解读没有链接到被解读的文件。"""

from checks.content.examples_of_policies import NAME, PAPER, policy_site
from checks.content.policies import is_linked, policies
from checks.content.unlinked import Lack, by_column
from checks.finding import Severity
from checks.rule import Context, Example, Reports, site_rule
from checks.views import SiteView
from crawler.page import Link


@site_rule(
    "C612",
    "unlinked-document",
    "解读没有链接到被解读的文件",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号扣分指标“发布解读－解读关联”：解读稿未与被解读的政策文件关联的每处扣分",
    bad=(Example("解读页面没有文件的链接", policy_site()),),
    good=(
        Example("链接到文件", policy_site(from_reading=(Link(PAPER, "政策原文"),))),
        Example(
            "链接到另一处的同名文件",
            policy_site(from_reading=(Link("http://b.example/7.html", NAME),)),
        ),
        Example("解读的是另一份文件", policy_site(reading="《清河县医疗救助办法》政策解读")),
    ),
    whole=True,
)
def unlinked_document(site: SiteView, ctx: Context) -> Reports:
    """政策解读的标题写明了解读哪份文件，那份文件就在本网站上，解读页面却没有链接过去。

    一个栏目算一处，列出有几篇。按书名号里的文件全称或者文号配对，对不上或者同时对上几份文件的不报。

    ## 为什么
    检查指标抽查3篇解读稿，没有关联被解读文件的每处扣0.5分；群众看了解读，还要能看到原文。

    ## 怎样改
    在解读页面加上“相关文件”链接。
    """
    lacks = (
        Lack(
            pair.interpretation.url,
            pair.interpretation.title,
            f"解读没有链接到《{pair.name}》",
            f"文件：{pair.paper.url}",
        )
        for pair in policies(site).pairs
        if not is_linked(site, pair.interpretation, pair.paper, pair.name)
    )
    many = "{n} 篇解读没有链接到被解读的文件"
    yield from by_column(site, lacks, many=many, suggestion="在解读页面加上被解读文件的链接")
