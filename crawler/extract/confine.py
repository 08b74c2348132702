"""What a reading process takes from itself: the network, memory, time, the parent's death."""

import ctypes
import math
import sys
from contextlib import suppress
from pathlib import Path

from crawler.lineage import die_with_parent

if sys.platform != "win32":
    import resource

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
STATM = Path("/proc/self/statm")


def confine() -> None:
    """Leave the network, write no core, and die with the parent, as far as the system lets us."""
    die_with_parent()
    _limit("RLIMIT_CORE", 0)
    if not _leave_network():
        sys.addaudithook(_refuse_sockets)


def _leave_network() -> bool:
    """Move into a network namespace with nothing in it; only Linux has them, and not everywhere."""
    if sys.platform != "linux":
        return False
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    # Root needs no user namespace, and would lose its access to files in one.
    return any(unshare(flags) == 0 for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET))


def _refuse_sockets(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        raise PermissionError("a reading process has no network")


def bind_memory(size: int) -> None:
    """Let the process take so much memory."""
    _limit("RLIMIT_AS", size)


def give_time(seconds: float) -> None:
    """Let the task take so much processor time from now on; then the system ends the process."""
    if sys.platform != "win32":
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _limit("RLIMIT_CPU", math.ceil(usage.ru_utime + usage.ru_stime + seconds))


def _limit(name: str, value: int) -> None:
    """Move a soft limit, never above the hard one."""
    if sys.platform == "win32":
        return
    kind = getattr(resource, name, None)
    if kind is None:
        return
    _, hard = resource.getrlimit(kind)
    most = value if hard == resource.RLIM_INFINITY else min(value, hard)
    # Some systems know the limit and refuse it.
    with suppress(OSError, ValueError):
        resource.setrlimit(kind, (most, hard))


def resident() -> int:
    """Return the bytes of memory that this process holds, 0 where the system does not say."""
    try:
        return int(STATM.read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return 0
