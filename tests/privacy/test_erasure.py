"""Erasing a conversation: what goes, what stays, and that the person is told."""

from __future__ import annotations

import sqlalchemy as sa

from bot.messages.message import Utterance
from bot.privacy.model import SecretRow
from tests.town import Town

PDF = b"%PDF-1.7\n..."


def test_texts_drafts_and_loose_files_go_and_cases_stay(town: Town) -> None:
    town.offer()
    talk = town.talks.for_person("anne")
    town.talks.add_user_message(talk.id, "cpr 610190-1234", "c1")
    town.talks.add_messages(talk.id, [Utterance(text="Hej")])
    town.talks.save_state(talk.id, {"topic": "ferie"})
    sent_file = town.files.add("anne", talk.id, "sendt.pdf", "", PDF)
    loose_file = town.files.add("anne", talk.id, "løs.pdf", "", PDF)
    number_in_case = "cpr:" + town.vault.keep("6201901234", "anne")
    case = town.send("anne", cpr=number_in_case, bilag=[sent_file.id])
    town.drafts.start("anne", "ferie", talk.id, {"note": "ikke sendt"})
    other = town.talks.for_person("soeren")
    town.talks.add_user_message(other.id, "hej", "c1")
    town.drafts.start("soeren", "ferie", other.id)

    told = town.talks.erase(talk.id)

    assert told["erased"] == {"messages": 2, "drafts": 2, "attachments": 1, "cpr_numbers": 1}
    assert told["remains"]["cases"] == [case.number]
    assert "offentlighedsloven" in told["remains"]["why"]
    assert town.talks.transcript(talk.id) == []
    assert town.talks.get(talk.id).state == {}
    assert town.drafts.open_for("anne") == []
    assert town.files.get("anne", loose_file.id) is None
    assert not (town.files._folder / loose_file.id).exists()
    assert town.files.read("anne", sent_file.id) == PDF
    assert town.vault.reveal(number_in_case, case_id=case.id) == "620190-1234"
    assert town.cases.get("anne", case.number) is not None
    with town.sessions() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(SecretRow)).scalar_one() == 1
    # Nobody else's.
    assert len(town.talks.transcript(other.id)) == 1
    assert len(town.drafts.open_for("soeren")) == 1


def test_sending_again_after_erasing_still_makes_no_second_case(town: Town) -> None:
    town.offer()
    talk = town.talks.for_person("anne")
    draft = town.drafts.start("anne", "ferie", talk.id)
    number = town.cases.submit("anne", draft.id).number
    town.talks.erase(talk.id)
    assert town.cases.submit("anne", draft.id).number == number


def test_erasing_twice_or_what_is_not_there_is_harmless(town: Town) -> None:
    talk = town.talks.for_person("anne")
    town.talks.erase(talk.id)
    assert town.talks.erase(talk.id)["erased"]["messages"] == 0
    assert town.talks.erase("findes-ikke")["remains"]["cases"] == []


def test_the_conversation_goes_on_afterwards(town: Town) -> None:
    talk = town.talks.for_person("anne")
    town.talks.add_user_message(talk.id, "hej", "c1")
    town.talks.erase(talk.id)
    _, new = town.talks.add_user_message(talk.id, "hej igen", "c1")
    assert new
    assert town.talks.for_person("anne").id == talk.id
