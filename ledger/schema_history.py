"""The tables of what scans and visits saw over time."""

from sqlalchemy import Column, Date, Float, Index, Integer, Table, Text, UniqueConstraint

from ledger.metadata import UtcDateTime, metadata, text

# What complete scans saw of each page; see `checks.finding.Sighting`.
sighting = Table(
    "sighting",
    metadata,
    Column("site_id", Text, primary_key=True),
    Column("address", Text, primary_key=True),
    text("column_id"),
    Column("first_at", UtcDateTime, nullable=False),
    Column("first_day", Date),
    Column("day", Date),
    text("source"),
    text("title"),
    text("text"),
    Column("missed_at", UtcDateTime),
    Column("old_day", Date),
    Column("old_at", UtcDateTime),
    Column("changed_at", UtcDateTime),
    Column("gone_at", UtcDateTime),
)

# Since when the list of a column has been read to its end, and when it was last.
list_read = Table(
    "list_read",
    metadata,
    Column("site_id", Text, primary_key=True),
    Column("column_id", Text, primary_key=True),
    text("address"),
    Column("since", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("back_to", Date),
)

# Links that fail at every look; see `checks.finding.Trouble`.
trouble = Table(
    "trouble",
    metadata,
    Column("site_id", Text, primary_key=True),
    Column("address", Text, primary_key=True),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("looks", Integer, nullable=False),
    Column("scans", Integer, nullable=False),
    text("error"),
)

probe = Table(
    "probe",
    metadata,
    Column("id", Integer, primary_key=True),
    text("site_id"),
    Column("at", UtcDateTime, nullable=False),
    Column("seconds", Float, nullable=False),
    text("outcome"),
    text("reason"),
    Index(None, "site_id", "at"),
)

report = Table(
    "report",
    metadata,
    Column("id", Integer, primary_key=True),
    text("site_id"),
    Column("day", Date, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    text("scan_id"),
    # The numbers as JSON; whoever wrote them reads them.
    text("card"),
    UniqueConstraint("site_id", "day", "scan_id"),
)
