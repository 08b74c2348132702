"""Fills the placeholders of the labelled snippets, so that no file holds a whole number."""

import re

from checks.privacy.numbers import passes_luhn

# {id:3} is a number; {id:3:6-14*} the same number, its places 6 to 13 hidden by "*".
PLACEHOLDER = re.compile(r"\{(\w+):(\d+)(?::(\d+)-(\d+)([^\d}]+))?\}")
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
# Counties of today and of the past.
AREAS = ("110101", "360782", "362401", "420624", "511002", "532128", "130824", "440981", "610121")
BOXES = "\x1f"


def person(seed: int) -> str:
    """Return a valid ID number of somebody born before 1910."""
    area = AREAS[seed % len(AREAS)]
    stem = f"{area}190{seed % 10}{1 + seed % 12:02d}{1 + seed % 28:02d}{(seed * 37) % 1000:03d}"
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(stem))
    return stem + "10X98765432"[total % 11]


def wrong(seed: int) -> str:
    """Return such a number with another check digit."""
    number = person(seed)
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def mobile(seed: int) -> str:
    """Return eleven digits of the shape of a mobile number."""
    return "1" + ("39", "86", "58", "77", "99")[seed % 5] + f"{seed:04d}" + "0000"


def card(seed: int, head: str = "621799", length: int = 19) -> str:
    """Return a card number that passes the Luhn check."""
    stem = f"{head}{seed:04d}".ljust(length - 1, "1")
    return next(stem + str(digit) for digit in range(10) if passes_luhn(stem + str(digit)))


def _one(kind: str, seed: int) -> str:
    number = person(seed)
    phone = mobile(seed)
    made = {
        "id": number,
        "wide": number.translate(WIDE),
        "gap": f"{number[:6]} {number[6:14]} {number[14:]}",
        "dash": f"{number[:6]}-{number[6:14]}-{number[14:]}",
        "dots": f"{number[:6]}·{number[6:14]}·{number[14:]}",
        "nbsp": f"{number[:6]}\u00a0{number[6:14]}\u2009{number[14:]}",
        "zero": f"{number[:9]}\u200b{number[9:]}",
        "break": f"{number[:10]}\n{number[10:]}",
        "boxes": " ".join(number),
        "lower": number.lower(),
        "split2": BOXES.join((number[:14], number[14:])),
        "split3": BOXES.join((number[:6], number[6:14], number[14:])),
        "boxcells": BOXES.join(number),
        "wrong": wrong(seed),
        "old": number[:6] + number[8:17],
        "mobile": phone,
        "wmobile": phone.translate(WIDE),
        "mgap": f"{phone[:3]} {phone[3:7]} {phone[7:]}",
        "mdash": f"{phone[:3]}-{phone[3:7]}-{phone[7:]}",
        "m86": f"+86 {phone}",
        "card": card(seed),
        "gcard": re.sub(r"(\d{4})(?=\d)", r"\1 ", card(seed)),
        "wcard": card(seed).translate(WIDE),
        "old9558": card(seed, "955880"),
        "passbook": f"1099020001{seed:02d}34567",
    }
    lengths = {"d7": 7, "d8": 8, "d9": 9, "d10": 10, "d12": 12}
    return (
        made[kind]
        if kind in made
        else f"{20570000 + seed}2468"[: lengths[kind]].ljust(lengths[kind], "3")
    )


def _filled(match: re.Match[str]) -> str:
    """Return what stands for one placeholder; a sign of several characters stands once."""
    number = _one(match[1], int(match[2]))
    if match[5] is None:
        return number
    start, end = int(match[3]), int(match[4])
    hidden = match[5] * (end - start) if len(match[5]) == 1 else match[5]
    return number[:start] + hidden + number[end:]


def fill(text: str) -> str:
    """Return the text with every placeholder filled."""
    return PLACEHOLDER.sub(_filled, text)


def cells(text: str) -> list[str]:
    """Return the cells that one of the file comes to: a number may be spread over several."""
    return fill(text).split(BOXES)
