"""Files as municipal systems and spreadsheets write them are read; what cannot be read is told with its line."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from bot.grunddata import cells
from bot.grunddata.cells import Unfit
from bot.grunddata.files import UnreadableSource, read_source
from bot.grunddata.parsing import parse
from bot.grunddata.sheets import Sheet, read_sheet
from bot.grunddata.types import EMPLOYMENTS, PEOPLE, SHEETS, UNITS

CONTENT = {
    UNITS: "enhed_id;navn;overordnet_id;leder_id\n1;Havtorn Kommune;;100\n10;Bakkeskolen;1;\n",
    PEOPLE: "medarbejder_id;navn;email\n100;Søren Kjær;sk@by.example\n101;Åse Ærø;\n",
    EMPLOYMENTS: (
        "ansaettelse_id;medarbejder_id;enhed_id;stilling;timer;fra;til\n"
        "A1;100;1;Direktør;37;2020-01-01;\nA2;101;10;Lærer;32,5;01-08-2024;31-07-2027\n"
    ),
}


def write(folder: Path, **changes: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in CONTENT.items():
        (folder / name).write_text(changes.get(name.removesuffix(".csv"), text), encoding="utf-8")
    return folder


def zipped(path: Path, names: dict[str, str] | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in CONTENT.items():
            archive.writestr((names or {}).get(name, name), text)
    return path


# --- the file


def test_a_folder_and_a_zip_of_it_are_the_same_data(tmp_path: Path) -> None:
    folder, archive = parse(read_source(write(tmp_path / "f"))), parse(read_source(zipped(tmp_path / "f.zip")))
    assert folder.sha256 == archive.sha256
    assert (folder.units, folder.people, folder.employments) == (archive.units, archive.people, archive.employments)
    assert folder.faults == folder.notes == []
    assert [person.name for person in folder.people] == ["Søren Kjær", "Åse Ærø"]
    assert folder.employments[1][1:] == ("A2", "101", "10", "Lærer", 32.5, date(2024, 8, 1), date(2027, 7, 31))


def test_any_change_in_the_contents_changes_the_hash(tmp_path: Path) -> None:
    one = read_source(write(tmp_path / "a")).sha256
    two = read_source(write(tmp_path / "b", enheder=CONTENT[UNITS].replace("Bakkeskolen", "Åskolen"))).sha256
    assert one != two


def test_names_of_files_may_be_in_a_folder_in_capitals_and_with_danish_letters(tmp_path: Path) -> None:
    names = {UNITS: "udtræk/ENHEDER.CSV", EMPLOYMENTS: "udtræk/Ansættelser.csv", PEOPLE: "udtræk/personer.csv"}
    assert parse(read_source(zipped(tmp_path / "f.zip", names))).faults == []


def test_other_files_are_named_and_left_alone(tmp_path: Path) -> None:
    (write(tmp_path / "f") / "leder.csv").write_text("x")
    assert parse(read_source(tmp_path / "f")).notes == ["Filer, der ikke bliver læst: leder.csv."]


def test_what_is_no_such_file_is_told_plainly(tmp_path: Path) -> None:
    (write(tmp_path / "f") / PEOPLE).unlink()
    twice = zipped(tmp_path / "twice.zip")
    with zipfile.ZipFile(twice, "a") as archive:
        archive.writestr("x/enheder.csv", "x")
    half = tmp_path / "half.zip"
    half.write_bytes(zipped(tmp_path / "whole.zip").read_bytes()[:-60])
    damaged = bytearray((tmp_path / "whole.zip").read_bytes())
    damaged[60:80] = bytes(20)
    (tmp_path / "damaged.zip").write_bytes(bytes(damaged))
    (tmp_path / "alone.csv").write_text("x")
    for name, said in {
        "f": "mangler personer.csv",
        "none": "findes ikke",
        "twice.zip": "enheder.csv er der to gange",
        "half.zip": "ikke kommet hel frem",
        "damaged.zip": "ikke kommet hel frem",
        "alone.csv": "angiv mappen",
    }.items():
        with pytest.raises(UnreadableSource, match=said):
            read_source(tmp_path / name)


# --- character sets, separators, headings


def people(content: bytes) -> Sheet:
    return read_sheet(PEOPLE, content, ["medarbejder_id", "navn", "email"])


TEXT = "medarbejder_id;navn;email\n100;Søren Åby;\n"


@pytest.mark.parametrize(
    ("encoding", "note"),
    [("utf-8", []), ("utf-8-sig", []), ("cp1252", ["personer.csv er læst som Windows-1252 (den er ikke UTF-8)."])],
)
def test_utf_8_and_windows_1252_are_told_apart(encoding: str, note: list[str]) -> None:
    read = people(TEXT.encode(encoding))
    assert [row.cells[1] for row in read.rows] == ["Søren Åby"]
    assert read.notes == note


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (TEXT.encode("utf-16"), 0),
        (TEXT.encode("utf-8").decode("cp1252").encode("utf-8"), 2),  # UTF-8 that was taken for Windows-1252
        (TEXT.encode("utf-8") + "101;Bjørn;\n".encode("cp1252"), 2),  # two files put together
        ("medarbejder_id;navn;email\n100;Søren;\n".encode("cp850"), 2),
        (TEXT.encode("cp850"), 2),
        (TEXT.replace("ø", "\ufffd").encode(), 2),
    ],
)
def test_letters_that_are_broken_are_never_taken_in(content: bytes, line: int) -> None:
    read = people(content)
    assert read.rows == ()
    assert [fault.line for fault in read.faults] == [line]
    assert "CSV UTF-8" in read.faults[0].text


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found_out(separator: str) -> None:
    assert [row.cells for row in people(TEXT.replace(";", separator).encode()).rows] == [("100", "Søren Åby", "")]


def test_excels_line_about_the_separator_is_understood() -> None:
    read = people(b'sep=,\nnavn,medarbejder_id,email\n"Holm; Anne",100,a@b.dk\n')
    assert [(row.line, row.cells) for row in read.rows] == [(3, ("100", "Holm; Anne", "a@b.dk"))]


def test_columns_may_stand_in_any_order_and_be_spelled_otherwise() -> None:
    read = people(b"Email;Medarbejder-ID;Afdeling;NAVN\nx@y.dk;100;Z;Anne\n")
    assert [row.cells for row in read.rows] == [("100", "Anne", "x@y.dk")]
    assert read.notes == ["personer.csv: kolonner, der ikke bliver læst: Afdeling."]


def test_a_column_that_is_missing_or_there_twice_is_named() -> None:
    read = people(b"navn;navn;email\nAnne;Anne;\n")
    said = [(fault.line, fault.text) for fault in read.faults]
    assert said == [(1, "kolonnen medarbejder_id mangler."), (1, "kolonnen navn er der flere gange.")]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n\r\n"])
def test_an_empty_file_is_a_fault(content: bytes) -> None:
    assert [fault.text for fault in people(content).faults] == ["filen er tom."]


def test_a_file_with_a_heading_only_is_a_fault() -> None:
    assert [fault.text for fault in people(TEXT.split("\n")[0].encode()).faults] == [
        "filen har en overskrift, men ingen linjer."
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_faults_have_the_number_of_their_line_whatever_ends_lines(end: str) -> None:
    lines = ["medarbejder_id;navn;email", "100;Anne;", "", "101;Bo", '102;"Karen;', "103;Eva;;", ""]
    read = people(end.join(lines).encode())
    assert [(row.line, row.cells[0]) for row in read.rows] == [(2, "100")]
    assert [(fault.line, fault.text.split(":")[0]) for fault in read.faults] == [
        (4, "linjen har 2 felter, men overskriften har 3."),
        (5, "linjen kan ikke læses"),
        (6, "linjen har 4 felter, men overskriften har 3."),
    ]


def test_names_with_quotes_apostrophes_and_separators_are_read() -> None:
    names = ['Hans "Basse" Holm', "O'Brien; Åse", 'Ann "A" X']
    quoted = ['"Hans ""Basse"" Holm"', '"O\'Brien; Åse"', 'Ann "A" X']
    text = "medarbejder_id;navn;email\n" + "".join(f"{n};{name};\n" for n, name in enumerate(quoted))
    assert [row.cells[1] for row in people(text.encode()).rows] == names


def test_a_last_line_without_an_end_is_told() -> None:
    assert "Er filen kommet hel frem?" in people(TEXT.rstrip().encode()).notes[0]


# --- cells


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026-03-01 00:00:00", date(2026, 3, 1)),
        ("2026-03-01T00:00:00", date(2026, 3, 1)),
        ("01-03-2026", date(2026, 3, 1)),
        ("1.3.2026", date(2026, 3, 1)),
        ("01/03/2026", date(2026, 3, 1)),
        ("29-02-2028", date(2028, 2, 29)),
    ],
)
def test_dates_are_read_as_danes_and_machines_write_them(text: str, day: date) -> None:
    assert cells.day(text) == day


@pytest.mark.parametrize(
    "text", ["", "29-02-2026", "31-04-2026", "01-03-26", "2026", "1. marts", "03/13/2026", "0001-01-01", "2026-03-01x"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Unfit):
        cells.day(text)


@pytest.mark.parametrize("text", ["", "9999-12-31", "31-12-9999", "31.12.9999"])
def test_no_last_day_is_written_in_several_ways(text: str) -> None:
    assert cells.last_day(text) is None


@pytest.mark.parametrize(
    ("text", "hours"), [("37", 37.0), ("32,5", 32.5), ("32.50", 32.5), ("0", 0.0), ("", None), ("7,4", 7.4)]
)
def test_hours_may_have_a_comma_or_a_point(text: str, hours: float | None) -> None:
    assert cells.hours(text) == hours


@pytest.mark.parametrize("text", ["-1", "101", "37 timer", "1.234,5", "nan", "1e3", "1_0"])
def test_what_is_no_number_of_hours_is_refused(text: str) -> None:
    with pytest.raises(Unfit):
        cells.hours(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Åse  Ærø", "Åse Ærø"),
        ("A\u030ase", "Åse"),
        ("Søren\u00a0Kjær", "Søren Kjær"),
        ("O'Brien-Dahl", "O'Brien-Dahl"),
        ('Hans "Basse"', 'Hans "Basse"'),
        ("3.B", "3.B"),
    ],
)
def test_names_are_kept_as_they_are_but_for_odd_spaces(text: str, name: str) -> None:
    assert cells.name(text) == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "mangler"),
        ("x" * 201, "der er plads til 200"),
        ("Anne\x00Holm", "kontroltegn"),
        ("Anne\tHolm", "kontroltegn"),
        ("Anne\u202eHolm", "kontroltegn"),
        ("Anne\u200bHolm", "kontroltegn"),
        ("Anne\u2028Holm", "kontroltegn"),
        ("=1+2", "formel"),
        ("+45 12", "formel"),
        ("-cmd|calc", "formel"),
        ("@SUM(A1)", "formel"),
        ("--", "formel"),
        ("12345", "uden bogstaver"),
        ("Anne Holm 610385-1234", "CPR-nummer"),
    ],
)
def test_what_is_no_name_is_refused(text: str, said: str) -> None:
    with pytest.raises(Unfit, match=said) as refused:
        cells.name(text)
    assert "1234" not in str(refused.value).replace("12345", "")


@pytest.mark.parametrize("text", ["anne.holm", "100", "an@by.dk", "6f1e2c1a-0101-4a2b-8c3d-0123456789ab", "A_1+2"])
def test_ids_are_those_of_real_systems(text: str) -> None:
    assert cells.person_id(text) == text


@pytest.mark.parametrize("text", ["", "a/b", "a b", "ø", "-a", ".", "x" * 65, "a;b", "a\x00", "%", "=1"])
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(Unfit):
        cells.person_id(text)
    with pytest.raises(Unfit):
        cells.unit_id(text)


@pytest.mark.parametrize("text", ["6103851234", "610385-1234", "610385 1234"])
def test_a_cpr_number_is_no_id_and_is_not_repeated(text: str) -> None:
    with pytest.raises(Unfit, match="CPR-nummer") as refused:
        cells.person_id(text)
    assert "1234" not in str(refused.value)


@pytest.mark.parametrize("text", ["x", "a@b", "a b@c.dk", "=a@b.dk", "a@b.dk, c@d.dk", "Anne <a@b.dk>", "a\x07@b.dk"])
def test_what_is_no_mail_address_is_refused(text: str) -> None:
    with pytest.raises(Unfit):
        cells.email(text)


@pytest.mark.parametrize(
    "text", ["anne@by.dk", "6c1f0a527d3e4b8a9c551e2f3a4b5c60", "{}", "6c1f0a52-7d3e-4b8a-9c55-1e2f3a4b5c6g"]
)
def test_what_is_no_object_id_of_entra_is_refused(text: str) -> None:
    with pytest.raises(Unfit, match="Entra"):
        cells.entra_id(text)


def test_an_object_id_of_entra_is_the_same_in_capitals(tmp_path: Path) -> None:
    people = "medarbejder_id;entra_id;navn;email\n100;6C1F0A52-7D3E-4B8A-9C55-1E2F3A4B5C60;Anne;\n101;;Bo;\n"
    read = parse(read_source(write(tmp_path / "f", personer=people)))
    assert [person.entra_id for person in read.people] == ["6c1f0a52-7d3e-4b8a-9c55-1e2f3a4b5c60", ""]


def test_a_file_may_be_without_the_ids_of_entra_but_not_have_them_twice(tmp_path: Path) -> None:
    assert {person.entra_id for person in parse(read_source(write(tmp_path / "a"))).people} == {None}
    twice = "medarbejder_id;navn;email;entra_id;Entra ID\n100;Anne;;;\n"
    faults = parse(read_source(write(tmp_path / "b", personer=twice))).faults
    assert [fault.text for fault in faults] == ["kolonnen entra_id er der flere gange."]


def test_all_faults_of_a_file_are_found_at_once_with_lines_and_columns(tmp_path: Path) -> None:
    wrong = write(
        tmp_path / "f",
        enheder="enhed_id;navn;overordnet_id;leder_id\n1;;;100\n1/2;Skole;1;\n",
        personer="medarbejder_id;navn;email\n100;=HYPERLINK(1);nej\n",
        ansaettelser=CONTENT[EMPLOYMENTS].replace("2020-01-01;", "2020-13-01;").replace("31-07-2027", "31-07-2024"),
    )
    assert [fault.shown() for fault in parse(read_source(wrong)).faults] == [
        "ansaettelser.csv:2: fejl: fra findes ikke i kalenderen: “2020-13-01”.",
        "ansaettelser.csv:3: fejl: ansættelsen slutter, før den begynder.",
        "enheder.csv:2: fejl: navn mangler.",
        "enheder.csv:3: fejl: enhed_id må kun have bogstaverne a-z, tal og . _ + - og ikke “1/2”.",
        "personer.csv:2: fejl: email er ikke en mailadresse: “nej”.",
        "personer.csv:2: fejl: navn ligner en formel fra et regneark: “=HYPERLINK(1)”.",
    ]
    assert set(SHEETS) == set(parse(read_source(wrong)).known)
