"""W115 固定提法缺项或错序。"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from checks.finding import Hit, Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.formulas import FORMULAS, Formula
from checks.words.normal import Normal, normalise
from checks.words.numerals import integer
from checks.words.report import hit_at

_AROUND = 24
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
# A congress before the wording of today.
_CONGRESS = re.compile("十[五六七八]大(?!以来|之后|后)")
# “政治意识、大局意识、看齐意识三种意识”
_OWN_NUMBER = re.compile("等?([一二两三四五六七八九十])[个种项大]")
_CLOSE = 4
# What no paper from before today's wordings has.
_OF_TODAY = re.compile(
    r"(?<![到至—-])20(?:1[7-9]|2\d)年|十九大|二十大|新时代中国特色|文化自信|中国式现代化"
)
_SENTENCE_END = "。；\n"
# Between members: 、 or ，, perhaps 和, and quotation marks.
_JOINT = r"[”’]?(?:、|，|和|以及|及|与|，和|、和)[“‘]?"


@page_rule(
    "W115",
    "broken-enumeration",
    "固定提法缺项或错序",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：严重表述错误；党的二十大报告、党章、宪法中的提法",
    bad=(
        "增强“四个意识”（政治意识、大局意识、看齐意识）。",
        "坚定理论自信、道路自信、制度自信、文化自信。",
        "坚持科学立法、严格执法、全民守法，建设法治政府。",
        "践行自由、平等、公平、法治的价值取向。",
    ),
    good=(
        "增强政治意识、大局意识、核心意识、看齐意识。",
        "坚定道路自信、理论自信、制度自信、文化自信。",
        "坚持科学立法、严格执法、公正司法、全民守法。",
        "大局意识、看齐意识要增强；推进政治建设、思想建设。",
        "统筹推进经济建设和生态文明建设。",
        "富强、民主、文明、和谐、自由、平等、公正、法治、爱国、敬业、诚信、友善。",
        "加强经济建设、政治建设、文化建设、社会建设以及生态文明建设。",
        "建设平等、团结、互助、和谐的社会主义民族关系。",
        "当时坚定“三个自信”，即道路自信、理论自信、制度自信。",
        "增强政治意识、大局意识、看齐意识和责任意识。",
    ),
)
def broken_enumeration(doc: Document, ctx: Context) -> Reports:
    """“四个意识”“四个自信”“社会主义核心价值观”等固定提法，列举时漏了一项、写错一项或者颠倒了次序。

    只在几项紧挨着列举的时候才判，单独提到其中一两项不报；发布在提法形成之前的文章、引述过去提法的句子不报。

    ## 为什么
    这些提法的内容和次序是固定的，写错属于严重表述错误，可能被单项否决。

    ## 怎样改
    按“建议”补全或者改正次序。
    """
    text = normalise(doc.text)
    for formula in FORMULAS:
        if formula.old and doc.day is None:
            continue
        if formula.valid_from and doc.day and doc.day < formula.valid_from:
            continue
        yield from _judge(formula, doc, text)


def _judge(formula: Formula, doc: Document, text: Normal) -> Iterator[Hit]:
    present = [member for member in formula.members if member in text.text]
    if len(present) < formula.least:
        return
    for match in _lists(formula).finditer(text.text):
        found = _members(match[0], formula)
        fault = _fault(formula, found)
        if fault and not _is_meant(formula, fault, text.text, match):
            yield hit_at(
                doc,
                *text.span(*match.span()),
                message=f"“{formula.name}”{fault}：“{match[0]}”",
                key=match[0],
                suggestion=f"应为“{'、'.join(formula.members)}”",
            )


@cache
def _lists(formula: Formula) -> re.Pattern[str]:
    """Return what matches a list in which members stand, perhaps one other word among them."""
    member = "|".join(sorted(formula.members, key=len, reverse=True))
    length = max(len(each) for each in formula.members)
    least = min(len(each) for each in formula.members)
    other = rf"[一-鿿]{{{least},{length}}}"
    return re.compile(
        rf"(?<![、和及与])(?:{member})(?:{_JOINT}(?:{member}|{other}(?={_JOINT}(?:{member})))){{1,11}}(?:[和及与]{other})?(?!(?:[一-鿿]{{0,1}}|[”’])?(?:、|和[一-鿿]{{{least}}}|以及|及|与))"
    )


def _members(listed: str, formula: Formula) -> list[str]:
    return [part.strip("“”‘’") for part in re.split("、|，和|，|和|以及|及|与", listed) if part]


def _fault(formula: Formula, found: list[str]) -> str:
    """Say what is wrong with a list, "" if nothing is or nothing is certain."""
    known = [each for each in found if each in formula.members]
    strange = [each for each in found if each not in formula.members]
    if len(known) < formula.least or len(set(known)) != len(known):
        return ""
    places = [formula.members.index(each) for each in known]
    if not strange and places != sorted(places):
        return "次序颠倒" if len(known) == len(formula.members) else ""
    if strange:
        at = found.index(strange[0])
        expected = formula.members[at] if at < len(formula.members) else ""
        is_one_wrong = len(found) == len(formula.members) and expected not in known
        is_alike = len(expected) == len(strange[0]) and _differ(expected, strange[0]) == 1
        return f"中“{strange[0]}”应为“{expected}”" if is_one_wrong and is_alike else ""
    missing = [each for each in formula.members if each not in known]
    is_inside = places == sorted(places) and len(missing) == 1
    return f"缺少“{missing[0]}”" if is_inside and len(found) >= formula.least else ""


def _differ(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _is_meant(formula: Formula, fault: str, text: str, match: re.Match[str]) -> bool:
    """Whether the text quotes an older wording, a part, or means something else."""
    start, end = match.span()
    around = text[max(0, start - _AROUND) : end + _AROUND]
    if formula.about and not re.search(formula.about, around.replace(match[0], "")):
        return True
    if formula.old and formula.old in around:
        return True
    if fault == f"缺少“{formula.members[-1]}”" and formula.may_stop:
        return f"“{formula.name}”" not in around
    is_old_form = bool(formula.old) and fault == f"缺少“{formula.members[-1]}”"
    if is_old_form and not (formula.name in text or _OF_TODAY.search(text)):
        # A paper of its time may be published anew.
        return True
    number = _OWN_NUMBER.search(text, end, end + _CLOSE)
    if number and integer(number[1]) == len(_members(match[0], formula)):
        return True
    return formula.valid_from is not None and _is_of_old(formula.valid_from, text, start)


def _is_of_old(since: date, text: str, at: int) -> bool:
    """Whether the sentence speaks of a time before the wording was this one."""
    first = max(text.rfind(mark, max(0, at - 80), at) for mark in _SENTENCE_END) + 1
    before = text[max(first, at - 80) : at]
    years = [int(year) for year in _YEAR.findall(before)]
    return any(year < since.year for year in years) or bool(_CONGRESS.search(before))
