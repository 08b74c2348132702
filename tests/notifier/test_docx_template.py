"""A template of an office's own, as Word and people make them."""

import zipfile
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.shared import Pt
from lxml import etree

from notifier.docx_template import BREAK, PARAGRAPH, TEXT, WORD, TemplateError, Values, fill
from tests.notifier.letters import lines, tables

VALUES = Values(
    texts={"标题": "巡检通报", "数": "3", "零": "0", "空": "", "坏": "甲\n乙\x00{{标题}}"},
    lists={"单位": [{"名称": "民政局", "数": "1"}, {"名称": "{{标题}}", "数": "2"}], "无": []},
    list_fields={"单位": ("名称", "数"), "无": ("名称",)},
)


def saved(document: DocumentType) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def a_zip(**parts: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return out.getvalue()


def of(*paragraphs: str) -> bytes:
    """Return the least that is a Word file: reading whole ones takes its time."""
    inner = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    body = f'<w:document xmlns:w="{WORD[1:-1]}"><w:body>{inner}</w:body></w:document>'
    return a_zip(**{"word/document.xml": body})


def filled(*paragraphs: str) -> list[str]:
    with zipfile.ZipFile(BytesIO(fill(of(*paragraphs), "模板.docx", VALUES))) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    return [
        "".join(
            "\n" if each.tag == BREAK else each.text or "" for each in paragraph.iter(TEXT, BREAK)
        )
        for paragraph in tree.iter(PARAGRAPH)
    ]


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("{{标题}}", ["巡检通报"]),
        ("共 {{ 数 }} 个", ["共 3 个"]),
        ("｛｛标题｝｝", ["巡检通报"]),  # a Chinese keyboard
        ("{{标题}}{{数}}{{标题}}", ["巡检通报3巡检通报"]),
        ("没有标记 { } 的", ["没有标记 { } 的"]),
        ("{{空}}。", ["。"]),
        # Lines become lines, control characters go, tags in values stay.
        ("{{坏}}", ["甲\n乙{{标题}}"]),
        ("{{单位.名称}}{{单位.数}}", ["民政局1", "{{标题}}2"]),
        ("{{无.名称}}", []),
        ("{{若有 单位}}有", ["有"]),
        ("{{若无 单位}}无", []),
        ("{{若有 零}}有", []),
        ("{{若无 零}}无", ["无"]),
        ("{{若有：数}}{{若无 空}}{{数}}", ["3"]),
        ("{{若有 数}}{{单位.数}}", ["1", "2"]),
        ("{{若无 数}}{{单位.数}}", []),
    ],
)
def test_tags_are_filled(paragraph: str, said: list[str]) -> None:
    assert filled(paragraph, "完") == [*said, "完"]


def test_a_tag_that_word_has_cut_into_pieces_is_one_tag_and_keeps_its_look() -> None:
    document = Document()
    paragraph = document.add_paragraph("甲")
    for piece, size in (("{", 9), ("{标", 22), ("题", 9), ("}}乙{{", 9), ("数}}", 30), ("丙", 7)):
        paragraph.add_run(piece).font.size = Pt(size)
    content = fill(saved(document), "模板.docx", VALUES)
    assert lines(content) == ["甲巡检通报乙3丙"]
    runs = [run for run in Document(BytesIO(content)).paragraphs[0].runs if run.text]
    assert [(run.text, run.font.size and run.font.size.pt) for run in runs] == [
        ("甲", None),
        ("巡检通报", 9),
        ("乙3", 9),
        ("丙", 7),
    ]


def test_a_row_is_repeated_and_a_table_of_nothing_vanishes() -> None:
    document = Document()
    for name in ("单位", "无"):
        table = document.add_table(rows=3, cols=2)
        texts = (f"{{{{若有 {name}}}}}单位", "数"), (f"{{{{{name}.名称}}}}", "{{数}}"), ("计", "")
        for row, cells in zip(table.rows, texts, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    # Only the rows that say so depend on the list.
    document.tables[1].rows[2].cells[0].text = "{{若有 无}}计"
    content = fill(saved(document), "模板.docx", VALUES)
    assert tables(content) == [[["单位", "数"], ["民政局", "3"], ["{{标题}}", "3"], ["计", ""]]]


def test_the_table_inside_a_table_is_repeated_by_its_own_rows() -> None:
    document = Document()
    outer = document.add_table(rows=1, cols=1)
    inner = outer.cell(0, 0).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "{{单位.名称}}"
    content = fill(saved(document), "模板.docx", VALUES)
    [cell] = Document(BytesIO(content)).tables[0]._cells
    assert [row.cells[0].text for row in cell.tables[0].rows] == ["民政局", "{{标题}}"]


def test_a_cell_keeps_a_paragraph_and_a_section_its_end() -> None:
    document = Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "{{无.名称}}"
    document.add_table(rows=1, cols=1).cell(0, 0).text = "甲{{若有 零}}"
    document.add_paragraph("{{若有 零}}第一节")
    document.add_section()
    document.add_paragraph("第二节")
    section_end = document.paragraphs[1]._p
    assert section_end.pPr is not None
    content = fill(saved(document), "模板.docx", VALUES)
    assert len(Document(BytesIO(content)).sections) == 2
    assert lines(content)[-1] == "第二节"


def test_heads_and_feet_are_filled_too() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{标题}}"
    document.sections[0].footer.paragraphs[0].text = "{{若有 零}}页"
    content = fill(saved(document), "模板.docx", VALUES)
    section = Document(BytesIO(content)).sections[0]
    assert section.header.paragraphs[0].text == "巡检通报"
    assert "页" not in "".join(each.text for each in section.footer.paragraphs)


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("{{标頭}}", "没有字段“标頭”，是不是“标题”？"),
        ("{{单位.名}}", "没有字段“单位.名”，是不是“单位.名称”？"),
        ("{{单位.标题}}", "没有字段“单位.标题”"),
        ("{{xyz}}", "没有字段“xyz”\n"),
        ("{{}}", "没有字段“”"),
        ("{{单位}}", "“单位”是清单，要写明其中的一项，如“单位.名称”"),
        ("{{若有 单位.名称}}", "没有字段“单位.名称”，是不是“单位”？"),
        ("{{若有 单味}}", "没有字段“单味”，是不是“单位”？"),
        ("{{单位.名称}}{{无.名称}}", "同一段里有几个清单（单位、无），只能有一个"),
        ("{{标题", "“{{标题”中有没写完整的标记"),
        ("{{标题}", "“{{标题}”中有没写完整的标记"),
        ("标题}}", "中有没写完整的标记"),
        ("{% for x in y %}{{ x|safe }}", "没有字段“x|safe”"),
    ],
)
def test_a_fault_is_told_with_the_template_and_a_guess(paragraph: str, said: str) -> None:
    with pytest.raises(TemplateError) as fault:
        fill(of(paragraph), "通报模板.docx", VALUES)
    assert f"通报模板.docx：{said}" in str(fault.value) or said in str(fault.value)
    assert str(fault.value).startswith("通报模板.docx：")
    assert "docs/letter.md" in str(fault.value)


def test_all_faults_are_told_at_once_each_once() -> None:
    with pytest.raises(TemplateError) as fault:
        fill(of("{{甲}}{{甲}}", "{{乙}}", "{{标题}}"), "模板.docx", VALUES)
    assert str(fault.value).count("没有字段") == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,  # doc, or an encrypted docx
        a_zip(**{"xl/workbook.xml": "<workbook/>"}),
        a_zip(**{"word/document.xml": "<document"}),
        of("{{标题}}")[:200],
    ],
)
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(TemplateError, match="不是没有加密的 Word 文档"):
        fill(content, "模板.docx", VALUES)


def test_an_entity_is_not_read_from_the_disk(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("口令")
    parts = a_zip(
        **{
            "word/document.xml": f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            "<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
        }
    )
    assert "口令".encode() not in zipfile.ZipFile(BytesIO(fill(parts, "模板.docx", VALUES))).read(
        "word/document.xml"
    )
