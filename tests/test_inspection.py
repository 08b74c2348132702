"""The simulated inspection on paper: what a head of office is told, in every form."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from docx import Document

from checks.finding import SITE_SUBJECT, Severity
from tests.test_score import HOME, SITE, TODAY, issue, judged, of_column
from xunjian.disclosure import Count, Disclosure, Form
from xunjian.inspection import Extras, inspection
from xunjian.report_forms import as_form
from xunjian.score_compare import Change, Comparison
from xunjian.score_units import UnitRecord, period
from xunjian.scorecard import Score

ATTACK = "<script>alert(1)</script>"


def sample() -> Score:
    leak = issue("P201", severity=Severity.CRITICAL, unit="jyj", due=TODAY)
    late = issue("L401", due=TODAY.replace(day=1))
    return judged(leak, late, *of_column("F301", "news1", "news2", "notice1"))


def text_of(form: str, score: Score, extras: Extras | None = None) -> str:
    content = as_form(score, SITE, form, extras)
    if form == "docx":
        paper = Document(BytesIO(content))
        cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])
    if form == "xlsx":
        book = openpyxl.load_workbook(BytesIO(content))
        values = (cell.value for sheet in book for row in sheet for cell in row)
        return "\n".join(str(value) for value in values if value is not None)
    return content.decode()


@pytest.mark.parametrize("form", ["text", "html", "docx", "xlsx"])
def test_each_form_says_what_would_fail_the_site_and_what_it_costs(form: str) -> None:
    text = text_of(form, sample())
    assert "再有 2 个栏目逾期即单项否决" in text
    assert "需人工确认" in text
    assert "泄露国家秘密、个人隐私" in text
    assert "功能设计·可用性" in text
    assert "区教育局" in text
    assert "办事服务·在线申请" in text


def test_what_cannot_wait_comes_first_by_weight_and_deadline() -> None:
    told = inspection(sample(), SITE)
    assert [task.issue.code for task in told.tasks] == ["P201", "F301", "F301", "F301", "L401"]
    assert [task.due for task in told.tasks][0::4] == ["03-02（今天）", "03-01（已逾期 1 天）"]
    assert told.tasks[0].unit == "区教育局"
    assert told.headline == "有可能触及单项否决，请立即人工确认。"


def test_a_long_list_is_cut_and_says_so() -> None:
    many = [issue("P201", f"{HOME}{n}.html", severity=Severity.CRITICAL) for n in range(25)]
    told = inspection(judged(*many), SITE)
    assert (len(told.tasks), told.more_tasks) == (20, 5)
    assert "另有 5 项" in text_of("html", judged(*many))


def test_every_line_of_the_indicators_shows_what_it_rests_on() -> None:
    score = sample()
    counted = {veto.title: (veto.count, len(veto.issues)) for veto in score.vetoes}
    assert all(count == shown for count, shown in counted.values())
    book = openpyxl.load_workbook(BytesIO(as_form(score, SITE, "xlsx")))
    codes = [row[0].value for row in book["依据"].iter_rows(min_row=2)]
    assert codes.count("泄露国家秘密、个人隐私") == 1


def test_nothing_from_the_site_becomes_markup_or_a_formula() -> None:
    bad = issue("P201", f"{HOME}?q={ATTACK}", severity=Severity.CRITICAL, url=f"{HOME}?{ATTACK}")
    assert ATTACK not in as_form(judged(bad), SITE, "html").decode()
    formula = issue("S507", SITE_SUBJECT, url='=HYPERLINK("http://x.example","y")')
    book = openpyxl.load_workbook(BytesIO(as_form(judged(formula), SITE, "xlsx")))
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = as_form(sample(), SITE, "html").decode()
    assert "<script" not in page and "src=" not in page and "default-src 'none'" in page


def extras() -> Extras:
    forms = {Form.TEXT: 7, Form.PICTURES: 2}
    counts = (Count(f"政务要闻{ATTACK}", 9, forms, "区政府办公室"),)
    return Extras(
        comparison=Comparison(
            date(2026, 2, 23), 3, 4, (Change(f"扣分·可用性{ATTACK}", "1", "0.1", is_worse=False),)
        ),
        period=period(date(2026, 1, 1), TODAY, TODAY),
        records=(
            UnitRecord("jyj", "区教育局", 8, 6, 1, 6, 3, 2, 1, 4.5),
            UnitRecord("zfb", "区政府办公室", 1),
        ),
        disclosure=Disclosure(2026, 9, 1, 2, counts, counts, counts, forms),
    )


@pytest.mark.parametrize("form", ["text", "html", "docx", "xlsx"])
def test_each_form_compares_ranks_and_counts(form: str) -> None:
    text = text_of(form, sample(), extras())
    for said in ("2026-02-23", "变好", "50%（3/6）", "无到期问题", "4.5", "文字 7 篇、图解 2 篇"):
        assert said in text, said
    if form == "html":
        assert ATTACK not in text


def test_a_control_character_of_the_site_does_not_break_the_paper() -> None:
    bad = issue("P201", severity=Severity.CRITICAL, message="公开了\x0b号码")
    assert "公开了号码" in text_of("docx", judged(bad))
