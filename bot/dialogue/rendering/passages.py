"""Passages of the topic pages, quoted where no solution answers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.search import Passage
from bot.messages.cards import TopicCard, TopicSection
from bot.messages.message import Utterance

LEAD = "Jeg har ingen løsning, der passer, men det her står på emnesiderne:"


def quoted(found: Sequence[Passage]) -> Utterance:
    """The passages word by word, each with where it stands; nothing is said in the assistant's own words."""
    lines = [f"{_heading(passage)}: “{' '.join(passage.text.split())}”" for passage in found]
    sections = [
        TopicSection(
            heading=_heading(passage), text=_bold(passage), source=f"Siden om {passage.title}", source_url=passage.path
        )
        for passage in found
    ]
    card = TopicCard(id=found[0].solution_id, title="Fra emnesiderne", sections=sections)
    return Utterance(text="\n".join([LEAD, *lines]), cards=[card])


def _heading(passage: Passage) -> str:
    return f"{passage.title} – {passage.heading}"


def _bold(passage: Passage) -> str:
    """The passage as Markdown, with what was searched for in bold."""
    return "".join(f"**{text}**" if marked else text for text, marked in passage.parts())
