"""Guidance on a solution: its topic page, its process, and the six facet questions."""

from __future__ import annotations

from typing import Any

from bot.actions import courses, find_solution
from bot.container import Container
from bot.dialogue.payloads import button
from bot.dialogue.rendering import solutions as wording
from bot.dialogue.turn import Reply, Turn
from bot.knowledge.facets import facet_answer
from bot.knowledge.naming import named_solution
from bot.knowledge.schema import Solution
from bot.messages.cards import ChoicesCard

# With no topic under way, the likeliest solution is taken from here on.
SURE_TOPIC = 0.6
# Below this a guess is noise, and is not offered.
LIKELY_TOPIC = 0.1


def answer_facet(services: Container, turn: Turn) -> Reply:
    """Answers one of the six facet questions from page, form and figures, with its source."""
    facet = turn.parameter("facet") or turn.intent
    solution = _solution_in_question(services, turn)
    if solution is None:
        return _which(services, turn, "ask_facet", facet=facet)
    turn.state.topic = solution.id
    answers = None
    if turn.state.flow == "report" and turn.state.draft_id:
        draft = services.drafts.get(turn.person.id, turn.state.draft_id)
        if draft and draft.solution_id == solution.id:
            answers = draft.answers
    answer = facet_answer(services.knowledge, solution, facet, answers, today=turn.today)  # type: ignore[arg-type]
    may_start = turn.state.flow is None and find_solution.may_start(services, turn, solution.id)
    return Reply(utterances=[wording.facet(solution, facet, answer, may_start=may_start)])


def show_topic(services: Container, turn: Turn) -> Reply:
    """Shows the topic page of a solution."""
    solution = _solution_in_question(services, turn)
    if solution is None:
        return _which(services, turn, "show_topic")
    turn.state.topic = solution.id
    may_start = turn.state.flow is None and find_solution.may_start(services, turn, solution.id)
    return Reply(utterances=[wording.topic(services.knowledge, solution, may_start=may_start)])


def show_process(services: Container, turn: Turn) -> Reply:
    """Shows the process of a solution."""
    solution = _solution_in_question(services, turn)
    if solution is None:
        return _which(services, turn, "show_process")
    may_start = turn.state.flow is None and find_solution.may_start(services, turn, solution.id)
    return Reply(utterances=[wording.process(solution, may_start=may_start)])


def _solution_in_question(services: Container, turn: Turn) -> Solution | None:
    """The solution that the question names; otherwise the one under way, otherwise the likeliest."""
    named = turn.parameter("id")
    ranking = turn.understanding.ranking
    if named is None and turn.payload is None:
        named = named_solution(turn.text, services.knowledge.solutions, ranking)
    if named is None and turn.state.topic is None and ranking and ranking[0][1] >= SURE_TOPIC:
        named = ranking[0][0]
    return services.knowledge.solutions.get(named or turn.state.topic or "")


def _which(services: Container, turn: Turn, intent: str, **asked: Any) -> Reply:
    """Asks for which solution; each button answers at once. Those that were just offered come before any guess."""
    pending, solutions = turn.state.pending, services.knowledge.solutions
    offered = list(pending.data["ids"]) if pending is not None and pending.kind == "choose" else []
    guessed = [name for name, confidence in turn.understanding.ranking[:3] if confidence >= LIKELY_TOPIC]
    ids = [name for name in offered or guessed if name in solutions]
    actions = [button(solutions[name].title, intent, id=name, **asked) for name in ids]
    actions.append(button("Noget andet" if ids else "Find det sammen med mig", "enter_tree", style="link"))
    lead = "For hvilken af dem?" if offered else "Hvilken indberetning tænker du på?"
    return Reply().say(f"{lead} Skriv det med et par ord, så finder jeg svaret.", ChoicesCard(actions=actions))


ACTIONS = {
    "action_answer_facet": courses.unless_event(answer_facet),
    "action_show_topic": show_topic,
    "action_show_process": show_process,
}
