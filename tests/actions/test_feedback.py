"""How it went: asked at the right moment, once, never in distress; and a no leads on in one step."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from bot.actions.registry import CAPABILITIES
from bot.clock import today
from bot.container import Container
from bot.conversations.types import Conversation
from bot.dialogue.asking import QUIET_AFTER_CRISIS, REMEMBERED, SILENT_AREAS, STILL_OF_INTEREST
from bot.dialogue.payloads import payload
from bot.dialogue.rendering import notices as notice_words
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import Reply, Turn, Understanding
from bot.feedback.model import FeedbackCommentRow, FeedbackRow
from bot.messages.cards import FeedbackCard
from tests.actions.desk_room import Talk
from tests.town import Hands, Town

Room = tuple[Container, Town]
FACET = payload("ask_facet", facet="deadline", id="koerselsgodtgoerelse")
OTHER = payload("ask_facet", facet="deadline", id="private-udlaeg")


@pytest.fixture
def anne(room: Room) -> Talk:
    return Talk(room[0], "anne")


def later(room: Room, **by: float) -> None:
    hands = room[1].clock
    assert isinstance(hands, Hands)
    hands.move(**by)


def ask_facet(talk: Talk, asked: str = FACET) -> None:
    """A facet's button, which the engine turns into the facet's action."""
    turn = Turn(talk.person, "c", "", "deadline", talk.state, today(talk.services.clock), payload={"id": _id(asked)})
    talk.reply = CAPABILITIES["action_answer_facet"](talk.services, turn)


def _id(asked: str) -> str:
    return asked.rpartition('"id": "')[2].rstrip('"}')


def questions(reply: Reply) -> list[FeedbackCard]:
    return [card for said in reply.utterances for card in said.cards if isinstance(card, FeedbackCard)]


def rows(room: Room) -> list[FeedbackRow]:
    with room[1].sessions() as session:
        return list(session.scalars(sa.select(FeedbackRow).order_by(FeedbackRow.asked_on)))


def comments(room: Room) -> list[str]:
    with room[1].sessions() as session:
        return list(session.scalars(sa.select(FeedbackCommentRow.text)))


def asked_about_mileage(talk: Talk) -> FeedbackCard:
    ask_facet(talk)
    (card,) = questions(talk.say("tak", "thank"))
    return card


# --- when


@pytest.mark.parametrize(("text", "intent"), [("tak", "thank"), ("hej hej", "goodbye"), ("super", "praise")])
def test_after_guidance_it_is_asked_when_the_user_says_thanks_or_leaves(
    room: Room, anne: Talk, text: str, intent: str
) -> None:
    ask_facet(anne)
    assert not questions(anne.reply)  # not with the answer itself
    (card,) = questions(anne.say(text, intent))
    assert card.about == "Fik du svar på det, du ville vide om Kørselsgodtgørelse i egen bil?"
    assert [action.title for action in card.actions] == ["Ja", "Delvist", "Nej"]
    (row,) = rows(room)
    assert (row.question, row.moment, row.solution_id, row.area, row.answer) == (
        "solved",
        "facet",
        "koerselsgodtgoerelse",
        "rejser",
        None,
    )


def test_the_question_makes_sense_without_its_buttons(anne: Talk) -> None:
    ask_facet(anne)
    anne.say("tak", "thank")
    assert anne.reply.utterances[-1].text.endswith("Svar ja, delvist eller nej, eller gå bare videre.")


def test_thanks_for_nothing_asks_nothing(room: Room, anne: Talk) -> None:
    assert not questions(anne.say("tak", "thank"))
    assert not rows(room)


def test_who_left_without_a_word_is_asked_when_they_come_back_another_day(room: Room, anne: Talk) -> None:
    ask_facet(anne)
    assert not questions(anne.send("/greeting{}"))  # the same day: they may still be at it
    later(room, days=1)
    (card,) = questions(anne.send("/greeting{}"))
    assert card.about == "Sidst handlede det om Kørselsgodtgørelse i egen bil. Fik du løst det?"
    later(room, days=1)
    assert not questions(anne.send("/greeting{}"))


def test_what_is_long_ago_is_not_asked_about(room: Room, anne: Talk) -> None:
    ask_facet(anne)
    later(room, days=STILL_OF_INTEREST.days + 1)
    assert not questions(anne.send("/greeting{}"))
    assert not questions(anne.say("tak", "thank"))


def test_a_topic_page_and_a_shown_solution_are_told_apart(room: Room, anne: Talk) -> None:
    anne.send(payload("show_topic", id="koerselsgodtgoerelse"))
    assert questions(anne.say("tak", "thank"))
    later(room, days=1)
    anne.send(payload("select_solution", id="private-udlaeg"))
    (card,) = questions(anne.say("tak", "thank"))
    assert card.about == "Fik du løst det, du kom for?"
    assert [row.moment for row in rows(room)] == ["topic", "solution"]


def test_the_end_of_a_tree_is_a_moment_of_its_own(room: Room, anne: Talk) -> None:
    services = room[0]
    from bot.knowledge import trees

    way = trees.way_to(services.knowledge.trees["rejser"], "koerselsgodtgoerelse")
    assert way is not None
    anne.send(payload("enter_tree", area="rejser"))
    for option in way:
        parameters = {"tree": "rejser", "option": option}
        turn = Turn(anne.person, "c", "", "tree_answer", anne.state, today(services.clock), payload=parameters)
        anne.reply = CAPABILITIES["validate_tree_form"](services, turn)
    assert anne.card("solution").id == "koerselsgodtgoerelse"
    assert not questions(anne.reply)
    assert questions(anne.say("tak", "thank"))
    assert [row.moment for row in rows(room)] == ["tree"]


# --- never too often


def test_once_about_each_matter_and_once_a_day(room: Room, anne: Talk) -> None:
    asked_about_mileage(anne)
    ask_facet(anne, OTHER)
    assert not questions(anne.say("tak", "thank"))  # another matter, the same day
    later(room, days=1)
    ask_facet(anne)
    assert not questions(anne.say("tak", "thank"))  # another day, the same matter
    ask_facet(anne, OTHER)
    assert questions(anne.say("tak", "thank"))
    assert len(rows(room)) == 2


def test_after_two_months_it_is_another_matter_and_nothing_older_is_remembered(room: Room, anne: Talk) -> None:
    asked_about_mileage(anne)
    later(room, days=REMEMBERED.days + 1)
    ask_facet(anne, OTHER)
    anne.say("tak", "thank")
    assert list(anne.state.feedback.asked) == ["solved:private-udlaeg"]


def test_two_windows_of_one_person_share_what_was_asked(room: Room, anne: Talk) -> None:
    asked_about_mileage(anne)
    other = Talk(room[0], "anne")
    other.state = ConversationState.model_validate_json(anne.state.model_dump_json())  # as the database has it
    ask_facet(other)
    assert not questions(other.say("tak", "thank"))


# --- never here


def sensitive_solutions(services: Container) -> Sequence[str]:
    return [
        one.id
        for one in services.knowledge.solutions.values()
        if one.area in SILENT_AREAS or (one.report and one.report.sensitive)
    ]


def test_nobody_is_asked_about_dismissal_harassment_or_sickness(room: Room, anne: Talk) -> None:
    silent = sensitive_solutions(room[0])
    assert {"uansoegt-afsked", "advarsel", "kraenkelser-og-mobning", "syge-og-raskmelding", "vold-og-trusler"} <= {
        *silent
    }
    for solution in silent:
        ask_facet(anne, payload("ask_facet", facet="deadline", id=solution))
        assert not questions(anne.say("tak", "thank")), solution
    assert not rows(room)


def test_after_a_crisis_nothing_is_asked_for_a_while(room: Room, anne: Talk) -> None:
    ask_facet(anne)
    turn = Turn(anne.person, "c", "jeg kan ikke mere", "crisis", anne.state, today(room[0].clock))
    turn.understanding = Understanding(crisis="suicide")
    assert not questions(CAPABILITIES["action_crisis"](room[0], turn))
    assert not questions(anne.say("tak", "thank"))
    later(room, days=QUIET_AFTER_CRISIS.days)
    ask_facet(anne)
    assert not questions(anne.say("tak", "thank"))
    later(room, days=1)
    ask_facet(anne)
    assert questions(anne.say("tak", "thank"))


def test_a_crisis_is_no_answer(room: Room, anne: Talk) -> None:
    asked_about_mileage(anne)
    turn = Turn(anne.person, "c", "nej jeg vil ikke leve mere", "crisis", anne.state, today(room[0].clock))
    turn.understanding = Understanding(crisis="suicide")
    reply = CAPABILITIES["action_crisis"](room[0], turn)
    assert reply.utterances[0].cards[0].type == "notice"
    assert [row.answer for row in rows(room)] == [None]


def test_in_the_middle_of_a_report_nothing_is_asked(room: Room, anne: Talk) -> None:
    ask_facet(anne)
    anne.send(payload("start_report", id="koerselsgodtgoerelse"))
    assert anne.state.flow == "report"
    ask_facet(anne)
    assert not questions(anne.say("tak", "thank"))
    assert not rows(room)


# --- the answer


def test_an_answer_is_thanked_for_and_a_double_click_counts_once(room: Room, anne: Talk) -> None:
    yes, _, no = (action.payload for action in asked_about_mileage(anne).actions)
    anne.send(yes)
    assert anne.text == "Tak for svaret. Det er godt at høre."
    anne.send(yes)
    assert anne.text == "Det har jeg noteret."
    anne.send(no)
    assert anne.text.startswith("Jeg har rettet dit svar.")
    assert [row.answer for row in rows(room)] == ["no"]


def test_a_no_leads_to_a_person_the_tree_and_the_page_in_one_step(anne: Talk) -> None:
    no = asked_about_mileage(anne).actions[2]
    anne.send(no.payload)
    assert [(action.title, action.payload) for action in anne.offered] == [
        ("Tal med et menneske", '/human{"topic": "koerselsgodtgoerelse"}'),
        ("Find det sammen med mig", '/enter_tree{"area": "rejser"}'),
        ("Læs emnesiden", '/show_topic{"id": "koerselsgodtgoerelse"}'),
    ]
    anne.press("Find det sammen")
    assert anne.state.flow == "tree"


@pytest.mark.parametrize(
    ("text", "intent", "answer"),
    [
        ("ja tak, super", "affirm", "yes"),
        ("nej det virkede ikke", "complain", "no"),
        ("sådan da", "out_of_scope", "partly"),
    ],
)
def test_words_count_while_the_question_is_the_last_thing_said(
    room: Room, anne: Talk, text: str, intent: str, answer: str
) -> None:
    asked_about_mileage(anne)
    anne.say(text, intent)
    assert anne.text.startswith("Tak for svaret.")
    assert [row.answer for row in rows(room)] == [answer]


def test_words_after_something_else_are_no_answer_but_the_button_still_is(room: Room, anne: Talk) -> None:
    card = asked_about_mileage(anne)
    anne.say("hjælp", "help")
    assert anne.say("ja", "affirm").utterances[0].text == "Godt. Hvad kan jeg hjælpe med?"
    assert [row.answer for row in rows(room)] == [None]
    anne.send(card.actions[0].payload)
    assert [row.answer for row in rows(room)] == ["yes"]


def test_ignoring_it_costs_nothing(anne: Talk) -> None:
    asked_about_mileage(anne)
    anne.say("hej", "greet")
    assert anne.text == "Hej. Hvad kan jeg hjælpe dig med?"
    assert anne.state.feedback.open is None


def test_who_answers_and_asks_on_gets_the_answer_to_that(room: Room, anne: Talk) -> None:
    asked_about_mileage(anne)
    turn = Turn(anne.person, "c", "nej, hvad er fristen?", "deadline", anne.state, today(room[0].clock))
    reply = CAPABILITIES["action_answer_facet"](room[0], turn)
    assert reply.utterances[0].cards[0].type == "topic"
    assert [row.answer for row in rows(room)] == ["no"]


def test_who_cannot_tell_is_left_in_peace(room: Room, anne: Talk) -> None:
    asked_about_mileage(anne)
    anne.say("ved ikke endnu", "dont_know")
    assert anne.text == "Det er helt i orden. Du finder mig her, når du ved det."
    assert [row.answer for row in rows(room)] == [None]


def test_what_says_more_than_yes_or_no_is_kept_without_numbers_and_goes_with_the_conversation(
    room: Room, anne: Talk
) -> None:
    asked_about_mileage(anne)
    anne.say("nej det virkede ikke for 610190-1234", "complain")
    assert comments(room) == ["nej det virkede ikke for ••••••-••••"]
    conversations = room[0].conversations
    talk = conversations.for_person("anne")
    conversations.save_state(talk.id, anne.state.model_dump(mode="json"))
    conversations.erase(talk.id)
    assert comments(room) == []
    assert [row.answer for row in rows(room)] == ["no"]


# --- cases


def stored(services: Container, person: str = "anne") -> tuple[Conversation, ConversationState]:
    talk = services.conversations.for_person(person)
    return talk, ConversationState.model_validate(talk.state)


def sent(room: Room, **changes: object) -> str:
    town = room[1]
    town.offer(**changes)
    return town.send("anne").number


def test_after_a_receipt_it_is_asked_whether_they_are_satisfied(room: Room, anne: Talk) -> None:
    services = room[0]
    number = sent(room)
    case = services.cases.get("anne", number)
    assert case is not None
    said = services.asking.after_receipt(anne.state, case)
    assert said is not None
    (card,) = said.cards
    assert isinstance(card, FeedbackCard)
    assert [action.title for action in card.actions] == ["Tilfreds", "Nogenlunde", "Utilfreds"]
    anne.send(card.actions[2].payload)
    assert anne.titles == ["Tal med et menneske", "Skriv til sagen", "Se sagen"]
    assert services.asking.after_receipt(anne.state, case) is None


def test_a_case_that_was_solved_is_asked_about_where_the_news_is_told_and_a_no_opens_it_again(
    room: Room, anne: Talk
) -> None:
    services = room[0]
    number = sent(room)
    solved(room, number)
    services.notices.tell_of("case_news")
    told = notice_words.message(services.notices.take("anne"))
    later(room, days=1)
    asked = services.asking.after_news("anne", [told])
    assert asked is not None
    assert f"({number}) er løst. Blev det løst for dig?" in asked.text
    assert services.asking.after_news("anne", [told]) is None
    _, anne.state = stored(services)
    (card,) = asked.cards
    assert isinstance(card, FeedbackCard)
    anne.send(card.actions[2].payload)
    assert anne.titles[0] == "Genåbn sagen"
    anne.press("Genåbn sagen")
    assert anne.state.pending is not None
    assert (anne.state.pending.kind, anne.state.pending.data["number"]) == ("reopen_case", number)


def test_a_sensitive_case_is_not_asked_about(room: Room, anne: Talk) -> None:
    services = room[0]
    number = sent(room, sensitive=True)
    case = services.cases.get("anne", number)
    assert case is not None
    assert services.asking.after_receipt(anne.state, case) is None
    solved(room, number)
    services.notices.tell_of("case_news")
    assert services.asking.after_news("anne", [notice_words.message(services.notices.take("anne"))]) is None
    assert not rows(room)


def solved(room: Room, number: str) -> None:
    town = room[1]
    town.settle()
    town.desk.take("worker", number)
    town.desk.solve("worker", number, "Klaret.")
    town.settle()


# --- hand-overs


def test_after_a_hand_over_it_is_asked_once_and_what_is_said_counts(room: Room, anne: Talk) -> None:
    services = room[0]
    talk, _ = stored(services)
    said = services.asking.ask_after_handover(talk.id, "h1", "koerselsgodtgoerelse")
    assert said is not None
    assert said.text.startswith("Fik du løst det, du kom for?")
    assert services.asking.ask_after_handover(talk.id, "h1", "koerselsgodtgoerelse") is None
    _, anne.state = stored(services)
    anne.say("nej det blev ikke løst", "complain")
    assert anne.titles[0] == "Tal med et menneske"
    assert [(row.moment, row.answer) for row in rows(room)] == [("handover", "no")]


def test_a_hand_over_about_something_sensitive_or_of_nobody_asks_nothing(room: Room) -> None:
    services = room[0]
    talk, _ = stored(services)
    assert services.asking.ask_after_handover(talk.id, "h1", "kraenkelser-og-mobning") is None
    assert services.asking.ask_after_handover("findes-ikke", "h2") is None
    assert services.asking.ask_after_handover(talk.id, "h3", "generelt-spoergsmaal") is not None
    assert [row.solution_id for row in rows(room)] == [None]


def test_who_goes_on_in_that_instant_is_not_asked(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    services = room[0]
    talk, _ = stored(services)
    read = services.conversations.get

    def read_and_then_somebody_writes(conversation_id: str) -> Conversation | None:
        found = read(conversation_id)
        services.conversations.save_state(conversation_id, {"topic": "ferie"})
        return found

    monkeypatch.setattr(services.conversations, "get", read_and_then_somebody_writes)
    assert services.asking.ask_after_handover(talk.id, "h1") is None
    assert stored(services)[1].topic == "ferie"
