"""The formal letter says what is the case, in the layout of official papers."""

import re
import runpy
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm
from lxml import etree

from checks.finding import Severity
from notifier.docx_template import TemplateError
from notifier.formal import (
    FAMILY_FIELDS,
    LISTS,
    MOST_PROBLEMS,
    NAMED_FIELDS,
    PROBLEM_FIELDS,
    TEXTS,
    UNIT_FIELDS,
    formal,
    share,
)
from tests.notifier.letters import EVIL, a_letter, a_problem, lines, nothing_wrong, tables

ROOT = Path(__file__).parents[2]
PACKAGED = ROOT / "notifier" / "templates" / "letter.docx"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_it_tells_the_round_its_numbers_and_what_is_asked() -> None:
    text = lines(formal(a_letter()))
    assert text[0] == "关于青禾区人民政府门户网站\n2026年第47次巡检情况的通报"
    assert "各有关单位：" in text
    whole = "\n".join(text)
    assert "共取得网页和附件3218个。本次巡检以来新增问题2个（其中整改后再次出现的1个）" in whole
    assert "尚未整改的问题2个，其中严重1个、一般1个、提示0个；已超过整改期限的1个。" in whole
    assert "尚未整改的问题按类别分：文字差错2个。" in whole
    assert "应当整改到位的问题8个，按期整改7个，按期整改率87.5%。" in whole
    assert "1．区民政局：1个问题超期；1个问题复发。" in text
    assert "于2026年12月7日前整改到位" in whole
    end = text.index("青禾区人民政府办公室")
    assert text[end : end + 2] == ["青禾区人民政府办公室", "2026年11月30日"]
    assert text.index("附件：问题清单") < end < text.index("附件") < text.index("问题清单")


def test_its_tables_list_the_units_and_the_problems() -> None:
    units, problems = tables(formal(a_letter()))
    assert units[0][:3] == ["序号", "单位", "新增"]
    assert units[1:] == [
        ["1", "区民政局", "2", "2", "1", "8", "7", "87.5%"],
        ["2", "区教育局", "0", "1", "0", "0", "0", "—"],
    ]
    assert [row[0] for row in problems] == ["编号", "1", "2"]
    assert problems[1][-1] == "2026-11-09\n已超期"
    assert problems[2][-1] == "—"


def test_where_nothing_is_wrong_it_has_neither_tables_nor_an_attachment() -> None:
    content = formal(nothing_wrong())
    text = lines(content)
    assert tables(content) == []
    assert not any("附件：" in line or line in ("附件", "问题清单") for line in text)
    for said in ("本次没有拟通报的单位。", "本次没有发现严重问题。"):
        assert said in text
    assert any("没有到期的问题，不计算按期整改率" in line for line in text)
    assert not any("联系电话" in line or "立行立改" in line for line in text)


def test_what_a_page_says_stays_text() -> None:
    content = formal(a_letter())
    said = EVIL.replace("\x08", "")
    assert said in tables(content)[1][1][4]
    assert any(said in line for line in lines(content))
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert b"<script" not in package.read("word/document.xml")


@pytest.mark.parametrize("code", ["P201", "P204"])
def test_where_a_secret_stands_is_not_told_to_everybody(code: str) -> None:
    where = {"page": "低保名单", "url": "https://www.qinghe.example/secret.html"}
    secret = a_problem(code=code, severity=Severity.CRITICAL, title="身份号码未脱敏", **where)
    content = formal(a_letter(problems=(replace(secret, message="张三的身份号码"),)))
    whole = "\n".join([*lines(content), *(cell for row in tables(content)[1] for cell in row)])
    assert "身份号码未脱敏" in whole and "页面和网址只发责任单位" in whole
    assert "secret.html" not in whole and "低保名单" not in whole and "张三" not in whole


def test_a_long_list_is_cut_and_says_so() -> None:
    many = tuple(a_problem(number) for number in range(1, MOST_PROBLEMS + 3))
    content = formal(a_letter(problems=many))
    assert len(tables(content)[1]) == MOST_PROBLEMS + 1
    assert "另有2个问题没有列出，见发给各单位的问题清单。" in lines(content)
    assert any(f"尚未整改的问题{MOST_PROBLEMS + 2}个" in line for line in lines(content))


def test_the_same_letter_is_the_same_bytes() -> None:
    assert formal(a_letter()) == formal(a_letter())
    assert formal(a_letter()) != formal(a_letter(number=48))


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, "—"),
        (0, 3, "0%"),
        (3, 3, "100%"),
        (2, 3, "66.7%"),
        (9999, 10000, "99.9%"),  # not all
        (1, 10000, "0.1%"),  # not nothing
    ],
)
def test_a_share_is_rounded_but_never_to_all_or_nothing(part: int, whole: int, said: str) -> None:
    assert share(part, whole) == said


def test_paper_margins_fonts_and_page_numbers_are_those_of_official_papers() -> None:
    document = Document(str(PACKAGED))
    section = document.sections[0]
    # Word counts in twentieths of a point.
    margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    for found, wanted in zip(margins, (37, 35, 28, 26), strict=True):
        assert found is not None and abs(found - Mm(wanted)) < Mm(0.1)
    assert section._sectPr.find(f"{WORD}docGrid").get(f"{WORD}linePitch") == "579"
    looks = {p.text: p.runs[0] for p in document.paragraphs if p.runs}
    title = next(run for text, run in looks.items() if text.startswith("关于"))
    wanted = {"一、总体情况": ("黑体", 16), "{{主送机关}}：": ("仿宋_GB2312", 16)}
    found_looks = {text: (font(looks[text]), looks[text].font.size.pt) for text in wanted}
    assert found_looks == wanted
    assert (font(title), title.font.size.pt) == ("方正小标宋简体", 22)
    feet = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert [foot.text for foot in feet] == ["—  —", "—  —"]
    assert all("PAGE" in etree.tostring(foot._p, encoding="unicode") for foot in feet)
    with zipfile.ZipFile(PACKAGED) as package:
        assert not any("font" in name and name.endswith(".odttf") for name in package.namelist())


def font(run: object) -> str:
    return run._r.rPr.rFonts.get(f"{WORD}eastAsia")  # type: ignore[attr-defined, no-any-return]


def test_the_packaged_template_is_what_its_script_makes() -> None:
    make = runpy.run_path(str(ROOT / "scripts" / "make_letter.py"))["make"]
    made, packaged = (zipfile.ZipFile(BytesIO(each)) for each in (make(), PACKAGED.read_bytes()))
    assert made.namelist() == packaged.namelist()
    for name in made.namelist():
        assert made.read(name) == packaged.read(name), name
    assert {each.date_time for each in packaged.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# As the schema of WordprocessingML has them; Word refuses files that mix them up.
ORDERS = {
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "pPr": "pStyle keepNext pageBreakBefore snapToGrid spacing ind jc sectPr",
    "rPr": "rFonts spacing sz szCs lang",
    "sectPr": "footerReference type pgSz pgMar cols docGrid",
    "trPr": "cantSplit tblHeader",
    "tcPr": "tcW vAlign",
}


def test_properties_stand_in_the_order_that_word_asks_for() -> None:
    with zipfile.ZipFile(BytesIO(formal(a_letter()))) as package:
        trees = [etree.fromstring(package.read(f"word/{n}.xml")) for n in ("document", "styles")]
    for name, order in ORDERS.items():
        known = order.split()
        for each in (each for tree in trees for each in tree.iter(WORD + name)):
            found = [str(child.tag).removeprefix(WORD) for child in each]
            assert found == sorted(found, key=known.index), name


def test_every_field_is_documented() -> None:
    text = (ROOT / "docs" / "letter.md").read_text(encoding="utf-8")
    fields = {
        "文字": ("", TEXTS),
        "类别": ("类别.", FAMILY_FIELDS),
        "单位": ("单位.", UNIT_FIELDS),
        "拟通报": ("拟通报.", NAMED_FIELDS),
        "主要问题": ("主要问题.", PROBLEM_FIELDS),
        "问题": ("问题.", PROBLEM_FIELDS),
    }
    assert set(fields) == {"文字", *LISTS}
    for name, (lead, known) in fields.items():
        block = text.partition(f"<!-- fields: {name} -->\n")[2].partition("\n\n")[0]
        told = re.findall(r"^\| `\{\{(.+?)\}\}` \| (.+) \|$", block, re.MULTILINE)
        assert told == [(lead + each.name, each.about) for each in known]  # type: ignore[attr-defined]


def test_a_template_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="没有这个通报模板"):
        formal(a_letter(), tmp_path / "通报模板.docx")
