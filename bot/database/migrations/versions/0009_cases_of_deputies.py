"""Deputies who see no case that was sent before they began

Revision: 0009, follows 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("delegations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cases_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("delegations", "cases_since")
