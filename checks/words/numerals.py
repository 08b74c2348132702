"""Reads numbers that are written in Chinese characters, everyday and capital (大写) ones."""

from decimal import Decimal

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_COINS = {"角": Decimal("0.1"), "分": Decimal("0.01")}
CHARACTERS = "".join([*_DIGITS, *_UNITS, "万", "亿"])


def integer(text: str) -> int | None:
    """Return the number that 三百零五, 二〇二六 or 12 writes, None if it writes none."""
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or any(char not in CHARACTERS for char in text):
        return None
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = myriads = group = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            # 十五 is 15, 一百十五 is 115.
            group += (digit or 1) * _UNITS[char]
            digit = 0
        elif char == "万":
            myriads += (group + digit) * 10**4
            group = digit = 0
        else:
            total += (myriads + group + digit) * 10**8
            myriads = group = digit = 0
    return total + myriads + group + digit


def amount(text: str) -> Decimal | None:
    """Return the sum of money that 壹佰零伍元叁角整 writes, None if it writes none."""
    plain = text.rstrip("整正").replace("圆", "元")
    whole, mark, coins = plain.partition("元")
    if not mark and any(coin in plain for coin in _COINS):
        whole, coins = "", plain
    value = Decimal(0)
    if whole:
        number = integer(whole)
        if number is None:
            return None
        value = Decimal(number)
    rest = coins.lstrip("零")
    for coin, worth in _COINS.items():
        if len(rest) > 1 and rest[1] == coin and rest[0] in _DIGITS:
            value += _DIGITS[rest[0]] * worth
            rest = rest[2:].lstrip("零")
    return None if rest else value
