"""The threads of a procurement: each commitment followed from notice to notice."""

import sqlalchemy as sa
from alembic import op

revision = "0003_threads"
down_revision = "0002_subscriptions"
branch_labels = None
depends_on = None

INDEXED = ("latest_at", "next_by", "ocid", "state", "theme")
# Threads come with tracing, which is owed for every procurement that was put together before.
TRACE_AGAIN = "UPDATE procurement SET traced_at = '1970-01-01 00:00:00'"


def upgrade() -> None:
    """Make the table, and let every procurement be traced again."""
    op.create_table(
        "thread",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("ocid", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("quote", sa.String(), nullable=True),
        sa.Column("is_ended", sa.Boolean(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("next_type", sa.String(), nullable=True),
        sa.Column("next_by", sa.Date(), nullable=True),
        sa.Column("next_why", sa.String(), nullable=True),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("latest_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
    )
    for column in INDEXED:
        op.create_index(f"ix_thread_{column}", "thread", [column], unique=False)
    op.execute(TRACE_AGAIN)


def downgrade() -> None:
    """Forget the threads: they are made again from the notices."""
    op.drop_table("thread")
