"""Which session at the provider a sign-on came from

Revision: 0012, follows 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("provider_session", sa.String(length=64), nullable=True))
        batch_op.create_index("ix_sessions_provider_session", ["provider_session"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_sessions_provider_session", table_name="sessions")
    op.drop_column("sessions", "provider_session")
