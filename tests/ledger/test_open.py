"""Opening, migrating, and saying plainly why it does not work."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.exc import StatementError

from ledger.errors import LedgerError
from ledger.ledger import Ledger
from ledger.metadata import metadata
from ledger.migrations.run import config, upgrade
from ledger.schema import REVISION
from tests.ledger.builders import MONDAY, SECRET, SITE, finding, result, scan


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "ledger.sqlite3"
    Ledger.open(f"sqlite:///{made}", SECRET).close()
    return made


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def test_the_migrated_tables_are_those_of_the_schema() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_schema_names_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(config()).get_heads() == [REVISION]


def test_what_was_written_is_there_after_opening_again(path: Path) -> None:
    with Ledger.open(f"sqlite:///{path}", SECRET) as ledger:
        ledger.apply(result(finding()), scan=scan("a"), now=MONDAY)
    with Ledger.open(f"sqlite:///{path}", SECRET) as ledger:
        assert len(ledger.issues()) == 1
        assert ledger.scans(SITE)[0].started == MONDAY


def test_the_database_is_set_up_to_survive_a_crash(path: Path) -> None:
    with raw(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_neither_key_nor_secret_is_stored(path: Path) -> None:
    with Ledger.open(f"sqlite:///{path}", SECRET) as ledger:
        ledger.apply(result(finding(key="the-key")), scan=scan("a"), now=MONDAY)
    with raw(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"the-key" not in path.read_bytes()
    assert SECRET not in path.read_bytes()


def test_another_secret_is_refused_before_it_does_harm(path: Path) -> None:
    with pytest.raises(LedgerError, match="密钥"):
        Ledger.open(f"sqlite:///{path}", b"another")


def test_a_ledger_of_a_newer_version_is_refused(path: Path) -> None:
    with raw(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LedgerError, match="请升级"):
        Ledger.open(f"sqlite:///{path}", SECRET)


def test_a_busy_ledger_is_called_busy(path: Path) -> None:
    with Ledger.open(f"sqlite:///{path}?timeout=0.05", SECRET) as ledger, raw(path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="另一个程序占用"):
            ledger.clock.heartbeat("scheduler", MONDAY)
        assert ledger.clock.heartbeats() == []  # reading goes on
        other.execute("ROLLBACK")
        ledger.clock.heartbeat("scheduler", MONDAY)


def test_a_ledger_that_cannot_be_written_is_called_so(path: Path) -> None:
    with (
        Ledger.open(f"sqlite:///file:{path}?mode=ro&uri=true", SECRET) as ledger,
        pytest.raises(LedgerError, match="不可写"),
    ):
        ledger.clock.heartbeat("scheduler", MONDAY)


def test_a_full_disk_changes_nothing(path: Path) -> None:
    with Ledger.open(f"sqlite:///{path}", SECRET) as ledger:
        ledger.apply(result(finding()), scan=scan("a"), now=MONDAY)
        _limit_pages(ledger)
        many = result(*(finding(f"page-{number}") for number in range(5000)))
        with pytest.raises(LedgerError, match="磁盘已满"):
            ledger.apply(many, scan=scan("b"), now=MONDAY)
        assert len(ledger.issues()) == 1
        assert len(ledger.scans(SITE)) == 1
    with raw(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _limit_pages(ledger: Ledger) -> None:
    # SQLite says the same as on a full disk when the file may not grow.
    with ledger._store.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")


@pytest.mark.parametrize(
    ("name", "word"),
    [("missing/ledger.sqlite3", "目录不存在"), ("", "打不开"), ("letter.txt", "不是台账文件")],
)
def test_a_wrong_path_is_explained(tmp_path: Path, name: str, word: str) -> None:
    (tmp_path / "letter.txt").write_text("这不是数据库。" * 100)
    with pytest.raises(LedgerError, match=word):
        Ledger.open(f"sqlite:///{tmp_path}/{name}", SECRET)


@pytest.mark.parametrize("url", ["xunjian.db", "oracel://x/y"])
def test_an_address_that_is_none_is_explained(url: str) -> None:
    with pytest.raises(LedgerError, match="不能识别"):
        Ledger.open(url, SECRET)


def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    # Python takes a module that is None for one that cannot be found.
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LedgerError, match=r"缺少 psycopg，请安装 xunjian\[postgresql\]"):
        Ledger.open("postgresql://localhost/xunjian", SECRET)


def test_a_time_without_a_zone_is_refused(path: Path) -> None:
    with (
        Ledger.open(f"sqlite:///{path}", SECRET) as ledger,
        pytest.raises(StatementError, match="without a zone"),
    ):
        ledger.clock.heartbeat("scheduler", datetime(2026, 11, 23))  # noqa: DTZ001 (the point)
