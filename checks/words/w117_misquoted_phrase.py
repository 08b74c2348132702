"""W117 固定用语写错。"""

from collections.abc import Iterator

from checks.finding import Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words import w101_wrong_word
from checks.words.phrases import judge
from checks.words.report import Occurrence, hits


@page_rule(
    "W117",
    "misquoted-phrase",
    "固定用语写错",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：严重表述错误单项否决，错别字扣分",
    bad=(
        "这样的事简直不可恩议。",
        "财务管理一榻糊涂。",
        "各镇要认真组织实师。",
        "广大干部勤勤肯肯。",
        "中华人民共和国国务怨批准。",
        "市人民代表大会常务员会通过。",
        "中国特色社会会主义道路越走越宽。",
        "由市住房和城乡建没局负责。",
        "铸牢中华民族共同体意视。",
        "推进国家治理体系和能治理力现代化。",
    ),
    good=(
        "他们一鼓作气跑完全程。",
        "县农业农村部门、农业农村局和省农业农村厅联合印发。",
        "合法权益受中华人民共和国法律保护。",
        "人民代表大会的代表和镇人民政府的代表出席。",
        "促进电子商务发展，鼓励学前教育发展。",
        "“衣”往情深服装店开业。",
        "检察委员会讨论决定，监察委员会立案。",
        "用人单位不得使用其所掌握的商业秘密。",
    ),
)
def misquoted_phrase(doc: Document, ctx: Context) -> Reports:
    """成语、机构名称、法律法规名称、固定提法和公文常用搭配写错一处：错一个字、漏一个字、多一个字或颠倒两个字。

    用语来自固定用语表（wordlists/phrases.csv，可以添加本单位的用语）、随带的成语表和公文常用搭配表。
    只报读音、字形或输入法容易弄错的字；两种写法都对的，写成了另一个词的，加引号的短语（谐音、名称），
    以及数字、层级、机构类别不同的（农业农村部、厅、局），都不报。

    ## 为什么
    国名、党名、国家机构名和重大提法写错，按检查指标属于严重表述错误，可能单项否决；成语写错是常见的错别字。

    ## 怎样改
    按“建议”一栏的写法改正原文和附件；确是名称的，标记误报时写明“允许的写法”。
    """
    yield from hits(doc, judged(doc, ctx), "应为")


def judged(doc: Document, ctx: Context) -> Iterator[Occurrence]:
    """Yield every slip with what it came to, unless the list of wrong words says it already."""
    found = list(_found(doc, ctx))
    if all(one.match.dropped for one in found):
        yield from found
        return
    known = [one for one in w101_wrong_word.judged(doc, ctx) if not one.match.dropped]
    for one in found:
        if not any(_overlap(one, other) for other in known):
            yield one


def _found(doc: Document, ctx: Context) -> Iterator[Occurrence]:
    words = ctx.words
    if doc.title not in doc.text:
        for match in judge(doc.title, words.phrases, "W117", words.allowed):
            yield Occurrence(match, in_title=True)
    for match in judge(doc.text, words.phrases, "W117", words.allowed):
        yield Occurrence(match, in_title=False)


def _overlap(one: Occurrence, other: Occurrence) -> bool:
    return (
        one.in_title == other.in_title
        and one.match.start < other.match.end
        and other.match.start < one.match.end
    )
