"""`serve` as a process: it answers, ticks, runs what is due, and ends when it is told to."""

import os
import re
import signal
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from tests.schedule.builders import Clock, a_config, a_ledger, noting
from xunjian.config import ConfigError
from xunjian.schedule import Scheduler, utc_now
from xunjian.web.serve import serve

PROCESS = """
import logging
import sys
import threading
from dataclasses import replace
from pathlib import Path
from tests.schedule.builders import a_config, noting
from xunjian.web.serve import serve

def endless(*_):
    print("SCANNING", file=sys.stderr, flush=True)
    threading.Event().wait()

logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
jobs = replace(noting(print), scan=endless)
serve(a_config(Path(sys.argv[1])), jobs, host="127.0.0.1", port=0)
print("SERVED", file=sys.stderr)
"""


COMMAND = "from xunjian.cli import main; main()"
MAIN = """
[mail]
directory = "outbox"
supervisor = ["zwgk@qinghe.example"]
[probe]
enabled = false
"""
SITE = """
id = "qinghe"
name = "青禾区人民政府"
start_url = "https://www.qinghe.example/"
"""


def start(*words: str | Path, program: str = PROCESS) -> tuple[subprocess.Popen[str], str]:
    """Start the process and return it with the address that it logs."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, words)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"网页控制台：(http://\S+)", line):
            return process, found[1]
    raise AssertionError("the process ended without serving")


def test_the_command_says_where_the_console_is(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "xunjian.toml").write_text(MAIN, encoding="utf-8")
    (tmp_path / "sites/qinghe.toml").write_text(SITE, encoding="utf-8")
    process, address = start("serve", "-c", tmp_path, "--port", "0", program=COMMAND)
    try:
        assert "运行状态" in httpx.get(address, trust_env=False).text
    finally:
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=20)
    assert (process.returncode, log.splitlines()[-1]) == (0, "服务停止")


def read_until(process: subprocess.Popen[str], sign: str) -> None:
    assert process.stderr is not None
    assert any(sign in line for line in process.stderr)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_service_in_good_order(tmp_path: Path, number: signal.Signals) -> None:
    process, address = start(tmp_path)
    assert "运行状态" in httpx.get(address, trust_env=False).text
    process.send_signal(number)
    _, log = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "SERVED" in log
    assert "Traceback" not in log


def test_a_scan_that_goes_on_does_not_hold_up_the_end(tmp_path: Path) -> None:
    # Seen before the last weekly slot, so that the scan is due now unless it is too long ago.
    config = a_config(tmp_path)
    now = utc_now()
    with a_ledger(config) as ledger:
        first = Scheduler(config, noting(lambda _: None), ledger, now=Clock(now))
        first.tick()
        row = next(row for row in ledger.clock.slots() if row.schedule_id.startswith("scan"))
        assert ledger.clock.take_slot(row.schedule_id, now - timedelta(seconds=1), "gone", now)
        outcome = "中断：服务停止，下次启动后接着做"
        ledger.clock.finish_slot(row.schedule_id, now - timedelta(seconds=1), outcome, now)
    process, _ = start(tmp_path)
    read_until(process, "SCANNING")
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in log
    with a_ledger(config) as ledger:
        second = next(row for row in ledger.clock.slots() if row.schedule_id.endswith("#2"))
    assert second.outcome.startswith("中断")


def test_a_port_that_is_taken_is_told_in_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ConfigError, match=f"不能在 127.0.0.1:{port} 上提供网页"):
            serve(a_config(tmp_path), noting(lambda _: None), port=port)
