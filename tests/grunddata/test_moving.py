"""A unit takes along what is filed under it: those above its new place see it, those above its old place no more."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.access.service import AccessService
from bot.cases.backends.sql import WorkItemRow
from bot.cases.model import CaseRow, OutboxRow
from bot.cases.service import CaseService
from bot.cases.types import CaseFilter
from bot.courses.model import CourseRow
from bot.database.engine import writing
from bot.database.models import Base
from tests.courses.village import Village
from tests.grunddata.office import Office
from tests.stores import BOTH, engine_of
from tests.town import Town


def test_every_table_that_files_by_unit_is_known_here() -> None:
    """A new table with a unit's path must follow too (bot/grunddata/moving.py), or stay for a reason."""
    tables = {table.name for table in Base.metadata.sorted_tables if "unit_path" in table.columns}
    follow = {"cases", "courses", "work_items"}
    # What was cannot be changed; and a talk of some hours belongs to those who were asked.
    keep = {"audit_entries", "handovers"}
    assert tables == follow | keep


def test_those_above_the_new_place_see_its_cases_and_those_above_the_old_one_no_more(office: Office) -> None:
    town = office.town
    town.offer()
    number = town.send("jonas").number
    town.settle()
    assert town.sees(number) == {"jonas", "bo", "lea", "kim", "boss", "worker"}
    office.unit("skole-b", parent="pleje")
    outcome = office.bring_in()
    assert outcome.consequences.cases_moved == 1
    # Kim may see the unit's cases below skole only.
    assert town.sees(number) == {"jonas", "bo", "per", "boss", "worker"}
    listed = {person: town.cases.list(person, CaseFilter(whose="all")).total for person in ("lea", "per", "bo")}
    assert listed == {"lea": 0, "per": 1, "bo": 1}


def test_closed_cases_follow_too(office: Office) -> None:
    town = office.town
    town.offer()
    number = town.send("jonas").number
    town.cases.withdraw("jonas", number, "…")
    office.unit("skole-b", parent="pleje")
    office.bring_in()
    assert {"bo", "per"} <= town.sees(number)
    assert "lea" not in town.sees(number)


def test_what_lies_below_the_unit_follows(office: Office) -> None:
    town = office.town
    town.offer()
    number = town.send("jonas").number
    office.unit("skole", parent="pleje")
    office.bring_in()
    assert {"bo", "lea", "per"} <= town.sees(number)
    assert _places(town, CaseRow) == ["/by/pleje/skole/skole-b/"]


def test_units_that_change_places_do_not_mix_their_cases(office: Office) -> None:
    town = office.town
    town.offer()
    ours, theirs = town.send("jonas").number, town.send("ida").number
    office.unit("skole-b", parent="pleje")
    office.unit("pleje-a", parent="skole")
    office.bring_in()
    assert ("per" in town.sees(ours), "lea" in town.sees(ours)) == (True, False)
    assert ("per" in town.sees(theirs), "lea" in town.sees(theirs)) == (False, True)


def test_the_desk_finds_the_case_at_its_new_place(office: Office) -> None:
    town = office.town
    town.offer()
    town.role("dot", "sagsbehandler_loen_og_personale", "pleje")
    number = town.send("jonas").number
    town.settle()
    assert [item.number for item in town.desk.queue("dot")] == []
    office.unit("skole-b", parent="pleje")
    office.bring_in()
    assert _places(town, WorkItemRow) == ["/by/pleje/skole-b/"]
    assert [item.number for item in town.desk.queue("dot")] == [number]
    town.desk.take("dot", number)


def test_a_case_that_the_desk_has_not_been_told_of_arrives_at_the_new_place(office: Office) -> None:
    town = office.town
    town.offer()
    town.send("jonas")
    office.unit("skole-b", parent="pleje")
    office.bring_in()
    with town.sessions() as session:
        assert [row.body["unit_path"] for row in session.scalars(sa.select(OutboxRow))] == ["/by/pleje/skole-b/"]
    town.settle()
    assert _places(town, WorkItemRow) == ["/by/pleje/skole-b/"]


@pytest.mark.parametrize("kind", BOTH)
def test_courses_follow_their_unit(kind: str, tmp_path: Path) -> None:
    for engine in engine_of(kind, tmp_path):
        village = Village(engine, tmp_path)
        village.begin("kim")  # about Anne, in skole-a
        before = _places(village, CourseRow)
        office = Office(village, tmp_path / "grunddata")
        office.unit("skole-a", parent="pleje")
        assert office.bring_in().consequences.courses_moved == 1
        assert (before, _places(village, CourseRow)) == (["/by/skole/skole-a/"], ["/by/pleje/skole-a/"])


def test_a_report_that_is_sent_by_a_process_that_has_not_noticed_lands_at_the_new_place(office: Office) -> None:
    town = office.town
    town.offer()
    elsewhere = AccessService(town.sessions, town.clock)  # another process, with a tree of its own
    cases = CaseService(town.sessions, town.clock, elsewhere, town.known.get, town.shield_value, audit=town.audit)
    assert elsewhere.unit("skole-b").path == "/by/skole/skole-b/"
    office.unit("skole-b", parent="pleje")
    office.bring_in()
    draft = town.drafts.start("jonas", "ferie", None, {})
    number = cases.submit("jonas", draft.id).number
    assert elsewhere.unit("skole-b").path == "/by/skole/skole-b/"
    assert {"per", "bo"} <= town.sees(number)
    assert "lea" not in town.sees(number)


def test_so_does_a_wish_to_be_called_back(office: Office) -> None:
    town = office.town
    elsewhere = AccessService(town.sessions, town.clock)
    cases = CaseService(town.sessions, town.clock, elsewhere, town.known.get, town.shield_value, audit=town.audit)
    assert elsewhere.unit("skole-b").path == "/by/skole/skole-b/"
    office.unit("skole-b", parent="pleje")
    office.bring_in()
    cases.request_call_back("jonas", None, "Løn", "Ring til mig")
    assert _places(town, CaseRow) == ["/by/pleje/skole-b/"]


def test_a_move_waits_for_reports_that_are_just_being_filed_there(office: Office) -> None:
    office.unit("skole-b", parent="pleje")
    data = office.data()
    with ThreadPoolExecutor(1) as pool:
        with writing(office.town.sessions) as session:
            assert office.town.access.path_now(session, "skole-b") == "/by/skole/skole-b/"
            started = pool.submit(office.service.run, data, run_by="x")
            with pytest.raises(TimeoutError):
                started.result(timeout=0.5)
        assert started.result().applied


def test_cases_of_a_unit_that_has_closed_are_left_to_those_above(office: Office) -> None:
    town = office.town
    town.offer()
    number = town.send("jonas").number
    office.leaves("jonas")
    office.leaves("bo")
    del office.units["skole-b"]
    office.bring_in()
    assert town.sees(number) == {"lea", "kim", "boss", "worker"}
    assert town.cases.get("lea", number).unit_name == "Skole-b"


def test_roles_in_a_unit_that_has_closed_are_told_of(office: Office) -> None:
    office.town.role("anne", "indkoeber", "pleje-a")
    office.leaves("ida")
    del office.units["pleje-a"]
    outcome = office.bring_in()
    assert outcome.consequences.roles_in_closed_units == 1
    text = "Bemærk: 1 rolle gælder i en enhed, der er lukket. Tag stilling til, hvor de hører til nu."
    assert text in office.lines(outcome)


# --- approvals


def test_what_waited_for_the_former_leader_waits_for_the_new_one(office: Office) -> None:
    town = office.town
    town.offer(approval="reporter_is_not_leader")
    number = town.send("jonas").number
    office.leaves("bo")
    office.unit("skole-b", leader="dot")
    outcome = office.bring_in()
    assert outcome.consequences.approvals_passed_on == 1
    assert [case.number for case in town.cases.awaiting("dot")] == [number]
    line = town.cases.get("jonas", number).history[-1]
    assert (line.actor_kind, line.state) == ("system", "afventer_godkendelse")
    assert "anden leder" in line.text
    assert "Dot" not in line.text
    assert town.cases.approve("dot", number).state == "modtaget"


def test_a_leader_who_is_still_above_keeps_what_waits_for_them(office: Office) -> None:
    town = office.town
    town.offer(approval="reporter_is_not_leader")
    number = town.send("anne").number  # her unit has no leader: Lea, above
    office.unit("skole-a", leader="dot")
    assert office.bring_in().consequences.approvals_passed_on == 0
    assert [case.number for case in town.cases.awaiting("lea")] == [number]


def test_a_case_passes_on_when_its_unit_moves_away_from_the_approver(office: Office) -> None:
    town = office.town
    town.offer(approval="reporter_is_not_leader")
    number = town.send("anne").number
    office.unit("skole-a", parent="pleje")
    office.bring_in()
    assert [case.number for case in town.cases.awaiting("per")] == [number]
    assert town.cases.get("lea", number) is None


def test_nobody_comes_to_approve_their_own(office: Office) -> None:
    town = office.town
    town.offer(approval="reporter_is_not_leader")
    number = town.send("jonas").number
    office.unit("skole-b", leader="jonas")
    office.bring_in()
    assert [case.number for case in town.cases.awaiting("lea")] == [number]


def test_a_case_that_was_sent_back_returns_to_the_new_leader(office: Office) -> None:
    town = office.town
    town.offer(approval="reporter_is_not_leader")
    number = town.send("jonas").number
    town.cases.send_back("bo", number, "Hvilken dag?")
    office.leaves("bo")
    office.unit("skole-b", leader="dot")
    office.bring_in()
    town.cases.answer("jonas", number, "Mandag")
    assert [case.number for case in town.cases.awaiting("dot")] == [number]


def test_where_no_leader_is_left_it_is_told(office: Office) -> None:
    town = office.town
    town.offer(approval="reporter_is_not_leader")
    town.send("jonas")
    for unit in ("skole-b", "skole", "by"):
        office.unit(unit, leader="")
    outcome = office.bring_in()
    assert outcome.consequences.approvals_without_leader == 1
    text = "Bemærk: 1 sag venter på godkendelse, men ingen leder i eller over enheden kan godkende."
    assert text in office.lines(outcome)


def _places(town: Town, row: type[CaseRow] | type[CourseRow] | type[WorkItemRow]) -> list[str]:
    with town.sessions() as session:
        return list(session.scalars(sa.select(row.unit_path)))
