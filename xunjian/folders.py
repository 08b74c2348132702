"""Where the snapshots of a site lie: a new one, an unfinished one, the last whole one, old ones."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.site import Site
from crawler.snapshot import INDEX, Snapshot, SnapshotError, Target
from ledger.ledger import Ledger
from xunjian.aside import PAUSE_SECONDS
from xunjian.config import Config
from xunjian.retention import STAMP, outdated, remove

# An interrupted crawl older than this is begun anew: the site has moved on.
RESUME_WITHIN = timedelta(hours=24)


class BusyError(RuntimeError):
    """Another process is scanning this site."""


@contextmanager
def locked(folder: Path, site: Site, patience: float = 0.0) -> Iterator[None]:
    """Keep others from scanning the site; `BusyError` if one is still at it after so many seconds.

    It holds between the threads of one process as well: each opens the file for itself.
    """
    end = time.monotonic() + patience
    with (folder / "lock").open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= end:
                    raise BusyError(f"“{site.name}”正在被另一个进程检测，请稍后再试") from error
            time.sleep(PAUSE_SECONDS)
        yield


def snapshots(folder: Path) -> list[Path]:
    """Return the snapshot directories of a site, newest first."""
    return sorted((path.parent for path in folder.glob(f"*/{INDEX}")), reverse=True)


def fresh(folder: Path) -> Path:
    """Return where a snapshot that begins now belongs."""
    stamp = datetime.now(UTC)
    while (folder / stamp.strftime(STAMP)).exists():
        stamp += timedelta(seconds=1)
    return folder / stamp.strftime(STAMP)


def resumable(folder: Path, site: Site, target: Target, ledger: Ledger) -> Path | None:
    """Return the newest crawl of the whole site if its scan ended before the ledger learnt of it.

    Small looks may have been made since, for which it made way.
    """
    for directory in snapshots(folder):
        try:
            snapshot = Snapshot(directory)
        except SnapshotError:
            return None
        if not snapshot.target.is_whole:
            snapshot.close()
            continue
        is_same = snapshot.target == target and snapshot.site == site
        is_recent = datetime.now(UTC) - snapshot.started < RESUME_WITHIN
        is_open = is_same and is_recent and not snapshot.stopped
        snapshot.close()
        scan_id = f"{site.id}-{directory.name}"
        is_new = all(known.id != scan_id for known in ledger.scans(site.id))
        return directory if is_open and is_new else None
    return None


@contextmanager
def last_whole(folder: Path, *, besides: Path | None = None) -> Iterator[Snapshot | None]:
    """Open the last complete crawl of the whole site, if there is one `besides` the one in hand."""
    for directory in snapshots(folder):
        if directory == besides:
            continue
        try:
            snapshot = Snapshot(directory)
        except SnapshotError:
            continue
        try:
            if snapshot.target.is_whole and snapshot.is_finished:
                yield snapshot
                return
        finally:
            snapshot.close()
    yield None


def tidy(folder: Path, config: Config) -> None:
    """Remove old snapshots, but never the last complete one, which rechecks rely on.

    Small looks are counted apart: some a day must not drive out the scans of weeks.
    """
    with last_whole(folder) as whole:
        needed = whole.directory if whole else None
    keep, days = config.keep_snapshots, config.keep_days
    now = datetime.now(UTC)
    found = snapshots(folder)
    small = [each for each in found if _is_small(each)]
    for some in ([each for each in found if each not in small], small):
        remove(outdated(some, needed, keep=keep, days=days, now=now))


def _is_small(directory: Path) -> bool:
    try:
        snapshot = Snapshot(directory)
    except SnapshotError:
        return False
    try:
        return not snapshot.target.is_whole
    finally:
        snapshot.close()
