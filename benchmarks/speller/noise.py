"""Makes mistakes as people make them who type by sound, by shape or by Wubi code."""

from collections.abc import Mapping
from random import Random

from benchmarks.speller.confusions import CODE, PART, SAME, SHAPE, SIMILAR, Likeness

# How often each kind is, of a hundred; the rest is any character.
SHARES = ((SAME, 74), (SIMILAR, 6), (SHAPE, 8), (CODE, 3), (PART, 6))
LIKE = 0.8
OFTEN = 50
LEAST_LINE, PER_ERROR, MOST = 6, 60, 4
SECOND, BESIDE = 0.3, 0.25


class Noise:
    """Puts mistakes into lines; `uses` counts how often each character is written at all."""

    def __init__(
        self, like: Mapping[str, Mapping[str, Likeness]], uses: Mapping[str, int], seed: int
    ) -> None:
        self._random = Random(seed)
        self._uses = uses
        self._like = like
        self._common = [char for char in like if uses.get(char, 0) > OFTEN]

    def line(self, line: str) -> str:
        """Return a line with one to four mistakes."""
        places = [place for place, char in enumerate(line) if char in self._like]
        if len(places) < LEAST_LINE:
            return line
        chars, known = list(line), set(places)
        number = 1 + (self._random.random() < SECOND) + len(places) // PER_ERROR
        for _ in range(min(number, MOST)):
            place = self._random.choice(places)
            chars[place] = self._wrong(line[place])
            if self._random.random() < BESIDE and place + 1 in known:
                chars[place + 1] = self._wrong(line[place + 1])
        return "".join(chars)

    def _wrong(self, char: str) -> str:
        pick = self._random.random() * 100
        pool: list[str] = []
        for kind, share in SHARES:
            pick -= share
            if pick < 0:
                pool = self._pool(char, kind)
                break
        pool = pool or self._pool(char, SAME) or self._common
        weights = [(self._uses.get(other, 0) + 3) ** 0.5 for other in pool]
        return self._random.choices(pool, weights)[0]

    def _pool(self, char: str, kind: int) -> list[str]:
        return [
            other
            for other, likeness in self._like[char].items()
            if likeness.kinds & kind and (kind != SHAPE or likeness.shape > LIKE)
        ]
