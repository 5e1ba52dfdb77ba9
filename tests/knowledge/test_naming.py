"""Which solution a question about a facet names; general words name none."""

from __future__ import annotations

import pytest

from bot.knowledge.loader import Knowledge
from bot.knowledge.naming import named_solution


@pytest.mark.parametrize(
    ("text", "solution"),
    [
        ("hvad er fristen for at varsle barsel", "varsling-af-barsel"),
        ("hvilke bilag skal der med på et tyveri", "bygning-loesoere-tyveri"),
        ("hvem kan oprette en kreditor", "kreditor"),
        ("hvad siger loven om advarsler", "advarsel"),
        ("hvor længe går der før kørepengene kommer", "koerselsgodtgoerelse"),
    ],
)
def test_a_topic_is_named_by_words_of_its_title_or_synonyms(knowledge: Knowledge, text: str, solution: str) -> None:
    assert named_solution(text, knowledge.solutions, [(solution, 0.3)]) == solution


@pytest.mark.parametrize(
    "text",
    [
        "hvad er reglerne", "hvem skal godkende", "hvor lang tid tager det", "hvad siger loven", "er der en frist",
        "hvilke bilag skal jeg bruge?", "hvem må egentlig indberette det?", "hvad sker der nu", "",
    ],
)  # fmt: skip
def test_a_question_without_a_topic_names_none_however_sure_understanding_is(knowledge: Knowledge, text: str) -> None:
    assert named_solution(text, knowledge.solutions, [("overenskomst-raadgivning", 0.95)]) is None


def test_where_words_fit_several_the_likeliest_is_meant(knowledge: Knowledge) -> None:
    text = "hvad er fristen for kørsel?"
    assert named_solution(text, knowledge.solutions, [("koerselsgodtgoerelse", 0.8)]) == "koerselsgodtgoerelse"
    assert named_solution(text, knowledge.solutions, [("bemyndigelse-egen-bil", 0.8)]) == "bemyndigelse-egen-bil"


def test_a_likely_solution_gives_way_to_one_that_is_named_far_better(knowledge: Knowledge) -> None:
    ranking = [("faedre-og-medmororlov", 0.6), ("varsling-af-barsel", 0.3)]
    assert named_solution("hvad er fristen for at varsle barsel?", knowledge.solutions, ranking) == "varsling-af-barsel"
