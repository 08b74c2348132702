"""The roster of leaders: how it is read, and what the rules make of it. All names are made up."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.finding import Hit
from checks.rule import EXAMPLE_DAY, EXAMPLE_REGION, EXAMPLE_ROSTER, Context, Rule
from checks.views import Document
from checks.words.w131_misspelt_leader import misspelt_leader
from checks.words.w132_wrong_title import wrong_title
from checks.words.w133_wrong_order import wrong_order
from wordlists.lists import Allowed, Words, load, words_of
from wordlists.roster import Leader
from wordlists.table import WordListError

RULES = (misspelt_leader, wrong_title, wrong_order)
HEAD = "姓名,职务,排序,任职起,任职止,地区,说明\n"
ROSTER = (*EXAMPLE_ROSTER, Leader("甲乙", "县委常委、常务副县长", 3, date(2022, 1, 1)))
DAY = date(2026, 2, 1)


def keys(
    rule: Rule[Document],
    text: str,
    day: date | None = DAY,
    roster: tuple[Leader, ...] = ROSTER,
    region: str = EXAMPLE_REGION,
    allowed: tuple[Allowed, ...] = (),
) -> list[str]:
    """Return the keys of what a rule finds, once each as the runner does."""
    ctx = Context(EXAMPLE_DAY, words_of({}, allowed, roster=roster), region)
    found = list(rule.check(Document(text, day=day), ctx))
    return list(dict.fromkeys(hit.key for hit in found if isinstance(hit, Hit)))


def read(folder: Path, text: str) -> tuple[Leader, ...]:
    """Write a roster and load the folder."""
    (folder / "roster.csv").write_text(text, encoding="utf-8-sig")
    return load(folder).roster


def test_a_roster_is_read_with_terms_and_order(tmp_path: Path) -> None:
    rows = (
        "欧阳示例,县委书记,1,2021-07-01,,青禾市|白沙市,换届\n甲　乙,县长,2,2019/1/1,2020/6/30,,\n"
    )
    first, second = read(tmp_path, HEAD + rows)
    assert first == Leader(
        "欧阳示例",
        "县委书记",
        1,
        date(2021, 7, 1),
        None,
        ("青禾市", "白沙市"),
        "换届",
        "roster.csv 第 2 行",
    )
    assert second.name == "甲乙"
    assert not second.holds(date(2020, 7, 1))


def test_no_roster_is_packaged() -> None:
    assert load().roster == ()


def test_all_faults_of_a_roster_are_told_at_once(tmp_path: Path) -> None:
    rows = (
        "欧阳示例,县委书记,第一,,,,\n"
        "甲乙,县长,0,去年,,,\n"
        "丙,县长,3,,,,\n"
        "丁戊,,4,,,,\n"
        ",局长,5,,,,\n"
        "己庚,副县长,6,2024-01-01,2023-01-01,,\n"
        "辛壬,副县长,7,2022-01-01,,,\n"
        "辛壬,副县长,8,2024-01-01,,,\n"
    )
    with pytest.raises(WordListError) as caught:
        read(tmp_path, HEAD + rows)
    told = str(caught.value)
    for part in (
        "第 2 行“排序”栏：“第一”应为",
        "第 3 行“排序”栏：“0”应为",
        "第 3 行“任职起”栏：“去年”不是日期",
        "第 4 行“姓名”栏：“丙”姓名至少两个字",
        "第 5 行“职务”栏：不能为空",
        "第 6 行“姓名”栏：不能为空",
        "第 7 行“任职止”栏：早于任职起",
        "第 8 行与roster.csv 第 9 行是同一个人的同一职务，任期重叠",
    ):
        assert part in told, part
    assert len(caught.value.faults) == 8
    with pytest.raises(WordListError, match="不认识的列名“电话”"):
        read(tmp_path, "姓名,职务,电话\n欧阳示例,县委书记,1\n")


def test_the_same_person_may_hold_several_posts_and_come_back(tmp_path: Path) -> None:
    rows = (
        "甲乙,县长,2,2019-01-01,2020-12-31,,\n甲乙,县长,2,2022-01-01,,,\n"
        "甲乙,县委副书记,2,2019-01-01,,,\n"
    )
    assert len(read(tmp_path, HEAD + rows)) == 3


def test_the_roster_of_one_site_lies_over_that_of_all_sites(tmp_path: Path) -> None:
    (tmp_path / "qinghe").mkdir()
    read(tmp_path, HEAD + "甲乙,县长,2,2022-01-01,,,\n")
    read(tmp_path / "qinghe", HEAD + "甲乙,县长,2,2022-01-01,2025-12-31,,\n")
    (leader,) = load(tmp_path, tmp_path / "qinghe").roster
    assert leader.until == date(2025, 12, 31)


MISSPELT = [
    # Another character that sounds or looks alike, beside one's own post.
    ("县委书记欧阳示列主持会议。", "欧阳示列→欧阳示例"),
    ("欧阳示列书记到乡镇调研。", "欧阳示列→欧阳示例"),
    ("县长司马例闻、副县长诸葛样本出席。", "司马例闻→司马例文"),
    ("县委副书记、县长司马例闻讲话。", "司马例闻→司马例文"),
    ("县委副书记司马例闻讲话。", "司马例闻→司马例文"),
    ("清河县县长司马例闻讲话。", "司马例闻→司马例文"),
    ("清河县人民政府县长司马例闻讲话。", "司马例闻→司马例文"),
    ("县长司马例闻同志讲话。", "司马例闻→司马例文"),
    ("县长：司马例闻", "司马例闻→司马例文"),
    ("司马例闻（县长）", "司马例闻→司马例文"),
    ("副县长诸各样本到会。", "诸各样本→诸葛样本"),
    # Two of the given name have changed places.
    ("县长司马文例讲话。", "司马文例→司马例文"),
    # Blanks put in.
    ("县长司 马 例 闻讲话。", "司马例闻→司马例文"),
    # A name of two characters, with a post that is said in full.
    ("常务副县长甲以出席。", "甲以→甲乙"),
]


@pytest.mark.parametrize(("text", "key"), MISSPELT, ids=[text for text, _ in MISSPELT])
def test_a_name_one_character_off_beside_its_post_is_told(text: str, key: str) -> None:
    assert keys(misspelt_leader, text) == [key]
    assert keys(misspelt_leader, text, day=None) == [key]
    assert keys(misspelt_leader, text, day=date(2010, 1, 1)) == []


SPELT = [
    "县委书记欧阳示例、县长司马例文出席。",
    # Somebody else, with another post or of another unit.
    "局长司马例闻出席。",
    "副县长司马例闻出席。",
    "代县长司马例闻出席。",
    "县长助理司马例闻出席。",
    "云桥镇党委书记欧阳示列出席。",
    "云桥村的欧阳示列书记出席。",
    "教师欧阳示列获奖。欧阳示列书记",
    "邻县县长司马例闻来访。",
    "白沙市委书记欧阳示列来访。",
    "村民欧阳示列和司马例闻。",
    # The past.
    "原县长司马例闻、时任县长司马例闻、老县长司马例闻。",
    "1998年，县长司马例闻到任。",
    # Quoted, split, unlike, too long or too short.
    "标语“县长司马例闻”写错了。",
    "县长司马（例文）讲话。",
    "县长司马相如讲话。",
    "县长欧阳示列讲话。",
    "常务副县长甲乙丙出席。",
    "常务副县长甲以丙出席。",
    "县长办公会研究司马例闻一案。",
    "县长到司马例闻家走访。",
    # A colleague with nearly the same name is on the roster too.
    "县长司马例文、县长夏侯范例。",
]


@pytest.mark.parametrize("text", SPELT)
def test_somebody_else_is_not_taken_for_a_leader(text: str) -> None:
    assert keys(misspelt_leader, text) == []


def test_a_name_on_the_roster_is_never_a_misspelling() -> None:
    twin = (*ROSTER, Leader("司马例闻", "县政协主席", 4))
    assert keys(misspelt_leader, "县长司马例闻讲话。", roster=twin) == []


TITLES: list[tuple[str, date, list[str]]] = [
    # After the end, before the beginning, and in between.
    ("县长夏侯范例到会。", DAY, ["夏侯范例：县长"]),
    ("夏侯范例县长到会。", DAY, ["夏侯范例：县长"]),
    ("清河县人民政府县长夏侯范例到会。", DAY, ["夏侯范例：县长"]),
    ("县长夏侯范例到会。", date(2022, 1, 1), []),
    ("县长司马例文到会。", date(2022, 1, 1), ["司马例文：县长"]),
    ("县长司马例文到会。", date(2023, 12, 20), []),
    ("县长夏侯范例到会。", date(2024, 1, 10), []),
    # Somebody else's post.
    ("县长诸葛样本到会。", DAY, ["诸葛样本：县长"]),
    ("县委书记司马例文到会。", DAY, ["司马例文：县委书记"]),
    # Said of a change, of the past, of a deputy, of another unit.
    ("副县长诸葛样本到会。", DAY, []),
    ("县委副书记、县长司马例文到会。", DAY, []),
    ("原县长夏侯范例，前县长夏侯范例，时任县长夏侯范例。", DAY, []),
    ("曾任县长的夏侯范例；县长夏侯范例被免去职务。", DAY, []),
    ("会议选举诸葛样本为县长，县长诸葛样本当选。", DAY, []),
    ("代县长诸葛样本到会。", DAY, []),
    ("2022年8月，县长夏侯范例到会。", DAY, []),
    ("请县委书记、县长司马例文批示。", DAY, []),
    ("邻县县长夏侯范例、云桥镇镇长夏侯范例来访。", DAY, []),
    ("县长助理夏侯范例、夏侯范例县长助理。", DAY, []),
    ("“县长夏侯范例”的签名。", DAY, []),
    ("县委常委甲乙、常务副县长甲乙。", DAY, []),
    ("县长甲乙丙到会。", DAY, []),
]


@pytest.mark.parametrize(("text", "day", "found"), TITLES)
def test_a_post_must_hold_on_the_day_of_the_article(text: str, day: date, found: list[str]) -> None:
    assert keys(wrong_title, text, day) == found
    assert keys(wrong_title, text, None) == []


ORDERS = [
    ("司马例文、欧阳示例出席。", ["司马例文、欧阳示例"]),
    ("司马例文和欧阳示例出席。", ["司马例文、欧阳示例"]),
    ("县长司马例文、县委书记欧阳示例出席。", ["司马例文、欧阳示例"]),
    ("诸葛样本（副县长）、司马例文（县长）出席。", ["诸葛样本、司马例文"]),
    ("司马例文同志、欧阳示例同志出席。", ["司马例文、欧阳示例"]),
    ("诸葛样本、某甲某、甲乙出席。", ["诸葛样本、甲乙"]),
    ("诸葛样本，县委副书记、县长司马例文出席。", []),
    ("欧阳示例、司马例文、甲乙、诸葛样本出席。", []),
    ("欧阳示例、诸葛样本、甲乙出席。", ["诸葛样本、甲乙"]),
    ("司马例文主持，欧阳示例讲话。", []),
    ("司马例文出席。欧阳示例讲话。", []),
    ("司马例文\n欧阳示例", []),
    ("司马例文、欧阳示例（按姓氏笔画为序）出席。", []),
    ("司马例文、欧阳示例出席。（排名不分先后）", []),
    ("司马例文、欧阳示例先后讲话。", []),
    ("司马例文、欧阳示例分别讲话。", []),
    ("记者司马例文、欧阳示例报道。", []),
    ("“司马例文、欧阳示例”的题词。", []),
    ("诸葛样本、甲乙丙出席。", []),
    ("夏侯范例、欧阳示例出席。", []),
]


@pytest.mark.parametrize(("text", "found"), ORDERS)
def test_leaders_are_listed_in_their_order(text: str, found: list[str]) -> None:
    assert keys(wrong_order, text) == found
    assert keys(wrong_order, text, day=None) == []
    assert keys(wrong_order, text, day=date(2010, 1, 1)) == []


def test_who_has_two_numbers_is_wrong_only_behind_both() -> None:
    double = (
        Leader("甲乙", "县委常委", 4),
        Leader("甲乙", "副县长", 1),
        Leader("丙丁", "县委常委", 2),
    )
    assert keys(wrong_order, "丙丁、甲乙出席。", roster=double) == []
    assert keys(wrong_order, "甲乙、丙丁出席。", roster=double) == []


def test_a_row_for_another_region_says_nothing() -> None:
    elsewhere = tuple(replace(leader, regions=("白沙市",)) for leader in ROSTER)
    assert keys(misspelt_leader, "县长司马例闻讲话。", roster=elsewhere) == []
    here = tuple(replace(leader, regions=("清河县",)) for leader in ROSTER)
    assert keys(misspelt_leader, "县长司马例闻讲话。", roster=here)


def test_an_allowed_phrase_lets_a_name_pass() -> None:
    for rule, text in (
        (misspelt_leader, "县长司马例闻讲话。"),
        (wrong_title, "县长夏侯范例到会。"),
        (wrong_order, "司马例文、欧阳示例出席。"),
    ):
        assert keys(rule, text)
        assert keys(rule, text, allowed=(Allowed(text, rule.code),)) == []


PIECES = [text for text, _ in MISSPELT] + [text for text, _, _ in TITLES] + [t for t, _ in ORDERS]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_without_a_roster_there_is_no_alarm(text: str) -> None:
    for rule in RULES:
        assert keys(rule, text, roster=()) == []


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("\n".join))
def test_every_hit_names_somebody_of_the_roster(text: str) -> None:
    names = {leader.name for leader in ROSTER}
    ctx = Context(EXAMPLE_DAY, replace(Words(), roster=ROSTER), EXAMPLE_REGION)
    for rule in RULES:
        for hit in rule.check(Document(text, day=DAY), ctx):
            assert isinstance(hit, Hit)
            assert any(name in hit.message for name in names)
