"""Word files: whatever can be got out of one is read, at the place that people look it up."""

from io import BytesIO

import docx
import pytest
import xlsxwriter

from crawler.extract.files import read_file
from crawler.extract.ooxml import Package
from tests.crawler.binary_files import compound, packaged
from tests.crawler.office_files import (
    LONG_NUMBER,
    notice,
    places_of,
    relations,
    repacked,
    saved,
    word_body,
)

HALF = 9
FRONT, BACK = LONG_NUMBER[:HALF], LONG_NUMBER[HALF:]


def _run(text: str, marks: str = "") -> str:
    return f"<w:r><w:rPr>{marks}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def _paragraph(*runs: str, marks: str = "") -> str:
    return f"<w:p><w:pPr>{marks}</w:pPr>{''.join(runs)}</w:p>"


def _deleted(text: str) -> str:
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def _cell(text: str, marks: str = "") -> str:
    return f"<w:tc><w:tcPr>{marks}</w:tcPr>{_paragraph(_run(text))}</w:tc>"


def _row(*cells: str, marks: str = "") -> str:
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cells)}</w:tr>"


def _table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def _read(xml: str) -> dict[str, str]:
    return places_of(read_file(word_body(xml), ".docx"))


def test_everything_in_a_word_file_is_read_and_named() -> None:
    places = places_of(read_file(notice(), ".docx"))
    assert places["第 1 段"] == "关于表彰的通知"
    assert places["第 2 段"] == "正文"
    assert places["第 3 段"] == "并未隐藏"
    assert places["第 4 段"] == "保留"
    assert places["第 5 段"] == "框外"
    assert places["第 5 段（文本框）"] == "框内文字"
    assert places["表 1 第 1 行"] == "姓名\t电话"
    assert places["表 1 第 2 行"] == "张某\t无"
    assert places["页眉"] == "页眉文字"
    assert places["页脚"] == "页脚文字"
    assert places["批注"] == "王某：批注文字"
    assert places["第 2 段（隐藏文字）"] == "隐藏的话"
    assert places["第 4 段（修订中已删除的文字）"] == "删掉的话"
    assert "作者：属性作者" in places["文档属性"]


def test_a_word_files_tables_are_read() -> None:
    table = read_file(notice(), ".docx").tables[0]
    assert table.rows == (("姓名", "电话"), ("张某", "无"))
    assert table.cell_place(1, 0) == "表 1 第 2 行"


# Each body with the place where the number must come out whole.
WHOLE_NUMBERS = {
    "split over runs": (_paragraph(_run(FRONT), _run(BACK)), "第 1 段"),
    "part deleted": (
        _paragraph(_run("号码"), _run(FRONT), _deleted(BACK), f"<w:ins>{_run('***')}</w:ins>"),
        "第 1 段（修订中已删除的文字）",
    ),
    "deleted in pieces": (
        _paragraph(_deleted(FRONT), _deleted(BACK), _run("。")),
        "第 1 段（修订中已删除的文字）",
    ),
    "moved away": (
        _paragraph(f"<w:moveFrom>{_run(FRONT)}{_run(BACK)}</w:moveFrom>"),
        "第 1 段（修订中已删除的文字）",
    ),
    "moved here": (_paragraph(f"<w:moveTo>{_run(LONG_NUMBER)}</w:moveTo>"), "第 1 段"),
    "inserted": (_paragraph(f"<w:ins>{_run(LONG_NUMBER)}</w:ins>"), "第 1 段"),
    "middle hidden": (
        _paragraph(_run(FRONT), _run(BACK[:4], "<w:vanish/>"), _run(BACK[4:])),
        "第 1 段（隐藏文字）",
    ),
    "white": (_paragraph(_run(LONG_NUMBER, '<w:color w:val="ffffff"/>')), "第 1 段（白色文字）"),
    "tiny": (_paragraph(_run(LONG_NUMBER, '<w:sz w:val="2"/>')), "第 1 段（极小的文字）"),
    "content control": (
        f"<w:sdt><w:sdtContent>{_paragraph(_run(LONG_NUMBER))}</w:sdtContent></w:sdt>",
        "第 1 段",
    ),
    "control in a line": (
        _paragraph(f"<w:sdt><w:sdtContent>{_run(LONG_NUMBER)}</w:sdtContent></w:sdt>"),
        "第 1 段",
    ),
    "link": (_paragraph(f"<w:hyperlink>{_run(LONG_NUMBER)}</w:hyperlink>"), "第 1 段"),
    "ruby": (
        _paragraph(f"<w:r><w:ruby><w:rubyBase>{_run(LONG_NUMBER)}</w:rubyBase></w:ruby></w:r>"),
        "第 1 段",
    ),
    "picture": (
        _paragraph(f'<w:r><w:drawing><wp:inline><wp:docPr descr="{LONG_NUMBER}"/></wp:inline>'
                   "</w:drawing></w:r>"),
        "第 1 段（图片说明）",
    ),
    "table": (_table(_row(_cell("张某"), _cell(LONG_NUMBER))), "表 1 第 1 行"),
    "table in a table": (
        _table(_row(f"<w:tc>{_table(_row(_cell(LONG_NUMBER)))}<w:p/></w:tc>")),
        "表 1 第 1 行的内嵌表 第 1 行",
    ),
    "row in a control": (
        _table(f"<w:sdt><w:sdtContent>{_row(_cell(LONG_NUMBER))}</w:sdtContent></w:sdt>"),
        "表 1 第 1 行",
    ),
    "deleted row": (
        _table(_row(_cell("姓名")), _row(_cell(LONG_NUMBER), marks="<w:del/>")),
        "表 1 第 2 行（修订中已删除的文字）",
    ),
    "hidden in a cell": (
        _table(_row(f"<w:tc>{_paragraph(_run(LONG_NUMBER, '<w:vanish/>'))}</w:tc>")),
        "表 1 第 1 行（隐藏文字）",
    ),
    "field": (
        _paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f"<w:r><w:instrText>MERGEFIELD {FRONT}</w:instrText></w:r>"
            f"<w:r><w:instrText>{BACK}</w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        ),
        "域代码和选项",
    ),
    "simple field": (
        _paragraph(f'<w:fldSimple w:instr="QUOTE {LONG_NUMBER}">{_run("1")}</w:fldSimple>'),
        "域代码和选项",
    ),
    "drop-down list": (
        _paragraph(f'<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{LONG_NUMBER}"/>'
                   "</w:dropDownList></w:sdtPr></w:sdt>"),
        "域代码和选项",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WHOLE_NUMBERS)
def test_a_number_comes_out_whole_at_its_place(case: str) -> None:
    xml, place = WHOLE_NUMBERS[case]
    assert LONG_NUMBER in _read(xml)[place]


def test_white_letters_on_a_coloured_ground_are_nothing_hidden() -> None:
    white = '<w:color w:val="FFFFFF"/>'
    shade = '<w:shd w:fill="1F4E79"/>'
    head = f"<w:tc><w:tcPr>{shade}</w:tcPr>{_paragraph(_run('姓名', white))}</w:tc>"
    assert _read(_table(_row(head)))["表 1 第 1 行"] == "姓名"
    assert _read(_paragraph(_run("题头", white), marks=shade))["第 1 段"] == "题头"
    assert _read(_paragraph(_run("题头", white + shade)))["第 1 段"] == "题头"


def test_page_numbers_and_contents_lists_are_no_field_worth_reading() -> None:
    fields = ("PAGE", " TOC \\o ", "PAGEREF _Toc1 \\h", "NUMPAGES \\* Arabic")
    xml = "".join(_paragraph(f'<w:fldSimple w:instr="{text}"/>') for text in fields)
    assert "域代码和选项" not in _read(xml)


def test_a_style_hides_text_and_a_run_may_show_it_again() -> None:
    base = word_body(
        _paragraph(_run("藏"), marks='<w:pStyle w:val="child"/>')
        + _paragraph(_run("现", '<w:vanish w:val="0"/>'), marks='<w:pStyle w:val="child"/>')
        + _paragraph(_run("字", '<w:rStyle w:val="secret"/>'))
    )
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="paragraph" w:styleId="parent"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="child"><w:basedOn w:val="parent"/></w:style>'
        '<w:style w:type="character" w:styleId="secret"><w:basedOn w:val="secret"/>'
        "<w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
    )
    places = places_of(read_file(repacked({"word/styles.xml": styles.encode()}, base), ".docx"))
    assert places["第 1 段（隐藏文字）"] == "藏"
    assert places["第 2 段"] == "现"
    assert places["第 3 段（隐藏文字）"] == "字"


def test_merged_cells_give_their_head_to_every_column() -> None:
    two = '<w:gridSpan w:val="2"/>'
    body = _table(
        _row(_cell("救助对象名单", '<w:gridSpan w:val="3"/>')),
        _row(_cell("姓名", "<w:vMerge w:val='restart'/>"), _cell("联系方式", two)),
        _row(_cell("", "<w:vMerge/>"), _cell("电话"), _cell("住址")),
    )
    assert read_file(word_body(body), ".docx").tables[0].rows == (
        # A title is the head of no column.
        ("救助对象名单", "", ""),
        ("姓名", "联系方式", "联系方式"),
        ("姓名", "电话", "住址"),
    )


def test_a_columns_rule_sees_what_is_hidden_or_deleted_in_a_cell() -> None:
    hidden = f"<w:tc>{_paragraph(_run('藏', '<w:vanish/>'))}</w:tc>"
    deleted = f"<w:tc>{_paragraph(_deleted('删'))}</w:tc>"
    tables = read_file(word_body(_table(_row(hidden, deleted))), ".docx").tables
    assert tables[0].rows == (("藏", "删"),)


def test_a_drawing_that_says_something_else_in_its_old_form_is_read_twice() -> None:
    forms = "".join(
        f"<mc:{name}><w:txbxContent>{_paragraph(_run(text))}</w:txbxContent></mc:{name}>"
        for name, text in (("Choice", "新的"), ("Fallback", "旧的"))
    )
    xml = _paragraph(f"<w:r><mc:AlternateContent>{forms}</mc:AlternateContent></w:r>")
    assert _read(xml)["第 1 段（文本框）"] == "新的\n旧的"


def _workbook(text: str) -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.add_worksheet("数据").write(0, 0, text)
    book.close()
    return buffer.getvalue()


# Parts beside the text, each with its place and what must stand there.
BESIDE = {
    "word/embeddings/Book.xlsx": (_workbook("表中的话"), "内嵌文件“Book.xlsx” › 工作表“数据”"),
    "word/glossary/document.xml": (b"", "文档部件库"),
    "word/footnotes.xml": (b"", "脚注"),
    "word/endnotes.xml": (b"", "尾注"),
    "customXml/item1.xml": ("<a><b>表中的话</b></a>".encode(), "自定义数据"),
    "docProps/custom.xml": (
        '<Properties><property name="经办"><x>表中的话</x></property></Properties>'.encode(),
        "文档属性",
    ),
    "docProps/app.xml": ("<P><Company>表中的话</Company></P>".encode(), "文档属性"),
    "word/settings.xml": (b"", "文档设置"),
    "word/_rels/settings.xml.rels": (
        relations(("attachedTemplate", "file:///C:/表中的话.dotx")),
        "链接地址",
    ),
    "word/charts/chart1.xml": (
        "<c><pt><v>表中的话</v></pt></c>".encode(),
        "图表",
    ),
    "word/diagrams/data1.xml": ("<d><p><r><t>表中</t></r><r><t>的话</t></r></p></d>".encode(), "示意图"),
}  # fmt: skip
OWN = {
    "word/glossary/document.xml": "<w:docPart><w:docPartBody>{}</w:docPartBody></w:docPart>",
    "word/footnotes.xml": "<w:footnote>{}</w:footnote>",
    "word/endnotes.xml": "<w:endnote>{}</w:endnote>",
    "word/settings.xml": '<w:docVars><w:docVar w:name="v" w:val="表中的话"/></w:docVars>',
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_stands_beside_the_text_is_read(name: str) -> None:
    part, place = BESIDE[name]
    if name in OWN:
        inner = OWN[name].format(_paragraph(_run("表中的话")))
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        part = f'<w:root xmlns:w="{space}">{inner}</w:root>'.encode()
    content = read_file(repacked({name: part}, notice()), ".docx")
    assert "表中的话" in places_of(content)[place]
    assert content.unreadable == ""


def test_a_file_that_word_takes_in_when_it_opens_the_document_is_read() -> None:
    parts = {
        "word/_rels/document.xml.rels": relations(("aFChunk", "afchunk1.docx")),
        "word/afchunk1.docx": word_body(_paragraph(_run("插入的话"))),
    }
    places = places_of(read_file(repacked(parts, notice()), ".docx"))
    assert places["内嵌文件“afchunk1.docx” › 第 1 段"] == "插入的话"


def test_a_file_that_is_taken_in_from_elsewhere_is_said_to_be_unread() -> None:
    parts = {"word/_rels/document.xml.rels": relations(("aFChunk", "../chunks/a.htm"))}
    content = read_file(repacked(parts, notice()), ".docx")
    assert content.unreadable == "插入的文件“chunks/a.htm”没有检查"


def test_files_within_files_end_somewhere_and_say_so() -> None:
    body = notice()
    for _ in range(5):
        body = repacked({"word/embeddings/inner.docx": body}, notice())
    assert "嵌套超过 3 层，其中的文件未检查" in read_file(body, ".docx").unreadable


def test_a_part_that_is_spoilt_costs_itself_alone() -> None:
    content = read_file(repacked({"word/header1.xml": b"<w:hdr"}, notice()), ".docx")
    assert "关于表彰的通知" in content.text
    assert content.unreadable == "页眉没有检查（文件内容已损坏，无法读取）"


def test_the_strict_form_of_the_standard_is_read() -> None:
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    with_names = Package(notice()).unpacked("word/document.xml").replace(usual, strict)
    places = places_of(read_file(repacked({"word/document.xml": with_names}, notice()), ".docx"))
    assert places["第 1 段"] == "关于表彰的通知"


def test_the_main_part_is_found_whatever_its_name() -> None:
    package = Package(notice())
    parts = {
        "_rels/.rels": relations(("officeDocument", "/word/document2.xml")),
        "word/document2.xml": package.unpacked("word/document.xml"),
        "word/document.xml": b"<none/>",
    }
    assert "关于表彰的通知" in read_file(repacked(parts, notice()), ".docm").text


def test_an_empty_document_is_read_and_holds_nothing() -> None:
    content = read_file(saved(docx.Document()), ".docx")
    assert (content.tables, content.unreadable) == ((), "")


OBJECTS = {
    "packager": (packaged("名单.docx", notice()), "名单.docx"),
    "whole package": (compound("Package", notice()), "oleObject1.bin"),
    "drawn formula": (compound("Equation Native", b"1"), ""),
}


@pytest.mark.parametrize("case", OBJECTS)
def test_an_embedded_object_is_opened(case: str) -> None:
    body, name = OBJECTS[case]
    content = read_file(repacked({"word/embeddings/oleObject1.bin": body}, notice()), ".docx")
    assert content.unreadable == ""
    assert (f"内嵌文件“{name}” › 第 1 段" in places_of(content)) is bool(name)
