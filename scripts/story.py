"""Plays a whole round of eight weeks on a small platform, really run, and tells it in Chinese."""

import sys
import tempfile
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path

from storyline.office import open_office
from storyline.platform import Platform
from storyline.play import play
from storyline.texts import fill
from storyline.times import simulated

from checks.workdays import LOCAL

START = datetime(2026, 9, 13, 20, tzinfo=LOCAL)


def main() -> int:
    """Play it; 1 where something that must hold does not."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="keep ledger, letters and snapshots here")
    keep = parser.parse_args().keep
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        if any(keep.iterdir()):
            parser.error(f"{keep} is not empty")
        return _told(keep.resolve())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return _told(Path(folder))


def _told(directory: Path) -> int:
    platform = Platform()
    fill(platform)
    with simulated(START) as clock, open_office(directory, platform, clock) as office:
        return play(office)


if __name__ == "__main__":
    sys.exit(main())
