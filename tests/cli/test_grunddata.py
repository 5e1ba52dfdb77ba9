"""`serviceassistent grunddata`: what it prints, what it ends with, and that a trial leaves the database alone."""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

import pytest

from bot.cli.__main__ import main
from bot.database.engine import create_engine_for
from bot.database.migrations import upgrade
from bot.demo.seed import seed
from bot.settings import PROJECT, Settings
from tests.town import KEY

DATABASE = "grunddata.db"


def sheets_of_the_docs() -> dict[str, str]:
    """The example in the documentation: what is shown there must work."""
    text = (PROJECT / "docs" / "grunddata.md").read_text(encoding="utf-8")
    found = re.findall(r"^`(\w+\.csv)`:?\n\n((?:    .*\n)+)", text, re.MULTILINE)
    return {name: "".join(line[4:] + "\n" for line in block.splitlines()) for name, block in found}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example, and settings that lead to a database that is not there yet."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / DATABASE}")
    monkeypatch.delenv("DEMO", raising=False)
    folder = tmp_path / "udtræk"
    folder.mkdir()
    for name, text in sheets_of_the_docs().items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(*arguments: str | Path) -> int:
    return main(["grunddata", *map(str, arguments)])


def test_the_example_of_the_docs_is_brought_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", folder) == 0
    first = capsys.readouterr().out.splitlines()
    assert first[0] == "udtræk: 4 enheder, 5 medarbejdere, 7 linjer om ansættelser."
    assert first[-1].startswith("Indlæst pr. ")
    assert run("import", folder) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Grunddata passer allerede med filen."


def test_a_trial_without_a_database_makes_none(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", folder, "--dry-run") == 0
    output = capsys.readouterr().out
    assert "Medarbejdere: 5 nye" in output
    assert output.endswith("Det var en prøve: intet er ændret.\n")
    assert not (tmp_path / DATABASE).exists()


def test_a_trial_prints_what_the_run_prints_and_leaves_the_file_as_it_was(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import", folder)
    (folder / "enheder.csv").write_text((folder / "enheder.csv").read_text().replace("Myretuen", "Bikuben"))
    capsys.readouterr()
    before = hashlib.sha256((tmp_path / DATABASE).read_bytes()).digest()
    assert run("import", folder, "--dry-run") == 0
    trial = capsys.readouterr().out.splitlines()
    assert hashlib.sha256((tmp_path / DATABASE).read_bytes()).digest() == before
    assert run("import", folder) == 0
    assert capsys.readouterr().out.splitlines()[:-1] == trial[:-1]
    assert "Enheder: 1 omdøbt" in trial


def test_a_file_with_faults_ends_with_1_and_their_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "personer.csv").write_text("medarbejder_id;navn;email\n20417;;\n")
    assert run("import", folder) == 1
    output = capsys.readouterr().out
    assert "personer.csv:2: fejl: navn mangler." in output
    assert "Intet er ændret." in output


def test_what_is_no_file_of_master_data_ends_with_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", folder / "personer.csv") == 2
    assert "angiv mappen eller en ZIP-fil" in capsys.readouterr().err
    assert run("import", folder / "none.zip") == 2


def test_what_is_exported_can_be_imported_and_changes_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", tmp_path / "x.zip") == 2  # no database yet
    run("import", folder)
    assert run("export", tmp_path / "x.zip") == 0
    assert "4 enheder, 5 medarbejdere og 7 linjer om ansættelser" in capsys.readouterr().out
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.namelist() == ["enheder.csv", "personer.csv", "ansaettelser.csv"]
    assert run("import", tmp_path / "x.zip") == 0
    assert capsys.readouterr().out.endswith("Grunddata passer allerede med filen.\n")


def test_runs_are_listed_with_who_and_which_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("runs") == 2
    run("import", folder)
    run("import", folder, "--force")
    capsys.readouterr()
    assert run("runs") == 0
    latest, first = capsys.readouterr().out.splitlines()
    assert "udtræk --force  sha256 " in latest
    assert "people.new=5" in first


@pytest.fixture
def demo(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example again, and the demo's own database."""
    monkeypatch.setenv("SERVICEASSISTENT_CPR_KEY", KEY)
    settings = Settings.from_environment()
    engine = create_engine_for(settings.database_url)
    upgrade(engine)
    seed(engine, settings)
    engine.dispose()
    return folder


def test_the_demos_database_is_only_for_made_up_people(
    demo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("import", demo, "--force") == 2
    assert "Databasen er demoens" in capsys.readouterr().err
    assert run("import", demo, "--dry-run", "--force") == 0
    monkeypatch.setenv("DEMO", "1")
    assert run("import", demo) == 1  # nearly everybody would leave
    assert "Afvist:" in capsys.readouterr().out
    assert run("import", demo, "--force") == 0


def test_what_the_demo_exports_says_what_the_demo_knows(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO", "1")
    assert run("export", tmp_path / "demo.zip") == 0
    assert run("import", tmp_path / "demo.zip") == 0
    assert capsys.readouterr().out.endswith("Grunddata passer allerede med filen.\n")
