"""Recognises ID, mobile and card numbers as people type them."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from operator import mul
from typing import NamedTuple

from checks.privacy.areas import is_plausible
from checks.privacy.bins import is_bank_card

_DIGIT = "0-9０-９"
# What people put between two digits: blanks of every width, hyphens, dots, the lines of a form's
# boxes, a line break where a PDF wraps its lines.
_GAP = (
    " \t\r\n\x0b\x0c\u00a0\u00ad\u1680\u2000-\u200f\u2028\u2029\u202a-\u202f\u205f\u2060\u3000\ufeff"
    r"\-－‐-―—.·．•,，|｜│┃丨□"
)
# In pieces: a text of nothing but digits must not fill the memory.
_NEXT = f"(?:[{_DIGIT}]|[{_GAP}]{{1,3}}+[{_DIGIT}])"
_RUN = re.compile(
    f"[{_DIGIT}](?:{_NEXT}{{10,2000}}+(?:[{_GAP}]{{0,3}}[XxＸｘ])?|{_NEXT}{{9}}[{_GAP}]{{0,3}}[XxＸｘ])"
)
_CHUNK = re.compile(f"[{_DIGIT}]+[XxＸｘ]?|[XxＸｘ]")
_NARROW = str.maketrans("０１２３４５６７８９Ｘｘx", "0123456789XXX")
# Numbers in the address of a page name articles.
_IN_ADDRESS = re.compile(r"(?://|www\.|[?&]\w{1,20}=)[!-~]*\Z")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_*＊")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_FIRST_YEAR = 1900
ID_LENGTH = 18
OLD_ID_LENGTH = 15
MOBILE_LENGTH = 11
_SHORTEST_CARD, _LONGEST_CARD = 14, 19
_LINE_NUMBER = 4
# Numbers set in groups have few gaps, boxes of a form one after each digit; columns of a
# numeric table have something between.
_FEW_CHUNKS = 5
_GROUP = 4
_MOBILE = re.compile(r"1[3-9]\d{9}")
# 139, +86 139, whole, with 86 or 0086 before.
_OPENINGS = (3, 4, 11, 13, 15)
_PREFIX = re.compile(r"(?:00)?86")
_BIG_DIGIT = 9
# No list is wrapped so that one number needs a longer piece of text.
_LONGEST_SPAN = 80
_PIECE = 2001
_BARE_ID = re.compile(r"[0-9]{17}[0-9Xx]")


class Number(NamedTuple):
    """A number found at [start, end) of the text, as bare digits."""

    digits: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of digits with their gaps, as the chunks between the gaps."""

    chunks: tuple[Number, ...]
    text: str


@lru_cache(maxsize=1)
def has_run(text: str) -> bool:
    """Whether there is a stretch of eleven digits; all the rules ask this of one text in turn."""
    return _RUN.search(text) is not None


def _runs(text: str) -> Iterator[Run]:
    """Yield the stretches of at least eleven digits; long ones come in pieces that overlap."""
    if len(text) == ID_LENGTH and _BARE_ID.fullmatch(text):
        # The cells of a long list hold nothing else.
        yield Run((Number(text.upper(), 0, ID_LENGTH),), text)
        return
    position = 0
    while match := _RUN.search(text, position):
        chunks = [
            Number(chunk[0].translate(_NARROW), chunk.start(), chunk.end())
            for chunk in _CHUNK.finditer(text, match.start(), match.end())
        ]
        yield Run(_whole(text, chunks), match[0])
        is_piece = match.end() - match.start() >= _PIECE
        position = match.end() - _LONGEST_SPAN if is_piece else match.end()


def _whole(text: str, chunks: list[Number]) -> tuple[Number, ...]:
    """Drop the chunks that grow out of a word or into one: hashes, addresses of pages."""
    first = chunks[0].start
    last = chunks[-1].end
    grows = first > 0 and (text[first - 1] in _LETTERS or text[first - 1].isdigit())
    grows = grows or _IN_ADDRESS.search(text, max(0, first - _LONGEST_SPAN), first) is not None
    is_cut = last < len(text) and (text[last] in _LETTERS or text[last].isdigit())
    return tuple(chunks[int(grows) : len(chunks) - is_cut])


def _joined(run: Run, shortest: int, longest: int) -> Iterator[Number]:
    """Yield the numbers of these lengths that a few neighbouring chunks come to."""
    chunks = run.chunks
    index = 0
    while index < len(chunks):
        if len(chunks[index].digits) == 1:
            boxes = _boxes(chunks, index)
            if boxes > _FEW_CHUNKS:
                yield from _boxed(chunks[index : index + boxes], shortest, longest)
                index += boxes
                continue
        digits = ""
        first = chunks[index].start
        for chunk in chunks[index : index + _FEW_CHUNKS]:
            digits += chunk.digits
            if len(digits) > longest or chunk.end - first > _LONGEST_SPAN:
                break
            if len(digits) >= shortest:
                yield Number(digits, first, chunk.end)
        index += 1


def _boxes(chunks: tuple[Number, ...], index: int) -> int:
    """Return how many digits stand alone from here on, as in the boxes of a form."""
    end = index
    while end < len(chunks) and len(chunks[end].digits) == 1:
        end += 1
    return end - index


def _boxed(chunks: tuple[Number, ...], shortest: int, longest: int) -> Iterator[Number]:
    # Longer rows of single digits are a table; a line's number may stand before the boxes.
    if len(chunks) <= longest + _LINE_NUMBER:
        for first in range(len(chunks)):
            for length in range(shortest, longest + 1):
                group = chunks[first : first + length]
                if len(group) == length:
                    digits = "".join(chunk.digits for chunk in group)
                    yield Number(digits, group[0].start, group[-1].end)


def id_numbers(text: str, today: date) -> Iterator[Number]:
    """Yield the valid ID numbers of eighteen characters in `text`."""
    for number in id_shaped(text):
        if is_id_number(number.digits, today):
            yield number


def id_shaped(text: str) -> Iterator[Number]:
    """Yield what has the length of an ID number, none of them within another valid one."""
    end = 0
    for run in _runs(text):
        for number in _joined(run, ID_LENGTH, ID_LENGTH):
            if number.start >= end:
                yield number
                if _passes_check(number.digits):
                    end = number.end


def is_id_number(digits: str, today: date) -> bool:
    """Whether GB 11643-1999 allows this number for somebody born since 1900."""
    return (
        len(digits) == ID_LENGTH
        and is_plausible(digits[:6])
        and _passes_check(digits)
        and _is_birthday(digits[6:14], today)
    )


def _passes_check(digits: str) -> bool:
    if not digits[:-1].isdecimal():
        return False
    total = sum(map(mul, map(int, digits[:-1]), _WEIGHTS))
    return _CHECK_DIGITS[total % 11] == digits[-1]


def is_mistyped_id(digits: str, today: date) -> bool:
    """Whether one digit may be wrong in what stands where an ID number belongs."""
    if len(digits) != ID_LENGTH or not digits[:-1].isdecimal():
        return False
    return (
        not _passes_check(digits) and is_plausible(digits[:6]) and _is_birthday(digits[6:14], today)
    )


def looks_dated(digits: str, today: date) -> bool:
    """Whether area and day of an eighteen-digit number exist, whatever its check digit."""
    return is_plausible(digits[:6]) and _is_birthday(digits[6:14], today)


def is_old_id_number(digits: str, today: date) -> bool:
    """Whether this may be an ID number of fifteen digits, issued before 2000."""
    return (
        len(digits) == OLD_ID_LENGTH
        and digits.isdecimal()
        and is_plausible(digits[:6])
        and _is_birthday("19" + digits[6:12], today)
    )


def _is_birthday(digits: str, today: date) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return day.year >= _FIRST_YEAR and day <= today


def mobile_numbers(text: str) -> Iterator[Number]:
    """Yield the mobile numbers of mainland China in `text`."""
    for run in _runs(text):
        yield from _mobiles_of(run, text)


def _mobiles_of(run: Run, text: str) -> Iterator[Number]:
    chunks = run.chunks
    index = 0
    while index < len(chunks):
        number = _mobile_at(chunks, index, text)
        if number:
            yield number
        index += 1
        while number and index < len(chunks) and chunks[index].start < number.end:
            index += 1


def _mobile_at(chunks: tuple[Number, ...], index: int, text: str) -> Number | None:
    """Return the mobile number that begins with this chunk: whole, 3-4-4, or behind +86."""
    first = chunks[index]
    if len(first.digits) not in _OPENINGS:
        return None
    bare = _PREFIX.sub("", first.digits, count=1) if _PREFIX.match(first.digits) else ""
    for digits in (first.digits, bare):
        if len(digits) == MOBILE_LENGTH and _MOBILE.fullmatch(digits):
            return Number(digits, first.start, first.end)
    group = chunks[index : index + 3]
    digits = "".join(chunk.digits for chunk in group)
    if len(digits) != MOBILE_LENGTH or not _MOBILE.fullmatch(digits):
        return None
    lengths = [len(chunk.digits) for chunk in group]
    gaps = {text[one.end : two.start].strip(" \u00a0\u3000") for one, two in pairwise(group)}
    is_grouped = lengths in ([3, 4, 4], [4, 3, 4], [3, 3, 5]) and gaps <= {"", "-", "－", "—", "."}
    return Number(digits, first.start, group[-1].end) if is_grouped else None


def card_numbers(text: str) -> Iterator[Number]:
    """Yield what is a number of a Chinese bank's card and passes the Luhn check."""
    for run in _runs(text):
        end = 0
        best: Number | None = None
        for number in _joined(run, _SHORTEST_CARD, _LONGEST_CARD):
            if number.start < end or not _is_card(number, run):
                continue
            if best and number.start > best.start:
                yield best
                end = best.end
                best = None
            if number.start >= end:
                best = number
        if best:
            yield best


def _is_card(number: Number, run: Run) -> bool:
    if not number.digits.isdecimal() or not is_bank_card(number.digits):
        return False
    groups = _within(run.chunks, number)
    # Cards are set in groups of four; two columns of a table are not.
    is_grouped = all(len(chunk.digits) == _GROUP for chunk in groups[:-1])
    is_wrapped = len(groups) == len("ab") and "\n" in run.text
    return (is_grouped or is_wrapped) and passes_luhn(number.digits)


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - _BIG_DIGIT if value > _BIG_DIGIT else value
    return total % 10 == 0


def _within(chunks: tuple[Number, ...], number: Number) -> tuple[Number, ...]:
    first = bisect_left(chunks, number.start, key=lambda chunk: chunk.start)
    last = bisect_left(chunks, number.end, key=lambda chunk: chunk.start)
    return chunks[first:last]
