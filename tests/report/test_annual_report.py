"""Annual reports as offices publish them: what is wrong is found in every format, nothing else."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from checks.assemble import Template, page_document
from checks.finding import Finding
from checks.registry import RULES
from checks.report.annual import report_of
from checks.report.cells import Dispute, Paper, Row
from checks.report.sample import DAY, sample, years
from checks.rule import Context, Example
from checks.run import run_document
from checks.views import Document, SiteView
from crawler.extract.files import read_file
from crawler.extract.html import parse_page
from crawler.page import Fetch, Outcome, Role
from tests.report.printed import AFTER, form, html_page, pdf_file, word_file
from wordlists.lists import Words

CONTEXT = Context(date(2026, 3, 2), Words())
ANNUAL = tuple(rule for rule in RULES if rule.code.startswith("A"))
URL = "http://a.example/nb/2025.html"


def as_html(doc: Document) -> Document:
    fetch = Fetch(URL, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
    page = parse_page(fetch, html_page(doc), Role.PAGE, CONTEXT.today)
    return page_document(page, None, Template())


def as_word(doc: Document) -> Document:
    content = read_file(word_file(doc), ".docx")
    return Document(content.text, content.title, content.tables, content.places)


def as_pdf(doc: Document) -> Document:
    content = read_file(pdf_file(doc), ".pdf")
    return Document(content.text, content.title, content.tables, content.places)


FORMATS: dict[str, Callable[[Document], Document]] = {
    "html": as_html,
    "docx": as_word,
    "pdf": as_pdf,
}
each_format = pytest.mark.parametrize("form", FORMATS)


def document(example: Example) -> Document:
    assert isinstance(example.view, Document)
    return example.view


def findings(doc: Document) -> list[Finding]:
    return list(run_document(doc, ANNUAL, CONTEXT).findings)


def told(doc: Document) -> list[str]:
    return [f"{each.code} {each.message}" for each in findings(doc)]


GOOD = {
    "as prescribed": sample(""),
    "many applications": sample(
        "",
        applications={
            Row.NEW: ("1204", "31", "0", "2", "1", "0", "1238"),
            Row.DISCLOSED: ("1203", "30", "0", "2", "1", "0", "1236"),
            Row.TOTAL: ("1204", "31", "0", "2", "1", "0", "1238"),
        },
        instead={
            "新收政府信息公开申请5件": "新收政府信息公开申请1238件",
            "予以公开3件": "予以公开1236件",
        },
    ),
    "a fee with places": sample("", papers={Paper.FEE: ("12.5",)}),
    "a government": sample("", office="清河县人民政府"),
}


@each_format
@pytest.mark.parametrize("name", GOOD)
def test_a_report_that_is_right_is_read_whole_and_passes(form: str, name: str) -> None:
    doc = FORMATS[form](document(GOOD[name]))
    report = report_of(doc)
    assert report is not None
    assert len(report.figures.applications) == len(Row)
    assert len(report.figures.papers) == len(Paper)
    assert len(report.figures.disputes) == len(Dispute)
    assert told(doc) == []


# Each row of facts 1.8 that one report alone can show, with the words that name the cell.
BROKEN = {
    "R1": (
        sample("", applications={Row.CARRIED_OUT: ("0", "0", "0", "0", "0", "0", "0")}),
        "A701 表三“自然人”列收支不平：新收加结转为 5，办结加结转下年为 4",
    ),
    "R2": (
        sample(
            "",
            applications={
                Row.TOTAL: ("5", "1", "0", "0", "0", "0", "6"),
                Row.CARRIED_OUT: ("0", "0", "0", "0", "0", "0", "0"),
            },
        ),
        "A702 表三“（七）总计”“自然人”列应为 4，填的是 5",
    ),
    "R3": (
        sample("", applications={Row.PARTLY: ("1", "0", "0", "0", "0", "0", "2")}),
        "A703 表三“三（二）部分公开”行“总计”应为 1，填的是 2",
    ),
    "R4": (
        sample("", disputes={Dispute.REVIEW: ("1", "0", "0", "1", "3")}),
        "A704 表四“行政复议”“总计”应为 2，填的是 3",
    ),
    "R5": (
        sample("", disputes={Dispute.DIRECT_SUIT: ("0", "1", "0", "0", "0")}),
        "A704 表四“未经复议直接起诉”“总计”应为 1，填的是 0",
    ),
    "R6": (
        sample("", disputes={Dispute.LATER_SUIT: ("1", "0", "0", "0", "2")}),
        "A704 表四“复议后起诉”“总计”应为 1，填的是 2",
    ),
    "R9": (
        sample("", papers={Paper.NORMATIVE: ("3", "-1", "12")}),
        "A705 年报表格有 1 格填写不规范",
    ),
    "R10": (
        sample("", papers={Paper.REGULATION: ("2", "0", "2")}),
        "A706 “清河县民政局”没有规章制定权，表二“规章”行却填了：本年制发件数 2，现行有效件数 2",
    ),
    "R11": (
        sample("", instead={"予以公开3件": "予以公开2件"}),
        "A707 正文写“予以公开2件”，表三“（一）予以公开”总计是 3",
    ),
    "R12": (
        sample("", instead={"2025年共制发": "2024年度共制发"}),
        "A708 正文里有“2024年度”，报告年度是 2025 年，疑似上年文字",
    ),
    "R14": (
        sample("", instead={"\n2026年1月20日": ""}),
        "A710 年报文末有落款机关，没有成文日期",
    ),
    "R15": (
        sample("", instead={"五、存在的主要问题及改进情况": "", "六、其他": "五、其他"}),
        "A711 缺少第五部分“存在的主要问题及改进情况”",
    ),
}


@each_format
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_report_is_told_by_the_name_of_the_cell(form: str, name: str) -> None:
    example, said = BROKEN[name]
    assert said in told(FORMATS[form](document(example)))


@each_format
def test_an_empty_cell_is_told_and_breaks_no_other_row(form: str) -> None:
    example = sample("", applications={Row.DENIED_QUERY: ("0", "", "0", "0", "0", "0", "0")})
    doc = FORMATS[form](document(example))
    assert [line for line in told(doc) if "A705" not in line] == []
    if form != "pdf":
        [finding] = findings(doc)
        assert finding.evidence == "表三“三（三）8.属于行政查询事项”行“商业企业”列空着"


@pytest.mark.parametrize(
    ("office", "day", "is_late"),
    [
        ("清河县民政局", date(2026, 1, 31), False),
        ("清河县民政局", date(2026, 2, 1), True),
        ("清河县人民政府", date(2026, 3, 31), False),
        ("清河县人民政府", date(2026, 4, 1), True),
        ("清河县青石镇人民政府", date(2026, 2, 1), True),
    ],
)
def test_a_report_has_its_day(office: str, day: date, is_late: bool) -> None:
    lines = told(document(sample("", office=office, day=day)))
    assert any(line.startswith("A709") for line in lines) == is_late


def test_two_years_that_do_not_follow_are_told_with_both_figures() -> None:
    before = sample(
        "", year=2024, applications={Row.CARRIED_OUT: ("3", "0", "0", "0", "0", "0", "3")}
    )
    rule = next(rule for rule in RULES if rule.code == "A713")
    site = years("", before, sample("")).view
    assert isinstance(site, SiteView)
    [hit] = rule.check(site, CONTEXT)  # type: ignore[arg-type]
    assert "“自然人”上年结转下年 3，本年写上年结转 1" in hit.evidence  # type: ignore[union-attr]


def test_a_page_that_only_speaks_of_annual_reports_is_none() -> None:
    texts = (
        "关于做好2025年政府信息公开工作年度报告编制工作的通知\n一、总体要求\n按时报送。\n二、报送时间\n1月20日前。",
        "清河县民政局2025年法治政府建设年度报告\n一、总体情况\n二、存在问题\n三、下一步打算",
    )
    assert [report_of(Document(text, text.partition("\n")[0])) for text in texts] == [None, None]


def test_the_day_of_the_sample_is_in_time() -> None:
    assert told(document(sample("", day=DAY))) == []


def as_text(doc: Document) -> Document:
    """Leave the tables as text, a cell on each line, as a copy from a web page does."""
    lines = []
    tables = iter(doc.tables)
    for line in doc.text.split("\n"):
        lines.append(line)
        if line.startswith(AFTER):
            lines += [f"\t{cell}" for row in form(next(tables)) for cell in row]
    return Document("\n".join(lines))


def test_a_report_left_as_text_is_read_too() -> None:
    # The faults of a report that was really published; its sums hold.
    faults = {
        "新收政府信息公开申请5件": "新收政府信息公开5件",
        "现行有效行政规范性文件12件": "现行有效行政规范性文件3件",
        "（五）监督保障。": "监督保障\n",
        "\n2026年1月20日": "",
    }
    doc = as_text(document(sample("", instead=faults)))
    report = report_of(doc)
    assert report is not None
    assert len(report.figures.applications) == len(Row)
    assert [line.split()[0] for line in told(doc)] == ["A707", "A710", "A711", "A712"]
