"""W104 已撤并机构、旧制度和已废止法规的名称。"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

from checks.finding import Severity
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from checks.words.report import Occurrence, candidates, hits

# Sentences that speak of what an institution was, or of the reform itself.
_HISTORY = (
    "曾任 时任 历任 任职 简历 参加工作 原系 更名 撤销 不再保留 划入 划转 转隶 整合 组建 合并 并入 "
    "挂牌成立 前身 职责划"
).split()
# “原清河县环境保护局”: the name of the place stands between.
_NEAR = 8
# What has become of a name, by category; any other category speaks of an institution.
_BECAME = {"旧制度旧名称": "已不再使用，现为", "已废止法规": "已废止，现为"}
_WITHDRAWN = "已撤并，现为"


@page_rule(
    "W104",
    "withdrawn-institution",
    "使用旧机构、旧制度的名称",
    Severity.WARNING,
    clause="2018 年、2023 年《党和国家机构改革方案》",
    bad=(
        Example("改革后的通知", Document("请到县环保局办理。", day=date(2026, 2, 1))),
        Example("改革后的公示", Document("由县国土资源局公示。", day=date(2026, 2, 1))),
        Example("改革后的通告", Document("县扶贫办负责解释。", day=date(2026, 2, 1))),
        Example("改革后的标题", Document("正文", title="县卫计委通知", day=date(2026, 2, 1))),
        Example("旧制度", Document("提供组织机构代码证复印件。", day=date(2026, 2, 1))),
        Example("废止的法律", Document("依据《中华人民共和国合同法》签订。", day=date(2026, 2, 1))),
    ),
    good=(
        "请到县生态环境局办理。",
        Example("没有日期的文章", Document("请到县环保局办理。")),
        Example("改革前的文章", Document("请到县环保局办理。", day=date(2017, 5, 1))),
        Example("原机构", Document("由原县环保局批准，原环保局验收。", day=date(2026, 2, 1))),
        Example("文件名", Document("依据《环境保护部关于……的通知》", day=date(2026, 2, 1))),
        Example("文号", Document("环发〔2015〕12号文件由环境保护部印发。", day=date(2026, 2, 1))),
        Example("履历", Document("曾任县国土资源局局长。", day=date(2026, 2, 1))),
        Example("普通词", Document("农业部门、文化部署、扶贫办法。", day=date(2026, 2, 1))),
        Example("现行法律", Document("依据《中华人民共和国劳动合同法》。", day=date(2026, 2, 1))),
        Example("名称未变的机构", Document("国家信访局、科技部、省林业局。", day=date(2026, 2, 1))),
    ),
)
def withdrawn_institution(doc: Document, ctx: Context) -> Reports:
    """机构改革之后发布的内容仍使用旧机构名（wordlists/withdrawn.csv），例如“环保局”“国土资源局”“扶贫办”。

    制度改变之后仍使用旧制度的名称（“新农合”“组织机构代码证”“暂住证”）、
    法律法规废止之后仍引为依据（《合同法》《信访条例》）的，同样报告。
    只判有发布日期、且晚于挂牌或施行日期的内容；《》里的文件名、“原……局”、履历、
    提到改革前年份的句子都不报。地方机构挂牌晚于中央，各次改革的日期写在 dates.csv 里，
    在站点词表文件夹里改一处，所有用到它的旧称都跟着改。

    ## 为什么
    沿用已撤销的机构名，群众会找错部门，沿用已取消的证照和制度，群众会白跑；
    检查通报把它列为内容不准确的常见问题。

    ## 怎样改
    改为现在承担该职责的机构、现行制度或法规的全称；叙述历史的，写作“原……局”。
    """
    for became, same in groupby(sorted(judged(doc, ctx), key=_became), key=_became):
        yield from hits(doc, same, became)


def _became(one: Occurrence) -> str:
    return _BECAME.get(one.match.term.category, _WITHDRAWN)


def judged(doc: Document, ctx: Context) -> Iterator[Occurrence]:
    """Yield every candidate with what it came to."""
    for one in candidates(doc, ctx.words.withdrawn, ctx, "W104"):
        is_told = not one.match.dropped and _is_history(one)
        yield replace(one, match=replace(one.match, dropped="同句说的是过去")) if is_told else one


def _is_history(one: Occurrence) -> bool:
    sentence = one.match.sentence
    before = sentence[: sentence.find(one.match.shown)]
    return any(word in sentence for word in _HISTORY) or "原" in before[-_NEAR:]
