"""Faults that a person can mend end with one sentence and their exit code, others with a trace."""

import errno
import importlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sample import Sample
from tests.test_config import written
from xunjian.faults import EXIT_CODES, explained

ROOT = Path(__file__).parents[1]
XUNJIAN = [sys.executable, "-c", "from xunjian.cli import main; main()"]


@pytest.mark.parametrize("name", EXIT_CODES, ids=".".join)
def test_every_fault_in_the_table_exists_and_is_explained(
    name: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    kind = getattr(importlib.import_module(name[0]), name[1])
    argument = ["一句话"] if kind.__name__ in ("ConfigError", "WordListError") else "一句话"
    with pytest.raises(SystemExit) as end, explained():
        raise kind(argument)
    assert end.value.code == EXIT_CODES[name]
    assert "一句话" in capsys.readouterr().err


def test_a_fault_of_ours_keeps_its_trace() -> None:
    with pytest.raises(ValueError, match="ours"), explained():
        raise ValueError("ours")


def test_a_file_that_cannot_be_written_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end, explained():
        raise OSError(errno.ENOSPC, "No space left on device", "snapshots/a")
    assert end.value.code == 3
    assert capsys.readouterr().err == "snapshots/a：无法读写（磁盘已满）\n"


def test_the_program_itself_ends_with_a_sentence_and_no_trace(tmp_path: Path) -> None:
    written(tmp_path, "colour = 1")
    ran = subprocess.run(
        [*XUNJIAN, "scan", "-c", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"{tmp_path / 'xunjian.toml'}：colour = 1：没有这个配置项\n"


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let children be interrupted, even where these tests run as the background job of a shell."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupted_scan_is_not_taken_for_one_that_found_problems(sample: Sample) -> None:
    text = (sample.directory / "sites/qinghe.toml").read_text(encoding="utf-8")
    slow = text.replace("delay = 0.0", "delay = 0.2\nconcurrency = 1")
    (sample.directory / "sites/qinghe.toml").write_text(slow, encoding="utf-8")
    with subprocess.Popen(
        [*XUNJIAN, "scan", "-c", str(sample.directory)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        while not list((sample.directory / "snapshots").glob("*/*/*.warc.gz")):
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Traceback" not in err
    assert out == ""


def test_a_full_disk_that_names_no_file_is_a_sentence_as_well(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as end, explained():
        raise OSError(errno.ENOSPC, "No space left on device")
    assert end.value.code == 3
    assert capsys.readouterr().err == "无法读写（磁盘已满）\n"


def test_standard_output_on_a_full_disk_ends_with_code_3_and_no_trace() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            [*XUNJIAN, "rules"], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (ran.returncode, ran.stderr.decode()) == (3, "无法读写（磁盘已满）\n")
