"""Service guides are told from other papers, and their ten elements from what is missing."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.document import Document as WordFile

from checks.content.c606_incomplete_guide import incomplete_guide
from checks.content.c607_vague_materials import vague_materials
from checks.content.c608_missing_form import missing_form
from checks.content.c609_unclear_materials import unclear_materials
from checks.content.c610_bare_basis import bare_basis
from checks.content.guides import ELEMENTS, Guide, guide_of
from checks.finding import Hit, Severity, Undecided
from checks.rule import Context, Rule
from checks.views import Document
from crawler.extract.files import read_file
from crawler.page import Link, Page
from crawler.site import Column, ColumnKind
from tests.content.builders import GUIDES, NO_GUIDES, ROWS, SERVICE_CRUMBS, TODAY, page
from wordlists.lists import load

TITLE = "临时救助申请办事指南"
SERVICE = Column("bsfw", "办事服务", "https://www.qinghe.example/xx/", "zwzx", ColumnKind.SERVICE)
OTHER = Column("tzgg", "通知公告", "https://www.qinghe.example/xx/", "zfb", ColumnKind.NOTICE)
CTX = Context(TODAY, load())
RULES = (incomplete_guide, vague_materials, missing_form, unclear_materials, bare_basis)


def document(body: str, title: str, column: Column = OTHER) -> Document:
    return of_page(page(body, title, crumbs=SERVICE_CRUMBS), column)


def of_page(shown: Page, column: Column = OTHER) -> Document:
    return Document(shown.text, shown.title, shown.tables, url=shown.url, page=shown, column=column)


def guide(body: str, title: str = TITLE, column: Column = OTHER) -> Guide:
    found = guide_of(document(body, title, column))
    assert found is not None
    return found


def hits(rule: Rule[Document], doc: Document) -> list[Hit | Undecided]:
    return list(rule.check(doc, CTX))


def changed(**values: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, values.get(name, value)) for name, value in ROWS)


@pytest.mark.parametrize("shape", GUIDES)
def test_a_whole_guide_has_all_ten_elements_in_any_shape(shape: str) -> None:
    doc = document(GUIDES[shape](ROWS), TITLE)
    assert guide(GUIDES[shape](ROWS)).missing == ()
    assert [hit for rule in RULES for hit in hits(rule, doc)] == []


@pytest.mark.parametrize("shape", GUIDES)
@pytest.mark.parametrize("number", range(1, len(ROWS)))
def test_the_element_that_is_missing_is_named(shape: str, number: int) -> None:
    rows = ROWS[:number] + ROWS[number + 1 :]
    assert guide(GUIDES[shape](rows)).missing == (ELEMENTS[number],)


@pytest.mark.parametrize("pairs", [1, 2], ids=["one pair a row", "two pairs a row"])
def test_a_guide_in_a_word_file_is_read_as_well(pairs: int) -> None:
    paper = docx.Document()
    paper.add_paragraph(TITLE)
    table = paper.add_table(rows=len(ROWS) // pairs, cols=2 * pairs)
    cells = [cell for pair in ROWS for cell in pair]
    for number, text in enumerate(cells):
        table.cell(number // (2 * pairs), number % (2 * pairs)).text = text
    content = read_file(bytes_of(paper), ".docx")
    found = guide_of(Document(content.text, tables=content.tables))
    assert found is not None
    assert found.missing == ()


def bytes_of(paper: WordFile) -> bytes:
    buffer = BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("kept", "severity"), [(7, Severity.WARNING), (6, None), (5, None)], ids=str
)
def test_four_missing_elements_count_for_the_veto(kept: int, severity: Severity | None) -> None:
    (hit,) = hits(incomplete_guide, document(GUIDES["table"](ROWS[:kept]), TITLE))
    assert isinstance(hit, Hit)
    assert hit.severity is severity
    assert f"缺少 {10 - kept} 类要素" in hit.message


def test_a_cell_left_empty_is_as_good_as_missing() -> None:
    body = GUIDES["two pairs a row"](changed(是否收费="", 办公地址=""))
    (hit,) = hits(incomplete_guide, document(body, TITLE))
    assert isinstance(hit, Hit)
    assert "缺少 2 类要素：办理地点、收费标准" in hit.message


def test_a_flow_chart_is_no_empty_element() -> None:
    body = GUIDES["table"](changed(办理程序="<img src='flow.png'>"))
    assert hits(incomplete_guide, document(body, TITLE)) == []


@pytest.mark.parametrize("shape", ["table", "headings", "dl", "tabs above"])
def test_a_guide_that_a_script_fills_is_undecided(shape: str) -> None:
    body = GUIDES[shape](tuple((name, "") for name, _ in ROWS))
    (doubt,) = hits(incomplete_guide, document(body, TITLE))
    assert isinstance(doubt, Undecided)


def test_a_guide_in_a_column_of_services_needs_no_title() -> None:
    assert guide(GUIDES["table"](ROWS), "临时救助申请", SERVICE).missing == ()
    assert guide_of(document(GUIDES["table"](ROWS), "临时救助申请")) is None


@pytest.mark.parametrize("kind", NO_GUIDES)
@pytest.mark.parametrize("column", [SERVICE, OTHER], ids=["service", "other"])
def test_other_papers_are_no_guides(kind: str, column: Column) -> None:
    title, rows = NO_GUIDES[kind]
    assert guide_of(document(GUIDES["numbered"](rows), title, column)) is None


def test_a_table_of_many_matters_is_no_guide() -> None:
    head = "".join(f"<th>{name}</th>" for name, _ in ROWS)
    row = "".join(f"<td>{value}</td>" for _, value in ROWS)
    body = f"<table><tr>{head}</tr><tr>{row}</tr></table>"
    assert guide_of(document(body, "县民政局办事指南", SERVICE)) is None


@pytest.mark.parametrize(
    ("materials", "is_vague"),
    [
        ("1.身份证；2.根据有关法律法规规定应提交的其他材料", True),
        ("1.身份证；2.法律、法规规定的其他材料", True),
        ("身份证、户口簿及其他材料。", True),
        ("1.申请书 2.其他需要提供的材料", True),
        ("1.申请书 2.其他有关证明材料", True),
        ("身份证等相关材料", True),
        ("收入证明视情况提供", True),
        ("审批部门认为需要提供的其他资料", True),
        ("法人、其他组织的登记证书", False),
        ("1.营业执照；2.其他组织登记证书；3.委托书", False),
        ("不得要求提供其他相关材料", False),
        ("无需提供其他材料", False),
        ("其他材料：1.户口簿；2.结婚证", False),
        ("与其他共有人的关系证明", False),
        ("其他家庭成员的身份证件", False),
    ],
)
def test_vague_wording_is_told_from_defined_lists(materials: str, is_vague: bool) -> None:
    doc = document(GUIDES["table"](changed(申请材料=materials)), TITLE)
    assert bool(hits(vague_materials, doc)) is is_vague


def test_vague_wording_elsewhere_in_the_guide_is_no_matter() -> None:
    doc = document(GUIDES["headings"](changed(受理条件="符合其他相关材料要求，视情况提供")), TITLE)
    assert hits(vague_materials, doc) == []


@pytest.mark.parametrize(
    ("materials", "links", "is_missing"),
    [
        ("填写《临时救助申请表》1份原件", (), True),
        ("《临时救助申请表》1份（窗口领取）", (), False),
        ("《临时救助申请表》1份原件（见附件）", (), False),
        ("临时救助申请表1份", (Link("https://a.example/1.doc", "附件1", is_file=True),), False),
        ("临时救助申请表1份", (Link("https://a.example/1", "表格"),), False),
        ("收入证明1份", (), False),
    ],
)
def test_a_form_must_be_to_be_had(
    materials: str, links: tuple[Link, ...], is_missing: bool
) -> None:
    shown = page(GUIDES["table"](changed(申请材料=materials)), TITLE, crumbs=SERVICE_CRUMBS)
    found = hits(missing_form, of_page(replace(shown, links=links)))
    assert bool(found) is is_missing


def test_what_a_draft_cannot_show_is_undecided() -> None:
    rows = changed(申请材料="填写临时救助申请表1份原件", 法律依据="《社会救助暂行办法》第四十七条")
    draft = "\n".join([TITLE, *(f"{name}：{value}" for name, value in rows)])
    for rule in (missing_form, bare_basis):
        (doubt,) = hits(rule, Document(draft))
        assert isinstance(doubt, Undecided)


def test_the_time_of_publication_is_not_that_of_the_service() -> None:
    lines = ("发布时间：2026-02-20", "申请条件：年满六十周岁", "申请材料：身份证", "办理流程：发证")
    found = guide("".join(f"<p>{line}</p>" for line in lines), "老年人优待证办理指南")
    assert "办理时间" in found.missing
