"""Terms are found in any disguise, at their place in the original, whatever stands elsewhere."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.words.match import Match, Setting, find, judge
from checks.words.normal import normalise
from wordlists.lists import Allowed, Words, words_of
from wordlists.term import Quote, Term

WORD = "贯彻落时"
TERMS = (
    Term(WORD, "贯彻落实"),
    Term("己经", "已经", boundary=True, not_before=("自",)),
    Term("环保局", "生态环境局", valid_from=date(2019, 4, 1), quote=Quote.TITLE),
    Term("旧约定", "新约定", valid_to=date(2020, 1, 1)),
    Term("青禾话", "普通话", regions=("青禾市", "云桥县")),
    Term("中澳", "内地与澳门", needs=("澳门",), forbids=("悉尼",)),
)
DAY = Setting(date(2026, 3, 1))


def words(*terms: Term, allowed: tuple[Allowed, ...] = ()) -> Words:
    """Return lists with only these wrong words."""
    return words_of({"wrong_words": terms or TERMS}, allowed)


def matches(text: str, setting: Setting = DAY) -> list[Match]:
    """Return what counts in a text."""
    return find(text, words().wrong_words, setting)


def reason(text: str, setting: Setting = DAY) -> str:
    """Return why the only candidate of a text is let pass."""
    judged = judge(text, words().wrong_words, setting)
    assert len(judged) == 1
    return judged[0].dropped


DISGUISES = {
    "as it is": WORD,
    "zero-width space": "贯彻\u200b落时",
    "soft hyphen": "贯\u00ad彻落时",
    "byte order mark": "贯彻落\ufeff时",
    "variation selector": "贯\ufe00彻落时",
    "blank": "贯彻 落时",
    "no-break space": "贯彻\u00a0落时",
    "letter-spaced": "贯　彻　落　时",
    "named entity": "贯彻&nbsp;落时",
    "numeric entity": "贯&#24443;落时",
    "hexadecimal entity": "贯&#x5f7b;落时",
    "a mark after each character": "贯*彻*落*时",
    "line break": "贯彻\n落时",
    "full-width direction mark": "贯彻\u202c落时",
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES.keys())
def test_a_term_is_found_in_disguise(disguise: str) -> None:
    text = f"各单位要{disguise}会议精神。"
    (found,) = matches(text)
    assert text[found.start : found.end] == disguise
    assert found.right == "贯彻落实"


def test_radicals_that_look_like_characters_are_read_as_these() -> None:
    (found,) = find("他⼰经到了", words(Term("己经", "已经", boundary=True)).wrong_words, DAY)
    assert (found.start, found.end) == (1, 3)


def test_a_term_lets_pass_what_is_a_piece_of_longer_words() -> None:
    terms = words(Term("理里", "理由", across=True), Term("请入", "请人", across=True)).wrong_words
    for text in ("按受理里程计算", "申请入学"):
        (judged,) = judge(text, terms, DAY)
        assert judged.dropped == "是更长的词的一部分"
    assert [match.shown for match in find("没有理里拒绝", terms, DAY)] == ["理里"]


def test_full_width_letters_and_digits_are_read_as_the_usual_ones() -> None:
    (found,) = find("号码ＡＢ１２", words(Term("AB12", "AB13")).wrong_words, DAY)
    assert (found.start, found.end) == (2, 6)


FILLERS = st.text(
    st.sampled_from("的一是在了和有大这主中人上为们地个用工时要动国产以我到他会作来分生"),
    max_size=40,
)


@given(st.text(max_size=200))
def test_offsets_always_point_at_the_original(text: str) -> None:
    normal = normalise(text)
    for offset in range(len(normal.text)):
        start, end = normal.span(offset, offset + 1)
        assert 0 <= start < end <= len(text)
    for match in judge(text, words().wrong_words, DAY):
        assert 0 <= match.start < match.end <= len(text)


@given(FILLERS, FILLERS)
def test_what_stands_in_other_sentences_changes_nothing(before: str, after: str) -> None:
    text = "我县己经完成任务，农户自己经营。"
    alone = [(m.shown, m.sentence) for m in matches(text)]
    placed = [(m.shown, m.sentence) for m in matches(f"{before}。\n{text}\n{after}")]
    assert [each for each in placed if each in alone] == alone
    assert len(placed) == len(alone)


def test_a_short_term_is_not_put_together_from_two_headings() -> None:
    assert matches("心得体会：他们自己\n经验介绍") == []
    assert matches("农户管好自己\n经营好") == []


def test_a_short_term_is_found_where_the_width_broke_the_line() -> None:
    first = "截至今年十二月底全县各乡镇秋粮收购工作已"[:-1] + "己"
    text = f"{first}\n经全部结束各项补贴资金发放到位请各单位继续"
    assert [match.shown for match in matches(text)] == ["己经"]


def test_a_mark_written_as_a_reference_stays_what_it_is() -> None:
    assert normalise("甲&#65288;乙&#65292;丙").text == "甲（乙，丙"


def test_a_long_term_is_found_wherever_the_line_breaks() -> None:
    term = Term("全面贯彻落时新时代党的建设总要求和部署", "", boundary=False)
    for at in range(1, len(term.word)):
        text = f"要{term.word[:at]}\n{term.word[at:]}。"
        assert [match.term for match in find(text, words(term).wrong_words, DAY)] == [term]


REASONS = [
    ("农户自己经营。", DAY, "前面是“自”"),
    ("由县环保局受理。", Setting(), "不知道发布日期"),
    ("由县环保局受理。", Setting(date(2018, 1, 1)), "2019-04-01 起才算"),
    ("依据《县环保局关于审批的通知》。", DAY, "在《》里"),
    ("环保局在2015年批复。", DAY, "同句说的是 2015 年"),
    ("按旧约定执行。", DAY, "2020-01-01 以后不算"),
    ("用青禾话播报。", Setting(DAY.day, "岭南省清河县"), "只用于青禾市、云桥县"),
    ("中澳往来频繁。", DAY, "同句没有“澳门”"),
    ("中澳往来，澳门与悉尼通航。", DAY, "同句有“悉尼”"),
]


@pytest.mark.parametrize(("text", "setting", "why"), REASONS)
def test_each_condition_says_why_a_candidate_passes(text: str, setting: Setting, why: str) -> None:
    assert reason(text, setting) == why


def test_a_term_of_a_region_counts_there() -> None:
    assert matches("用青禾话播报。", Setting(DAY.day, "岭南省青禾市清河县"))


def test_an_allowed_phrase_lets_pass_what_stands_in_it() -> None:
    lists = words(allowed=(Allowed("本刊己经"), Allowed("另有贯彻落时一说", "W102")))
    assert find("本刊己经出版。", lists.wrong_words, DAY, allowed=lists.allowed) == []
    assert find("己经出版。", lists.wrong_words, DAY, allowed=lists.allowed)
    # A phrase that names a rule allows nothing to another.
    text = "另有贯彻落时一说。"
    assert find(text, lists.wrong_words, DAY, code="W101", allowed=lists.allowed)
    assert not find(text, lists.wrong_words, DAY, code="W102", allowed=lists.allowed)
