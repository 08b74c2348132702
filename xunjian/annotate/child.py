"""Makes annotated copies in a process of its own: a file that breaks a library costs only its copy."""

import logging
import resource
import subprocess
import sys
from select import select
from types import TracebackType
from typing import Self

import msgspec

from checks.views import Document
from crawler.extract.worker import MEMORY, read_frame, write_frame
from crawler.lineage import child_environment
from crawler.page import Place, Table
from xunjian.annotate.copy import Copied, annotated
from xunjian.annotate.note import Note

logger = logging.getLogger(__name__)
SECONDS = 120.0


class CopyTask(msgspec.Struct):
    """A file to annotate, and what was read from it."""

    body: bytes
    name: str
    text: str
    places: tuple[Place, ...]
    tables: tuple[Table, ...]
    notes: tuple[Note, ...]


class Annotator:
    """A recycled worker process."""

    def __init__(self) -> None:
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

    def annotated(
        self, body: bytes, name: str, document: Document, notes: tuple[Note, ...]
    ) -> Copied:
        """Return the annotated copy of a file, or why there is none."""
        task = CopyTask(body, name, document.text, document.places, document.tables, notes)
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        try:
            write_frame(process.stdin, msgspec.msgpack.encode(task))
            ready, _, _ = select([process.stdout], [], [], SECONDS)
            answer = read_frame(process.stdout) if ready else b""
        except BrokenPipeError:
            answer = b""
        if answer:
            return msgspec.msgpack.decode(answer, type=Copied)
        self.close()
        return Copied(refused="文件结构特殊，无法加批注")

    def close(self) -> None:
        """End the worker."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "xunjian.annotate.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=child_environment(),
            )
        return self._process


def main() -> None:
    """Answer requests until stdin ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.basicConfig(level=logging.CRITICAL)
    while message := read_frame(sys.stdin.buffer):
        task = msgspec.msgpack.decode(message, type=CopyTask)
        write_frame(sys.stdout.buffer, msgspec.msgpack.encode(_annotated(task)))


def _annotated(task: CopyTask) -> Copied:
    document = Document(task.text, places=task.places, tables=task.tables, name=task.name)
    try:
        return annotated(task.body, task.name, document, task.notes)
    except Exception:
        # A file that breaks a library must not break the check; its text stays out of the log.
        logger.warning("cannot annotate a file of %d bytes", len(task.body))
        return Copied(refused="文件结构特殊，无法加批注")


if __name__ == "__main__":
    main()
