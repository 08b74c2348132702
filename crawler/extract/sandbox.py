"""Reads attachments in a process of their own, with limits on memory and time."""

import logging
import subprocess
import sys
from select import select
from types import TracebackType
from typing import Self

import msgspec

from crawler.extract.content import Content
from crawler.extract.worker import FileTask, read_frame, write_frame
from crawler.site import FileLimits

logger = logging.getLogger(__name__)
DEFAULT = FileLimits()


class Sandbox:
    """A recycled worker process; a crash or a time-out costs one file, never the scan."""

    def __init__(self, limits: FileLimits = DEFAULT) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

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
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        try:
            write_frame(process.stdin, msgspec.msgpack.encode(FileTask(body, suffix, self._limits)))
            ready, _, _ = select([process.stdout], [], [], self._limits.seconds)
            answer = read_frame(process.stdout) if ready else None
        except BrokenPipeError:
            answer = b""
        if answer:
            return msgspec.msgpack.decode(answer, type=Content)
        self.close()
        if answer is None:
            return Content("", unreadable=f"文件读取超过 {self._limits.seconds:g} 秒，未检查")
        logger.warning("the attachment reader died on a %s file", suffix)
        return Content("", unreadable="文件无法读取（读取程序异常退出）")

    def close(self) -> None:
        """End the worker."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "crawler.extract.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process
