"""How a long scan makes way for a small look that was promised within the hour.

Who finds the site busy leaves a mark in its folder and keeps it fresh. A scan of the whole site
that sees the mark stops where it is, lets go of the site until the mark is gone, and goes on from
there. So nobody ever asks a site beside somebody else, also not two processes.
"""

import time
from pathlib import Path

MARK = "wanted"
# Who left an older mark is dead, or has given up.
FRESH_SECONDS = 900.0
PAUSE_SECONDS = 0.5


class SteppedAsideError(RuntimeError):
    """A scan stopped because somebody else wants to look at the site; it can be resumed."""


def want(folder: Path) -> None:
    """Ask whoever scans the site to make way."""
    (folder / MARK).touch()


def release(folder: Path) -> None:
    """Let the scan go on."""
    (folder / MARK).unlink(missing_ok=True)


def is_wanted(folder: Path) -> bool:
    """Whether somebody waits for the site."""
    try:
        age = time.time() - (folder / MARK).stat().st_mtime
    except OSError:
        return False
    # A mark from the future is from before the clock was put back; nobody can tell its age.
    return 0 <= age < FRESH_SECONDS


def make_way(folder: Path) -> None:
    """Wait until nobody waits for the site any more."""
    while is_wanted(folder):
        time.sleep(PAUSE_SECONDS)
