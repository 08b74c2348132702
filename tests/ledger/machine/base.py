"""What the rules of the machine share: a ledger, a clock, and processes that die at their work."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import Connection, Engine, event

from checks.workdays import local_day
from ledger.issue import Issue
from ledger.ledger import Ledger
from tests.ledger.builders import MONDAY, SECRET
from tests.ledger.machine.site import PAGES, address

T = TypeVar("T")
# A process dies before one of so many writes, if its work has as many.
WRITES = 17
MOSTLY = st.sampled_from([True, True, True, False])
NAME = "ledger.sqlite3"


class Crash(BaseException):
    """The process dies before its transaction has ended."""


@contextmanager
def dying(engine: Engine, left: int) -> Iterator[None]:
    """Let the process die after so many writes, commits counted as such."""

    def count(connection: Connection) -> None:
        nonlocal left
        if connection.get_execution_options().get("is_reader", False):
            return
        if left == 0:
            raise Crash
        left -= 1

    def write(connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
        if statement.lstrip().startswith(("INSERT", "UPDATE", "DELETE")):
            count(connection)

    event.listen(engine, "before_cursor_execute", write)
    event.listen(engine, "commit", count)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", write)
        event.remove(engine, "commit", count)


@cache
def _empty() -> bytes:
    """Return an empty ledger; to migrate one takes longer than all that is done with it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, NAME)
        Ledger.open(f"sqlite:///{path}", SECRET).close()
        return path.read_bytes()


@dataclass
class Memory:
    """What an observer of the looks knows of one issue: when it was first missed, and by what."""

    missed: datetime | None = None
    mark: str = ""


class Base(RuleBasedStateMachine):
    """One site of a few pages, with one possible fault on each."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        Path(self.folder, NAME).write_bytes(_empty())
        self.open()
        self.watcher = sqlite3.connect(Path(self.folder, NAME))
        self._read: dict[int, Issue] = {}
        self._read_at = None
        self.now = MONDAY
        self.count = 0
        self.version = 1
        self.memory: dict[int, Memory] = {}
        self.place = dict.fromkeys(PAGES, 0)

    def open(self) -> None:
        self.ledger = Ledger.open(f"sqlite:///{self.folder}/{NAME}", SECRET)

    def teardown(self) -> None:
        self.watcher.close()
        self.ledger.close()
        shutil.rmtree(self.folder)

    @property
    def today(self) -> date:
        return local_day(self.now)

    def issues(self) -> dict[int, Issue]:
        """Return the issues by number, read again if anything was written since."""
        written = self.writes()
        if written != self._read_at:
            self._read = {issue.id: issue for issue in self.ledger.issues()}
            self._read_at = written
        return dict(self._read)

    def here(self, page: int) -> str:
        """Return where the page stands now."""
        return address(page, self.place[page])

    def pick(self, data: st.DataObject, wanted: Iterable[Issue]) -> Issue:
        """Draw an issue, mostly one of those that are wanted, if there are any."""
        issues = self.issues()
        return issues[data.draw(st.sampled_from([each.id for each in wanted] * 3 + [*issues]))]

    def next_name(self) -> str:
        self.count += 1
        return f"n{self.count}"

    def writes(self) -> Any:
        """Return what differs when anything was written since."""
        return self.watcher.execute("PRAGMA data_version").fetchone()

    def do(self, action: Callable[[], T]) -> T:
        """Do it; often after a process has died in the midst of it, and nothing has happened."""
        self.count += 1
        before = self.writes()
        try:
            with dying(self.ledger._store._engine, self.count * 5 % WRITES):
                return action()
        except Crash:
            assert self.writes() == before, "a process that died has left half of its work"
        return action()
