"""Injects bugs into a copy of the ledger, one at a time, and says which the state machine catches.

Run by hand: python -m tests.ledger.mutants [NAME …]. It ends with 1 if a bug survives.
"""

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
# All that the machine needs to run.
PACKAGES = ("ledger", "checks", "crawler", "wordlists", "tests/ledger")
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


@dataclass(frozen=True, slots=True)
class Mutant:
    """A bug: what stands in a file of the ledger, and what is put in its place."""

    name: str
    file: str
    old: str
    new: str


MUTANTS = (
    Mutant(
        "a second look right after the first closes",
        "closing.py",
        "looked_at - row.absent_since >= APART",
        "looked_at > row.absent_since",
    ),
    Mutant(
        "a page that is gone for a moment closes",
        "closing.py",
        "(how != GONE and (is_claimed or is_asked))",
        "(is_claimed or is_asked)",
    ),
    Mutant(
        "a look from before the claim confirms it",
        "closing.py",
        "is_claimed = row.claimed_at is not None and row.claimed_at < looked_at",
        "is_claimed = row.claimed_at is not None",
    ),
    Mutant(
        "an old look closes what a newer one met",
        "plan.py",
        "or row.last_seen > scan.started:",
        "or row.last_seen > now:",
    ),
    Mutant(
        "a look from before the claim refutes it",
        "plan.py",
        "row.claimed_at is not None and row.claimed_at < scan.started",
        "row.claimed_at is not None",
    ),
    Mutant(
        "late evidence reopens what is closed",
        "plan.py",
        "        if scan.started >= row.closed_at:\n",
        "        if True:\n",
    ),
    Mutant(
        "a relapse keeps its old deadline",
        "apply.py",
        "_RENEW = _MOVE.values(\n    due=None,",
        "_RENEW = _MOVE.values(",
    ),
    Mutant(
        "a page that was not looked at counts as seen",
        "sight.py",
        "return subject in self.result.subjects or subject in self.result.gone",
        "return True",
    ),
    Mutant(
        "what is undecided counts as mended",
        "sight.py",
        'if {("", subject), (code, subject)} & self.blanket:',
        'if {("", subject), (code, subject)} <= self.blanket:',
    ),
    Mutant(
        "an interrupted scan closes",
        "sight.py",
        "if result.incomplete or code not in result.codes",
        "if code not in result.codes",
    ),
    Mutant(
        "a changed rule closes many without asking",
        "standing.py",
        "return bool(mark and row.rule_mark and mark != row.rule_mark)",
        "return False",
    ),
    Mutant(
        "what a question is about is closed before the answer",
        "plan.py",
        "if row.held_by is None and row.id in standing.asked_about:",
        "if False:",
    ),
    Mutant(
        "an expired exemption is told in the old cycle",
        "lifecycle.py",
        "RENEWING = frozenset({Event.RELAPSE, Event.REOPEN, Event.EXPIRE, Event.ASSIGN})",
        "RENEWING = frozenset({Event.RELAPSE, Event.REOPEN, Event.ASSIGN})",
    ),
    Mutant(
        "an exemption that has not ended is opened",
        "plan.py",
        "return until is not None and until < local_day(now)",
        "return until is not None",
    ),
    Mutant(
        "whoever asks may also grant",
        "requests.py",
        "if actor.strip() == found.applicant.strip():",
        "if False:",
    ),
    Mutant(
        "a deadline may be extended again and again",
        "decide.py",
        "if before.extended_from is not None:",
        "if False:",
    ),
    Mutant(
        "an issue that was met again is still half mended",
        "apply.py",
        "    absences=0,\n    absent_since=None,\n)",
        ")",
    ),
    Mutant(
        "a scan that is applied twice counts twice",
        "apply.py",
        "if not scans.begin(connection, scan, incomplete, now):",
        "if not scans.begin(connection, scan, incomplete, now) and False:",
    ),
    Mutant(
        "notices are queued without an entry in the log",
        "ledger.py",
        'self._seal(connection, "登记通报", now, notices=numbers)',
        "pass",
    ),
    Mutant(
        "a return leaves the claim standing",
        "apply.py",
        "_RETURN = _MOVE.values(claimed_at=None, returns=issue.c.returns + 1)",
        "_RETURN = _MOVE.values(returns=issue.c.returns + 1)",
    ),
    Mutant(
        "whether it was in time is asked of the last look",
        "closing.py",
        "done = min(since, row.claimed_at) if is_claimed else since",
        "done = looked_at",
    ),
)


def is_caught(mutant: Mutant | None, examples: int) -> bool:
    """Run the machine on a copy with the bug; None runs it on the code as it is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for package in PACKAGES:
            shutil.copytree(ROOT / package, folder / package)
        shutil.copy(ROOT / "tests/__init__.py", folder / "tests")
        if mutant is not None:
            path = folder / "ledger" / mutant.file
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(mutant.old, mutant.new, 1), encoding="utf-8")
        ran = subprocess.run(
            [sys.executable, "-c", PROGRAM.replace("{examples}", str(examples))],
            cwd=folder,
            env={"PYTHONPATH": str(folder), "PATH": ""},
            capture_output=True,
            check=False,
        )
    return ran.returncode != 0


def main(names: list[str], examples: int = 150) -> int:
    """Run all bugs, or those named, two at a time."""
    chosen = [each for each in MUTANTS if not names or each.name in names]
    with ThreadPoolExecutor(2) as pool:
        sound = pool.submit(is_caught, None, examples)
        caught = list(pool.map(lambda each: is_caught(each, examples), chosen))
    for mutant, is_dead in zip(chosen, caught, strict=True):
        print("caught  " if is_dead else "SURVIVED", mutant.name, flush=True)
    print(f"{sum(caught)} of {len(chosen)} caught; the code itself passes: {not sound.result()}")
    return int(not all(caught) or sound.result())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
