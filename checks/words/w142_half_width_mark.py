"""W142 汉字之间用了半角标点。"""

from checks.finding import Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.typography import hits, slip

SLIPS = tuple(
    slip(half, f"([一-鿿]){half if half not in '?' else chr(92) + half}(?=[一-鿿“《])", "汉字之间用了半角标点", rf"\1{full}")
    for half, full in zip(",;:?!", "，；：？！", strict=True)
)  # fmt: skip


@page_rule(
    "W142",
    "half-width-mark",
    "汉字之间用了半角标点",
    Severity.WARNING,
    clause="GB/T 15834-2011《标点符号用法》",
    bad=("各单位要高度重视,认真落实。", "有关事项通知如下:报名时间不变。"),
    good=(
        "各单位要高度重视，认真落实。",
        "时间10:30，比例1:2，1,200元。",
        "E-mail: a@b.cn, http://a.cn",
    ),
    optional=True,
)
def half_width_mark(doc: Document, ctx: Context) -> Reports:
    """两个汉字之间用了半角（英文）的逗号、分号、冒号、问号、叹号。

    时间、比例、千分位、网址和英文里的半角标点不报。

    ## 为什么
    中文用全角标点；半角、全角混用不美观，也影响朗读和检索。

    ## 怎样改
    改为全角标点。这条规则缺省不用，在配置文件的 [rules] on 里打开。
    """
    yield from hits(doc, SLIPS)
