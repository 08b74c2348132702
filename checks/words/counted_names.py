"""Finds the numbers that are not those of the names beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.words.numerals import integer

NUMBER = r"(\d{1,2}|[一二两三四五六七八九十]{1,3})"
COUNTED = (
    "项|条|类|种|个|名|件|点|份|篇|起|款|家|位|所|样|道|步|方面|情形|环节|步骤|部分|措施|要求|意见"
)
LEAST = 2
# Where an enumeration is called by what it is not: “以下5个工作日内”.
NO_LIST = re.compile("工作日|月|年|天|小时|百分|以上|之一|或者|或|多|部分内容|提出如下|如下要求")
# “以下3家企业：甲、乙、丙。”
_NAMED = re.compile(
    rf"(?:下列|以下|如下){NUMBER}\s?(?:{COUNTED}|镇|县|村|区|市)[^。；：，、\n]{{0,16}}[:：]"
    r"(?![\d一二三四五六七八九十]{1,2}[、.．])([^。；：:，,\n（(《“]{3,200})(?:。|$)",
    re.M,
)
# “下设4个科室：甲、乙、丙。”, “辖3个村，分别是甲、乙、丙。”
_OPENED = re.compile(r"(?:[：:]|分别[为是]|，即)([^。；：:，,\n（(《“\d]{3,200})(?:[。；\n]|$)")
_SET_UP = re.compile(
    rf"(下设|设有?|内设|辖|共有|有|分为|划分为|成立|组建|选派|表彰|包括){NUMBER}\s?(?:个|家|名|位|所|支)[^，。；：:、\d\n]{{0,4}}?"
    r"(?:单位|部门|企业|公司|村|镇|乡|街道|社区|学校|医院|科|室|股|机构|同志|组|队|专班|委员会|片区|板块|中心|支部|标段|站点|窗口|岗位|园区)[，,]?$"
)
_NAME_LENGTH, _NEAR = 16, 28
_LAST_JOINT = re.compile("、|和|以及|及")
# “青石镇、白沙镇等两个镇”: each item ends like what is counted.
_COUNT = re.compile("个(镇|县|乡|村|街道|社区)(?![一-鿿]?级)")
_PLACES = re.compile(
    rf"((?:[一-鿿]{{1,5}}?(镇|县|乡|村|街道|社区)[、和及])+[一-鿿]{{1,5}}\2)(等)?{NUMBER}$"
)
_REACH, _CLOSE = 100, 4
# “县水利局、县林业局等3个部门”, “公安、教育等3个部门”, “赵某、钱某等3人”
_AND_SO_ON = re.compile(
    rf"等{NUMBER}(?:个|家|名|位|所|部|类|大)?(?:部门|单位|行业|领域|方面|环节|人(?![次均口大民])|同志|险种|规章|法规|法律|文件|学校|企业|股室|科室|处室)"
)
# “县水利局、县林业局两个部门”
_ALL = re.compile("[个家所](?:部门|单位|学校)")
_ALL_NUMBER = re.compile(rf"(?<=[局会院校部]){NUMBER}$")
_LIST_START = re.compile("[，。；：:,;\\n（(“”]")
_ALIKE = "股组局部厅院司镇村乡县区市道会所站处科室馆队园心校某"
_SHORT_NAME = re.compile("[一-鿿]{2,4}")
_JOINED = re.compile("[和及与或的到在]")
_TITLES = re.compile("(?:《[^《》\\n]{1,40}》[、和及]?){2,}$")
# “青石、白沙、竹山三镇”
_SHORT_PLACES = re.compile("[镇乡村县](?![一-鿿]?[级长名域])")
_SHORT_PLACE = re.compile("[一-鿿]{2,3}")
_FIRST_LENGTH = 5
_SHORT_NUMBERS = "两三四五六七八九"
# “青石镇、白沙镇分别为12户、15户”
_APART = re.compile(r"分别[为是达有](?=\d)")
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?[一-鿿%％]{0,3}(?:\d+[一-鿿]{1,2})?")
_FIGURES_END = re.compile("[。；;\n，,（(]")


@dataclass(frozen=True, slots=True)
class Count:
    """A number of items at [start, end) of the text, and how many there are.

    `is_before` when the number stands before the items; `is_annex` when it is that of an annex.
    """

    start: int
    end: int
    said: int
    listed: int
    is_before: bool = True
    is_annex: bool = False

    @property
    def why(self) -> str:
        """Say how the number and the items differ."""
        if self.is_annex:
            return f"文中提到附件{self.said}，附件只列出{self.listed}个"
        if self.is_before:
            return f"前面说有{self.said}项，后面列出{self.listed}项"
        return f"列出{self.listed}项，后面说有{self.said}项"


def counted_names(text: str) -> Iterator[Count]:
    """Yield the numbers that do not agree with the names they count."""
    yield from _named(text)
    yield from _set_up(text)
    yield from _places(text)
    yield from _and_so_on(text)
    yield from _short_places(text)
    yield from _figures(text)


def _named(text: str) -> Iterator[Count]:
    for match in _NAMED.finditer(text):
        lead = text[match.start() : match.start(2)]
        if not NO_LIST.search(lead):
            yield from _listed(match.start(), match.end(), match[1], match[2])


def _set_up(text: str) -> Iterator[Count]:
    for match in _OPENED.finditer(text):
        lead = _SET_UP.search(text, max(0, match.start() - _NEAR), match.start())
        items = match[1].split("、")
        if lead and not NO_LIST.search(lead[0]) and max(map(len, items)) <= _NAME_LENGTH:
            yield from _listed(lead.start(), match.end(1), lead[2], match[1])


def _listed(start: int, end: int, number: str, listed: str) -> Iterator[Count]:
    """Judge a number by the names in a list that is known to end."""
    said = integer(number)
    items = listed.split("、")
    # “甲、乙和丙”: only the last two may be joined by a word.
    items[-1:] = _LAST_JOINT.split(items[-1])
    # A name may itself have 和 in it.
    counts = (len(items), listed.count("、") + 1)
    if said and said >= LEAST and len(items) > 1 and "等" not in items[-1] and said not in counts:
        yield Count(start, end, said, len(items))


def _places(text: str) -> Iterator[Count]:
    for count in _COUNT.finditer(text):
        first = max(0, count.start() - _REACH)
        match = _PLACES.search(text, first, count.start())
        said = integer(match[4]) if match and match[2] == count[1] else None
        if match is None or said is None:
            continue
        listed = len(re.split("[、和及]", match[1]))
        # Behind 等 there may be more than those listed, but not fewer.
        if listed > said or (not match[3] and listed != said):
            yield Count(match.start(), count.end(), said, listed, is_before=False)


def _and_so_on(text: str) -> Iterator[Count]:
    for match in _AND_SO_ON.finditer(text):
        said, start = integer(match[1]), _start(text, match.start())
        listed = text[start : match.start()]
        titles, items = _TITLES.search(listed), _items(listed)
        count = titles[0].count("《") if titles else len(items)
        is_clear = bool(titles) or _are_alike(items) or _are_short(items)
        if said and said >= LEAST and is_clear and count > said:
            yield Count(start, match.end(), said, count, is_before=False)
    for match in _ALL.finditer(text):
        number = _ALL_NUMBER.search(text, max(0, match.start() - _CLOSE), match.start())
        said = integer(number[1]) if number else None
        if number and said and said >= LEAST:
            start = _start(text, number.start())
            items = _items(text[start : number.start()])
            if len(items) >= LEAST and _are_alike(items) and len(items) != said:
                yield Count(start, match.end(), said, len(items), is_before=False)


def _start(text: str, end: int) -> int:
    first = max(0, end - _REACH)
    found = [match.end() for match in _LIST_START.finditer(text, first, end)]
    return found[-1] if found else first


def _items(listed: str) -> list[str]:
    items = listed.split("、")
    items[-1:] = _LAST_JOINT.split(items[-1])
    return items


def _are_alike(items: Sequence[str]) -> bool:
    """Whether all names end in the same word and none holds two."""
    ends = {item[-1:] for item in items}
    is_plain = not any(_JOINED.search(item) for item in items[1:])
    return len(ends) == 1 and ends <= set(_ALIKE) and is_plain


def _are_short(items: Sequence[str]) -> bool:
    """Whether all names are short words, so that none can be the end of something else."""
    rest = items[1:]
    return (
        len(items) > LEAST
        and all(_SHORT_NAME.fullmatch(item) and not _JOINED.search(item) for item in rest)
        and len(items[0]) <= _FIRST_LENGTH
    )


def _short_places(text: str) -> Iterator[Count]:
    for match in _SHORT_PLACES.finditer(text):
        number = text[match.start() - 1 : match.start()]
        if not number or number not in _SHORT_NUMBERS:
            continue
        said, start = integer(number), _start(text, match.start())
        items = text[start : match.start() - 1].split("、")
        is_clear = all(
            _SHORT_PLACE.fullmatch(item) and not _JOINED.search(item) for item in items[1:]
        )
        is_list = len(items) >= LEAST and len(items[0]) <= _FIRST_LENGTH
        if said and said >= LEAST and is_clear and is_list and len(items) != said:
            yield Count(start, match.end(), said, len(items), is_before=False)


def _figures(text: str) -> Iterator[Count]:
    for match in _APART.finditer(text):
        start = _start(text, match.start())
        names = _items(text[start : match.start()])
        stop = _FIGURES_END.search(text, match.end())
        end = stop.start() if stop else len(text)
        figures = re.split("[、和及]", text[match.end() : end])
        is_list = len(figures) >= LEAST and all(_FIGURE.fullmatch(each) for each in figures)
        if is_list and len(names) >= LEAST and _are_alike(names) and len(names) != len(figures):
            yield Count(start, end, len(names), len(figures))
