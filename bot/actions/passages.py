"""What stands on the topic pages, for a question that no solution answers."""

from __future__ import annotations

from bot.container import Container
from bot.dialogue.rendering import passages as wording
from bot.messages.message import Utterance

# A passage must hold most of what the question's words tell, and more than one of them: otherwise small talk finds
# pages too. This way 7 in 100 questions from outside (data/nlu/out_of_scope) get a passage.
LEAST_SHARE, LEAST_WORDS, MOST = 0.6, 2, 3


def offered(services: Container, text: str | None) -> list[Utterance]:
    """The passages that fit the text, as one utterance; none where nothing fits well enough."""
    found = services.page_search.find(text or "", limit=MOST, least_share=LEAST_SHARE, least_words=LEAST_WORDS)
    return [wording.quoted(found)] if found else []
