"""P211 同一文件中的两份名单遮蔽互补。"""

from checks.finding import Hit, Severity
from checks.privacy.complement import completed, masked_rows
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Table

_FRONT = Table((("姓名", "身份证号", "村"), ("赵一", "110101190503******", "荷花村")), "工作表“一”")
_TAIL = Table((("姓名", "证件号码", "村"), ("赵一", "******190503071230", "荷花村")), "工作表“二”")
_SAME = Table((("姓名", "身份证号"), ("赵一", "110101********1230")), "工作表“二”")
_OTHER = Table((("姓名", "证件号码"), ("赵一", "******196012121230")), "工作表“二”")


@page_rule(
    "P211",
    "complementing-lists",
    "同一文件中的两份名单遮蔽互补",
    Severity.ERROR,
    clause="《个人信息保护法》第七十三条（去标识化）；《政府信息公开条例》第十五条",
    bad=(Example("两张工作表，一张遮后六位，一张遮前六位", Document("", tables=(_FRONT, _TAIL))),),
    good=(
        Example("只有一张", Document("", tables=(_FRONT,))),
        Example("两张遮的是同样几位", Document("", tables=(_SAME, _SAME))),
        Example("同名不同人", Document("", tables=(_FRONT, _OTHER))),
        Example("拼起来仍有八位不知道", Document("", tables=(_SAME, _SAME, _SAME))),
    ),
)
def complementing_lists(doc: Document, ctx: Context) -> Reports:
    """同一份文件里有两份名单，同一个人的身份证号码遮的位置不同，拼起来只剩三位以内不知道。

    按姓名对上，还要两处都露出的数字一致、能对上其他栏目或拼出的号码校验码正确，才算同一个人。
    分在不同页面、不同附件里的见 P213。

    ## 为什么
    各自遮得够，合起来等于公开了完整号码。

    ## 怎样改
    全部名单按同一办法遮蔽：身份证号码都遮住出生年月日八位，重新发布。
    """
    pairs = list(completed(masked_rows(doc.tables, doc.url)))
    if pairs:
        one = pairs[0]
        yield Hit(
            f"两份名单遮的位置不同，可以拼出 {len({each.second.name for each in pairs})} 人的身份证号码",
            key="",
            evidence=f"{one.first.place} 与 {one.second.place}",
            suggestion="全部名单按同一办法遮住出生年月日八位，重新发布",
        )
