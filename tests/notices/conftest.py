"""Fixtures: an office in each of the databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.notices.office import Office, a_config


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    config = a_config(tmp_path)
    with Ledger.open(config.ledger, config.secret) as ledger:
        yield Office(config, ledger, {})
