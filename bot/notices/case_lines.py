"""Which line of a case's history is news, and for how long: the same for the parties as for those who follow it."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from bot.cases.model import CaseRow, HistoryRow

BACK_TO = timedelta(days=30)  # what has stood longer is no news; must be shorter than notices are kept
_SILENT = ("comment", "refiled", "assigned")  # lines that bring a case nowhere

# The number of the line that brought the case where it is, or asked anew: each such line is news.
LAST = (
    sa.select(sa.func.max(HistoryRow.seq))
    .where(HistoryRow.case_id == CaseRow.id, HistoryRow.kind.not_in(_SILENT))
    .correlate(CaseRow)
    .scalar_subquery()
)
