"""Feedback

Revision: 0014, follows 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=16), nullable=False),
        sa.Column("moment", sa.String(length=16), nullable=False),
        sa.Column("solution_id", sa.String(length=80), nullable=True),
        sa.Column("area", sa.String(length=32), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_asked_on"), "feedback", ["asked_on"], unique=False)
    op.create_table(
        "feedback_comments",
        sa.Column("feedback_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_feedback_comments")),
    )
    op.create_index(op.f("ix_feedback_comments_written_on"), "feedback_comments", ["written_on"], unique=False)


def downgrade() -> None:
    op.drop_table("feedback_comments")
    op.drop_table("feedback")
