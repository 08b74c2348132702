"""W121 疑似网页被篡改。"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checks.finding import Hit, Severity
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from checks.words.report import Occurrence, candidates, evidence, marks
from wordlists.term import Level

# A sentence that fights these things names them too.
_FOUGHT = (
    "打击 查处 犯罪 禁止 防范 举报 整治 涉嫌 判处 警方 民警 诈骗 取缔 严禁 侦破 抓获 被告 违法 非法 "
    "骗局 警惕 谨防 被骗 受骗 反诈 曝光 惩处 治理 赌资 拒绝 违纪 违规 纪检"
).split()
_SHOWN = 3


@page_rule(
    "W121",
    "tampering-term",
    "疑似网页被篡改",
    Severity.CRITICAL,
    clause="《政府网站与政务新媒体检查指标》：对安全攻击（如挂马、篡改等）没有及时有效处置的单项否决",
    bad=(
        "澳门新葡京官网，真人百家乐在线。",
        "时时彩平台注册就送彩金。",
        "办证刻章加微信。",
        "代*开*发*票*加*微*信，验真后付款。",
        "新　葡　京　官　网",
        "传奇私服发布网，新开传奇网站大全。",
        "黑户必下款口子，无视黑白户。",
        Example("标题被篡改", Document("正文。", title="2026新澳门开奖结果一肖一码")),
    ),
    good=(
        "严厉打击网络赌博，取缔“百家乐在线”等赌博网站。",
        "纳税人可以到办税服务厅代开发票，也可以通过电子税务局代开。",
        "六合彩属于非法赌博。中国福利彩票开奖结果公告。",
        "某干部赴澳门威尼斯人赌场赌博，受到开除党籍处分。",
        "澳门新葡京酒店、金沙县人民政府官网、一百家乐器在线展销。",
        "公安机关提醒：刷单兼职就是诈骗。",
        "学生凭身份证到教务处办理毕业证，办理驾驶证请到窗口。",
        "为行动不便的老人提供全套上门服务。",
        "任何单位和个人不得组织代孕，专项整治代孕中介。",
    ),
)
def tampering_term(doc: Document, ctx: Context) -> Reports:
    """页面、标题或附件中出现赌博、色情、假证、代开发票、私服外挂、黑网贷一类的广告语（wordlists/tampering.csv）。

    词表只收搜索引擎作弊者植入网页的整句广告语（“澳门新葡京官网”“代开发票加微信”），不收单个的词；
    同句说的是打击、查处、防范、案件的不报，税务机关的代开发票业务不报。字间插空格、符号、不可见字符的照样能查出。
    级别 S 的出现一处就按“严重”上报；级别 A 的只是可疑，出现两种以上按“一般”，只有一种按“提示”。
    一个页面只报一条，写明出现了哪些。

    ## 为什么
    网站被植入这类内容，说明已经被入侵，或者使用了有漏洞的编辑器、留言板和上传功能；
    对篡改没有及时有效处置的，检查指标列为单项否决。

    ## 怎样改
    立即下线该页面并保留证据，报告网信、公安部门；清除后门，修补漏洞，更换管理口令，
    检查同一时间被改动的其他文件，请搜索引擎删除快照。确属工作内容的，标记误报并写明允许的写法。
    """
    found = [one for one in judged(doc, ctx) if not one.match.dropped]
    if not found:
        return
    first = next((one for one in found if one.match.term.level is Level.S), found[0])
    shown = list(dict.fromkeys(one.match.shown for one in found))
    named = "".join(f"“{each}”" for each in shown[:_SHOWN])
    more = f"等 {len(shown)} 种" if len(shown) > _SHOWN else ""
    categories = dict.fromkeys(one.match.term.category for one in found if one.match.term.category)
    yield Hit(
        message=f"疑似网页被篡改：出现{named}{more}{'、'.join(categories)}广告语",
        key="",
        evidence=evidence(doc, first),
        suggestion=f"立即下线该页面，排查入侵途径（{first.match.term.place}）",
        severity=_severity(found),
        marks=marks(found),
    )


def _severity(found: Sequence[Occurrence]) -> Severity:
    if any(one.match.term.level is Level.S for one in found):
        return Severity.CRITICAL
    is_alone = len({one.match.term.word for one in found}) == 1
    return Severity.WARNING if is_alone else Severity.ERROR


def judged(doc: Document, ctx: Context) -> Iterator[Occurrence]:
    """Yield every candidate with what it came to."""
    for one in candidates(doc, ctx.words.tampering, ctx, "W121"):
        word = next((word for word in _FOUGHT if word in one.match.sentence), "")
        is_fought = word and not one.match.dropped
        why = f"同句有“{word}”"
        yield replace(one, match=replace(one.match, dropped=why)) if is_fought else one
