"""`serviceassistent check` and `serviceassistent tree`."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from bot.cli import check, tree

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
