"""What a sentence wants of the overview of cases, and how that is told, offered and undone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.cases import states
from bot.dialogue import case_words
from bot.dialogue.case_query import CaseQuery, period_in_words, solutions_about
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.settings import PROJECT

TODAY = date(2026, 11, 23)
MARCH = {"fra": "2026-03-01", "til": "2026-03-31"}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("vis mine sager", {}),
        ("hvordan går det med min sag", {}),
        ("hvad venter på mig?", {}),
        ("jeg kan ikke huske sagsnummeret, vis mig mine sager", {}),
        ("kan du liste mine sager efter dato", {}),
        ("åbn mine sager", {}),
        ("har jeg allerede sendt en indberetning på hende", {}),
        ("vis mine åbne lønsager fra marts", {"tilstand": "aabne", "omraade": "loen", **MARCH}),
        ("har jeg nogle sager i gang", {"tilstand": "aabne"}),
        ("vis mine afsluttede sager", {"tilstand": "afsluttede"}),
        ("afviste sager i 2025", {"tilstand": states.REJECTED, "fra": "2025-01-01", "til": "2025-12-31"}),
        ("mine sager vedr. løn", {"omraade": "loen"}),
        ("vores sager om it", {"omraade": "it", "hvis": "unit"}),
        ("enhedens åbne sager om indkøb", {"tilstand": "aabne", "omraade": "indkoeb", "hvis": "unit"}),
        ("sager jeg følger", {"hvis": "followed"}),
        ("sager jeg behandler", {"hvis": "desk"}),
        ("sager om Karen", {"soeg": "Karen"}),
        ("sager om karen holm", {"soeg": "karen holm"}),
        ("sager fra Karen", {"soeg": "Karen"}),
        ("hvad har jeg sendt om kørsel", {"soeg": "kørsel"}),
        ("hvor langt er Karens ansættelse?", {"soeg": "Karen ansættelse"}),
        ("hvor langt er karens ansættelse", {"soeg": "karen ansættelse"}),
        ("status på Mette Skovs barsel", {"soeg": "Mette Skov barsel"}),
        ("mine barselssager", {"soeg": "barsel"}),
        ("hvor er den refusionssag jeg sendte i marts henne", {**MARCH, "soeg": "refusion"}),
        ("ligger der en sag fra mig om en ny computer", {"soeg": "computer"}),
        ("jeg er i tvivl om den blev sendt rigtigt, kan du tjekke min sag", {}),
        ("sager fra sidste uge", {"fra": "2026-11-16", "til": "2026-11-22"}),
        ("find det jeg sendte i går", {"fra": "2026-11-22", "til": "2026-11-22"}),
        ("sager fra i går", {"fra": "2026-11-22", "til": "2026-11-22"}),
        ("vis mine sager siden 1. oktober", {"fra": "2026-10-01", "til": "2026-11-23"}),
        ("sager fra marts til maj", {"fra": "2026-03-01", "til": "2026-05-31"}),
        ("sager fra december", {"fra": "2025-12-01", "til": "2025-12-31"}),
        ("sager før 1. marts", {"til": "2026-02-28"}),
        ("mine sager 2026", {"fra": "2026-01-01", "til": "2026-12-31"}),
        ("alle mine sager fra sidste år", {"fra": "2025-01-01", "til": "2025-12-31"}),
        ("hvad var det nu jeg sendte ind i foråret", {"fra": "2026-03-01", "til": "2026-05-31"}),
        ("jeg sendte noget for tre uger siden, hvor er det henne nu", {"fra": "2026-10-29", "til": "2026-11-06"}),
        ("sag 2026-001204, hvad sker der med den", {}),
        ("mine ældste sager", {"sorter": "oldest"}),
        ("vis sager fra min enhed", {"hvis": "unit"}),
        ("åbne sager i vores afdeling", {"tilstand": "aabne", "hvis": "unit"}),
        ("hvad har anne sendt", {"hvis": "all", "soeg": "anne"}),
        ("hva har jonas krogh indberettet?", {"hvis": "all", "soeg": "jonas krogh"}),
        ("hvad har jeg sendt", {}),
        ("hvad har vi allerede sendt", {}),
        ("hvor er sagen om peters løn", {"soeg": "peter løn"}),
        ("kan jeg se de lukede sager", {"tilstand": states.CLOSED}),
    ],
)  # fmt: skip
def test_a_sentence_narrows_the_overview_to_what_it_says_and_no_further(
    said: str, wanted: dict[str, Any], knowledge: Knowledge
) -> None:
    assert case_words.read(said, TODAY, knowledge).query.parameters() == wanted


def test_when_one_asks_is_not_when_a_case_was_sent(knowledge: Knowledge) -> None:
    asked = "hvad er der at gøre for mig i dag"
    assert case_words.read(asked, TODAY, knowledge, now_counts=False).query == CaseQuery()
    assert case_words.read("sendt i dag", TODAY, knowledge).query.first == TODAY


@pytest.mark.parametrize(
    ("said", "several"),
    [("vis mine sager", True), ("min sag", False), ("mine lønsager", True), ("er sagen lukket", False)],
)
def test_one_case_and_several_are_told_apart(said: str, several: bool, knowledge: Knowledge) -> None:
    assert case_words.read(said, TODAY, knowledge).several is several


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("vis mine åbne lønsager fra marts", "Åbne sager om løn fra marts 2026"),
        ("afviste sager i 2025", "Afviste sager fra 2025"),
        ("enhedens sager om it siden 1. oktober", "Enhedens sager om it fra 1. oktober 2026 til 23. november 2026"),
        ("sager om Karen", "Sager om “Karen”"),
        ("sager jeg behandler", "Sager, du behandler"),
    ],
)
def test_what_was_understood_is_told_in_words(said: str, told: str, knowledge: Knowledge) -> None:
    assert case_words.read(said, TODAY, knowledge).query.described(knowledge) == told


def test_a_day_and_an_open_end_are_told_as_such() -> None:
    day = date(2026, 3, 2)
    assert period_in_words(day, day) == "fra 2. marts 2026"
    assert period_in_words(day, None) == "siden 2. marts 2026"
    assert period_in_words(None, day) == "til og med 2. marts 2026"


def test_a_query_survives_a_button_and_a_link() -> None:
    query = CaseQuery("aabne", "loen", "skole", "unit", date(2026, 3, 1), date(2026, 3, 31), "Karen", "oldest", 3)
    assert CaseQuery.of(query.parameters()) == query


def test_what_a_link_holds_by_mistake_or_malice_is_left_out() -> None:
    odd = {"tilstand": "x", "omraade": "'; --", "hvis": "alles", "fra": "31-31", "sorter": "farve", "side": "-1"}
    assert CaseQuery.of(odd) == CaseQuery()
    assert CaseQuery.of({"side": "9" * 40}).page == 5000
    assert CaseQuery.of({"side": "²"}).page == 1
    assert len(CaseQuery.of({"soeg": "x" * 5000}).text) == 100


def test_a_period_the_wrong_way_round_is_turned() -> None:
    turned = CaseQuery.of({"fra": "2026-05-01", "til": "2026-03-01"})
    assert (turned.first, turned.last) == (date(2026, 3, 1), date(2026, 5, 1))


def test_dropping_a_part_keeps_the_others_and_goes_back_to_the_first_page() -> None:
    query = CaseQuery("aabne", "loen", first=TODAY, last=TODAY, page=4)
    assert query.without("period") == CaseQuery("aabne", "loen")
    assert query.without("state", "area") == CaseQuery(first=TODAY, last=TODAY)


def test_a_word_tells_the_topic_in_whatever_form(knowledge: Knowledge) -> None:
    assert solutions_about(knowledge, "kørsel")
    assert "varsling-af-barsel" in solutions_about(knowledge, "barsel") & solutions_about(knowledge, "barslen")
    assert not solutions_about(knowledge, "xyzzy")
    assert not solutions_about(knowledge, "2026")
