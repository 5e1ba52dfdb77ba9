"""The questions how it went, and what is said to the answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.dialogue.payloads import button
from bot.feedback.types import Answer, Given, Moment, Question
from bot.messages.cards import Action, FeedbackCard
from bot.messages.message import Utterance

_ANSWERS: dict[Question, dict[Answer, str]] = {
    "solved": {"yes": "Ja", "partly": "Delvist", "no": "Nej"},
    "satisfied": {"yes": "Tilfreds", "partly": "Nogenlunde", "no": "Utilfreds"},
}
_SOLVED: dict[Moment, str] = {
    "facet": "Fik du svar på det, du ville vide om {title}?",
    "topic": "Fik du svar på det, du ville vide om {title}?",
    "solution": "Fik du løst det, du kom for?",
    "tree": "Fandt vi det rigtige?",
    "case": "Sagen {title} ({number}) er løst. Blev det løst for dig?",
    "handover": "Fik du løst det, du kom for?",
}
_ON_RETURN = "Sidst handlede det om {title}. Fik du løst det?"
_SATISFIED = "Hvor tilfreds er du med den hjælp, du fik til at indberette?"


def question(
    asked: Question,
    moment: Moment,
    question_id: str,
    title: str | None,
    number: str | None,
    *,
    on_return: bool = False,
) -> Utterance:
    """The question with its buttons; in plain text the words to answer with stand behind it."""
    template = _SATISFIED if asked == "satisfied" else _ON_RETURN if on_return and title else _SOLVED[moment]
    about = template.format(title=title or "det", number=number)
    case: dict[str, Any] = {"case": number} if number else {}
    titles = _ANSWERS[asked]
    actions = [button(titles[answer], "rate", id=question_id, answer=answer, **case) for answer in titles]
    words = [title.lower() for title in titles.values()]
    text = f"{about} Svar {', '.join(words[:-1])} eller {words[-1]}, eller gå bare videre."
    return Utterance(text=text, cards=[FeedbackCard(about=about, actions=actions)])


def thanks(given: Given) -> str:
    """What is said to an answer; a changed one is told from a new one, and one that comes twice is not taken twice."""
    if given.before == given.answer:
        return "Det har jeg noteret."
    begin = "Jeg har rettet dit svar." if given.before else "Tak for svaret."
    if given.answer != "yes":
        return f"{begin} Det er jeg ked af. Hvad vil du gøre nu?"
    return f"{begin} Det er godt at høre."


def next_steps(given: Given, case: str | None, area: str | None, *, may_reopen: bool) -> Sequence[Action]:
    """What one would do next after a no: each one step away."""
    topic: dict[str, Any] = {"topic": given.solution_id} if given.solution_id else {}
    human = button("Tal med et menneske", "human", style="primary", **topic)
    if given.moment in ("receipt", "case") and case:
        see = button("Se sagen", "open_case", number=case)
        if may_reopen:
            reopen = button("Genåbn sagen", "reopen_case", style="primary", number=case)
            return [reopen, human.model_copy(update={"style": "secondary"}), see]
        return [human, button("Skriv til sagen", "comment_case", number=case), see]
    within: dict[str, Any] = {"area": area} if area else {}
    find = button("Find det sammen med mig", "enter_tree", **within)
    read = [button("Læs emnesiden", "show_topic", id=given.solution_id)] if given.solution_id else []
    return [human, find, *(read if given.moment != "topic" else [])]
