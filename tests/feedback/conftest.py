"""A ledger in which a unit has been told of problems, and the folder into which it answers."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.issue import Issue
from ledger.ledger import Ledger
from notifier.proof import Claim, sign
from notifier.workbook import workbook
from tests.feedback.builders import filled
from tests.feedback.sites import a_round
from tests.web.builders import NOW, STALE, a_finding, a_scan, notify_all
from xunjian.config import Config

DONE = ("已整改", "换了附件", "2026-11-22", "张三")


@dataclass(frozen=True, slots=True)
class Told:
    """A ledger of which the units have been told."""

    config: Config
    ledger: Ledger

    @property
    def drop(self) -> Path:
        return self.config.directory / self.config.feedback.drop

    def issues(self, unit: str = "mzj") -> list[Issue]:
        found = (one for one in self.ledger.issues() if one.unit == unit)
        return sorted(found, key=lambda one: one.id)

    def list(self, unit: str = "mzj") -> bytes:
        """Return the list as the unit got it."""
        token = sign(self.config.secret, Claim("scan1", unit))
        return workbook(self.issues(unit), title="问题清单", token=token)

    def answered(self, *rows: int, unit: str = "mzj", note: str = "换了附件") -> bytes:
        """Return the list with these rows mended."""
        return filled(
            {row: (DONE[0], note, *DONE[2:]) for row in rows or (1, 2, 3)}, self.list(unit)
        )


@pytest.fixture(scope="module")
def told_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a ledger in which three issues of one unit and one of another wait."""
    directory = tmp_path_factory.mktemp("told")
    config = a_round(directory)
    with Ledger.open(config.ledger, config.secret) as ledger:
        findings = (a_finding(1), a_finding(2), a_finding(3), STALE)
        a_scan(ledger, 1, *findings, at=NOW - timedelta(days=1))
        notify_all(ledger, NOW - timedelta(hours=20))
    return directory


@pytest.fixture
def told(told_once: Path, tmp_path: Path) -> Iterator[Told]:
    directory = tmp_path / "told"
    shutil.copytree(told_once, directory)
    config = a_round(directory)
    (directory / "inbox").mkdir()
    with Ledger.open(config.ledger, config.secret) as ledger:
        yield Told(config, ledger)
