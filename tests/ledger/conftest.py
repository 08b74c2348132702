"""A fresh ledger in a real SQLite file for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.ledger.builders import SECRET, Weeks


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(f"sqlite:///{tmp_path}/ledger.sqlite3", SECRET) as opened:
        yield opened


@pytest.fixture
def weeks(ledger: Ledger) -> Weeks:
    return Weeks(ledger)
