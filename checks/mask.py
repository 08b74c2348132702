"""Masks personal data wherever evidence is made; a masked text keeps its length."""

import re

_DIGIT = "0-9０-９"
# At most one blank, hyphen or line break between two digits, as people group long numbers.
_GAP = " \t\r\n\u00a0\u2002-\u200a\u200b-\u200d\u3000\ufeff\\-－‐–—·."
_RUN = re.compile(f"[{_DIGIT}](?:(?:\r\n|[{_GAP}])?[{_DIGIT}]){{10,}}(?:[{_GAP}]?[XxＸｘ])?")
_CHUNK = re.compile(f"[{_DIGIT}XxＸｘ]+")
_NARROW = str.maketrans("０１２３４５６７８９Ｘｘx", "0123456789XXX")
_HARMLESS_ONE = (
    r"(?:\d{4}[-.]\d{1,2}[-.]\d{1,2}|0\d{2,3}-\d{7,8}(?:-\d{1,5})?|[48]00-\d{3,4}-\d{3,4})"
)
_HARMLESS = re.compile(rf"{_HARMLESS_ONE}(?:\s{_HARMLESS_ONE})*")
_ID = re.compile(r"[1-9]\d{5}(?:1[89]|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")
_OLD_ID = re.compile(r"[1-9]\d{5}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_GROUPED_CARD = re.compile(r"(?<!\d)[3-9]\d{3}(?:[ \-－]\d{4}){2,3}(?:[ \-－]\d{1,4})?(?!\d)")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{2,64}(?=@[\w-]+\.\w)", re.ASCII)
_MOBILE_DIGITS = 11
_LONGEST_ID = 18
_AREA = 6
# Beyond the number itself, so that a window never cuts a number before it is masked.
_MARGIN = 64


def mask(text: str) -> str:
    """Return `text` with every personal number and e-mail name in it starred out."""
    starred = _RUN.sub(lambda match: _mask_run(match[0]), text)
    starred = _GROUPED_CARD.sub(lambda match: _stars(match[0], 0, 4), starred)
    return _EMAIL.sub(lambda match: match[0][0] + "*" * (len(match[0]) - 1), starred)


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


def _mask_run(run: str) -> str:
    """Mask what is personal in a run of at least eleven digits."""
    if _HARMLESS.fullmatch(run):
        return run
    chunks = list(_CHUNK.finditer(run))
    masked = list(run)
    index = 0
    while index < len(chunks):
        taken = _personal(chunks, index)
        start, end = chunks[index].start(), chunks[index + max(taken, 1) - 1].end()
        if taken:
            masked[start:end] = _mask_number(run[start:end])
        index += max(taken, 1)
    return "".join(masked)


def _personal(chunks: list[re.Match[str]], index: int) -> int:
    """Return how many chunks from `index` on form a personal number, 0 when none do."""
    digits = ""
    best = 0
    for count, chunk in enumerate(chunks[index:], start=1):
        digits += chunk[0].translate(_NARROW)
        if len(digits) > _LONGEST_ID:
            break
        # Amounts in a row of a table look like an old number sooner than like any other.
        is_old = len(chunks[index][0]) == _AREA and _OLD_ID.fullmatch(digits)
        if is_old or _ID.fullmatch(digits) or _MOBILE.fullmatch(digits):
            best = count
    return best or int(len(chunks[index][0]) >= _MOBILE_DIGITS)


def _mask_number(shown: str) -> str:
    digits = "".join(_CHUNK.findall(shown)).translate(_NARROW)
    if _MOBILE.fullmatch(digits):
        return _stars(shown, 3, 4)
    if _ID.fullmatch(digits):
        return _stars(shown, 6, 4)
    return _stars(shown, 0, 4)


def _stars(shown: str, head: int, tail: int) -> str:
    """Replace the digits of `shown` by stars but for the first `head` and the last `tail`."""
    places = [match.start() for match in re.finditer(f"[{_DIGIT}XxＸｘ]", shown)]
    hidden = set(places[head : len(places) - tail])
    return "".join("*" if place in hidden else char for place, char in enumerate(shown))
