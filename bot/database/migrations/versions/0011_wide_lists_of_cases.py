"""Lists of many cases: that of a unit is read from its index alone, and the newest of many are walked to by time

Revision: 0011, follows 0010
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_UNIT = ["unit_path", "area", "updated_at", "number", "state", "solution_id", "submitted_at", "reporter_id"]
_UNIT += ["subject_id", "on_behalf_of_id", "subject_sees", "sensitive", "unit_sees", "search_text"]


def upgrade() -> None:
    op.drop_index("ix_cases_unit", table_name="cases")
    op.create_index("ix_cases_unit", "cases", _UNIT)
    op.create_index("ix_cases_updated", "cases", ["updated_at", "number"])


def downgrade() -> None:
    op.drop_index("ix_cases_updated", table_name="cases")
    op.drop_index("ix_cases_unit", table_name="cases")
    op.create_index("ix_cases_unit", "cases", ["unit_path", "area"])
