"""A question of a question tree, with what has been answered so far."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.payloads import button
from bot.dialogue.tree_way import WayStep
from bot.knowledge.tree_schema import TreeOption
from bot.knowledge.trees import TreeState
from bot.messages.cards import Option, QuestionCard, SummaryRow
from bot.messages.message import Utterance

_COUNTS = {2: "begge", 3: "alle tre", 4: "alle fire"}


def question(state: TreeState, steps: Sequence[WayStep] = (), notes: Sequence[str] = ()) -> Utterance:
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
    if steps or state.tree.id != "root":
        ways.append(button("Tilbage", "back", style="link"))
    ways.append(button("Tal med et menneske", "human", style="link"))
    listing = "\n".join(f"- {option.label}" for option in state.options)
    card = QuestionCard(
        field=f"{state.tree.id}.{state.node.id}",
        label=state.node.question,
        hint="choice",
        help=state.node.help,
        options=[Option(value=o.id, label=o.label, description=o.description) for o in state.options],
        so_far=[_row(step) for step in steps],
        actions=[*answers, *ways],
    )
    lead = "\n".join(notes)
    text = f"{state.node.question}\n{listing}"
    return Utterance(text=f"{lead}\n\n{text}" if lead else text, cards=[card])


def _row(step: WayStep) -> SummaryRow:
    return SummaryRow(
        field=f"{step.tree}.{step.node.id}",
        label=step.node.question,
        value=step.option.label,
        edit=button("Ret", "tree_answer", style="link", tree=step.tree, node=step.node.id),
    )


def way(steps: Sequence[WayStep]) -> str:
    """The answers so far as a numbered list, and how one of them is changed."""
    if not steps:
        return "Du har ikke svaret på noget endnu."
    listing = "\n".join(f"{number}. {step.node.question} {step.option.label}" for number, step in enumerate(steps, 1))
    return f"Det har du svaret:\n{listing}\nSkriv fx “ret det første”, hvis et af dem skal laves om."


def assumed(steps: Sequence[WayStep]) -> str:
    """What was taken from the words that led into the tree."""
    about = " › ".join(step.option.label for step in steps)
    return f"Jeg går ud fra, at det handler om: {about}. Skriv “tilbage”, hvis det er forkert."


def under_way(steps: Sequence[WayStep]) -> str:
    """That a search goes on where it was left, and how to drop it."""
    about = f": {', '.join(step.option.label for step in steps)}" if steps else ""
    return (
        f"Vi var i gang med at finde den rigtige indberetning{about}. Vi fortsætter, hvor vi slap – "
        "skriv “forfra”, hvis du vil noget andet."
    )


def taken_for_unsure(option: TreeOption) -> str:
    """That "ved ikke" has taken the option."""
    return f"Så går jeg ud fra: {option.label}. Skriv “tilbage”, hvis det er forkert."


def kept_for_unsure(options: Sequence[TreeOption]) -> str:
    """That "ved ikke" keeps these ways open."""
    return f"Så holder jeg {_count(options)} muligheder åbne: {listed(options)}."


def kept_as_said(options: Sequence[TreeOption]) -> str:
    """That a text fits several options, whose ways are kept open."""
    return f"Det passer på {listed(options, 'og')}, så jeg holder {_count(options)} muligheder åbne."


def several_fit(options: Sequence[TreeOption]) -> str:
    """That a text fits several options between which one must choose."""
    which = listed(options, "og") if len(options) in _COUNTS else "flere af mulighederne"
    return f"Det passer på {which}. Vælg det, du helst vil begynde med."


def listed(options: Sequence[TreeOption], word: str = "eller") -> str:
    """The options' labels in a sentence."""
    names = [f"“{option.label}”" for option in options]
    return f"{', '.join(names[:-1])} {word} {names[-1]}" if len(names) > 1 else names[0]


def _count(options: Sequence[TreeOption]) -> str:
    return _COUNTS.get(len(options), "de")
