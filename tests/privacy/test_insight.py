"""Insight: everything that is held on a person, no other person's secrets, and nothing that a new table could hide."""

from __future__ import annotations

import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.cases.backends.sql import WorkItemRow
from bot.cases.model import FollowerRow
from bot.database.models import Base
from bot.handover.calls import CallLog
from bot.messages.message import Utterance
from bot.notices.service import NoticeService
from bot.notices.teams import TeamsContact, TeamsContacts
from bot.privacy.holdings import BY_TABLE, HOLDINGS, NOBODY, NOT_SEARCHED
from bot.privacy.insight import Insight, InsightService, UnknownPerson
from bot.privacy.insight_file import as_html, as_json, write_zip
from bot.privacy.retention_rules import BY_KIND
from tests.courses.village import Village
from tests.handover.floor import BO, RIKKE, Floor

PDF = b"%PDF-1.7\n..."
INTERNAL = "Kun for kolleger: ring til lønkontoret"
# Copies of what is shown elsewhere, and what the export says itself that it has not searched.
_COPIES = {
    ("cases", "search_text"),
    ("messages", "cards"),
    ("messages", "actions"),
    ("messages", "payload"),
    ("conversations", "state"),
    ("notices", "actions"),
    ("outbox", "body"),
    ("work_items", "body"),
}


@pytest.fixture
def town(engine: sa.Engine, tmp_path: Path) -> Village:
    return Village(engine, tmp_path)


def insight_into(town: Village, person: str, **options: bool) -> Insight:
    return InsightService(town.sessions, town.clock, lambda value, case: town.vault.reveal(value, case_id=case)).of(
        person, **options
    )


def rows(insight: Insight, table: str) -> list[dict[str, Any]]:
    return next(part.rows for part in insight.parts if part.holding.table == table)


def live(town: Village) -> None:
    """A life of Kim, in which every table has something on them."""
    talk = town.talks.for_person("kim")
    thread = town.talks.new_thread(talk.id)
    town.sign_on.create("kim", talk.id, thread)
    town.talks.add_user_message(talk.id, "syg, cpr 610190-1234", "c1")
    town.talks.add_messages(talk.id, [Utterance(text="God bedring")])
    town.talks.save_state(talk.id, {"topic": "ferie"})
    town.grant("kim", "report:loen", "skole")
    town.lend("kim", "dot", "report:personale")
    town.begin("kim")
    file = town.files.add("kim", talk.id, "bilag.pdf", "", PDF)
    number = "cpr:" + town.vault.keep("6201901234", "kim")
    sent = town.send("kim", cpr=number, bilag=[file.id], subject="kim")
    town.settle()
    town.desk.take("worker", sent.number)
    town.desk.note("worker", sent.number, INTERNAL)
    town.drafts.start("kim", "ferie", talk.id, {"note": "hos ⟦cpr:refrefref⟧"})
    notices = NoticeService(town.sessions, town.clock)
    notices.tell("kim", "part_done", "a", "Nyt i din sag")
    notices.set_reminders("kim", True)
    chat = TeamsContact("kim", "a:1", "https://smba.trafficmanager.net/", "tenant")
    TeamsContacts(town.sessions, town.clock).note(chat)
    about_kim = town.send("soeren", note="om Kim", kollega="kim")
    town.add(FollowerRow(person_id="kim", case_id=about_kim.id, since=town.clock()))


# --- complete


def test_every_table_is_known_and_every_column_has_its_place() -> None:
    tables = {table.name: {column.name for column in table.columns} for table in Base.metadata.sorted_tables}
    assert set(BY_TABLE) | set(NOBODY) == set(tables)
    assert not set(BY_TABLE) & set(NOBODY)
    for holding in HOLDINGS:
        places = [*holding.shown, *holding.left_out, *(c for c in holding.persons if c not in holding.shown)]
        assert sorted(places) == sorted(tables[holding.table]), holding.table
        assert holding.table in BY_KIND[holding.kind].tables or holding.table == "outbox", holding.table
        assert set(holding.mentions) <= tables[holding.table]


def test_wherever_a_person_stands_in_the_database_the_export_knows_the_column(town: Village) -> None:
    """All people who do anything are looked for in all tables, in columns and inside JSON."""
    live(town)
    people = {"kim", "anne", "soeren", "worker", "dot", "lea"}
    unknown = set()
    with town.sessions() as session:
        for table in Base.metadata.sorted_tables:
            holding = BY_TABLE.get(table.name)
            for row in session.execute(sa.select(table)):
                for column, value in row._mapping.items():
                    inside = json.dumps(value, default=str)
                    if not any(f'"{person}"' in inside for person in people):
                        continue
                    known = holding and (column in holding.persons or column in holding.mentions)
                    if not known and (table.name, column) not in _COPIES:
                        unknown.add((table.name, column))
    assert unknown == set()


def test_every_table_with_people_has_something_to_show_of_a_full_life(town: Village) -> None:
    live(town)
    helped(town)
    kim, worker, bo = (insight_into(town, person) for person in ("kim", "worker", BO))
    empty = {part.holding.table for part in kim.parts if not part.rows}
    supporters = {"handover_guests", "handover_reads", "desk_presence", "desk_calls"}
    assert empty == {"units", "work_item_notes", *supporters}  # Kim leads nobody, helps nobody, is told no notes
    assert all(rows(bo, table) for table in supporters)
    assert "Kims egne ord" in str(as_json(kim)) and "Kims egne ord" not in str(as_json(bo))
    assert INTERNAL not in str(as_json(bo))
    assert rows(worker, "work_item_notes")
    assert INTERNAL not in str(as_json(kim)) + str(as_json(worker))
    assert rows(insight_into(town, "lea"), "units")
    assert rows(worker, "work_items")
    assert rows(worker, "work_item_events")


def helped(town: Village) -> None:
    """Kim has been helped by 1st line, Bo as a guest."""
    floor = Floor(town)
    for supporter in (RIKKE, BO):
        floor.presence.beat(supporter)
    handover = floor.taken("kim")
    floor.desk.invite(RIKKE, handover.id, BO)
    floor.reading.mark_read(BO, handover.id, floor.write("Kims egne ord", "kim").id)
    floor.desk.note(RIKKE, handover.id, INTERNAL)
    floor.desk.close(RIKKE, handover.id, "solved")
    CallLog(town.sessions, town.clock).log(BO, "ferie", "solved", "k")


# --- what is shown


def test_what_was_said_is_shown_and_numbers_are_dots(town: Village) -> None:
    live(town)
    kim = insight_into(town, "kim")
    said = [row["Tekst"] for row in rows(kim, "messages")]
    assert said == ["syg, cpr ••••••-••••", "God bedring"]
    everything = json.dumps(as_json(kim), ensure_ascii=False) + as_html(kim)
    for digits in ("6101901234", "610190-1234", "6201901234", "620190-1234", "⟦cpr"):
        assert digits not in everything
    with town.sessions() as session:
        for ref, secret in session.execute(sa.text("SELECT ref, ciphertext FROM cpr_secrets")):
            assert ref not in everything
            assert secret not in everything
        for (token,) in session.execute(sa.text("SELECT token_hash FROM sessions")):
            assert token not in everything


def test_with_cpr_shows_the_number_of_the_person_and_of_nobody_else(town: Village) -> None:
    own = "cpr:" + town.vault.keep("6201901234", "kim")
    of_another = "cpr:" + town.vault.keep("6302901234", "kim")
    town.send("kim", cpr=own, subject="kim")
    town.send("kim", cpr=of_another, subject="anne")
    shown = {row["Det, der er indberettet"]["cpr"] for row in rows(insight_into(town, "kim", with_cpr=True), "cases")}
    assert shown == {"620190-1234", "••••••-••••"}
    hidden = {row["Det, der er indberettet"]["cpr"] for row in rows(insight_into(town, "kim"), "cases")}
    assert hidden == {"••••••-••••"}


def test_of_a_case_one_has_only_worked_on_there_is_the_bare_outline(town: Village) -> None:
    case = town.send("anne", note="privat sag")
    town.settle()
    town.desk.take("worker", case.number)
    town.settle()
    (row,) = rows(insight_into(town, "worker"), "cases")
    assert row["Du er her som"] == "sagsbehandler"
    assert row["Sagsnummer"] == case.number
    assert "privat sag" not in json.dumps(as_json(insight_into(town, "worker")), ensure_ascii=False)


def test_of_a_case_in_which_one_is_only_mentioned_there_is_no_more_than_that(town: Village) -> None:
    case = town.send("soeren", note="privat sag", kollega="kim")
    (row,) = rows(insight_into(town, "kim"), "cases")
    assert (row["Sagsnummer"], row["Du er her som"]) == (case.number, "nævnt i svarene")
    assert "privat sag" not in as_html(insight_into(town, "kim"))


def test_a_case_that_the_subject_may_not_see_is_marked_to_be_assessed(town: Village) -> None:
    town.offer(subject_sees=False, others_need=["report:personale"])
    town.send("kim", subject="anne", note="bekymring")
    (row,) = rows(insight_into(town, "anne"), "cases")
    assert "§ 22" in row["Bemærk"]
    (senders,) = rows(insight_into(town, "kim"), "cases")
    assert "Bemærk" not in senders


def test_nothing_of_anyone_else_is_in_it(town: Village) -> None:
    live(town)
    other = town.talks.for_person("anne")
    town.talks.add_user_message(other.id, "Annes egen besked", "c1")
    town.drafts.start("anne", "ferie", other.id, {"note": "Annes kladde"})
    town.send("anne", note="Annes sag")
    assert "Annes" not in json.dumps(as_json(insight_into(town, "kim")), ensure_ascii=False)


def test_the_page_says_why_how_long_on_which_basis_and_what_is_not_in_it(town: Village) -> None:
    live(town)
    page = as_html(insight_into(town, "kim"))
    assert '<html lang="da">' in page
    for kind in ("messages", "cases", "audit"):
        assert BY_KIND[kind].until in page
        assert BY_KIND[kind].basis in page
    assert all(line in page for line in NOT_SEARCHED)
    assert "Datatilsynet" in page


def test_what_people_have_typed_is_no_markup_in_the_page(town: Village) -> None:
    town.talks.add_user_message(town.talks.for_person("anne").id, "<script>alert(1)</script>", "c1")
    page = as_html(insight_into(town, "anne"))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_file_holds_both_forms_and_the_persons_own_files(town: Village, tmp_path: Path) -> None:
    live(town)
    path = tmp_path / "kim.zip"
    write_zip(insight_into(town, "kim"), path, town.files.content)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert names[:2] == ["udtraek.json", "udtraek.html"]
        assert [archive.read(name) for name in names[2:]] == [PDF]
        assert names[2].endswith("/bilag.pdf")
        data = json.loads(archive.read("udtraek.json"))
    assert data["person"] == {"id": "kim", "navn": "Kim Møller"}
    with pytest.raises(FileExistsError):
        write_zip(insight_into(town, "kim"), path, town.files.content)


def test_of_nobody_nothing_is_said(town: Village) -> None:
    with pytest.raises(UnknownPerson):
        insight_into(town, "findes-ikke")


def test_someone_who_has_left_still_has_insight(town: Village) -> None:
    town.hire("mik", "skole-a", until=town.clock().date())
    town.send("mik")
    town.clock.move(days=400)
    assert rows(insight_into(town, "mik"), "cases")


def test_the_desks_copy_is_not_forgotten(town: Village) -> None:
    sent = town.send("kim")
    town.settle()
    with town.sessions() as session:
        assert session.execute(sa.select(WorkItemRow.number)).scalar() == sent.number
    assert rows(insight_into(town, "kim"), "work_items")[0]["Sagsnummer"] == sent.number
