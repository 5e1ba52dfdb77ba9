"""Search over the topic pages: Danish words in any form, parts of compounds, and quoted passages only."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.knowledge.loader import Knowledge, load_knowledge
from bot.knowledge.markdown import plain
from bot.knowledge.search import PageSearch, lemma, parts_of, terms, verb_of
from bot.settings import PROJECT


@pytest.fixture(scope="module")
def search(knowledge: Knowledge) -> PageSearch:
    return PageSearch(knowledge)


@pytest.mark.parametrize(
    ("word", "form"), [("kvitteringerne", "kvittering"), ("kørslen", "kørsel"), ("udbetales", "udbetale")]
)
def test_words_are_found_in_any_form(word: str, form: str) -> None:
    assert lemma(word) == form


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("barselsorlov", ("barsel", "orlov")),
        ("ferieønsker", ("ferie", "ønske")),
        ("opsigelsesvarsel", ("opsigelse", "varsel")),
        ("ferie", ()),
        ("nej", ()),
        ("parkering", ()),
        ("vittighed", ()),
    ],
)
def test_compounds_are_found_by_their_parts(word: str, parts: tuple[str, ...]) -> None:
    assert parts_of(word) == parts


@pytest.mark.parametrize(
    ("noun", "verb"), [("varsling", "varsle"), ("ansøgning", "ansøge"), ("opsigelse", "opsige"), ("ting", None)]
)
def test_a_noun_is_found_by_its_verb(noun: str, verb: str | None) -> None:
    assert verb_of(noun) == verb


@pytest.mark.parametrize(
    ("query", "solution"),
    [
        ("kilometerpenge for cyklen", "koerselsgodtgoerelse"),
        ("hvornår skal jeg varsle min graviditet", "varsling-af-barsel"),
        ("børneattesten", "boerneattest"),
        ("rykkergebyrer", "restance-og-afskrivning"),
        ("mit kørselsregnskab", "koerselsgodtgoerelse"),
    ],
)
def test_the_right_page_is_among_the_first(search: PageSearch, query: str, solution: str) -> None:
    assert solution in [passage.solution_id for passage in search.find(query, limit=3)]


def test_passages_are_quoted_from_the_page_and_marked_where_they_fit(search: PageSearch, knowledge: Knowledge) -> None:
    for passage in search.find("hvornår kommer kørselspengene?"):
        page = knowledge.topic(passage.solution_id)
        assert page is not None
        section = page.section(passage.anchor)
        assert section is not None
        quoted = " ".join(plain(section.text).split())
        assert " ".join(passage.text.split()) in quoted
        assert passage.path == f"/emner/{passage.solution_id}#{passage.anchor}"
        wanted = terms("kørselspengene")
        assert all(terms(passage.text[a:b]) & (wanted | terms("kommer") | terms("kørsel")) for a, b in passage.marks)


def test_of_the_questions_on_a_page_one_is_quoted_with_its_answer(search: PageSearch) -> None:
    passage = next(p for p in search.find("parkering og bro") if p.solution_id == "koerselsgodtgoerelse")
    assert passage.anchor == "ofte-stillede-spoergsmaal"
    question, answer = passage.text.splitlines()
    assert question == "Hvad med parkering og bro?"
    assert answer.startswith("Betal selv")


def test_items_of_a_list_keep_their_lines_and_numbers(search: PageSearch) -> None:
    passage = search.find("Løn og Personale gennemgår varslingen og planen")[0]
    assert [line[:2] for line in passage.text.splitlines()] == ["2.", "3.", "4."]


def test_a_page_stands_once_only(search: PageSearch) -> None:
    found = [passage.solution_id for passage in search.find("ferie", limit=10)]
    assert len(found) == len(set(found)) == 10


@pytest.mark.parametrize("query", ["", "   ", "hvad er det", "qwxyzzy", '"', "*", "æ" * 5000])
def test_what_says_nothing_finds_nothing_and_breaks_nothing(search: PageSearch, query: str) -> None:
    assert search.find(query) == []


@pytest.mark.parametrize("query", ["NEAR(", "AND OR NOT", 'ferie" OR "løn', "ferie*", "title:ferie", "ferie -løn"])
def test_operators_of_the_index_are_only_words(search: PageSearch, query: str) -> None:
    assert all(passage.text for passage in search.find(query))


def test_a_question_from_elsewhere_is_not_answered_by_one_word_of_it(search: PageSearch) -> None:
    assert search.find("hvor kan jeg købe en brugt sofa med chaiselong i weekenden", least_share=0.6) == []


def test_one_word_of_small_talk_is_no_question_about_it(search: PageSearch) -> None:
    assert search.find("hvad laver du i weekenden")
    assert search.find("hvad laver du i weekenden", least_share=0.6, least_words=2) == []


def test_a_rare_word_that_is_on_no_page_weighs_more_than_common_ones(search: PageSearch) -> None:
    assert search.find("hvornår åbner genbrugspladsen i weekenden", least_share=0.6, least_words=2) == []


def test_a_changed_page_is_found_at_once(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "knowledge", tmp_path / "knowledge")
    page = tmp_path / "knowledge" / "topics" / "rejser" / "koerselsgodtgoerelse.md"
    knowledge = load_knowledge(tmp_path / "knowledge")
    knowledge._interval = 0
    search = PageSearch(knowledge)
    assert search.find("tandhjulsbane") == []
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("Kører du i arbejdet", "Tandhjulsbanen. Kører du i arbejdet"), encoding="utf-8")
    assert knowledge.reload_if_changed()
    assert [found.solution_id for found in search.find("tandhjulsbane")] == ["koerselsgodtgoerelse"]
