"""Masks personal data wherever evidence is made; a masked text keeps its length."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, unquote

from checks.mask_numbers import Span, narrow, numbers, passes_luhn

_ADDRESS = re.compile(r"https?://[!-~]+", re.I)
_PLACES = re.compile(r"[0-9Xx]")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{2,64}(?=@[\w-]+\.\w)", re.ASCII)
_LABELLED = re.compile(
    r"(?:微信|VX|WeChat|weixin)(?:号码?|账号|帐号|ID)?[\s:：为是]{1,3}([A-Za-z0-9][A-Za-z0-9_-]{4,19})"
    r"|微信号码?([A-Za-z0-9][A-Za-z0-9_-]{4,19})"
    r"|QQ(?:号码?|账号|帐号)?[\s:：为是]{0,3}([1-9][0-9]{4,11})(?![0-9])"
    r"|(?:护照|通行证|回乡证|台胞证|居留证|居住证|旅行证|军官证|士官证|士兵证|警官证|文职干部证|学员证"
    r"|残疾证|残疾人证|驾驶证|驾照|档案编号|社会?保障?[卡号]|社保(?:卡|编|账)?号|医保(?:卡|证|编)?号|医疗[证卡]"
    r"|参保号|学籍|户口[簿本]|出生医学证|低保证|特困证|结婚证|离婚证)[^A-Za-z0-9*，。；\n]{0,8}"
    r"([A-Za-z]{0,3}[0-9]{6,})",
    re.I,
)
_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?<!准字)(?:[DEGPSKHMCW] ?[0-9]{4} ?[0-9]{4}|E[A-HJ-NP-Z] ?[0-9]{7}"
    r"|C[A-Z] ?[0-9]{7}|[HM][0-9]{10})(?![A-Za-z0-9])",
    re.I,
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼](?!(?:GB|DB|HJ|SJ)[0-9])"
    r"[A-HJ-NP-Z][·•・. ]?(?=[A-Z]{0,3}[0-9])[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳领]{1,2}"
    r"(?![A-Za-z0-9])"
)
_FLAT = re.compile(
    r"(?:[0-9]{1,4}号)?[0-9]{1,4}[号#]?[楼栋幢座排][^，。；\n0-9]{0,6}[0-9]{1,2}单元[^，。；\n0-9]{0,4}"
    r"[0-9]{1,4}[室号户]?"
    r"|(?:村|屯|庄|社区|寨|嘎查)[^，。；\n0-9]{0,8}[0-9]{1,3}组[0-9]{1,4}号"
)
_DIGITS = re.compile(r"[0-9]+")
_ID = re.compile(r"[1-9]\d{5}(?:1[89]|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
# In an address any number may be an article's: only what is certain is taken for a person's.
_IN_ADDRESS = re.compile(
    r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|(?:86)?1[3-9][0-9]{9}|[3-9][0-9]{15,18})(?![0-9])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SEGMENT = re.compile(r"[^/?&=#;]+")
_SAFE = "!$&'()*+,;=:@-._~%/"
# Beyond the window itself, so that it never cuts a number before it is masked.
_MARGIN = 128
# What is left of two masked numbers may look like a third; one round after another stars it.
_ROUNDS = 8


def mask(text: str) -> str:
    """Return `text` with every personal number, mail name and account in it starred out."""
    for _ in range(_ROUNDS):
        masked = _outside_addresses(text)
        if masked == text:
            break
        text = masked
    return text


def excerpt(text: str, start: int, end: int, *, radius: int = 24) -> str:
    """Return a masked one-line window of `text` around [start, end), the hit in “【】”."""
    first, last = max(0, start - radius), min(len(text), end + radius)
    outer = max(0, first - _MARGIN)
    safe = mask(text[outer : last + _MARGIN])
    before = safe[first - outer : start - outer]
    hit = safe[start - outer : end - outer]
    after = safe[end - outer : last - outer]
    window = f"{'…' if first else ''}{before}【{hit}】{after}{'…' if last < len(text) else ''}"
    return " ".join(window.split())


def mask_url(url: str) -> str:
    """Return an address with the ID, mobile and card numbers in it starred out.

    Long numbers of content systems stay: an address without them leads nowhere.
    """
    if not _DIGITS.search(url):
        return url
    return _SEGMENT.sub(lambda match: _mask_segment(match[0]), url)


def _mask_segment(segment: str) -> str:
    shown = unquote(segment, errors="surrogateescape") if "%" in segment else segment
    masked = _in_address(shown)
    if masked == shown:
        return segment
    return quote(masked, safe=_SAFE, errors="surrogateescape") if "%" in segment else masked


def _outside_addresses(text: str) -> str:
    parts = []
    position = 0
    for match in _ADDRESS.finditer(text):
        parts += [_mask_plain(text[position : match.start()]), _in_address(match[0])]
        position = match.end()
    return "".join([*parts, _mask_plain(text[position:])])


def _mask_plain(text: str) -> str:
    if not text:
        return text
    for spans in (numbers, _names, _papers, _flats):
        text = _starred(text, spans)
    return text


def _in_address(text: str) -> str:
    return _starred(text, _address_numbers)


def _address_numbers(text: str) -> Iterator[Span]:
    for match in _IN_ADDRESS.finditer(text):
        digits = match[0]
        if _ID.fullmatch(digits) and _has_check_digit(digits):
            yield Span(*match.span(), head=6)
        elif len(digits) < len("86") + 11 + 1:
            yield Span(*match.span(), head=len(digits) - 8)
        elif digits.isdecimal() and passes_luhn([int(digit) for digit in digits]):
            yield Span(*match.span())


def _has_check_digit(digits: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[-1].upper()


def _names(text: str) -> Iterator[Span]:
    """Yield the names of mailboxes and of accounts in messengers, and numbers of papers."""
    for match in _EMAIL.finditer(text):
        yield Span(match.start() + 1, match.end(), tail=0)
    for match in _LABELLED.finditer(text):
        group = match.lastindex or 0
        yield Span(match.start(group) + 2, match.end(group), tail=0)


def _papers(text: str) -> Iterator[Span]:
    """Yield passports, permits and number plates."""
    for match in _PASSPORT.finditer(text):
        yield Span(match.start() + 1, match.end(), tail=3)
    for match in _PLATE.finditer(text):
        yield Span(match.start() + 2, match.end() - 1, tail=0)


def _flats(text: str) -> Iterator[Span]:
    for match in _FLAT.finditer(text):
        for number in _DIGITS.finditer(match[0]):
            yield Span(match.start() + number.start(), match.start() + number.end(), tail=0)


def _starred(text: str, spans: Callable[[str], Iterator[Span]]) -> str:
    """Put stars in the place of what `spans` finds; of two that overlap the first counts."""
    plain = narrow(text)
    parts: list[str] = []
    done = 0
    for span in sorted(spans(plain), key=lambda each: (each.start, -each.end)):
        if span.end <= done:
            continue
        start = max(span.start, done)
        parts += [text[done:start], _stars(text, plain, start, span)]
        done = span.end
    return "".join([*parts, text[done:]])


def _stars(text: str, plain: str, start: int, span: Span) -> str:
    # Where spans overlap, what the first has shown counts; of the second nothing is shown.
    head = span.head if start == span.start else 0
    is_number = span.tail > 0 or head > 0
    if not is_number:
        return "".join("*" if char.strip() else char for char in text[start : span.end])
    places = [match.start() for match in _PLACES.finditer(plain, start, span.end)]
    hidden = set(places[head : len(places) - span.tail])
    shown = text[start : span.end]
    return "".join("*" if start + at in hidden else char for at, char in enumerate(shown))
