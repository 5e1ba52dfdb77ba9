"""A question of a question tree."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.payloads import button
from bot.knowledge.trees import TreeState
from bot.messages.cards import Option, QuestionCard
from bot.messages.message import Utterance


def question(state: TreeState, notes: Sequence[str] = ()) -> Utterance:
    """Asks the node's question, with its options as buttons and as a list in the text."""
    assert state.node is not None
    answers = [
        button(
            option.label,
            "tree_answer",
            description=option.description,
            tree=state.tree.id,
            node=state.node.id,
            option=option.id,
        )
        for option in state.options
    ]
    ways = [button("Ved ikke", "dont_know", style="link")]
    if state.answers or state.tree.id != "root":
        ways.append(button("Tilbage", "back", style="link"))
    ways.append(button("Tal med et menneske", "human", style="link"))
    listing = "\n".join(f"- {option.label}" for option in state.options)
    card = QuestionCard(
        field=f"{state.tree.id}.{state.node.id}",
        label=state.node.question,
        hint="choice",
        help=state.node.help,
        options=[Option(value=o.id, label=o.label, description=o.description) for o in state.options],
        actions=[*answers, *ways],
    )
    lead = "\n".join(notes)
    text = f"{state.node.question}\n{listing}"
    return Utterance(text=f"{lead}\n\n{text}" if lead else text, cards=[card])
