"""W112 文号年份与成文日期不符。"""

from collections.abc import Iterator
from datetime import date, timedelta

from checks.finding import Severity, Until
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from checks.words.normal import normalise
from checks.words.papers import DATED, SIGNED, Number, day_of, is_own, numbers
from checks.words.report import hit_at

_JANUARY, _DECEMBER = 1, 12


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
    cited = list(numbers(text.text))
    own = [number for number in cited if is_own(text.text, number)]
    for number, why in (*_unsigned(text.text, own), *_future(cited, own, doc.day, ctx.today)):
        yield hit_at(
            doc,
            *text.span(number.start, number.end),
            message=f"发文字号“{number.shown}”是{number.year}年的，{why}",
            key=number.shown,
            suggestion="核对正式印发的文件，改正发文字号或者成文日期",
        )
    for number in cited:
        if _is_to_come(number, ctx.today):
            # The fault names this year, and is none from December before the number's own year.
            last = date(number.year - 1, _DECEMBER, 1) - timedelta(days=1)
            yield Until(min(last, date(ctx.today.year, _DECEMBER, 31)))


def _unsigned(text: str, own: list[Number]) -> Iterator[tuple[Number, str]]:
    """Yield the paper's own number if its date is of another year."""
    if len({number.shown for number in own}) != 1:
        return
    number = own[0]
    named = [day for match in DATED.finditer(text) if (day := day_of(match))]
    signed = [day for match in SIGNED.finditer(text, number.end) if (day := day_of(match))]
    last = next(iter(named), None) or next(reversed(signed), None)
    if last is None:
        return
    is_new_year = last.year == number.year + 1 and last.month == _JANUARY
    if last.year != number.year and not is_new_year:
        yield number, f"成文日期却是{last.year}年"


def _future(
    cited: list[Number], own: list[Number], published: date | None, today: date
) -> Iterator[tuple[Number, str]]:
    """Yield the numbers of years that had not come; an old page may cite what came later."""
    for bearing, day, name in ((own, published, "发布日期"), (cited, today, "今年")):
        for number in bearing if day else ():
            if day and _is_to_come(number, day):
                yield number, f"{name}却是{day.year}年"


def _is_to_come(number: Number, day: date) -> bool:
    """Whether no paper can have the number yet; December already gives out those of the next year."""
    return number.year > day.year + (day.month == _DECEMBER)
