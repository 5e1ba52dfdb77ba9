"""Asking for a person: honest first, then a place in the queue or a call; what goes along; and back to the bot."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from bot.actions.registry import CAPABILITIES
from bot.audit.trail import AuditFilter
from bot.clock import LOCAL, today
from bot.container import Container
from bot.dialogue.state import ConversationState, TreeProgress
from bot.dialogue.turn import Reply, Turn, Understanding
from bot.handover.types import Titled
from bot.messages.cards import Action, NoticeCard
from bot.messages.message import actions_of
from tests.town import MONDAY, Town

RIKKE, BO, ANNE = "support", "bo", "anne"
HARASSED, FERIE = "kraenkelser-og-mobning", "afholdelse-af-ferie"


class Line:
    """A talk that is stored as the portal stores it, each turn answered by the action of its intent."""

    def __init__(self, services: Container, person: str = ANNE) -> None:
        self.services = services
        known = services.access.person(person)
        assert known is not None
        self.person, self.count = known, 0
        self.id = services.conversations.for_person(person).id

    @property
    def state(self) -> ConversationState:
        return ConversationState.model_validate(self.services.conversations.for_person(self.person.id).state)

    def say(self, text: str, intent: str, **heard: Any) -> Reply:
        return self._turn(text, intent, None, Understanding(**heard))

    def press(self, title: str) -> Reply:
        found = [action for action in self.offered if action.title.startswith(title)]
        assert found, f"no {title!r} among {self.titles}, {self.text}"
        action = found[0]
        intent, _, parameters = action.payload.removeprefix("/").partition("{")
        return self._turn(action.title, intent, json.loads("{" + parameters), Understanding())

    def _turn(self, text: str, intent: str, payload: dict[str, Any] | None, heard: Understanding) -> Reply:
        self.count += 1
        message = self.services.conversations.hear(self.id, text, f"c{self.count}").message
        day, state = today(self.services.clock), self.state
        turn = Turn(self.person, self.id, text, intent, state, day, payload, understanding=heard, message_id=message.id)
        self.reply = CAPABILITIES[f"action_{intent}"](self.services, turn)
        self.services.conversations.save_state(self.id, turn.state.model_dump(mode="json"))
        self.services.conversations.add_messages(self.id, self.reply.utterances, message.id)
        return self.reply

    @property
    def offered(self) -> list[Action]:
        return [action for said in self.reply.utterances for action in actions_of(list(said.cards))]

    @property
    def titles(self) -> list[str]:
        return [action.title for action in self.offered]

    @property
    def text(self) -> str:
        return "\n".join(said.text for said in self.reply.utterances)

    @property
    def owner(self) -> str:
        return self.services.conversations.owner(self.id)


@pytest.fixture
def services(room: tuple[Container, Town]) -> Container:
    """The house on a Monday at ten, with Rikke at the desk."""
    services, town = room
    town.clock.at = MONDAY
    town.role(BO, "foerste_linje", "by")
    services.access.forget()
    services.presence.beat(RIKKE)
    return services


def at(services: Container, *moment: int) -> None:
    services.clock.at = datetime(*moment, tzinfo=LOCAL)  # type: ignore[attr-defined,arg-type,misc]


def test_open_and_staffed_it_says_how_many_wait_and_offers_to_wait_or_be_called(services: Container) -> None:
    anne = Line(services)
    anne.say("jeg vil tale med et menneske", "human")
    assert "ingen i kø" in anne.text
    assert anne.titles == ["Vent på en medarbejder", "Ring til mig i stedet", "Fortryd"]
    assert anne.owner == "bot"
    anne.press("Vent")
    assert "næste i køen" in anne.text
    assert anne.owner == "queue"


def test_a_yes_is_enough_to_join_and_a_no_to_leave_it(services: Container) -> None:
    anne, ida = Line(services), Line(services, "ida")
    for person in (anne, ida):
        person.say("menneske", "human")
    anne.say("ja", "affirm")
    ida.say("nej", "deny")
    assert (anne.owner, ida.owner) == ("queue", "bot")


def test_closed_it_says_when_it_opens_and_takes_a_call_back(services: Container) -> None:
    at(services, 2026, 3, 6, 19, 0)
    anne = Line(services)
    anne.say("menneske", "human")
    assert "lukket" in anne.text and "mandag den 9. marts" in anne.text
    assert "Vent på en medarbejder" not in anne.titles
    anne.press("Bare ring")
    assert "Din henvendelse har nummer" in anne.text


def test_closed_between_the_offer_and_the_press_nobody_is_put_into_a_queue(services: Container) -> None:
    anne = Line(services)
    anne.say("menneske", "human")
    at(services, 2026, 3, 2, 16, 0)
    anne.press("Vent")
    assert "lukket" in anne.text
    assert anne.titles[0] == "Ring til mig i stedet"
    assert anne.owner == "bot"


def test_whoever_would_rather_be_called_leaves_the_queue_with_a_case(services: Container) -> None:
    anne = Line(services)
    anne.say("menneske", "human")
    anne.press("Vent")
    anne.press("Ring til mig")
    assert "Din henvendelse har nummer" in anne.text
    assert anne.owner == "bot"
    services.patience.run_once()
    assert services.cases.list(ANNE).total == 1  # one case, not another one for the end of the wait


def test_leaving_says_so_and_leads_on(services: Container) -> None:
    anne = Line(services)
    anne.say("menneske", "human")
    anne.press("Vent")
    anne.press("Forlad køen")
    assert "ude af køen" in anne.text
    assert anne.owner == "bot"
    anne.say("forlad køen", "leave_queue")
    assert "ikke i kø" in anne.text


def test_after_two_failures_a_person_is_offered_first_with_what_to_expect(services: Container) -> None:
    anne = Line(services)
    for _ in range(2):
        anne.say("blåbærgrød med fløde", "out_of_scope", decision="out_of_scope")
    assert "ingen i kø" in anne.text
    anne.press("Vent")
    assert _queue(services)[0].reason == "failures"


def test_anger_is_met_with_a_person(services: Container) -> None:
    anne = Line(services)
    anne.say("det her er håbløst", "complain")
    assert anne.titles[0] == "Vent på en medarbejder"
    anne.press("Vent")
    assert _queue(services)[0].reason == "anger"


def test_in_a_crisis_the_fixed_answer_comes_first_and_then_the_offer(services: Container) -> None:
    anne = Line(services)
    anne.say("han slår mig", "crisis", crisis="violence")
    card = anne.reply.utterances[0].cards[0]
    assert isinstance(card, NoticeCard) and card.level == "crisis" and card.contacts
    anne.press("Tal med et menneske")
    item = _queue(services)[0]
    assert (item.reason, anne.owner) == ("crisis", "queue")


def test_a_solution_can_ask_for_a_person_by_its_own_rule(services: Container) -> None:
    anne = Line(services)
    anne.say("min kollega mobber mig", "find_solution", decision="answer", ranking=[(HARASSED, 0.9)])
    assert services.knowledge.solutions[HARASSED].person_first in anne.text  # type: ignore[operator]
    assert "Vent på en medarbejder" in anne.titles


def test_the_package_holds_what_was_asked_shown_and_answered(services: Container) -> None:
    anne = Line(services)
    anne.say("hvordan melder jeg ferie, sag 2026-000123", "find_solution", decision="answer", ranking=[(FERIE, 0.83)])
    state = anne.state
    state.tree = TreeProgress(tree="root", answers=["fravaer"])
    services.conversations.save_state(anne.id, state.model_dump(mode="json"))
    anne.say("menneske", "human")
    anne.press("Vent")
    services.supporters.take(RIKKE, _queue(services)[0].id)
    view = services.desk_reading.view(RIKKE, services.desk_reading.mine(RIKKE)[0].id)
    package = view.package
    assert package.asked == "hvordan melder jeg ferie, sag 2026-000123"
    assert [one.id for one in package.shown] == [FERIE]
    assert package.cases == ("2026-000123",)
    assert package.suggestion is not None and (package.suggestion.id, package.suggestion.confidence) == (FERIE, 0.83)
    assert [step.answer for step in package.way] != []
    assert "Vent på en medarbejder" not in package.words


def test_what_is_sensitive_is_withheld_and_the_person_is_asked(services: Container) -> None:
    anne = Line(services)
    anne.say("min kollega mobber mig", "find_solution", decision="answer", ranking=[(HARASSED, 0.9)])
    anne.press("Vent")
    assert "følsomt" in anne.text
    assert "Ja, de må se det" in anne.titles
    services.supporters.take(RIKKE, _queue(services)[0].id)
    view = services.desk_reading.view(RIKKE, services.desk_reading.mine(RIKKE)[0].id)
    assert view.withheld and "mobber" not in str(view)


def test_in_the_middle_of_a_report_the_draft_goes_along_and_is_there_afterwards(services: Container) -> None:
    anne = Line(services)
    anne.say("jeg vil søge om fri i påsken", "find_solution", decision="answer", ranking=[(FERIE, 0.9)])
    anne.press("Start indberetning")
    draft = anne.state.draft_id
    anne.say("menneske", "human")
    anne.press("Vent")
    services.supporters.take(RIKKE, _queue(services)[0].id)
    handover = services.desk_reading.mine(RIKKE)[0].id
    view = services.desk_reading.view(RIKKE, handover)
    assert view.draft is not None and view.draft.id == draft
    services.supporters.give_back(RIKKE, handover, "Datoerne er rigtige", Titled(FERIE, "Ferie"))
    assert (anne.state.flow, anne.state.draft_id, anne.state.desk_note) == ("report", draft, "Datoerne er rigtige")
    text = services.conversations.transcript(anne.id)[-1].text
    assert "Datoerne er rigtige" in text and "hvor vi slap" in text


def test_a_report_is_filled_in_together_and_sent_by_the_person_alone(services: Container) -> None:
    anne, reports = Line(services), services.desk_reports
    anne.say("menneske", "human")
    anne.press("Vent")
    handover = _queue(services)[0].id
    services.supporters.take(RIKKE, handover)
    asked = reports.start(RIKKE, handover, FERIE)
    draft = services.drafts.open_for(ANNE)[0]
    for _ in range(12):
        card: Any = asked.cards[0]
        if card.type == "summary":
            break
        fields = [card] if card.type == "question" else card.fields
        asked = reports.answer(
            RIKKE, handover, draft.id, [field.field for field in fields], {f.field: _answer(f) for f in fields}
        )
    assert asked.cards[0].type == "summary", asked.text
    message = reports.ask_to_send(RIKKE, handover, "s1")
    yes = next(actions_of(list(message.cards)))
    parameters = json.loads("{" + yes.payload.partition("{")[2])
    assert services.cases.list(ANNE).total == 0  # nobody but Anne sends it
    for _ in range(2):  # pressed twice
        receipt = reports.confirm(ANNE, anne.id, parameters["draft"], parameters["version"])
    assert receipt.cards[0].type == "receipt"
    assert services.cases.list(ANNE).total == 1
    kinds = [entry.event.action for entry in services.audit_trail.find(AuditFilter())]
    assert "draft_helped" in kinds and "report_sent" in kinds


def test_a_yes_to_a_report_that_is_gone_says_so(services: Container) -> None:
    anne = Line(services)
    assert "ikke åben" in services.desk_reports.confirm(ANNE, anne.id, "unknown", 1).text


def _queue(services: Container) -> Any:
    return services.desk_reading.queue(RIKKE)


def _answer(field: Any) -> Any:
    """A value that fits the field."""
    if field.value is not None:
        return field.value
    match field.hint:
        case "date":
            return "2026-04-01"
        case "period":
            return {"from": "2026-04-01", "to": "2026-04-03"}
        case "choice":
            return field.options[0].value
        case "multi":
            return [field.options[0].value]
        case "yesno":
            return "false"
        case "number" | "amount":
            return "3"
        case "person":
            return ANNE
        case _:
            return "Det er aftalt med lederen" if field.required else ""
