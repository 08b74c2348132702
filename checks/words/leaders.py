"""Finds the people of the roster in a text, with the posts that are said beside their names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from checks.rule import Context
from checks.words.normal import CJK
from checks.words.places import units_of
from wordlists.roster import Leader, serving

# 县委副书记、县长; 县委常委，常务副县长.
_JOINED = re.compile(r"[、，,/ 　]|兼")
_TITLE = (
    "书记|主席|总理|部长|省长|市长|州长|盟长|区长|县长|旗长|镇长|乡长|主任|局长|院长|检察长|政委"
)
_TAIL = re.compile(rf"(?<!副)(?:{_TITLE})$")
_MORE_TITLES = rf"(?:、[{CJK}]{{1,14}}?(?:{_TITLE}|常委|委员|成员))*"
_BEFORE_NAME = re.compile(rf"{_MORE_TITLES}(?:同志)?[：: 　]?")
_AT_NAME = re.compile("(?:同志)?[：: 　]?")
_BEHIND_NAME = ("", "同志", "（", "：")
# What may stand between a name and the rest of a sentence without being part of the name.
_FOLLOWS = (
    "同在到主出深赴前一等和与及率带对就说讲要强指介表作参宣为向围听汇会陪代受调走来还也又先任是的，"
)
# “张三县长助理”, “县长办公室”: another's post begins with this one.
_GOES_ON = ("助理", "办公", "秘书", "热线", "信箱", "接待", "质量奖", "们")
_SENTENCE_ENDS = "。！？；\n"
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_INSTITUTION = "人民政府|政府|委|人大常委会|人大|政协"
_LOOK_BACK = 40
_SHORT = 2


@dataclass(frozen=True, slots=True)
class Titled:
    """A string of `length` characters at `start` that stands where the bearer of `post` is named."""

    post: str
    start: int
    end: int


def roster_of(ctx: Context) -> tuple[Leader, ...]:
    """Return the rows that are meant for the site."""
    return serving(ctx.words.roster, ctx.region)


def posts_of(leader: Leader) -> tuple[str, ...]:
    """Return the posts that one cell names."""
    return tuple(part for part in _JOINED.split(leader.post) if part)


def titles_of(leader: Leader) -> tuple[str, ...]:
    """Return the posts, and the bare titles for which people leave the rest out (书记, 县长)."""
    tails = (match[0] for post in posts_of(leader) if (match := _TAIL.search(post)))
    return tuple(dict.fromkeys((*posts_of(leader), *tails)))


def titled(
    text: str, post: str, length: int, region: str, *, is_last: bool = False
) -> Iterator[Titled]:
    """Yield what stands beside a post of one's own, as long as a name.

    Other posts may stand between (县委副书记、县长某某), unless the post must be the last.
    """
    to_name = _AT_NAME if is_last else _BEFORE_NAME
    at = text.find(post)
    while at >= 0:
        end = at + len(post)
        if _is_own(text, at, region) and (gap := to_name.match(text, end)):
            yield from _at(text, post, gap.end(), length)
        if not text.startswith(_GOES_ON, end):
            for link in _BEHIND_NAME:
                start = at - len(link) - length
                if text.startswith(link, at - len(link)) and _is_begun(text, start):
                    yield from _at(text, post, start, length)
        at = text.find(post, end)


def _at(text: str, post: str, start: int, length: int) -> Iterator[Titled]:
    shown = text[start : start + length] if start >= 0 else ""
    if re.fullmatch(f"[{CJK}]{{{length}}}", shown):
        yield Titled(post, start, start + length)


def ends_here(text: str, name: str, end: int) -> bool:
    """Whether a short name is not the beginning of a longer one."""
    following = text[end : end + 1]
    is_open = bool(re.match(f"[{CJK}]", following)) and following not in _FOLLOWS
    return len(name) > _SHORT or not is_open


def sentence(text: str, start: int, end: int) -> str:
    """Return the sentence around [start, end)."""
    first = max(text.rfind(mark, 0, start) for mark in _SENTENCE_ENDS) + 1
    ends = (text.find(mark, end) for mark in _SENTENCE_ENDS)
    return text[first : min((each for each in ends if each >= 0), default=len(text))]


def years(said: str) -> list[int]:
    """Return the years that a sentence names."""
    return [int(year) for year in _YEAR.findall(said)]


def is_quoted(text: str, start: int) -> bool:
    """Whether a place lies within quotation or title marks that open in its line."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return any(line.rfind(opening) > line.rfind(closing) for opening, closing in ("“”", "《》"))


def _is_begun(text: str, start: int) -> bool:
    """Whether a name may begin here: not in the middle of a word."""
    before = text[start - 1 : start] if start > 0 else ""
    return start >= 0 and (not re.match(f"[{CJK}]", before) or before in "由和与及向对被请给跟同")


def _is_own(text: str, start: int, region: str) -> bool:
    """Whether a title is that of the site's own unit, not of a deputy, a former one or a village."""
    return bool(_own(region).search(text[max(0, start - _LOOK_BACK) : start]))


@lru_cache(maxsize=16)
def _own(region: str) -> re.Pattern[str]:
    units = units_of(region)
    names = sorted({*units, *(unit[:-1] for unit in units)} - {""}, key=len, reverse=True)
    own = "|".join(map(re.escape, names)) or "(?!)"
    return re.compile(
        rf"(?:\A|[^{CJK}]|[由和与及向对被请给跟同])(?:中共)?(?:{own})*[省市县区州旗]?(?:{_INSTITUTION})?\Z"
    )


def names_of(leaders: Iterable[Leader]) -> frozenset[str]:
    """Return all names of a roster."""
    return frozenset(leader.name for leader in leaders)
