"""Master data: numbers of employments, units that have closed, and the runs of the import

Revision: 0004, follows 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "master_data_runs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_by", sa.String(length=100), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("forced", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_master_data_runs")),
    )
    with op.batch_alter_table("master_data_runs", schema=None) as batch_op:
        batch_op.create_index("ix_master_data_runs_at", ["at"], unique=False)

    with op.batch_alter_table("employments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.String(length=64), nullable=True))

    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.drop_column("closed_on")

    with op.batch_alter_table("employments", schema=None) as batch_op:
        batch_op.drop_column("number")

    with op.batch_alter_table("master_data_runs", schema=None) as batch_op:
        batch_op.drop_index("ix_master_data_runs_at")

    op.drop_table("master_data_runs")
