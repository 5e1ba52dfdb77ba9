"""Notes what was asked and answered. Who may be asked what, and when, is bot/dialogue/asking.py."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.clock import Clock, today
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id
from bot.feedback.model import FeedbackCommentRow, FeedbackRow
from bot.feedback.types import Answer, Given, Moment, Question
from bot.privacy.cpr import without_numbers

LONGEST_COMMENT = 1000  # characters


class FeedbackService:
    """Keeps answers apart from people: only the question's id, in the asked one's own conversation, leads to a row."""

    def __init__(self, session_factory: Sessions, clock: Clock, ids: Ids = new_id) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._ids = ids

    def asked(self, question: Question, moment: Moment, solution_id: str | None, area: str | None) -> str:
        """Notes that a question is asked; returns its id. Unanswered ones count too: they tell how many answer."""
        row = FeedbackRow(
            id=self._ids(),
            question=question,
            moment=moment,
            solution_id=solution_id,
            area=area,
            asked_on=today(self._clock),
        )
        with writing(self._sessions) as session:
            session.add(row)
            return row.id

    def answer(self, question_id: str, answer: Answer) -> Given | None:
        """Stores the answer, in place of one that was given before; None where the question is not known any more."""
        with writing(self._sessions) as session:
            row = session.get(FeedbackRow, question_id, with_for_update=True)
            if row is None:
                return None
            before, row.answer = cast("Answer | None", row.answer), answer
            return Given(cast(Question, row.question), cast(Moment, row.moment), row.solution_id, answer, before)

    def comment(self, question_id: str, text: str) -> None:
        """Keeps what was written to it, without CPR numbers; what was written before goes."""
        values = {"text": without_numbers(text)[:LONGEST_COMMENT], "written_on": today(self._clock)}
        with writing(self._sessions) as session:
            on_sqlite = session.get_bind().dialect.name == "sqlite"
            insert = sqlite.insert(FeedbackCommentRow) if on_sqlite else postgresql.insert(FeedbackCommentRow)
            row = insert.values(feedback_id=question_id, **values)
            session.execute(row.on_conflict_do_update(index_elements=["feedback_id"], set_=values))

    def comments(self, since: date) -> list[tuple[FeedbackRow, str]]:
        """What was written from a day on, with the question that it answers, by area and solution."""
        wanted = (
            sa.select(FeedbackRow, FeedbackCommentRow.text)
            .join(FeedbackCommentRow, FeedbackCommentRow.feedback_id == FeedbackRow.id)
            .where(FeedbackCommentRow.written_on >= since)
            .order_by(FeedbackRow.area, FeedbackRow.solution_id, FeedbackCommentRow.written_on, FeedbackRow.id)
        )
        with reading(self._sessions) as session:
            return [(row, text) for row, text in session.execute(wanted)]


def erase_comments(session: Session, question_ids: Iterable[str]) -> int:
    """Deletes what was written to these questions, in the caller's transaction; the answers stay."""
    gone = sa.delete(FeedbackCommentRow).where(FeedbackCommentRow.feedback_id.in_(list(question_ids)))
    return int(getattr(session.execute(gone), "rowcount", 0) or 0)
