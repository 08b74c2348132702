"""The recognition of characters by rapidocr, offline, one thread; loaded once when first needed."""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]

# Beneath this a reading is a guess.
SURE = 0.5
# A character takes three steps of the recogniser, a Chinese one six; more is a gap.
STEPS, WIDE_STEPS, GAP_STEPS = 3.0, 6.0, 2.6
WIDE = 0x2E80


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as it was recognised: its corners in the picture, from the upper left clockwise.

    `parts` are its texts with where each begins and ends, from 0 to 1, parted by gaps;
    `is_tall` and `is_flipped` say how it was turned to be read.
    """

    corners: Points
    parts: tuple[tuple[str, float, float], ...]
    score: float
    is_tall: bool
    is_flipped: bool

    @property
    def length(self) -> int:
        """How many characters it has."""
        return sum(len(text) for text, _, _ in self.parts)


def is_installed() -> bool:
    """Whether the extra is there."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


@cache
def _engine() -> Any:  # rapidocr's own types are loose
    from rapidocr import RapidOCR

    models = Path(str(find_spec("rapidocr").origin)).parent / "models"  # type: ignore[union-attr]
    params: dict[str, Any] = {
        "Global.log_level": "critical",
        "Global.return_word_box": True,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    # With the wheel's own models named, nothing is ever looked for elsewhere.
    for stage in ("det", "cls", "rec"):
        params[f"{stage.title()}.model_path"] = str(next(models.glob(f"*_{stage}_*.onnx")))
    return RapidOCR(params=params)


def readings_of(picture: Picture) -> list[Reading]:
    """Return the lines of a picture in no order that could be relied on."""
    from rapidocr.main import RapidOCRError

    engine = _engine()
    try:
        pieces, found = engine.detect_and_crop(
            np.ascontiguousarray(picture[:, :, ::-1]), {"preprocess": {"ratio_h": 1, "ratio_w": 1}}
        )
        upright = engine.cls_and_rotate(pieces)[0:2]
        read = engine.recognize_txt(upright[0])
    except RapidOCRError:
        return []
    labels = upright[1].cls_res
    threshold = engine.cfg.Cls.cls_thresh
    readings = []
    for corners, words, score, (label, certain) in zip(
        found.boxes, read.word_results, read.scores, labels, strict=True
    ):
        points = np.asarray(corners, np.float64)
        across = float(np.linalg.norm(points[1] - points[0]))
        down = float(np.linalg.norm(points[2] - points[1]))
        parts = _parts(words)
        if parts:
            is_flipped = "180" in label and certain > threshold
            is_tall = down >= 1.5 * max(across, 1e-6)
            readings.append(Reading(points, parts, float(score), is_tall, is_flipped))
    return readings


def _parts(words: Any) -> tuple[tuple[str, float, float], ...]:
    characters = [each for word in words.words for each in word]
    steps = [step for word in words.word_cols for step in word]
    whole = max(words.line_txt_len, 1.0)
    narrow = _usual(characters, steps)
    parts: list[tuple[str, float, float]] = []
    begin = 0
    for n in range(1, len(characters) + 1):
        if n < len(characters) and not _is_gap(
            characters[n - 1], characters[n], steps[n] - steps[n - 1], narrow
        ):
            continue
        text = "".join(characters[begin:n])
        first = (steps[begin] - _width(text[0]) / 2) / whole
        last = (steps[n - 1] + _width(text[-1]) / 2) / whole
        parts.append((text, max(0.0, first), min(1.0, last)))
        begin = n
    return tuple(parts)


def _width(character: str) -> float:
    return WIDE_STEPS if ord(character) >= WIDE else STEPS


def _usual(characters: list[str], steps: list[int]) -> float:
    """Return how many steps lie between two letters or digits of the line that follow at once."""
    pairs = zip(pairwise(characters), pairwise(steps), strict=True)
    found = [after - before for (a, b), (before, after) in pairs if max(ord(a), ord(b)) < WIDE]
    return median(found) if found else STEPS


def _is_gap(before: str, here: str, step: float, narrow: float) -> bool:
    if max(ord(before), ord(here)) < WIDE:
        # Two numbers side by side must not become one.
        return step > 2 * narrow + 0.5
    # Two Chinese characters set far apart are a name or a heading, not two columns.
    far = GAP_STEPS if min(ord(before), ord(here)) < WIDE else 3 * WIDE_STEPS
    return step > (_width(before) + _width(here)) / 2 + far
