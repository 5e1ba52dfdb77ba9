"""Loading knowledge/ and keeping it fresh."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.figures import shifted, usable
from bot.knowledge.loader import BrokenKnowledge, Knowledge, load_knowledge
from tests.knowledge.conftest import TODAY, rewrite

BARSEL = "solutions/fravaer/varsling-af-barsel.yml"


def test_all_solutions_and_areas_of_the_catalogue_are_there(knowledge: Knowledge) -> None:
    assert len(knowledge.solutions) == 129
    assert len(knowledge.areas) == 10
    assert sum(solution.kind == "vejledning" for solution in knowledge.solutions.values()) == 9


def test_every_solution_has_a_page_and_all_but_the_nine_guidances_a_form(knowledge: Knowledge) -> None:
    solutions = knowledge.solutions.values()
    assert [solution.id for solution in solutions if knowledge.topic(solution.id) is None] == []
    assert all(solution.summary for solution in solutions)
    assert sum(solution.can_report for solution in solutions) == 120
    assert all(solution.can_report == (solution.kind == "sag") for solution in solutions)


def test_all_field_types_occur(knowledge: Knowledge) -> None:
    hints = {
        field.type for solution in knowledge.solutions.values() if solution.report for field in solution.report.fields()
    }
    assert hints == {
        "date", "period", "amount", "number", "person", "unit", "choice", "multi", "text", "yesno", "cpr", "file",
    }  # fmt: skip


def test_texts_hold_figures_and_names_instead_of_references(knowledge: Knowledge) -> None:
    summary = knowledge.solutions["varsling-af-barsel"].summary or ""
    assert "3 måneder før den forventede fødsel" in summary
    for solution in knowledge.solutions.values():
        assert "{figure:" not in solution.model_dump_json()
        assert "{org:" not in solution.model_dump_json()
    page = knowledge.topic("koerselsgodtgoerelse")
    assert page and not any("{figure:" in section.text or "{org:" in section.text for section in page.sections)


def test_a_figure_that_begins_a_line_goes_on_with_the_line_before(copied: Path) -> None:
    page = copied / "topics/fravaer/varsling-af-barsel.md"
    rewrite(page, "## Kort fortalt\n\n", "## Kort fortalt\n\nDu må holde ferie fra\n{figure:ferie-ferieaar}. ")
    section = (load_knowledge(copied).topic("varsling-af-barsel") or pytest.fail()).sections[0]
    assert "fra 1. september til" in section.text  # at a line's beginning "1." would be a list


def test_an_unverified_figure_is_shown_as_something_to_check(knowledge: Knowledge) -> None:
    assert knowledge.text("({figure:skat-uden-skattekort-55})") == "(tjek med Skattestyrelsen)"
    assert "55" not in (knowledge.topic("skattekort") or pytest.fail()).model_dump_json().split("sources")[1]


def test_an_agreement_figure_says_that_it_should_be_checked(knowledge: Knowledge) -> None:
    assert knowledge.text("{figure:sjette-ferieuge-udbetaling-1-oktober}").endswith("(tjek overenskomsten)")


def test_nothing_may_be_computed_from_unverified_empty_or_expired_figures(knowledge: Knowledge) -> None:
    figures = knowledge.figures
    assert usable(figures["barsel-varsel-mor-3-maaneder"], TODAY)
    assert not usable(figures["skat-uden-skattekort-55"], TODAY)
    assert not usable(figures["partshoering"], TODAY)
    assert not usable(None, TODAY)
    assert usable(figures["koersel-2026-hoej"], date(2026, 12, 31))
    assert not usable(figures["koersel-2026-hoej"], date(2027, 1, 1))


def test_three_months_before_a_date_at_the_end_of_a_long_month(knowledge: Knowledge) -> None:
    figure = knowledge.figures["barsel-varsel-mor-3-maaneder"]
    assert shifted(date(2027, 5, 31), figure, before=True) == date(2027, 2, 28)
    assert shifted(date(2027, 1, 12), knowledge.figures["databrud-72-timer"], before=True) is None


def test_neighbours_have_titles(knowledge: Knowledge) -> None:
    first = knowledge.neighbours("varsling-af-barsel")[0]
    assert (first.id, first.title) == ("faedre-og-medmororlov", "Fædre- og medmororlov")
    assert knowledge.neighbours("findes-ikke") == []


def test_every_solution_stands_in_a_group_of_its_area(knowledge: Knowledge) -> None:
    for area in knowledge.areas:
        groups = knowledge.groups(area)
        assert "Andet" not in groups
        assert all(1 <= len(members) <= 7 for members in groups.values())


def test_a_changed_file_is_live_without_restart(copied: Path) -> None:
    clock = iter(range(0, 1000, 10))
    knowledge = Knowledge(copied, monotonic=lambda: next(clock))
    assert knowledge.reload_if_changed() is False
    rewrite(copied / BARSEL, "title: Varsling af graviditet og barsel", "title: Varsl din barsel her")
    assert knowledge.reload_if_changed() is True
    assert knowledge.title("varsling-af-barsel") == "Varsl din barsel her"
    assert knowledge.reload_if_changed() is False


def test_a_new_file_and_a_removed_file_are_noticed(copied: Path) -> None:
    clock = iter(range(0, 1000, 10))
    knowledge = Knowledge(copied, monotonic=lambda: next(clock))
    (copied / "topics" / "fravaer" / "varsling-af-barsel.md").unlink()
    assert knowledge.reload_if_changed() is True
    assert knowledge.topic("varsling-af-barsel") is None


def test_files_are_not_looked_at_more_than_once_per_interval(copied: Path) -> None:
    knowledge = Knowledge(copied, monotonic=lambda: 5.0, interval=1.0)
    rewrite(copied / BARSEL, "title: Varsling af graviditet og barsel", "title: Noget andet end før")
    assert knowledge.reload_if_changed() is False


def test_a_broken_change_leaves_the_old_content_live(copied: Path) -> None:
    clock = iter(range(0, 1000, 10))
    knowledge = Knowledge(copied, monotonic=lambda: next(clock))
    rewrite(copied / BARSEL, "title: ", "titel: ")
    assert knowledge.reload_if_changed() is False
    assert knowledge.title("varsling-af-barsel") == "Varsling af graviditet og barsel"
    rewrite(copied / BARSEL, "titel: ", "title: Rettet ")
    assert knowledge.reload_if_changed() is True


def test_broken_knowledge_names_the_file(copied: Path) -> None:
    (copied / BARSEL).write_text("id: [", encoding="utf-8")
    with pytest.raises(BrokenKnowledge, match=r"varsling-af-barsel\.yml"):
        load_knowledge(copied)
