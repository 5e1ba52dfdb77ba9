"""News of cases that one follows."""

from __future__ import annotations

import pytest

from bot.cases.following import Followers
from bot.dialogue.rendering import notices as words
from bot.notices.followed import FollowedNews
from bot.notices.service import NoticeService
from tests.town import Town


@pytest.fixture
def followers(town: Town) -> Followers:
    town.offer()
    return Followers(town.sessions, town.clock, town.access)


@pytest.fixture
def notices(town: Town) -> NoticeService:
    source = FollowedNews(town.sessions, town.clock, town.access, words.followed)
    return NoticeService(town.sessions, town.clock, sources=[source])


def told(notices: NoticeService, person: str) -> list[str]:
    notices.tell_of(FollowedNews.kind)
    return [notice.text for notice in notices.take(person)]


def test_a_follower_is_told_once_of_each_change_after_they_began(
    town: Town, followers: Followers, notices: NoticeService
) -> None:
    number = town.send("anne").number
    town.settle()
    town.clock.move(minutes=1)
    followers.follow("lea", number)
    assert told(notices, "lea") == []
    town.clock.move(minutes=1)
    town.desk.take("worker", number)
    town.settle()
    assert told(notices, "lea") == [f"Der er nyt i sagen Ferie ({number}), som du følger: under behandling."]
    assert told(notices, "lea") == []
    town.clock.move(minutes=1)
    town.cases.comment("anne", number, "Bare en bemærkning")
    assert told(notices, "lea") == []
    followers.unfollow("lea", number)
    town.desk.solve("worker", number, "Klar.")
    town.settle()
    assert told(notices, "lea") == []


def test_nothing_is_told_of_a_case_that_may_not_be_seen_any_more(
    town: Town, followers: Followers, notices: NoticeService
) -> None:
    number = town.send("anne").number
    town.settle()
    town.grant("ida", "view_unit:fravaer", "skole", until=town.clock().date())
    followers.follow("ida", number)
    town.clock.move(days=1)
    town.desk.take("worker", number)
    town.settle()
    assert told(notices, "ida") == []


def test_of_a_sensitive_case_not_even_the_title_is_told(
    town: Town, followers: Followers, notices: NoticeService
) -> None:
    town.offer(solution_id="advarsel", sensitive=True, area="personalejura")
    number = town.send("anne", "advarsel").number
    town.settle()
    town.clock.move(minutes=1)
    followers.follow("worker", number)
    town.clock.move(minutes=1)
    town.cases.withdraw("anne", number, "")
    assert told(notices, "worker") == ["Der er nyt i en sag, du følger."]
