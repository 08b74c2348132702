"""Word lists are read whole, and their faults are told all at once."""

from datetime import date
from pathlib import Path

import pytest

import wordlists
from wordlists import Level, Quote, WordListError, load

HEAD = "写法,应为,级别,分词边界,前面是则放过,引文放过,起始日期,正则\n"


def write(folder: Path, text: str, name: str = "wrong_words.csv", encoding: str = "utf-8") -> Path:
    """Write a word list of a site."""
    (folder / name).write_text(text, encoding=encoding)
    return folder


def term(words: wordlists.Words, word: str) -> wordlists.Term:
    """Return the term of the wrong-word list."""
    return next(entry for entry in words.wrong_words.terms if entry.word == word)


def test_the_packaged_lists_open_in_excel() -> None:
    for path in sorted(wordlists.PACKAGED.glob("*.csv")):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path.name


def test_the_packaged_lists_are_complete() -> None:
    words = load()
    assert len(words.wrong_words.terms) > 300
    assert words.improper.terms
    assert words.withdrawn.terms
    assert words.doubled.terms
    assert all(entry.valid_from for entry in words.withdrawn.terms)


def test_no_term_proposes_another_wrong_way_of_writing() -> None:
    words = load()
    for entry in words.wrong_words.terms:
        if entry.pattern is None:
            assert not words.wrong_words.candidates(entry.right) or entry.not_before, entry.word


def test_a_list_of_the_site_lies_over_the_packaged_one(tmp_path: Path) -> None:
    row = "秸杆,秸秆（农作物）,B,是,甲|乙,书名号,2020/1/5,\n青禾去,青禾区,,,,,,\n"
    words = load(write(tmp_path, HEAD + row))
    changed = term(words, "秸杆")
    assert changed.right == "秸秆（农作物）"
    assert changed.level is Level.B
    assert changed.boundary
    assert changed.not_before == ("甲", "乙")
    assert changed.quote is Quote.TITLE
    assert changed.valid_from == date(2020, 1, 5)
    assert term(words, "青禾去").level is Level.A
    assert term(words, "部暑").right == "部署"


def test_a_site_can_switch_a_term_off(tmp_path: Path) -> None:
    words = load(write(tmp_path, "写法,级别\n帐户,停用\n"))
    assert all(entry.word != "帐户" for entry in words.wrong_words.terms)


def test_a_list_saved_by_a_chinese_excel_is_read(tmp_path: Path) -> None:
    words = load(write(tmp_path, "写法,应为\n青禾去,青禾区\n", encoding="gb18030"))
    assert term(words, "青禾去").right == "青禾区"


def test_all_faults_of_a_folder_are_told_at_once(tmp_path: Path) -> None:
    rows = (
        "秸杆,秸秆,X,也许,,双引号,去年,(\n"
        ",空,,,,,,\n"
        "同,同,,,,,,\n"
        "重,种,,,,,,\n"
        "重,种,,,,,,\n"
        "截止,截至\\3,,,,,,截止(到)\n"
        "多,少,,,,,,,,\n"
    )
    write(tmp_path, HEAD + rows)
    write(tmp_path, "写法,正确\n甲,乙\n", "improper.csv")
    write(tmp_path, "写法\n甲\n", "wrong_word.csv")
    with pytest.raises(WordListError) as caught:
        load(tmp_path)
    told = str(caught.value)
    for part in (
        "第 2 行“级别”栏：“X”应为 S、A、B",
        "第 2 行“分词边界”栏：“也许”应填",
        "第 2 行“引文放过”栏：“双引号”应为",
        "第 2 行“起始日期”栏：“去年”不是日期",
        "第 2 行“正则”栏：“(”不是正确的正则表达式",
        "第 3 行“写法”栏：不能为空",
        "第 4 行“应为”栏：与“写法”相同",
        "第 6 行“写法”栏：“重”重复",
        "第 7 行“应为”栏",
        "第 8 行：比表头多出 2 格",
        "improper.csv 第 1 行：不认识的列名“正确”",
        "wrong_word.csv：不认识的词表文件名",
    ):
        assert part in told
    assert len(caught.value.faults) == told.count("\n") + 1


def test_a_folder_that_does_not_exist_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(WordListError, match="不存在"):
        load(tmp_path / "nothing")
