"""Measures a command with all its processes: wall, CPU, and peak memory of all together.

Memory is the proportional set size (PSS: shared pages count once, divided among those who share
them), summed every 50 ms over the process tree from /proc/PID/smaps_rollup. Linux only.
"""

import ctypes
import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.05
ORPHAN_SECONDS = 5.0
PR_SET_CHILD_SUBREAPER = 36
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command took: seconds, MB of memory, and how it ended."""

    wall: float
    cpu: float
    peak: float
    code: int


def adopt_orphans() -> None:
    """Become the parent of every process that a measured command leaves behind."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(
    command: Sequence[str], folder: Path, output: Path, environment: dict[str, str], limit: float
) -> Usage:
    """Run a command in `folder`, its output into a file; after `limit` seconds it is killed."""
    others = set(_children(os.getpid()))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = threading.Event()
    peaks: list[float] = []
    began = time.perf_counter()
    with output.open("wb") as out, output.with_suffix(".err").open("wb") as errors:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=errors, env=environment)
    watch = threading.Thread(target=_watch, args=(process.pid, ended, peaks))
    watch.start()
    try:
        code = process.wait(timeout=limit)
    except subprocess.TimeoutExpired:
        for pid in [*_tree(process.pid)]:
            _kill(pid)
        code = process.wait()
    finally:
        wall = time.perf_counter() - began
        ended.set()
        watch.join()
    _reap(set(_children(os.getpid())) - others)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Usage(wall, cpu, max(peaks, default=0.0), code)


def _watch(pid: int, ended: threading.Event, peaks: list[float]) -> None:
    peak = 0.0
    while not ended.wait(SAMPLE_SECONDS):
        peak = max(peak, sum(_pss(each) for each in _tree(pid)))
    peaks.append(peak)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for child in _children(pid):
        yield from _tree(child)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for task in (PROC / str(pid) / "task").iterdir():
            found += map(int, (task / "children").read_text(encoding="ascii").split())
    except (FileNotFoundError, ProcessLookupError):
        # The process ended between two looks.
        pass
    return found


def _pss(pid: int) -> float:
    try:
        text = (PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0.0
    line = next((line for line in text.splitlines() if line.startswith("Pss:")), "Pss: 0 kB")
    return int(line.split()[1]) / 1024


def _reap(pids: set[int]) -> None:
    """Wait for processes left behind, so that their CPU counts; kill what does not end."""
    deadline = time.monotonic() + ORPHAN_SECONDS
    for pid in pids:
        while not _is_over(pid):
            if time.monotonic() > deadline:
                _kill(pid)
            time.sleep(0.01)


def _is_over(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
