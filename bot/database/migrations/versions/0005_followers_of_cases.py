"""Followers of cases, and where a rejected case belongs

Revision: 0005, follows 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_followers",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_followers_case_id")),
        sa.PrimaryKeyConstraint("person_id", "case_id", name=op.f("pk_case_followers")),
    )
    with op.batch_alter_table("case_followers", schema=None) as batch_op:
        batch_op.create_index("ix_case_followers_case_id", ["case_id"], unique=False)

    # A case that the desk has rejected to another solution carries which, from the work item's event on.
    for table in ("cases", "work_item_events"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("suggested_solution", sa.String(length=64), nullable=True))

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("refiled_as", sa.String(length=16), nullable=True))

    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("refiled_from", sa.String(length=16), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_column("refiled_from")

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_column("refiled_as")

    for table in ("work_item_events", "cases"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("suggested_solution")

    with op.batch_alter_table("case_followers", schema=None) as batch_op:
        batch_op.drop_index("ix_case_followers_case_id")

    op.drop_table("case_followers")
