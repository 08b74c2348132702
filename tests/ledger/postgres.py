"""A PostgreSQL of our own, started for the tests where its programs are installed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

USER = "postgres"


def programs() -> Path | None:
    """Return the folder of initdb and pg_ctl, None if there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb", path=os.pathsep.join([*map(str, folders), os.environ["PATH"]]))
    return Path(found).resolve().parent if found else None


def emptied(url: str) -> str:
    """Drop every table of a database; return its address."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


def _run(command: list[str | Path], user: str | None, home: Path) -> None:
    quiet = subprocess.DEVNULL
    subprocess.run(command, check=True, user=user, cwd=home, stdout=quiet, stderr=quiet)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Run a server on a socket in a new folder of /tmp; yield the address of its database."""
    # It refuses to run as root, and nobody else may enter the folders of the tests.
    user = USER if os.geteuid() == 0 else None
    home = Path(tempfile.mkdtemp(prefix="xunjian-pg-"))
    if user:
        shutil.chown(home, user)
    data = home / "data"
    options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off"
    start = [folder / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start"]
    stop = [folder / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"]
    init = [folder / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"]
    try:
        _run(init, user, home)
        _run(start, user, home)
        try:
            yield f"postgresql+psycopg://{USER}@/postgres?host={home}"
        finally:
            _run(stop, user, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
