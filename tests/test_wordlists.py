"""Word lists are read whole, and their faults are told all at once."""

from datetime import date
from pathlib import Path

import pytest

from wordlists.lists import PACKAGED, Words, load
from wordlists.table import WordListError
from wordlists.term import Level, Quote, Term

HEAD = "写法,应为,级别,分词边界,前面是则放过,引文放过,起始日期,正则\n"


def write(folder: Path, text: str, name: str = "wrong_words.csv", encoding: str = "utf-8") -> Path:
    """Write a word list of a site."""
    (folder / name).write_text(text, encoding=encoding)
    return folder


def term(words: Words, word: str) -> Term:
    """Return the term of the wrong-word list."""
    return next(entry for entry in words.wrong_words.terms if entry.word == word)


def test_the_packaged_lists_open_in_excel() -> None:
    for path in sorted(PACKAGED.glob("*.csv")):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path.name


def test_the_packaged_lists_are_complete() -> None:
    words = load()
    assert len(words.wrong_words.terms) > 300
    assert words.improper.terms
    assert words.withdrawn.terms
    assert words.doubled.terms
    assert all(entry.valid_from for entry in words.withdrawn.terms)


def test_no_term_proposes_another_wrong_way_of_writing() -> None:
    terms = load().wrong_words
    for entry in terms.terms:
        if entry.pattern is None:
            places = terms.candidates(entry.right)
            # What only a pattern makes wrong (必需 for 必须) may be right elsewhere.
            wrong = [each for each in places if terms.terms[each.number].pattern is None]
            assert not wrong or entry.not_before, entry.word


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
        "第 2 行“分词边界”栏：“也许”应填“是”、“否”或“跨词”",
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


def test_a_list_for_one_site_lies_over_that_of_all_sites(tmp_path: Path) -> None:
    (tmp_path / "qinghe").mkdir()
    common = write(tmp_path, HEAD + "青禾去,青禾区,A,,,,,\n云桥街到,云桥街道,A,,,,,\n")
    own = write(tmp_path / "qinghe", "写法,应为,级别\n青禾去,青禾新区,B\n云桥街到,,停用\n")
    words = load(common, own)
    assert (term(words, "青禾去").right, term(words, "青禾去").level) == ("青禾新区", Level.B)
    assert all(entry.word != "云桥街到" for entry in words.wrong_words.terms)
    assert term(load(common), "云桥街到").right == "云桥街道"


def test_a_short_term_must_say_when_it_is_certainly_wrong(tmp_path: Path) -> None:
    with pytest.raises(WordListError, match="第 2 行“写法”栏：“法入”只有 2 个字"):
        load(write(tmp_path, HEAD + "法入,法人,,,,,,\n"))
    words = load(write(tmp_path, HEAD + "法入,法人,,否,,,,\n"))
    assert not term(words, "法入").boundary


def test_a_term_may_pass_where_it_lies_across_two_words(tmp_path: Path) -> None:
    words = load(write(tmp_path, HEAD + "受里,受理,,跨词,,,,\n"))
    assert term(words, "受里").across
    assert not term(words, "受里").boundary


def test_a_reform_has_the_day_of_the_region(tmp_path: Path) -> None:
    write(
        tmp_path,
        "写法,应为,起始日期\n青禾环保局,青禾生态环境局,2018年地方机构改革\n",
        "withdrawn.csv",
    )

    def day() -> date | None:
        terms = load(tmp_path).withdrawn.terms
        return next(entry for entry in terms if entry.word == "青禾环保局").valid_from

    assert day() == date(2019, 4, 1)
    write(tmp_path, "名称,日期\n2018年地方机构改革,2019/1/15\n", "dates.csv")
    assert day() == date(2019, 1, 15)


def test_a_day_that_nobody_named_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path, "写法,应为,起始日期\n青禾环保局,青禾生态环境局,去年改革\n", "withdrawn.csv")
    write(tmp_path, "名称,日期\n去年的改革,\n", "dates.csv")
    with pytest.raises(WordListError) as caught:
        load(tmp_path)
    assert "withdrawn.csv 第 2 行“起始日期”栏：“去年改革”不是日期" in str(caught.value)
    assert "dates.csv 第 2 行“日期”栏：不能为空" in str(caught.value)


def test_allowed_phrases_are_read_and_can_be_switched_off(tmp_path: Path) -> None:
    (tmp_path / "qinghe").mkdir()
    head = "短语,规则,状态,说明\n"
    write(tmp_path, head + "本刊己经,w101,,刊名\n甲乙丙丁,,,\n", "allowed.csv")
    write(tmp_path / "qinghe", head + "甲乙丙丁,,停用,\n", "allowed.csv")
    packaged = load().allowed.phrases
    added = [each for each in load(tmp_path).allowed.phrases if each not in packaged]
    assert {each.phrase: each.code for each in added} == {"本刊己经": "W101", "甲乙丙丁": ""}
    both = load(tmp_path, tmp_path / "qinghe").allowed.phrases
    kept = [each for each in both if each not in packaged]
    assert [each.phrase for each in kept] == ["本刊己经"]
    (found,) = (each for each in kept)
    assert found.place == "allowed.csv 第 2 行"


def test_the_expressions_of_the_packaged_lists_compile_and_have_their_groups() -> None:
    words = load()
    lists = (words.wrong_words, words.improper, words.doubled, words.withdrawn, words.tampering)
    terms = [term for each in lists for term in each.terms if term.pattern]
    assert len(terms) > 500
    for term in terms:
        assert term.pattern
        term.pattern.compiled.sub(term.right, "")
