"""W109 大小写金额不一致。"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from checks.finding import Severity
from checks.mask import mask
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.normal import normalise
from checks.words.numerals import amount
from checks.words.report import hit_at

_CAPITAL_DIGITS = "零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿"
_CAPITAL = (
    rf"(?<!\d)(?=[零拾佰仟万亿]{{0,3}}[壹贰叁肆伍陆柒捌玖])[{_CAPITAL_DIGITS}]{{1,24}}"
    "[元圆](?:[零壹贰叁肆伍陆柒捌玖角分]{0,5})[整正]?"
)
_FIGURE = r"(?:[¥￥]|RMB)?\s?(\d[\d,，]*(?:\.\d+)?)\s?(亿|万)?\s?(元)?整?"
# Side by side, or apart with a word that says what comes.
_BETWEEN = (
    r"(?:人民币)?\s?(?:[（(【]?\s?(?:人民币)?(?:{word})?(?:金额)?\s?[:：]?"
    r"|[，,；;、]\s?(?=[¥￥])|[）)]?\s?[，,；;、/]?\s{{0,2}}[（(]?{word}(?:金额|人民币)?[）)]?\s?(?:为|是)?\s?[:：]?)"
    r"\s?(?:人民币)?\s?[:：]?\s?"
)
_FIGURE_FIRST = re.compile(_FIGURE + _BETWEEN.format(word="大写") + f"({_CAPITAL})")
_CAPITAL_FIRST = re.compile(f"({_CAPITAL})" + _BETWEEN.format(word="小写") + _FIGURE)
_EVERYDAY = "[一二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]{0,15}元"
# Everyday characters are compared only if nothing else stands in the brackets.
_FIGURE_IN_BRACKETS = re.compile(
    rf"(?<![第\d一二两三四五六七八九十百千万亿])({_EVERYDAY})整?[（(](?:人民币|[¥￥])?(\d[\d,，]*(?:\.\d+)?)(亿|万)?(元)[)）]"
)
_ANY = re.compile("[壹贰叁肆伍陆柒捌玖]")
_PATTERNS = ((_FIGURE_FIRST, 4, 1), (_CAPITAL_FIRST, 1, 2), (_FIGURE_IN_BRACKETS, 1, 2))
_MARKS = ("¥", "￥", "RMB", "大写", "小写")
_SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


@page_rule(
    "W109",
    "amount-mismatch",
    "大小写金额不一致",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：内容不准确；《支付结算办法》附一：大小写金额必须一致",
    bad=(
        "中标金额：人民币贰拾叁万元整（¥320,000.00元）。",
        "罚款5000元（大写：伍万元整）。",
        "补偿款共计786420.50元（大写：柒拾捌万陆仟肆佰贰拾元伍分）。",
        "成交价：23.5万元（人民币贰拾叁万伍佰元整）。",
        "投标报价（小写）：¥320000.00元，（大写）：人民币贰拾叁万元整。",
        "处以五千元（50000元）罚款。",
    ),
    good=(
        "中标金额：人民币贰拾叁万元整（¥230,000.00元）。",
        "罚款5000元（大写：伍仟元整）。",
        "补偿款共计786420.55元（大写：柒拾捌万陆仟肆佰贰拾元伍角伍分）。",
        "成交价：23.5万元（人民币贰拾叁万伍仟元整）。",
        "保证金壹拾万零捌佰元整（小写：100,800元）。",
        "投标报价（小写）：¥230000元，（大写）：人民币贰拾叁万元整。",
        "每人五百元（共5人），处以五千元（5000元）罚款。",
        "会议室在贰号楼，联系人陆某，共3000元，另付押金壹佰元整。",
    ),
)
def amount_mismatch(doc: Document, ctx: Context) -> Reports:
    """同一笔钱的大写金额和小写金额不一样。

    ## 为什么
    中标、处罚、补偿的金额大小写不一，结果就有争议；票据法规定大小写必须一致。

    ## 怎样改
    核对合同或决定书原件，把写错的一个改过来。
    """
    text = normalise(doc.text)
    if not _ANY.search(text.text) and "元（" not in text.text and "元(" not in text.text:
        return
    for match, figure, capital in _pairs(text.text):
        written = mask(match[0])
        if figure != capital:
            yield hit_at(
                doc,
                *text.span(*match.span()),
                message=f"“{written}”大写是{_shown(capital)}元，小写是{_shown(figure)}元",
                key=match[0],
                suggestion="核对原件，把写错的一个改过来",
            )


def _pairs(text: str) -> Iterator[tuple[re.Match[str], Decimal, Decimal]]:
    """Yield what stands side by side: figure and capital amount, in yuan."""
    for pattern, capital_group, figure_group in _PATTERNS:
        for match in pattern.finditer(text):
            capital = amount(match[capital_group])
            scale, unit = match[figure_group + 1], match[figure_group + 2]
            is_money = bool(unit or scale) or any(mark in match[0] for mark in _MARKS)
            figure = _figure(match[figure_group], scale or "")
            if capital is not None and figure is not None and is_money:
                yield match, figure, capital


def _figure(digits: str, scale: str) -> Decimal | None:
    try:
        return Decimal(digits.replace(",", "").replace("，", "")) * _SCALES[scale]
    except InvalidOperation:
        return None


def _shown(value: Decimal) -> str:
    return f"{value.normalize():f}"
