"""The desk: versions of work items, who has them since when, and internal notes

Revision: 0007, follows 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_item_notes",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("correlation_id", sa.String(length=64), nullable=False),
        sa.Column("worker_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("action_id", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["correlation_id"],
            ["work_items.correlation_id"],
            name=op.f("fk_work_item_notes_correlation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item_notes")),
    )
    with op.batch_alter_table("work_item_notes", schema=None) as batch_op:
        batch_op.create_index("ix_work_item_notes_action_id", ["action_id"], unique=True)
        batch_op.create_index("ix_work_item_notes_correlation_id", ["correlation_id"], unique=False)

    # Only what SQLite can add in place: a table that others point at must not be made anew.
    with op.batch_alter_table("work_items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("state_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("desk_since", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("work_item_events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=16), nullable=False, server_default="state"))
        batch_op.add_column(sa.Column("action_id", sa.String(length=64), nullable=True))
        batch_op.create_index("ix_work_item_events_action_id", ["action_id"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_work_item_events_action_id", table_name="work_item_events")
    for column in ("action_id", "kind"):
        op.drop_column("work_item_events", column)
    for column in ("desk_since", "state_since", "version"):
        op.drop_column("work_items", column)
    op.drop_table("work_item_notes")
