"""A705 年报表格填写不规范。"""

from collections.abc import Iterable, Iterator

from checks.finding import Hit, Severity
from checks.report.annual import report_of
from checks.report.cells import Applicant, Count, Dispute, Ending, Paper, Row
from checks.report.figures import Figures, Values, decimal, number
from checks.report.sample import sample
from checks.rule import Context, Reports, page_rule
from checks.views import Document

_SHOWN = 5


@page_rule(
    "A705",
    "bad-figure",
    "年报表格填写不规范",
    Severity.ERROR,
    clause="国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》：没有的填0，数量为整数",
    bad=(
        sample("空白的格", applications={Row.PARTLY: ("1", "", "0", "0", "0", "0", "1")}),
        sample("填了“无”", papers={Paper.NORMATIVE: ("3", "无", "12")}),
        sample("填了负数", disputes={Dispute.REVIEW: ("1", "0", "0", "-1", "0")}),
    ),
    good=(
        sample("没有的都填0"),
        sample("收费金额可以是小数", papers={Paper.FEE: ("1.25",)}),
    ),
    frame=False,
)
def bad_figure(doc: Document, ctx: Context) -> Reports:
    """年报三张表的格里，有空白、“无”“/”“—”、负数或者小数。

    件数一律填非负整数，没有的填“0”；只有行政事业性收费金额（万元）可以是小数。

    ## 为什么
    年报是结构化数据，空白和文字无法汇总，也会让人分不清是“没有”还是“漏填”。

    ## 怎样改
    没有的填“0”，填错的改正。
    """
    report = report_of(doc)
    if report is None:
        return
    bad = list(_bad(report.figures))
    if bad:
        shown = "；".join(bad[:_SHOWN]) + (f"；等 {len(bad)} 格" if len(bad) > _SHOWN else "")
        yield Hit(
            message=f"年报表格有 {len(bad)} 格填写不规范",
            key="",
            evidence=shown,
            suggestion="没有的填“0”，填错的改正",
        )


def _bad(figures: Figures) -> Iterator[str]:
    for row, values in figures.applications.items():
        yield from _cells(f"表三“{row}”行", Applicant, values)
    for paper, values in figures.papers.items():
        names: Iterable[str] = Count if len(values) == len(Count) else ("数量",)
        yield from _cells(f"表二“{paper}”行", names, values, is_money=paper is Paper.FEE)
    for dispute, values in figures.disputes.items():
        yield from _cells(f"表四“{dispute}”", Ending, values)


def _cells(
    where: str, names: Iterable[str], values: Values, *, is_money: bool = False
) -> Iterator[str]:
    for name, value in zip(names, values, strict=True):
        is_fine = number(value) is not None or (is_money and decimal(value) is not None)
        if not is_fine:
            yield f"{where}“{name}”列" + (f"填的是“{value}”" if value else "空着")
