"""A708 年报年份不一致。"""

import re
from collections.abc import Iterator

from checks.finding import Hit, Mark, Severity
from checks.mask import excerpt
from checks.report.annual import AnnualReport, report_of
from checks.report.sample import sample
from checks.rule import Context, Reports, page_rule
from checks.views import Document

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年度?")
_SPAN = re.compile(
    r"(20\d\d)\s*年\s*1\s*月\s*1\s*日\s*(?:起)?\s*(?:至|到|—|－|-|~)+\s*(20\d\d)\s*年\s*12\s*月\s*31\s*日"
)
# Years that are meant: what is compared with, carried over, planned, begun earlier, or named.
_MEANT = re.compile(
    r"比|较|同期|上年|去年|结转|以来|下一步|计划|将|〔|《|[（(]|修订|实施|施行|印发|编制|截至|截止|年底|起|至|到|—|-"
    r"|历年|连续|月|第二十条|格式"
)
_AROUND = 16


@page_rule(
    "A708",
    "wrong-year",
    "年报年份不一致",
    Severity.ERROR,
    clause="国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》：按年度编制，标题、正文、统计期限一致",
    bad=(
        sample("沿用上年的稿子", instead={"2025年共制发": "2024年度共制发"}),
        sample(
            "统计期限是上一年",
            instead={"编制本报告": "编制本报告，统计期限为2024年1月1日至2024年12月31日"},
        ),
    ),
    good=(
        sample("年份一致"),
        sample("与上年比较", instead={"先审后发制度": "先审后发制度，比2024年度增加2次培训"}),
        sample("文号里的年份", instead={"编制本报告": "按照国办公开办函〔2021〕30号编制本报告"}),
    ),
    frame=False,
)
def wrong_year(doc: Document, ctx: Context) -> Reports:
    """年报标题、统计期限、正文里的年份不一致，多半是沿用了上年的稿子没有改全。

    正文里与报告年度不同的“20××年度”，不是比较、结转、计划、文号和书名里的，作为“提示”报告。

    ## 为什么
    年报年份不一致，读者无法判断数据属于哪一年。

    ## 怎样改
    把标题、统计期限、正文和落款的年份改成一致。
    """
    report = report_of(doc)
    if report is None:
        return
    for match in _SPAN.finditer(report.text):
        if {match[1], match[2]} != {str(report.year)}:
            yield _hit(
                doc, match, f"统计期限与标题的 {report.year} 年不一致", "span", Severity.ERROR
            )
    left = list(_left_over(report))
    if left:
        count = f"（{len(left)} 处）" if len(left) > 1 else ""
        said = f"正文里有“{left[0][0]}”，报告年度是 {report.year} 年，疑似上年文字{count}"
        yield _hit(doc, left[0], said, "year", Severity.WARNING)


def _left_over(report: AnnualReport) -> Iterator[re.Match[str]]:
    for match in _YEAR.finditer(report.text):
        line = report.text.rfind("\n", 0, match.start()) + 1
        before = report.text[max(line, match.start() - _AROUND) : match.start()]
        before = re.split("[。；）)]", before)[-1]
        after = report.text[match.end() : match.end() + _AROUND].partition("。")[0]
        is_other = int(match[1]) < report.year and match[0].endswith("年度")
        if (
            is_other
            and not _MEANT.search(before)
            and not re.match(r"[^，。]{0,12}(?:结转|相比)", after)
        ):
            yield match


def _hit(doc: Document, match: re.Match[str], message: str, key: str, severity: Severity) -> Hit:
    return Hit(
        message=message,
        key=key,
        evidence=excerpt(doc.text, match.start(), match.end()),
        suggestion="把标题、统计期限、正文和落款的年份改成一致",
        severity=severity,
        marks=(Mark(match.start(), match.end()),),
    )
