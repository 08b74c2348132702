"""Finds where a document speaks of the place that it is about: “我县（××县）”, signature, addressee."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checks.words.normal import CJK
from checks.words.places import LONGEST, named

_UNIT = rf"[{CJK}]{{2,30}}?"
# Each pattern with `place`, at whose start the name of the place must stand.
_CLAIMS = (
    re.compile(rf"(?:我|本)[省市县区州旗盟]（(?P<place>{_UNIT})(?=[）（，。、])"),
    re.compile(rf"由(?P<place>{_UNIT})负责(?:解释|修订)"),
    re.compile(rf"(?<!不)适用于(?P<place>{_UNIT})(?:行政区域|辖区|境|范围)内?"),
    re.compile(
        rf"在(?P<place>{_UNIT})(?:行政区域|辖区|境)内(?:(?!不适用)[^。\n]){{0,80}}(?:本办法|本规定|本细则|本方案)"
    ),
    re.compile(
        rf"^[ 　]*(?P<place>{_UNIT})(?:各|直属各?)[^\n。]{{1,60}}[：:][ 　]*$", re.MULTILINE
    ),
)
# “兴国县（以下简称我县）”: here the name stands before.
_CALLED = re.compile("（以下简称“?(?:我|本|全)[省市县区州旗盟]”?）")
# What must follow the name of the place in each of them: the patterns alone reach too far.
_FOLLOWED = re.compile(
    rf"(?=[）（，。、各直行辖境范负以]|[{CJK}]{{1,20}}(?:府|局|室|委|会|院|部|中心))"
)
_DAY = re.compile(
    r"^[ 　]*(?:\d{4}|[〇○零一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日[ 　]*$"
)
_PREFIX = re.compile(r"^[ 　]*(?:中共|国家税务总局|共青团)?")
_SIGNED = re.compile(rf"[{CJK}]{{1,22}}(?:府|局|室|委|会|院|部|中心|指挥部|小组)[ 　]*$")
# So many lines stand over the day of a signature at most.
_SIGNERS = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A chain of official names at [start, end): 江西省, 赣州市, 兴国县."""

    names: tuple[str, ...]
    start: int
    end: int

    @property
    def place(self) -> str:
        """The place that is meant: the last of the chain."""
        return self.names[-1]


def claims(text: str) -> Iterator[Mention]:
    """Yield the places that sentences call their own."""
    for pattern in _CLAIMS:
        for match in pattern.finditer(text):
            mention = _mention(text, match.start("place"))
            if mention and _FOLLOWED.match(text, mention.end):
                yield mention
    for match in _CALLED.finditer(text):
        end = match.start()
        cut = (text[max(0, end - length) : end] for length in range(LONGEST, 1, -1))
        if name := next((name for name in cut if name in named()), ""):
            yield Mention((name,), end - len(name), end)


def signers(text: str) -> list[Mention]:
    """Return the places of the units that signed, which stand over the last line with a day."""
    lines: list[tuple[int, str]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            lines.append((at, line.rstrip("\r\n")))
        at += len(line)
    dated = [number for number, (_, line) in enumerate(lines) if _DAY.match(line)]
    found = []
    for start, line in lines[max(0, dated[-1] - _SIGNERS) : dated[-1]] if dated else ():
        prefix = _PREFIX.match(line)
        mention = _mention(text, start + (prefix.end() if prefix else 0))
        if mention and _SIGNED.fullmatch(text[mention.end : start + len(line)]):
            found.append(mention)
    return found


def _mention(text: str, start: int) -> Mention | None:
    """Read the chain of names at `start`."""
    names = []
    end = start
    while name := _official(text, end):
        names.append(name)
        end += len(name)
    return Mention(tuple(names), start, end) if names else None


def _official(text: str, start: int) -> str:
    cut = (text[start : start + length] for length in range(LONGEST, 1, -1))
    return next((name for name in cut if name in named()), "")
