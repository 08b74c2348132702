"""Opening the database: pragmas, transactions, migrations, and errors said in plain words."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    event,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from ledger.errors import LedgerError
from ledger.fingerprint import secret_mark
from ledger.schema import REVISION, meta

BUSY_SECONDS = 15
# Any constant will do; it is the door of the ledger on PostgreSQL.
WRITE_LOCK = 0x786A


class Store:
    """A database with one way to read and one way to write."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(is_reader=True)
        self._where = engine.url.database or str(engine.url)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the ledger and blocks nobody."""
        with plain_words(self._where), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open the one transaction that may write; all of it happens or nothing."""
        with plain_words(self._where), self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:door)"), {"door": WRITE_LOCK}
                )
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def open_store(url: str, secret: bytes) -> Store:
    """Open the database, create or migrate its tables, and check the secret."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            _require_folder(Path(parsed.database.removeprefix("file:")))
            _make_private(parsed.database)
        waits = parsed.get_backend_name() != "sqlite" or "timeout" in parsed.query
        engine = create_engine(parsed, connect_args={} if waits else {"timeout": BUSY_SECONDS})
    except (ArgumentError, NoSuchModuleError) as error:
        raise LedgerError(f"台账地址“{url}”不能识别，应形如 sqlite:///xunjian.db。") from error
    except ModuleNotFoundError as error:
        driver = f"缺少 {error.name}，请安装 xunjian[postgresql]"
        raise LedgerError(f"没有安装台账数据库的驱动程序：{driver}。") from error
    if engine.dialect.name == "sqlite":
        _tame_sqlite(engine)
    store = Store(engine)
    try:
        _migrate(store)
        _check_secret(store, secret)
    except BaseException:
        store.close()
        raise
    return store


def _require_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise LedgerError(f"台账文件“{path}”所在的目录不存在，请先建立该目录。")


def _make_private(name: str) -> None:
    """Make a new ledger nobody else's; SQLite gives its journals the same mode."""
    if name != ":memory:" and not name.startswith("file:") and not Path(name).exists():
        # Where it cannot be made, the driver says so in a moment.
        with suppress(OSError):
            Path(name).touch(mode=0o600)


def _tame_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:  # Any: the driver's own object
        # Without this the driver begins transactions by itself, and too late.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred transaction that reads and then writes fails at once beside another writer.
        is_reader = connection.get_execution_options().get("is_reader", False)
        connection.exec_driver_sql("BEGIN" if is_reader else "BEGIN IMMEDIATE")


def _migrate(store: Store) -> None:
    with store.read() as connection:
        if _revision(connection) == REVISION:
            return
    with store.write() as connection:
        revision = _revision(connection)
        if revision == REVISION:  # another process was quicker
            return
        # Alembic takes a third of a second to load and is needed once in a ledger's life.
        from ledger.migrations.run import is_known, upgrade

        if revision is not None and not is_known(revision):
            raise LedgerError(
                f"台账由更新版本的巡检程序写成（结构版本 {revision}，本程序为 {REVISION}），"
                "请升级本程序后再打开。",
            )
        upgrade(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _check_secret(store: Store, secret: bytes) -> None:
    kept = select(meta.c.value).where(meta.c.name == "secret")
    mark = secret_mark(secret)
    with store.read() as connection:
        found = connection.execute(kept).scalar()
    if found is None:
        with store.write() as connection:
            found = connection.execute(kept).scalar()
            if found is None:
                connection.execute(meta.insert().values(name="secret", value=mark))
                found = mark
    if found != mark:
        raise LedgerError("密钥与建立台账时不同，用它会把旧问题全部当作新问题；请换回原来的密钥。")


# What the drivers say, and what the office clerk should read.
_SENTENCES = (
    ("database is locked", "台账“{where}”正被另一个程序占用，请稍后再试。"),
    ("readonly database", "台账“{where}”不可写，请检查文件和目录的权限。"),
    ("unable to open", "台账“{where}”打不开，请检查路径和权限。"),
    ("is full", "磁盘已满，台账“{where}”未作任何改动；请清理磁盘后再试。"),
    ("not a database", "“{where}”不是台账文件，或已损坏。"),
    ("malformed", "台账“{where}”已损坏，请用备份恢复。"),
    ("disk I/O error", "读写台账“{where}”时磁盘出错，请检查磁盘。"),
    ("connection", "连不上台账数据库“{where}”，请检查地址、账号和网络。"),
)


@contextmanager
def plain_words(where: str) -> Iterator[None]:
    """Turn the driver's complaints into sentences; what is not listed is a fault of ours."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig)
        for sign, sentence in _SENTENCES:
            if sign in said:
                raise LedgerError(sentence.format(where=where)) from error
        raise
