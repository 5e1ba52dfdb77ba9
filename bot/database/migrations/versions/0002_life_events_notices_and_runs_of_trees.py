"""Life events, notices and runs of trees

Revision: 0002, follows 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "courses",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("draft_id", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=True),
        sa.Column("subject_name", sa.String(length=200), nullable=True),
        sa.Column("unit_id", sa.String(length=64), nullable=False),
        sa.Column(
            "unit_path",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("event_date", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_courses_draft_id")),
    )
    with op.batch_alter_table("courses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_courses_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("subject_key", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("actions", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("person_id", "subject_key", name=op.f("uq_notices_person_id_subject_key")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index("ix_notices_created_at", ["created_at"], unique=False)
        batch_op.create_index("ix_notices_person_id_shown_at", ["person_id", "shown_at"], unique=False)

    op.create_table(
        "preferences",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("reminders", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_preferences")),
    )
    op.create_table(
        "tree_runs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("tree", sa.String(length=64), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("node", sa.String(length=128), nullable=True),
        sa.Column("outcome", sa.String(length=80), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tree_runs")),
    )
    with op.batch_alter_table("tree_runs", schema=None) as batch_op:
        batch_op.create_index("ix_tree_runs_tree_started_at", ["tree", "started_at"], unique=False)

    op.create_table(
        "course_parts",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("course_id", sa.String(length=64), nullable=False),
        sa.Column("part_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.String(length=64), nullable=False),
        sa.Column("handed_by_id", sa.String(length=64), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("closed", sa.String(length=16), nullable=True),
        sa.Column("closed_by_id", sa.String(length=64), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_course_parts_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_parts")),
        sa.UniqueConstraint("course_id", "part_id", name=op.f("uq_course_parts_course_id_part_id")),
    )
    with op.batch_alter_table("course_parts", schema=None) as batch_op:
        batch_op.create_index("ix_course_parts_assignee_id_closed", ["assignee_id", "closed"], unique=False)
        batch_op.create_index("ix_course_parts_due", ["due"], unique=False)

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("course_part_id", sa.String(length=64), nullable=True))
        batch_op.create_index("ix_cases_course_part_id", ["course_part_id"], unique=False)

    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("course_part_id", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("ix_drafts_course_part_id"), ["course_part_id"], unique=False)



def downgrade() -> None:
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drafts_course_part_id"))
        batch_op.drop_column("course_part_id")

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_course_part_id")
        batch_op.drop_column("course_part_id")

    with op.batch_alter_table("course_parts", schema=None) as batch_op:
        batch_op.drop_index("ix_course_parts_due")
        batch_op.drop_index("ix_course_parts_assignee_id_closed")

    op.drop_table("course_parts")
    with op.batch_alter_table("tree_runs", schema=None) as batch_op:
        batch_op.drop_index("ix_tree_runs_tree_started_at")

    op.drop_table("tree_runs")
    op.drop_table("preferences")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_person_id_shown_at")
        batch_op.drop_index("ix_notices_created_at")

    op.drop_table("notices")
    with op.batch_alter_table("courses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_courses_owner_id"))

    op.drop_table("courses")
