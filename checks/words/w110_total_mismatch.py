"""W110 合计与分项不符。"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from checks.finding import Hit, Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.normal import normalise
from checks.words.report import placed

_UNITS = "亿元|万元|元|公里|千米|平方米|平方公里|亩|公顷|吨|人次|人|户|家|个|件|项|处|座|套|条|所|名|辆|只|头|台|场|起|宗|篇|次"
_NUMBER = re.compile(rf"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)({_UNITS})")
_TOTAL = re.compile(rf"(?:合计|共计|总计)[^\d，。；、\n（(]{{0,6}}(\d[\d,]*(?:\.\d+)?)({_UNITS})")
# What makes parts of other parts, or leaves some out.
_UNCLEAR = re.compile(
    r"其中|同比|增长|下降|比上年|占\d|占比|以上|以下|超过|累计|上年|去年|每|平均|分别达|[%％～—]"
    r"|(?:[约近逾]|(?<!商)超)\s?\d|\d\s?[余多至]"
)
# “总投资5200万元，其中：中央3000万元，省级1500万元”: parts may be left out, but not be more.
_INCLUDING = re.compile(
    r"总(?:投资|额|资金|预算|支出|收入)[^\d，。；、\n（(]{0,4}(\d[\d,]*(?:\.\d+)?)(亿元|万元|元)，其中[:：]([^。；\n]{4,120})"
)
_BREAK = re.compile(r"[。；;！？\n]")
# Parts that are always all: “共120人，其中男70人、女40人”.
_WHOLE = (("男", "女"), ("城镇", "农村"), ("城市", "农村"))
_LEAST_PARTS = 2
_REACH = 160


@dataclass(frozen=True, slots=True)
class _Sum:
    """Parts and a total that does not agree, at [start, end) of the normalised text."""

    start: int
    end: int
    parts: tuple[Decimal, ...]
    total: Decimal
    unit: str


@page_rule(
    "W110",
    "total-mismatch",
    "合计与分项不符",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：内容不准确",
    bad=(
        "分别改造旧管网12公里、18公里和25公里，合计58公里。",
        "税收收入6.2亿元，非税收入3.1亿元，两项合计9.8亿元。",
        "全县共招录120人，其中男70人、女40人。",
    ),
    good=(
        "分别改造旧管网12公里、18公里和25公里，合计55公里。",
        "全县共招录110人，其中男70人、女40人。",
        "全县共招录110人，其中研究生30人、女40人。",
        "改造公路12公里（其中县道5公里），桥梁3座，合计投资58万元。",
        "上年支出100万元，今年支出120万元，同比增长20%，合计支出230万元。",
        "补助每人300元、每户500元，共计1.2万元。",
        "中央资金1.25亿元，省级资金0.33亿元，合计1.6亿元。",
    ),
)
def total_mismatch(doc: Document, ctx: Context) -> Reports:
    """一句话里列出的各项数字加起来，与写明的合计不符。

    只在单位相同、各项列全的情况下才判；四舍五入造成的末位差别不报。

    ## 为什么
    数字前后矛盾，公开的信息就不准确，还会引起对数据真实性的质疑。

    ## 怎样改
    核对原始数据，改正分项或者合计。
    """
    text = normalise(doc.text)
    seen: set[str] = set()
    for fault in (*_totals(text.text), *_excesses(text.text), *_complements(text.text)):
        shown = text.text[fault.start : fault.end]
        if shown in seen:
            continue
        seen.add(shown)
        parts = "＋".join(f"{part:f}" for part in fault.parts)
        yield Hit(
            message=f"各项{parts}＝{sum(fault.parts):f}{fault.unit}，"
            f"与写明的{fault.total:f}{fault.unit}不符",
            key=shown,
            evidence=placed(doc, *text.span(fault.start, fault.end)),
            suggestion="核对原始数据，改正分项或者合计",
        )


def _totals(text: str) -> Iterator[_Sum]:
    """Yield the sums of parts that stand before their total in one sentence."""
    for match in _TOTAL.finditer(text):
        start = max(0, match.start() - _REACH)
        for end in _BREAK.finditer(text, start, match.start()):
            start = end.end()
        before = text[start : match.start()]
        if not before or _UNCLEAR.search(before):
            continue
        found = list(_NUMBER.finditer(before))
        units = {part[2] for part in found}
        parts = tuple(_decimal(part[1]) for part in found)
        # Every number counts the same thing, or it is no sum.
        is_plain = len(re.findall(r"\d[\d,.]*", before)) == len(found)
        if units == {match[2]} and is_plain and len(parts) >= _LEAST_PARTS:
            total = _decimal(match[1])
            if not _agree(parts, total):
                yield _Sum(start + found[0].start(), match.end(), parts, total, match[2])


def _excesses(text: str) -> Iterator[_Sum]:
    """Yield the parts of a total that are more than the total."""
    for match in _INCLUDING.finditer(text) if "其中" in text else ():
        listed = match[3]
        found = list(_NUMBER.finditer(listed))
        is_plain = len(re.findall(r"\d[\d,.]*", listed)) == len(found)
        units = {part[2] for part in found}
        if (
            len(found) < _LEAST_PARTS
            or units != {match[2]}
            or not is_plain
            or _UNCLEAR.search(listed)
        ):
            continue
        parts, total = tuple(_decimal(part[1]) for part in found), _decimal(match[1])
        if sum(parts) > total and not _agree(parts, total) and _are_apart(listed, found):
            yield _Sum(match.start(), match.start(3) + found[-1].end(), parts, total, match[2])


def _are_apart(listed: str, found: list[re.Match[str]]) -> bool:
    """Whether each part has a name and a mark of its own before it."""
    gaps = [listed[one.end() : other.start()] for one, other in pairwise(found)]
    return all(re.match("[、，,；]", gap) and len(gap) > 1 for gap in gaps)


def _complements(text: str) -> Iterator[_Sum]:
    """Yield the halves that do not make up their whole."""
    if "其中" not in text:
        return
    for one, other in _WHOLE:
        pattern = re.compile(
            rf"共[^\d，。；\n]{{0,8}}(\d+)(人|户|名|个|家)，其中[，：:]?{one}[^\d，。；、\n]{{0,4}}(\d+)\2?[、，和]"
            rf"{other}[^\d，。；、\n]{{0,4}}(\d+)\2"
        )
        for match in pattern.finditer(text):
            parts = (Decimal(match[3]), Decimal(match[4]))
            if not _agree(parts, Decimal(match[1])):
                yield _Sum(match.start(), match.end(), parts, Decimal(match[1]), match[2])


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _agree(parts: tuple[Decimal, ...], total: Decimal) -> bool:
    """Whether parts make up a total, as exactly as the coarsest of them is written."""
    coarsest = max(int(each.as_tuple().exponent) for each in (*parts, total))
    step = Decimal(1).scaleb(coarsest)
    # Whole numbers are counted, not rounded.
    slack = step * len(parts) / 2 if coarsest < 0 else Decimal(0)
    return abs(sum(parts) - total) <= slack
