"""W120 疑似错别字。"""

from checks.finding import Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.suspected import suspected

# Log odds: see benchmarks/README.md for what each threshold comes to.
LEAST = -1.0


@page_rule(
    "W120",
    "suspected-misspelling",
    "疑似错别字",
    Severity.WARNING,
    clause="《政府网站与政务新媒体检查指标》：错别字扣分",
    bad=(
        "水质检测结果每月向社会公不一次。",
        "请各单位于每月五日前报松上月台账。",
        "企业应当如实添报用工人数。",
    ),
    good=(
        "违反本条例规定，构成犯罪的，依法追究刑事责任。",
        "抓好秋粮收购工作，及时兑付售粮款。",
        "农户可以自己经营，依法入市，周末来信来访照常受理。",
    ),
    told_once=True,
)
def suspected_misspelling(doc: Document, ctx: Context) -> Reports:
    """错词表里没有、但与公文的通常写法明显不同的字词，例如“向社会公不”“报松上月台账”。

    由程序按大量法规和公文的用字规律推断，只报把握大的，并给出可能的写法和把握；错词表、成语表、搭配表已经报出的不重复。
    同一页上多次出现的当作专名，不报；全站多个页面都有的只报一处，并注明还有几页。

    ## 为什么
    拼音、五笔输入的错字层出不穷，列不进词表；按检查指标，错别字逐处扣分。

    ## 怎样改
    请对照原文核实：确有错误的改正；原文无误的（人名、地名、新词），在台账里标为误报，并写明允许的写法。
    """
    yield from suspected(doc, ctx, "W120", LEAST)
