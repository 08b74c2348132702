"""Knows which six digits may open an ID number: places of today and of the past."""

from functools import cache

from checks.words.places import codes

_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 "
    "71 81 82 83".split()
)
# Cities, regions and prefectures, the abolished ones too, and what a province governs itself.
_PREFECTURES = frozenset(
    [*(f"{number:02d}" for number in range(36)), "40", "42", "43", "51", "52", "53", "90"]
)


def is_plausible(code: str) -> bool:
    """Whether a place may have had this code; the codes of abolished counties are on no list."""
    return code[:2] in _PROVINCES and code[2:4] in _PREFECTURES and code[4:6] != "00"


def is_known(code: str) -> bool:
    """Whether the county, or the city around it, is on the list of today."""
    return code in codes() or code[:4] in _cities()


@cache
def _cities() -> frozenset[str]:
    return frozenset(code[:4] for code in codes())
