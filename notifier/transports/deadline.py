"""A limit for a whole conversation: time-outs count from the last byte, and bytes can drip."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from notifier.transports.reasons import reason


class Deadline:
    """Cuts the connection of the block that is still talking when its time is up."""

    def __init__(self, seconds: float, connection: Callable[[], socket.socket | None]) -> None:
        self._seconds = seconds
        self._connection = connection
        self._is_over = False
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()

    def reason(self, error: BaseException) -> str:
        """Say in Chinese what became of the connection."""
        if self._is_over:
            return f"对方应答太慢，{self._seconds:g} 秒没有完成"
        return reason(error)

    def _cut(self) -> None:
        self._is_over = True
        connection = self._connection()
        if connection is not None:
            # The reader in the other thread sees the end of the connection.
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
