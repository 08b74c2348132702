"""One question and its answer through the pipes of a worker, never longer than agreed."""

import os
import selectors
import subprocess
import time

from crawler.extract.worker import HEADER

CHUNK = 1 << 20
# Larger than any answer within the limits of a file.
LARGEST = 1 << 30


class LostError(RuntimeError):
    """The worker ended, or talks nonsense, instead of answering."""


class Exchange:
    """A question that is written and replies that are read until `deadline`."""

    def __init__(self, process: "subprocess.Popen[bytes]", seconds: float) -> None:
        assert process.stdin is not None and process.stdout is not None
        self._in, self._out = process.stdin.fileno(), process.stdout.fileno()
        self.wait(seconds)
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)

    def wait(self, seconds: float) -> None:
        """Wait so long from now on."""
        self._deadline = time.monotonic() + seconds

    def write(self, message: bytes) -> None:
        """Send a message; TimeoutError when the other side does not take it in time."""
        rest = memoryview(HEADER.pack(len(message)) + message)
        while rest:
            self._ready(self._in, selectors.EVENT_WRITE)
            rest = rest[os.write(self._in, rest[:CHUNK]) :]

    def read(self) -> bytes:
        """Receive a message; `LostError` when it does not come, TimeoutError when not in time."""
        (length,) = HEADER.unpack(self._exactly(HEADER.size))
        if length > LARGEST:
            raise LostError(f"an answer of {length} bytes")
        return self._exactly(length)

    def _exactly(self, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            self._ready(self._out, selectors.EVENT_READ)
            part = os.read(self._out, min(CHUNK, size - len(parts)))
            if not part:
                raise LostError("the worker has ended")
            parts += part
        return bytes(parts)

    def _ready(self, pipe: int, event: int) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, event)
            left = self._deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise TimeoutError
