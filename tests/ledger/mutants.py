"""Injects bugs into a copy of the ledger, one at a time, and says which the state machine catches.

Run by hand: python -m tests.ledger.mutants [NAME …]; EXAMPLES in the environment says how many
examples each of them has to survive. It ends with 1 if a bug survives.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from tests.ledger.machine.bugs import MUTANTS
from tests.ledger.machine.mutant import Mutant

ROOT = Path(__file__).parents[2]
# All that the machine needs to run.
PACKAGES = ("ledger", "checks", "crawler", "wordlists", "tests/ledger")
AT_ONCE = 2
PROGRAM = """
import sys, unittest
from hypothesis import HealthCheck, Phase, settings
from tests.ledger import test_machine
test_machine.TestLedgerMachine.settings = settings(
    max_examples={examples}, stateful_step_count=25, deadline=None, database=None,
    phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True,
    print_blob=False,
)
suite = unittest.defaultTestLoader.loadTestsFromTestCase(test_machine.TestLedgerMachine)
sys.exit(not unittest.TextTestRunner(verbosity=0).run(suite).wasSuccessful())
"""
# Where a traceback ends, and with what.
FRAME = re.compile(r'File ".*", line \d+, in (\w+)\n')
ERROR = re.compile(r"^([\w.]*(?:Error|Crash|Failed)\b.*)$", re.MULTILINE)


def freeze(folder: Path) -> None:
    """Keep the code as it is now, whoever edits it meanwhile."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "tests/__init__.py", folder / "tests")


def run(frozen: Path, mutant: Mutant | None, examples: int) -> str:
    """Run the machine on a copy with the bug, None for the code as it is; return what broke."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "copy")
        shutil.copytree(frozen, folder)
        if mutant is not None:
            path = folder / mutant.file
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(mutant.old, mutant.new, 1), encoding="utf-8")
        ran = subprocess.run(
            [sys.executable, "-c", PROGRAM.replace("{examples}", str(examples))],
            cwd=folder,
            env={"PYTHONPATH": str(folder), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
    return _what_broke(ran.stderr) if ran.returncode else ""


def _what_broke(said: str) -> str:
    """Return in which function the machine stopped, and why."""
    # What follows is the way there; before it stands what was being handled, too.
    told = said.partition("Failing test case")[0]
    errors, frames = ERROR.findall(told), FRAME.findall(told)
    return f"{frames[-1] if frames else '?'}: {errors[-1] if errors else said[-200:]}"


def main(names: list[str], examples: int) -> int:
    """Run all bugs, or those named, and the code as it is; print results as they come."""
    chosen = [each for each in MUTANTS if not names or each.name in names]
    caught = 0
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(AT_ONCE) as pool:
        frozen = Path(name, "frozen")
        freeze(frozen)
        runs = {pool.submit(run, frozen, each, examples): each for each in chosen}
        sound = pool.submit(run, frozen, None, examples)
        for done in as_completed(runs):
            broke = done.result()
            caught += bool(broke)
            print("caught  " if broke else "SURVIVED", runs[done].name, "|", broke, flush=True)
        fault = sound.result()
    print(f"{caught} of {len(chosen)} caught; the code itself: {fault or 'nothing found'}")
    return int(caught < len(chosen) or bool(fault))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], int(os.environ.get("EXAMPLES", "150"))))
