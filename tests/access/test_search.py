"""Searching people and units: only those one may report for, however the name is typed."""

from __future__ import annotations

import pytest

from bot.access.names import best, fold
from tests.town import Town


def _ids(found: list) -> list[str]:
    return [one.id for one in found]


def test_only_oneself_and_those_one_may_report_for_are_found(town: Town) -> None:
    assert _ids(town.access.search_people("anne", "", "fravaer")) == ["anne"]
    assert set(_ids(town.access.search_people("kim", "", "fravaer", limit=20))) == {
        "anne",
        "bo",
        "dot",
        "jonas",
        "kim",
        "lea",
        "soeren",
    }
    assert town.access.search_people("kim", "Ida Østergaard", "fravaer") == []
    assert town.access.search_people("kim", "Jonas", "loen") == []
    assert _ids(town.access.search_people("kim", "Jonas", "loen", needed=["report:personale"])) == ["jonas"]
    assert town.access.search_people("ingen", "", "loen") == []


@pytest.mark.parametrize(
    "query", ["Søren", "soren", "soeren kj", "sören", "KJÆR", "kjaer søren", "Sørren Kjær", "søren kjar"]
)
def test_a_name_is_found_however_it_is_typed(town: Town, query: str) -> None:
    assert _ids(town.access.search_people("kim", query, "fravaer"))[0] == "soeren"


@pytest.mark.parametrize("query", ["%", "_", "'; DROP TABLE people; --", "<script>", "\x00", "x" * 5000, "zzzzzz"])
def test_what_is_no_name_finds_nobody(town: Town, query: str) -> None:
    assert len(town.access.search_people("anne", query, "fravaer")) <= 1


def test_units_are_ones_own_and_those_one_holds_tasks_for(town: Town) -> None:
    assert _ids(town.access.search_units("anne", "", "fravaer")) == ["skole-a"]
    assert _ids(town.access.search_units("kim", "", "fravaer")) == ["skole", "skole-a", "skole-b"]
    assert _ids(town.access.search_units("kim", "", "loen")) == ["skole-a"]
    assert len(town.access.all_units("", 50)) == 6


def test_folding_writes_danish_letters_out() -> None:
    assert fold("  Åse-Marie ØSTERGÅRD, Ærø é") == "aase marie oestergaard aeroe e"
    assert best("ærø", [(fold("Ærøskøbing"), 1), (fold("Aarhus"), 2)], 5) == [1]


def test_those_who_left_are_not_found(town: Town) -> None:
    from datetime import date

    town.hire("gone", "skole-a", name="Gerda Gone", until=date(2026, 3, 1))
    assert town.access.search_people("kim", "Gerda", "fravaer") == []
    assert town.access.people(["gone", "anne"]).keys() == {"anne"}
