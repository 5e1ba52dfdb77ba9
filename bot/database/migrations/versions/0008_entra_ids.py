"""People's object ids in Microsoft Entra

Revision: 0008, follows 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In place: a table that others point at must not be made anew.
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entra_id", sa.String(length=64), nullable=True))
        batch_op.create_index("ix_people_entra_id", ["entra_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_people_entra_id", table_name="people")
    op.drop_column("people", "entra_id")
