"""W122 可能的错别字。"""

from checks.finding import Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words import w120_suspected_misspelling
from checks.words.suspected import suspected

LEAST = -2.5


@page_rule(
    "W122",
    "possible-misspelling",
    "可能的错别字",
    Severity.WARNING,
    clause="《政府网站与政务新媒体检查指标》：错别字扣分",
    bad=("请家长按时街送孩子。", "水费按季度收曲。"),
    good=(
        "水质检测结果每月向社会公不一次。",
        "接种疫苗后应当留观三十分钟。",
        "企业应当建立健全台账，做到账实相符。",
    ),
    optional=True,
    told_once=True,
)
def possible_misspelling(doc: Document, ctx: Context) -> Reports:
    """与“疑似错别字”（W120）相同，但把握较小的，供校对时参考。

    默认不查；要查的，在配置里写 `[rules]` `on = ["W122"]`。报出的大约一半以上是人名、专业用语等正确的写法。

    ## 为什么
    重要文件发布前的校对，宁可多看几处。

    ## 怎样改
    请对照原文核实：确有错误的改正；没有错的不用处理。
    """
    yield from suspected(doc, ctx, "W122", LEAST, w120_suspected_misspelling.LEAST)
