"""`serviceassistent check` and `serviceassistent tree`."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from bot.cli import check, tree
from bot.clock import utc_now
from bot.database.engine import create_engine_for, session_factory
from bot.insight.tree_runs import TreeRuns
from tests.stores import SQLITE, database_url

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers()
    check.add_parser(subparsers)
    tree.add_parser(subparsers)
    args = parser.parse_args(arguments)
    return int(args.run(args))


def test_check_ends_with_a_summary(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--path", str(KNOWLEDGE), "--date", "2026-11-23", "--lix") == 0
    output = capsys.readouterr().out
    assert "LIX" in output
    assert output.splitlines()[-1].startswith("0 fejl, 0 advarsler")


def test_check_fails_where_something_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--path", str(tmp_path)) == 1
    assert "areas.yml:1: fejl: filen mangler" in capsys.readouterr().out


def test_tree_prints_questions_and_solutions(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("tree", "fravaer", "--path", str(KNOWLEDGE)) == 0
    output = capsys.readouterr().out
    assert "1. Hvad er anledningen?" in output
    assert "(varsling-af-barsel)" in output
    assert "Ingen fejl i træet." in output


def test_an_unknown_area_names_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("tree", "havnen", "--path", str(KNOWLEDGE)) == 1
    assert "fravaer" in capsys.readouterr().err


def test_all_trees_are_counted_from_the_first_question_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("tree", "--all", "--path", str(KNOWLEDGE)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 12
    assert lines[-1].startswith("I alt med det første om området: 129 løsninger, højst 6 spørgsmål")


def test_without_an_area_it_is_told_what_to_write(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("tree", "--path", str(KNOWLEDGE)) == 2
    assert "--all" in capsys.readouterr().err


def test_a_tree_is_drawn_to_the_screen_or_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "loen.svg"
    assert run("tree", "loen", "--svg", str(file), "--path", str(KNOWLEDGE)) == 0
    assert run("tree", "loen", "--path", str(KNOWLEDGE), "--svg") == 0
    assert capsys.readouterr().out == file.read_text(encoding="utf-8")
    assert file.read_text(encoding="utf-8").startswith("<svg ")


def test_real_runs_are_drawn_where_there_is_a_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    assert run("tree", "root", "--svg", "--runs", "--path", str(KNOWLEDGE)) == 0
    without = capsys.readouterr()
    assert "ingen database" in without.err and " %" not in without.out
    assert not (tmp_path / "none.db").exists()
    url = database_url(SQLITE, tmp_path)
    engine = create_engine_for(url)
    TreeRuns(session_factory(engine), utc_now).record(None, "root", [("omraade", "loen")], None, "tree:loen")
    engine.dispose()
    monkeypatch.setenv("DATABASE_URL", url)
    assert run("tree", "root", "--svg", "--runs", "--path", str(KNOWLEDGE)) == 0
    assert "100 %" in capsys.readouterr().out
