"""How it went: the question at the right moment, the answer by button or in words, and a way on after a no."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.actions import passages
from bot.container import Container
from bot.dialogue import feedback_words
from bot.dialogue.rendering import feedback as wording
from bot.dialogue.state import OpenQuestion
from bot.dialogue.turn import Reply, Turn
from bot.feedback.types import ANSWERS, Answer, Moment
from bot.messages.cards import ChoicesCard, ProcessCard, ReceiptCard, SolutionCard, TopicCard
from bot.messages.message import Utterance

Capability = Callable[[Container, Turn], Reply]

# Where a talk comes to its end.
_FAREWELLS = frozenset({"action_thank", "action_goodbye", "action_praise"})
_TREE = "validate_tree_form"
_FACET = "action_answer_facet"


def rate(services: Container, turn: Turn) -> Reply:
    """Takes the pressed answer; pressed twice it counts once, and another one takes its place."""
    answer, question_id = turn.parameter("answer"), turn.parameter("id")
    if answer not in ANSWERS or question_id is None:
        return Reply().say("Tak for svaret.")
    turn.state.feedback.open = None
    return _take(services, turn, OpenQuestion(id=question_id, case=turn.parameter("case")), answer)


def _take(services: Container, turn: Turn, asked: OpenQuestion, answer: Answer) -> Reply:
    given = services.feedback.answer(asked.id, answer)
    if given is None:  # purged long ago
        return Reply().say("Tak for svaret.")
    if given.answer == "yes" or given.before == given.answer or turn.state.flow is not None:
        return Reply().say(wording.thanks(given).removesuffix(" Hvad vil du gøre nu?"))
    solution = services.knowledge.solution(given.solution_id) if given.solution_id else None
    case = services.cases.get(turn.person.id, asked.case) if asked.case else None
    may_reopen = case is not None and "reopen" in case.permitted
    steps = wording.next_steps(
        given, case.number if case else None, solution.area if solution else None, may_reopen=may_reopen
    )
    reply = Reply().say(wording.thanks(given), ChoicesCard(actions=list(steps)))
    if given.moment in ("solution", "tree"):  # the search, with the words that led astray
        reply.utterances = [*passages.offered(services, turn.state.topic_text), *reply.utterances]
    return reply


# --- around all other capabilities


def listening(actions: Mapping[str, Capability]) -> dict[str, Capability]:
    """All capabilities, each of which first looks whether the text answers the question that was said last."""
    return {name: one if name == "action_rate" else _around(name, one) for name, one in actions.items()}


def _around(name: str, capability: Capability) -> Capability:
    def run(services: Container, turn: Turn) -> Reply:
        answered = _typed(services, turn)
        if answered is not None:
            return answered
        reply = capability(services, turn)
        if not reply.rejected:
            _ask(services, turn, name, reply)
        return reply

    return run


def _typed(services: Container, turn: Turn) -> Reply | None:
    """Takes a typed answer; None where there is none, or something is left that the capability answers.

    The question is asked outside of loops only, and whatever is said next closes it: ignoring it costs nothing.
    """
    asked, turn.state.feedback.open = turn.state.feedback.open, None
    if asked is None or turn.payload is not None or turn.state.flow is not None:
        return None
    said = feedback_words.read(turn.text, turn.intent)
    if said is None:
        return None
    if said.answer is None:
        return Reply().say("Det er helt i orden. Du finder mig her, når du ved det.")
    reply = _take(services, turn, asked, said.answer)
    if said.comment:
        services.feedback.comment(asked.id, turn.text)
        turn.state.feedback.commented.append(asked.id)
    return reply if said.only else None


def _ask(services: Container, turn: Turn, name: str, reply: Reply) -> None:
    """Adds the question where this is the moment, or remembers the guidance for a later one."""
    if name == "action_crisis":
        services.asking.hush(turn.state)
        return
    if turn.state.flow is not None or reply.start_flow or not reply.utterances:
        return
    said = reply.utterances[-1]
    asked: Utterance | None = None
    if name in _FAREWELLS:
        asked = services.asking.after_guidance(turn.state)
    elif name == "action_greeting":
        asked = services.asking.after_solved(turn.state, turn.person.id, reply.utterances)
        asked = asked or services.asking.after_guidance(turn.state, on_return=True)
    for card in said.cards:
        if isinstance(card, ReceiptCard) and (case := services.cases.get(turn.person.id, card.number)):
            asked = services.asking.after_receipt(turn.state, case)
        elif isinstance(card, SolutionCard | TopicCard | ProcessCard):
            services.asking.helped(turn.state, _moment(name, card), card.id)
    if asked is not None:
        reply.utterances.append(asked)


def _moment(name: str, card: SolutionCard | TopicCard | ProcessCard) -> Moment:
    if isinstance(card, SolutionCard):
        return "tree" if name == _TREE else "solution"
    return "facet" if name == _FACET else "topic"


ACTIONS = {"action_rate": rate}
