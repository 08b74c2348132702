"""Fixtures of the notifier's tests: servers, certificates and a ledger."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.notifier import fault_server, papers, robot_server
from tests.notifier.fault_server import FaultServer
from tests.notifier.mail_server import MailServer, running
from tests.notifier.robot_server import RobotServer

SECRET = b"a secret for tests"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running(MailServer()) as server:
        yield server


@pytest.fixture
def faulty() -> Iterator[FaultServer]:
    with fault_server.running(FaultServer()) as server:
        yield server


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger to copy: making one takes its migrations."""
    path = tmp_path_factory.mktemp("ledger") / "empty.db"
    Ledger.open(f"sqlite:///{path}", SECRET).close()
    return path


@pytest.fixture
def url(tmp_path: Path, empty: Path) -> str:
    """Where the ledger is."""
    shutil.copyfile(empty, tmp_path / "ledger.db")
    return f"sqlite:///{tmp_path / 'ledger.db'}"


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    with Ledger.open(url, SECRET) as ledger:
        yield ledger


@pytest.fixture
def robots(monkeypatch: pytest.MonkeyPatch) -> Iterator[RobotServer]:
    with robot_server.running(RobotServer()) as server:
        monkeypatch.setenv(robot_server.VARIABLE, server.address)
        yield server


@pytest.fixture(scope="session", name="papers")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> papers.Papers:
    return papers.written_to(tmp_path_factory.mktemp("papers"))
