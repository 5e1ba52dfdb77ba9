"""What stays in the portal: CPR numbers, sensitive reports and cases, and what is under way with them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from bot.cases.model import CaseRow
from bot.conversations.model import MessageRow
from bot.database.engine import reading, writing
from bot.dialogue.state import ConversationState, Pending
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.privacy.model import SecretRow
from bot.settings import PROJECT
from tests.portal.client import Portal
from tests.portal.fake_engine import FakeEngine, Turn, echo, say
from tests.portal.teams.chat import Chat
from tests.portal.teams.local_microsoft import buttons, everything_in
from tests.portal.world import MEMBER, World

CPR = "680185-1234"  # a made-up one: 60 is added to the day


@pytest.fixture(scope="module")
def all_of_it() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture(autouse=True)
def knowledge(world: World, all_of_it: Knowledge) -> Knowledge:
    """The real solutions; which of them are sensitive is written in their files."""
    world.__dict__["knowledge"] = all_of_it
    for service in ("drafts", "cases"):  # made with the knowledge when they are first asked for
        world.__dict__.pop(service, None)
    return all_of_it


def one(knowledge: Knowledge, *, sensitive: bool) -> str:
    """The id of a solution of that kind, without a CPR field."""
    return next(
        solution.id
        for solution in knowledge.solutions.values()
        if solution.report is not None
        and solution.report.sensitive == sensitive
        and not any(field.type == "cpr" for field in solution.report.fields())
    )


def stands(world: World, **state: Any) -> None:
    conversation = world.conversations.for_person(MEMBER)
    world.conversations.save_state(conversation.id, ConversationState(**state).model_dump(mode="json"))


def started(world: World, solution_id: str) -> str:
    conversation = world.conversations.for_person(MEMBER)
    draft = world.drafts.start(MEMBER, solution_id, conversation.id)
    stands(world, flow="report", draft_id=draft.id)
    return draft.id


def texts(world: World) -> list[str]:
    with reading(world.conversations._sessions) as session:
        return list(session.scalars(sa.select(MessageRow.text)))


def leads_to_the_portal(message: dict[str, Any]) -> bool:
    return {"url": "https://portal.kommunen.example/assistent"} in buttons(message).values()


@pytest.mark.parametrize("text", [f"min datter {CPR} er syg", "cpr 6801851234", "680185 1234 er barnets CPR"])
async def test_a_cpr_number_is_met_with_a_warning_and_not_kept(
    chat: Chat, world: World, engine: FakeEngine, text: str
) -> None:
    (reply,) = await chat.say(text)
    assert "CPR-nummer" in everything_in(reply) and "1234" not in everything_in(reply)
    assert leads_to_the_portal(reply)
    assert texts(world) == [] and engine.turns == []
    with reading(world.conversations._sessions) as session:
        assert session.scalars(sa.select(SecretRow)).all() == []


async def test_a_cpr_number_in_a_form_is_not_kept_either(chat: Chat, world: World, engine: FakeEngine) -> None:
    form = {
        "type": "form",
        "title": "x",
        "fields": [{"field": "a", "label": "A", "hint": "text"}, {"field": "b", "label": "B", "hint": "text"}],
        "submit": {"title": "Fortsæt", "payload": '/submit_values{"fields": ["a", "b"]}'},
    }
    engine.script = lambda turn: [say("Udfyld:", form)] if turn["text"] == "form" else echo(turn)
    (shown,) = await chat.say("form")
    (reply,) = await chat.press(shown, "Fortsæt", **{"felt:a": "fint", "felt:b": f"det er {CPR}"})
    assert "CPR-nummer" in everything_in(reply)
    assert len(engine.turns) == 1
    assert chat.connector.updated == {}  # the card can still be answered


async def test_a_button_whose_mark_looks_like_a_cpr_number_can_be_pressed(chat: Chat, engine: FakeEngine) -> None:
    (reply,) = await chat.deliver(value={"knap": "680185 1234", "besked": "cpr 6801851234"})
    assert "tidligere del af samtalen" in reply["text"]
    (offer,) = await chat.say("knap")
    (reply,) = await chat.deliver(value={**buttons(offer)["Videre"], "besked": "cpr 6801851234"})
    assert engine.turns[-1]["payload"] == '/videre{"id": "a"}'


async def test_somebody_in_a_crisis_is_helped_whatever_else_was_written(chat: Chat, engine: FakeEngine) -> None:
    first, warning = await chat.say(f"jeg vil ikke leve mere, mit cpr er {CPR}")
    assert "1234" not in engine.turns[-1]["text"] and "leve mere" in engine.turns[-1]["text"]
    assert first["text"].startswith("Du skrev")
    assert "CPR-nummer" in everything_in(warning)


async def test_a_question_for_a_cpr_number_is_asked_in_the_portal_only(
    chat: Chat, world: World, engine: FakeEngine, widget: Portal
) -> None:
    question = {"type": "question", "field": "barn", "label": "Hvad er barnets CPR-nummer?", "hint": "cpr"}
    engine.script = lambda turn: [say("Hvad er barnets CPR-nummer?", question)]
    (reply,) = await chat.say("barselsdagpenge")
    assert leads_to_the_portal(reply) and "barnets" not in everything_in(reply)
    transcript = await (await widget.sign_on()).transcript()
    assert transcript[-1]["cards"][0]["label"] == "Hvad er barnets CPR-nummer?"  # there it is asked
    stands(world, flow="prompt", pending=Pending(kind="call_back"))
    (reply,) = await chat.say("seks otte nul et")
    assert leads_to_the_portal(reply)
    assert len(engine.turns) == 1


@pytest.mark.parametrize("kind", ["solution", "topic", "process", "summary"])
async def test_a_sensitive_solution_is_a_link_to_the_portal(
    chat: Chat, engine: FakeEngine, knowledge: Knowledge, kind: str
) -> None:
    cards = {
        "solution": {"area": "x", "summary": "Det er personligt", "can_report": True},
        "topic": {"sections": [{"heading": "a", "text": "Det er personligt"}]},
        "process": {"steps": []},
        "summary": {"rows": [], "actions": []},
    }
    for sensitive in (True, False):
        card = {"type": kind, "id": one(knowledge, sensitive=sensitive), "title": "Det er personligt", **cards[kind]}
        engine.script = lambda turn, card=card: [say("Det er personligt", card)]  # type: ignore[misc]
        (reply,) = await chat.say("hvordan gør jeg?")
        assert leads_to_the_portal(reply) == sensitive
        assert ("Det er personligt" in everything_in(reply)) != sensitive


async def test_a_sensitive_draft_is_not_filled_in_here_but_can_be_put_aside(
    chat: Chat, world: World, engine: FakeEngine, knowledge: Knowledge
) -> None:
    started(world, one(knowledge, sensitive=True))
    before = texts(world)
    (reply,) = await chat.say("ondt i ryggen siden mandag")
    assert leads_to_the_portal(reply)
    assert texts(world) == before and engine.turns == []

    def park(turn: Turn) -> list[dict[str, Any]]:
        stands(world)
        return [say("Jeg har gemt din kladde til sygemelding.")]

    engine.script = park
    (aside,) = await chat.press(reply, "Gem det, og tal om noget andet")
    assert engine.turns[-1]["payload"] == "/save_draft{}"
    assert aside["text"].startswith("Det er lagt til side")
    engine.script = echo
    (reply,) = await chat.say("hvad er kørselstaksten?")
    assert reply["text"] == "Du skrev: hvad er kørselstaksten?"


async def test_a_sensitive_draft_that_is_begun_here_goes_on_in_the_portal(
    chat: Chat, world: World, engine: FakeEngine, knowledge: Knowledge, widget: Portal
) -> None:
    def begin(turn: Turn) -> list[dict[str, Any]]:
        started(world, one(knowledge, sensitive=True))
        return [say("Noteret: ondt i ryggen."), say("Hvornår blev du syg?")]

    engine.script = begin
    (reply,) = await chat.say("jeg vil sygemelde mig")
    assert leads_to_the_portal(reply) and "ryggen" not in everything_in(reply)
    transcript = await (await widget.sign_on()).transcript()
    assert transcript[-1]["text"] == "Hvornår blev du syg?"


async def test_other_drafts_are_filled_in_here(
    chat: Chat, world: World, engine: FakeEngine, knowledge: Knowledge
) -> None:
    draft = started(world, one(knowledge, sensitive=False))
    question = {
        "type": "question",
        "field": "a",
        "label": "Hvor mange kilometer?",
        "hint": "number",
        "actions": [{"title": "Fortsæt", "payload": f'/submit_values{{"draft": "{draft}", "fields": ["a"]}}'}],
    }
    engine.script = lambda turn: [say("Hvor mange kilometer?", question)]
    (reply,) = await chat.say("videre")
    assert "Hvor mange kilometer?" in everything_in(reply)
    await chat.press(reply, "Fortsæt", **{"felt:a": "12,5"})
    assert engine.turns[-1]["values"] == {"a": "12,5"}


async def test_a_sensitive_draft_is_not_named_among_others(
    chat: Chat, world: World, engine: FakeEngine, knowledge: Knowledge
) -> None:
    draft = started(world, one(knowledge, sensitive=True))
    stands(world)
    resume = {"title": "Fortsæt sygemelding", "payload": f'/resume_draft{{"draft": "{draft}"}}'}
    engine.script = lambda turn: [say("Du har en kladde.", {"type": "choices", "actions": [resume]})]
    (reply,) = await chat.say("mine kladder")
    assert leads_to_the_portal(reply) and "sygemelding" not in everything_in(reply)


@pytest.fixture
def cases(world: World, knowledge: Knowledge) -> dict[str, str]:
    """Two cases of the person's own: number by whether it is sensitive."""
    numbers = {}
    for sensitive, number in ((True, "2026-000101"), (False, "2026-000102")):
        solution = one(knowledge, sensitive=sensitive)
        now = world.clock()
        with writing(world.conversations._sessions) as session:
            session.add(
                CaseRow(
                    id=f"c-{number}", number=number, solution_id=solution, title=f"Titel {number}", area="loen",
                    state="modtaget", reporter_id=MEMBER, unit_id="boern", unit_path="/kommunen/boern/", answers={},
                    sensitive=sensitive, subject_sees=True, unit_sees=False, search_text=number, version=1,
                    correlation_id=number, draft_id=f"d-{number}", handler_task="", at_desk=True, created_at=now,
                    submitted_at=now, updated_at=now, state_since=now,
                )
            )  # fmt: skip
        numbers[str(sensitive)] = number
    return numbers


def case_card(number: str) -> dict[str, Any]:
    return {
        "type": "case", "number": number, "state": "modtaget", "state_label": "Modtaget", "title": f"Titel {number}",
        "awaits_you": False, "ball": "x", "next_step": "y", "created": "1. marts",
        "actions": [{"title": "Skriv til sagen", "payload": f'/comment_case{{"number": "{number}"}}'}],
    }  # fmt: skip


async def test_a_sensitive_case_is_shown_in_the_portal_only(
    chat: Chat, engine: FakeEngine, cases: dict[str, str]
) -> None:
    for sensitive, number in cases.items():
        engine.script = lambda turn, number=number: [say(f"Sag {number}", case_card(number))]  # type: ignore[misc]
        (reply,) = await chat.say("hvordan går det med min sag?")
        assert leads_to_the_portal(reply) == (sensitive == "True")
        assert (f"Titel {number}" in everything_in(reply)) == (sensitive == "False")


async def test_a_list_leaves_the_sensitive_cases_out(chat: Chat, engine: FakeEngine, cases: dict[str, str]) -> None:
    items = [
        {
            "number": number, "title": f"Titel {number}", "state": "modtaget", "state_label": "Modtaget",
            "awaits_you": False, "updated": "i dag",
            "open": {"title": "Åbn", "payload": f'/open_case{{"number": "{number}"}}'},
        }
        for number in cases.values()
    ]  # fmt: skip
    lines = "\n".join(f"- {number}, Titel {number}: Modtaget" for number in cases.values())
    engine.script = lambda turn: [say(f"Dine sager:\n{lines}", {"type": "case_list", "total": 2, "cases": items})]
    (reply,) = await chat.say("mine sager")
    assert cases["True"] not in everything_in(reply) and cases["False"] in everything_in(reply)
    assert "Nogle sager vises kun i portalen." in everything_in(reply)


async def test_a_comment_to_a_sensitive_case_is_not_written_here(
    chat: Chat, world: World, engine: FakeEngine, cases: dict[str, str]
) -> None:
    stands(world, flow="prompt", pending=Pending(kind="comment_case", data={"number": cases["True"]}))
    (reply,) = await chat.say("jeg er stadig syg")
    assert leads_to_the_portal(reply) and engine.turns == []
    stands(world, flow="prompt", pending=Pending(kind="comment_case", data={"number": cases["False"]}))
    await chat.say("det var 12 km")
    assert engine.turns[-1]["text"] == "det var 12 km"


async def test_help_in_a_crisis_is_never_hidden(
    chat: Chat, world: World, engine: FakeEngine, knowledge: Knowledge
) -> None:
    started(world, one(knowledge, sensitive=True))
    contacts = [{"label": "Livslinien", "value": "70 201 201", "href": "tel:70201201"}]
    card = {"type": "notice", "level": "crisis", "title": "Ring nu", "text": "Du er ikke alene.", "contacts": contacts}
    engine.script = lambda turn: [say("Ring 70 201 201", card)]
    (reply,) = await chat.say("jeg vil tage mit eget liv")
    assert "70 201 201" in everything_in(reply)
