"""Which places the evidence of a privacy rule names, and how."""

from checks.finding import Cell, Mark
from checks.privacy.p201_id_number import id_number
from checks.privacy.people import LONGEST, Disclosed
from checks.views import Document
from crawler.page import Place, Table, Unseen
from tests.privacy.people import only, person
from xunjian.whereabouts import places_of


def _evidence(*values: tuple[str, str], places: tuple[Place, ...] = ()) -> str:
    found = Disclosed()
    for key, place in values:
        found.add(key, place, None, as_=f"值{key}")
    [hit] = found.hit(Document("", places=places), "", "")
    return hit.evidence


def test_hidden_places_come_first_and_are_all_named() -> None:
    cells = [(str(number), f"工作表“名单” C{number}") for number in range(5, 15)]
    hidden = [("1", "隐藏的工作表“底稿” C2"), ("2", "隐藏的工作表“底稿” C3"), ("3", "批注 C5")]
    assert _evidence(*cells, *hidden) == (
        "隐藏的工作表“底稿” C2–C3（2 个，如 值1）；批注 C5：值3；工作表“名单” C5–C14（10 个，如 值5）"
    )


def test_a_value_in_two_places_is_told_of_both() -> None:
    assert _evidence(("1", "第 2 页"), ("1", "文档属性")) == "文档属性：值1；第 2 页：值1"


def test_a_row_of_a_table_tells_more_than_its_page() -> None:
    assert _evidence(("1", "第 1 页 第 5 行"), ("1", "第 1 页")) == "第 1 页 第 5 行：值1"
    assert _evidence(("1", "第 1 页 批注"), ("1", "第 1 页")) == "第 1 页 批注：值1；第 1 页：值1"


def test_paragraphs_and_tables_stand_in_the_order_of_the_document() -> None:
    places = (Place(0, "第 1 段"), Place(9, "表 1 第 2 行"), Place(20, "第 3 段"))
    values = (("1", "表 1 第 2 行"), ("2", "第 3 段"), ("3", "第 1 段"))
    assert _evidence(*values, places=places) == "第 1、3 段（2 个，如 值3）；表 1 第 2 行：值1"


def test_an_archive_names_each_member_once() -> None:
    inside = [(str(number), f"压缩包内“甲.xlsx” › 工作表“表” A{number}") for number in (1, 2, 3)]
    other = ("9", "压缩包内“甲.xlsx” › 隐藏的工作表“底稿” B1")
    assert _evidence(*inside, other) == (
        "压缩包内“甲.xlsx”：隐藏的工作表“底稿” B1：值9，工作表“表” A1–A3（3 个，如 值1）"
    )


def test_evidence_stays_short_and_still_names_every_file() -> None:
    names = [f"第{letter}批补贴发放名单和说明材料" for letter in "一二三四五六"]
    values = [
        (f"{name}{page}", f"压缩包内“{name}.pdf” › 第 {page} 页（黑块下的文字{page}）")
        for name in names
        for page in range(1, 30)
    ]
    said = _evidence(*values)
    assert len(said) <= LONGEST
    assert all(name in said for name in names)


def test_a_number_in_the_name_of_a_member_is_masked_wherever_places_are_told() -> None:
    place = f"压缩包内“{person(1)}.xlsx” › 工作表“{person(2)}”"
    table = Table((("姓名", "身份证号"), ("赵某", person(3))), place, (1, 2))
    doc = Document("", tables=(table,))
    hit = only(id_number, doc)
    [told] = places_of(doc, (Mark(cell=Cell(0, 1, 1)),))
    for number in (1, 2, 3):
        assert person(number) not in hit.evidence + told
    assert told.endswith("B2")


def test_people_are_counted_only_where_every_number_has_a_name_beside_it() -> None:
    table = Table((("姓名", "身份证号"), ("赵某", person(1)), ("钱某", person(2))), "表 1")
    seen = Document("", tables=(table,))
    unseen = Document("", tables=(table,), unseen=(Unseen("网页注释", person(3)),))
    assert only(id_number, seen).message == "公开了 2 个完整的公民身份号码（共 2 人）"
    assert only(id_number, unseen).message == "公开了 3 个完整的公民身份号码"
