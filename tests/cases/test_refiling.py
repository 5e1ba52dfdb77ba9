""" "Forkert løsning": the right report is begun once, with the answers that fit, and both cases tell of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cases.errors import NotAllowed, NotFound
from bot.cases.refiling import Refiling, fitting
from bot.knowledge.schema import FieldOption, ReportField
from tests.town import Town


def field(name: str, kind: str, *options: str, **more: Any) -> ReportField:
    given = [FieldOption(id=option, label=option) for option in options]
    return ReportField(id=name, label=name, question="?", type=kind, options=given, required=False, **more)


WRONG = [
    field("note", "text"),
    field("art", "choice", "a", "b"),
    field("dage", "multi", "ma", "ti"),
    field("x", "date"),
]
RIGHT = [
    field("note", "text"),
    field("art", "choice", "b", "c"),
    field("dage", "multi", "ti", "on"),
    field("x", "text"),
]


@pytest.fixture
def refiling(town: Town) -> Refiling:
    town.offer(fields=WRONG)
    town.offer(solution_id="orlov", fields=RIGHT)
    return Refiling(town.sessions, town.clock, town.access, town.known.get, town.files.copies)


def rejected(town: Town, belongs_to: str | None = "orlov", **answers: Any) -> str:
    number = town.send("anne", **answers).number
    town.settle()
    town.desk.reject("worker", number, "Det hører til orlov.", belongs_to=belongs_to)
    town.settle()
    return number


def test_only_answers_that_fit_are_kept(town: Town, refiling: Refiling) -> None:
    number = rejected(town, note="Hej", art="a", dage=["ma", "ti"], x="2026-03-01")
    assert dict(refiling.plan("anne", number).answers) == {"note": "Hej", "dage": ["ti"]}
    other = rejected(town, art="b")
    assert dict(refiling.plan("anne", other).answers) == {"art": "b"}


def test_a_text_that_is_too_long_there_is_not_kept(town: Town, refiling: Refiling) -> None:
    wrong, right = (
        town.known["ferie"].report,
        town.offer(solution_id="kort", fields=[field("note", "text", max_length=5)]),
    )
    assert fitting({"note": "for lang"}, wrong, right.report) == {}  # type: ignore[arg-type]


def test_sent_anew_the_two_tell_of_one_another_and_it_is_done_once(town: Town, refiling: Refiling) -> None:
    number = rejected(town, note="Hej")
    assert "refile" in town.cases.get("anne", number).permitted
    plan = refiling.plan("anne", number)
    draft = town.drafts.start("anne", plan.solution.id, None, plan.answers, refiled_from=number)
    assert refiling.plan("anne", number).draft_id == draft.id  # the open draft, and no second one
    new = town.cases.submit("anne", draft.id)
    assert new.history[-1].text == f"Sendt i stedet for sag {number}, Ferie, som blev afvist."
    old = town.cases.get("anne", number)
    assert (old.refiled_as, old.history[-1].text) == (new.number, f"Sendt på ny som sag {new.number}, Orlov.")
    assert old.permitted == ()
    with pytest.raises(NotAllowed):
        refiling.plan("anne", number)


def test_an_expired_draft_is_not_gone_on_with(town: Town, refiling: Refiling) -> None:
    number = rejected(town, note="Hej")
    town.drafts.start("anne", "orlov", None, {}, refiled_from=number)
    town.clock.move(days=31)
    assert refiling.plan("anne", number).draft_id is None


def test_cpr_numbers_follow_into_the_new_case(town: Town, refiling: Refiling) -> None:
    both = [field("cpr", "cpr")]
    town.offer(fields=both)
    town.offer(solution_id="orlov", fields=both)
    value = f"cpr:{town.vault.keep('6101901234', 'anne')}"
    number = rejected(town, cpr=value)
    answers = refiling.plan("anne", number).answers
    assert answers == {"cpr": value}
    new = town.cases.submit("anne", town.drafts.start("anne", "orlov", None, answers, refiled_from=number).id)
    for case in (town.cases.get("anne", number), new):
        assert town.vault.reveal(value, case_id=case.id) == "610190-1234"


def test_nobody_else_and_nothing_else_is_sent_anew(town: Town, refiling: Refiling) -> None:
    number = rejected(town)
    with pytest.raises(NotAllowed):
        refiling.plan("lea", number)  # sees it
    with pytest.raises(NotFound):
        refiling.plan("ida", number)
    for other in (rejected(town, belongs_to=None), rejected(town, belongs_to="gone")):
        with pytest.raises(NotAllowed):
            refiling.plan("anne", other)
    with pytest.raises(NotAllowed):
        refiling.plan("anne", town.send("anne").number)  # not rejected


def test_files_are_copied_so_that_both_cases_have_them(town: Town) -> None:
    both = [field("bilag", "file")]
    town.offer(fields=both)
    town.offer(solution_id="orlov", fields=both)
    refiling = Refiling(town.sessions, town.clock, town.access, town.known.get, town.files.copies)
    file = town.files.add("anne", None, "a.pdf", "", b"%PDF-1.4 hej")
    number = rejected(town, bilag=[file.id])
    (copy,) = refiling.plan("anne", number).answers["bilag"]
    assert copy != file.id
    draft = town.drafts.start("anne", "orlov", None, {"bilag": [copy]}, refiled_from=number)
    new = town.cases.submit("anne", draft.id)
    assert [one.id for one in town.files.of_case("worker", number)] == [file.id]
    assert [town.files.read("anne", one.id) for one in town.files.of_case("anne", new.number)] == [b"%PDF-1.4 hej"]
