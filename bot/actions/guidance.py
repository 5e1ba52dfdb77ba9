"""Guidance on a solution: its topic page, its process, and the six facet questions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.actions import find_solution
from bot.container import Container
from bot.dialogue.payloads import button
from bot.dialogue.rendering import solutions as wording
from bot.dialogue.turn import Reply, Turn
from bot.knowledge.facets import facet_answer
from bot.knowledge.schema import Solution
from bot.messages.cards import ChoicesCard

# A topic named in the question itself ("hvad er fristen for at varsle barsel") beats the current topic from here on.
SURE_NAMED_TOPIC = 0.4
# Words of titles that say nothing of the topic by themselves.
_COMMON = frozenset(
    [
        "ansat",
        "ansatte",
        "medarbejder",
        "leder",
        "under",
        "efter",
        "andre",
        "eller",
        "andet",
        "sager",
        "spørgsmål",
        "enhed",
        "kommune",
    ]
)


def answer_facet(services: Container, turn: Turn) -> Reply:
    """Answers one of the six facet questions from page, form and figures, with its source."""
    facet = turn.parameter("facet") or turn.intent
    solution = _solution_in_question(services, turn)
    if solution is None:
        return _which(services, turn)
    turn.state.topic = solution.id
    answers = None
    if turn.state.flow == "report" and turn.state.draft_id:
        draft = services.drafts.get(turn.person.id, turn.state.draft_id)
        if draft and draft.solution_id == solution.id:
            answers = draft.answers
    answer = facet_answer(services.knowledge, solution, facet, answers, today=turn.today)  # type: ignore[arg-type]
    return Reply(utterances=[wording.facet(solution, facet, answer)])


def show_topic(services: Container, turn: Turn) -> Reply:
    """Shows the topic page of a solution."""
    solution = _solution_in_question(services, turn)
    if solution is None:
        return _which(services, turn)
    turn.state.topic = solution.id
    may_start = turn.state.flow is None and find_solution.may_start(services, turn, solution.id)
    return Reply(utterances=[wording.topic(services.knowledge, solution, may_start=may_start)])


def show_process(services: Container, turn: Turn) -> Reply:
    """Shows the process of a solution."""
    solution = _solution_in_question(services, turn)
    if solution is None:
        return _which(services, turn)
    may_start = turn.state.flow is None and find_solution.may_start(services, turn, solution.id)
    return Reply(utterances=[wording.process(solution, may_start=may_start)])


def _solution_in_question(services: Container, turn: Turn) -> Solution | None:
    named = turn.parameter("id")
    if named is None and turn.payload is None:
        named = _named(services, turn)
    return services.knowledge.solutions.get(named or turn.state.topic or "")


def _named(services: Container, turn: Turn) -> str | None:
    """The solution that the question itself names: surely, or by words of its title or synonyms."""
    likely = turn.understanding.ranking[:3]
    if likely and likely[0][1] >= SURE_NAMED_TOPIC:
        return likely[0][0]
    found = [(_named_words(turn.text, services.knowledge.solutions[name]), name) for name, _ in likely]
    best = max((words for words, _ in found), default=0)
    return next((name for words, name in found if words == best), None) if best else None


def _named_words(text: str, solution: Solution) -> int:
    """How many words of the solution's name the text has; its title counts double."""
    return 2 * _in_text(text, [solution.title]) + _in_text(text, solution.synonyms)


def _in_text(text: str, names: Sequence[str]) -> int:
    said = text.casefold()
    words = set(re.findall(r"\w{5,}", " ".join(names).casefold())) - _COMMON
    return sum(word[: max(5, len(word) - 2)] in said for word in words)


def _which(services: Container, turn: Turn) -> Reply:
    ids = [name for name, _ in turn.understanding.ranking[:3] if name in services.knowledge.solutions]
    actions = [button(services.knowledge.solutions[id_].title, "select_solution", id=id_) for id_ in ids]
    actions.append(button("Noget andet", "enter_tree", style="link"))
    return Reply().say(
        "Hvilken indberetning tænker du på? Skriv det med et par ord, så finder jeg svaret.",
        ChoicesCard(actions=actions),
    )


ACTIONS = {
    "action_answer_facet": answer_facet,
    "action_show_topic": show_topic,
    "action_show_process": show_process,
}
