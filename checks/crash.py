"""Says where a program failed without what it failed on: a message may quote somebody's data."""

from pathlib import PurePath
from traceback import StackSummary, walk_tb

_DEEPEST = 20


def where(error: BaseException) -> str:
    """Return the kinds of an error and its causes with the lines of code, no message, no values."""
    said: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = StackSummary.extract(walk_tb(current.__traceback__), lookup_lines=False)
        lines = [
            f"  {PurePath(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in frames[-_DEEPEST:]
        ]
        said.append("\n".join([type(current).__qualname__, *lines]))
        # Not its context where another cause is named, as Python itself tells it.
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    return "\ncaused by ".join(said)
