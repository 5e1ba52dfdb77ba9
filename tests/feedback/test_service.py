"""Answers: one for each question, changed and not doubled, and without a person."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from bot.clock import today
from bot.database.base import UtcDateTime
from bot.feedback.model import FeedbackCommentRow, FeedbackRow
from bot.feedback.service import LONGEST_COMMENT, FeedbackService, erase_comments
from bot.feedback.types import Given
from tests.town import Town


@pytest.fixture
def feedback(town: Town) -> FeedbackService:
    return FeedbackService(town.sessions, town.clock)


def test_an_answer_is_stored_with_what_was_asked(feedback: FeedbackService) -> None:
    asked = feedback.asked("solved", "facet", "ferie", "fravaer")
    assert feedback.answer(asked, "no") == Given("solved", "facet", "ferie", "no", before=None)


def test_a_double_click_counts_once_and_another_answer_takes_its_place(feedback: FeedbackService, town: Town) -> None:
    asked = feedback.asked("satisfied", "receipt", "ferie", "fravaer")
    given = [feedback.answer(asked, answer) for answer in ("yes", "yes", "no")]
    assert [(one.before, one.answer) for one in given if one] == [(None, "yes"), ("yes", "yes"), ("yes", "no")]
    with town.sessions() as session:
        assert session.scalars(sa.select(FeedbackRow.answer)).all() == ["no"]


def test_two_clicks_at_one_instant_leave_one_answer(feedback: FeedbackService, town: Town) -> None:
    asked, barrier = feedback.asked("satisfied", "receipt", "ferie", "fravaer"), Barrier(4)

    def click() -> None:
        barrier.wait()
        feedback.answer(asked, "yes")

    threads = [Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with town.sessions() as session:
        assert session.scalars(sa.select(FeedbackRow.answer)).all() == ["yes"]


def test_a_question_that_is_gone_takes_no_answer(feedback: FeedbackService) -> None:
    assert feedback.answer("findes-ikke", "yes") is None


def test_no_row_knows_who_was_asked_or_at_what_time() -> None:
    columns = {column.name: column.type for table in (FeedbackRow, FeedbackCommentRow) for column in table.__table__.c}
    assert not {name for name in columns if "person" in name or "conversation" in name or "number" in name}
    assert not [kind for kind in columns.values() if isinstance(kind, sa.DateTime | UtcDateTime)]
    assert isinstance(columns["asked_on"], sa.Date)


def test_the_day_is_the_danish_one(feedback: FeedbackService, town: Town) -> None:
    town.clock.move(hours=14.5)  # 23:30 in UTC is past midnight in Denmark
    feedback.asked("solved", "facet", "ferie", "fravaer")
    with town.sessions() as session:
        assert session.scalars(sa.select(FeedbackRow.asked_on)).one() == today(town.clock)


def test_a_comment_is_kept_without_numbers_and_no_longer_than_it_needs(feedback: FeedbackService, town: Town) -> None:
    asked = feedback.asked("solved", "facet", "ferie", "fravaer")
    feedback.comment(asked, "nej, 610190-1234 står forkert" + " æ" * 2000)
    ((row, text),) = feedback.comments(today(town.clock))
    assert row.id == asked
    assert text.startswith("nej, ••••••-•••• står forkert")
    assert len(text) == LONGEST_COMMENT
    feedback.comment(asked, "jo, nu virker det")
    assert [text for _, text in feedback.comments(today(town.clock))] == ["jo, nu virker det"]


def test_what_was_written_is_erased_and_the_answer_stays(feedback: FeedbackService, town: Town) -> None:
    mine, other = (feedback.asked("solved", "facet", "ferie", "fravaer") for _ in range(2))
    for asked in (mine, other):
        feedback.answer(asked, "no")
        feedback.comment(asked, "det virkede ikke")
    with town.sessions() as session:
        assert erase_comments(session, [mine]) == 1
        session.commit()
        assert session.scalars(sa.select(FeedbackCommentRow.feedback_id)).all() == [other]
        assert session.scalars(sa.select(FeedbackRow.answer)).all() == ["no", "no"]
