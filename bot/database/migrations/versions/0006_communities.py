"""Administrative communities: drafts in a shared list, and the colleague who sees to a case

Revision: 0006, follows 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_GIVEN = sa.text("assignee_id IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shared_unit_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("shared_task", sa.String(length=64), nullable=True))
        batch_op.create_index("ix_drafts_shared_unit_id", ["shared_unit_id"], unique=False)

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("assignee_id", sa.String(length=64), nullable=True))
        batch_op.create_index(
            "ix_cases_assignee",
            ["assignee_id", "state", "updated_at"],
            unique=False,
            sqlite_where=_GIVEN,
            postgresql_where=_GIVEN,
        )


def downgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_assignee", sqlite_where=_GIVEN, postgresql_where=_GIVEN)
        batch_op.drop_column("assignee_id")

    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_index("ix_drafts_shared_unit_id")
        batch_op.drop_column("shared_task")
        batch_op.drop_column("shared_unit_id")
