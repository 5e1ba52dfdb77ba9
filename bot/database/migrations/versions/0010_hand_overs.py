"""Hand-overs: who owns a conversation, what goes along, who is at the desk, and calls

Revision: 0010, follows 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_KEY = sa.String(length=64)


def upgrade() -> None:
    # Only what SQLite can add in place: a table that others point at must not be made anew.
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner", sa.String(length=80), nullable=False, server_default="bot"))
        batch_op.add_column(sa.Column("handover_id", _KEY, nullable=True))
        batch_op.create_index("ix_conversations_handover_id", ["handover_id"], unique=True)

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("handover_id", _KEY, nullable=True))
        batch_op.add_column(sa.Column("author_id", _KEY, nullable=True))
        batch_op.add_column(sa.Column("author", sa.String(length=200), nullable=True))
        batch_op.create_index("ix_messages_handover_id", ["handover_id"], unique=False)

    op.create_table(
        "handovers",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("conversation_id", _KEY, nullable=False),
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column(
            "unit_path",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("package", sa.JSON(), nullable=False),
        sa.Column("first_seq", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("asked_at", _TIME, nullable=False),
        sa.Column("queued_at", _TIME, nullable=False),
        sa.Column("taken_at", _TIME, nullable=True),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("outcome_text", sa.Text(), nullable=False),
        sa.Column("case_number", sa.String(length=16), nullable=True),
        sa.Column("desk_ref", sa.String(length=200), nullable=True),
        sa.Column("relayed_seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("desk_ref", name=op.f("uq_handovers_desk_ref")),
    )
    for column in ("conversation_id", "person_id", "taken_at", "ended_at"):
        op.create_index(f"ix_handovers_{column}", "handovers", [column], unique=False)

    op.create_table(
        "handover_events",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("handover_id", _KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("actor_id", _KEY, nullable=True),
        sa.Column("to_id", _KEY, nullable=True),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("message_seq", sa.Integer(), nullable=False),
        sa.Column("message_id", _KEY, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("action_id", _KEY, nullable=True),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_events_handover_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_handover_events")),
        sa.UniqueConstraint("action_id", name=op.f("uq_handover_events_action_id")),
    )
    op.create_index("ix_handover_events_handover_id", "handover_events", ["handover_id"], unique=False)

    op.create_table(
        "handover_guests",
        sa.Column("handover_id", _KEY, nullable=False),
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_guests_handover_id")),
        sa.PrimaryKeyConstraint("handover_id", "person_id", name=op.f("pk_handover_guests")),
    )
    op.create_index("ix_handover_guests_person_id", "handover_guests", ["person_id"], unique=False)

    op.create_table(
        "handover_reads",
        sa.Column("handover_id", _KEY, nullable=False),
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_reads_handover_id")),
        sa.PrimaryKeyConstraint("handover_id", "person_id", name=op.f("pk_handover_reads")),
    )

    op.create_table(
        "desk_presence",
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column("available", sa.Boolean(), nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_desk_presence")),
    )
    op.create_index("ix_desk_presence_seen_at", "desk_presence", ["seen_at"], unique=False)

    op.create_table(
        "desk_calls",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("supporter_id", _KEY, nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("action_id", _KEY, nullable=True),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_calls")),
        sa.UniqueConstraint("action_id", name=op.f("uq_desk_calls_action_id")),
    )
    op.create_index("ix_desk_calls_at", "desk_calls", ["at"], unique=False)


def downgrade() -> None:
    for table in ("desk_calls", "desk_presence", "handover_reads", "handover_guests", "handover_events", "handovers"):
        op.drop_table(table)
    op.drop_index("ix_messages_handover_id", "messages")
    for column in ("author", "author_id", "handover_id"):
        op.drop_column("messages", column)
    op.drop_index("ix_conversations_handover_id", "conversations")
    for column in ("handover_id", "owner"):
        op.drop_column("conversations", column)
