"""What a procurement is judged by, kept together so that judging again reads nothing else, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0004_facts"
down_revision = "0003_threads"
branch_labels = None
depends_on = None

# The facts come with tracing, which is owed for every procurement that was put together before.
TRACE_AGAIN = "UPDATE procurement SET traced_at = '1970-01-01 00:00:00'"
JUDGED_BEFORE = """
INSERT INTO judgement (ocid, rules, facts, as_of, settled, notice_id, told, inapplicable, made_at)
SELECT ocid, rules, '', max(as_of), :settled, NULL, '', '', max(made_at) FROM finding GROUP BY ocid, rules
"""
CONCLUSIONS = """
CREATE VIEW conclusion AS
SELECT finding.ocid, finding.indicator, finding.rules, finding.notice_id, finding.status, finding.kind, finding.reason,
    finding.evidence, finding.legal_basis, judgement.as_of, finding.made_at
FROM finding JOIN judgement ON judgement.ocid = finding.ocid AND judgement.rules = finding.rules
UNION ALL
SELECT judgement.ocid, rule.indicator, judgement.rules, judgement.notice_id, 'not_applicable', rule.kind, one.value,
    '[]', rule.legal_basis, judgement.as_of, judgement.made_at
FROM judgement
JOIN inapplicable ON inapplicable.key = judgement.inapplicable
CROSS JOIN {each} AS one
JOIN rule ON rule.rules = judgement.rules AND rule.indicator = one.key
"""
EACH = {"sqlite": "json_each(inapplicable.reasons)", "postgresql": "json_each_text(inapplicable.reasons::json)"}


def upgrade() -> None:
    """Make the tables and the view; what was judged before stands until it is judged again."""
    op.create_table(
        "facts",
        sa.Column("ocid", sa.String(), primary_key=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "judgement",
        sa.Column("ocid", sa.String(), primary_key=True),
        sa.Column("rules", sa.String(), primary_key=True),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("notice_id", sa.String(), nullable=True),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("inapplicable", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_judgement_made_at", "judgement", ["made_at"], unique=False)
    op.create_table(
        "inapplicable",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("reasons", sa.Text(), nullable=False),
    )
    op.create_table(
        "rule",
        sa.Column("rules", sa.String(), primary_key=True),
        sa.Column("indicator", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
    )
    op.execute(sa.text(JUDGED_BEFORE).bindparams(sa.bindparam("settled", value=False, type_=sa.Boolean())))
    op.execute(CONCLUSIONS.format(each=EACH[op.get_bind().dialect.name]))
    op.drop_index("ix_procurement_assessed_as", "procurement")
    op.drop_column("procurement", "assessed_as")
    op.execute(TRACE_AGAIN)


def downgrade() -> None:
    """Go back to a row for every conclusion; procurements are judged again to fill them."""
    op.execute("DROP VIEW conclusion")
    for table in ("rule", "inapplicable", "judgement", "facts"):
        op.drop_table(table)
    op.add_column("procurement", sa.Column("assessed_as", sa.String(), nullable=True))
    op.create_index("ix_procurement_assessed_as", "procurement", ["assessed_as"], unique=False)
