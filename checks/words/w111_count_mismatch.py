"""W111 列举数与所列不符。"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.finding import Hit, Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.numerals import integer
from checks.words.report import placed

_NUMBER = r"(\d{1,2}|[一二两三四五六七八九十]{1,3})"
_COUNTED = "项|条|类|种|个|名|件|点|份|篇|起|款|家|方面|情形|环节|步骤"
_LEAD = re.compile(
    rf"(?:下列|以下|如下){_NUMBER}\s?(?:大)?(?:{_COUNTED})[^。；\n]{{0,24}}[:：]\s*$"
)
_INLINE = re.compile(rf"{_NUMBER}(?:项|点|条|个方面|方面)[^，。；：\n]{{0,10}}[:：]一是")
_IS = re.compile("([一二三四五六七八九十]{1,3})是")
_MARKS = (
    re.compile(r"^\s*[（(]([一二三四五六七八九十]{1,3})[)）]"),
    re.compile(r"^\s*([一二三四五六七八九十]{1,3})、"),
    re.compile(r"^\s*(\d{1,2})\s?[.．、](?!\d)"),
    re.compile(r"^\s*[（(](\d{1,2})[)）]"),
)
_LEAST = 2
# Where an enumeration is called by what it is not: “以下5个工作日内”.
_NO_LIST = re.compile("工作日|月|年|天|小时|百分|以上|之一|或者|或|多")


@dataclass(frozen=True, slots=True)
class _Count:
    """An announcement at [start, end) of the text: how many were said and how many follow."""

    start: int
    end: int
    said: int
    listed: int


@page_rule(
    "W111",
    "count-mismatch",
    "列举数与所列不符",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：内容不准确",
    bad=(
        "县政府决定废止下列5件文件：\n1.《甲办法》；\n2.《乙办法》；\n3.《丙办法》；\n4.《丁办法》。",
        "申请人应当提交下列六项材料：\n（一）申请表；\n（二）身份证明；\n（三）场所证明。\n受理后五日内答复。",
        "现将三项要求通知如下：一是压实责任；二是强化信息报送。",
    ),
    good=(
        "县政府决定废止下列3件文件：\n1.《甲办法》；\n2.《乙办法》；\n3.《丙办法》。",
        "应当提交下列材料：\n（一）申请表；\n（二）身份证明。",
        "符合下列两种情形之一的：\n（一）甲；\n（二）乙；\n（三）丙。",
        "三项要求如下：一是压实责任；二是强化信息报送；三是严肃纪律。",
        "有以下3个方面：\n加强领导。\n明确责任。",
        "抓好以下三项工作：一是甲，要做到三个到位，即一是人员到位、二是经费到位；二是乙；三是丙。",
    ),
)
def count_mismatch(doc: Document, ctx: Context) -> Reports:
    """前面说“下列5项”，后面列出的不是5项。

    只判编号连续、起止清楚的列举；“三项要求：一是……二是……”也算列举。

    ## 为什么
    列举数对不上，说明稿件有遗漏或者改稿没有改全，群众会以为材料不完整。

    ## 怎样改
    核对原件，补上遗漏的项，或者改正项数。
    """
    for found in (*_in_lines(doc.text), *_in_sentence(doc.text)):
        shown = " ".join(doc.text[found.start : found.end].split())
        yield Hit(
            message=f"前面说有{found.said}项，后面列出{found.listed}项",
            key=shown,
            evidence=placed(doc, found.start, found.end),
            suggestion="核对原件，补上遗漏的项，或者改正项数",
        )


def _in_lines(text: str) -> Iterator[_Count]:
    if not any(word in text for word in ("下列", "以下", "如下")):
        return
    lines = text.split("\n")
    start = 0
    for number, line in enumerate(lines):
        lead = _LEAD.search(line)
        said = integer(lead[1]) if lead else None
        if lead and said and said >= _LEAST and not _NO_LIST.search(lead[0]):
            listed = _listed(lines[number + 1 :])
            if listed >= _LEAST and listed != said:
                yield _Count(start + lead.start(), start + lead.end(), said, listed)
        start += len(line) + 1


def _listed(lines: Sequence[str]) -> int:
    """Count the numbered lines that follow at once, 0 if their end is not certain."""
    following = [line for line in lines if line.strip()]
    mark = next((each for each in _MARKS if following and each.match(following[0])), None)
    if mark is None:
        return 0
    count = 0
    for line in following:
        match = mark.match(line)
        value = integer(match[1]) if match else None
        if value is not None and value != count + 1:
            # Skipped or begun anew: that is another rule's matter.
            return 0
        if value is None:
            # Text within an item looks like this too: only what ends the list is certain.
            return count if _ends(line, mark) else 0
        count = value
    return count


def _ends(line: str, mark: re.Pattern[str]) -> bool:
    """Whether a line without the mark cannot belong to an item: a heading of another kind."""
    return any(other.match(line) for other in _MARKS if other is not mark) is False and (
        line.strip().endswith(("。", "："))
    )


def _in_sentence(text: str) -> Iterator[_Count]:
    for match in _INLINE.finditer(text):
        said = integer(match[1])
        end = text.find("\n", match.end())
        rest = text[match.end() - len("一是") : end if end >= 0 else len(text)]
        values = [integer(each) for each in _IS.findall(rest)]
        # Each number once and in order, or some are lists within the list.
        is_plain = len(values) >= _LEAST and values == list(range(1, len(values) + 1))
        if said and is_plain and len(values) != said:
            yield _Count(match.start(), match.end(), said, len(values))
