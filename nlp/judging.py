"""When an answer to a validation question is right; what is evaluated and what the gate holds are the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.understanding.understander import Understanding
from nlp.validation_data import Question, lower_cased, with_typos, without_danish_letters

# How people also type: each changes the questions and nothing else.
WRITINGS: Mapping[str, Callable[[Sequence[Question]], list[Question]]] = {
    "lower-cased": lower_cased,
    "ae oe aa": lambda questions: without_danish_letters(questions, "folded"),
    "ae o a": lambda questions: without_danish_letters(questions, "plain"),
    "a typo in 15 % of words": with_typos,
}


def first(question: Question, found: Understanding) -> bool:
    """The right solution stands first."""
    return found.ranking[0][0] == question.solution


def among(question: Question, found: Understanding, number: int = 3) -> bool:
    """All solutions of the question are among the first ones."""
    wanted = {question.solution} if question.solution else set(question.solutions)
    return wanted <= {name for name, _ in found.ranking[:number]}


def misled(question: Question, found: Understanding) -> bool:
    """A wrong solution was answered at once."""
    return found.decision == "answer" and not first(question, found)


def refused(question: Question, found: Understanding) -> bool:
    """It was taken for something that is not the portal's business."""
    return found.decision == "out_of_scope"


def taken_for(found: Understanding) -> str:
    """The act or facet that it was taken for, otherwise the decision."""
    return found.dialogue_act or found.facet or found.decision


def act_right(question: Question, found: Understanding) -> bool:
    """The act or facet is the right one."""
    return taken_for(found) == (question.act or question.facet)
