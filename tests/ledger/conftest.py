"""A fresh ledger for every test: in a real SQLite file, and in PostgreSQL where it is installed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.ledger.builders import SECRET, Weeks
from tests.ledger.postgres import cluster, emptied, programs


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    pytest.importorskip("psycopg")
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed here")
    with cluster(folder) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    url = f"sqlite:///{tmp_path}/ledger.sqlite3"
    if request.param == "postgresql":
        url = emptied(request.getfixturevalue("postgres"))
    with Ledger.open(url, SECRET) as opened:
        yield opened


@pytest.fixture
def weeks(ledger: Ledger) -> Weeks:
    return Weeks(ledger)
