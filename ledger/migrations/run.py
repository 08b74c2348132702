"""Running migrations from inside the program, without an alembic.ini."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def config() -> Config:
    """Return the configuration that finds the migrations beside this file."""
    made = Config()
    # Alembic reads the value with %-interpolation.
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    return made


def is_known(revision: str) -> bool:
    """Whether this version of the program has the migration."""
    script = ScriptDirectory.from_config(config())
    return any(each.revision == revision for each in script.walk_revisions())


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the database up to the revision inside the connection's transaction."""
    made = config()
    made.attributes["connection"] = connection
    command.upgrade(made, revision)
