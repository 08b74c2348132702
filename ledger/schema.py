"""The tables; one schema for SQLite and PostgreSQL."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from ledger.metadata import UtcDateTime, metadata, text

# The newest migration; the ledger is opened without loading Alembic when it is there already.
REVISION = "0007"

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    text("value"),
)

scan = Table(
    "scan",
    metadata,
    Column("id", Text, primary_key=True),
    text("site_id"),
    Column("started", UtcDateTime, nullable=False),
    Column("finished", UtcDateTime, nullable=False),
    Column("full", Boolean, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    text("incomplete"),
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
    text("fingerprint"),
    text("site_id"),
    text("code"),
    text("name"),
    text("title"),
    text("subject"),
    text("url"),
    text("column_id"),
    text("unit_id"),
    text("state"),
    text("severity"),
    text("message"),
    text("evidence"),
    text("suggestion"),
    text("page_title"),
    # The pages that show the fault, as a JSON list; "" where `url` says all.
    text("sources"),
    Column("pages", Integer, nullable=False),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("last_seen", UtcDateTime, nullable=False),
    Column("due", Date),
    Column("due_provisional", Boolean, nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("closed_at", UtcDateTime),
    text("close_reason"),
    Column("waived_until", Date),
    Column("version", Integer, nullable=False),
    # The fault wherever it stands: pairs a page that moved, and what was ruled to be no fault.
    text("key_mark"),
    # The version of the rule that met it last.
    text("rule_mark"),
    # The unit that a person named; "" leaves it to the unit that scans find.
    text("assigned"),
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
    text("page_sketch"),
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
    text("dedupe"),
    text("message_id"),
    text("kind"),
    text("unit_id"),
    text("recipient"),
    text("scan_id"),
    text("subject"),
    Column("payload", LargeBinary, nullable=False),
    text("state"),
    Column("attempts", Integer, nullable=False),
    # Whether an earlier attempt may have arrived although nobody said so.
    Column("maybe_sent", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime),
    Column("lease_until", UtcDateTime),
    Column("settled_at", UtcDateTime),
    Column("last_code", Integer, nullable=False),
    text("last_text"),
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
    text("event"),
    text("new_state"),
    Column("at", UtcDateTime, nullable=False),
    Column("cycle", Integer, nullable=False),
    text("actor"),
    text("note"),
    Column("scan_id", Text, ForeignKey("scan.id")),
    Column("notice_id", Integer, ForeignKey("notice.id")),
    Column("due", Date),
    # Of a closing: the day that it counts as mended on.
    Column("mended", Date),
    Index(None, "issue_id"),
    Index(None, "notice_id"),
)

slot = Table(
    "slot",
    metadata,
    Column("schedule_id", Text, primary_key=True),
    Column("slot", UtcDateTime, primary_key=True),
    text("owner"),
    Column("taken_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    text("outcome"),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

# What units and supervisors ask for, and what a second person said to it.
request = Table(
    "request",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("issue_id", Integer, ForeignKey("issue.id"), nullable=False),
    Column("cycle", Integer, nullable=False),
    text("kind"),
    text("applicant"),
    text("unit_id"),
    text("reason"),
    text("scope"),
    Column("until", Date),
    Column("at", UtcDateTime, nullable=False),
    text("state"),
    text("decided_by"),
    Column("decided_at", UtcDateTime),
    text("decision_note"),
    # The letter that told the unit what was decided.
    Column("notice_id", Integer, ForeignKey("notice.id")),
    Index(None, "issue_id"),
    Index(None, "state"),
)

# Faults of a site that people ruled to be none, on whatever page; "" as mark is the whole rule.
ruling = Table(
    "ruling",
    metadata,
    Column("id", Integer, primary_key=True),
    text("site_id"),
    text("code"),
    text("key_mark"),
    Column("issue_id", Integer, ForeignKey("issue.id"), nullable=False),
    text("actor"),
    text("reason"),
    Column("at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    text("revoked_by"),
    Index(None, "site_id", "code"),
)

# With which version each rule ran in the last complete scan of a site.
rule_run = Table(
    "rule_run",
    metadata,
    Column("site_id", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    text("mark"),
    Column("at", UtcDateTime, nullable=False),
)

# A changed rule that would open or close many issues at once asks first.
question = Table(
    "question",
    metadata,
    Column("id", Integer, primary_key=True),
    text("site_id"),
    text("code"),
    text("kind"),
    Column("scan_id", Text, ForeignKey("scan.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    text("answer"),
    text("actor"),
    text("note"),
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
    text("kind"),
    Column("due", Date, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("notice_id", Integer, ForeignKey("notice.id")),
    # Told, skipped, or what a person said to the question of publishing.
    text("state"),
    text("actor"),
    text("note"),
    Column("answered_at", UtcDateTime),
    UniqueConstraint("issue_id", "cycle", "kind", "due"),
)

# What came back from the units: workbooks, letters, links.
feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    text("digest"),
    text("source"),
    text("name"),
    text("site_id"),
    text("unit_id"),
    text("actor"),
    # The mail address that it came from, "" where it did not come by mail.
    text("sender"),
    Column("at", UtcDateTime, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("ignored", Integer, nullable=False),
    # What became of each row, as JSON; whoever wrote it reads it.
    text("detail"),
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
    text("answer"),
    text("note"),
    Column("day", Date),
    text("who"),
    Column("at", UtcDateTime, nullable=False),
    text("mark"),
    UniqueConstraint("mark"),
    Index(None, "issue_id"),
)

# The link in a letter, by which a unit acknowledges and reports without an account.
link = Table(
    "link",
    metadata,
    Column("id", Integer, primary_key=True),
    text("mark"),
    text("site_id"),
    text("unit_id"),
    text("message_id"),
    text("issue_ids"),
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
    text("outcome"),
    Index(None, "day"),
)

# Every change in a chain of keyed digests: a row that is altered or taken out breaks it.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    text("actor"),
    text("account"),
    text("action"),
    # What was done to what, as JSON.
    text("detail"),
    # The transitions it covers, from the one to the other, and their digest.
    Column("first_transition", Integer),
    Column("last_transition", Integer),
    text("digest"),
    text("mark"),
)
