"""Following a colleague's case: a wish, and no right."""

from __future__ import annotations

import pytest

from bot.cases.errors import NotAllowed, NotFound
from bot.cases.following import Followers
from bot.cases.types import CaseFilter
from tests.town import Town


@pytest.fixture
def followers(town: Town) -> Followers:
    town.offer()
    return Followers(town.sessions, town.clock, town.access)


def followed(town: Town, person: str) -> list[str]:
    return [case.number for case in town.cases.list(person, CaseFilter(whose="followed")).items]


def test_a_colleague_who_sees_the_case_follows_it_until_they_stop(town: Town, followers: Followers) -> None:
    number = town.send("anne").number
    followers.follow("lea", number)
    followers.follow("lea", number)
    assert followed(town, "lea") == [number]
    seen = town.cases.get("lea", number)
    assert seen.followed
    assert {"follow", "unfollow"} & set(seen.permitted) == {"unfollow"}
    followers.unfollow("lea", number)
    followers.unfollow("lea", number)
    assert followed(town, "lea") == []


def test_who_may_not_see_the_case_cannot_follow_it(town: Town, followers: Followers) -> None:
    number = town.send("anne").number
    for nobody in ("ida", "nobody"):
        with pytest.raises(NotFound):
            followers.follow(nobody, number)


def test_who_has_sent_it_is_told_anyway(town: Town, followers: Followers) -> None:
    number = town.send("anne").number
    with pytest.raises(NotAllowed):
        followers.follow("anne", number)


def test_to_follow_gives_no_right_to_see(town: Town, followers: Followers) -> None:
    number = town.send("anne").number
    town.grant("ida", "view_unit:fravaer", "skole", until=town.clock().date())
    followers.follow("ida", number)
    assert followed(town, "ida") == [number]
    town.clock.move(days=1)
    assert followed(town, "ida") == []
    assert town.cases.get("ida", number) is None
    followers.unfollow("ida", number)  # and it can still be ended
