"""The way through question trees, from one tree into the next: all of it, one step back, and a question asked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.state import TreePart, TreeProgress
from bot.knowledge import trees
from bot.knowledge.tree_schema import Tree, TreeNode, TreeOption
from bot.knowledge.trees import TreeContext, TreeState

ROOT = "root"


@dataclass(frozen=True)
class WayStep:
    """A question that was asked on the way, and its answer."""

    tree: str
    node: TreeNode
    option: TreeOption


class TreeWay:
    """Where a person stands in the trees; what is known of them decides what is asked."""

    def __init__(self, known: Mapping[str, Tree], context: TreeContext) -> None:
        self._trees, self.context = known, context

    def tree(self, name: str) -> Tree:
        """The tree; the root tree where it is gone."""
        return self._trees.get(name) or self._trees[ROOT]

    def state(self, part: TreePart) -> TreeState:
        """Where the answers lead."""
        return trees.resolve(self.tree(part.tree), part.answers, self.context)

    def steps(self, progress: TreeProgress) -> list[WayStep]:
        """All that was answered so far, in order, also in the trees that led here."""
        return [
            WayStep(part.tree, step.node, step.option)
            for part in (*progress.earlier, progress)
            for step in self.state(part).asked
        ]

    def into(self, progress: TreeProgress, tree: str) -> TreeProgress:
        """The next tree, which the last answer leads to; a tree that one comes back to begins its part anew."""
        parts = _parts(progress)
        names = [part.tree for part in parts]
        return TreeProgress(tree=tree, earlier=parts[: names.index(tree)] if tree in names else parts)

    def from_root(self, area: str) -> TreeProgress:
        """The area's tree as the root tree leads into it: the answer there was not given, but can be changed."""
        begun = TreeProgress(tree=ROOT)
        option = next((option for option in self.state(begun).options if option.tree == area), None)
        if option is None:
            return TreeProgress(tree=area)
        return self.into(begun.model_copy(update={"answers": [option.id]}), area)

    def back(self, progress: TreeProgress) -> TreeProgress | None:
        """One answer less, from an area's first question to the question before it; None at the very first."""
        answers = self.state(progress).answers
        if answers:
            return progress.model_copy(update={"answers": trees.back(answers)})
        if progress.earlier:
            *before, last = progress.earlier
            kept = trees.back(self.state(last).answers)
            return TreeProgress(tree=last.tree, answers=kept, run=last.run, earlier=before)
        return None if progress.tree == ROOT else TreeProgress(tree=ROOT)

    def reopen(self, progress: TreeProgress | None, tree: str, node: str) -> TreeProgress:
        """Asks a question of the way again; one that is not on the way is reached the shortest way."""
        parts = _parts(progress) if progress else []
        for place, part in enumerate(parts):
            state = self.state(part)
            on_way = any(step.node.id == node for step in state.asked)
            if part.tree == tree and (on_way or (state.node is not None and state.node.id == node)):
                return TreeProgress(tree=tree, answers=trees.change(state, node), run=part.run, earlier=parts[:place])
        answers = trees.way_to_question(self.tree(tree), node, self.context)
        return TreeProgress(tree=tree, answers=answers or [])


def _parts(progress: TreeProgress) -> list[TreePart]:
    return [*progress.earlier, TreePart(tree=progress.tree, answers=progress.answers, run=progress.run)]
