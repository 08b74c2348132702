"""Recognises ID, mobile and card numbers as people type them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_WIDE = str.maketrans("０１２３４５６７８９ｘＸx", "0123456789XXX")
_IS_WIDE = re.compile("[０-９ｘＸx]")
# What people put between two digits; a line break where a PDF wraps its lines.
_GAP = r"(?:\r\n|[ \t\r\n\u00a0\u2002-\u200b\u3000\-－])?"
_ID = re.compile(rf"(?<![0-9A-Za-z])[1-9](?:{_GAP}\d){{16}}{_GAP}[\dX](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d(?:[ \-－]?\d{4}){2}(?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z])[3-9]\d{3}(?:[ \-]?\d{4}){3}(?:[ \-]?\d{1,3})?(?![0-9A-Za-z])")
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 "
    "71 81 82 83".split()
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_FIRST_YEAR = 1900
_ID_LENGTH = 18
_OLD_ID_LENGTH = 15
# Numbers set in groups have few gaps, boxes of a form one after each digit; columns of a
# numeric table have something between.
_FEW_GAPS = 4
_UNIONPAY = re.compile(r"62\d{14,17}|9558\d{15}|95599\d{14}")
_OTHER_CARD = re.compile(r"4\d{15}|5[1-5]\d{14}|60\d{14}|6[0-9]\d{14,17}|9\d{18}")
_BIG_DIGIT = 9


@dataclass(frozen=True, slots=True)
class Number:
    """A number found at [start, end) of the text, as bare digits."""

    digits: str
    start: int
    end: int


def _narrow(text: str) -> str:
    # Looking for a wide digit is far cheaper than translating a text that has none.
    return text.translate(_WIDE) if _IS_WIDE.search(text) else text


def id_numbers(text: str, today: date) -> Iterator[Number]:
    """Yield the valid ID numbers of eighteen characters in `text`."""
    narrow = _narrow(text)
    position = 0
    while match := _ID.search(narrow, position):
        digits = re.sub(r"[^\dX]", "", match[0])
        gaps = len(match[0].replace("\r\n", "\n")) - _ID_LENGTH
        if (gaps <= _FEW_GAPS or gaps == _ID_LENGTH - 1) and is_id_number(digits, today):
            yield Number(digits, match.start(), match.end())
            position = match.end()
        else:
            position = match.start() + 1


def is_id_number(digits: str, today: date) -> bool:
    """Whether GB 11643-1999 allows this number for somebody born since 1900."""
    if len(digits) != _ID_LENGTH or digits[:2] not in _PROVINCES:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11] == digits[-1] and _is_birthday(digits[6:14], today)


def is_old_id_number(digits: str, today: date) -> bool:
    """Whether this may be an ID number of fifteen digits, issued before 2000."""
    return (
        len(digits) == _OLD_ID_LENGTH
        and digits.isdecimal()
        and digits[:2] in _PROVINCES
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
    for match in _MOBILE.finditer(_narrow(text)):
        yield Number(re.sub(r"\D", "", match[0]), match.start(), match.end())


def card_numbers(text: str) -> Iterator[Number]:
    """Yield what has the form of a bank card number and passes the Luhn check."""
    for match in _CARD.finditer(_narrow(text)):
        digits = re.sub(r"\D", "", match[0])
        if (_UNIONPAY.fullmatch(digits) or _OTHER_CARD.fullmatch(digits)) and _passes_luhn(digits):
            yield Number(digits, match.start(), match.end())


def is_unionpay(digits: str) -> bool:
    """Whether the first digits are those of a Chinese bank card."""
    return _UNIONPAY.fullmatch(digits) is not None


def _passes_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - _BIG_DIGIT if value > _BIG_DIGIT else value
    return total % 10 == 0
