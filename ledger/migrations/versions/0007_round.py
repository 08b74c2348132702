"""The ledger at work: claims, requests, rulings, questions, reminders, feedback, audit."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NEW_TEXTS = ("key_mark", "rule_mark", "assigned", "page_sketch")
NEW_NUMBERS = ("returns", "absences", "page_length")
TIMES = ("told_at", "claimed_at", "absent_since")


def upgrade() -> None:
    _issue()
    with op.batch_alter_table("transition") as table:
        table.add_column(sa.Column("mended", sa.Date()))
    with op.batch_alter_table("notice") as table:
        table.add_column(sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("notice") as table:
        table.alter_column("urgent", server_default=None)
    _decisions()
    _rules()
    _answers()
    _audit()


def _issue() -> None:
    with op.batch_alter_table("issue") as table:
        for name in NEW_TEXTS:
            table.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        for name in NEW_NUMBERS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        for name in TIMES:
            table.add_column(sa.Column(name, sa.DateTime(timezone=True)))
        table.add_column(sa.Column("extended_from", sa.Date()))
        table.add_column(sa.Column("page_day", sa.Date()))
        table.add_column(sa.Column("met_due", sa.Boolean()))
        table.add_column(sa.Column("held_by", sa.Integer()))
    with op.batch_alter_table("issue") as table:
        # What is new always says; the defaults were for what was there.
        for name in (*NEW_TEXTS, *NEW_NUMBERS):
            table.alter_column(name, server_default=None)
        table.create_index(
            op.f("ix_issue_site_id_code_key_mark"), ["site_id", "code", "key_mark"]
        )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _time(name: str, *, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _issue_key(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_issue_id_issue")
    return sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=name)


def _decisions() -> None:
    op.create_table(
        "request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        *map(_text, ("kind", "applicant", "unit_id", "reason", "scope")),
        sa.Column("until", sa.Date()),
        _time("at", nullable=False),
        *map(_text, ("state", "decided_by")),
        _time("decided_at"),
        _text("decision_note"),
        sa.Column("notice_id", sa.Integer()),
        _issue_key("request"),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_request_notice_id_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
    )
    op.create_index(op.f("ix_request_issue_id"), "request", ["issue_id"])
    op.create_index(op.f("ix_request_state"), "request", ["state"])
    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        *map(_text, ("site_id", "code", "key_mark")),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        *map(_text, ("actor", "reason")),
        _time("at", nullable=False),
        _time("revoked_at"),
        _text("revoked_by"),
        _issue_key("ruling"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
    )
    op.create_index(op.f("ix_ruling_site_id_code"), "ruling", ["site_id", "code"])


def _rules() -> None:
    op.create_table(
        "rule_run",
        *map(_text, ("site_id", "code", "mark")),
        _time("at", nullable=False),
        sa.PrimaryKeyConstraint("site_id", "code", name=op.f("pk_rule_run")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        *map(_text, ("site_id", "code", "kind", "scan_id")),
        _time("at", nullable=False),
        *map(_text, ("answer", "actor", "note")),
        _time("answered_at"),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_question_scan_id_scan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_site_id_answer"), "question", ["site_id", "answer"])
    op.create_table(
        "question_issue",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_issue_question_id_question")
        ),
        _issue_key("question_issue"),
        sa.PrimaryKeyConstraint("question_id", "issue_id", name=op.f("pk_question_issue")),
    )


def _answers() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        _text("kind"),
        sa.Column("due", sa.Date(), nullable=False),
        _time("at", nullable=False),
        sa.Column("notice_id", sa.Integer()),
        *map(_text, ("state", "actor", "note")),
        _time("answered_at"),
        _issue_key("reminder"),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_reminder_notice_id_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "issue_id", "cycle", "kind", "due", name=op.f("uq_reminder_issue_id_cycle_kind_due")
        ),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        *map(_text, ("digest", "source", "name", "site_id", "unit_id", "actor", "sender")),
        _time("at", nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("ignored", sa.Integer(), nullable=False),
        _text("detail"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("digest", name=op.f("uq_feedback_digest")),
    )
    op.create_table(
        "reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        *map(_text, ("answer", "note", "who", "mark")),
        sa.Column("day", sa.Date()),
        _time("at", nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_reply_feedback_id_feedback")
        ),
        _issue_key("reply"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("mark", name=op.f("uq_reply_mark")),
    )
    op.create_index(op.f("ix_reply_issue_id"), "reply", ["issue_id"])
    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        *map(_text, ("mark", "site_id", "unit_id", "message_id", "issue_ids")),
        _time("created_at", nullable=False),
        _time("expires_at", nullable=False),
        _time("acknowledged_at"),
        _time("reported_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint("mark", name=op.f("uq_link_mark")),
    )
    op.create_table(
        "relook",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        _text("kind"),
        sa.Column("day", sa.Date(), nullable=False),
        _time("done_at"),
        _text("outcome"),
        _issue_key("relook"),
        sa.PrimaryKeyConstraint("issue_id", "cycle", "kind", name=op.f("pk_relook")),
    )
    op.create_index(op.f("ix_relook_day"), "relook", ["day"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        _time("at", nullable=False),
        *map(_text, ("actor", "account", "action", "detail")),
        sa.Column("first_transition", sa.Integer()),
        sa.Column("last_transition", sa.Integer()),
        *map(_text, ("digest", "mark")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
