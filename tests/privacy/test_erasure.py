"""Erasing a conversation: what goes, what stays, and that the person is told."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.database.models import Base
from bot.insight.model import TreeRunRow
from bot.insight.tree_runs import TreeRuns
from bot.messages.message import Utterance
from bot.notices.model import NoticeRow
from bot.notices.service import NoticeService
from bot.privacy.model import SecretRow
from tests.courses.village import Village
from tests.stores import SQLITE
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

    assert told["erased"] == {"messages": 2, "drafts": 1, "attachments": 1, "cpr_numbers": 1, "notices": 0}
    assert told["remains"] == {"cases": [case.number], "attachments": 1, "cpr_numbers": 1, "courses": 0}
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


def test_the_person_is_told_exactly_what_went_what_remains_why_and_where_to_ask(town: Town) -> None:
    town.offer()
    talk = town.talks.for_person("anne")
    town.talks.add_user_message(talk.id, "cpr 610190-1234", "c1")
    file = town.files.add("anne", talk.id, "sendt.pdf", "", PDF)
    case = town.send("anne", cpr="cpr:" + town.vault.keep("6201901234", "anne"), bilag=[file.id])
    town.drafts.start("anne", "ferie", talk.id)
    assert town.talks.erase(talk.id)["text"] == (
        "Samtalen er slettet: 1 besked, 1 kladde og 1 CPR-nummer. Det kan ikke hentes tilbage.\n\n"
        "Det bliver, og derfor:\n"
        f"- Din sag {case.number} med historik, 1 fil og 1 CPR-nummer (krypteret): kommunen skal kunne dokumentere "
        "sine sager (offentlighedsloven §§ 13 og 15) og må kun kassere dem efter arkivloven.\n"
        "- Revisionssporet, der viser hvem der har gjort hvad (aldrig det, du har skrevet): det bliver i fem år, så "
        "misbrug kan opdages.\n"
        "- Optællingen af svar i spørgetræerne: ingen kan se, at svarene var dine.\n\n"
        "Har du spørgsmål, eller vil du se alt, der er gemt om dig, så spørg kommunens databeskyttelsesrådgiver. "
        "Du kan også skrive “tal med et menneske” her."
    )


def test_of_many_cases_the_latest_are_named(town: Town) -> None:
    town.offer()
    numbers = [town.send("anne").number for _ in range(7)]
    text = town.talks.erase(town.talks.for_person("anne").id)["text"]
    assert text.startswith("Der var ikke noget at slette i samtalen.")  # what was sent is a case, no draft any more
    assert f"Dine 7 sager (senest {', '.join(numbers[-5:])})" in text


def test_a_course_stays_for_those_who_have_parts_in_it_and_that_is_said(engine: sa.Engine, tmp_path: Path) -> None:
    village = Village(engine, tmp_path)
    course = village.begin("kim")
    told = village.talks.erase(village.talks.for_person("kim").id)
    assert told["remains"]["courses"] == 1
    assert "- Det forløb, du har begyndt: kolleger kan have opgaver i det." in told["text"]
    assert village.courses.get("kim", course.id) is not None


def test_notices_go_and_only_their_bare_keys_stay_so_that_nothing_is_told_twice(town: Town) -> None:
    talk = town.talks.for_person("anne")
    notices = NoticeService(town.sessions, town.clock)
    notices.tell("anne", "part_done", "a", "Nyt om 610190-1234")
    notices.take("anne")
    notices.tell("anne", "part_done", "b", "Ikke vist endnu")
    assert town.talks.erase(talk.id)["erased"]["notices"] == 2
    with town.sessions() as session:
        left = session.execute(sa.select(NoticeRow.subject_key, NoticeRow.text, NoticeRow.actions)).all()
    assert [tuple(row) for row in left] == [("a", "", [])]
    assert notices.tell("anne", "part_done", "a", "Nyt igen") is False


def test_after_it_nothing_leads_from_the_person_to_a_run_of_a_tree(town: Town) -> None:
    talk = town.talks.for_person("anne")
    run = TreeRuns(town.sessions, town.clock).record(None, "fravaer", [("start", "syg")], "naeste", None)
    town.talks.save_state(talk.id, {"tree": {"tree": "fravaer", "answers": ["syg"], "run": run}})
    town.talks.erase(talk.id)
    with town.sessions() as session:
        assert session.get(TreeRunRow, run) is not None
        for table in Base.metadata.sorted_tables:
            if table.name != "tree_runs":
                assert run not in str(session.execute(sa.select(table)).all()), table.name


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)  # PostgreSQL overwrites by VACUUM: the server's to do
def test_what_is_erased_is_not_left_in_the_file(town: Town) -> None:
    talk = town.talks.for_person("anne")
    for number in range(200):
        town.talks.add_user_message(talk.id, f"bavianbestyrelsen {number} " + "x" * number * 10, f"c{number}")
    file = Path(str(town.engine.url.database))

    def on_disk() -> bytes:
        with town.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return file.read_bytes()

    assert b"bavianbestyrelsen" in on_disk()
    town.talks.erase(talk.id)
    assert b"bavianbestyrelsen" not in on_disk()


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
