"""W112 文号年份与成文日期不符。"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checks.finding import Severity
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from checks.words.normal import normalise
from checks.words.numerals import integer
from checks.words.report import hit_at

_BRACKETS = "〔[［﹝【", "〕]］﹞】"
_CITED = re.compile(
    rf"[{re.escape(_BRACKETS[0])}]((?:19|20)\d\d)[{re.escape(_BRACKETS[1])}]\d{{1,5}}号"
)
# A paper's own number: alone in a line of its head, in brackets behind its title, or as a field.
_ALONE = re.compile(r"^[ \t\u3000（(]*[一-鿿]{2,16}$")
_FIELD = re.compile(r"(?:文\s?号|发文字号|发文文号|文件编号|公文编号)\s?[:：]?\s?[一-鿿]{2,16}$")
_TITLE = re.compile(
    r"的(?:通知|公告|通告|意见|决定|批复|函|请示|报告|公示|方案|办法)[（(][一-鿿]{2,16}$"
)
_SIGNED = re.compile(
    r"^[ \t\u3000]*(?:[一-鿿]{2,24}(?:政府|办公室|局|委员会|委|厅|部|院|会|中心|队|处|站|校)[ \t\u3000]*)?"
    r"(?:(\d{4})年(\d{1,2})月(\d{1,2})日|([一二][〇零○一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日)"
    r"[ \t\u3000]*(?:印发)?$",
    re.M,
)
_DATED = re.compile(
    r"(?:成文|印发|签发|制发)(?:日期|时间)\s?[:：]\s?(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})(?!\d)()()()"
)
# A paper's own number stands in its head.
_HEAD_LINES = 8
_LONGEST_CODE = 16
_JANUARY, _DECEMBER = 1, 12


@dataclass(frozen=True, slots=True)
class _Number:
    """A document number at [start, end) of the text, with its year."""

    year: int
    shown: str
    start: int
    end: int


@page_rule(
    "W112",
    "document-year",
    "文号年份与成文日期不符",
    Severity.WARNING,
    clause="GB/T 9704-2012《党政机关公文格式》7.2.5、7.3.5",
    bad=(
        "关于加强渔业管理的通知\n青府办发〔2023〕18号\n各镇人民政府：\n请遵照执行。\n"
        "青禾区人民政府办公室\n2024年3月29日",
        "关于加强渔业管理的通知（青府办发〔2023〕18号）\n请遵照执行。\n青禾区水利局\n二〇二四年三月二十九日",
        "文号：青水字〔2023〕18号　成文日期：2024-03-29",
        Example(
            "文号的年份比发布日期还晚",
            Document("根据青水字〔2042〕18号文件。", day=date(2024, 3, 29)),
        ),
    ),
    good=(
        "关于加强渔业管理的通知\n青府办发〔2024〕18号\n各镇人民政府：\n请遵照执行。\n"
        "青禾区人民政府办公室\n2024年3月29日",
        "关于加强渔业管理的通知\n青府办发〔2023〕118号\n请遵照执行。\n2024年1月5日",
        "依据\n青府办发〔2020〕18号\n制定本办法。",
        "附件：1.青府办发〔2020〕18号文件\n2024年3月29日",
        "文号：青水字〔2024〕18号　成文日期：2024-03-29　发布日期：2025-01-02",
        Example("年底用下一年的文号", Document("青水字〔2025〕1号", day=date(2024, 12, 30))),
    ),
)
def document_year(doc: Document, ctx: Context) -> Reports:
    """公文自己的发文字号里的年份，与文末或者信息栏里的成文日期不同；或者文号的年份比发布日期还晚。

    自己的文号指文首单独一行的、标题后面括号里的、“文号”一栏的。一月份印发、用上一年文号的不报。

    ## 为什么
    发文字号的年份就是成文的年份；两者不一致，多半是套用旧稿没有改全。

    ## 怎样改
    核对正式印发的文件，改正发文字号或者成文日期。
    """
    text = normalise(doc.text)
    cited = list(_numbers(text.text))
    own = [number for number in cited if _is_own(text.text, number)]
    for number, why in (*_unsigned(text.text, own), *_future(cited, own, doc.day, ctx.today)):
        yield hit_at(
            doc,
            *text.span(number.start, number.end),
            message=f"发文字号“{number.shown}”是{number.year}年的，{why}",
            key=number.shown,
            suggestion="核对正式印发的文件，改正发文字号或者成文日期",
        )


def _numbers(text: str) -> Iterator[_Number]:
    for match in _CITED.finditer(text):
        start = match.start()
        while start and match.start() - start < _LONGEST_CODE and "一" <= text[start - 1] <= "鿿":
            start -= 1
        yield _Number(int(match[1]), text[start : match.end()], start, match.end())


def _unsigned(text: str, own: list[_Number]) -> Iterator[tuple[_Number, str]]:
    """Yield the paper's own number if its date is of another year."""
    if len({number.shown for number in own}) != 1:
        return
    number = own[0]
    named = [day for match in _DATED.finditer(text) if (day := _day(match))]
    signed = [day for match in _SIGNED.finditer(text, number.end) if (day := _day(match))]
    last = next(iter(named), None) or next(reversed(signed), None)
    if last is None:
        return
    is_new_year = last.year == number.year + 1 and last.month == _JANUARY
    if last.year != number.year and not is_new_year:
        yield number, f"成文日期却是{last.year}年"


def _is_own(text: str, number: _Number) -> bool:
    start = text.rfind("\n", 0, number.start) + 1
    bracket = number.start + number.shown.find(str(number.year)) - 1
    before, after = text[start:bracket], text[number.end :].partition("\n")[0].strip(" \t\u3000）)")
    if _FIELD.search(before):
        return True
    is_head = text.count("\n", 0, start) < _HEAD_LINES
    return is_head and not after and bool(_ALONE.search(before) or _TITLE.search(before))


def _future(
    cited: list[_Number], own: list[_Number], published: date | None, today: date
) -> Iterator[tuple[_Number, str]]:
    """Yield the numbers of years that had not come; an old page may cite what came later."""
    for numbers, day, name in ((own, published, "发布日期"), (cited, today, "今年")):
        for number in numbers if day else ():
            if day and number.year > day.year + (day.month == _DECEMBER):
                yield number, f"{name}却是{day.year}年"


def _day(match: re.Match[str]) -> date | None:
    groups = [each for each in match.groups() if each]
    year, month, day = (integer(each) or 0 for each in groups)
    try:
        return date(year, month, day)
    except ValueError:
        return None
