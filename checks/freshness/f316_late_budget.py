"""F316 预算、决算公开逾期。"""

import re
from datetime import date, timedelta

from checks.finding import Hit, Mark, Severity
from checks.mask import excerpt
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import DateSource

TERM = timedelta(days=20)
# What was approved longer ago is last year's budget, or a law.
RECENT = timedelta(days=300)
_TITLE = re.compile(r"20\d\d年?度?.{0,24}(?:预算|决算)(?!法|编制|绩效|评审)")
_NOT_IT = re.compile(r"通知|批复|意见|办法|会议|审议|解读|新闻|建议")
_DAY = r"(20\d\d)年(\d{1,2})月(\d{1,2})日"
_APPROVED = re.compile(
    rf"{_DAY}[^。；;\n]{{0,60}}?(?<!尚未)(?<!未经)(?:批准|批复|表决通过|审议通过)|"
    rf"(?:批准|批复)(?:时间|日期)\s*[:：]?\s*{_DAY}"
)
_BY = re.compile(r"人民代表大会|人大|财政|预算|决算|(?:批准|批复)(?:时间|日期)")


def _document(title: str, text: str, day: date) -> Document:
    return Document(text, title=title, day=day)


APPROVED = "本预算经清河县第十八届人民代表大会第五次会议于2026年1月20日审议通过。"
REPLIED = "清河县财政局于2026年1月20日批复本部门预算。"


@page_rule(
    "F316",
    "late-budget",
    "预算、决算公开逾期",
    Severity.WARNING,
    clause="《中华人民共和国预算法》第十四条：批准、批复后二十日内向社会公开",
    bad=(
        Example(
            "1月20日通过，2月10日才公开", _document("2026年县级预算", APPROVED, date(2026, 2, 10))
        ),
        Example(
            "1月20日批复，3月1日才公开", _document("2026年部门预算", REPLIED, date(2026, 3, 1))
        ),
    ),
    good=(
        Example("1月20日通过，2月9日公开", _document("2026年县级预算", APPROVED, date(2026, 2, 9))),
        Example("没有写明批准日期", _document("2026年部门预算", "现予公开。", date(2026, 6, 9))),
        Example(
            "引用的是早先通过的法律",
            _document(
                "2026年部门预算",
                "根据2018年12月29日全国人民代表大会常务委员会通过、批准的决定编制。",
                date(2026, 3, 1),
            ),
        ),
        Example("讲预算的通知", _document("关于编制2026年预算的通知", APPROVED, date(2026, 3, 1))),
    ),
    frame=False,
)
def late_budget(doc: Document, ctx: Context) -> Reports:
    """预算、决算的页面写明了批准（批复）日期，发布日期在此之后超过20日。

    只看写明了日期的；第20日公开的不算逾期。发布日期只有网页标签里的一个时不判断，那可能是重新生成页面的时间。

    ## 为什么
    预算法第十四条规定：经人民代表大会或者其常务委员会批准的预算、决算，在批准后二十日内由财政部门公开；
    部门预算、决算，在财政部门批复后二十日内由各部门公开。

    ## 怎样改
    发布日期填写有误的，改正；确属逾期的，向主管部门说明，下一年度按期公开。
    """
    day = doc.day
    published = doc.page.published if doc.page is not None else None
    is_weak = published is not None and published.source is DateSource.META
    if day is None or is_weak or not _TITLE.search(doc.title) or _NOT_IT.search(doc.title):
        return
    for match in _APPROVED.finditer(doc.text):
        approved = _day(match)
        start = doc.text.rfind("\n", 0, match.start()) + 1
        if approved is None or not _BY.search(doc.text[start : match.end()]):
            continue
        if approved + TERM < day <= approved + RECENT:
            last = approved + TERM
            yield Hit(
                message=f"{approved:%Y-%m-%d} 批准，{day:%Y-%m-%d} 才公开，"
                f"疑似超过20日（最迟 {last:%Y-%m-%d}）",
                key="",
                evidence=excerpt(doc.text, match.start(), match.end()),
                suggestion="核对发布日期；确属逾期的，向主管部门说明",
                marks=(Mark(match.start(), match.end()),),
            )
            return


def _day(match: re.Match[str]) -> date | None:
    year, month, day = (int(number) for number in match.groups() if number)
    try:
        return date(year, month, day)
    except ValueError:
        return None
