"""`serviceassistent tree AREA`: prints a question tree as an outline."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.knowledge.loader import Knowledge, load_knowledge
from bot.knowledge.tree_schema import Tree, TreeNode
from bot.knowledge.trees import prove
from bot.settings import PROJECT


def add_parser(subparsers: Any) -> None:
    """Adds the command to the command line."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "tree",
        help="vis et spørgetræ (question tree)",
        description="Viser et områdes spørgetræ som tekst. Området root er træet, der finder området.",
    )
    parser.add_argument("area", metavar="AREA", help="området (area), fx fravaer, eller root")
    parser.add_argument("--path", type=Path, default=PROJECT / "knowledge", help="mappen (default: knowledge/)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the tree; the exit code is 1 for an unknown area."""
    knowledge = load_knowledge(args.path)
    tree = knowledge.trees.get(args.area)
    if tree is None:
        known = ", ".join(sorted(knowledge.trees))
        print(f"Området {args.area} findes ikke. De kendte er: {known}.", file=sys.stderr)
        return 1
    for line in outline(tree, knowledge):
        print(line)
    return 0


def outline(tree: Tree, knowledge: Knowledge) -> Iterator[str]:
    """The tree as indented lines, with what the static check says about it."""
    yield f"{tree.title}{' (dannet af løsningernes grupper)' if tree.generated else ''}"
    yield from _node(tree, tree.start, 1, knowledge)
    proof = prove(tree, [solution.id for solution in knowledge.in_area(tree.id)], list(knowledge.areas))
    ways = f"højst {proof.longest} spørgsmål"
    if proof.average:
        ways += f", {proof.average:.1f} i gennemsnit".replace(".", ",")
    yield f"{len(proof.lengths)} løsninger, {ways}. " + ("; ".join(proof.problems) or "Ingen fejl i træet.")


def _node(tree: Tree, node: TreeNode, depth: int, knowledge: Knowledge) -> Iterator[str]:
    indent = "    " * (depth - 1)
    yield f"{indent}{depth}. {node.question}"
    for option in node.options:
        condition = f" [kun hvis {option.when}]" if option.when else ""
        if option.node:
            yield f"{indent}  - {option.label}{condition}"
            yield from _node(tree, tree.by_id[option.node], depth + 1, knowledge)
        elif option.solution:
            yield f"{indent}  - {option.label}{condition} → {knowledge.title(option.solution)} ({option.solution})"
        elif option.tree:
            yield f"{indent}  - {option.label}{condition} → træet {option.tree}"
        else:
            yield f"{indent}  - {option.label}{condition} → et menneske"
