"""Words that ask for one's deputies; what is a question about the rules stays a question."""

from __future__ import annotations

import pytest

from bot.understanding.requests import request_in


@pytest.mark.parametrize(
    "text",
    [
        "Hvem er min stedfortræder?",
        "hvem er mine stedfortrædere lige nu",
        "vis mine stedfortrædere",
        "Har jeg en stedfortræder?",
        "hvem er jeg stedfortræder for?",
        "er jeg stedfortræder for Mette Skov?",
        "jeg vil udpege en stedfortræder",
        "Jeg vil gerne vælge en ny stedfortræder.",
        "kan jeg få en stedfortræder?",
        "fjern Lars som stedfortræder",
        "Kan du stoppe Lars Juul som min stedfortræder med det samme",
        "Lars skal ikke længere være min stedfortræder",
        "jeg vil ikke længere være stedfortræder for Mette",
        "hvem er min stedfortraeder",
    ],
)
def test_deputies_are_asked_for_in_words(text: str) -> None:
    assert request_in(text) == "my_deputies"


@pytest.mark.parametrize("text", ["vis fællesskabets liste", "Vis mig vores fælles liste", "faellesskabets liste"])
def test_the_communitys_list_is_asked_for(text: str) -> None:
    assert request_in(text) == "community_list"


@pytest.mark.parametrize("text", ["læg i fællesskabets liste", "Kan du lægge den i den fælles liste?"])
def test_a_draft_is_put_into_it(text: str) -> None:
    assert request_in(text) == "share_draft"


@pytest.mark.parametrize(
    "text",
    [
        "Hvad kan en stedfortræder egentlig se af mine sager?",
        "Min stedfortræder er selv blevet syg. Kan jeg skifte til en anden i denne uge?",
        "jeg er stedfortræder i denne uge, hvad skal jeg godkende",
        "Jeg tager på ferie i tre uger. Hvem kan godkende for mig imens?",
        "hvornår skal jeg melde min stedfortræder til",
        "jeg vil udpege en stedfortræder, der kan godkende ferie, mens jeg er på kursus",
        "vis mine forløb",
        "fjern påmindelser",
    ],
)
def test_other_texts_are_not_caught(text: str) -> None:
    assert request_in(text) != "my_deputies"
