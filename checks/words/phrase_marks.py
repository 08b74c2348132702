"""Writes down the windows by which each edit of each phrase is found."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from checks.words.phrase_index import Edit, Index, Marks, Rows, index_of
from checks.words.phrase_keys import OPEN, OPEN_MIDDLE, WIDTH, Keys, encode, pair_keys, window_keys
from checks.words.spelling.candidates import Confusions

Numbers = npt.NDArray[np.int64]
# A phrase of fewer characters that has lost one may as well be something else.
_LEAST_TO_DROP = 7
_COLUMNS = 5
_SAME_SOUND, _ANY_SOUND = 1, 3
_SAME_SHAPE, _LIKE_SHAPE = 0.9, 0.85


@dataclass(frozen=True, slots=True)
class Block:
    """Phrases of one length, a row each, with their numbers.

    `is_open` are those in whose middle any other character is an edit, not only a likely one.
    """

    codes: Keys
    numbers: Numbers
    is_open: npt.NDArray[np.bool_]

    @property
    def length(self) -> int:
        """How many characters the phrases have."""
        return int(self.codes.shape[1])


@dataclass(frozen=True, slots=True)
class _Marked:
    """Keys of windows of the phrases `which` of a block, at `offset` of the edited phrase."""

    keys: Keys
    which: Numbers
    offset: int
    edit: Edit
    at: int

    def rows(self, block: Block) -> Rows:
        """Return the marks without their keys."""
        rows = np.zeros((len(self.keys), _COLUMNS), np.int32)
        rows[:, 0] = block.numbers[self.which]
        rows[:, 1:4] = self.offset, self.edit, self.at
        if self.edit is Edit.REPLACED:
            is_middle = 1 < self.at < block.length - 2
            is_fixed = ~block.is_open if is_middle else np.ones(len(block.numbers), np.bool_)
            rows[:, 4] = block.codes[:, self.at] * is_fixed
        return rows


def build(phrases: Sequence[str], is_open: Sequence[bool], confusions: Confusions) -> Index:
    """Make the index of phrases; those of less than four characters are left out."""
    keys, rows, right = [np.zeros(0, np.uint32)], [np.zeros((0, _COLUMNS), np.int32)], []
    for block in _blocks(phrases, is_open):
        right += [_window(block.codes, begin) for begin in range(block.length - WIDTH + 1)]
        for marked in _marked(block.codes, confusions):
            keys.append(marked.keys)
            rows.append(marked.rows(block))
    marks = Marks(np.concatenate(keys), np.concatenate(rows))
    return index_of(marks, np.concatenate(right or keys), _pairs(confusions))


def _blocks(phrases: Sequence[str], is_open: Sequence[bool]) -> Iterator[Block]:
    lengths: dict[int, list[int]] = defaultdict(list)
    for number, phrase in enumerate(phrases):
        if len(phrase) >= WIDTH:
            lengths[len(phrase)].append(number)
    for length, members in lengths.items():
        codes = encode("".join(phrases[number] for number in members)).reshape(-1, length)
        yield Block(codes, np.array(members), np.array([is_open[number] for number in members]))


def _pairs(confusions: Confusions) -> Keys:
    """Return the keys of the pairs of a wrong and a right character that are much alike."""
    is_likely = (confusions.kinds & _ANY_SOUND > 0) | (confusions.shapes >= _LIKE_SHAPE)
    # The runs stand in the order of their characters, one behind the other.
    wrong = np.repeat(np.arange(len(confusions.size), dtype=np.uint32), confusions.size)
    return pair_keys(wrong[is_likely], confusions.characters[is_likely])


def _marked(codes: Keys, confusions: Confusions) -> Iterator[_Marked]:
    yield from _replaced(codes)
    yield from _inserted(codes)
    yield from _swapped(codes)
    if codes.shape[1] >= _LEAST_TO_DROP:
        yield from _dropped(codes)
    if codes.shape[1] == WIDTH:
        yield from _replaced_twice(codes, confusions)


def _replaced(codes: Keys) -> Iterator[_Marked]:
    """Leave each place open, with a neighbour on either side where there is one."""
    length = codes.shape[1]
    for at in range(length):
        begin = min(max(at - WIDTH // 2, 0), length - WIDTH)
        keys = _window(codes, begin, at - begin) + OPEN[at - begin]
        yield _Marked(keys, np.arange(len(codes)), begin, Edit.REPLACED, at)


def _inserted(codes: Keys) -> Iterator[_Marked]:
    for begin in range(codes.shape[1] - WIDTH + 1):
        keys = _window(codes, begin) + OPEN_MIDDLE
        at = begin + WIDTH // 2
        yield _Marked(keys, np.arange(len(codes)), begin, Edit.INSERTED, at)


def _dropped(codes: Keys) -> Iterator[_Marked]:
    for at in range(1, codes.shape[1] - 1):
        rest = np.delete(codes, at, axis=1)
        begin = min(max(at - WIDTH // 2, 0), rest.shape[1] - WIDTH)
        keys = _window(rest, begin)
        yield _Marked(keys, np.arange(len(codes)), begin, Edit.DROPPED, at)


def _swapped(codes: Keys) -> Iterator[_Marked]:
    for at in range(codes.shape[1] - 1):
        order = np.arange(codes.shape[1])
        order[[at, at + 1]] = at + 1, at
        begin = min(max(at - 1, 0), codes.shape[1] - WIDTH)
        which = np.flatnonzero(codes[:, at] != codes[:, at + 1])
        keys = _window(codes[which][:, order], begin)
        yield _Marked(keys, which, begin, Edit.SWAPPED, at)


def _replaced_twice(codes: Keys, confusions: Confusions) -> Iterator[_Marked]:
    """Put what is taken for a repeated character in both of its places: 鬼鬼崇崇."""
    is_likely = (confusions.kinds & _SAME_SOUND > 0) | (confusions.shapes >= _SAME_SHAPE)
    for at in range(WIDTH - 1):
        # 有首有尾 is no slip of 畏首畏尾: many things are said so.
        same = np.flatnonzero(codes[:, at] == codes[:, at + 1])
        size = confusions.size[codes[same, at]]
        ends = np.cumsum(size)
        runs = np.repeat(confusions.first[codes[same, at]] - ends + size, size)
        runs += np.arange(len(runs))
        which, runs = np.repeat(same, size)[is_likely[runs]], runs[is_likely[runs]]
        forms = codes[which]
        forms[:, at] = forms[:, at + 1] = confusions.characters[runs]
        yield _Marked(_window(forms, 0), which, 0, Edit.REPLACED_TWICE, at)


def _window(codes: Keys, begin: int, left_out: int = -1) -> Keys:
    """Return the keys of the windows at `begin`, one place left out."""
    return window_keys([codes[:, begin + place] for place in range(WIDTH)], left_out)
