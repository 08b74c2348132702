"""W112 文号年份与成文日期不符。"""

import re
from datetime import date

from checks.finding import Hit, Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.normal import normalise
from checks.words.report import placed

_NUMBER = re.compile(r"^\s*[一-鿿]{2,16}〔((?:19|20)\d\d)〕\d{1,5}号\s*$", re.M)
_SIGNED = re.compile(r"^\s*((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日\s*$", re.M)
# A paper's own number stands in its head.
_HEAD_LINES = 8
_JANUARY = 1


@page_rule(
    "W112",
    "document-year",
    "文号年份与成文日期不符",
    Severity.WARNING,
    clause="GB/T 9704-2012《党政机关公文格式》7.2.5、7.3.5",
    bad=(
        "关于加强渔业管理的通知\n青府办发〔2023〕18号\n各镇人民政府：\n请遵照执行。\n"
        "青禾区人民政府办公室\n2024年3月29日",
    ),
    good=(
        "关于加强渔业管理的通知\n青府办发〔2024〕18号\n各镇人民政府：\n请遵照执行。\n"
        "青禾区人民政府办公室\n2024年3月29日",
        "关于加强渔业管理的通知\n青府办发〔2023〕118号\n请遵照执行。\n2024年1月5日",
        "依据\n青府办发〔2020〕18号\n制定本办法。",
        "附件：1.青府办发〔2020〕18号文件\n2024年3月29日",
    ),
)
def document_year(doc: Document, ctx: Context) -> Reports:
    """公文自己的发文字号（文首单独一行）里的年份，与文末成文日期的年份不同。

    一月份印发、用上一年文号的不报。

    ## 为什么
    发文字号的年份就是成文的年份；两者不一致，多半是套用旧稿没有改全。

    ## 怎样改
    核对正式印发的文件，改正发文字号或者成文日期。
    """
    text = normalise(doc.text)
    numbers = [
        match
        for match in _NUMBER.finditer(text.text)
        if text.text.count("\n", 0, match.start()) < _HEAD_LINES
    ]
    signed = [match for match in _SIGNED.finditer(text.text) if _day(match)]
    if len(numbers) != 1 or not signed:
        return
    number, last = numbers[0], signed[-1]
    year, signed_year = int(number[1]), int(last[1])
    is_new_year = signed_year == year + 1 and int(last[2]) == _JANUARY
    if last.start() < number.end() or year == signed_year or is_new_year:
        return
    yield Hit(
        message=f"发文字号“{number[0].strip()}”是{year}年的，成文日期却是{signed_year}年",
        key=number[0].strip(),
        evidence=placed(doc, *text.span(*number.span())),
        suggestion="核对正式印发的文件，改正发文字号或者成文日期",
    )


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
