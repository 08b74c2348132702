"""Lets a reader that has slow work before it, such as OCR, ask for more time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Set by the process that reads under limits; elsewhere nobody waits.
_grant: ContextVar[Callable[[float], None] | None] = ContextVar("grant", default=None)


def ask_for(seconds: float) -> None:
    """Ask that this file may take so many seconds from now on."""
    grant = _grant.get()
    if grant is not None:
        grant(seconds)


@contextmanager
def granting(grant: Callable[[float], None]) -> Iterator[None]:
    """Answer what is asked for within."""
    token = _grant.set(grant)
    try:
        yield
    finally:
        _grant.reset(token)
