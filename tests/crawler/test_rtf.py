"""Rich text: every code page, hidden and deleted text, tables, and no bomb."""

import pytest

from crawler.extract.content import Content, ExtractError
from crawler.extract.files import read_file
from crawler.site import FileLimits
from tests.crawler.people import person
from tests.crawler.reading import by_place, fixture, spoilt

NOTICE = fixture("notice.rtf")
PLACES = {
    "第 1 段": "关于发放补助的通知",
    "第 3 段": "正文可见。",
    "第 4 段": "保留的话，新加的话。",
    "第 8 段": "落款 𠮷某",
    "表 1 第 2 行": f"张某\t{person(2)}\t",
    "表 2 第 1 行": "内层\t表格",
    "页眉": "页眉文字",
    "页脚": "页脚文字",
    "脚注": "脚注文字",
    "尾注": "尾注文字",
    "文本框": "框内文字",
    "批注": f"批注里的号码{person(4)}",
    "隐藏文字": "隐藏的话",
    "修订中已删除的文字": f"删掉的号码{person(1)}",
    "文档属性": "补助名单底稿\n主题词\n备注里的话\n拟稿人王某",
}


@pytest.mark.parametrize("place", PLACES)
def test_every_part_is_read_at_its_place(place: str) -> None:
    assert by_place(read_file(NOTICE, ".rtf"))[place] == PLACES[place]


def _escaped(text: str, encoding: str = "gb18030") -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


def _read(inner: str, head: str = "\\ansi\\ansicpg936") -> Content:
    return read_file(f"{{\\rtf1{head} {inner}}}".encode("gb18030"), ".doc")


# A second byte of GBK may be a letter, and Word leaves it unescaped.
HALF = "".join(f"\\'{byte:02x}" if byte > 127 else chr(byte) for byte in "丂".encode("gbk"))
FONTS = "{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset134 SimSun;}{\\f2\\fcharset136 MingLiU;}}"
TEXTS = {
    "escaped bytes": (_escaped("通知"), "通知"),
    "bytes as they are": ("通知", "通知"),
    "half escaped": (HALF, "丂"),
    "a character with its stand-in": ("\\u36890?\\u30693?", "通知"),
    "a negative character": ("\\u-28646?", "逺"[:0] + chr(0x10000 - 28646)),
    "stand-ins of two bytes": ("\\uc2\\u36890\\'cd\\'a8\\u30693\\'d6\\'aa", "通知"),
    "a pair": ("\\u-10174?\\u-8265?", "𠮷"),
    "a unicode twin": ("{\\upr{ascii}{\\*\\ud{\\u36890?}}}", "通"),
    "braces and backslash": ("\\{a\\\\b\\}", "{a\\b}"),
    "a picture between": ("通{\\pict\\wmetafile8 0a0b0c}知", "通知"),
    "raw bytes between": ("通{\\pict\\bin4 {{}\\}知", "通知"),
    "marks nobody knows": ("通{\\*\\unheard of}知", "通知"),
    "quotation marks": ("\\ldblquote 通知\\rdblquote", "“通知”"),
}


@pytest.mark.parametrize("case", TEXTS)
def test_text_is_decoded_as_word_shows_it(case: str) -> None:
    written, shown = TEXTS[case]
    assert _read(written).text == shown


def test_a_font_decides_the_code_page() -> None:
    text = f"{FONTS}\\f1 {_escaped('通知')}\\par\\f2 {_escaped('通知', 'big5')}"
    assert _read(text, "\\ansi\\ansicpg1252").text == "通知\n通知"


def test_hidden_and_deleted_text_is_whole_and_apart() -> None:
    inner = "可见{\\v 隐{\\b 藏}}\\v 的话\\v0 又见{\\deleted 删掉}\\plain 完"
    found = by_place(_read(inner))
    assert found == {"第 1 段": "可见又见完", "隐藏文字": "隐藏的话", "修订中已删除的文字": "删掉"}


def test_cells_that_are_merged_show_in_each_column() -> None:
    rows = (
        "\\trowd\\cellx2000\\clvmgf\\cellx3000 \\intbl 基本情况\\cell 说明\\cell\\row"
        "\\trowd\\cellx1000\\cellx2000\\clvmrg\\cellx3000 \\intbl 姓名\\cell 电话\\cell\\cell\\row"
        "\\pard 完\\par"
    )
    content = _read(rows)
    assert content.tables[0].rows == (("基本情况", "基本情况", "说明"), ("姓名", "电话", "说明"))
    assert by_place(content) == {
        "表 1 第 1 行": "基本情况\t说明",
        "表 1 第 2 行": "姓名\t电话\t",
        "第 1 段": "完",
    }


def test_too_many_rows_are_noted() -> None:
    content = read_file(NOTICE, ".rtf", FileLimits(rows=2))
    assert content.unreadable == "表 1 超过 2 行，其余未按表格检查"


def test_a_file_that_was_cut_says_so() -> None:
    assert read_file(NOTICE[:-200], ".rtf").unreadable == "文件不完整，后面的内容可能缺失"


@pytest.mark.parametrize(
    "bomb", ["{" * 300_000, "{\\b" * 300_000, "\\intbl\\itap900\\par" * 20_000]
)
def test_depth_is_bounded(bomb: str) -> None:
    content = _read(f"通知\\par {bomb}")
    assert content.text.startswith("通知")


def test_a_workbook_inside_is_read_too() -> None:
    hexadecimal = (b"\1\5\0\0\2\0\0\0" + fixture("list.xls")).hex()
    inner = f"见附表{{\\object{{\\*\\objdata {hexadecimal[:20]}\n{hexadecimal[20:]}}}}}"
    assert by_place(_read(inner))["内嵌文件“对象 1” › 隐藏的工作表“底稿”"] == "底稿里的话"


def test_a_spoilt_file_is_a_reason_and_no_crash() -> None:
    for body in spoilt(NOTICE, 120):
        try:
            read_file(body, ".rtf")
        except ExtractError as error:
            assert str(error)
