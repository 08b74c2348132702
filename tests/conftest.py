"""What several tests share: a sample platform, built and served."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sample import TODAY, Sample
from xunjian import config as configuration
from xunjian.demo.run import prepare, served


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Sample]:
    """A fresh sample platform on ports of its own, served until the test ends."""
    directory = tmp_path / "sample"
    prepare(directory, today=TODAY, any_port=True)
    with served(directory):
        yield Sample(directory, configuration.load(directory))
