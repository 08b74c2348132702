"""A small annual report as the format prescribes it, for the examples of the rules."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType

from checks.report.cells import Applicant, Count, Dispute, Ending, Paper, Row
from checks.report.figures import Values
from checks.rule import Example
from checks.views import Document, SiteView
from crawler.page import Fetch, Outcome, Page, Table
from crawler.site import Site

OFFICE = "清河县民政局"
YEAR = 2025
DAY = date(2026, 1, 20)
ZEROS = ("0",) * len(Applicant)
# New 5 and 1 carried in; 3 disclosed, 1 partly, 1 unknown here; 1 carried out.
APPLICATIONS: Mapping[Row, Values] = {
    **dict.fromkeys(Row, ZEROS),
    Row.NEW: ("4", "1", "0", "0", "0", "0", "5"),
    Row.CARRIED_IN: ("1", "0", "0", "0", "0", "0", "1"),
    Row.DISCLOSED: ("3", "0", "0", "0", "0", "0", "3"),
    Row.PARTLY: ("1", "0", "0", "0", "0", "0", "1"),
    Row.UNABLE_UNKNOWN: ("0", "1", "0", "0", "0", "0", "1"),
    Row.TOTAL: ("4", "1", "0", "0", "0", "0", "5"),
    Row.CARRIED_OUT: ("1", "0", "0", "0", "0", "0", "1"),
}
PAPERS: Mapping[Paper, Values] = {
    Paper.REGULATION: ("0", "0", "0"),
    Paper.NORMATIVE: ("3", "1", "12"),
    Paper.LICENCE: ("26",),
    Paper.PENALTY: ("2",),
    Paper.FORCE: ("0",),
    Paper.FEE: ("0",),
}
DISPUTES: Mapping[Dispute, Values] = {
    Dispute.REVIEW: ("1", "0", "0", "1", "2"),
    Dispute.DIRECT_SUIT: ("0", "0", "0", "0", "0"),
    Dispute.LATER_SUIT: ("1", "0", "0", "0", "1"),
}
TEXT = """{office}{year}年政府信息公开工作年度报告
根据《中华人民共和国政府信息公开条例》要求，编制本报告。
一、总体情况
（一）主动公开。{year}年共制发行政规范性文件3件，废止1件，现行有效行政规范性文件12件。
（二）依申请公开。全年新收政府信息公开申请5件，上年结转1件；予以公开3件，部分公开1件，结转下年度继续办理1件。
（三）政府信息管理。严格落实先审后发制度。
（四）平台建设。做好专栏日常维护。
（五）监督保障。全年未发生责任追究情况。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
（一）存在的问题。解读形式还不够丰富。
（二）改进情况。加强业务培训。
六、其他需要报告的事项
本年度未收取信息处理费。
{office}
{following}年1月20日"""


def papers_table(papers: Mapping[Paper, Values]) -> Table:
    """Return table two."""
    rows: list[Values] = [("第二十条第（一）项",), ("信息内容", *Count)]
    for paper, values in papers.items():
        if paper is Paper.LICENCE:
            rows.append(("信息内容", "本年处理决定数量"))
        rows.append((paper.value, *values))
    return Table(tuple(rows))


def applications_table(applications: Mapping[Row, Values]) -> Table:
    """Return table three, its labels in one column."""
    head: Values = (
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        *Applicant,
    )
    rows = [(_label(row), *values) for row, values in applications.items()]
    return Table((head, *rows))


def disputes_table(disputes: Mapping[Dispute, Values]) -> Table:
    """Return table four."""
    heads = tuple(dispute.value for dispute in Dispute for _ in Ending)
    endings = tuple(ending.value for _ in Dispute for ending in Ending)
    values = tuple(value for dispute in Dispute for value in disputes[dispute])
    return Table((heads, endings, values))


def sample(
    label: str,
    *,
    office: str = OFFICE,
    year: int = YEAR,
    day: date | None = DAY,
    applications: Mapping[Row, Values] = MappingProxyType({}),
    papers: Mapping[Paper, Values] = MappingProxyType({}),
    disputes: Mapping[Dispute, Values] = MappingProxyType({}),
    instead: Mapping[str, str] = MappingProxyType({}),
) -> Example:
    """Return the sample with some rows and words changed."""
    text = TEXT.format(office=office, year=year, following=year + 1)
    for old, new in instead.items():
        text = text.replace(old, new)
    tables = (
        papers_table({**PAPERS, **papers}),
        applications_table({**APPLICATIONS, **applications}),
        disputes_table({**DISPUTES, **disputes}),
    )
    return Example(label, Document(text, text.partition("\n")[0], tables, day=day))


def years(label: str, *examples: Example) -> Example:
    """Return a site with the reports of years that follow each other."""
    pages = {}
    for place, example in enumerate(examples):
        url = f"http://a.example/nb/{YEAR - 1 + place}.html"
        fetch = Fetch(url, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
        assert isinstance(example.view, Document)
        pages[url] = Page(
            fetch, title=example.view.title, text=example.view.text, tables=example.view.tables
        )
    return Example(label, SiteView(Site("a", "示例", "http://a.example/"), pages))


def _label(row: Row) -> str:
    names = {
        Row.NEW: "一、本年新收政府信息公开申请数量",
        Row.CARRIED_IN: "二、上年结转政府信息公开申请数量",
    }
    return names.get(row, row.value)
