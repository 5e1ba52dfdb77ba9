"""What can be asked and answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# Kept apart: a matter may be solved by someone who is not satisfied, and the other way round.
Question = Literal["solved", "satisfied"]
# After a receipt; after guidance (a facet, a topic page), a shown solution, a tree; a solved case; a hand-over.
Moment = Literal["receipt", "facet", "topic", "solution", "tree", "case", "handover"]
Answer = Literal["yes", "partly", "no"]
ANSWERS: tuple[Answer, ...] = ("yes", "partly", "no")


@dataclass(frozen=True)
class Given:
    """An answer as it was stored; `before` is what stood there."""

    question: Question
    moment: Moment
    solution_id: str | None
    answer: Answer
    before: Answer | None
