"""Reads attachments in a process of their own, with limits on memory and time."""

import logging
import os
import signal
import subprocess
import sys
from contextlib import suppress
from types import TracebackType
from typing import Self

import msgspec

from crawler.extract.content import Content
from crawler.extract.exchange import Exchange, LostError
from crawler.extract.worker import Answer, FileTask, Reply
from crawler.lineage import child_environment
from crawler.site import FileLimits

logger = logging.getLogger(__name__)
DEFAULT = FileLimits()
# The limit counts processor time; on a busy machine a file may stand in line as long again.
WAITING = 2.0
# A process is replaced after so many files, or when it holds so large a share of its memory.
MOST_FILES = 500
LARGEST_SHARE = 0.4
# With these codes a process ends on its system's word; Windows has neither.
KILLED = -getattr(signal, "SIGKILL", 0)
OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0)


class Sandbox:
    """A recycled worker process; a crash or a time-out costs one file, never the scan."""

    def __init__(self, limits: FileLimits = DEFAULT) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0
        self._seconds = limits.seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, body: bytes, suffix: str) -> Content:
        """Return the content of a file; `unreadable` says what went wrong."""
        try:
            answer = self._ask(FileTask(body, suffix, self._limits))
        except TimeoutError:
            self.close()
            return _unread(self._too_long())
        except (LostError, OSError, msgspec.DecodeError):
            was_idle = self._files > 0
            code = self._end()
            if was_idle and code == KILLED:
                # It may have gone with the thread that started it, before it saw this file.
                return self.read(body, suffix)
            return _unread(self._cause(code, suffix))
        if answer.crash:
            logger.warning("the reader of %s files failed: %s", suffix or "unnamed", answer.crash)
        self._files += 1
        if self._files >= MOST_FILES or answer.memory > LARGEST_SHARE * self._limits.memory:
            self.close()
        return answer.content

    def _ask(self, task: FileTask) -> Answer:
        self._seconds = task.limits.seconds
        exchange = Exchange(self._running(), WAITING * self._seconds)
        exchange.write(msgspec.msgpack.encode(task))
        while True:
            reply = msgspec.msgpack.decode(exchange.read(), type=Reply)
            if isinstance(reply, Answer):
                return reply
            self._seconds = min(reply.seconds, task.limits.ocr_seconds)
            exchange.wait(WAITING * self._seconds)

    def close(self) -> None:
        """End the worker."""
        self._end()

    def _end(self) -> int:
        """End the worker and return the code with which it ended, 0 without one."""
        process, self._process = self._process, None
        self._files = 0
        if process is None:
            return 0
        _kill_group(process)
        process.communicate()
        return process.returncode

    def _cause(self, code: int, suffix: str) -> str:
        """Say why the worker has ended by itself."""
        if code == OUT_OF_TIME:
            return self._too_long()
        logger.warning("the attachment reader died on a %s file (%s)", suffix, code)
        return "文件无法读取（读取程序异常退出）"

    def _too_long(self) -> str:
        return f"文件读取超过 {self._seconds:g} 秒，未检查"

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "crawler.extract.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                env=child_environment(),
            )
        return self._process


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    """Kill a worker with the programs that it has started."""
    if sys.platform == "win32":
        process.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _unread(reason: str) -> Content:
    return Content("", unreadable=reason)
