"""How long snapshots are kept: they hold what the sites published, personal data included."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

STAMP = "%Y%m%dT%H%M%SZ"
KEEP_SNAPSHOTS = 8
# Long enough for a unit to ask what its page said, and for the quarter's report.
KEEP_DAYS = 90


def faults_of(path: Path, keep_snapshots: int, keep_days: int) -> list[str]:
    """Say what is wrong with the two settings."""
    settings = (("keep_snapshots", keep_snapshots), ("keep_days", keep_days))
    return [f"{path}：{key} = {value}：至少为 1" for key, value in settings if value < 1]


def outdated(
    snapshots: Sequence[Path], needed: Path | None, *, keep: int, days: int, now: datetime
) -> list[Path]:
    """Return the snapshots to be removed, out of all of a site's, newest first.

    `needed` is the last complete one: rechecks and the next scan compare with it. It goes when a
    newer complete one is there, however old it is.
    """
    return [
        path
        for place, path in enumerate(snapshots)
        if path != needed and (place >= max(1, keep) or _age(path, now) > timedelta(days=days))
    ]


def _age(snapshot: Path, now: datetime) -> timedelta:
    try:
        return now - datetime.strptime(snapshot.name, STAMP).replace(tzinfo=UTC)
    except ValueError:
        # A folder of another name was put there by somebody.
        return timedelta()


def remove(snapshots: Sequence[Path]) -> None:
    """Delete snapshots with everything in them."""
    for path in snapshots:
        shutil.rmtree(path)
