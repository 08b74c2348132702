"""Reads data that stands in scripts as literals, as loosely as a browser does."""

import json
import re

from crawler.extract.written import STRING, string_value

SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)*", re.S)
WORD = re.compile(r"[^\s\[\]{}:,;()+\"'`]+")
PLAIN_VALUE = re.compile(r"-?\d+(?:\.\d+)?|true|false")
MAX_DEPTH = 12
MAX_TOKENS = 100_000
DECODER = json.JSONDecoder()


def read_literal(text: str, start: int = 0) -> object:
    """Return the array, object or string that begins at `start`; None if there is none.

    Single quotes, bare keys, trailing commas and comments are all right. Numbers and words are
    returned as text, null, undefined and the names of variables as "".
    """
    try:
        return _plain(DECODER.raw_decode(text, start)[0])
    except (ValueError, RecursionError):
        pass
    try:
        return _Reader(text, start).value(0)
    except ValueError:
        return None


def fields_of(value: object) -> dict[str, str]:
    """Return the simple fields of an object literal; {} for everything else."""
    if not isinstance(value, dict):
        return {}
    return {key: field for key, field in value.items() if isinstance(field, str)}


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(field) for key, field in value.items()}
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


class _Reader:
    """Reads one literal; a ValueError says that what stands there is a program."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._position = start
        self._tokens = MAX_TOKENS

    def value(self, depth: int) -> object:
        token = self._next()
        if depth > MAX_DEPTH:
            raise ValueError
        if token == "[":
            return self._items(depth)
        if token == "{":
            return self._fields(depth)
        if token[0] in "\"'`":
            return string_value(token)
        if token in "]}:,":
            raise ValueError
        return token if PLAIN_VALUE.fullmatch(token) else ""

    def _items(self, depth: int) -> list[object]:
        items: list[object] = []
        while self._peek() != "]":
            items.append(self.value(depth + 1))
            self._separator("]")
        self._next()
        return items

    def _fields(self, depth: int) -> dict[str, object]:
        fields: dict[str, object] = {}
        while self._peek() != "}":
            key = self._next()
            if key in "[]{}:," or self._next() != ":":
                raise ValueError
            name = string_value(key) if key[0] in "\"'`" else key
            fields[name] = self.value(depth + 1)
            self._separator("}")
        self._next()
        return fields

    def _separator(self, closing: str) -> None:
        mark = self._peek()
        if mark == ",":
            self._next()
        elif mark != closing:
            raise ValueError

    def _peek(self) -> str:
        before = self._position
        token = self._next()
        self._position = before
        return token

    def _next(self) -> str:
        self._tokens -= 1
        space = SPACE.match(self._text, self._position)
        start = space.end() if space else self._position
        found = STRING.match(self._text, start) or WORD.match(self._text, start)
        token = found[0] if found else self._text[start : start + 1]
        if self._tokens < 0 or not token or token in ";()+":
            raise ValueError
        self._position = start + len(token)
        return token
