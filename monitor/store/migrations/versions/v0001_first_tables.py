"""The first tables, and the index of words over the texts of notices."""

import sqlalchemy as sa
from alembic import op

revision = "0001_first_tables"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables."""
    _collecting()
    _working()
    _notices()
    _commitments()
    _judging()
    _telling()
    _words()


def downgrade() -> None:
    """Drop all tables."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE notice_text")
    op.drop_table("alert")
    op.drop_table("message")
    op.drop_table("flag")
    op.drop_table("finding")
    op.drop_table("procurement")
    op.drop_table("commitment")
    op.drop_table("reading")
    op.drop_table("segment")
    op.drop_table("notice")
    op.drop_table("concern")
    op.drop_table("proof")
    op.drop_table("answer")
    op.drop_table("watermark")
    op.drop_table("lease")
    op.drop_table("circuit")
    op.drop_table("gate")
    op.drop_table("set_aside")
    op.drop_table("receipt")
    op.drop_table("page")
    op.drop_table("window")
    op.drop_table("run")


def _collecting() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ending", sa.String(), nullable=True),
        sa.Column("windows", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("releases", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(), nullable=True),
    )
    op.create_index("ix_run_source", "run", ["source"], unique=False)
    op.create_table(
        "window",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("run_id", sa.Integer(), sa.ForeignKey("run.id"), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("next_url", sa.String(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("releases", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
    )
    op.create_index("ix_window_run_id", "window", ["run_id"], unique=False)
    op.create_index("ix_window_since", "window", ["since"], unique=False)
    op.create_index("ix_window_source", "window", ["source"], unique=False)
    op.create_table(
        "page",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("window_id", sa.Integer(), sa.ForeignKey("window.id"), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
    )
    op.create_index("ix_page_read_at", "page", ["read_at"], unique=False)
    op.create_index("ix_page_sha256", "page", ["sha256"], unique=False)
    op.create_index("ix_page_window_id", "page", ["window_id"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("page_id", sa.Integer(), sa.ForeignKey("page.id"), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("release_id", sa.String(), nullable=True),
        sa.Column("ocid", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
    )
    op.create_index("ix_receipt_day", "receipt", ["day"], unique=False)
    op.create_index("ix_receipt_release_id", "receipt", ["release_id"], unique=False)
    op.create_index("ix_receipt_source", "receipt", ["source"], unique=False)
    op.create_table(
        "set_aside",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("page_id", sa.Integer(), sa.ForeignKey("page.id"), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("release_id", sa.String(), nullable=True),
        sa.Column("pointer", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_set_aside_page_id", "set_aside", ["page_id"], unique=False)
    op.create_index("ix_set_aside_source", "set_aside", ["source"], unique=False)


def _working() -> None:
    op.create_table(
        "gate",
        sa.Column("host", sa.String(), primary_key=True),
        sa.Column("closed_until", sa.DateTime(), nullable=False),
        sa.Column("calls", sa.String(), nullable=False),
    )
    op.create_table(
        "circuit",
        sa.Column("host", sa.String(), primary_key=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("rests", sa.Integer(), nullable=False),
        sa.Column("rests_until", sa.DateTime(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "watermark",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "answer",
        sa.Column("url", sa.String(), primary_key=True),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
    )
    op.create_table(
        "proof",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("proved_at", sa.DateTime(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
    )
    op.create_index("ix_proof_day", "proof", ["day"], unique=False)
    op.create_index("ix_proof_source", "proof", ["source"], unique=False)
    op.create_table(
        "concern",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
    )
    op.create_index("ix_concern_raised_at", "concern", ["raised_at"], unique=False)


def _notices() -> None:
    op.create_table(
        "notice",
        sa.Column("key", sa.Integer(), primary_key=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("ocid", sa.String(), nullable=False),
        sa.Column("notice_type", sa.String(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("buyer_name", sa.String(), nullable=True),
        sa.Column("buyer_key", sa.String(), nullable=True),
        sa.Column("buyer_fold", sa.String(), nullable=True),
        sa.Column("buyer_kind", sa.String(), nullable=False),
        sa.Column("nation", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("cpv", sa.Text(), nullable=False),
        sa.Column("value_net", sa.Numeric(18, 2), nullable=True),
        sa.Column("value_gross", sa.Numeric(18, 2), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("above_threshold", sa.Boolean(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("page_sha256", sa.String(), nullable=False),
        sa.Column("twin_key", sa.Integer(), sa.ForeignKey("notice.key"), nullable=True),
        sa.Column("twin_score", sa.Float(), nullable=True),
        sa.Column("twin_reasons", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("source", "release_id"),
    )
    op.create_index("ix_notice_buyer_fold", "notice", ["buyer_fold"], unique=False)
    op.create_index("ix_notice_buyer_key", "notice", ["buyer_key"], unique=False)
    op.create_index("ix_notice_notice_type", "notice", ["notice_type"], unique=False)
    op.create_index("ix_notice_ocid", "notice", ["ocid"], unique=False)
    op.create_index("ix_notice_published_at", "notice", ["published_at"], unique=False)
    op.create_index("ix_notice_release_id", "notice", ["release_id"], unique=False)
    op.create_index("ix_notice_twin_key", "notice", ["twin_key"], unique=False)
    op.create_table(
        "segment",
        sa.Column("notice_key", sa.Integer(), sa.ForeignKey("notice.key"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("pointer", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("also", sa.Text(), nullable=False),
        sa.Column("weight", sa.Numeric(18, 4), nullable=True),
        sa.Column("frequency", sa.Integer(), nullable=True),
    )


def _commitments() -> None:
    op.create_table(
        "reading",
        sa.Column("notice_key", sa.Integer(), sa.ForeignKey("notice.key"), primary_key=True),
        sa.Column("extractor", sa.String(), primary_key=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("readability", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("commitments", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "commitment",
        sa.Column("key", sa.Integer(), primary_key=True),
        sa.Column("notice_key", sa.Integer(), sa.ForeignKey("notice.key"), nullable=False),
        sa.Column("pointer", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("modality", sa.String(), nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("found_by", sa.String(), nullable=False),
        sa.Column("extractor", sa.String(), nullable=False),
    )
    op.create_index("ix_commitment_extractor", "commitment", ["extractor"], unique=False)
    op.create_index("ix_commitment_notice_key", "commitment", ["notice_key"], unique=False)
    op.create_index("ix_commitment_theme", "commitment", ["theme"], unique=False)


def _judging() -> None:
    op.create_table(
        "procurement",
        sa.Column("ocid", sa.String(), primary_key=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("buyer_name", sa.String(), nullable=True),
        sa.Column("buyer_key", sa.String(), nullable=True),
        sa.Column("buyer_kind", sa.String(), nullable=False),
        sa.Column("nation", sa.String(), nullable=True),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("latest_at", sa.DateTime(), nullable=False),
        sa.Column("notices", sa.Integer(), nullable=False),
        sa.Column("value", sa.Numeric(18, 2), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("traced_at", sa.DateTime(), nullable=False),
        sa.Column("assessed_as", sa.String(), nullable=True),
    )
    op.create_index("ix_procurement_assessed_as", "procurement", ["assessed_as"], unique=False)
    op.create_index("ix_procurement_buyer_key", "procurement", ["buyer_key"], unique=False)
    op.create_index("ix_procurement_latest_at", "procurement", ["latest_at"], unique=False)
    op.create_table(
        "finding",
        sa.Column("ocid", sa.String(), primary_key=True),
        sa.Column("indicator", sa.String(), primary_key=True),
        sa.Column("rules", sa.String(), primary_key=True),
        sa.Column("notice_id", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_finding_status", "finding", ["status"], unique=False)
    op.create_table(
        "flag",
        sa.Column("key", sa.Integer(), primary_key=True),
        sa.Column("ocid", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("notice_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("cleared_at", sa.DateTime(), nullable=True),
        sa.UniqueConstraint("ocid", "indicator"),
    )
    op.create_index("ix_flag_indicator", "flag", ["indicator"], unique=False)
    op.create_index("ix_flag_ocid", "flag", ["ocid"], unique=False)
    op.create_index("ix_flag_raised_at", "flag", ["raised_at"], unique=False)


def _telling() -> None:
    op.create_table(
        "message",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=False),
        sa.Column("set_aside", sa.Boolean(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=True),
    )
    op.create_index("ix_message_channel", "message", ["channel"], unique=False)
    op.create_index("ix_message_sent_at", "message", ["sent_at"], unique=False)
    op.create_index("ix_message_set_aside", "message", ["set_aside"], unique=False)
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("flag_key", sa.Integer(), sa.ForeignKey("flag.key"), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("message_key", sa.String(), sa.ForeignKey("message.key"), nullable=True),
        sa.UniqueConstraint("flag_key", "channel"),
    )
    op.create_index("ix_alert_flag_key", "alert", ["flag_key"], unique=False)
    op.create_index("ix_alert_message_key", "alert", ["message_key"], unique=False)


def _words() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE notice_text USING fts5(body, tokenize='porter unicode61')")
    else:
        op.execute("CREATE INDEX ix_segment_words ON segment USING gin (to_tsvector('english', text))")
