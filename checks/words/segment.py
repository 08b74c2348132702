"""Asks jieba where words begin and end; its dictionary is loaded at the first question."""

import logging
import os
import re
import tempfile
import warnings
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

# A word never reaches over anything else, so the clause is all that has to be segmented.
_WORD = re.compile(r"\w+")
_REACH = 60


def on_boundaries(text: str, start: int, end: int) -> bool:
    """Whether words of the text begin at `start` and end at `end`."""
    clause, left = _clause(text, start, end)
    return {start - left, end - left} <= _edges(clause)


def frequency(word: str) -> int:
    """Return how often jieba has counted a word, 0 for what is none."""
    tokenizer = _tokenizer()
    tokenizer.check_initialized()
    return int(tokenizer.FREQ.get(word, 0))


def lies_across(text: str, start: int, end: int) -> bool:
    """Whether [start, end) is a piece of a longer word, or of two: 理里 in 受理|里程.

    All the words it touches must have two characters or more. What a misspelling leaves behind
    are single characters, since the dictionary does not know them together.
    """
    clause, left = _clause(text, start, end)
    edges = sorted(_edges(clause))
    first, last = start - left, end - left
    touched = [(a, b) for a, b in pairwise(edges) if a < last and b > first]
    sticks_out = touched[0][0] < first or touched[-1][1] > last
    return sticks_out and all(b - a > 1 for a, b in touched)


def _clause(text: str, start: int, end: int) -> tuple[str, int]:
    """Return the run of letters around [start, end), and where it begins in the text."""
    left = start - len(_run(text[max(0, start - _REACH) : start][::-1]))
    return text[left:end] + _run(text[end : end + _REACH]), left


@lru_cache(maxsize=256)
def _edges(clause: str) -> frozenset[int]:
    lengths = (len(word) for word in _tokenizer().cut(clause, HMM=False))
    return frozenset(accumulate(lengths, initial=0))


def _run(text: str) -> str:
    match = _WORD.match(text)
    return match[0] if match else ""


# jieba ships no types. Its import and dictionary cost up to a second, which most texts never need.
@cache
def _tokenizer() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(_cache_folder())
    tokenizer.cache_file = "jieba.cache"
    return tokenizer


def _cache_folder() -> Path:
    """Return a folder of our own: jieba would unmarshal whatever it finds in the shared /tmp."""
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        folder = (Path(base) if base else Path.home() / ".cache") / "xunjian"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return Path(tempfile.mkdtemp(prefix="xunjian-"))
    return folder
