"""A conversation has one owner at a time; who may change it, and what the person is told."""

from __future__ import annotations

import pytest

from bot.handover.types import NotPresent, NotThere, NotYours, Titled
from tests.handover.floor import ANNE, BO, IDA, RIKKE, Floor


def test_whoever_asks_waits_and_keeps_the_place_however_often_they_ask(floor: Floor) -> None:
    first = floor.ask(IDA)
    floor.clock.move(minutes=1)
    handover = floor.ask()
    assert (handover.state, handover.place, floor.owner()) == ("waiting", 2, "queue")
    assert floor.ask().id == handover.id
    assert [item.id for item in floor.reading.queue(RIKKE)] == [first.id, handover.id]


def test_a_crisis_comes_before_those_who_have_waited_longer(floor: Floor) -> None:
    floor.ask(IDA)
    floor.clock.move(minutes=5)
    assert floor.ask(reason="crisis").place == 1


def test_two_cannot_take_the_same_and_the_second_is_told_who_has_it(floor: Floor) -> None:
    handover = floor.ask()
    floor.desk.take(RIKKE, handover.id)
    with pytest.raises(NotYours) as refused:
        floor.desk.take(BO, handover.id)
    assert (refused.value.name, floor.owner()) == ("Rikke Storm", "agent:support")
    assert "Rikke Storm" in floor.last()


def test_a_double_click_takes_once(floor: Floor) -> None:
    handover = floor.ask()
    for _ in range(2):
        floor.desk.take(RIKKE, handover.id, "k1")
    assert floor.kinds(handover) == ["asked", "taken"]
    assert len(floor.said()) == 1


def test_a_repeated_take_does_not_take_back_what_was_put_back(floor: Floor) -> None:
    handover = floor.ask()
    floor.desk.take(RIKKE, handover.id, "k1")
    floor.desk.put_back(RIKKE, handover.id, key="k2")
    floor.desk.take(RIKKE, handover.id, "k1")  # the first answer was lost on its way
    assert floor.owner() == "queue"


def test_nobody_helps_themself_and_only_first_line_helps(floor: Floor) -> None:
    floor.town.role(ANNE, "foerste_linje", "by")
    handover = floor.ask()
    for person in (ANNE, "worker", "nobody"):
        with pytest.raises(NotThere):
            floor.desk.take(person, handover.id)


def test_a_supporter_of_another_part_of_town_neither_sees_nor_takes_it(floor: Floor) -> None:
    floor.town.role("per", "foerste_linje", "pleje")
    handover = floor.ask()
    assert floor.reading.queue("per") == []
    with pytest.raises(NotThere):
        floor.desk.take("per", handover.id)


def test_the_bot_is_silent_while_a_supporter_has_it_and_not_before_or_after(floor: Floor) -> None:
    assert floor.bot("før")
    handover = floor.ask()
    assert floor.bot("i køen")
    floor.desk.take(RIKKE, handover.id)
    assert floor.bot("imens") == []
    floor.desk.give_back(RIKKE, handover.id)
    assert floor.bot("efter")
    assert [text for sender, text in floor.said() if sender == "bot" and len(text) < 10] == ["før", "i køen", "efter"]


def test_what_is_said_carries_the_supporters_name_and_is_stored_once(floor: Floor) -> None:
    handover = floor.taken()
    first = floor.say(handover, "Hej Anne", client_id="c1")
    again = floor.say(handover, "Hej Anne", client_id="c1")
    assert (first.id, first.sender, first.author) == (again.id, "agent", "Rikke Storm")
    assert [text for sender, text in floor.said() if sender == "agent"] == ["Hej Anne"]
    assert floor.town.talks.transcript(floor.talk())[-1].author == "Rikke Storm"


def test_only_the_owner_and_guests_speak(floor: Floor) -> None:
    handover = floor.taken()
    with pytest.raises(NotYours) as refused:
        floor.say(handover, "Hej", by=BO)
    assert refused.value.name == "Rikke Storm"
    floor.desk.invite(RIKKE, handover.id, BO)
    assert floor.say(handover, "Hej fra Bo", by=BO).author == "Bo Bach"
    assert floor.owner() == "agent:support"
    floor.desk.step_out(BO, handover.id)
    with pytest.raises(NotYours):
        floor.say(handover, "Mere", by=BO)


def test_a_guest_can_be_asked_to_go_by_the_owner_alone(floor: Floor) -> None:
    floor.town.role("per", "foerste_linje", "by")
    floor.presence.beat("per")
    handover = floor.taken()
    floor.desk.invite(RIKKE, handover.id, BO)
    with pytest.raises(NotYours):
        floor.desk.step_out("per", handover.id, BO)
    floor.desk.step_out(RIKKE, handover.id, BO)
    assert floor.reading.view(RIKKE, handover.id).guests == ()


def test_it_is_given_to_a_colleague_who_is_there(floor: Floor) -> None:
    handover = floor.taken()
    with pytest.raises(NotPresent):
        floor.desk.transfer(RIKKE, handover.id, "worker")
    floor.desk.transfer(RIKKE, handover.id, BO, "Det er løn, din boldgade")
    assert floor.owner() == "agent:bo"
    assert "Bo Bach" in floor.last() and "boldgade" not in floor.last()
    with pytest.raises(NotYours):
        floor.say(handover, "Hov")
    assert floor.reading.view(BO, handover.id).history[-1].text == "Det er løn, din boldgade"


def test_nothing_is_given_to_one_who_has_gone_home(floor: Floor) -> None:
    handover = floor.taken()
    floor.presence.sign_off(BO)
    with pytest.raises(NotPresent):
        floor.desk.transfer(RIKKE, handover.id, BO)
    assert floor.owner() == "agent:support"


def test_put_back_it_comes_before_those_who_have_only_just_come(floor: Floor) -> None:
    handover = floor.taken()
    floor.ask(IDA)
    floor.desk.put_back(RIKKE, handover.id, "Jeg skal til møde")
    assert floor.reading.queue(BO)[0].id == handover.id
    assert floor.reading.queue(BO)[0].returned
    assert "forrest" in floor.last() and "møde" not in floor.last()


def test_given_back_the_bot_knows_the_note_and_the_topic(floor: Floor) -> None:
    talk = floor.talk()
    floor.town.talks.save_state(talk, {"flow": "report", "draft_id": "d1", "topic": "ferie"})
    handover = floor.taken()
    floor.desk.give_back(RIKKE, handover.id, "Udfyld feltet om timer", Titled("barsel", "Barsel"))
    state = floor.town.talks.for_person(ANNE).state
    assert (state["desk_note"], state["topic"]) == ("Udfyld feltet om timer", "barsel")
    assert (state["flow"], state["draft_id"]) == ("report", "d1")
    sender, text = floor.said()[-1]
    assert sender == "bot"
    assert "Udfyld feltet om timer" in text and "hvor vi slap" in text
    assert floor.owner() == "bot"
    assert floor.row(handover).outcome == "given_back"


def test_closed_it_tells_the_outcome(floor: Floor) -> None:
    handover = floor.taken()
    floor.desk.close(RIKKE, handover.id, "solved", "Din ferie er rettet.")
    message = floor.town.talks.transcript(floor.talk())[-1]
    assert "Din ferie er rettet." in message.text
    assert (floor.owner(), floor.row(handover).outcome) == ("bot", "solved")
    with pytest.raises(NotYours):
        floor.say(handover, "Og en ting til")


def test_an_outcome_that_no_supporter_can_choose_is_refused(floor: Floor) -> None:
    handover = floor.taken()
    with pytest.raises(ValueError, match="erased"):
        floor.desk.close(RIKKE, handover.id, "erased")
    assert floor.owner() == "agent:support"


def test_the_person_leaves_the_queue_or_ends_the_talk(floor: Floor) -> None:
    handover = floor.ask()
    assert floor.people.leave(floor.talk()).outcome == "left"
    assert floor.people.leave(floor.talk()) is None
    second = floor.taken()
    assert second.id != handover.id
    assert floor.people.leave(floor.talk()).outcome == "user_ended"
    with pytest.raises(NotYours):
        floor.desk.close(RIKKE, second.id, "solved")


def test_an_internal_note_is_seen_by_supporters_and_never_by_the_person(floor: Floor) -> None:
    handover = floor.taken()
    before = floor.said()
    floor.desk.note(RIKKE, handover.id, "Ringede til løn, cpr 610190-1234", "n1")
    floor.desk.note(RIKKE, handover.id, "Ringede til løn, cpr 610190-1234", "n1")
    notes = [step.text for step in floor.reading.view(RIKKE, handover.id).history if step.kind == "noted"]
    assert len(notes) == 1 and "610190" not in notes[0]
    assert floor.said() == before


def test_cpr_numbers_that_a_supporter_writes_are_shielded(floor: Floor) -> None:
    handover = floor.taken()
    floor.say(handover, "Er det 610190-1234?")
    floor.desk.close(RIKKE, handover.id, "guided", "Brug 610190-1234")
    assert "610190" not in str(floor.said()) + floor.row(handover).outcome_text


def test_every_change_is_in_the_audit_with_who_and_on_which_ground(floor: Floor) -> None:
    handover = floor.taken()
    floor.desk.invite(RIKKE, handover.id, BO)
    floor.desk.step_out(BO, handover.id)
    floor.desk.transfer(RIKKE, handover.id, BO)
    floor.desk.put_back(BO, handover.id)
    floor.desk.take(RIKKE, handover.id)
    floor.desk.close(RIKKE, handover.id, "solved", "Hemmelig tekst")
    assert floor.audited() == [
        "handover_asked", "handover_taken", "handover_joined", "handover_parted", "handover_moved",
        "handover_put_back", "handover_taken", "handover_closed",
    ]  # fmt: skip
    assert "Hemmelig" not in str(floor.entries())
    assert floor.town.trail.verify().broken_at is None
