"""Finds the totals that stand before their parts, 共28户，其中甲12户、乙15户, and are not their sum."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.words.families import (
    are_disjoint,
    are_parallel,
    are_whole,
    has_rest,
    is_crossing,
    names,
)
from checks.words.quantities import (
    FIGURE,
    Mismatch,
    Quantity,
    agree,
    columns,
    is_part_sum,
    quantities,
    quantity,
    sum_of,
    without_asides,
)
from checks.words.shares import are_all_shares, wrong_shares
from checks.words.totals import LEAST_PARTS, UNCLEAR

_BROKEN_DOWN = re.compile(
    "其中|分别[为是]|[：:（(]|，(?=男|女|城镇|农村|城市|国家级|省级|合格|采纳|优秀)"
)
_REACH, _NEAR, _LAST_DIGIT, _LEAD = 200, 32, 16, 12
_DIGIT = re.compile(r"\d")
_WHOLE_BEFORE = re.compile(
    rf"{FIGURE}(?:[（(][个户所处件名][)）])?(?:[、 ]?{FIGURE})?[^\d，,。；、：:（()）\n]{{0,6}}[，,；（(：:。 ]{{0,2}}$"
)
_ADDED_UP = re.compile("[共总合]|满分|核定|名额")
_LIST_ENDS = {
    "（": re.compile("[）)。\n]"),
    "：": re.compile("[。！？\n]"),
    "": re.compile("[。；;！？\n]"),
}
_COMMA = re.compile("[，,]")
_MORE = re.compile("等(?!级|次|额|候)|以及其他")
_GIVEN = re.compile("发放|拨付|下达|补贴|补助|奖励")
_MONEY, _POINTS = "元", "分"
# What is told of things that are counted under another name as well.
_STATE = re.compile("已|未|占|完成|整改|上述|同比|新增")
# A total that is what is left over may be less than a part.
_NET = re.compile("[增减净差缺亏比较损余]")
_OTHER_TIME = re.compile("累计|年|历|共|日均|原")


@dataclass(frozen=True, slots=True)
class _Whole:
    """A total (of one or two units) that stands before its parts, and what opened them."""

    start: int
    totals: tuple[Quantity, ...]
    lead: str
    opener: str


def before(text: str) -> Iterator[Mismatch]:
    """Yield the totals that stand before their parts."""
    for word in _BROKEN_DOWN.finditer(text):
        whole = _whole(text, word)
        if whole is None:
            continue
        is_colon = word[0] in "：:" or text[word.end() : word.end() + 1] in set("：:")
        opener = "（" if whole.opener in "（(" else "：" if is_colon else ""
        end = _LIST_ENDS[opener].search(text, word.end(), word.end() + _REACH)
        stop = end.start() if end else word.end()
        listed = without_asides(text[word.end() : stop])
        if not listed or UNCLEAR.search(listed):
            continue
        for wrong in _unmade(whole, listed, text[word.end() : stop]):
            yield Mismatch(whole.start, word.end() + wrong.end, wrong.why)


def _unmade(whole: _Whole, listed: str, plain: str) -> Iterator[Mismatch]:
    """Yield where the parts of a list, given without and with their asides, go wrong."""
    parts = quantities(listed, 0, len(listed))
    grouped = columns(parts, whole.totals)
    if not parts or not grouped:
        return
    yield from wrong_shares(plain, parts, whole.totals[0])
    for column, total in zip(grouped, whole.totals, strict=True):
        if agree(column, total):
            continue
        called = names(listed, 0, parts)[:: len(grouped)]
        is_wrong = _is_over(column, total, whole, called)
        if not is_wrong and len(column) >= LEAST_PARTS:
            is_meant = is_part_sum(column, total) and not are_disjoint(called)
            is_shared = are_all_shares(plain, len(parts))
            is_wrong = not is_meant and (
                is_shared or _is_certain(whole, listed, called, column, total)
            )
        if is_wrong:
            yield Mismatch(0, parts[-1].end, sum_of(column, total))
            return


def _whole(text: str, word: re.Match[str]) -> _Whole | None:
    """Return the total that stands right before a word which opens a list."""
    first = max(0, word.start() - _NEAR - _LEAD)
    # Most colons and brackets have no total before them.
    is_usual = word[0] in "：:（(" and not _ADDED_UP.search(text, first, word.start())
    if is_usual or not _DIGIT.search(text, max(0, word.start() - _LAST_DIGIT), word.start()):
        return None
    found = _WHOLE_BEFORE.search(text, max(0, word.start() - _NEAR), word.start())
    if found is None or ("。" in found[0] and word[0] != "其中" and word[0][:2] != "分别"):
        return None
    totals = [quantity(found[1], found[2], found[3], found.start(1), found.end(3))]
    if found[4]:
        totals.append(quantity(found[4], found[5], found[6], found.start(4), found.end(6)))
    opener = found[0][-1] if found[0][-1] in "（(" else word[0]
    lead = text[max(0, found.start() - _LEAD) : found.start()]
    return _Whole(found.start(), tuple(totals), lead, opener)


def _is_over(
    parts: Sequence[Quantity], total: Quantity, whole: _Whole, called: Sequence[str]
) -> bool:
    """Whether the first part alone is more than what it is a part of."""
    is_plain = bool(called) and not _OTHER_TIME.search(called[0]) and not _NET.search(called[0])
    return (
        whole.opener == "其中"
        and is_plain
        and not _NET.search(re.split("[，。；]", whole.lead)[-1])
        and bool(_ADDED_UP.search(whole.lead))
        and parts[0].value > total.value
    )


def _is_certain(
    whole: _Whole, listed: str, called: Sequence[str], parts: Sequence[Quantity], total: Quantity
) -> bool:
    """Whether parts that do not make up their total should have."""
    is_all = not _MORE.search(listed)
    is_more = sum(part.value for part in parts) > total.value
    is_told_apart = len(set(called)) == len(called) and not _STATE.search("".join(called))
    if whole.opener.startswith("分别"):
        return is_all
    if whole.opener == "，":
        is_added = bool(_ADDED_UP.search(whole.lead))
        return is_all and (are_whole(called) or (is_more and is_added and are_disjoint(called)))
    if whole.opener == "其中":
        is_sum = "总" in whole.lead and total.unit in (_MONEY, _POINTS)
        is_budget = is_sum and (listed[0] in "：:" or are_disjoint(called)) and all(called)
        is_rest = has_rest(called) and is_told_apart
        is_given = bool(_GIVEN.search(whole.lead)) and total.unit == _MONEY and all(called)
        is_kind = are_parallel(called) or (is_given and is_told_apart and not is_crossing(called))
        # Behind commas each may be a statement of its own.
        is_kind = is_kind and not _COMMA.search(listed.rstrip("，, "), 1)
        return (is_more and (are_disjoint(called) or is_budget or is_kind)) or (
            is_all and (are_whole(called) or is_rest)
        )
    is_apart = are_disjoint(called) or (whole.opener in "：:" and is_told_apart)
    return is_all and bool(_ADDED_UP.search(whole.lead)) and is_apart
