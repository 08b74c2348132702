"""Child processes that end with the one that started them, even when it is killed."""

import ctypes
import os
import signal
import sys

PARENT = "XUNJIAN_PARENT"
PR_SET_PDEATHSIG = 1


def child_environment() -> dict[str, str]:
    """Return the environment for a child, which then knows its parent.

    In a container the parent may well be process 1, as an orphan's is elsewhere.
    """
    return {**os.environ, PARENT: str(os.getpid())}


def die_with_parent() -> None:
    """Ask the system to end this process with its parent; end at once if that is gone already."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    parent = str(os.getppid())
    if os.environ.get(PARENT, parent) != parent:
        sys.exit(1)
