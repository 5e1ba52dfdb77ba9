"""Passages in a message: quoted, with where they stand, and nothing else."""

from __future__ import annotations

from bot.dialogue.rendering.passages import LEAD, quoted
from bot.knowledge.search import Passage
from bot.messages.cards import TopicCard

PASSAGE = Passage(
    solution_id="kursus",
    title="Kursus",
    heading="Regler og praksis",
    anchor="regler-og-praksis",
    text="Lederen godkender kurset.\n- Prisen skal være kendt.",
    marks=((0, 7), (18, 24)),
    score=-1.0,
)


def test_the_text_makes_sense_without_the_card_and_has_no_marks() -> None:
    utterance = quoted([PASSAGE])
    assert utterance.text == (
        f"{LEAD}\nKursus – Regler og praksis: “Lederen godkender kurset. - Prisen skal være kendt.”"
    )


def test_the_card_has_the_words_in_bold_and_leads_to_the_place() -> None:
    (card,) = quoted([PASSAGE]).cards
    assert isinstance(card, TopicCard)
    (section,) = card.sections
    assert section.heading == "Kursus – Regler og praksis"
    assert section.text == "**Lederen** godkender **kurset**.\n- Prisen skal være kendt."
    assert section.source_url == "/emner/kursus#regler-og-praksis"
    assert card.id == "kursus"
