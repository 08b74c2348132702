"""The command line as the tests run it: in this process, faults explained as `xunjian` does."""

import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from xunjian.cli import app
from xunjian.faults import explained


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        """What it wrote for people."""
        return self.raw.decode()

    @property
    def flat(self) -> str:
        """The same with line breaks undone, as a terminal's width puts them anywhere."""
        return self.out.replace("\n", "")


def xunjian(*words: str | Path, stdin: bytes = b"") -> Ran:
    """Run one command."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as end, explained():
            app([str(word) for word in words])
    for stream in (out, err):
        stream.flush()
    code = end.value.code
    assert code is None or isinstance(code, int)
    return Ran(code or 0, out.buffer.getvalue(), err.buffer.getvalue().decode())
