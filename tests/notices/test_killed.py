"""A writer that is killed between two letters goes on with the next one."""

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from ledger.lifecycle import State
from tests.notices.office import Office, local

ROOT = Path(__file__).parents[2]
MONDAY = local(11, 23)


def a_killed_writer(office: Office, letters: int) -> int:
    """Let another process queue so many letters and be killed; return how it ended."""
    folder = str(office.config.directory)
    command = [sys.executable, "-m", "tests.notices.writer", folder, str(letters)]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def test_a_kill_between_two_letters_neither_loses_nor_doubles_one(office: Office) -> None:
    office.found = {1: ("W101", "mzj"), 2: ("W101", "jyj"), 3: ("W101", "tyj")}
    office.scan(local(11, 23, 2))
    assert a_killed_writer(office, 1) == -signal.SIGKILL
    assert [one.unit for one in office.ledger.post.letters()] == ["mzj"]

    # What a scan finds meanwhile waits for tomorrow where the letter of the day is queued.
    office.found |= {4: ("W101", "mzj"), 5: ("W101", "jyj")}
    office.scan(local(11, 23, 8))
    # The summary counts what was told before the kill, too.
    assert office.write(MONDAY) == {
        "jiaoyu": ["问题清单（新增2）"],
        "zwgk": ["巡检情况汇总（新增4）"],
    }
    assert office.write(MONDAY) == {}

    tomorrow = office.write(local(11, 24))
    assert tomorrow["minzheng"] == ["问题清单（新增1）"]
    assert tomorrow["zwgk"] == ["巡检情况汇总（新增1）"]
    told = Counter(
        step.issue.id
        for issue in office.ledger.issues()
        for step in office.ledger.history(issue.id)
        if step.new is State.NOTIFIED
    )
    assert set(told.values()) == {1} and len(told) == 5
