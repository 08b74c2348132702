"""Finds the long personal numbers that `checks.mask` stars out, however they are split up."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from checks.privacy.stars import starred

# What may stand between two digits of one number: blanks of any kind, marks that take no room,
# line breaks, the tab between two cells, hyphens, dots, commas, the lines of a form's boxes. Digits are none of them, so that every
# pattern below takes one step a character.
_BLANK = (
    r"[ \t\r\n\v\f\x1c-\x1f\x85\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u180e\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u2064\u2066-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\-\u2010-\u2015\u2212·•．.,，|｜│┃丨□]"
)
GAP = _BLANK + "{0,3}"
_SOME = _BLANK + "{1,3}"
# A line's end or a mark without width may fall anywhere into a number.
_BREAK = r"[\t\r\n\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]{0,3}"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_DIGIT = "[0-9]"
_TAIL = "(?![0-9])"
_CENTURY = f"(?:1{GAP}[89]|2{GAP}0)"
_MONTH = f"(?:0{GAP}[1-9]|1{GAP}[0-2])"
_DAY = f"(?:0{GAP}[1-9]|[12]{GAP}[0-9]|3{GAP}[01])"
_BIRTHDAY = (_CENTURY, _DIGIT, _DIGIT, _MONTH, _DAY)
_ID_PARTS = ("[1-9]", *[_DIGIT] * 5, *_BIRTHDAY, *[_DIGIT] * 3, "[0-9Xx]")
_ID = re.compile("(?<![0-9])" + GAP.join(_ID_PARTS) + _TAIL)
_OLD_ID = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}"
    + GAP
    + rf"[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]){GAP}[0-9]{{3}}"
    + _TAIL
)
_PREFIX = rf"(?<![0-9])(?:(?:00)?86{GAP})?"
_MOBILES = tuple(
    re.compile(_PREFIX + shape + _TAIL)
    for shape in (
        rf"1[3-9][0-9]{GAP}[0-9]{{4}}{GAP}[0-9]{{4}}",
        rf"1[3-9][0-9]{GAP}[0-9]{{3}}{GAP}[0-9]{{5}}",
        rf"1[3-9][0-9]{{4}}{_SOME}[0-9]{{5}}",
        rf"1{_SOME}[3-9](?:{_SOME}[0-9]){{9}}",
        rf"1{_BREAK}[3-9](?:{_BREAK}[0-9]){{9}}",
    )
)
# A number of so many digits in one piece is somebody's or something's account.
_CHUNK = re.compile(r"(?<![0-9])[0-9]{11,}[Xx]?")
# Attachments of the TRS content system are named by the second of their making.
_FILE_STAMP = re.compile(r"(?<![A-Za-z0-9])[PW]0(?=(?:19|20)[0-9]{18,24}(?![0-9]))")
_JOINED = re.compile(rf"(?<![0-9])[0-9](?:{GAP}[0-9]){{11,21}}{_TAIL}")
_GROUPS = re.compile(r"[0-9]{4}(?:[ \-][0-9]{4}){2,4}(?:[ \-][0-9]{1,3})?")
_ACCOUNT_LABEL = re.compile(r"(?:卡|[账帐]|存折)[号户]?[码名]?[^0-9\n]{0,6}$")
_LABEL_REACH = 12
_CARD_BEGINS = frozenset("3456789")
_LEAST_CARD, _MOST_CARD = 16, 19
_MOBILE_LENGTH = 11
_BIG_DIGIT = 9
_NET = re.compile("1[3-9]")
# P210 takes fewer hidden digits than five for too few, in a mobile number than four.
_FEW_STARS = 4
_OLD_LENGTH = 15
_HEAD_OF_ID, _HEAD_OF_MOBILE, _TAIL_SHOWN = 6, 3, 4
# Amounts in a row of a table have a gap after each few digits; a card has it after four.
_CARD_GAPS = 5


@dataclass(frozen=True, slots=True)
class Span:
    """A personal number at [start, end): its first `head` and last `tail` digits may be shown."""

    start: int
    end: int
    head: int = 0
    tail: int = _TAIL_SHOWN


def narrow(text: str) -> str:
    """Return `text` with the digits and letters of any width and script in ASCII, as long as it."""
    if text.isascii():
        return text
    return _OTHER_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text.translate(_WIDE))


def numbers(text: str) -> Iterator[Span]:
    """Yield the personal numbers of a `narrow` text; the spans may overlap."""
    for match in _ID.finditer(text):
        yield Span(match.start(), match.end(), _HEAD_OF_ID)
    for match in _OLD_ID.finditer(text):
        yield Span(match.start(), match.end())
    for pattern in _MOBILES:
        for match in pattern.finditer(text):
            yield _mobile(text, match.start(), match.end())
    for match in _CHUNK.finditer(text):
        if not _FILE_STAMP.match(text, max(0, match.start() - 1)):
            yield Span(match.start(), match.end())
    yield from _cards(text)
    yield from _weakly_starred(text)


def _weakly_starred(text: str) -> Iterator[Span]:
    """Yield numbers whose stars hide so little that they are as good as whole."""
    for found in starred(text):
        is_mobile = (
            len(found.shown) == _MOBILE_LENGTH and found.is_sure and bool(_NET.match(found.shown))
        )
        most = _FEW_STARS - 1 if is_mobile else _FEW_STARS
        if found.hidden <= most and (len(found.shown) >= _OLD_LENGTH or is_mobile):
            yield Span(found.start, found.end, _HEAD_OF_MOBILE if is_mobile else _HEAD_OF_ID)


def _mobile(text: str, start: int, end: int) -> Span:
    before = sum(char.isdecimal() for char in text[start:end]) - _MOBILE_LENGTH
    return Span(start, end, before + _HEAD_OF_MOBILE)


def _cards(text: str) -> Iterator[Span]:
    """Yield cards and accounts that are set in groups."""
    position = 0
    while match := _JOINED.search(text, position):
        position = match.start() + 1
        if length := _card_length(text, match):
            yield Span(match.start(), match.start() + length)
            position = match.start() + length


def _card_length(text: str, match: re.Match[str]) -> int:
    """Return how long the card at the beginning of joined digits is, 0 if it is none."""
    groups = _GROUPS.match(text, match.start(), match.end())
    if groups:
        before = text[max(0, match.start() - _LABEL_REACH) : match.start()]
        if match[0].startswith("62") or _ACCOUNT_LABEL.search(before):
            return groups.end() - match.start()
    if match[0][0] not in _CARD_BEGINS or _is_one_of_many(text, match.start()):
        return 0
    places = [place for place, char in enumerate(match[0]) if char.isdecimal()]
    for count in range(min(_MOST_CARD, len(places)), _LEAST_CARD - 1, -1):
        end = places[count - 1] + 1
        is_end = count == len(places) or places[count] != end
        gaps = sum(after - before > 1 for before, after in pairwise(places[:count]))
        is_one = is_end and (gaps <= _CARD_GAPS or gaps == count - 1)
        if is_one and passes_luhn([int(match[0][place]) for place in places[:count]]):
            return end
    return 0


def _is_one_of_many(text: str, start: int) -> bool:
    """Whether this is a single digit after another: no box of a form begins there."""
    return (
        start > 1
        and text[start - 2].isdecimal()
        and not text[start - 1].isdecimal()
        and not text[start + 1].isdecimal()
    )


def passes_luhn(digits: list[int]) -> bool:
    """Whether the last digit is the check digit that bank cards have."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = digit * (1 + place % 2)
        total += value - _BIG_DIGIT if value > _BIG_DIGIT else value
    return total % 10 == 0
