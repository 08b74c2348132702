"""What Alembic executes: migrate on the connection that the program hands over."""

from alembic import context

import ledger.schema
import ledger.schema_history  # noqa: F401 - its tables belong to the metadata
from ledger.metadata import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter a column; batch mode copies the table.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
