"""Questions about a solution that was not named."""

from __future__ import annotations

from bot.actions.registry import CAPABILITIES
from bot.container import Container
from bot.dialogue.state import Pending
from bot.dialogue.turn import Turn, Understanding
from tests.actions.desk_room import Talk
from tests.knowledge.conftest import TODAY
from tests.town import Town

Room = tuple[Container, Town]


def ask(talk: Talk, text: str, ranking: list[tuple[str, float]]) -> Turn:
    return Turn(
        talk.person,
        "c",
        text,
        "deadline",
        talk.state,
        TODAY,
        understanding=Understanding(ranking=ranking),
        message_id="m",
    )


def test_a_question_right_after_an_offer_is_asked_of_what_was_offered(room: Room) -> None:
    anne = Talk(room[0], "anne")
    anne.state.pending = Pending(kind="choose", data={"ids": ["koerselsgodtgoerelse", "boerneattest"], "both": False})
    anne.reply = CAPABILITIES["action_answer_facet"](room[0], ask(anne, "hvad er fristen", [("aktindsigt", 0.2)]))
    assert [action.title for action in anne.offered][:-1] == [
        room[0].knowledge.title("koerselsgodtgoerelse"),
        room[0].knowledge.title("boerneattest"),
    ]


def test_pressing_one_of_them_answers_the_question_at_once(room: Room) -> None:
    anne = Talk(room[0], "anne")
    anne.state.pending = Pending(kind="choose", data={"ids": ["koerselsgodtgoerelse", "boerneattest"], "both": False})
    anne.reply = CAPABILITIES["action_answer_facet"](room[0], ask(anne, "hvad er fristen", []))
    assert '"facet": "deadline"' in anne.offered[0].payload and "/ask_facet" in anne.offered[0].payload


def test_a_guess_that_is_noise_is_not_offered(room: Room) -> None:
    anne = Talk(room[0], "anne")
    anne.reply = CAPABILITIES["action_answer_facet"](room[0], ask(anne, "hvad er fristen", [("boerneattest", 0.04)]))
    assert [action.title for action in anne.offered] == ["Find det sammen med mig"]
