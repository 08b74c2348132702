"""Files of formats that no library writes (doc, wps, xls, et, ppt), kept with their contents."""

from pathlib import Path

from tests.documents.paper import Planted, Sample

FILES = Path(__file__).parents[1] / "crawler/files"
# What each file discloses, and where; see the folder's make.py, which wrote them.
CONTENTS: dict[str, tuple[Planted, ...]] = {}


def kept() -> tuple[Sample, ...]:
    """Return the files that are there."""
    return tuple(
        Sample(name, (FILES / name).read_bytes(), planted) for name, planted in CONTENTS.items()
    )
