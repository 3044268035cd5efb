"""Procurements of two sources that are one."""

import sqlalchemy as sa
from alembic import op

revision = "0005_joined"
down_revision = "0004_facts"
branch_labels = None
depends_on = None

AS_PUBLISHED = "UPDATE notice SET ocid = joined_from WHERE joined_from IS NOT NULL"
TO_TRACE_AGAIN = (
    "UPDATE procurement SET traced_at = '1970-01-01 00:00:00' WHERE ocid IN (SELECT \"into\" FROM joined_procurement)"
)


def upgrade() -> None:
    """Make the table of joins, and keep with a notice the ``ocid`` it was published under."""
    op.create_table(
        "joined_procurement",
        sa.Column("ocid", sa.String(), primary_key=True),
        sa.Column("into", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_joined_procurement_into", "joined_procurement", ["into"], unique=False)
    op.add_column("notice", sa.Column("joined_from", sa.String(), nullable=True))
    op.create_index("ix_notice_joined_from", "notice", ["joined_from"], unique=False)


def downgrade() -> None:
    """Part what was joined."""
    op.execute(AS_PUBLISHED)
    op.execute(TO_TRACE_AGAIN)
    op.drop_index("ix_notice_joined_from", "notice")
    op.drop_column("notice", "joined_from")
    op.drop_table("joined_procurement")
