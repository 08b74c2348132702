"""The tables; one schema for SQLite and PostgreSQL."""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

# The newest migration; the ledger is opened without loading Alembic when it is there already.
REVISION = "0007"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    },
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC; SQLite knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: they would be off by eight hours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    _text("value"),
)

scan = Table(
    "scan",
    metadata,
    Column("id", Text, primary_key=True),
    _text("site_id"),
    Column("started", UtcDateTime, nullable=False),
    Column("finished", UtcDateTime, nullable=False),
    Column("full", Boolean, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    _text("incomplete"),
    # Whether later scans are measured against this one.
    Column("is_baseline", Boolean, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("opened", Integer, nullable=False),
    Column("relapsed", Integer, nullable=False),
    Column("closed", Integer, nullable=False),
    Column("refreshed", Integer, nullable=False),
    Column("applied_at", UtcDateTime, nullable=False),
    Index(None, "site_id", "started"),
)

issue = Table(
    "issue",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("fingerprint"),
    _text("site_id"),
    _text("code"),
    _text("name"),
    _text("title"),
    _text("subject"),
    _text("url"),
    _text("column_id"),
    _text("unit_id"),
    _text("state"),
    _text("severity"),
    _text("message"),
    _text("evidence"),
    _text("suggestion"),
    _text("page_title"),
    # The pages that show the fault, as a JSON list; "" where `url` says all.
    _text("sources"),
    Column("pages", Integer, nullable=False),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("last_seen", UtcDateTime, nullable=False),
    Column("due", Date),
    Column("due_provisional", Boolean, nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("closed_at", UtcDateTime),
    _text("close_reason"),
    Column("waived_until", Date),
    Column("version", Integer, nullable=False),
    # The fault wherever it stands: pairs a page that moved, and what was ruled to be no fault.
    _text("key_mark"),
    # The version of the rule that met it last.
    _text("rule_mark"),
    # The unit that a person named; "" leaves it to the unit that scans find.
    _text("assigned"),
    Column("told_at", UtcDateTime),
    Column("claimed_at", UtcDateTime),
    Column("returns", Integer, nullable=False),
    # Looks in a row that did not meet it, and the first of them.
    Column("absences", Integer, nullable=False),
    Column("absent_since", UtcDateTime),
    Column("extended_from", Date),
    Column("met_due", Boolean),
    # The question that has to be answered before anybody is told.
    Column("held_by", Integer),
    # What the page looked like when the fault was met: how long its text was, and a sketch of it.
    Column("page_length", Integer, nullable=False),
    _text("page_sketch"),
    Column("page_day", Date),
    UniqueConstraint("fingerprint"),
    Index(None, "site_id", "state"),
    Index(None, "unit_id", "state"),
    Index(None, "site_id", "code", "key_mark"),
)

notice = Table(
    "notice",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("dedupe"),
    _text("message_id"),
    _text("kind"),
    _text("unit_id"),
    _text("recipient"),
    _text("scan_id"),
    _text("subject"),
    Column("payload", LargeBinary, nullable=False),
    _text("state"),
    Column("attempts", Integer, nullable=False),
    # Whether an earlier attempt may have arrived although nobody said so.
    Column("maybe_sent", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime),
    Column("lease_until", UtcDateTime),
    Column("settled_at", UtcDateTime),
    Column("last_code", Integer, nullable=False),
    _text("last_text"),
    # An urgent one is sent at any hour.
    Column("urgent", Boolean, nullable=False),
    UniqueConstraint("dedupe"),
    Index(None, "state", "next_at"),
)

transition = Table(
    "transition",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("issue_id", Integer, ForeignKey("issue.id"), nullable=False),
    Column("old_state", Text),
    _text("event"),
    _text("new_state"),
    Column("at", UtcDateTime, nullable=False),
    Column("cycle", Integer, nullable=False),
    _text("actor"),
    _text("note"),
    Column("scan_id", Text, ForeignKey("scan.id")),
    Column("notice_id", Integer, ForeignKey("notice.id")),
    Column("due", Date),
    Index(None, "issue_id"),
    Index(None, "notice_id"),
)

slot = Table(
    "slot",
    metadata,
    Column("schedule_id", Text, primary_key=True),
    Column("slot", UtcDateTime, primary_key=True),
    _text("owner"),
    Column("taken_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    _text("outcome"),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

# What complete scans saw of each page; see `checks.finding.Sighting`.
sighting = Table(
    "sighting",
    metadata,
    Column("site_id", Text, primary_key=True),
    Column("address", Text, primary_key=True),
    _text("column_id"),
    Column("first_at", UtcDateTime, nullable=False),
    Column("first_day", Date),
    Column("day", Date),
    _text("source"),
    _text("title"),
    _text("text"),
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
    _text("address"),
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
    _text("error"),
)

probe = Table(
    "probe",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("site_id"),
    Column("at", UtcDateTime, nullable=False),
    Column("seconds", Float, nullable=False),
    _text("outcome"),
    _text("reason"),
    Index(None, "site_id", "at"),
)

report = Table(
    "report",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("site_id"),
    Column("day", Date, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    _text("scan_id"),
    # The numbers as JSON; whoever wrote them reads them.
    _text("card"),
    UniqueConstraint("site_id", "day", "scan_id"),
)

# What units and supervisors ask for, and what a second person said to it.
request = Table(
    "request",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("issue_id", Integer, ForeignKey("issue.id"), nullable=False),
    Column("cycle", Integer, nullable=False),
    _text("kind"),
    _text("applicant"),
    _text("unit_id"),
    _text("reason"),
    _text("scope"),
    Column("until", Date),
    Column("at", UtcDateTime, nullable=False),
    _text("state"),
    _text("decided_by"),
    Column("decided_at", UtcDateTime),
    _text("decision_note"),
    Index(None, "issue_id"),
    Index(None, "state"),
)

# Faults of a site that people ruled to be none, on whatever page; "" as mark is the whole rule.
ruling = Table(
    "ruling",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("site_id"),
    _text("code"),
    _text("key_mark"),
    Column("issue_id", Integer, ForeignKey("issue.id"), nullable=False),
    _text("actor"),
    _text("reason"),
    Column("at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    _text("revoked_by"),
    Index(None, "site_id", "code"),
)

# With which version each rule ran in the last complete scan of a site.
rule_run = Table(
    "rule_run",
    metadata,
    Column("site_id", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    _text("mark"),
    Column("at", UtcDateTime, nullable=False),
)

# A changed rule that would open or close many issues at once asks first.
question = Table(
    "question",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("site_id"),
    _text("code"),
    _text("kind"),
    Column("scan_id", Text, ForeignKey("scan.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    _text("answer"),
    _text("actor"),
    _text("note"),
    Column("answered_at", UtcDateTime),
    Index(None, "site_id", "answer"),
)

question_issue = Table(
    "question_issue",
    metadata,
    Column("question_id", Integer, ForeignKey("question.id"), primary_key=True),
    Column("issue_id", Integer, ForeignKey("issue.id"), primary_key=True),
)

# Who was reminded of what: one of a kind for each deadline.
reminder = Table(
    "reminder",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("issue_id", Integer, ForeignKey("issue.id"), nullable=False),
    Column("cycle", Integer, nullable=False),
    _text("kind"),
    Column("due", Date, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("notice_id", Integer, ForeignKey("notice.id")),
    UniqueConstraint("issue_id", "cycle", "kind", "due"),
)

# What came back from the units: workbooks, letters, links.
feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("digest"),
    _text("source"),
    _text("name"),
    _text("site_id"),
    _text("unit_id"),
    _text("actor"),
    # The mail address that it came from, "" where it did not come by mail.
    _text("sender"),
    Column("at", UtcDateTime, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("ignored", Integer, nullable=False),
    # What became of each row, as JSON; whoever wrote it reads it.
    _text("detail"),
    UniqueConstraint("digest"),
)

# What a unit said of an issue; the same words about it again are known by their mark.
reply = Table(
    "reply",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("feedback_id", Integer, ForeignKey("feedback.id"), nullable=False),
    Column("issue_id", Integer, ForeignKey("issue.id"), nullable=False),
    Column("cycle", Integer, nullable=False),
    _text("answer"),
    _text("note"),
    Column("day", Date),
    _text("who"),
    Column("at", UtcDateTime, nullable=False),
    _text("mark"),
    UniqueConstraint("mark"),
    Index(None, "issue_id"),
)

# The link in a letter, by which a unit acknowledges and reports without an account.
link = Table(
    "link",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("mark"),
    _text("site_id"),
    _text("unit_id"),
    _text("message_id"),
    _text("issue_ids"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("acknowledged_at", UtcDateTime),
    Column("reported_at", UtcDateTime),
    UniqueConstraint("mark"),
)

# Closed issues that are to be looked at once more.
relook = Table(
    "relook",
    metadata,
    Column("issue_id", Integer, ForeignKey("issue.id"), primary_key=True),
    Column("cycle", Integer, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("day", Date, nullable=False),
    Column("done_at", UtcDateTime),
    _text("outcome"),
    Index(None, "day"),
)

# Every change in a chain of keyed digests: a row that is altered or taken out breaks it.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    _text("actor"),
    _text("account"),
    _text("action"),
    # What was done to what, as JSON.
    _text("detail"),
    # The transitions it covers, from the one to the other, and their digest.
    Column("first_transition", Integer),
    Column("last_transition", Integer),
    _text("digest"),
    _text("mark"),
)
