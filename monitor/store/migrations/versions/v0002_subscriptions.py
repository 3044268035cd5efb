"""Readers, their addresses and subscriptions, events, and messages to one address each.

What was owed before over whole channels becomes events: those told already are not told again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002_subscriptions"
down_revision = "0001_first_tables"
branch_labels = None
depends_on = None

FLAGS_AS_EVENTS = """
INSERT INTO event (name, kind, ocid, notice_id, indicator, severity, facts, at, matched_at)
SELECT 'flag:' || flag.ocid || ':' || flag.indicator, 'flag', flag.ocid, flag.notice_id, flag.indicator, flag.kind,
       '{}', flag.raised_at, (SELECT max(message.sent_at) FROM alert JOIN message ON message.key = alert.message_key
                              WHERE alert.flag_key = flag.key)
FROM flag
"""

# A channel that is still owed flags stands as their reader, since before the first of them was raised.
CHANNELS_AS_READERS = (
    """
INSERT INTO reader (kept_by, name, timezone, digest_hour, digest_weekday, most_items, links, created_at)
SELECT 'settings', alert.channel, 'Europe/London', 8, 0, 1000000, 0, min(alert.created_at)
FROM alert LEFT JOIN message ON message.key = alert.message_key
WHERE message.sent_at IS NULL
GROUP BY alert.channel
""",
    """
INSERT INTO address (reader_key, channel, target, rank, created_at, confirmed_at)
SELECT key, name, '', 0, created_at, created_at FROM reader
""",
    """
INSERT INTO subscription (reader_key, name, query, events, rhythm, created_at)
SELECT key, 'All new flags', '{}', '["flag","deadline"]', 'immediate', created_at FROM reader
""",
)


def upgrade() -> None:
    """Make the tables, and keep what was owed."""
    _people()
    _events()
    op.execute(FLAGS_AS_EVENTS)
    for statement in CHANNELS_AS_READERS:
        op.execute(statement)
    op.drop_table("alert")
    op.drop_table("message")
    _messages()


def downgrade() -> None:
    """Go back to one message a channel; subscriptions and what was owed are gone."""
    for table in ("alert", "message", "event", "subscription", "address", "reader"):
        op.drop_table(table)
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
    for column in ("channel", "sent_at", "set_aside"):
        op.create_index(f"ix_message_{column}", "message", [column], unique=False)
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("flag_key", sa.Integer(), sa.ForeignKey("flag.key"), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("message_key", sa.String(), sa.ForeignKey("message.key"), nullable=True),
        sa.UniqueConstraint("flag_key", "channel"),
    )
    for column in ("flag_key", "message_key"):
        op.create_index(f"ix_alert_{column}", "alert", [column], unique=False)


def _people() -> None:
    op.create_table(
        "reader",
        sa.Column("key", sa.Integer(), primary_key=True),
        sa.Column("kept_by", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=False),
        sa.Column("digest_weekday", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("breaks_through", sa.String(), nullable=True),
        sa.Column("most_items", sa.Integer(), nullable=False),
        sa.Column("links", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sqlite_autoincrement=True,  # signed links and messages hold these numbers: none is given twice
    )
    op.create_table(
        "address",
        sa.Column("key", sa.Integer(), primary_key=True),
        sa.Column("reader_key", sa.Integer(), sa.ForeignKey("reader.key"), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("failed_at", sa.DateTime(), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.UniqueConstraint("reader_key", "channel", "target"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_address_channel", "address", ["channel"], unique=False)
    op.create_index("ix_address_reader_key", "address", ["reader_key"], unique=False)
    op.create_index("ix_address_target", "address", ["target"], unique=False)
    op.create_table(
        "subscription",
        sa.Column("key", sa.Integer(), primary_key=True),
        sa.Column("reader_key", sa.Integer(), sa.ForeignKey("reader.key"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("paused_at", sa.DateTime(), nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscription_reader_key", "subscription", ["reader_key"], unique=False)


def _events() -> None:
    op.create_table(
        "event",
        sa.Column("key", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ocid", sa.String(), nullable=False),
        sa.Column("notice_id", sa.String(), nullable=True),
        sa.Column("indicator", sa.String(), nullable=True),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("matched_at", sa.DateTime(), nullable=True),
        sa.UniqueConstraint("name"),
    )
    op.create_index("ix_event_at", "event", ["at"], unique=False)
    op.create_index("ix_event_matched_at", "event", ["matched_at"], unique=False)
    op.create_index("ix_event_ocid", "event", ["ocid"], unique=False)


def _messages() -> None:
    op.create_table(
        "message",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("address_key", sa.Integer(), sa.ForeignKey("address.key"), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=False),
        sa.Column("leased_by", sa.String(), nullable=True),
        sa.Column("leased_until", sa.DateTime(), nullable=True),
        sa.Column("set_aside", sa.Boolean(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=True),
    )
    op.create_index("ix_message_address_key", "message", ["address_key"], unique=False)
    op.create_index("ix_message_channel", "message", ["channel"], unique=False)
    op.create_index("ix_message_not_before", "message", ["not_before"], unique=False)
    op.create_index("ix_message_sent_at", "message", ["sent_at"], unique=False)
    op.create_index("ix_message_set_aside", "message", ["set_aside"], unique=False)
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("event_key", sa.Integer(), sa.ForeignKey("event.key"), nullable=False),
        sa.Column("reader_key", sa.Integer(), sa.ForeignKey("reader.key"), nullable=False),
        sa.Column("subscriptions", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("message_key", sa.String(), sa.ForeignKey("message.key"), nullable=True),
        sa.UniqueConstraint("event_key", "reader_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alert_due_at", "alert", ["due_at"], unique=False)
    op.create_index("ix_alert_event_key", "alert", ["event_key"], unique=False)
    op.create_index("ix_alert_message_key", "alert", ["message_key"], unique=False)
    op.create_index("ix_alert_reader_key", "alert", ["reader_key"], unique=False)
