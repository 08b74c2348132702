"""Fixtures: an office with an empty ledger, which is laid out once and copied."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.notices.office import Office, a_config


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("empty")
    config = a_config(directory)
    Ledger.open(config.ledger, config.secret).close()
    return directory


@pytest.fixture
def office(empty: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copytree(empty, tmp_path, dirs_exist_ok=True)
    config = a_config(tmp_path)
    with Ledger.open(config.ledger, config.secret) as ledger:
        yield Office(config, ledger, {})
