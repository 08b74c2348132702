"""Logging as the commands set it up: nothing personal reaches stderr, not even in a traceback."""

import logging
import sys
import threading
import traceback
from types import TracebackType

from checks.mask import mask


class MaskingFormatter(logging.Formatter):
    """Masks the finished line with its traceback, whoever wrote it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return mask(super().format(record))


def set_up() -> None:
    """Log warnings to stderr, masked, and mask what an error of ours says at the end."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(MaskingFormatter("%(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    sys.excepthook = _report
    threading.excepthook = _report_thread


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    sys.stderr.write(mask("".join(traceback.format_exception(kind, error, trace))))


def _report_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        _report(told.exc_type, told.exc_value, told.exc_traceback)
