"""What goes along, and what of it a supporter may see."""

from __future__ import annotations

import pytest

from bot.handover.types import Answered, DraftPart, NotThere, Package, Suggested, Titled
from tests.handover.floor import ANNE, BO, RIKKE, Floor
from tests.town import solution

FULL = Package(
    asked="Min løn er forkert", words=("hej", "Min løn er forkert"), way=(Answered("Hvad?", "Løn"),),
    shown=(Titled("ferie", "Ferie"),), cases=("2026-000001",), topic=Titled("ferie", "Ferie"), area="fravaer",
    draft=DraftPart("d", "ferie", "Ferie", False, 2), suggestion=Suggested("ferie", "Ferie", 0.81),
)  # fmt: skip
SECRET = Package(asked="Jeg er syg", topic=Titled("syg", "Sygdom"), area="fravaer", sensitive=True)


def test_a_package_is_the_same_after_being_stored() -> None:
    assert Package.from_json(FULL.as_json()) == FULL
    assert Package.from_json({}) == Package()


def test_the_supporter_who_has_it_sees_the_package_and_the_talk(floor: Floor) -> None:
    floor.write("Min løn er forkert")
    handover = floor.ask(package=FULL)
    with pytest.raises(NotThere):
        floor.reading.view(RIKKE, handover.id)  # not before it is taken
    floor.desk.take(RIKKE, handover.id)
    view = floor.reading.view(RIKKE, handover.id)
    assert view.package == FULL
    assert (view.person["name"], view.person["unit"]) == ("Anne Holm", "Skole-a")
    assert view.messages[0].text == "Min løn er forkert"
    with pytest.raises(NotThere):
        floor.reading.view(BO, handover.id)


def test_of_a_sensitive_matter_nothing_is_seen_until_the_person_shares_it(floor: Floor) -> None:
    floor.write("Jeg er syg")
    handover = floor.ask(package=SECRET)
    (item,) = floor.reading.queue(RIKKE)
    assert "syg" not in item.topic.lower() and "Fravaer" in item.topic
    floor.desk.take(RIKKE, handover.id)
    floor.write("Kan du hjælpe?")
    view = floor.reading.view(RIKKE, handover.id)
    assert view.withheld
    assert "syg" not in str(view).lower()
    assert [message.text for message in view.messages][-1] == "Kan du hjælpe?"
    assert "syg" not in str(floor.reading.mine(RIKKE)).lower()
    assert floor.people.share(floor.talk())
    shared = floor.reading.view(RIKKE, handover.id)
    assert shared.package.asked == "Jeg er syg"
    assert "Jeg er syg" in [message.text for message in shared.messages]
    assert "handover_opened" in floor.audited()


def test_the_draft_is_read_live_and_a_sensitive_one_only_when_it_is_shared(floor: Floor) -> None:
    floor.town.offer()
    draft = floor.town.drafts.start(ANNE, "ferie", floor.talk(), {"note": "tre dage"})
    part = DraftPart(draft.id, "ferie", "Ferie", False, 1)
    handover = floor.ask(package=Package(draft=part))
    floor.desk.take(RIKKE, handover.id)
    floor.town.drafts.save(ANNE, draft.id, {"note": "fire dage"}, expected_version=draft.version)
    seen = floor.reading.view(RIKKE, handover.id).draft
    assert seen is not None and [field.value for field in seen.fields] == ["fire dage"]
    floor.town.known["ferie"] = solution(sensitive=True)  # an editor has made it sensitive meanwhile
    hidden = floor.reading.view(RIKKE, handover.id).draft
    assert hidden is not None and hidden.withheld and (hidden.fields, hidden.solution) == ((), "")


def test_a_draft_that_belongs_to_somebody_else_is_not_seen_by_naming_it(floor: Floor) -> None:
    floor.town.offer()
    other = floor.town.drafts.start("ida", "ferie", None, {"note": "Idas"})
    handover = floor.ask(package=Package(draft=DraftPart(other.id, "ferie", "Ferie", False, 1)))
    floor.desk.take(RIKKE, handover.id)
    assert floor.reading.view(RIKKE, handover.id).draft is None


def test_a_case_that_was_named_is_seen_by_the_supporters_own_rights_alone(floor: Floor) -> None:
    floor.town.offer()
    number = floor.town.send(ANNE).number
    handover = floor.ask(package=Package(cases=(number,)))
    floor.desk.take(RIKKE, handover.id)
    (line,) = floor.reading.view(RIKKE, handover.id).cases
    assert (line.number, line.title, line.state) == (number, None, None)


def test_who_had_it_sees_it_till_the_end_of_their_day_and_not_when_it_was_erased(floor: Floor) -> None:
    handover = floor.taken()
    floor.desk.close(RIKKE, handover.id, "solved")
    floor.clock.move(seconds=1)
    floor.write("noget nyt, som ikke er sagt til supporten")
    assert "noget nyt" not in str(floor.reading.view(RIKKE, handover.id))
    floor.clock.move(hours=9)
    with pytest.raises(NotThere):
        floor.reading.view(RIKKE, handover.id)


def test_what_was_said_another_day_does_not_go_along(floor: Floor) -> None:
    floor.write("i går")
    floor.clock.move(hours=9)
    floor.presence.beat(RIKKE)
    floor.write("i dag")
    handover = floor.taken()
    texts = [message.text for message in floor.reading.view(RIKKE, handover.id).messages]
    assert texts[0] == "i dag"


def test_unread_counts_what_the_person_wrote_since(floor: Floor) -> None:
    handover = floor.taken()
    first = floor.write("et")
    floor.write("to")
    assert floor.reading.mine(RIKKE)[0].unread == 2
    floor.reading.mark_read(RIKKE, handover.id, first.id)
    assert floor.reading.mine(RIKKE)[0].unread == 1
    last = floor.write("tre")
    floor.reading.mark_read(RIKKE, handover.id, last.id)
    floor.reading.mark_read(RIKKE, handover.id, first.id)  # an older window
    assert floor.reading.mine(RIKKE)[0].unread == 0


def test_erasing_the_conversation_ends_it_and_takes_all_that_was_told(floor: Floor) -> None:
    handover = floor.ask(package=FULL)
    floor.desk.take(RIKKE, handover.id)
    floor.desk.note(RIKKE, handover.id, "Annes løn")
    floor.town.talks.erase(floor.talk())
    row = floor.row(handover)
    assert (row.package, row.outcome, floor.owner()) == ({}, "erased", "bot")
    assert floor.kinds(handover)[-1] == "erased"
    with pytest.raises(NotThere):
        floor.reading.view(RIKKE, handover.id)
    with floor.town.engine.connect() as connection:
        for table in ("handovers", "handover_events", "messages"):
            everything = str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            assert "løn" not in everything.lower()
