"""A file whose lines do not fit together changes nothing, and says which lines those are. Today is 2 March 2026."""

from __future__ import annotations

from tests.grunddata.office import Office

# Lines of the office's sheets: by 2, skole 3, skole-a 4, skole-b 5, pleje 6, pleje-a 7; boss 2, lea 3, bo 4, per 5, …


def test_what_is_known_already_has_no_fault(office: Office) -> None:
    assert office.faults() == []


def test_a_unit_must_lie_below_one_of_the_file(office: Office) -> None:
    office.unit("skole-b", parent="nowhere")
    assert office.faults() == ["enheder.csv:5: den overordnede enhed nowhere er ikke i filen."]


def test_units_cannot_lie_in_a_ring(office: Office) -> None:
    office.unit("skole", parent="skole-b")
    office.unit("skole-b", parent="skole-a")
    office.unit("pleje-a", parent="pleje-a")
    assert office.faults() == [
        "enheder.csv:3: enhederne ligger i ring: skole → skole-b → skole-a → skole.",
        "enheder.csv:7: enhederne ligger i ring: pleje-a → pleje-a.",
    ]


def test_there_is_one_unit_at_the_top(office: Office) -> None:
    office.unit("pleje", parent="")
    text = "pleje har ingen overordnet enhed, og det har by i linje 2 heller ikke. Kun én enhed kan være øverst."
    assert office.faults() == [f"enheder.csv:6: {text}"]


def test_a_way_from_the_top_that_is_too_long_for_the_database_is_told(office: Office) -> None:
    above = "pleje-a"
    for letter in "abcdefgh":
        office.unit(letter * 60, parent=above)
        above = letter * 60
    assert office.faults() == [
        f"enheder.csv:15: {'h' * 60} ligger for dybt: vejen fra øverste enhed er på 506 tegn (højst 500)."
    ]


def test_an_id_stands_on_one_line_only(office: Office) -> None:
    office.units["again"] = ["skole-b", "Skole B", "by", ""]
    office.people["again"] = ["per", "Per Ravn", "", ""]
    assert office.faults() == [
        "enheder.csv:8: skole-b er der allerede i linje 5.",
        "personer.csv:14: per er der allerede i linje 5.",
    ]


def test_two_people_cannot_share_an_account(office: Office) -> None:
    office.people["lea"][3] = "6c1f0a52-7d3e-4b8a-9c55-1e2f3a4b5c60"
    office.people["per"][3] = "6C1F0A52-7D3E-4B8A-9C55-1E2F3A4B5C60"
    assert office.faults() == [
        "personer.csv:5: entra_id er det samme som i linje 3: to medarbejdere kan ikke dele konto."
    ]


def test_an_employment_has_a_person_and_a_unit_of_the_file(office: Office) -> None:
    office.hire("ny", "kontor")
    del office.people["ny"]
    assert office.faults() == [
        "ansaettelser.csv:14: enheden kontor er ikke i enheder.csv.",
        "ansaettelser.csv:14: medarbejderen ny er ikke i personer.csv.",
    ]


def test_an_employment_that_has_ended_may_stand_in_a_unit_that_has_closed(office: Office) -> None:
    office.leaves("ida", "2026-02-28")
    del office.units["pleje-a"]
    assert office.faults() == []
    office.hire("ida", "nowhere", "2025-01-01", "2025-12-31")
    assert office.faults() == ["ansaettelser.csv:14: enheden nowhere er ikke i enheder.csv."]


def test_a_leader_is_a_person_of_the_file_who_is_employed_today(office: Office) -> None:
    office.unit("skole-a", leader="nobody")
    office.leaves("lea", "2026-03-01")
    office.hire("anders", "skole-b", "2026-03-03")
    office.unit("skole-b", leader="anders")
    office.leaves("per", "2026-03-02")  # the last day is a day of work
    end = "er ikke ansat den 02-03-2026. Lad leder_id stå tomt indtil videre."
    assert office.faults() == [
        f"enheder.csv:3: lederen lea {end}",
        "enheder.csv:4: lederen nobody er ikke i personer.csv.",
        f"enheder.csv:5: lederen anders {end}",
    ]


def test_periods_of_one_employment_follow_one_another(office: Office) -> None:
    office.hire("anne", "skole-b", "2025-01-01", "2025-06-30", "T1")
    office.hire("anne", "skole-b", "2025-07-01", "", "T1")
    assert office.faults() == []
    office.hire("anne", "skole-b", "2025-06-30", "2025-06-30", "T1")
    assert office.faults() == ["ansaettelser.csv:16: ansættelsen T1 overlapper perioden i linje 14."]


def test_the_same_line_twice_is_an_overlap(office: Office) -> None:
    office.employments["again"] = office.employments["anne"]
    assert office.faults() == [
        f"ansaettelser.csv:14: ansættelsen {office.employments['anne'][0]} overlapper perioden i linje 6."
    ]


def test_an_employment_belongs_to_one_person(office: Office) -> None:
    office.hire("anne", "skole-b", "2024-01-01", "2024-12-31", "T1")
    office.hire("dot", "skole-b", "2025-01-01", "", "T1")
    assert office.faults() == ["ansaettelser.csv:15: ansættelsen T1 tilhører en anden medarbejder i linje 14."]


def test_a_person_may_hold_several_employments_at_once(office: Office) -> None:
    office.hire("anne", "skole-a", number="T1")
    office.hire("anne", "pleje-a", number="T2")
    assert office.faults() == []


def test_a_line_that_cannot_be_read_is_not_also_called_missing(office: Office) -> None:
    office.people["anne"][1] = ""
    office.units["skole-b"][1] = "=1"
    office.employments["lea"][5] = "i går"
    assert office.faults() == [
        "ansaettelser.csv:3: fra skal være en dato som 2026-03-01 eller 01-03-2026 og ikke “i går”.",
        "enheder.csv:5: navn ligner en formel fra et regneark: “=1”.",
        "personer.csv:6: navn mangler.",
    ]


def test_a_sheet_that_cannot_be_read_at_all_is_the_only_fault(office: Office) -> None:
    office.people = {"x": ["x", "y"]}
    assert office.faults() == ["personer.csv:2: linjen har 2 felter, men overskriften har 4."]
