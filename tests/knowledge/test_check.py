"""The linter of knowledge/: what editors get to see."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.check import check_knowledge
from bot.knowledge.lix import lix
from bot.knowledge.prose import repeated_figures
from bot.knowledge.schema import Figure
from tests.knowledge.conftest import KNOWLEDGE, TODAY, rewrite

BARSEL = "solutions/fravaer/varsling-af-barsel.yml"
PAGE = "topics/fravaer/varsling-af-barsel.md"
TREE = "trees/fravaer.yml"


def test_our_own_knowledge_is_clean() -> None:
    report = check_knowledge(KNOWLEDGE, TODAY)
    assert [problem.shown(KNOWLEDGE) for problem in report.problems] == []
    assert len(report.lix) == 129
    assert max(report.lix.values()) < 45


@pytest.mark.parametrize(
    ("file", "old", "new", "text"),
    [
        (BARSEL, "title: Varsling af", "titel: Varsling af", "titel: nøglen findes ikke"),
        (BARSEL, "title: Varsling af graviditet og barsel\n", "", "title: mangler"),
        (BARSEL, "kind: sag", "kind: formular", "kind: må kun være 'sag' eller 'vejledning'"),
        (BARSEL, "- id: adoption\n", "- id: adoptionen\n", "naboløsningen adoptionen findes ikke"),
        (BARSEL, "figure: barsel-varsel-mor-3-maaneder\n", "figure: barsel\n", "tallet barsel findes ikke"),
        (BARSEL, 'offset: "-3m"', 'offset: "-4m"', "offset -4m passer ikke"),
        (BARSEL, "field: orlov_foer, any_of: [true]", "field: orlov_foer, any_of: [ja]", "nævner svaret ja"),
        (BARSEL, "any_of: [sammen, hver_for_sig]", "any_of: [sammen, hver]", "nævner svaret hver"),
        (BARSEL, "prefill: subject.unit", "prefill: subject.boss", "prefill subject.boss findes ikke"),
        (BARSEL, "name: leave_before_birth", "name: leave_before", "kontrollen leave_before findes ikke"),
        (BARSEL, "start: orlov_start, birth", "start: orlov_slut, birth", "feltet orlov_slut findes ikke"),
        (BARSEL, "near_days: 21", "near: 21", "forkerte parametre"),
        (BARSEL, "states: [modtaget]", "states: []", "tilstanden modtaget hører til 0 trin"),
        (BARSEL, "Du kan rette planen bagefter.", "Det er tre måneder før.", "skriv {figure:barsel-varsel-mor"),
        (BARSEL, "Du kan rette planen bagefter.", "Spørg {org:ingen}.", "{org:ingen} findes ikke"),
        (BARSEL, "id: varsling-af-barsel", "id: varsling", "filen skal ligge i solutions/fravaer/varsling.yml"),
        (PAGE, "## Lovgrundlag", "## Loven", "mangler: Lovgrundlag; ukendte: Loven"),
        (PAGE, "owner: ", "ejer: ", "front matter mangler owner"),
        (PAGE, "{figure:barsel-varsel-far-4-uger}", "{figure:barsel-far}", "{figure:barsel-far} findes ikke"),
        (PAGE, "### Skal jeg kende hele planen nu?", "Kender jeg planen?", "3-6 spørgsmål"),
        ("desk_phrases.yml", "Hej {fornavn}, jeg", "Hej {navn}, jeg", "{navn} bliver ikke til noget"),
        ("desk_phrases.yml", "- id: farvel", "- id: hilsen", "svaret hilsen står to gange"),
        ("crisis.yml", "solutions: [vold-og-trusler]", "solutions: [vold]", "løsningen vold findes ikke"),
        (BARSEL, "Du kan rette planen bagefter.", "Se {figur:ingen}.", "{figur:ingen} kan ikke læses"),
        (BARSEL, "Du kan rette planen bagefter.", "Se [her](/emner/barslen).", "emnesiden barslen findes ikke"),
        (BARSEL, "kind: sag", "kind: vejledning", "en vejledning har ingen formular"),
        (PAGE, "## Lovgrundlag\n", "## Lovgrundlag\n\nSe [dér](#regler).\n", "stedet #regler findes ikke på siden"),
        (PAGE, "## Lovgrundlag\n", "## Lovgrundlag\n\nSe [dér](/emner/kursus#nej).\n", "har ikke stedet #nej"),
        (PAGE, "owner: \"{org:", "owner: \"{org:ny_", "findes ikke"),
        (PAGE, "  - title: ", "  - title: Loven\n    url: lov.dk\n  - title: ", "skal begynde med https://"),
        (TREE, "title: ", "title: \"{org:ingen}\" #", "{org:ingen} findes ikke"),
        (TREE, "solution: seniordage", "solution: seniordag", "løsningen seniordage kan ikke nås"),
        (TREE, "words: [ingen af dem, noget andet]", "words: [ferie]", "forstår begge ordet “ferie”"),
        (TREE, "solution: seniordage", "event: havnebad", "forløbet havnebad findes ikke"),
        (TREE, "    options:\n", "    unsure: [ferie]\n    options:\n", "unsure skal nævne mindst to forskellige svar"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_file_and_line(copied: Path, file: str, old: str, new: str, text: str) -> None:
    if "3-6" in text:
        rewrite(copied / file, "### Hvad hvis terminen flytter sig?", "Flytter terminen sig?")
        rewrite(copied / file, "### Hvad hvis jeg mister barnet?", "Mister du barnet?")
    rewrite(copied / file, old, new)
    found = [problem for problem in check_knowledge(copied, TODAY).errors if text in problem.text]
    assert found, [problem.text for problem in check_knowledge(copied, TODAY).problems]
    assert found[0].path == copied / file
    assert found[0].line >= 1


def test_the_line_is_that_of_the_mistake(copied: Path) -> None:
    rewrite(copied / BARSEL, "prefill: subject.unit", "prefill: subject.boss")
    lines = (copied / BARSEL).read_text(encoding="utf-8").splitlines()
    problem = check_knowledge(copied, TODAY).errors[0]
    assert lines[problem.line - 1].strip() == "- id: enhed"


def test_the_line_of_a_dead_link_and_of_a_date_is_theirs(copied: Path) -> None:
    rewrite(copied / PAGE, "## Lovgrundlag\n", "## Lovgrundlag\n\nFørst det.\nSe [dér](#regler).\n")
    rewrite(copied / PAGE, "review_by: 2027-06-01", "review_by: 2026-11-01")
    lines = (copied / PAGE).read_text(encoding="utf-8").splitlines()
    found = {lines[problem.line - 1] for problem in check_knowledge(copied, TODAY).errors}
    assert found == {"Se [dér](#regler).", "review_by: 2026-11-01"}


def test_a_page_in_the_folder_of_another_area_is_told(copied: Path) -> None:
    (copied / PAGE).rename(copied / "topics/rejser/varsling-af-barsel.md")
    assert any("topics/fravaer/" in problem.text for problem in check_knowledge(copied, TODAY).errors)


def test_missing_and_left_over_utterances_are_told(copied: Path) -> None:
    shutil.copytree(KNOWLEDGE.parent / "data" / "nlu" / "solutions", copied.parent / "data" / "nlu" / "solutions")
    assert not check_knowledge(copied, TODAY).problems
    file = copied.parent / "data" / "nlu" / "solutions" / "fravaer" / "varsling-af-barsel.yml"
    file.rename(file.with_stem("barslen"))
    (file.with_stem("barslen")).write_text("nlu:\n- intent: find_solution/barslen\n", encoding="utf-8")
    problems = check_knowledge(copied, TODAY).problems
    assert [(p.level, p.line) for p in problems if "barsel.yml" in p.text] == [("advarsel", 1)]
    assert [(p.path.name, p.line) for p in problems if "id barslen" in p.text] == [("barslen.yml", 2)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: Frist: senest\n", "der står et kolon"),
        ("title: a\nscope\nkind: sag\n", "mangler et kolon"),
        ("title: a\n\tscope: b\n", "tabulator"),
        ('title: "a\nscope: b\n', "anførselstegn er ikke lukket"),
    ],
)
def test_what_is_wrong_with_yaml_is_told_in_danish(copied: Path, text: str, told: str) -> None:
    (copied / BARSEL).write_text(text, encoding="utf-8")
    assert any(told in problem.text for problem in check_knowledge(copied, TODAY).errors)


def test_a_file_that_is_not_yaml_is_told_with_its_line(copied: Path) -> None:
    (copied / BARSEL).write_text("id: x\ntitle: [\narea: fravaer\n", encoding="utf-8")
    problem = next(p for p in check_knowledge(copied, TODAY).errors if p.path == copied / BARSEL)
    assert "ikke gyldig YAML" in problem.text
    assert problem.line >= 2


def test_a_page_is_announced_before_its_review_and_fails_after(copied: Path) -> None:
    rewrite(copied / PAGE, "review_by: 2027-06-01", "review_by: 2026-12-10")
    soon = check_knowledge(copied, TODAY)
    assert not soon.errors
    assert "2026-12-10" in soon.warnings[0].text
    late = check_knowledge(copied, date(2026, 12, 11))
    assert any(problem.path == copied / PAGE for problem in late.errors)


def test_rates_fail_when_their_year_is_over(copied: Path) -> None:
    assert any("koersel-2026-hoej" in p.text for p in check_knowledge(copied, date(2026, 12, 15)).warnings)
    assert any("koersel-2026-hoej" in p.text for p in check_knowledge(copied, date(2027, 1, 2)).errors)


def test_a_page_that_is_hard_to_read_gives_a_warning(copied: Path) -> None:
    hard = (
        "Arbejdsgiverforpligtelser vedrørende dagpengerefusionsordninger administreres kommunalbestyrelsesmæssigt " * 60
    )
    rewrite(copied / PAGE, "Nej. Nu er det nok med termin", f"{hard}. Nu er det nok med termin")
    assert any("LIX" in problem.text for problem in check_knowledge(copied, TODAY).warnings)


def test_a_form_without_a_page_gives_a_warning(copied: Path) -> None:
    (copied / PAGE).unlink()
    assert any("ingen emneside" in problem.text for problem in check_knowledge(copied, TODAY).warnings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Svar inden 14 dage.", ["14 dage"]),
        ("Svar inden fjorten dage.", ["fjorten dage"]),
        ("En 14-dages frist", ["14-dages"]),
        ("Den 14. marts og 114 dage", []),
        ("Svar {figure:frist}.", []),
        ("Der er 14 deltagere", []),
    ],
)
def test_a_figure_in_prose_is_recognised(text: str, expected: list[str]) -> None:
    figure = Figure(id="frist", value=14, unit="dage", text="14 dage", statement="", basis="", verified=True)  # type: ignore[arg-type]
    assert [found for _, found in repeated_figures(text, [figure])] == expected


def test_lix_of_a_short_text_is_words_per_sentence_plus_long_words() -> None:
    assert lix("Du er syg. Ring til din leder.") == pytest.approx(7 / 2)
    assert lix("Barselsloven gælder her.") == pytest.approx(3 + 100 / 3)
    assert lix("") == 0
