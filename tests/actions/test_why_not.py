""" "Hvorfor kan jeg ikke …?" is answered in general: which role, how to get it, and never a name or a hidden case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.access.explain import roles_with
from bot.actions.registry import CAPABILITIES
from bot.container import Container
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import Reply, Turn, Understanding
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.messages.message import actions_of
from bot.settings import PROJECT, Settings
from tests.knowledge.conftest import TODAY
from tests.stores import SQLITE, database_url
from tests.town import KEY, PEOPLE, Hands, Town

NAMES = {word for _, name, _ in PEOPLE for word in name.split()}
ROLE, DEPUTY = "rolle-i-serviceplatformen", "stedfortraeder"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture
def services(tmp_path: Path, knowledge: Knowledge) -> Container:
    environment = {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": database_url(SQLITE, tmp_path),
        "SERVICEASSISTENT_CPR_KEY": KEY,
    }
    made = Container(Settings.from_environment(environment), clock=Hands())
    made.__dict__["knowledge"] = knowledge  # read once for all tests
    return made


@pytest.fixture
def town(services: Container, tmp_path: Path) -> Town:
    return Town(services.engine, tmp_path)


def ask(services: Container, person: str, text: str, action: str = "action_find_solution", **more: Any) -> Reply:
    """A typed text that the engine has given to some action or other."""
    known = services.access.person(person)
    assert known is not None
    state = more.pop("state", None) or ConversationState()
    heard = Understanding(ranking=more.pop("ranking", ()), decision="answer")
    return CAPABILITIES[action](services, Turn(known, "c", text, "find_solution", state, TODAY, understanding=heard))


def said(reply: Reply) -> str:
    return " ".join(utterance.text for utterance in reply.utterances)


def offered(reply: Reply) -> set[str]:
    """The solutions that the buttons lead to."""
    payloads = [action.payload for one in reply.utterances for action in actions_of(list(one.cards))]
    return {json.loads(payload[payload.index("{") :]).get("id", payload) for payload in payloads}


def names_nobody(reply: Reply, *but: str) -> bool:
    return not (set(said(reply).replace(",", " ").replace(".", " ").split()) & NAMES) - set(but)


def test_a_report_for_somebody_else_takes_a_role_and_there_are_two_ways_to_it(services: Container, town: Town) -> None:
    reply = ask(services, "anne", "hvorfor kan jeg ikke indberette kørsel for Jonas?")
    assert f"kræver rollen {roles_with(['report:rejser'])} for enheden" in said(reply)
    assert "udpege dig som stedfortræder" in said(reply)
    assert {ROLE, DEPUTY} <= offered(reply)
    assert names_nobody(reply)


def test_who_is_asked_about_makes_no_difference_where_one_may_not(services: Container, town: Town) -> None:
    """A colleague, a leader, someone who is not there, and someone who never was."""
    question = "hvorfor kan jeg ikke indberette kørsel for {}?"
    answers = [
        said(ask(services, "anne", question.format(name))) for name in ("Jonas", "Birgit Boss", "Karen", "Xyz Qwerty")
    ]
    assert len(set(answers)) == 1


def test_for_those_one_may_report_about_the_answer_is_that_one_may(services: Container, town: Town) -> None:
    reply = ask(
        services, "kim", "hvorfor kan jeg ikke indberette sygdom for Jonas?", ranking=[("syge-og-raskmelding", 0.9)]
    )
    assert "må du godt sende for den person" in said(reply)
    assert "syge-og-raskmelding" in offered(reply)
    elsewhere = ask(
        services, "kim", "hvorfor kan jeg ikke indberette sygdom for Ida?", ranking=[("syge-og-raskmelding", 0.9)]
    )
    unknown = ask(
        services, "kim", "hvorfor kan jeg ikke indberette sygdom for Karen?", ranking=[("syge-og-raskmelding", 0.9)]
    )
    assert said(elsewhere) == said(unknown)
    assert "kræver rollen" in said(elsewhere)


def test_an_area_is_answered_as_an_area(services: Container, town: Town) -> None:
    reply = ask(services, "anne", "hvorfor kan jeg ikke indberette løn for Karen?")
    assert said(reply).startswith("Løn:")
    assert "Indberetter (løn) eller Leder" in said(reply)
    held = ask(services, "lea", "hvorfor kan jeg ikke indberette løn?")
    assert "i de enheder, hvor du har rollen" in said(held)


def test_a_report_for_leaders_only_is_explained_to_those_who_are_none(services: Container, town: Town) -> None:
    reply = ask(services, "anne", "hvorfor må jeg ikke indsende en advarsel?", ranking=[("advarsel", 0.9)])
    assert "kræver rollen Indberetter (personalejura) eller Leder" in said(reply)
    assert names_nobody(reply)
    assert ROLE in offered(reply)


def test_for_oneself_one_may_and_for_others_it_is_said_what_it_takes(services: Container, town: Town) -> None:
    reply = ask(services, "anne", "hvorfor kan jeg ikke indberette sygdom?", ranking=[("syge-og-raskmelding", 0.9)])
    assert "Du kan altid indberette for dig selv" in said(reply)
    assert "syge-og-raskmelding" in offered(reply)


def test_why_not_after_a_no_is_about_what_was_refused(services: Container, town: Town) -> None:
    state = ConversationState(topic="advarsel")
    reply = ask(services, "anne", "hvorfor ikke?", "action_out_of_scope", state=state)
    assert said(reply).startswith("Advarsel og påtale: Den løsning kræver rollen")
    aside = ask(services, "anne", "hvorfor ikke?", "action_out_of_scope")
    assert "kræver rollen" not in said(aside)


def test_a_leader_can_ask_for_a_role_themself(services: Container, town: Town) -> None:
    assert "kan du selv sende" in said(ask(services, "lea", "hvorfor kan jeg ikke godkende?"))
    assert "bed din leder" in said(ask(services, "anne", "hvorfor kan jeg ikke godkende?"))


def _sent(services: Container, town: Town, **kind: Any) -> str:
    made = town.offer(solution_id="advarsel" if kind.get("sensitive") else "ferie", **kind)
    return town.send("jonas", made.id).number


@pytest.mark.parametrize("action", ["action_case_status", "action_find_solution", "action_out_of_scope"])
def test_a_hidden_case_and_none_at_all_are_answered_alike(services: Container, town: Town, action: str) -> None:
    hidden, none = _sent(services, town, sensitive=True), "2026-000999"
    assert services.cases.get("anne", hidden) is None
    for question in (
        "hvorfor kan jeg ikke se sag {}?",
        "hvorfor kan jeg ikke godkende sag {}",
        "hvorfor må jeg ikke svare på sag {}",
    ):
        replies = [ask(services, "anne", question.format(number), action) for number in (hidden, none)]
        texts = [said(reply).replace(number, "…") for reply, number in zip(replies, (hidden, none), strict=True)]
        assert texts[0] == texts[1]
        assert "kan ikke finde sag …" in texts[0]
        assert "Følsomme sager" in texts[0]
        assert offered(replies[0]) == offered(replies[1])
        assert names_nobody(replies[0])


def test_nobody_approves_their_own_and_is_told_so(services: Container, town: Town) -> None:
    number = _sent(services, town, approval="always")
    reply = ask(services, "jonas", f"hvorfor kan jeg ikke godkende sag {number}?")
    assert "ingen kan godkende deres egen" in said(reply)
    assert names_nobody(reply)


def test_one_who_sees_a_case_is_told_what_approving_it_takes(services: Container, town: Town) -> None:
    number = _sent(services, town, approval="always")
    town.grant("anne", "view_unit:fravaer", "skole")
    reply = ask(services, "anne", f"hvorfor kan jeg ikke godkende sag {number}?")
    assert "kræver rollen Leder" in said(reply)
    assert names_nobody(reply)
    may = ask(services, "bo", f"hvorfor kan jeg ikke godkende sag {number}?")
    assert any(card.type == "case" for one in may.utterances for card in one.cards)
    town.cases.approve("bo", number)
    assert "venter ikke på en godkendelse" in said(ask(services, "bo", f"hvorfor kan jeg ikke godkende sag {number}?"))


def test_what_cannot_be_done_with_a_case_now_is_explained(services: Container, town: Town) -> None:
    number = _sent(services, town)
    reply = ask(services, "lea", f"hvorfor kan jeg ikke trække sag {number} tilbage?", "action_withdraw_case")
    assert "Kun den, der har sendt sagen" in said(reply)
    mine = ask(services, "jonas", f"hvorfor kan jeg ikke trække sag {number} tilbage?", "action_withdraw_case")
    assert "Kun den" not in said(mine)


def test_the_units_cases_take_a_role(services: Container, town: Town) -> None:
    reply = ask(services, "anne", "hvorfor kan jeg ikke se min afdelings sager?", "action_my_cases")
    assert "kræver rollen" in said(reply)
    assert "Følsomme sager bliver aldrig delt" in said(reply)
    assert ROLE in offered(reply)


def test_a_button_is_no_question(services: Container, town: Town) -> None:
    known = services.access.person("anne")
    assert known is not None
    turn = Turn(known, "c", "hvorfor kan jeg ikke godkende?", "my_cases", ConversationState(), TODAY, payload={})
    assert "kræver rollen" not in said(CAPABILITIES["action_my_cases"](services, turn))


def test_a_tree_leaves_the_question_to_its_answer_and_a_free_text_may_hold_it(services: Container, town: Town) -> None:
    known = services.access.person("anne")
    assert known is not None
    turn = Turn(
        known, "c", "hvorfor må jeg ikke indberette løn?", "find_solution", ConversationState(flow="tree"), TODAY
    )
    assert CAPABILITIES["validate_tree_form"](services, turn).rejected


@pytest.mark.parametrize("name", ["Lea", "Bo", "Kirsten Findesikke"])
def test_what_somebody_else_may_is_answered_alike_for_everyone(services: Container, town: Town, name: str) -> None:
    del town
    for text in (f"hvorfor må {name} ikke godkende ferie?", f"hvorfor kan {name} ikke indberette løn"):
        general = said(ask(services, "anne", text.replace(name, "Anne")))
        assert general.startswith("Jeg kan ikke slå op, hvad andre må, men sådan er reglerne.")
        assert said(ask(services, "anne", text)) == general
        assert NAMES.isdisjoint(general.split())


def test_what_a_colleague_may_not_see_of_a_case_does_not_open_it(services: Container, town: Town) -> None:
    del town
    reply = ask(services, "anne", "hvorfor kan Lea ikke se sag 2026-000001?")
    assert "hvad andre må" in said(reply)
    assert "2026-000001" not in said(reply)


def test_something_locked_is_the_report_that_is_talked_of(services: Container, town: Town) -> None:
    del town
    state = ConversationState(topic=ROLE)
    reply = ask(services, "anne", "hvorfor er knappen grå?", state=state)
    assert "kræver rollen" in said(reply)
    asked = ask(services, "anne", "hvorfor er den låst?")
    assert "Hvilken indberetning drejer det sig om?" in said(asked)
