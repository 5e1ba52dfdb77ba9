"""Makes the package that goes along with a hand-over, out of where the talk stands and what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.container import Container
from bot.dialogue.tree_way import TreeWay
from bot.dialogue.turn import Turn
from bot.handover.desk import Offer
from bot.handover.types import Answered, DraftPart, Package, Reason, Suggested, Titled
from bot.knowledge.schema import Solution
from bot.knowledge.trees import TreeContext
from bot.messages.cards import SolutionCard, TopicCard
from bot.messages.message import Message, actions_of

LOOKS_BACK = 40  # messages
MOST_WORDS, MOST_SHOWN, MOST_CASES = 5, 6, 5
_CASE = re.compile(r"\b20\d{2}-\d{6}\b")


def package(services: Container, turn: Turn) -> Package:
    """What is known at this moment; the draft goes along as its id only."""
    recent = services.conversations.transcript(turn.conversation_id, limit=LOOKS_BACK)
    draft = _draft(services, turn)
    topic_id = draft.solution if draft else turn.state.topic
    topic = services.knowledge.form(topic_id) if topic_id else None
    typed = _typed(recent, turn)
    return Package(
        asked=turn.state.topic_text or (typed[-1] if typed else ""),
        words=tuple(typed[-MOST_WORDS:]),
        way=tuple(_way(services, turn)),
        shown=tuple(_shown(services, recent)),
        cases=tuple(_cases(recent, turn)),
        topic=Titled(topic.id, topic.title) if topic else None,
        area=topic.area if topic else turn.understanding.area,
        draft=draft,
        suggestion=_suggestion(services, turn),
        language=turn.understanding.language,
        sensitive=is_sensitive(topic) or bool(draft and draft.sensitive),
    )


def offer(services: Container, turn: Turn, reason: Reason) -> Offer:
    """The hand-over as it is offered to the desk; what was said lies in the conversation, and goes along from there."""
    who = turn.person
    person = {"id": who.id, "name": who.name, "position": who.position, "unit": who.unit_name}
    return Offer(services.ids(), person, reason, package(services, turn), (), services.clock())


def is_sensitive(solution: Solution | None) -> bool:
    """Whether what is said about it is withheld until the person shares it."""
    return solution is not None and solution.report is not None and solution.report.sensitive


def _typed(recent: Sequence[Message], turn: Turn) -> list[str]:
    """What the person wrote themself: a pressed button says nothing that the package does not hold already."""
    pressed = {action.title for message in recent for action in actions_of(list(message.cards))}
    return [m.text for m in recent if m.sender == "user" and m.text not in pressed and m.text.strip()]


def _way(services: Container, turn: Turn) -> list[Answered]:
    if turn.state.tree is None:
        return []
    roles = services.access.roles(turn.person.id)
    is_leader = services.access.is_leader(turn.person.id)
    context = TreeContext(is_leader=is_leader, reports_for_others=any(role != "medarbejder" for role in roles))
    way = TreeWay(services.knowledge.trees, context)
    return [Answered(step.node.question, step.option.label) for step in way.steps(turn.state.tree)]


def _shown(services: Container, recent: Sequence[Message]) -> list[Titled]:
    """Solutions and pages, the last one first, each once."""
    ids = [
        card.id
        for message in reversed(recent)
        for card in message.cards
        if isinstance(card, SolutionCard | TopicCard) and card.id in services.knowledge.solutions
    ]
    return [Titled(id_, services.knowledge.title(id_)) for id_ in list(dict.fromkeys(ids))[:MOST_SHOWN]]


def _cases(recent: Sequence[Message], turn: Turn) -> list[str]:
    named = [number for message in reversed(recent) for number in _CASE.findall(message.text)]
    first = [turn.state.last_case] if turn.state.last_case else []
    return list(dict.fromkeys([*first, *named]))[:MOST_CASES]


def _draft(services: Container, turn: Turn) -> DraftPart | None:
    draft = services.drafts.get(turn.person.id, turn.state.draft_id) if turn.state.draft_id else None
    form = services.knowledge.form(draft.solution_id) if draft else None
    if draft is None or form is None:
        return None
    return DraftPart(draft.id, form.id, form.title, is_sensitive(form), len(draft.answers))


def _suggestion(services: Container, turn: Turn) -> Suggested | None:
    likeliest = turn.understanding.ranking[0] if turn.understanding.ranking else turn.state.likeliest
    if likeliest is None or likeliest[0] not in services.knowledge.solutions:
        return None
    return Suggested(likeliest[0], services.knowledge.title(likeliest[0]), round(likeliest[1], 3))
