"""Yes, no and "start": what they mean depends on what was asked, and on what is talked of."""

from __future__ import annotations

import pytest

from bot.container import Container
from bot.dialogue.state import Pending
from tests.actions.desk_room import Talk
from tests.town import Town

Room = tuple[Container, Town]


@pytest.mark.parametrize("text", ["start", "lad os komme i gang", "ok begynd", "kan vi starte nu"])
def test_start_begins_with_the_topic_that_is_talked_of(room: Room, text: str) -> None:
    anne = Talk(room[0], "anne")
    anne.state.topic = "koerselsgodtgoerelse"
    assert anne.say(text, "affirm").start_flow == "report_form"
    assert anne.state.draft_id is not None


@pytest.mark.parametrize("text", ["ja", "super", "det starter på mandag"])
def test_a_yes_to_nothing_begins_nothing(room: Room, text: str) -> None:
    anne = Talk(room[0], "anne")
    anne.state.topic = "koerselsgodtgoerelse"
    anne.say(text, "affirm")
    assert anne.state.draft_id is None


def test_start_with_nothing_talked_of_asks_what_it_is_about(room: Room) -> None:
    anne = Talk(room[0], "anne")
    anne.say("start", "affirm")
    assert "Hvad kan jeg hjælpe med" in anne.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("nej det er fejlen jeg vil melde", "Fejl på pc, telefon, printer eller program"),
        ("næ, det er en mobiltelefon", "Mobiltelefon og abonnement"),
        ("nej tak, et program", "Program og licens"),
    ],
)
def test_a_no_that_names_the_neighbour_shows_it(room: Room, text: str, shown: str) -> None:
    anne = Talk(room[0], "anne")
    anne.state.pending = Pending(kind="start_report", data={"id": "bestil-it-udstyr"})
    assert anne.say(text, "deny").utterances[0].text.startswith(shown)


@pytest.mark.parametrize("text", ["nej", "nej tak", "nej det er det ikke"])
def test_a_plain_no_shows_nothing_else(room: Room, text: str) -> None:
    anne = Talk(room[0], "anne")
    anne.state.pending = Pending(kind="start_report", data={"id": "bestil-it-udstyr"})
    assert "noget andet" in anne.say(text, "deny").utterances[0].text
