"""Annotated copies: the words that are marked are the words that a finding is about."""

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pypdfium2
import pytest
import xlsxwriter
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import RGBColor
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import raw
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from checks.finding import Cell, Mark, Severity
from checks.placed import shown_places
from checks.views import Document
from crawler.extract.files import read_file
from tests.cli import Ran, xunjian
from xunjian.annotate import word
from xunjian.annotate.child import Annotator
from xunjian.annotate.copy import Copied, annotated
from xunjian.annotate.note import LISTED, Note
from xunjian.demo.numbers import id_number
from xunjian.whereabouts import places_of

TYPO = "秸杆"
TODAY = ("--today", "2026-11-23")
A4 = (595, 842)


def document_of(body: bytes, suffix: str) -> Document:
    """Read a file as the check does."""
    content = read_file(body, suffix)
    return Document(content.text, tables=content.tables, places=content.places, name=f"a{suffix}")


def marks_of(document: Document, words: str) -> tuple[Mark, ...]:
    """Return a mark for each time that the words stand in the document."""
    return tuple(Mark(*each.span()) for each in re.finditer(re.escape(words), document.text))


def note(document: Document, marks: Sequence[Mark], text: str = "应为“秸秆”") -> Note:
    """Make the note of a finding."""
    places = places_of(document, marks)
    return Note(text, text, Severity.ERROR, tuple(marks), places)


def copy_of(body: bytes, suffix: str, words: str = TYPO) -> bytes:
    """Return the annotated copy in which every occurrence of the words is marked."""
    document = document_of(body, suffix)
    notes = (note(document, marks_of(document, words)),)
    copied = annotated(body, f"a{suffix}", document, notes)
    assert not copied.refused
    return copied.body


# Word


def word_bytes(document: WordDocument) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def comments_of(body: bytes) -> list[tuple[str, str]]:
    """Return the words on which each comment of ours is anchored, with its text."""
    document = docx.Document(BytesIO(body))
    found = []
    for comment in document.comments:
        number, is_inside, words = str(comment.comment_id), False, ""
        for element in document.element.iter():
            if element.get(qn("w:id")) == number and element.tag == qn("w:commentRangeStart"):
                is_inside = True
            elif element.get(qn("w:id")) == number and element.tag == qn("w:commentRangeEnd"):
                is_inside = False
            elif is_inside and element.tag in (qn("w:t"), qn("w:delText")):
                words += element.text or ""
        if comment.author == "巡检":
            found.append((words, comment.text))
    return found


def anchored(body: bytes) -> list[str]:
    """Return the words of the comments that are not the list at the top."""
    return [words for words, text in comments_of(body) if not text.startswith(LISTED)]


def listed(body: bytes) -> str:
    """Return the list at the top, "" if there is none."""
    return "".join(text for _, text in comments_of(body) if text.startswith(LISTED))


def test_a_word_that_is_split_over_runs_is_anchored_whole_and_keeps_its_format() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("严禁")
    paragraph.add_run("焚烧秸").bold = True
    run = paragraph.add_run("杆，秸杆")
    run.font.color.rgb = RGBColor(255, 0, 0)
    paragraph.add_run("不得焚烧。")
    copy = copy_of(word_bytes(document), ".docx")
    assert anchored(copy) == [TYPO, TYPO]
    (after,) = docx.Document(BytesIO(copy)).paragraphs
    assert after.text == paragraph.text
    formats = [(char, r.bold, r.font.color.rgb) for r in after.runs for char in r.text]
    assert "".join(char for char, bold, _ in formats if bold) == "焚烧秸"
    assert "".join(char for char, _, colour in formats if colour) == "杆，秸杆"


def test_a_word_is_anchored_in_tables_in_insertions_in_deletions_and_behind_breaks() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("首行")
    paragraph.runs[0].add_break()
    paragraph.add_run("次行秸杆\t丁")
    table = document.add_table(2, 2)
    for number, text in enumerate(("甲", "秸杆一", "秸杆", "乙")):
        table.cell(number // 2, number % 2).text = text
    changed = document.add_paragraph("修订：")
    for kind, tag, text in (("del", "delText", "删秸杆。"), ("ins", "t", "加秸杆。")):
        changed._p.append(
            parse_xml(
                f'<w:{kind} {nsdecls("w")} w:id="90" w:author="甲" w:date="2026-01-01T00:00:00Z">'
                f"<w:r><w:{tag}>{text}</w:{tag}></w:r></w:{kind}>"
            )
        )
    copy = copy_of(word_bytes(document), ".docx")
    assert anchored(copy) == [TYPO] * 5
    assert listed(copy) == ""
    # The sign of a comment would go with the deleted text.
    for deletion in docx.Document(BytesIO(copy)).element.iter(qn("w:del")):
        assert not list(deletion.iter(qn("w:commentReference")))


def test_what_has_no_room_for_a_comment_is_listed_at_the_top_with_its_place() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "清河县秸杆办"
    paragraph = document.add_paragraph("正文")
    paragraph.add_run("看不见的秸杆").font.hidden = True
    document.add_comment(paragraph.runs[0], "旧批注里的秸杆", author="张三")
    copy = copy_of(word_bytes(document), ".docx")
    assert anchored(copy) == []
    assert "页眉" in listed(copy)
    assert "隐藏文字" in listed(copy)
    assert "批注" in listed(copy)
    assert "应为“秸秆”" in listed(copy)
    authors = [comment.author for comment in docx.Document(BytesIO(copy)).comments]
    assert authors == ["张三", "巡检"]


def test_a_cell_that_is_marked_besides_its_words_gets_one_comment() -> None:
    built = docx.Document()
    built.add_table(1, 2).cell(0, 1).text = TYPO
    body = word_bytes(built)
    document = document_of(body, ".docx")
    marks = (*marks_of(document, TYPO), Mark(cell=Cell(0, 0, 1)))
    copied = annotated(body, "a.docx", document, (note(document, marks),))
    assert anchored(copied.body) == [TYPO]


@pytest.mark.parametrize(
    ("places", "shown"),
    [
        (("第 2 页", "第 3 页", "第 5 页"), "第 2–3、5 页"),
        (("工作表“甲” A1", "工作表“甲” B2", "工作表“乙” B2"), "工作表“甲” A1、B2；工作表“乙” B2"),
        (
            ("工作表“甲” C1（隐藏的 C 列）", "工作表“甲” C2（隐藏的 C 列）", "工作表“甲” D1"),
            "工作表“甲” C1–C2（隐藏的 C 列）；工作表“甲” D1",
        ),
        (("表 2 第 9 行", "页脚", "第 4 段", "批注", "页眉"), "页脚；批注；页眉 等 5 处"),
        (("表 1 第 2 行", "第 3 段", "批注"), "批注；表 1 第 2 行；第 3 段"),
        (
            tuple(f"压缩包内“{name}” › 第 {page} 页" for name in "甲乙" for page in (1, 2)),
            "压缩包内“甲”：第 1–2 页；压缩包内“乙”：第 1–2 页",
        ),
        (
            ("压缩包内“甲” › 第 1 页", "压缩包内“甲” › 附带文件“丙” › 第 3 段"),
            "压缩包内“甲”：第 1 页；其中附带文件“丙”：第 3 段",
        ),
    ],
)
def test_places_are_told_shortly(places: tuple[str, ...], shown: str) -> None:
    assert shown_places(places, 3) == shown


def test_a_text_box_is_commented_on_at_its_anchor() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("前文")
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox>'
            "<w:txbxContent><w:p><w:r><w:t>框里的秸杆</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:shape></w:pict></w:r>"
        )
    )
    assert anchored(copy_of(word_bytes(document), ".docx")) == ["框里的秸杆"]


def test_a_finding_without_a_place_is_listed_even_in_an_empty_document() -> None:
    body = word_bytes(docx.Document())
    copied = annotated(body, "a.docx", Document(""), (note(Document(""), ()),))
    assert "应为“秸秆”" in listed(copied.body)


WORDS = st.text("甲乙丙秸杆 ，", min_size=1, max_size=12)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=1, max_size=4), st.data())
def test_any_span_is_anchored_exactly_however_the_runs_are_cut(
    paragraphs: list[list[str]], data: st.DataObject
) -> None:
    built = docx.Document()
    for runs in paragraphs:
        paragraph = built.add_paragraph()
        for number, text in enumerate(runs):
            paragraph.add_run(text).bold = bool(number % 2)
    text = "\n".join("".join(runs) for runs in paragraphs)
    document = Document(text)
    first = data.draw(st.integers(0, len(text) - 1))
    spans = [Mark(first, data.draw(st.integers(first + 1, len(text))))]
    spans.append(Mark(0, data.draw(st.integers(1, len(text)))))
    meant = [mark for mark in dict.fromkeys(spans) if text[mark.start : mark.end].strip()]
    copy = word.annotate(word_bytes(built), document, [note(document, meant)])
    after = docx.Document(BytesIO(copy))
    assert [each.text for each in after.paragraphs] == ["".join(runs) for runs in paragraphs]
    bold = ["".join(run.text for run in each.runs if run.bold) for each in after.paragraphs]
    assert bold == ["".join(runs[1::2]) for runs in paragraphs]
    # Blanks at the borders of a paragraph are no part of what is read.
    found = ["".join(words.split()) for words in anchored(copy)]
    assert found == ["".join(text[mark.start : mark.end].split()) for mark in meant]


# Excel


def workbook(*, is_plain: bool = False) -> bytes:
    """Make a workbook with much that a careless writer loses."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, ("姓名", "备注", "隐藏列"), book.add_format({"bold": True}))
    sheet.write_row(1, 0, ("赵某", TYPO, TYPO))
    sheet.write_row(2, 0, ("钱某", "无", "无"))
    sheet.write_row(3, 0, ("孙某", f"多行\n{TYPO}", "无"))
    if not is_plain:
        sheet.set_column(2, 2, None, None, {"hidden": True})
        sheet.write_comment("B2", "原有批注", {"author": "李四"})
        sheet.data_validation("B2:B9", {"validate": "list", "source": ["甲", "乙"]})
        sheet.conditional_format("A1:A5", {"type": "data_bar", "data_bar_2010": True})
        chart = book.add_chart({"type": "pie"})
        chart.add_series({"values": "=名单!$A$1:$A$3"})
        sheet.insert_chart("F3", chart)
        sheet.merge_range("A6:A8", TYPO)
        sheet.write("B7", "乙")
        sheet.write("A9", TYPO)
        draft = book.add_worksheet("底稿")
        draft.hide()
        draft.write("C5", TYPO)
    book.close()
    return out.getvalue()


def cell_notes(body: bytes) -> dict[str, str]:
    """Return the notes of a workbook by sheet and cell."""
    book = openpyxl.load_workbook(BytesIO(body))
    return {
        f"{sheet.title} {cell.coordinate}": cell.comment.text
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def test_a_cell_gets_a_note_and_a_colour_and_keeps_its_own() -> None:
    copy = copy_of(workbook(is_plain=True), ".xlsx")
    notes = cell_notes(copy)
    assert list(notes) == ["名单 B2", "名单 C2", "名单 B4"]
    assert set(notes.values()) == {"应为“秸秆”"}
    sheet = openpyxl.load_workbook(BytesIO(copy))["名单"]
    assert sheet["B2"].fill.fgColor.rgb == "FFFFE699"
    assert sheet["B3"].fill.fgColor.rgb == "00000000"
    assert sheet["A1"].font.bold
    assert sheet["B2"].value == TYPO


@pytest.mark.filterwarnings("ignore:.*extension is not supported.*:UserWarning")
def test_old_notes_stay_and_what_is_hidden_is_noted_and_listed_at_the_top() -> None:
    notes = cell_notes(copy_of(workbook(), ".xlsx"))
    assert notes["名单 B2"] == "原有批注\n\n巡检：\n应为“秸秆”"
    assert notes["名单 C2"] == "应为“秸秆”"
    assert notes["底稿 C5"] == "应为“秸秆”"
    assert notes["名单 A6"] == notes["名单 A9"] == "应为“秸秆”"
    assert "名单 A7" not in notes
    assert notes["名单 A1"].startswith(LISTED)
    assert "C2（隐藏的 C 列）" in notes["名单 A1"]
    assert "隐藏的工作表“底稿” C5" in notes["名单 A1"]


def test_the_other_parts_of_a_workbook_are_kept_to_the_byte() -> None:
    body = workbook()
    before, after = ZipFile(BytesIO(body)), ZipFile(BytesIO(copy_of(body, ".xlsx")))
    changed = {name for name in after.namelist() if name not in before.namelist()}
    changed |= {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert {re.sub(r"\d", "", name) for name in changed} <= {
        "[Content_Types].xml",
        "xl/styles.xml",
        "xl/comments.xml",
        "xl/drawings/vmlDrawing.vml",
        "xl/worksheets/sheet.xml",
        "xl/worksheets/_rels/sheet.xml.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
    }
    assert b"dataBar" in after.read("xl/worksheets/sheet1.xml")
    assert b"<x14:" in after.read("xl/worksheets/sheet1.xml")


def test_a_mark_that_names_a_cell_needs_no_text() -> None:
    body = workbook(is_plain=True)
    document = document_of(body, ".xlsx")
    notes = (note(document, [Mark(cell=Cell(0, 2, 1))]),)
    assert cell_notes(annotated(body, "a.xlsx", document, notes).body) == {"名单 B3": "应为“秸秆”"}


# PDF


def pdf(*pages: Sequence[str]) -> bytes:
    """Make a PDF of pages with lines."""
    out = BytesIO()
    registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(out, A4)
    for lines in pages:
        canvas.setFont("STSong-Light", 14)
        for number, line in enumerate(lines):
            canvas.drawString(72, 700 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def annotations(body: bytes) -> list[tuple[int, int, list[str], str]]:
    """Return page, kind, words under each quadrangle and text of every annotation."""
    found = []
    document = pypdfium2.PdfDocument(body)
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        for index in range(raw.FPDFPage_GetAnnotCount(page)):
            one = raw.FPDFPage_GetAnnot(page, index)
            words = []
            for at in range(raw.FPDFAnnot_CountAttachmentPoints(one)):
                quad = raw.FS_QUADPOINTSF()
                raw.FPDFAnnot_GetAttachmentPoints(one, at, quad)
                words.append(text.get_text_bounded(quad.x3, quad.y3, quad.x2, quad.y2))
            length = raw.FPDFAnnot_GetStringValue(one, b"Contents", None, 0)
            buffer = (raw.FPDF_WCHAR * (length // 2))()
            raw.FPDFAnnot_GetStringValue(one, b"Contents", buffer, length)
            said = bytes(buffer).decode("utf-16-le").rstrip("\0")
            found.append((number + 1, raw.FPDFAnnot_GetSubtype(one), words, said))
            raw.FPDFPage_CloseAnnot(one)
        text.close()
        page.close()
    document.close()
    return found


def test_the_words_of_a_pdf_are_highlighted_on_their_page() -> None:
    body = pdf(["严禁焚烧秸秆。"], ["焚烧秸杆，秸杆", "另一行秸杆。"])
    copy = copy_of(body, ".pdf")
    highlight = (2, raw.FPDF_ANNOT_HIGHLIGHT, [TYPO], "应为“秸秆”")
    assert annotations(copy) == [highlight] * 3
    # What was there is kept, signatures too.
    assert copy.startswith(body)


def test_a_span_over_two_lines_has_a_box_on_each() -> None:
    copy = copy_of(pdf(["严禁焚烧秸", "杆等。"]), ".pdf", "秸\n杆")
    ((_, _, words, _),) = annotations(copy)
    assert words == ["秸", "杆"]


def test_words_that_are_only_in_a_picture_get_a_note_on_their_page() -> None:
    body = pdf([], [])
    document = document_of(pdf(["文字"], [TYPO]), ".pdf")
    copied = annotated(body, "a.pdf", document, (note(document, marks_of(document, TYPO)),))
    assert annotations(copied.body) == [(2, raw.FPDF_ANNOT_TEXT, [], "应为“秸秆”")]


def test_a_finding_without_a_place_is_noted_on_the_first_page() -> None:
    document = document_of(pdf([TYPO]), ".pdf")
    copied = annotated(pdf([TYPO]), "a.pdf", document, (note(document, ()),))
    ((page, kind, _, said),) = annotations(copied.body)
    assert (page, kind) == (1, raw.FPDF_ANNOT_TEXT)
    assert said.startswith(LISTED)


# Texts and pages


def test_a_text_becomes_a_page_in_which_nothing_of_it_is_done() -> None:
    body = f"<script>alert(1)</script>{TYPO}<img src=x onerror=y>&amp;".encode()
    page = copy_of(body, ".txt").decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "&amp;amp;" in page
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", page) == [TYPO]
    assert "default-src 'none'" in page


def test_marks_that_overlap_are_all_told() -> None:
    document = Document("甲乙丙丁", name="a.txt")
    notes = (note(document, [Mark(0, 3)], "一"), note(document, [Mark(1, 4)], "二"))
    page = annotated(b"x", "a.txt", document, notes).body.decode()
    found = re.findall(r'<mark class="error" title="(.*?)">(.*?)</mark>', page, re.DOTALL)
    assert found == [("一", "甲"), ("一\n\n二", "乙丙"), ("二", "丁")]


# The process, and the command


def test_a_file_that_breaks_a_library_costs_only_its_copy() -> None:
    document = Document(TYPO, name="a.docx")
    notes = (note(document, [Mark(0, 2)]),)
    good = word_bytes(docx.Document())
    with Annotator() as annotator:
        for body in (b"PK\x03\x04junk", good[:500], b"%PDF-1.7 junk", b"\xd0\xcf\x11\xe0"):
            assert annotator.annotated(body, "a.docx", document, notes).refused
        assert annotator.annotated(good, "a.docx", document, notes).body


@pytest.mark.parametrize("name", ["a.doc", "a.xls", "a.ofd", "a.zip", "a.jpg", "a.pptx"])
def test_of_other_formats_there_is_no_copy_and_a_reason(name: str) -> None:
    copied = annotated(b"\x00\x01", name, Document(TYPO), (note(Document(TYPO), [Mark(0, 2)]),))
    assert copied == Copied(refused=f"{name[1:]} 格式不能加批注")


def check(*words: str | Path) -> Ran:
    return xunjian("check", *words, *TODAY)


def test_copies_keep_folders_and_overwrite_nothing(tmp_path: Path) -> None:
    source, copies = tmp_path / "待发", tmp_path / "标注"
    (source / "附件").mkdir(parents=True)
    document = docx.Document()
    document.add_paragraph(f"严禁焚烧{TYPO}。")
    body = word_bytes(document)
    (source / "通知.docx").write_bytes(body)
    (source / "附件/通知.docx").write_bytes(body)
    (source / "附件/说明.txt").write_text(f"焚烧{TYPO}", encoding="utf-8")
    (source / "附件/网页.html").write_text(f"<p>焚烧{TYPO}</p>", encoding="utf-8")
    (source / "没问题.txt").write_text("很好。", encoding="utf-8")
    names = ["通知{}.docx", "附件/网页{}.html", "附件/说明{}.txt.html", "附件/通知{}.docx"]
    for mark in ("（标注）", "（标注 2）"):
        ran = check(source, "--annotate", copies)
        assert ran.code == 1
        for name in names:
            path = copies / name.format(mark)
            assert f"标注副本：{path}\n" in ran.out
            assert path.is_file()
    found = sorted(path.relative_to(copies).as_posix() for path in copies.rglob("*.*"))
    assert len(found) == 2 * len(names)
    assert (source / "通知.docx").read_bytes() == body
    assert anchored((copies / "通知（标注）.docx").read_bytes()) == [TYPO]


def test_copies_are_not_checked_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"焚烧{TYPO}", encoding="utf-8")
    check(tmp_path, "--annotate", tmp_path / "标注")
    ran = check(tmp_path)
    assert f"{tmp_path / 'a.txt'}：1 个问题" in ran.out
    assert f"另有 1 个文件是标注副本：{tmp_path / '标注/a（标注）.txt.html'}\n" in ran.out
    assert (
        "标注副本"
        not in check(tmp_path, "--annotate", tmp_path / "标注").out.split("标注副本：")[0]
    )


def test_comments_are_masked_though_the_copy_holds_the_file(tmp_path: Path) -> None:
    number = id_number(3)
    document = docx.Document()
    document.add_paragraph(f"赵某，身份证号：{number}，{TYPO}")
    (tmp_path / "a.docx").write_bytes(word_bytes(document))
    check(tmp_path / "a.docx", "--annotate", tmp_path / "标注")
    copy = (tmp_path / "标注/a（标注）.docx").read_bytes()
    said = "".join(text for _, text in comments_of(copy))
    assert "P201" in said
    assert "依据：《政府网站与政务新媒体检查指标》" in said
    assert number not in said


def test_what_has_no_copy_is_said_on_stderr(tmp_path: Path) -> None:
    ran = xunjian("check", "-", "--annotate", tmp_path / "b", *TODAY, stdin=f"焚烧{TYPO}".encode())
    assert ran.code == 1
    assert ran.err == "没有标注副本：（标准输入）（只有文件能做标注副本）\n"
    (tmp_path / "c").write_text("")
    ran = check(tmp_path / "c", "--annotate", tmp_path / "c")
    assert (ran.code, ran.err) == (2, f"{tmp_path / 'c'}：不是文件夹，标注副本无处可写\n")
