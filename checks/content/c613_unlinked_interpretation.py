"""C613 文件没有链接到解读。"""

from collections.abc import Iterator

from checks.content.examples_of_policies import NAME, READING, policy_site
from checks.content.policies import Pair, is_linked, policies
from checks.content.unlinked import Lack, by_column
from checks.finding import Severity
from checks.rule import Context, Example, Reports, site_rule
from checks.views import SiteView
from crawler.page import Link


@site_rule(
    "C613",
    "unlinked-interpretation",
    "文件没有链接到解读",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号扣分指标“发布解读－解读关联”：政策文件未与解读稿关联的每处扣分",
    bad=(Example("文件页面没有解读的链接", policy_site()),),
    good=(
        Example("链接到解读", policy_site(from_paper=(Link(READING, "政策解读"),))),
        Example(
            "链接到另一处的同名解读",
            policy_site(from_paper=(Link("http://b.example/8.html", f"《{NAME}》政策解读"),)),
        ),
        Example("解读的是另一份文件", policy_site(reading="《清河县医疗救助办法》政策解读")),
    ),
    whole=True,
)
def unlinked_interpretation(site: SiteView, ctx: Context) -> Reports:
    """网站上有某份政策文件的解读，文件页面却没有链接过去。一份文件有几篇解读的，链接到一篇即可。
    一个栏目算一处，列出有几份。

    ## 为什么
    检查指标抽查解读稿，被解读文件没有关联解读的每处扣0.5分。

    ## 怎样改
    在文件页面加上“相关解读”链接；解读发布后要回头补上。
    """
    many = "{n} 份文件没有链接到它的解读"
    lacks = _lacks(site)
    yield from by_column(site, lacks, many=many, suggestion="在文件页面加上解读的链接")


def _lacks(site: SiteView) -> Iterator[Lack]:
    by_paper: dict[str, list[Pair]] = {}
    for pair in policies(site).pairs:
        by_paper.setdefault(pair.paper.url, []).append(pair)
    for url, found in by_paper.items():
        if any(is_linked(site, pair.paper, pair.interpretation) for pair in found):
            continue
        first = found[0].interpretation
        message = f"文件没有链接到它的解读“{first.title}”"
        yield Lack(url, found[0].paper.title, message, f"解读：{first.url}")
