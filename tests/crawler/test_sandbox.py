"""The process that reads attachments: confined, replaceable, and never believed too much."""

import os
import signal
import socket
import subprocess
import sys
import threading

import psutil
import pytest

from crawler.extract import confine
from crawler.extract.exchange import Exchange, LostError
from crawler.extract.patience import ask_for, granting
from crawler.extract.sandbox import Sandbox
from crawler.extract.worker import HEADER
from crawler.site import FileLimits

TEXT = "通知".encode()


def _run(script: str) -> bytes:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    return done.stdout


def _workers() -> list[psutil.Process]:
    children = psutil.Process().children()
    return [each for each in children if "crawler.extract.worker" in each.cmdline()]


# By the system where it has namespaces, by Python where it has not.
@pytest.mark.parametrize("how", ["confine.confine()", "sys.addaudithook(confine._refuse_sockets)"])
def test_a_reading_process_has_no_network(how: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        script = f"import socket, sys\nfrom crawler.extract import confine\n{how}\ntry:\n"
        script += f"    socket.create_connection(('127.0.0.1', {port}), 5)\n"
        script += "    print('reached')\nexcept OSError:\n    print('refused')\n"
        assert _run(script) == b"refused\n"


def test_what_a_library_prints_does_not_mix_with_the_answers() -> None:
    script = "import os\nfrom crawler.extract import worker\nout = worker._own_stdout()\n"
    script += "os.write(1, b'noise')\nprint('noise', flush=True)\nworker.write_frame(out, b'x')\n"
    assert _run(script) == HEADER.pack(1) + b"x"


def test_a_process_ends_with_the_one_that_started_it() -> None:
    script = "import os, signal, sys\nfrom crawler.extract.sandbox import Sandbox\n"
    script += "box = Sandbox()\nbox.read(b'text', '.txt')\n"
    script += "print(box._process.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)\n"
    worker = int(_run(script))
    try:
        psutil.Process(worker).wait(10)
    except psutil.NoSuchProcess:
        return
    assert not psutil.pid_exists(worker)


def test_the_limits_hold_for_every_file() -> None:
    limits = FileLimits(seconds=7.0, memory=900_000_000)
    with Sandbox(limits) as sandbox:
        sandbox.read(TEXT, ".txt")
        (worker,) = _workers()
        assert worker.rlimit(psutil.RLIMIT_AS)[0] == limits.memory
        assert worker.rlimit(psutil.RLIMIT_CORE)[0] == 0
        used = sum(worker.cpu_times()[:2])
        assert used < worker.rlimit(psutil.RLIMIT_CPU)[0] <= used + limits.seconds + 2


def test_a_process_that_is_gone_is_replaced_unnoticed() -> None:
    with Sandbox() as sandbox:
        sandbox.read(TEXT, ".txt")
        (worker,) = _workers()
        worker.kill()
        assert sandbox.read(TEXT, ".txt").text == "通知"


def test_a_process_started_by_a_thread_that_has_ended_is_replaced() -> None:
    with Sandbox() as sandbox:
        thread = threading.Thread(target=sandbox.read, args=(TEXT, ".txt"))
        thread.start()
        thread.join()
        for _ in range(3):
            assert sandbox.read(TEXT, ".txt").text == "通知"


def _talker(script: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("import os; os.write(1, b'\\0\\0')", LostError),
        ("import os; os.write(1, b'\\0\\0\\0\\x09abc')", LostError),
        ("import os; os.write(1, b'\\xff\\xff\\xff\\xff')", LostError),
        ("import os, time; os.write(1, b'\\0\\0\\0\\x09abc'); time.sleep(60)", TimeoutError),
        ("import time; time.sleep(60)", TimeoutError),
    ],
)
def test_half_an_answer_is_no_answer(script: str, error: type[Exception]) -> None:
    with _talker(script) as process:
        exchange = Exchange(process, 3.0)
        with pytest.raises(error):
            exchange.read()
        process.kill()


def test_a_process_that_does_not_listen_is_not_waited_for() -> None:
    with _talker("import time; time.sleep(60)") as process:
        exchange = Exchange(process, 1.0)
        with pytest.raises(TimeoutError):
            exchange.write(bytes(10_000_000))
        os.kill(process.pid, signal.SIGKILL)


def test_a_reader_may_ask_for_more_time() -> None:
    asked: list[float] = []
    ask_for(5.0)
    with granting(asked.append):
        ask_for(300.0)
    ask_for(7.0)
    assert asked == [300.0]


def test_the_memory_held_is_told() -> None:
    assert confine.resident() > 1_000_000
