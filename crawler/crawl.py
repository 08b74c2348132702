"""Runs a crawl in a child process and hands back its snapshot."""

import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from select import select

from crawler.frontier import Frontier
from crawler.lineage import child_environment
from crawler.site import Site
from crawler.snapshot import INDEX, Snapshot, Target, create

logger = logging.getLogger(__name__)
LOG = "crawl.log"
# A child that dies is started again and goes on; without progress, only so often.
FRUITLESS_STARTS = 3
SILENCE_SECONDS = 180.0
GRACE_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a crawl is: addresses done and still to fetch."""

    done: int
    pending: int


Report = Callable[[Progress], None]


def crawl(
    site: Site,
    target: Target,
    directory: Path,
    *,
    today: date,
    past: Path | None = None,
    on_progress: Report = lambda progress: None,
) -> Snapshot:
    """Crawl `target` into `directory`, going on where an unfinished crawl there stopped.

    `past` is the directory of an earlier crawl, whose pages are taken over where the server or
    their bytes say that they have not changed. A crawl that cannot be brought to its end still returns its snapshot, whose `stopped` says why.
    """
    if not (directory / INDEX).exists():
        create(directory, site, target, today, past)
    deadline = time.monotonic() + site.limits.duration + GRACE_SECONDS
    fruitless, done = 0, -1
    while True:
        code = _run_child(directory, deadline, on_progress)
        snapshot = Snapshot(directory)
        if code == 0:
            return snapshot
        logger.warning("the crawl process ended with %s", code)
        fruitless = 0 if len(snapshot.fetches) > done else fruitless + 1
        done = len(snapshot.fetches)
        if fruitless >= FRUITLESS_STARTS or time.monotonic() > deadline:
            snapshot.close()
            return _abandoned(directory)
        snapshot.close()


def _abandoned(directory: Path) -> Snapshot:
    frontier = Frontier(directory)
    frontier.finish("采集进程反复异常退出，详见快照目录中的 crawl.log")
    frontier.close()
    return Snapshot(directory)


def _run_child(directory: Path, deadline: float, on_progress: Report) -> int | None:
    with (directory / LOG).open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "crawler.child", str(directory)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            env=child_environment(),
        )
    assert process.stdout is not None
    try:
        while True:
            ready, _, _ = select([process.stdout], [], [], SILENCE_SECONDS)
            line = process.stdout.readline() if ready else b""
            if not line or time.monotonic() > deadline:
                break
            if line.startswith(b"{"):
                on_progress(Progress(**json.loads(line)))
        return process.wait(timeout=None if ready and not line else 0)
    except subprocess.TimeoutExpired:
        return None
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
