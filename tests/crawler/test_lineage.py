"""A child process goes with its parent, also where the parent is process 1."""

import os
import shutil
import subprocess
import sys

import pytest

from crawler.lineage import PARENT, child_environment

CHILD = "from crawler.lineage import die_with_parent; die_with_parent(); print('here')"
# A container's first process starts a worker and reads a file with it.
FIRST = (
    "import os; assert os.getpid() == 1; from crawler.extract.sandbox import Sandbox\n"
    "with Sandbox() as sandbox: print(sandbox.read('通知'.encode(), '.txt').text)"
)
UNSHARE = ("unshare", "--map-root-user", "--fork", "--pid", "--mount-proc")


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_child_of_the_parent_that_started_it_stays() -> None:
    ran = run([sys.executable, "-c", CHILD], child_environment())
    assert (ran.returncode, ran.stdout) == (0, "here\n")


def test_a_child_that_was_started_by_hand_stays() -> None:
    environment = {name: value for name, value in os.environ.items() if name != PARENT}
    assert run([sys.executable, "-c", CHILD], environment).returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parents")
def test_an_orphan_ends_at_once() -> None:
    ran = run([sys.executable, "-c", CHILD], {**os.environ, PARENT: "999999999"})
    assert (ran.returncode, ran.stdout) == (1, "")


def _may_unshare() -> bool:
    return (
        shutil.which("unshare") is not None
        and run([*UNSHARE, "true"], {**os.environ}).returncode == 0
    )


@pytest.mark.skipif(not _may_unshare(), reason="this system gives no process namespaces")
def test_a_reader_works_for_the_first_process_of_a_container() -> None:
    ran = run([*UNSHARE, sys.executable, "-c", FIRST], {**os.environ})
    assert (ran.returncode, ran.stdout) == (0, "通知\n"), ran.stderr
