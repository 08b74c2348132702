"""Issues remember all pages that show them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("issue") as table:
        table.add_column(sa.Column("sources", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("pages", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("issue") as table:
        # What is new always says; the defaults were for what was there.
        table.alter_column("sources", server_default=None)
        table.alter_column("pages", server_default=None)
