"""What is in the file is what the database says afterwards; what has changed is shown first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa

from bot.access.model import EmploymentRow, PersonRow, UnitRow
from bot.audit.model import AuditRow
from bot.database.engine import session_factory
from bot.grunddata.service import MasterDataImport
from tests.grunddata.office import Office, day, rows_of, told
from tests.town import Town


def employments(town: Town, person: str) -> list[tuple[str, str, date, date | None]]:
    """Unit, position and period of each row, in order."""
    rows = sa.select(EmploymentRow).where(EmploymentRow.person_id == person).order_by(EmploymentRow.valid_from)
    with town.sessions() as session:
        return [(row.unit_id, row.position, row.valid_from, row.valid_to) for row in session.scalars(rows)]


def unit(town: Town, unit_id: str) -> UnitRow:
    with town.sessions() as session:
        return session.get_one(UnitRow, unit_id)


# --- what is known already, trials, refusals


def test_a_file_that_says_what_is_known_changes_nothing(office: Office) -> None:
    before = rows_of(office.town.engine)
    outcome = office.bring_in()
    after = rows_of(office.town.engine)
    assert outcome.differences == []
    assert outcome.applied
    assert len(after.pop("master_data_runs")) == 1
    before.pop("master_data_runs")
    assert after == before
    assert office.lines(outcome)[-1] == "Grunddata passer allerede med filen."


def _reorganise(office: Office) -> None:
    office.unit("it", name="It-afdelingen", parent="by", leader="kim")
    office.unit("skole-b", parent="pleje", name="Den nye skole")
    office.unit("pleje", leader="ida")
    office.person("anne", "Anne Holm Vest")
    office.leaves("jonas")
    office.hire("nye", "it")
    office.hire("kim", "it", "2026-04-01", number="T2")


def test_a_trial_shows_the_same_and_leaves_every_row_as_it_was(office: Office) -> None:
    _reorganise(office)
    office.town.offer()
    office.town.send("jonas")
    office.town.sign_on.create("jonas", "talk", "thread")
    before = rows_of(office.town.engine)
    trial = office.try_it(dry_run=True)
    assert rows_of(office.town.engine) == before
    real = office.bring_in()
    assert (trial.differences, trial.consequences) == (real.differences, real.consequences)
    assert office.lines(trial)[:-1] == office.lines(real)[:-1]
    assert office.lines(trial)[-1] == "Det var en prøve: intet er ændret."
    assert rows_of(office.town.engine) != before


def test_the_same_file_twice_changes_nothing_more(office: Office) -> None:
    _reorganise(office)
    office.bring_in()
    before = rows_of(office.town.engine)
    assert office.bring_in().differences == []
    office.town.clock.move(days=1)
    assert office.bring_in().differences == []
    after = rows_of(office.town.engine)
    assert len(after.pop("master_data_runs")) == len(before.pop("master_data_runs")) + 2
    assert after == before


def test_half_a_file_is_refused_unless_it_is_said_to_be_right(office: Office) -> None:
    for number in range(30):
        office.hire(f"p{number}", "pleje-a")
    office.bring_in()
    for number in range(11):
        del office.people[f"p{number}"], office.employments[f"A-p{number} 2026-01-01"]
    before = rows_of(office.town.engine)
    for trial in (True, False):
        outcome = office.try_it(dry_run=trial)
        assert not outcome.applied
        assert len(told(outcome.differences)) == 22
        assert rows_of(office.town.engine) == before
    assert office.lines(outcome)[-2:] == [
        "Afvist: 11 af 42 medarbejdere ville miste deres adgang (26,2 %). Det ligner en fil, der ikke er hel.",
        "Intet er ændret. Er filen rigtig, så kør igen med --force.",
    ]
    assert office.try_it(force=True).applied


def test_a_file_without_many_of_the_units_or_leaders_is_refused(office: Office) -> None:
    for number in range(15):
        office.unit(f"u{number}", parent="pleje", leader="per")
    office.bring_in()
    for number in range(11):
        office.unit(f"u{number}", leader="")
    refused = office.try_it().refusals
    assert [one.split(" (")[0] for one in refused] == ["11 af 19 enheder ville miste deres leder"]
    for number in range(11):
        del office.units[f"u{number}"]
    refused = office.try_it().refusals
    assert [one.split(" (")[0] for one in refused] == [
        "11 af 21 enheder ville lukke",
        "11 af 19 enheder ville miste deres leder",
    ]


def test_force_never_lets_a_fault_through(office: Office) -> None:
    office.unit("skole", parent="nowhere")
    assert not office.try_it(force=True).applied


# --- units and leaders


def test_new_units_are_made_at_their_place_whatever_the_order_of_the_lines(office: Office) -> None:
    office.unit("c", parent="b")
    office.unit("b", parent="a", leader="anne")
    office.unit("a", parent="skole")
    outcome = office.bring_in()
    assert told(outcome.differences) == {
        ("units", "new", "a"),
        ("units", "new", "b"),
        ("units", "new", "c"),
        ("leaders", "appointed", "b"),
    }
    assert unit(office.town, "c").path == "/by/skole/a/b/c/"
    assert office.town.access.decide("anne", "approve:fravaer", "c").allowed


def test_a_unit_that_is_renamed_or_moved_takes_what_lies_below_along(office: Office) -> None:
    office.unit("skole", name="Skoler og fritid", parent="pleje")
    outcome = office.bring_in()
    assert told(outcome.differences) == {("units", "renamed", "skole"), ("units", "moved", "skole")}
    assert unit(office.town, "skole-a").path == "/by/pleje/skole/skole-a/"
    assert "  flyttet: Skoler og fritid (skole): overordnet By → Pleje" in office.lines(outcome)
    assert "  omdøbt: Skoler og fritid (skole): navn Skole → Skoler og fritid" in office.lines(outcome)


def test_two_units_can_change_places(office: Office) -> None:
    office.unit("skole", parent="skole-b")
    office.unit("skole-b", parent="by")
    office.bring_in()
    assert unit(office.town, "skole-b").path == "/by/skole-b/"
    assert unit(office.town, "skole-a").path == "/by/skole-b/skole/skole-a/"


def test_a_unit_that_is_missing_closes_and_is_offered_no_more_but_keeps_its_name(office: Office) -> None:
    office.leaves("jonas")
    office.leaves("bo")
    del office.units["skole-b"]
    outcome = office.bring_in()
    assert ("units", "closed", "skole-b") in told(outcome.differences)
    access = office.town.access
    assert access.unit("skole-b").name == "Skole-b"
    assert unit(office.town, "skole-b").closed_on == day("2026-03-02")
    assert unit(office.town, "skole-b").leader_id is None
    assert [found.id for found in access.all_units("skole")] == ["skole", "skole-a"]
    assert [found.id for found in access.search_units("lea", "skole", None)] == ["skole", "skole-a"]
    assert not access.may_name_unit("lea", "skole-b", ["report:fravaer"])
    assert access.may_name_unit("lea", "skole-a", ["report:fravaer"])


def test_a_closed_unit_follows_the_one_above_and_can_open_again(office: Office) -> None:
    line = office.units.pop("pleje-a")
    office.leaves("ida")
    office.bring_in()
    office.unit("pleje", parent="skole")
    office.bring_in()
    assert unit(office.town, "pleje-a").path == "/by/skole/pleje/pleje-a/"
    office.units["pleje-a"] = line
    outcome = office.bring_in()
    assert told(outcome.differences) == {("units", "reopened", "pleje-a")}
    assert unit(office.town, "pleje-a").closed_on is None


def test_a_leader_is_appointed_replaced_and_missed(office: Office) -> None:
    office.unit("skole-a", leader="anne")
    office.unit("skole", leader="kim")
    office.unit("pleje", leader="")
    outcome = office.bring_in()
    lines = office.lines(outcome)
    assert "Ledere: 1 ny leder, 1 skifter leder, 1 uden leder" in lines
    assert "  skifter leder: Skole (skole): leder Lea Lund → Kim Møller" in lines
    access = office.town.access
    assert not access.decide("lea", "approve:fravaer", "skole").allowed
    assert access.decide("kim", "approve:fravaer", "skole-b").allowed
    assert access.decide("anne", "approve:fravaer", "skole-a").allowed
    assert not access.decide("per", "approve:fravaer", "pleje").allowed


# --- people and employments


def test_names_and_addresses_follow_the_file(office: Office) -> None:
    office.person("anne", 'Anne "Ann" Østergård-O\'Hara')
    office.people["soeren"][2] = ""
    outcome = office.bring_in()
    assert told(outcome.differences) == {("people", "changed", "anne"), ("people", "changed", "soeren")}
    assert "  ændret: Søren Kjær (soeren): e-mail soeren@by.example → ingen" in office.lines(outcome)
    assert office.town.access.person("anne").name == 'Anne "Ann" Østergård-O\'Hara'
    assert [found.id for found in office.town.access.search_people("lea", "oestergaard ohara", "fravaer")] == ["anne"]


def test_a_new_employee_has_access_from_the_first_day_and_not_before(office: Office) -> None:
    office.hire("nye", "skole-a", "2026-03-04")
    outcome = office.bring_in()
    assert told(outcome.differences) == {("people", "new", "nye"), ("employments", "new", "A-nye")}
    office.town.clock.move(days=1)
    assert office.town.access.person("nye") is None
    office.town.clock.move(days=1)
    assert office.town.access.person("nye").unit_id == "skole-a"


def test_an_employment_from_the_past_holds_at_once(office: Office) -> None:
    office.hire("nye", "skole-a", "2019-08-01")
    office.bring_in()
    assert office.town.access.person("nye").position == "Vikar"


def test_several_employments_of_one_person_stand_side_by_side(office: Office) -> None:
    office.hire("anne", "pleje-a", number="T2")
    office.bring_in()
    assert [one.unit_id for one in office.town.access.employments("anne")] == ["skole-a", "pleje-a"]


def test_a_change_of_position_unit_and_hours_is_one_difference(office: Office) -> None:
    line = office.employments["anne"]
    line[2:5] = ["pleje-a", "Leder", "30,5"]
    outcome = office.bring_in()
    said = "enhed Skole-a (skole-a) → Pleje-a (pleje-a), stilling Medarbejder → Leder, timer 37 → 30,5"
    assert f"  ændret: Anne Holm ({line[0]}): {said}" in office.lines(outcome)
    assert told(outcome.differences) == {("employments", "changed", line[0])}
    assert employments(office.town, "anne") == [("pleje-a", "Leder", day("2020-01-01"), None)]


def test_a_coming_change_is_a_period_of_its_own(office: Office) -> None:
    line = office.employments["anne"]
    line[6] = "2026-03-31"
    office.employments["later"] = [line[0], "anne", "pleje-a", "Leder", "37", "2026-04-01", ""]
    outcome = office.bring_in()
    assert told(outcome.differences) == {("employments", "changed", line[0])}
    office.town.clock.at = office.town.clock.at.replace(month=3, day=31)
    assert office.town.access.person("anne").unit_id == "skole-a"
    office.town.clock.move(days=1)
    assert office.town.access.person("anne").unit_id == "pleje-a"
    assert office.bring_in().differences == []


def test_a_file_that_gives_the_present_period_only_keeps_what_went_before(office: Office) -> None:
    line = office.employments["anne"]
    line[2], line[5] = "pleje-a", "2026-02-01"
    office.bring_in()
    assert employments(office.town, "anne") == [
        ("skole-a", "Medarbejder", day("2020-01-01"), day("2026-01-31")),
        ("pleje-a", "Medarbejder", day("2026-02-01"), None),
    ]
    assert office.bring_in().differences == []


def test_a_first_day_that_is_put_right_makes_no_second_employment(office: Office) -> None:
    office.employments["anne"][5] = "2018-05-01"
    outcome = office.bring_in()
    assert told(outcome.differences) == {("employments", "changed", office.employments["anne"][0])}
    assert employments(office.town, "anne") == [("skole-a", "Medarbejder", day("2018-05-01"), None)]


def test_what_has_ended_may_be_left_out_of_the_file(office: Office) -> None:
    office.hire("anne", "pleje-a", "2025-01-01", "2025-06-30", "T2")
    office.bring_in()
    del office.employments["T2 2025-01-01"]
    assert office.bring_in().differences == []
    assert len(employments(office.town, "anne")) == 2


def test_an_employment_that_never_began_is_taken_away(office: Office) -> None:
    office.hire("anne", "pleje-a", "2026-05-01", number="T2")
    office.bring_in()
    del office.employments["T2 2026-05-01"]
    outcome = office.bring_in()
    assert told(outcome.differences) == {("employments", "removed", "T2")}
    assert len(employments(office.town, "anne")) == 1


def test_someone_who_is_missing_has_had_their_last_day_yesterday_and_is_never_deleted(office: Office) -> None:
    number = office.employments["jonas"][0]
    office.leaves("jonas")
    outcome = office.bring_in()
    assert told(outcome.differences) == {("people", "leaving", "jonas"), ("employments", "ended", number)}
    assert "  stopper: Jonas Krogh (jonas): sidste dag 01-03-2026" in office.lines(outcome)
    assert employments(office.town, "jonas") == [("skole-b", "Medarbejder", day("2020-01-01"), day("2026-03-01"))]
    with office.town.sessions() as session:
        assert session.get_one(PersonRow, "jonas").name == "Jonas Krogh"


def test_someone_who_stays_in_one_of_two_employments_does_not_leave(office: Office) -> None:
    office.hire("jonas", "pleje-a", number="T2")
    office.bring_in()
    del office.employments["jonas"]
    outcome = office.bring_in()
    assert {(group, kind) for group, kind, _ in told(outcome.differences)} == {("employments", "ended")}


def test_someone_can_come_back(office: Office) -> None:
    office.leaves("jonas")
    office.bring_in()
    office.hire("jonas", "skole-a", "2026-03-02", number="T9")
    outcome = office.bring_in()
    assert ("people", "back", "jonas") in told(outcome.differences)
    assert office.town.access.person("jonas").unit_id == "skole-a"


def test_a_number_may_go_to_another_person_later(office: Office) -> None:
    number = office.employments["jonas"][0]
    office.leaves("jonas")
    office.hire("nye", "skole-b", "2026-03-02", number=number)
    office.bring_in()
    assert employments(office.town, "jonas")[0][3] == day("2026-03-01")
    assert employments(office.town, "nye") == [("skole-b", "Vikar", day("2026-03-02"), None)]


# --- telling and recording


def test_only_the_first_of_many_are_shown_unless_all_are_asked_for(office: Office) -> None:
    for number in range(13):
        office.hire(f"p{number:02}", "pleje-a")
    outcome = office.bring_in()
    short, long = office.lines(outcome), office.lines(outcome, everything=True)
    assert "Medarbejdere: 13 nye" in short
    assert "  … og 3 nye til (--all viser alle)" in short
    assert len([line for line in long if line.startswith("  ny: P")]) == 26
    assert not any("--all" in line for line in long)


def test_only_the_first_faults_are_shown_unless_all_are_asked_for(office: Office) -> None:
    for number in range(60):
        office.hire(f"p{number:02}", "nowhere")
    outcome = office.try_it()
    lines = office.lines(outcome)
    assert len(lines) == 1 + 50 + 2
    assert lines[-2:] == ["… og 10 fejl til (--all viser alle).", "60 fejl. Intet er ændret."]
    assert len(office.lines(outcome, everything=True)) == 1 + 60 + 1


def test_a_run_is_recorded_with_who_when_which_file_and_how_much(office: Office) -> None:
    office.leaves("jonas")
    office.try_it(dry_run=True)
    outcome = office.bring_in()
    sha = office.data().sha256
    (run,) = office.service.runs()
    assert (run.run_by, run.source, run.at, run.day) == ("tester", "grunddata", office.town.clock(), outcome.day)
    assert (run.sha256, run.forced) == (sha, False)
    assert run.counts == {
        "people": 11,
        "units": 6,
        "employments": 11,
        "people.leaving": 1,
        "employments.ended": 1,
    }
    with office.town.sessions() as session:
        (entry,) = session.scalars(sa.select(AuditRow).where(AuditRow.action == "grunddata_changed"))
    assert (entry.object_id, entry.details["people.leaving"], entry.details["sha256"]) == (run.id, 1, sha)


def test_the_latest_runs_come_first(office: Office) -> None:
    office.bring_in()
    office.town.clock.move(days=1)
    office.bring_in()
    assert [run.at.day for run in office.service.runs()] == [3, 2]
    assert len(office.service.runs(limit=1)) == 1


def test_an_import_that_breaks_half_way_leaves_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    _reorganise(office)
    before = rows_of(office.town.engine)
    with monkeypatch.context() as patch:
        patch.setattr("bot.grunddata.service.pass_on", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            office.try_it()
    assert rows_of(office.town.engine) == before
    assert office.bring_in().applied


def test_two_imports_at_the_same_instant_are_one_after_the_other(office: Office) -> None:
    _reorganise(office)
    data = office.data()
    other = MasterDataImport(session_factory(office.town.engine), office.town.clock, office.town.access)
    with ThreadPoolExecutor(2) as pool:
        started = [pool.submit(one.run, data, run_by="x") for one in (office.service, other)]
        outcomes = [one.result() for one in started]
    assert all(outcome.applied for outcome in outcomes)
    assert sorted(len(outcome.differences) > 0 for outcome in outcomes) == [False, True]
    assert office.bring_in().differences == []
