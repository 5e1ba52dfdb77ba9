"""Sessions of the portal: opaque, limited in time, revocable, and not to be read from the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.conversations.model import SessionRow
from bot.conversations.sessions import PAGE, TICKET
from tests.town import Town


def test_a_token_leads_to_its_person_until_it_ends(town: Town) -> None:
    token, expires = town.sign_on.create("anne", "talk", "thread")
    info = town.sign_on.resolve(token)
    assert (info.person_id, info.conversation_id, info.thread_id) == ("anne", "talk", "thread")
    assert expires == town.clock() + timedelta(hours=8) == info.expires_at
    town.clock.at = expires
    assert town.sign_on.resolve(token) is None


def test_an_unknown_or_revoked_token_leads_nowhere(town: Town) -> None:
    token, _ = town.sign_on.create("anne", "talk", "thread")
    for wrong in ("", "x", token + "x", token[:-1], token.swapcase()):
        assert town.sign_on.resolve(wrong) is None
    town.sign_on.revoke("x")
    assert town.sign_on.resolve(token) is not None
    town.sign_on.revoke(token)
    assert town.sign_on.resolve(token) is None


@pytest.mark.parametrize("kind", [PAGE, TICKET])
def test_a_token_is_good_for_one_thing_only(town: Town, kind: str) -> None:
    token, _ = town.sign_on.create("anne", "talk", "thread", kind=kind)
    assert town.sign_on.resolve(token, kind) is not None
    assert town.sign_on.resolve(token) is None
    assert town.sign_on.resolve(token.rpartition(".")[2]) is None
    bearer, _ = town.sign_on.create("anne", "talk", "thread")
    assert town.sign_on.resolve(bearer, kind) is None
    assert town.sign_on.resolve(f"{kind}.{bearer}", kind) is None


def test_a_ticket_is_taken_once_and_in_time(town: Town) -> None:
    ticket, _ = town.sign_on.create("anne", "talk", "thread", kind=TICKET, lifetime=timedelta(minutes=1))
    taken = town.sign_on.redeem(ticket)
    assert taken is not None
    assert (taken.person_id, taken.thread_id) == ("anne", "thread")
    assert town.sign_on.redeem(ticket) is None
    late, _ = town.sign_on.create("anne", "talk", "thread", kind=TICKET, lifetime=timedelta(minutes=1))
    town.clock.move(minutes=1)
    assert town.sign_on.redeem(late) is None
    page, _ = town.sign_on.create("anne", "talk", "thread", kind=PAGE)
    assert town.sign_on.redeem(page) is None
    assert town.sign_on.resolve(page, PAGE) is not None


def test_the_sessions_of_one_sign_on_end_together_also_after_a_new_thread(town: Town) -> None:
    page, _ = town.sign_on.create("anne", "talk", "thread", kind=PAGE)
    other, _ = town.sign_on.create("anne", "talk", "another")
    town.sign_on.move_thread("thread", "fresh")
    moved = town.sign_on.resolve(page, PAGE)
    assert moved is not None
    assert moved.thread_id == "fresh"
    town.sign_on.end_thread("thread")
    assert town.sign_on.resolve(page, PAGE) is not None
    town.sign_on.end_thread("fresh")
    assert town.sign_on.resolve(page, PAGE) is None
    assert town.sign_on.resolve(other) is not None


def test_the_database_does_not_hold_the_token(town: Town) -> None:
    token, _ = town.sign_on.create("anne", "talk", "thread")
    with town.sessions() as session:
        assert token not in str(session.execute(sa.select(SessionRow.__table__)).all())


def test_a_sign_on_token_is_used_once(town: Town) -> None:
    until = town.clock() + timedelta(minutes=5)
    assert town.sign_on.consume_jti("a", until)
    assert not town.sign_on.consume_jti("a", until)
    assert town.sign_on.consume_jti("b", until)


def test_what_is_past_is_purged_and_a_used_token_not_too_soon(town: Town) -> None:
    town.sign_on.create("anne", "talk", "thread")
    town.sign_on.consume_jti("a", town.clock() + timedelta(minutes=5))
    town.clock.move(minutes=30)
    assert town.sign_on.purge() == 0
    assert not town.sign_on.consume_jti("a", town.clock())
    town.clock.move(hours=8)
    assert town.sign_on.purge() == 2


def test_whoever_leaves_is_signed_off_that_day(town: Town) -> None:
    town.hire("eva", "skole-a", until=town.clock().date())
    town.clock.move(hours=13)  # ten in the evening of the last day, and two hours of the session's eight to go on
    token, _ = town.sign_on.create("eva", "talk", "thread")
    assert town.sign_on.resolve(token) is not None
    town.clock.move(hours=2)
    assert town.sign_on.resolve(token) is None
    assert town.sign_on.resolve(town.sign_on.create("nobody", "talk", "thread")[0]) is None


def test_of_many_tokens_those_that_still_count_are_found_at_once(town: Town) -> None:
    kept, revoked, other = (town.sign_on.create(person, "talk", "thread")[0] for person in ("anne", "anne", "soeren"))
    short, _ = town.sign_on.create("anne", "talk", "thread", lifetime=timedelta(minutes=1))
    town.sign_on.revoke(revoked)
    assert town.sign_on.alive({kept, revoked, other, short, "x"}) == {kept, other, short}
    town.clock.move(minutes=1)
    assert town.sign_on.alive({kept, revoked, other, short}) == {kept, other}
    assert town.sign_on.alive([]) == set()
