"""What the editors' pages show of question trees: numbers, and each as a nested list with the shares of real runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.insight.tree_runs import TreeShares
from bot.knowledge.loader import Knowledge
from bot.knowledge.tree_layout import KINDS, ONLY_FOR, percent, when_unsure
from bot.knowledge.tree_proof import prove
from bot.knowledge.tree_schema import Tree, TreeNode, TreeOption


@dataclass(frozen=True)
class GivenUp:
    """A question at which people stop, how often, and which share of those who came to it."""

    question: str
    number: int
    share: str

    @property
    def often(self) -> str:
        return f"{self.number} {'gang' if self.number == 1 else 'gange'}, {self.share} af dem, der kom dertil"


def summary(tree: Tree, knowledge: Knowledge, shares: TreeShares) -> dict[str, Any]:
    """The tree in a few numbers."""
    proof = prove(tree, [solution.id for solution in knowledge.in_area(tree.id)], list(knowledge.trees))
    return {
        "id": tree.id,
        "title": tree.title,
        "generated": tree.generated,
        "solutions": len(proof.lengths),
        "longest": proof.longest,
        "average": f"{proof.average:.1f}".replace(".", ",") if proof.average else None,
        "questions": len(tree.nodes),
        "starts": shares.starts,
        "ended": sum(shares.ends.values()),
        "person": shares.ends.get("person", 0),
        "given_up": list(given_up(tree, shares)),
    }


def given_up(tree: Tree, shares: TreeShares) -> Iterator[GivenUp]:
    """Where people stop, the most first; a question that is not in the tree any more is left out."""
    for node_id, number in sorted(shares.given_up.items(), key=lambda item: (-item[1], item[0])):
        node = tree.by_id.get(node_id)
        if node is not None and number:
            yield GivenUp(node.question, number, percent(shares.share_given_up(node_id)))


def outline(tree: Tree, knowledge: Knowledge, shares: TreeShares) -> dict[str, Any]:
    """The tree as nested questions and options; what is drawn is told here in words."""
    return _question(tree, tree.start, knowledge, shares)


def _question(tree: Tree, node: TreeNode, knowledge: Knowledge, shares: TreeShares) -> dict[str, Any]:
    stopped = shares.share_given_up(node.id)
    return {
        "question": node.question,
        "stopped": percent(stopped) if stopped else None,
        "unsure": when_unsure(node, shares),
        "options": [_option(tree, node, option, knowledge, shares) for option in node.options],
    }


def _option(tree: Tree, node: TreeNode, option: TreeOption, knowledge: Knowledge, shares: TreeShares) -> dict[str, Any]:
    following = tree.by_id.get(option.node or "")
    return {
        "label": option.label,
        "only_for": ONLY_FOR.get(option.when or ""),
        "share": percent(shares.share(node.id, option.id)) if shares.reached(node.id) else None,
        "end": _end(option, knowledge),
        "next": _question(tree, following, knowledge, shares) if following else None,
    }


def _end(option: TreeOption, knowledge: Knowledge) -> dict[str, str] | None:
    """Where the option ends: what it is, its title, and the address of its page; None where a question follows."""
    if option.solution:
        title = knowledge.title(option.solution)
        return {"kind": KINDS["solution"], "title": title, "address": f"/emner/{option.solution}"}
    if option.tree:
        other = knowledge.trees.get(option.tree)
        title = other.title if other else option.tree
        return {"kind": KINDS["tree"], "title": title, "address": f"/redaktion/traeer/{option.tree}"}
    if option.event:
        event = knowledge.life_events.get(option.event)
        return {"kind": KINDS["event"], "title": event.title if event else option.event, "address": ""}
    return {"kind": KINDS["person"], "title": "", "address": ""} if option.person else None
