"""What several tests share: a sample platform, built and served."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sample import TODAY, FirstScan, Sample
from xunjian import config as configuration
from xunjian.demo.run import prepare, served


def pytest_configure(config: pytest.Config) -> None:
    """Let the thousand processes that the tests start read bytecode, where none may be kept.

    Compiling the sources anew is a fifth of what it takes to start one.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = str(config.rootpath / ".pytest_cache/bytecode")


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Sample]:
    """A fresh sample platform on ports of its own, served until the test ends."""
    directory = tmp_path / "sample"
    prepare(directory, today=TODAY, any_port=True)
    with served(directory):
        yield Sample(directory, configuration.load(directory))


@pytest.fixture(scope="session")
def first_scan(tmp_path_factory: pytest.TempPathFactory) -> FirstScan:
    """A sample platform that was scanned once and is not served any more; not to be changed."""
    directory = tmp_path_factory.mktemp("first") / "sample"
    prepare(directory, today=TODAY, any_port=True)
    sample = Sample(directory, configuration.load(directory))
    with served(directory):
        return FirstScan(sample, sample.scan())


@pytest.fixture
def known(first_scan: FirstScan, tmp_path: Path) -> Iterator[Sample]:
    """A sample platform that was scanned once, to be changed at will; served until the test ends."""
    directory = tmp_path / "sample"
    shutil.copytree(first_scan.sample.directory, directory)
    with served(directory):
        yield Sample(directory, configuration.load(directory))


@pytest.fixture(scope="session")
def scanned(first_scan: FirstScan) -> Sample:
    """A sample platform that was scanned once; not to be changed."""
    return first_scan.sample


@pytest.fixture
def own(scanned: Sample, tmp_path: Path) -> Sample:
    """A copy of the scanned sample, ledger and snapshots included, to be changed at will.

    Commands that look at the platform serve it for themselves.
    """
    directory = tmp_path / "own"
    shutil.copytree(scanned.directory, directory)
    return Sample(directory, configuration.load(directory))
