"""A question tree walked by clicks: where one stands is in the address, so "back" is a link like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.dialogue.state import TreePart, TreeProgress
from bot.dialogue.tree_way import ROOT, TreeWay
from bot.knowledge import trees
from bot.knowledge.tree_schema import Tree, TreeOption
from bot.knowledge.trees import TreeContext

MOST = 400  # characters of a way in an address
_PARTS, _TREE, _ANSWERS = "/", "~", ","


@dataclass(frozen=True)
class Click:
    """An answer: the way that it leads to, or the solution that it ends in; neither where a person is to help."""

    label: str
    description: str | None
    way: str | None = None
    solution: str | None = None


@dataclass(frozen=True)
class Answer:
    """An answer that was given, and the way to give it anew."""

    question: str
    answer: str
    anew: str


@dataclass(frozen=True)
class Standing:
    """The question that is asked now, and those before it."""

    question: str
    help: str | None
    clicks: Sequence[Click]
    so_far: Sequence[Answer]


def stand(known: Mapping[str, Tree], text: str, *, reports_for_others: bool) -> Standing | None:
    """Where the way of an address leads; None without trees. A way that is no longer there begins anew."""
    if ROOT not in known:
        return None
    context = TreeContext(is_leader=reports_for_others, reports_for_others=reports_for_others)
    walk = TreeWay(known, context)
    progress = _read(text, known)
    state = walk.state(progress)
    if state.node is None or state.error is not None:
        progress = TreeProgress(tree=ROOT)
        state = walk.state(progress)
    if state.node is None:
        return None
    clicks = [_click(walk, progress.model_copy(update={"answers": state.answers}), one) for one in state.options]
    return Standing(state.node.question, state.node.help, clicks, _so_far(walk, progress))


def _click(walk: TreeWay, progress: TreeProgress, option: TreeOption) -> Click:
    answered = progress.model_copy(update={"answers": [*progress.answers, option.id]})
    if option.tree:
        return Click(option.label, option.description, way=_written(walk.into(answered, option.tree)))
    if option.node:
        state = walk.state(answered)  # what is known of who asks may answer the next question too
        if state.outcome and state.outcome.kind == "solution":
            return Click(option.label, option.description, solution=state.outcome.id)
        return Click(option.label, option.description, way=_written(answered))
    return Click(option.label, option.description, solution=option.solution)


def _so_far(walk: TreeWay, progress: TreeProgress) -> list[Answer]:
    """Each answer with the way that stops before it."""
    found = []
    parts: list[TreePart] = []
    for part in (*progress.earlier, progress):
        state = walk.state(part)
        for step in state.asked:
            before = TreeProgress(tree=part.tree, answers=trees.change(state, step.node.id), earlier=list(parts))
            found.append(Answer(step.node.question, step.option.label, _written(before)))
        parts.append(TreePart(tree=part.tree, answers=state.answers))
    return found


def _written(progress: TreeProgress) -> str:
    parts = [*progress.earlier, progress]
    return _PARTS.join(_TREE.join([part.tree, _ANSWERS.join(part.answers)]) for part in parts)


def _read(text: str, known: Mapping[str, Tree]) -> TreeProgress:
    """The way of an address; from the beginning where it names a tree that there is not."""
    parts = []
    for part in text[:MOST].split(_PARTS):
        tree, _, answers = part.partition(_TREE)
        if tree not in known:
            return TreeProgress(tree=ROOT)
        parts.append(TreePart(tree=tree, answers=[answer for answer in answers.split(_ANSWERS) if answer]))
    *earlier, last = parts
    return TreeProgress(tree=last.tree, answers=last.answers, earlier=earlier)
