"""Laws of the word rules: any term of the lists in any disguise at any place, any text around it."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from checks.finding import Hit
from checks.registry import load_rules
from checks.rule import Context, Example, Rule, Scope
from checks.views import Document
from checks.words.match import Setting, find, judge
from checks.words.normal import CJK, normalise
from crawler.page import Table
from wordlists.lists import LISTS, WordList, Words, load
from wordlists.term import Term

TODAY = date(2026, 3, 2)
LAW = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SETTING = Setting(TODAY, "岭南省青禾市清河县")
# Code points that look like a usual character, by that character.
LOOK_ALIKES = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in (*range(0x2E80, 0x2FD6), *range(0xF900, 0xFAD0))
    if len(unicodedata.normalize("NFKC", chr(code))) == 1
    and unicodedata.normalize("NFKC", chr(code)) != chr(code)
}
FILLER = "的一是在了和有大这主中人上为们地个用工时要动国产以我到他会作来分生"
# Whole paragraphs in which nothing is wrong and nothing is numbered.
CLEAN = (
    "各镇街要结合实际认真抓好落实，确保各项工作取得实效。",
    "会议听取了有关部门的汇报，对下一步工作作出安排。",
    "广大群众积极参与，共同营造干净整洁的人居环境。",
    "农技人员深入田间地头，指导农户科学施肥、合理灌溉。",
    "办理过程中有任何疑问，可以到政务服务中心窗口咨询。",
)


@cache
def packaged() -> Words:
    """Return the packaged lists."""
    return load()


@dataclass(frozen=True, slots=True)
class Planted:
    """A term of a list with a sentence around it that meets its conditions."""

    words: WordList = field(repr=False, compare=False)
    term: Term
    before: str
    after: str


@cache
def plantable() -> tuple[Planted, ...]:
    """Return the terms whose conditions a sentence can be made to meet."""
    planted = []
    for name in LISTS:
        words: WordList = getattr(packaged(), name)
        for term in words.terms:
            company = f"{term.needs[0]}，" if term.needs else ""
            one = Planted(words, term, f"{company}请注意，", "，特此说明。")
            if is_plain(term) and is_alone(one):
                planted.append(one)
    return tuple(planted)


def is_plain(term: Term) -> bool:
    """Whether a term is of Chinese characters only and needs neither words around it nor a place."""
    return all("一" <= char <= "鿿" for char in term.word) and not (
        term.boundary or term.pattern or term.title_only or term.regions or term.valid_to
    )


def is_alone(one: Planted) -> bool:
    """Whether a term, plainly written, is what is found."""
    text = f"{one.before}{one.term.word}{one.after}"
    return [match.term for match in find(text, one.words, SETTING)] == [one.term]


Disguise = Callable[[str, int], str]


def inserted(char: str) -> Disguise:
    """Return a disguise that puts something between two characters."""
    return lambda word, at: f"{word[:at]}{char}{word[at:]}"


def entity(form: str) -> Disguise:
    """Return a disguise that writes one character as a reference."""
    return lambda word, at: f"{word[:at]}&#{form.format(ord(word[at]))};{word[at + 1 :]}"


def look_alike(word: str, at: int) -> str:
    """Write characters with other code points that look the same, as far as there are any."""
    return "".join(LOOK_ALIKES.get(char, char) for char in word)


DISGUISES: dict[str, Disguise] = {
    "as it is": lambda word, at: word,
    "zero-width space": inserted("\u200b"),
    "byte order mark": inserted("\ufeff"),
    "soft hyphen": inserted("\u00ad"),
    "blank": inserted(" "),
    "no-break space": inserted("\u00a0"),
    "named entity": inserted("&nbsp;"),
    "letter-spaced": lambda word, at: "\u3000".join(word),
    "decimal reference": entity("{}"),
    "hexadecimal reference": entity("x{:x}"),
    "references only": lambda word, at: "".join(f"&#{ord(char)};" for char in word),
    "look-alikes": look_alike,
}
# These need a term of some length: two characters with a mark between them are two words.
MARKS = {f"“{mark}” between all": mark for mark in "*.·~"}
FILLERS = st.text(st.sampled_from(FILLER), max_size=30)
AROUND = st.lists(st.one_of(st.sampled_from(CLEAN), FILLERS.map("{}。".format)), max_size=4)


def assert_found(one: Planted, disguised: str, before: list[str], after: list[str]) -> None:
    """Assert that a term is found where it stands, and nowhere else in its sentence."""
    head = "\n".join([*before, ""]) + one.before
    text = f"{head}{disguised}{one.after}" + "\n".join(["", *after])
    place = (len(head), len(head) + len(disguised))
    matches = find(text, one.words, SETTING)
    assert [(m.start, m.end) for m in matches if m.term == one.term] == [place]


@pytest.mark.parametrize("name", DISGUISES)
@LAW
@given(st.data())
def test_any_term_is_found_in_any_disguise_at_its_place(name: str, data: Any) -> None:
    one = data.draw(st.sampled_from(plantable()))
    at = data.draw(st.integers(1, len(one.term.word) - 1))
    assert_found(one, DISGUISES[name](one.term.word, at), data.draw(AROUND), data.draw(AROUND))


@pytest.mark.parametrize("name", MARKS)
@LAW
@given(st.data())
def test_any_term_is_found_with_a_mark_between_its_characters(name: str, data: Any) -> None:
    one = data.draw(st.sampled_from([one for one in plantable() if len(one.term.word) > 2]))
    assert_found(one, MARKS[name].join(one.term.word), data.draw(AROUND), data.draw(AROUND))


@LAW
@given(st.data(), AROUND, AROUND)
def test_any_term_is_found_where_the_width_broke_the_line(
    data: Any, before: list[str], after: list[str]
) -> None:
    one = data.draw(st.sampled_from(plantable()))
    word = one.term.word
    at = data.draw(st.integers(1, len(word) - 1))
    # Two full lines of one length, the term over their end; stops keep the rest of them apart.
    width = 40
    first = f"{one.before:，>{width - at}}"
    last = f"{one.after[:-1]:，<{width - len(word) + at}}"
    assume(len(first) == width - at)
    whole = Planted(one.words, one.term, first, last)
    assert_found(whole, f"{word[:at]}\n{word[at:]}", before, after)


@LAW
@given(st.data(), AROUND, AROUND)
def test_every_match_is_what_the_original_says_there(
    data: Any, before: list[str], after: list[str]
) -> None:
    one = data.draw(st.sampled_from(plantable()))
    name = data.draw(st.sampled_from(sorted(DISGUISES)))
    at = data.draw(st.integers(1, len(one.term.word) - 1))
    disguised = DISGUISES[name](one.term.word, at)
    text = "\n".join([*before, f"{one.before}{disguised}{one.after}", *after])
    assert_offsets(text)


PIECES = st.sampled_from(
    "2026 年 2 月 30 日 （星期 三 ） 至 — ~ 、 ， 。 ； ： \n 〔 〕 号 第 一 二 十 条 章 节 （一） 1. ① 一是 二是 三是 "
    "合计 共 其中 分别为 12 3.5 , 万 亿 元 人 家 （家） % 占 由 提高到 ，提高 以上 以下 壹 贰 万元整 ¥ 大写 小写 上午 9:75 "
    "下列 三项 ：\n 附件 2O24 O l 农历 等 镇 青石镇 、白沙镇 &#24443; &nbsp; &#x; \u200b \u3000 ０ ２ “ ” 《 》 ( ) 的的 秸 杆 "
    "己经 环保局 ⼰ \U0001f600 ٣ ² 三次产业结构 : 成文日期 2026-02-30 文号 \t \r 一、 第一， "
    "三项要求： 以下三类： 送政策 “三送” ： 月 l0 上年 比 其中： 男 女 占 ，".split(" ")
)
NOISE = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=40).map("".join))


@LAW
@given(NOISE)
def test_the_offsets_of_all_matches_in_any_text_point_at_the_original(text: str) -> None:
    assert_offsets(text)


def assert_offsets(text: str) -> None:
    """Assert that whatever any list finds in a text stands there in the original."""
    for name in LISTS:
        for match in judge(text, getattr(packaged(), name), SETTING):
            written = text[match.start : match.end]
            assert normalise(written).text.replace("\n", "") == match.shown.replace("\n", "")


@cache
def rules() -> tuple[Rule[Document], ...]:
    """Return the page rules of words, those that must be switched on too."""
    return tuple(
        rule for rule in load_rules() if rule.scope is Scope.PAGE and rule.code.startswith("W1")
    )


def said(rule: Rule[Document], doc: Document) -> list[tuple[str, str]]:
    """Return what a rule says of a document, without where it stands."""
    found = rule.check(doc, Context(TODAY, packaged()))
    return sorted((hit.message, hit.key) for hit in found if isinstance(hit, Hit))


@LAW
@given(NOISE, NOISE, st.sampled_from((TODAY, None)))
def test_no_rule_raises_on_any_text(text: str, title: str, day: date | None) -> None:
    table = Table((tuple(text.split("\n")), tuple(title), ("合计", "3", "4")))
    doc = Document(text, title=title, tables=(table,), day=day)
    for rule in rules():
        said(rule, doc)


def examples() -> list[tuple[Rule[Document], Document]]:
    """Return the examples of the computed and the list rules, as documents."""
    return [
        (rule, view)
        for rule in rules()
        for example in (*rule.bad, *rule.good)
        if isinstance(
            view := example.view if isinstance(example, Example) else Document(example, day=TODAY),
            Document,
        )
    ]


@LAW
@given(st.data(), st.lists(st.sampled_from(CLEAN), max_size=3), st.sampled_from(CLEAN))
def test_clean_text_elsewhere_changes_no_hit(data: Any, before: list[str], after: str) -> None:
    rule, doc = data.draw(st.sampled_from(examples()))
    # A paper's number and title stand in its head.
    head = [] if rule.code == "W112" else before
    text = "\n".join([*head, doc.text, after])
    placed = Document(text, doc.title, doc.tables, doc.places, doc.day)
    assert said(rule, placed) == said(rule, doc)


# Faults of the computed rules whose key is what is written.
FAULTS = {
    "W106": ("2026年2月30日", "4月25日至31日", "2026-02-30"),
    "W107": ("2026年3月3日（星期三）",),
    "W108": ("2026年3月9日至3月5日", "五万元以上二万元以下"),
    "W110": ("12公里、18公里，合计32公里",),
}
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
DRESSES: dict[str, Callable[[str, int], str]] = {
    "as it is": lambda text, at: text,
    "full-width digits": lambda text, at: text.translate(WIDE),
    "zero-width space": inserted("\u200b"),
    "soft hyphen": inserted("\u00ad"),
    "reference": entity("{}"),
}


@LAW
@given(st.data(), AROUND, AROUND)
def test_a_computed_fault_is_shown_where_it_stands(
    data: Any, before: list[str], after: list[str]
) -> None:
    code = data.draw(st.sampled_from(sorted(FAULTS)))
    (rule,) = (rule for rule in rules() if rule.code == code)
    fault = data.draw(st.sampled_from(FAULTS[code]))
    dress = data.draw(st.sampled_from(sorted(DRESSES)))
    at = data.draw(st.integers(1, len(fault) - 1))
    text = "\n".join([*before, f"公告如下：{DRESSES[dress](fault, at)}。", *after])
    (hit,) = rule.check(Document(text, day=TODAY), Context(TODAY, packaged()))
    assert isinstance(hit, Hit)
    marked = hit.evidence.partition("【")[2].partition("】")[0]
    assert normalise(marked).text == hit.key == fault


def test_the_characters_of_the_laws_are_those_of_the_lists() -> None:
    assert len(plantable()) > 500
    assert any(char in LOOK_ALIKES for one in plantable() for char in one.term.word)
    assert all(ord(CJK[0]) <= ord(char) for char in FILLER)
