"""A706 年报规章数量可疑。"""

import re

from checks.finding import Hit, Severity
from checks.report.annual import report_of
from checks.report.cells import Count, Paper
from checks.report.sample import sample
from checks.rule import Context, Reports, page_rule
from checks.views import Document

# Below the level of cities with districts nobody makes regulations (《立法法》第九十一条、第九十三条).
_LOW = re.compile(
    r"(?:县|区|旗|乡|镇|街道|(?:局|委|办|中心|院|处|所|队|委员会|办公室|办事处))$|[县区旗镇乡]人民政府$"
)
_MAY = re.compile(
    r"^(?:.{2,8}省|.{2,4}自治区|[^县区]{2,6}市|.{2,8}(?:自治)?州)人民政府|自治区人民政府$|^国|部$"
)


@page_rule(
    "A706",
    "departmental-regulation",
    "年报规章数量可疑",
    Severity.WARNING,
    clause="《立法法》第九十一条、第九十三条：规章由国务院部门和省级、设区的市级政府制定",
    bad=(sample("县民政局填报制发规章2件", papers={Paper.REGULATION: ("2", "0", "2")}),),
    good=(
        sample("规章一行都是0"),
        sample(
            "设区的市政府可以制定规章",
            office="青禾市人民政府",
            papers={Paper.REGULATION: ("2", "0", "20")},
        ),
    ),
    frame=False,
)
def departmental_regulation(doc: Document, ctx: Context) -> Reports:
    """没有规章制定权的单位（县区、乡镇、部门）在年报表二“规章”一行填了不是0的数。

    多半是把规范性文件填到了规章一行，请核对。

    ## 为什么
    县级以下政府和地方政府的部门没有规章制定权，填了就是错报。

    ## 怎样改
    把数字改填到“行政规范性文件”一行，“规章”一行填“0”。
    """
    report = report_of(doc)
    if report is None or not _LOW.search(report.office) or _MAY.search(report.office):
        return
    counts = {count: report.figures.counted(Paper.REGULATION, count) for count in Count}
    wrong = [f"{count} {value}" for count, value in counts.items() if value]
    if wrong:
        yield Hit(
            message=f"“{report.office}”没有规章制定权，表二“规章”行却填了：{'，'.join(wrong)}",
            key="",
            evidence="表二“规章”行："
            + "，".join(f"{count} {value}" for count, value in counts.items()),
            suggestion="核对是否应填在“行政规范性文件”一行",
        )
