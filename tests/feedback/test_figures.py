"""How answers are read: the two questions apart, shares with their numbers, and nothing about few."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.feedback.figures import ALL, FEW, OTHERS, By, FeedbackFigures, Share
from bot.feedback.service import FeedbackService
from bot.feedback.types import Answer, Question
from tests.town import Town

DAY = date(2026, 3, 2)


class Poll:
    """Asks and answers many times."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.service, self.figures = FeedbackService(town.sessions, town.clock), FeedbackFigures(town.sessions)

    def give(
        self, solution: str, *answers: Answer | None, area: str = "fravaer", question: Question = "solved"
    ) -> None:
        for answer in answers:
            asked = self.service.asked(question, "facet", solution, area)
            if answer:
                self.service.answer(asked, answer)

    def read(self, by: By, question: str = "solved") -> list[Share]:
        shares = self.figures.shares(by, DAY - timedelta(days=400), DAY + timedelta(days=400))
        return [share for share in shares if share.question == question]


@pytest.fixture
def poll(town: Town) -> Poll:
    return Poll(town)


def test_the_shares_are_of_those_who_answered_and_the_rest_is_told(poll: Poll) -> None:
    poll.give("ferie", "yes", "yes", "yes", "partly", "no", None, None)
    first, total = poll.read("solution")
    assert (first.group, first.asked, first.answered) == ("ferie", 7, 5)
    assert [first.percent(answer) for answer in ("yes", "partly", "no")] == [60, 20, 20]
    assert (total.group, total.answered) == (ALL, 5)


def test_solved_and_satisfied_are_never_added(poll: Poll) -> None:
    poll.give("ferie", *["yes"] * 5)
    poll.give("ferie", *["no"] * 6, question="satisfied")
    assert [share.percent("yes") for share in poll.read("solution")] == [100, 100]
    assert [share.percent("no") for share in poll.read("solution", "satisfied")] == [100, 100]


def test_few_answers_are_told_with_others_only(poll: Poll) -> None:
    poll.give("ferie", *["yes"] * 8)
    poll.give("orlov", *["no"] * 3)
    poll.give("barsel", *["no"] * 2)
    assert [(share.group, share.answered) for share in poll.read("solution")] == [("ferie", 8), (OTHERS, 5), (ALL, 13)]


def test_of_too_few_nothing_follows_from_the_difference_either(poll: Poll) -> None:
    poll.give("ferie", *["yes"] * 8)
    poll.give("orlov", *["no"] * (FEW - 1))
    ferie, others, total = poll.read("solution")
    assert (others.group, others.asked, others.answered, others.percent("no")) == (OTHERS, FEW - 1, None, None)
    assert total.answered == ferie.answered == 8
    assert total.no == 0


def test_where_all_are_few_there_is_no_figure_at_all(poll: Poll) -> None:
    poll.give("ferie", "no", "no")
    assert poll.read("solution") == [Share("solved", OTHERS, 2)]


def test_months_come_in_their_order_and_the_rest_by_size(poll: Poll) -> None:
    poll.give("ferie", *["yes"] * 5)
    poll.town.clock.move(days=31)
    poll.give("orlov", *["no"] * 7, area="personale")
    poll.give("uden", *["no"] * 6)
    assert [share.group for share in poll.read("month")] == ["2026-03", "2026-04", ALL]
    assert [share.group for share in poll.read("solution")] == ["orlov", "uden", "ferie", ALL]
    assert [(share.group, share.answered) for share in poll.read("area")] == [
        ("fravaer", 11),
        ("personale", 7),
        (ALL, 18),
    ]
    assert [share.group for share in poll.read("moment")] == ["facet", ALL]


def test_both_days_of_the_period_count(poll: Poll) -> None:
    poll.give("ferie", *["yes"] * 5)
    read = poll.figures.shares
    assert read("month", DAY, DAY)
    assert not read("month", DAY + timedelta(days=1), DAY + timedelta(days=9))
    assert not read("month", DAY - timedelta(days=9), DAY - timedelta(days=1))
