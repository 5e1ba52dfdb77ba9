"""Where people who use the assistant in Teams can be told that there is something

Revision: 0013, follows 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "teams_contacts",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=300), nullable=False),
        sa.Column("service_url", sa.String(length=300), nullable=False),
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_teams_contacts")),
    )
    op.create_index("ix_teams_contacts_conversation_id", "teams_contacts", ["conversation_id"])
    op.create_index("ix_teams_contacts_used_at", "teams_contacts", ["used_at"])


def downgrade() -> None:
    op.drop_index("ix_teams_contacts_used_at", table_name="teams_contacts")
    op.drop_index("ix_teams_contacts_conversation_id", table_name="teams_contacts")
    op.drop_table("teams_contacts")
