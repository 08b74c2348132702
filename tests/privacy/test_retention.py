"""Snapshots hold what the sites published; they go when they are too many or too old."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from xunjian.retention import outdated

NOW = datetime(2026, 11, 23, tzinfo=UTC)
NEW, RECENT, OLD, ANCIENT = (
    Path(name)
    for name in ("20261122T020000Z", "20261116T020000Z", "20260801T020000Z", "20250101T020000Z")
)
ALL = (NEW, RECENT, OLD, ANCIENT)


@pytest.mark.parametrize(
    ("needed", "keep", "days", "gone"),
    [
        (NEW, 8, 90, [OLD, ANCIENT]),
        (NEW, 1, 900, [RECENT, OLD, ANCIENT]),
        # The last complete one is what rechecks go by, however old it is.
        (ANCIENT, 8, 90, [OLD]),
        (ANCIENT, 1, 90, [RECENT, OLD]),
        (None, 8, 90, [OLD, ANCIENT]),
        (NEW, 8, 3650, []),
    ],
)
def test_what_is_too_old_or_too_much_goes_and_the_last_complete_one_stays(
    needed: Path | None, keep: int, days: int, gone: list[Path]
) -> None:
    assert outdated(ALL, needed, keep=keep, days=days, now=NOW) == gone


def test_a_folder_of_another_name_is_nobody_s_age() -> None:
    assert outdated((NEW, Path("by hand")), NEW, keep=8, days=1, now=NOW) == []
