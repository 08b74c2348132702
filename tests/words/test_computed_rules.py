"""What is computed and not looked up: dates, amounts, totals, numbers, pairs, enumerations."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checks.finding import Hit
from checks.rule import EXAMPLE_DAY, Context, Rule
from checks.views import Document
from checks.words.numerals import amount, integer
from checks.words.w106_impossible_date import impossible_date
from checks.words.w107_weekday_mismatch import weekday_mismatch
from checks.words.w108_reversed_range import reversed_range
from checks.words.w109_amount_mismatch import amount_mismatch
from checks.words.w110_total_mismatch import total_mismatch
from checks.words.w111_count_mismatch import count_mismatch
from checks.words.w112_document_year import document_year
from checks.words.w113_skipped_number import skipped_number
from checks.words.w114_unpaired_mark import unpaired_mark
from checks.words.w115_broken_enumeration import broken_enumeration
from checks.words.w116_letter_in_year import letter_in_year
from wordlists.lists import Words

CTX = Context(EXAMPLE_DAY, Words())
DAY = date(2026, 3, 1)


def hits(rule: Rule[Document], text: str) -> list[Hit]:
    """Run a rule over a text published on DAY."""
    return [hit for hit in rule.check(Document(text, day=DAY), CTX) if isinstance(hit, Hit)]


FAULTS = [
    (impossible_date, "请于2025年11月31日前反馈。", "2025年11月31日"),
    (impossible_date, "２０２６年２月２９日开标。", "2026年2月29日"),
    (impossible_date, "截止到 2026 年 6 月 31 日。", "2026 年 6 月 31 日"),
    (impossible_date, "公示期：2026.4.31止。", "2026.4.31"),
    (impossible_date, "3月5日10:75开始。", "10:75"),
    (weekday_mismatch, "2026年3月2日（星期二）上午。", "星期一"),
    (weekday_mismatch, "2026年3月1日(周一)考试。", "星期日"),
    (weekday_mismatch, "2024年9月20日（礼拜六）停电。", "星期五"),
    (reversed_range, "公示期2026年3月9日-3月5日。", "起止倒置"),
    (reversed_range, "报名：2026年3月9日8:00至3月5日17:00。", "起止倒置"),
    (reversed_range, "2026年3月9日起至2025年3月20日止。", "起止倒置"),
    (reversed_range, "2026年至2021年累计完成。", "起止倒置"),
    (amount_mismatch, "合同价：￥1,234.50元（大写：壹仟贰佰叁拾肆元整）。", "1234.5"),
    (amount_mismatch, "奖励200万元（大写：人民币贰仟万元整）。", "20000000"),
    (amount_mismatch, "人民币叁仟元整（小写：30,000元）。", "30000"),
    (total_mismatch, "检查商超42家、餐饮75家、市场6家，合计124家。", "123"),
    (total_mismatch, "甲村种植120亩，乙村种植85.5亩，两村共计206亩。", "205.5"),
    (total_mismatch, "共有党员56名，其中：男30名，女25名。", "55"),
    (total_mismatch, "总投资5200万元，其中：中央3000万元，省级1500万元，县级1000万元。", "5500"),
    (count_mismatch, "研究以下两项议题：\n1.甲\n2.乙\n3.丙", "列出3项"),
    (count_mismatch, "提交以下3份材料：\n1.申请表\n2.身份证明\n受理后三日内办结。", "列出2项"),
    (count_mismatch, "提出四点要求：一是早谋划；二是早部署；三是早落实。", "列出3项"),
    (skipped_number, "一、甲\n二、乙\n三、丙\n五、丁", "跳号"),
    (skipped_number, "（一）甲\n（二）乙\n（二）丙\n（三）丁", "重号"),
    (unpaired_mark, "印发了《青禾区防汛预案的通知，请遵照执行。", "《"),
    (unpaired_mark, "由区住建局【负责组织实施，各镇配合。", "【"),
    (broken_enumeration, "坚持创新、协调、绿色、共享的新发展理念。", "开放"),
    (broken_enumeration, "推进学党史、悟思想、开新局、办实事。", "次序颠倒"),
    (broken_enumeration, "反对形式主义、官僚主义、享乐主义和奢糜之风。", "奢糜之风"),
    (letter_in_year, "2O25年12月，２０２Ｏ年1月。", "2O25"),
    (letter_in_year, "二o二六年三月一日", "二o二六"),
]


@pytest.mark.parametrize(("rule", "text", "told"), FAULTS)
def test_a_fault_is_told(rule: Rule[Document], text: str, told: str) -> None:
    said = [f"{hit.message} {hit.evidence}" for hit in hits(rule, text)]
    assert said
    assert told in said[0]


LOOK_ALIKES = [
    # Dates that are none, or of another calendar.
    (impossible_date, "农历二月三十日、农历2月30日，阴历6月30日。"),
    (impossible_date, "合同编号2026-02-30-7，IP 2026.2.30.8，电话2026-2-301。"),
    (impossible_date, "1、2月份，10月31日，2024年2月29日，12月31日24:00。"),
    (impossible_date, "比例为30:75，配比日均5时30分。"),
    # Days of which the year is not certain, and spans of days.
    (weekday_mismatch, "9月10日（星期一）起执行。"),
    (weekday_mismatch, "2026年3月2日星期一至星期五，2026年3月2日周一到周五。"),
    (weekday_mismatch, "2025年工作安排：3月3日（星期一）开会。"),
    (weekday_mismatch, "2026年3月1日周边道路管制，3月1日周日。"),
    # Over New Year, every month, in the usual order.
    (reversed_range, "2025年12月20日至1月10日，12月20日—1月10日。"),
    (reversed_range, "每月25日至10日，每年11月1日至3月31日。"),
    (reversed_range, "2021—2025年，2021年至2025年，电话2025-1999。"),
    (reversed_range, "3月10日至4月5日，2026年3月5日8:00至3月9日17:00。"),
    # Sums of different things, and figures beside capital digits.
    (amount_mismatch, "100元、贰佰元面值，另交押金壹佰元整；规模超过1万亿元。"),
    (amount_mismatch, "￥230,000（大写：人民币贰拾叁万元整），1.05亿元（壹亿零伍佰万元整）。"),
    (amount_mismatch, "12.3元（大写：壹拾贰元叁角），0.5元（伍角整）。"),
    # Parts that are not all, or not of one kind.
    (total_mismatch, "新增5家，其中规上企业3家，个体户1家，合计利润80万元。"),
    (total_mismatch, "男30人、女40人，合计70人；每人补助300元，每户500元，合计1200元。"),
    (total_mismatch, "约12公里、18公里，合计超过29公里。2023年5家，2024年6家，合计11家。"),
    (total_mismatch, "投资1.25亿元、0.33亿元，合计1.6亿元（四舍五入）。"),
    (total_mismatch, "总人口50人，其中：农村30人，女性25人。总投资50万元，其中设备30万元，进口25万元。"),
    # Lists whose end is not certain, or which say otherwise.
    (count_mismatch, "下列一种或者多种情形：\n（一）甲；\n（二）乙；\n（三）丙。"),
    (count_mismatch, "以下3个工作日内：\n1.甲\n2.乙"),
    (count_mismatch, "下列三项材料：\n（一）甲，包括：\n1.A\n2.B\n（二）乙\n（三）丙"),
    (count_mismatch, "做到两个方面：一是甲。具体有三是三非；二是乙。"),
    # Numbers of another paper, of a level below, of a part left out on purpose.
    (skipped_number, "一、甲\n（一）A\n（二）B\n二、乙\n（一）C\n（二）D\n（三）E\n三、丙"),
    (skipped_number, "一、甲\n二、乙\n三、丙\n附件1\n一、丁\n二、戊"),
    (skipped_number, "第一条 甲\n第三条 乙\n第八条 丙"),
    (skipped_number, "十二、甲\n十五、乙\n二十、丙"),
    # Marks that need no other half, or have it in another paragraph.
    (unpaired_mark, "1）甲；2）乙；（3）丙。\na）丁；①戊。"),
    (unpaired_mark, "会议强调：“要压实责任，加强督导检查。\n“要严肃纪律，确保取得实效。”"),
    (unpaired_mark, "青禾区关于印发《2026年重点工作安排》（青政发〔2026〕1号）的通知。"),
    (unpaired_mark, "关于公布《青禾区人民政府规范性文件…"),
    (unpaired_mark, "（续上表\n各单位应当按时报送有关材料）。"),
    # Some of the members, or other enumerations.
    (broken_enumeration, "推动绿色、开放、创新。经济建设、社会建设并重。"),
    (broken_enumeration, "坚持自由、平等、公正、法治，倡导爱国、敬业、诚信、友善。"),
    (broken_enumeration, "推进政治建设、思想建设、组织建设、作风建设、纪律建设，把制度建设贯穿其中。"),
    (broken_enumeration, "科学立法、严格执法、公正司法、全民守法取得新进展。"),
    # Letters that belong there.
    (letter_in_year, "型号2O24的设备，NO2024年检，二○二六年、二〇二六年。"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text"), LOOK_ALIKES)
def test_a_look_alike_is_left_alone(rule: Rule[Document], text: str) -> None:
    assert [hit.message for hit in hits(rule, text)] == []


PAPER = "关于防汛的通知\n{number}\n各镇：\n现将有关事项通知如下。\n青禾区水利局\n{signed}\n"


@pytest.mark.parametrize(
    ("number", "signed", "is_wrong"),
    [
        ("青水字〔2025〕8号", "2026年3月1日", True),
        ("青水字〔2032〕8号", "2023年5月17日", True),
        ("青水字〔2025〕98号", "2026年1月5日", False),
        ("青水字〔2026〕8号", "2026年3月1日", False),
        ("根据青水字〔2020〕8号", "2026年3月1日", True),
    ],
)
def test_the_year_of_a_number_is_that_of_the_signature(
    number: str, signed: str, *, is_wrong: bool
) -> None:
    text = PAPER.format(number=number, signed=signed)
    assert bool(hits(document_year, text)) is is_wrong


def test_a_number_that_is_only_cited_is_not_the_papers_own() -> None:
    text = "关于防汛的通知\n各镇：\n" + "请遵照执行。\n" * 8 + "青水字〔2020〕8号\n2026年3月1日"
    assert hits(document_year, text) == []


DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))


@given(DAYS)
def test_a_day_of_the_calendar_is_never_reported(day: date) -> None:
    weekday = "一二三四五六日"[day.weekday()]
    text = f"{day.year}年{day.month}月{day.day}日（星期{weekday}）；{day:%Y-%m-%d}；{day:%Y.%m.%d}"
    assert hits(impossible_date, text) == hits(weekday_mismatch, text) == []


@given(DAYS, st.integers(1, 6))
def test_another_weekday_is_always_reported(day: date, shift: int) -> None:
    weekday = "一二三四五六日"[(day.weekday() + shift) % 7]
    assert hits(weekday_mismatch, f"{day.year}年{day.month}月{day.day}日（周{weekday}）")


@given(DAYS, DAYS)
def test_a_range_is_reported_only_if_it_is_reversed(first: date, last: date) -> None:
    text = "至".join(f"{day.year}年{day.month}月{day.day}日" for day in (first, last))
    assert bool(hits(reversed_range, text)) is (last < first)


DIGITS = "零壹贰叁肆伍陆柒捌玖"


def capital(cents: int) -> str:
    """Write an amount as banks want it; the opposite of `amount`."""
    yuan, rest = divmod(cents, 100)
    parts = []
    for unit, group in (("亿", yuan // 10**8), ("万", yuan // 10**4 % 10**4), ("", yuan % 10**4)):
        if group:
            digits = f"{group:04}"
            named = zip(digits, ("仟", "佰", "拾", ""), strict=True)
            text = "".join(DIGITS[int(d)] + (u if d != "0" else "") for d, u in named)
            while "零零" in text:
                text = text.replace("零零", "零")
            parts.append((text if parts else text.lstrip("零")).rstrip("零") + unit)
    coins = (f"{DIGITS[rest // 10]}角" if rest >= 10 else "") + (
        f"{DIGITS[rest % 10]}分" if rest % 10 else ""
    )
    return ("".join(parts) or "零") + "元" + (coins or "整")


@given(st.integers(1, 10**12))
def test_an_amount_in_capitals_is_read_exactly(cents: int) -> None:
    assert amount(capital(cents)) == Decimal(cents) / 100


@given(st.integers(100, 10**12), st.integers(100, 10**12))
def test_amounts_that_agree_are_never_reported_and_others_always(cents: int, other: int) -> None:
    assume(cents != other)
    yuan = f"{Decimal(cents) / 100:.2f}"
    assert hits(amount_mismatch, f"¥{yuan}元（大写：{capital(cents)}）") == []
    assert hits(amount_mismatch, f"¥{yuan}元（大写：{capital(other)}）")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10), ("十五", 15), ("二十", 20), ("一百零五", 105), ("三千〇二十", 3020),
        ("二〇二六", 2026), ("一万二千", 12_000), ("两亿零三万", 200_030_000), ("12", 12),
        ("廿", None), ("", None), ("3a", None),
    ],
)  # fmt: skip
def test_numbers_in_characters_are_read(text: str, value: int | None) -> None:
    assert integer(text) == value


NESTED = st.recursive(
    st.sampled_from(["各镇办", "区水利局", "防汛工作"]),
    lambda inner: st.tuples(st.sampled_from(["《》", "（）", "“”", "【】", "〔〕"]), inner).map(
        lambda pair: f"{pair[0][0]}{pair[1]}{pair[0][1]}有关事项"
    ),
)


@given(st.lists(NESTED, min_size=1, max_size=4))
def test_marks_in_pairs_are_never_reported(parts: list[str]) -> None:
    assert hits(unpaired_mark, f"请按照{'和'.join(parts)}的要求执行。") == []


@given(NESTED, st.integers(0, 20))
def test_a_title_mark_that_is_dropped_is_reported(inner: str, length: int) -> None:
    plain = "".join(char for char in inner if char not in "“”")
    assert hits(unpaired_mark, f"请{'认真' * length}按照《{plain}的要求执行并报送结果。")


def test_a_lone_mark_is_the_same_fault_whatever_paragraph_stands_before_it() -> None:
    fault = "印发了《青禾区防汛预案的通知，请遵照执行。"
    keys = {
        hit.key
        for before in ("", "甲乙。\n", "丙丁。\n")
        for hit in hits(unpaired_mark, before + fault)
    }
    assert len(keys) == 1


def test_days_without_a_year_are_those_next_to_the_publication() -> None:
    for days in (-100, -1, 0, 1, 100):
        day = DAY + timedelta(days=days)
        right, wrong = ("一二三四五六日"[(day.weekday() + shift) % 7] for shift in (0, 1))
        assert hits(weekday_mismatch, f"{day.month}月{day.day}日（周{right}）停电。") == []
        assert hits(weekday_mismatch, f"{day.month}月{day.day}日（周{wrong}）停电。")
