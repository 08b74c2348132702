"""A710 年报落款不全。"""

import re

from checks.finding import Hit, Severity
from checks.report.annual import report_of
from checks.report.sample import sample
from checks.rule import Context, Reports, page_rule
from checks.views import Document

_DATE = re.compile(r"20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|二[〇○零]\S{2}年\S{1,2}月\S{1,3}日")
_TAIL = 200
# Paragraphs, tables and pages; a place that has more to its name is aside.
_IN_TEXT = re.compile(r"(?:第 \d+ [段页]|表 \d+)[^（]*$|$")
_SPACE = re.compile(r"\s+")


@page_rule(
    "A710",
    "unsigned-report",
    "年报落款不全",
    Severity.WARNING,
    clause="GB/T 9704-2012《党政机关公文格式》7.3.5：发文机关署名、成文日期",
    bad=(
        sample("有机关名没有日期", instead={"\n2026年1月20日": ""}),
        sample(
            "落款的机关与标题不同",
            instead={
                "六、其他需要报告的事项\n本年度未收取信息处理费。\n清河县民政局": "六、其他需要报告的事项\n本年度未收取信息处理费。\n清河县财政局"
            },
        ),
    ),
    good=(sample("机关名和日期都有"),),
    frame=False,
)
def unsigned_report(doc: Document, ctx: Context) -> Reports:
    """年报末尾没有成文日期，或者落款的机关与标题里的机关不一致。

    末尾没有落款机关的不报（不少网站由系统自动显示来源）；写了机关而没有日期的，疑似遗漏。

    ## 为什么
    年度报告应由机关署名并注明日期，缺少日期无法判断是否按期编制。

    ## 怎样改
    在文末补上机关全称和成文日期。
    """
    report = report_of(doc)
    if report is None or not report.parts:
        return
    body = _body(doc)
    tail = body[max(report.parts[-1].start, len(body) - _TAIL) :]
    lines = [_SPACE.sub("", line) for line in tail.split("\n") if line.strip()]
    signer = _signer(lines)
    if not signer:
        return
    if not _DATE.search("\n".join(lines[-2:])):
        yield Hit(
            message="年报文末有落款机关，没有成文日期",
            key="date",
            evidence=f"文末是“{lines[-1]}”",
            suggestion="在机关名称下一行补上成文日期",
        )
    if report.office and not (signer in report.office or report.office in signer):
        yield Hit(
            message=f"落款机关“{signer}”与标题里的“{report.office}”不一致",
            key="office",
            evidence=f"标题：{report.office}；落款：{signer}",
            suggestion="核对机关名称，改成一致",
        )


def _body(doc: Document) -> str:
    """Return the text without what stands behind it in a file: headers, notes, properties."""
    beside = (place.start for place in doc.places if not _IN_TEXT.match(place.name))
    return doc.text[: next(beside, len(doc.text))].rstrip()


def _signer(lines: list[str]) -> str:
    """Return the office in whose name the report is signed, "" if nobody has."""
    for line in lines[-2:]:
        if re.fullmatch(
            r"[\u4e00-\u9fff]{4,40}(?:政府|局|委|办|中心|院|处|所|队|会|室|办事处|部|厅|站|集团|公司)",
            line,
        ):
            return line
    return ""
