"""Invented identity, mobile, card and account numbers, computed so that none stands in a file."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
_SEGMENTS = ("139", "138", "158", "186", "177")


def id_number(seed: int) -> str:
    """Return an ID number that passes GB 11643, of a person born before 1910."""
    year = 1900 + seed % 10
    month = 1 + seed * 5 % 12
    day = 1 + seed * 11 % 28
    stem = f"110101{year}{month:02d}{day:02d}{100 + seed * 37 % 900:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(stem, _WEIGHTS, strict=True))
    return stem + _CHECK_DIGITS[total % 11]


def wide_id_number(seed: int) -> str:
    """Return an ID number typed with a Chinese input method, in full-width digits."""
    return id_number(seed).translate(_FULL_WIDTH)


def spaced_id_number(seed: int) -> str:
    """Return an ID number set in groups, as it stands in forms."""
    number = id_number(seed)
    return f"{number[:6]} {number[6:14]} {number[14:]}"


def failing_id_number(seed: int) -> str:
    """Return eighteen digits built like an ID number whose check digit is wrong."""
    number = id_number(seed)
    return number[:-1] + str((seed + 4) % 10 if number[-1] != str((seed + 4) % 10) else seed % 10)


def mobile_number(seed: int) -> str:
    """Return eleven digits of the shape of a mobile number."""
    return f"{_SEGMENTS[seed % len(_SEGMENTS)]}0000{1000 + seed * 271 % 9000}"


def bank_card(seed: int) -> str:
    """Return a nineteen-digit card number that passes the Luhn check."""
    stem = f"6217990000{10_000_000 + seed * 7919 % 90_000_000}"
    return stem + str(-_luhn_sum(stem + "0") % 10)


def passbook_account(seed: int) -> str:
    """Return a nineteen-digit passbook account, which has no check digit to pass."""
    stem = f"1099020001{10_000_000 + seed * 7907 % 90_000_000}"
    return stem + str((3 - _luhn_sum(stem + "0")) % 10)


def _luhn_sum(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - digit sum of a doubled digit
    return total
