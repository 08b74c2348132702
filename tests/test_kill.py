"""kill -9 of the crawl and of the whole program at random moments loses nothing."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress

import psutil

from crawler.crawl import Progress
from ledger.lifecycle import State
from tests.sample import TODAY, Sample
from xunjian.scan import scan

KILLS = 10
SCANNER = """
import sys
from datetime import date
from pathlib import Path
from ledger.ledger import Ledger
from xunjian import config
from xunjian.scan import scan

loaded = config.load(Path(sys.argv[1]))
with Ledger.open(loaded.ledger, loaded.secret) as ledger:
    scan(loaded, loaded.sites[0], ledger, today=date.fromisoformat(sys.argv[2]),
         on_progress=lambda progress: print(progress.done, flush=True))
"""


def _facts(sample: Sample) -> set[tuple[str, str, str]]:
    return {(issue.code, issue.url, issue.message) for issue in sample.open_issues()}


def _killer(chooser: random.Random, kills: list[int]) -> Callable[[Progress], None]:
    """Return a progress callback that kills the crawl after a random number of addresses."""
    due = chooser.randint(1, 20)

    def on_progress(progress: Progress) -> None:
        nonlocal due
        if len(kills) < KILLS and progress.done >= due and progress.pending:
            for child in psutil.Process().children():
                if "crawler.child" in " ".join(child.cmdline()):
                    child.kill()
            kills.append(progress.done)
            due = progress.done + chooser.randint(1, 25)

    return on_progress


def test_a_crawl_killed_ten_times_finds_what_an_undisturbed_one_finds(known: Sample) -> None:
    before, states = _facts(known), known.states()
    kills: list[int] = []
    # Slow enough that reports come between the pages.
    slow = known.slowed(0.04)
    with slow.ledger() as ledger:
        chooser = random.Random(20261123)
        report = scan(
            slow.config, slow.site, ledger, today=TODAY, on_progress=_killer(chooser, kills)
        )
    assert len(kills) == KILLS
    assert not report.result.incomplete
    assert (report.applied.opened, report.applied.closed) == (0, 0)
    assert (_facts(known), known.states()) == (before, states)


def test_a_program_killed_while_scanning_goes_on_where_it_stopped(sample: Sample) -> None:
    chooser = random.Random(7)
    for _ in range(KILLS):
        _run_and_kill(sample, after=chooser.randint(1, 8))
        assert State.FIXED not in sample.states().values()
    undisturbed = sample.scan()
    assert not undisturbed.result.incomplete
    assert len(sample.open_issues()) == len(undisturbed.result.findings)
    assert State.FIXED not in sample.states().values()


def _run_and_kill(sample: Sample, *, after: int) -> None:
    """Start a scan in a process of its own and kill its whole group after some reports."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCANNER, str(sample.directory), TODAY.isoformat()],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    for _ in range(after):
        if not process.stdout.readline():
            break
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
