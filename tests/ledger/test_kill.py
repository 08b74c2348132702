"""The ledger survives the death of whoever writes to it."""

import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from ledger.ledger import Ledger
from ledger.lifecycle import Event, State
from tests.ledger.builders import SECRET

ROOT = Path(__file__).parents[2]
KILLS = 6


def test_a_writer_killed_at_any_moment_leaves_nothing_half_done(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    chance = random.Random(20261123)
    turns = []
    for _ in range(KILLS):
        _run_and_kill(f"sqlite:///{path}", chance.uniform(0.02, 0.4))
        turns.append(_check(path))
    assert turns == sorted(turns)
    assert turns[-1] > KILLS


def _run_and_kill(url: str, seconds: float) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.writer", url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with writer:
        assert writer.stdout is not None
        assert writer.stderr is not None
        assert writer.stdout.readline() == b"ready\n", writer.stderr.read()
        try:
            code = writer.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            writer.kill()
        else:
            raise AssertionError((code, writer.stderr.read()))


def _check(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with Ledger.open(f"sqlite:///{path}", SECRET) as ledger:
        scans = ledger.scans("qinghe")
        found = relapsed = closed = 0
        notices = {notice.id for notice in ledger.outbox()}
        for issue in ledger.issues():
            steps = ledger.history(issue.id)
            assert [step.old for step in steps] == [None, *(step.new for step in steps[:-1])]
            assert steps[-1].new is issue.state
            assert issue.version == len(steps)
            assert (issue.due is None) == (issue.state in (State.NEW, State.RELAPSED))
            events = [step.event for step in steps]
            found += events.count(Event.FOUND)
            relapsed += events.count(Event.RELAPSE)
            closed += events.count(Event.ABSENT)
            assert {step.notice_id for step in steps} <= notices | {None}
        # A scan row is there exactly when everything the scan did is.
        assert found == sum(scan.opened for scan in scans)
        assert relapsed == sum(scan.relapsed for scan in scans)
        assert closed == sum(scan.closed for scan in scans)
        return len(scans)
