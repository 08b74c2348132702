"""Fixed expressions: what is one slip away from them is flagged, what is meant to differ is not."""

from pathlib import Path
from random import Random

import pytest

from checks.finding import Hit, Severity
from checks.rule import EXAMPLE_DAY, Context
from checks.views import Document
from checks.words import explain
from checks.words.confused import is_typed
from checks.words.phrase_index import Edit
from checks.words.phrases import near_misses
from checks.words.spelling.model import load_confusions
from checks.words.w101_wrong_word import wrong_word
from checks.words.w117_misquoted_phrase import misquoted_phrase
from wordlists.lists import PACKAGED, Words, load
from wordlists.phrases import (
    SHORTEST,
    PhraseList,
    packaged_collocations,
    packaged_idioms,
    read_phrases,
)
from wordlists.table import WordListError


@pytest.fixture(scope="module")
def words() -> Words:
    """Return the packaged lists."""
    return load()


def hits(text: str, words: Words, title: str = "") -> list[Hit]:
    """Run the rule over a text."""
    found = misquoted_phrase.check(Document(text, title=title), Context(EXAMPLE_DAY, words))
    return [hit for hit in found if isinstance(hit, Hit)]


def listed(folder: Path, rows: str, name: str = "phrases.csv") -> Words:
    """Return the packaged lists with a table of the site over them."""
    (folder / name).write_text(rows, encoding="utf-8")
    return load(folder)


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        # A character of the same sound or nearly the same shape.
        ("这样的事简直不可恩议。", "不可恩议", "不可思议"),
        ("他们齐心胁力、奴颜卑膝。", "奴颜卑膝", "奴颜婢膝"),
        ("讲解做到引人人胜。", "引人人胜", "引人入胜"),
        ("铸牢中华民族共同体意视。", "中华民族共同体意视", "中华民族共同体意识"),
        # The same character replaced twice.
        ("广大干部勤勤肯肯。", "勤勤肯肯", "勤勤恳恳"),
        # Lost, doubled, changed places.
        ("市人民代表大会常务员会通过。", "人民代表大会常务员会", "人民代表大会常务委员会"),
        ("中国特色社会会主义道路。", "中国特色社会会主义", "中国特色社会主义"),
        ("负责国有产资监督管理委员会。", "国有产资监督管理委员会", "国有资产监督管理委员会"),
        # The name of the state, whatever stands in its middle.
        ("中华人民猫和国成立。", "中华人民猫和国", "中华人民共和国"),
    ],
)
def test_a_slip_is_flagged_with_the_right_form(
    text: str, wrong: str, right: str, words: Words
) -> None:
    assert (wrong, f"“{wrong}”应为“{right}”") in [
        (hit.key, hit.message.removeprefix("严重表述错误：")) for hit in hits(text, words)
    ]


@pytest.mark.parametrize(
    "text",
    [
        # The edited character belongs to the next word.
        "促进电子商务发展，学前教育发展，社会保险发放。",
        "不得使用其所掌握的技术，项目无法继续实施，力不能执行。",
        "合法权益受中华人民共和国法律保护，依照人民代表大会表决结果办理。",
        "学生身心发展阶段，废物管理条例，军人代表大会，严重事故隐患。",
        # Levels, numbers, kinds of offices, conjunctions.
        "农业农村部、农业农村厅、农业农村局、农业农村委。",
        "国家发展改革委、人力资源社会保障部、住房城乡建设部。",
        "省第十次代表大会，国民经济与社会发展，四大街、七十二巷。",
        "建设现代产业体系，划定饮用水源保护区。",
        # Other expressions, and words that are written both ways.
        "中国特色社会主义法律体系，检察委员会，国家医药管理局，以人为中心的发展。",
        "相互推诿，真实情感，枝叶繁茂，中心有数百家，先后来到现场。",
        "有首有尾，天遂人愿，得意扬扬，人民当家做主。",
        "应当向镇人民政府申请，侵害其知识产权且情节严重。",
        # Names and plays on words.
        "“衣”往情深，“骑”乐无穷，“食来运转”小吃店，《衣衣不舍》。",
    ],
)
def test_what_is_meant_to_differ_is_not_flagged(text: str, words: Words) -> None:
    assert [hit.message for hit in hits(text, words)] == []


def test_no_phrase_and_no_idiom_is_flagged_itself(words: Words) -> None:
    every = [f"，{each.phrase}。" for each in words.phrases.phrases]
    for start in range(0, len(every), 500):
        assert list(near_misses("".join(every[start : start + 500]), words.phrases)) == []


def test_a_slip_of_the_keyboard_in_a_collocation_is_found(words: Words) -> None:
    random = Random(7)
    confusions = load_confusions()
    chosen = random.sample([each for each in packaged_collocations() if len(each) >= 6], 200)
    found = 0
    for phrase in chosen:
        at = random.randrange(1, len(phrase) - 1)
        first, size = (int(each[ord(phrase[at])]) for each in (confusions.first, confusions.size))
        alike = range(first, first + size)
        same_sound = [
            chr(confusions.characters[each]) for each in alike if confusions.kinds[each] & 1
        ]
        wrong = random.choice([each for each in same_sound if is_typed(each)] or [phrase[at + 1]])
        form = phrase[:at] + wrong + phrase[at + 1 :]
        found += any(hit.key for hit in hits(f"会议要求，{form}。", words))
    # The rest make another expression that is right.
    assert found >= 160


def test_collocations_are_long_enough_and_stand_in_no_other_list() -> None:
    collocations = packaged_collocations()
    others = {*packaged_idioms().idioms, *read_phrases(PACKAGED / "phrases.csv", [])}
    assert len(collocations) > 20_000
    assert len(set(collocations)) == len(collocations)
    assert min(map(len, collocations)) >= SHORTEST
    assert others.isdisjoint(collocations)


def test_forms_that_are_right_as_well_are_no_idioms() -> None:
    idioms = packaged_idioms()
    assert idioms.also_right.isdisjoint(idioms.idioms)
    assert "莫名其妙" in idioms.idioms
    assert (PACKAGED / "idioms.txt").stat().st_size < 400_000


def test_a_form_that_stands_on_a_page_three_times_is_a_name(words: Words) -> None:
    assert hits("不可恩议公司。", words)
    assert not hits("不可恩议公司。不可恩议是商标。欢迎光临不可恩议。", words)


def test_the_name_of_the_state_is_severe_however_often_it_is_wrong(words: Words) -> None:
    (hit,) = hits("中华人民共禾国。" * 4, words)
    assert hit.severity is Severity.CRITICAL
    assert "4 处" in hit.message
    assert "phrases.csv 第 " in hit.suggestion


def test_what_the_list_of_wrong_words_says_is_not_said_twice(words: Words) -> None:
    text = "企业已经走头无路了。"
    assert list(wrong_word.check(Document(text), Context(EXAMPLE_DAY, words)))
    assert not hits(text, words)


def test_a_slip_is_found_in_the_title_and_in_disguise(words: Words) -> None:
    (hit,) = hits("正文", words, title="铸牢中华民族共同体意视")
    assert hit.evidence.startswith("标题：")
    (hit,) = hits("铸牢中华民族共同体 意 视", words)
    assert "【中华民族共同体 意 视】" in hit.evidence


def test_an_allowed_phrase_is_left_alone_and_the_explanation_says_so(tmp_path: Path) -> None:
    words = listed(tmp_path, "短语\n不可恩议公司\n", "allowed.csv")
    doc, ctx = Document("不可恩议公司开业。"), Context(EXAMPLE_DAY, words)
    assert not list(misquoted_phrase.check(doc, ctx))
    (passed,) = [each for each in explain.passed(doc, ctx) if each.code == "W117"]
    assert "不可恩议公司" in passed.reason


def test_a_table_of_the_site_adds_phrases_and_switches_others_off(tmp_path: Path) -> None:
    rows = "用语,级别,状态\n青禾新区管理委员会,B,\n不可思议,,停用\n中华民族共同体,,停用\n"
    words = listed(tmp_path, rows)
    (hit,) = hits("青禾心区管理委员会。", words)
    assert hit.severity is Severity.WARNING
    assert hits("这样的事不可恩议。", words) == []


def test_two_phrases_that_differ_by_one_character_do_not_accuse_each_other(tmp_path: Path) -> None:
    words = listed(tmp_path, "用语\n青禾镇综合服务中心\n青河镇综合服务中心\n")
    assert hits("青禾镇综合服务中心和青河镇综合服务中心。", words) == []


def test_faults_of_the_table_are_told_with_file_line_and_column(tmp_path: Path) -> None:
    rows = "用语,级别\n清河县,A\n青禾新区管委会,X\n"
    with pytest.raises(WordListError) as error:
        listed(tmp_path, rows)
    assert "phrases.csv 第 2 行“用语”栏" in str(error.value)
    assert "phrases.csv 第 3 行“级别”栏" in str(error.value)


@pytest.mark.parametrize(
    "text", ["", "中", "中华", "中华人", "中华人民", "华人民共和国", "\ud800" * 9]
)
def test_short_and_odd_texts_are_read(text: str, words: Words) -> None:
    assert hits(text, words) == []


def test_a_slip_at_either_end_of_a_text_is_found(words: Words) -> None:
    edits = {near.edit for near in near_misses("中花人民共和国", words.phrases)}
    assert edits == {Edit.REPLACED}
    assert [near.form for near in near_misses("不可恩议", words.phrases)] == ["不可恩议"]


def test_without_a_table_nothing_is_flagged() -> None:
    assert list(near_misses("这样的事简直不可恩议。", PhraseList())) == []
