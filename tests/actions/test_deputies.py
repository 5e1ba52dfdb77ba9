"""Deputies in the talk: listed for both sides, answered, and ended at once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from bot.access.deputies import Deputies
from bot.access.types import Delegation
from bot.actions.registry import CAPABILITIES
from bot.clock import today
from bot.database.engine import reading
from bot.dialogue.rendering import deputies as wording
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import Reply, Turn
from bot.messages.message import actions_of
from bot.notices.deputies import DelegationNews
from bot.notices.service import NoticeService
from tests.fixtures import engine  # noqa: F401
from tests.town import Town


@pytest.fixture
def town(engine: sa.Engine, tmp_path: Path) -> Town:  # noqa: F811
    return Town(engine, tmp_path)


@pytest.fixture
def services(town: Town) -> Any:
    def asked(lent: Delegation) -> Any:
        lender = town.access.person(lent.from_person_id)
        return wording.asked(lent, lender.name, None) if lender else None

    def names_in(delegations: list[Delegation]) -> Any:
        with reading(town.sessions) as session:
            return town.access.names(
                session, [side for d in delegations for side in (d.from_person_id, d.to_person_id)]
            )

    source = DelegationNews(town.delegations.offers, town.clock, asked)
    return SimpleNamespace(
        access=town.access,
        delegations=town.delegations,
        deputies=Deputies(town.access, town.delegations, town.clock),
        names_in=names_in,
        notices=NoticeService(town.sessions, town.clock, sources=[source]),
    )


def turn(town: Town, person: str, text: str = "", **parameters: Any) -> Turn:
    who = town.access.person(person)
    assert who is not None
    return Turn(who, "c", text, "", ConversationState(), today(town.clock), payload=parameters or None)


def act(services: Any, name: str, asked: Turn) -> Reply:
    return CAPABILITIES[f"action_{name}"](services, asked)


def said(reply: Reply) -> str:
    return "\n".join(one.text for one in reply.utterances)


def titles(reply: Reply) -> list[str]:
    return [action.title for one in reply.utterances for action in actions_of(list(one.cards))]


def offer(town: Town, deputy: str = "dot") -> Delegation:
    day = today(town.clock)
    return town.delegations.lend(
        "lea", deputy, ["approve:fravaer", "report:loen"], day, day + timedelta(days=4), "skole"
    )


def test_both_sides_see_what_waits_what_it_covers_and_for_how_long(services: Any, town: Town) -> None:
    offer(town)
    mine = act(services, "my_deputies", turn(town, "lea", "hvem er min stedfortræder?"))
    assert "Dine stedfortrædere:\n- Dot Vinter (venter på accept)." in said(mine)
    assert "Godkende: ferie, fravær og barsel. Indberette for andre: løn. Hvor: Skole." in said(mine)
    assert "fra 2. marts 2026 til og med 6. marts 2026" in said(mine)
    assert titles(mine) == ["Træk forslaget til Dot Vinter tilbage", "Udpeg en stedfortræder"]
    theirs = act(services, "my_deputies", turn(town, "dot", "hvem er jeg stedfortræder for?"))
    assert "Du er stedfortræder for:\n- Lea Lund (venter på accept)." in said(theirs)
    assert titles(theirs) == ["Ja, træd til for Lea Lund", "Nej tak til Lea Lund"]


def test_nobody_else_sees_it(services: Any, town: Town) -> None:
    lent = offer(town)
    reply = act(services, "my_deputies", turn(town, "anne", "hvem er min stedfortræder?"))
    assert "Du har ingen stedfortræder lige nu." in said(reply)
    assert "Du er ikke stedfortræder for nogen." in said(reply)
    assert "Lea" not in said(reply)
    assert "som du kan låne ud" in said(reply)
    for what in ("accept", "decline", "revoke"):
        refused = act(services, f"{what}_delegation", turn(town, "anne", delegation=lent.id))
        assert "allerede afgjort" in said(refused)
    assert town.delegations.of("lea")[0].state(today(town.clock)) == "waiting"


def test_the_deputy_is_asked_by_a_notice_and_the_lender_hears_the_answer(services: Any, town: Town) -> None:
    lent = offer(town)
    assert services.notices.tell_of(DelegationNews.kind) == 1
    assert services.notices.tell_of(DelegationNews.kind) == 0
    (notice,) = services.notices.take("dot")
    assert "Lea Lund spørger, om du vil være stedfortræder." in notice.text
    assert [action.payload for action in notice.actions] == [
        f'/accept_delegation{{"delegation": "{lent.id}"}}',
        f'/decline_delegation{{"delegation": "{lent.id}"}}',
    ]
    reply = act(services, "accept_delegation", turn(town, "dot", delegation=lent.id))
    assert "Du er nu stedfortræder for Lea Lund" in said(reply)
    assert town.access.decide("dot", "approve:fravaer", "skole-b").for_person == "lea"
    assert [n.text for n in services.notices.take("lea")] == ["Dot Vinter har sagt ja til at være din stedfortræder."]


def test_an_offer_that_was_taken_back_is_not_asked_any_more(services: Any, town: Town) -> None:
    lent = offer(town)
    services.notices.tell_of(DelegationNews.kind)
    reply = act(services, "revoke_delegation", turn(town, "lea", delegation=lent.id))
    assert said(reply) == "Forslaget til Dot Vinter er trukket tilbage."
    assert services.notices.take("dot") == []
    assert not town.delegations.accept("dot", lent.id)


def test_saying_no_gives_nothing_and_is_told(services: Any, town: Town) -> None:
    lent = offer(town)
    act(services, "decline_delegation", turn(town, "dot", delegation=lent.id))
    assert not town.access.decide("dot", "approve:fravaer", "skole").allowed
    assert "har sagt nej" in services.notices.take("lea")[0].text
    assert town.delegations.of("lea")[0].state(today(town.clock)) == "declined"
    again = act(services, "accept_delegation", turn(town, "dot", delegation=lent.id))
    assert "allerede afgjort" in said(again)


def test_who_has_said_yes_cannot_decline_any_more_but_stop(services: Any, town: Town) -> None:
    lent = town.lend("lea", "dot", "report:fravaer")
    act(services, "decline_delegation", turn(town, "dot", delegation=lent))
    assert town.access.decide("dot", "report:fravaer", "skole").allowed
    act(services, "revoke_delegation", turn(town, "dot", delegation=lent))
    assert not town.access.decide("dot", "report:fravaer", "skole").allowed
    assert services.notices.take("lea")[0].text == "Dot Vinter er ikke længere din stedfortræder."


def test_ending_it_in_words_asks_first_and_a_yes_ends_it_at_once(services: Any, town: Town) -> None:
    town.lend("lea", "dot", "report:fravaer")
    town.lend("lea", "anne", "report:loen")
    asked = turn(town, "lea", "fjern Dot som stedfortræder")
    reply = act(services, "my_deputies", asked)
    assert said(reply) == "Skal Dot Vinter ikke længere være din stedfortræder? Det gælder med det samme."
    assert town.access.decide("dot", "report:fravaer", "skole").allowed
    done = act(services, "affirm", asked)
    assert said(done) == "Dot Vinter er ikke længere din stedfortræder. Det gælder fra nu af."
    assert asked.state.pending is None
    assert not town.access.decide("dot", "report:fravaer", "skole").allowed
    assert town.access.decide("anne", "report:loen", "skole").allowed
    assert services.notices.take("dot")[0].text == "Du er ikke længere stedfortræder for Lea Lund."


def test_a_name_that_stands_in_for_nobody_ends_nothing(services: Any, town: Town) -> None:
    town.lend("lea", "dot", "report:fravaer")
    asked = turn(town, "lea", "fjern Kim som stedfortræder")
    assert "Dine stedfortrædere:" in said(act(services, "my_deputies", asked))
    assert asked.state.pending is None


def test_in_the_middle_of_a_report_a_yes_does_not_end_it(services: Any, town: Town) -> None:
    town.lend("lea", "dot", "report:fravaer")
    asked = turn(town, "lea", "fjern Dot som stedfortræder")
    asked.state.flow = "report"
    reply = act(services, "my_deputies", asked)
    assert asked.state.pending is None
    assert "Fjern Dot Vinter som stedfortræder" in titles(reply)


def test_what_is_over_is_not_listed(services: Any, town: Town) -> None:
    town.lend("lea", "dot", "report:fravaer", days=1)
    town.clock.move(days=2)
    assert "Du har ingen stedfortræder lige nu." in said(act(services, "my_deputies", turn(town, "lea", "")))
    assert town.delegations.of("lea")[0].state(today(town.clock)) == "ended"


def test_what_begins_later_is_said_so(services: Any, town: Town) -> None:
    first = date(2026, 4, 1)
    lent = town.delegations.lend("lea", "dot", ["approve:fravaer"], first, None)
    reply = act(services, "accept_delegation", turn(town, "dot", delegation=lent.id))
    assert "Det gælder først fra den dag." in said(reply)
    assert "(begynder senere)" in said(act(services, "my_deputies", turn(town, "lea", "")))
    assert not town.access.decide("dot", "approve:fravaer", "skole").allowed
