"""The speller finds what stands in no list, says where, and does not depend on its neighbours."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import ThreadpoolController

from checks.finding import Hit
from checks.registry import RULES
from checks.rule import EXAMPLE_DAY, Context
from checks.views import Document
from checks.words import explain
from checks.words.spelling import model
from checks.words.spelling.codes import encode, keys_in
from checks.words.spelling.counts import build, levels_of
from checks.words.spelling.reading import MARGIN, read, spread
from wordlists.lists import Allowed, load, words_of

WRONG = "涉及社会稳定的重大项目，须经县人民政府审枇后方可组织实施。"
RIGHT = WRONG.replace("枇", "批")
CLEAN = (
    "申请人应当在规定的期限内提交材料。",
    "行政机关应当自收到申请之日起二十个工作日内作出决定。",
    "任何单位和个人不得侵占、破坏公共设施。",
    "本办法自公布之日起施行。",
)


def said(text: str, code: str = "W120", allowed: str = "") -> list[Hit]:
    """Return what a rule says of a text."""
    words = words_of({}, [Allowed(allowed)] if allowed else [])
    rule = next(rule for rule in RULES if rule.code == code)
    found = rule.check(Document(text, day=EXAMPLE_DAY), Context(EXAMPLE_DAY, words))  # type: ignore[arg-type]
    return [hit for hit in found if isinstance(hit, Hit)]


def test_a_suspicion_says_what_stands_there_what_was_meant_and_how_sure_it_is() -> None:
    (hit,) = said(WRONG)
    assert hit.key == "枇→批"
    assert "“审枇”疑为“审批”之误" in hit.message
    assert "【枇】" in hit.evidence
    assert "把握约" in hit.suggestion


def test_the_speller_leaves_to_others_the_cores_that_they_had() -> None:
    threads = ThreadpoolController()
    before = [each["num_threads"] for each in threads.info()]
    assert model.load().suspicions(WRONG)
    assert [each["num_threads"] for each in threads.info()] == before


def test_text_without_mistakes_is_left_alone() -> None:
    assert said("\n".join([RIGHT, *CLEAN])) == []


def test_two_wrong_neighbours_are_one_suspicion() -> None:
    found = model.load().suspicions("各级人民政府应当加强对本行政区域内安全生产工作的另到。")
    assert [(each.shown, each.meant) for each in found] == [("另到", "领导")]


def test_what_a_list_knows_is_not_suspected_as_well() -> None:
    text = "按照县委统一布署，各镇人民政府应当抓好落实。"
    rule = next(rule for rule in RULES if rule.code == "W120")
    ctx = Context(EXAMPLE_DAY, load())
    assert list(rule.check(Document(text, day=EXAMPLE_DAY), ctx)) == []  # type: ignore[arg-type]


def test_what_a_page_writes_again_and_again_is_a_term_there() -> None:
    assert said("\n".join([WRONG] * 2))
    assert said("\n".join([WRONG] * 3)) == []


@pytest.mark.parametrize(
    "text",
    [
        "王审枇后方可组织实施。",  # a name
        "沿审枇河两岸组织实施。",  # a place
        "清府审枇〔2026〕1号",  # the number of a document
        "须经县人民政府审枇后方可组织实施，审枇后方可公示，未经审枇后方可撤回。",
    ],
)
def test_names_of_people_and_places_are_left_alone(text: str) -> None:
    assert said(text) == []


def test_what_was_let_pass_is_explained() -> None:
    ctx = Context(EXAMPLE_DAY, words_of({}))
    found = explain.passed(Document("王审枇后方可组织实施。", day=EXAMPLE_DAY), ctx)
    assert [(each.code, each.shown, each.reason) for each in found] == [
        ("W120", "枇", "可能是人名")
    ]


def test_an_allowed_phrase_is_not_suspected() -> None:
    assert said(WRONG, allowed="审枇后") == []


def test_what_is_less_sure_is_a_hint_of_its_own_rule() -> None:
    text = "接充疫苗后应当留观三十分钟。"
    assert said(text) == []
    assert [hit.key for hit in said(text, "W122")] == ["充→种"]


def test_one_character_may_stand_where_another_of_its_series_does() -> None:
    odds = [each for each in model.load().suspicions("处违法所得二到三倍的罚款。")]
    assert said("处违法所得二到三倍的罚款。") == [], odds


@given(st.lists(st.sampled_from(CLEAN), max_size=4), st.lists(st.sampled_from(CLEAN), max_size=4))
@settings(deadline=None, max_examples=20)
def test_other_lines_change_nothing(before: list[str], after: list[str]) -> None:
    speller = model.load()
    (alone,) = speller.suspicions(WRONG)
    text = "\n".join([*before, WRONG, *after])
    (found,) = (each for each in speller.suspicions(text) if each.shown == "枇")
    assert text[found.start : found.end] == "枇"
    assert found.odds == pytest.approx(alone.odds, abs=1e-3)


@given(st.text(st.sampled_from("审枇县\n\u200b𠀀🙂aＡ1。“政府应当人民"), max_size=60))
@settings(deadline=None, max_examples=60)
def test_every_suspicion_points_at_its_place(text: str) -> None:
    for each in model.load().suspicions(text):
        assert text[each.start : each.end] == each.shown
        assert len(each.meant) == len(each.shown)


@given(st.text(st.characters(codec="utf-8"), max_size=40))
@settings(deadline=None)
def test_places_lead_back_to_the_text(text: str) -> None:
    reading = read(text, model.load().known)
    codes = encode(text)
    for place in range(MARGIN, len(spread(text)) - MARGIN):
        if reading.codes[place] != ord("\n"):
            assert reading.codes[place] == codes[reading.offset(place)]


def test_the_same_text_is_judged_the_same() -> None:
    speller = model.load()
    assert speller.suspicions(WRONG) == speller.suspicions(WRONG)


def test_counted_ngrams_are_found_with_their_level() -> None:
    random = np.random.default_rng(2)
    keys = random.integers(0, 2**64, 30_000, dtype=np.uint64)
    levels = levels_of(random.integers(1, 20_000, 30_000))
    # Two keys with one tag in a bucket cannot be told apart.
    assert (build(keys, levels)[keys] == levels).mean() > 0.995


def test_ngrams_are_alike_wherever_they_stand() -> None:
    along = keys_in(encode("人民政府办公室人民政府"), 4)
    assert along[0] == along[7]
    assert len(set(along.tolist())) == len(along) - 1


def test_hardly_an_ngram_that_was_not_counted_is_found() -> None:
    random = np.random.default_rng(1)
    keys = random.integers(0, 2**64, 40_000, dtype=np.uint64)
    counts = build(keys[:20_000], np.ones(20_000, np.uint8))
    assert (counts[keys[20_000:]] > 0).mean() < 0.005
