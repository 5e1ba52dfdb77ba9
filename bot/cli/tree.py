"""`serviceassistent tree AREA`: prints a question tree as an outline, or draws it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.clock import utc_now
from bot.database.engine import create_engine_for, session_factory
from bot.insight.tree_runs import TreeRuns, TreeShares
from bot.knowledge.check_trees import asked_before
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.knowledge.tree_drawing import draw
from bot.knowledge.tree_layout import KINDS, ONLY_FOR
from bot.knowledge.tree_proof import TreeProof, prove
from bot.knowledge.tree_schema import Tree, TreeNode
from bot.settings import PROJECT, Settings

_STDOUT = "-"
_DAYS = 90


def add_parser(subparsers: Any) -> None:
    """Adds the command to the command line."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "tree",
        help="vis eller tegn et spørgetræ (question tree)",
        description="Viser et områdes spørgetræ som tekst eller tegning. Området root er træet, der finder området.",
    )
    parser.add_argument("area", metavar="AREA", nargs="?", help="området (area), fx fravaer, eller root")
    parser.add_argument("--all", action="store_true", help="vis, hvor lange vejene er i alle træer / all trees")
    parser.add_argument(
        "--svg", metavar="FILE", nargs="?", const=_STDOUT, help="tegn træet som SVG til en fil eller stdout / draw it"
    )
    parser.add_argument(
        "--runs", action="store_true", help=f"vis på tegningen, hvad folk har svaret de sidste {_DAYS} dage / shares"
    )
    parser.add_argument("--path", type=Path, default=PROJECT / "knowledge", help="mappen (default: knowledge/)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints or draws the tree; the exit code is 1 for an unknown area, 2 where no area is named."""
    knowledge = load_knowledge(args.path)
    if args.all:
        for line in overview(knowledge):
            print(line)
        return 0
    if args.area is None:
        print("Skriv et område, fx “serviceassistent tree fravaer”, eller brug --all.", file=sys.stderr)
        return 2
    tree = knowledge.trees.get(args.area)
    if tree is None:
        known = ", ".join(sorted(knowledge.trees))
        print(f"Området {args.area} findes ikke. De kendte er: {known}.", file=sys.stderr)
        return 1
    if args.svg is None:
        for line in outline(tree, knowledge):
            print(line)
        return 0
    drawing = draw(tree, knowledge, _shares(tree) if args.runs else None, standalone=True)
    if args.svg == _STDOUT:
        print(drawing)
    else:
        Path(args.svg).write_text(drawing + "\n", encoding="utf-8")
    return 0


def _shares(tree: Tree) -> TreeShares | None:
    """What people have answered, from the database of the settings; None, with a word on stderr, without one."""
    engine = create_engine_for(Settings.from_environment().database_url)
    try:
        database = engine.url.database
        if engine.url.get_backend_name() == "sqlite" and not Path(database or "").exists():
            print("Der er ingen database endnu, så træet tegnes uden tal.", file=sys.stderr)
            return None
        return TreeRuns(session_factory(engine), utc_now).shares(tree.id, utc_now() - timedelta(days=_DAYS))
    except sa.exc.SQLAlchemyError:
        print("Databasen svarer ikke, eller den er ikke sat op, så træet tegnes uden tal.", file=sys.stderr)
        return None
    finally:
        engine.dispose()


def overview(knowledge: Knowledge) -> Iterator[str]:
    """How long the ways are in each tree and in all of them, the root's question included."""
    lengths: dict[str, int] = {}
    longest = 0
    for tree in knowledge.trees.values():
        proof = _proof(tree, knowledge)
        before = asked_before(tree.id)
        longest = max(longest, proof.longest + before)
        for solution, length in proof.lengths.items():
            lengths[solution] = min(length + before, lengths.get(solution, length + before))
        yield f"{tree.id}: {len(tree.nodes)} spørgsmål. {_ways(proof)}"
    if lengths:
        average = f"{sum(lengths.values()) / len(lengths):.1f}".replace(".", ",")
        yield (
            f"I alt med det første om området: {len(lengths)} løsninger, højst {longest} spørgsmål, "
            f"{average} i gennemsnit ad den korteste vej."
        )


def outline(tree: Tree, knowledge: Knowledge) -> Iterator[str]:
    """The tree as indented lines, with what the static check says about it."""
    yield f"{tree.title}{' (dannet af løsningernes grupper)' if tree.generated else ''}"
    yield from _node(tree, tree.start, 1, knowledge)
    yield _ways(_proof(tree, knowledge))


def _proof(tree: Tree, knowledge: Knowledge) -> TreeProof:
    solutions = [solution.id for solution in knowledge.in_area(tree.id)]
    return prove(tree, solutions, list(knowledge.areas), list(knowledge.life_events))


def _ways(proof: TreeProof) -> str:
    ways = f"højst {proof.longest} spørgsmål"
    if proof.average:
        ways += f", {proof.average:.1f} i gennemsnit".replace(".", ",")
    return f"{len(proof.lengths)} løsninger, {ways}. " + ("; ".join(proof.problems) or "Ingen fejl i træet.")


def _node(tree: Tree, node: TreeNode, depth: int, knowledge: Knowledge) -> Iterator[str]:
    indent = "    " * (depth - 1)
    yield f"{indent}{depth}. {node.question}"
    for option in node.options:
        condition = f" [{ONLY_FOR.get(option.when, option.when).lower()}]" if option.when else ""
        doubt = " (ved ikke)" if option.id in node.kept_open else ""
        line = f"{indent}  - {option.label}{condition}{doubt}"
        if option.node:
            yield line
            yield from _node(tree, tree.by_id[option.node], depth + 1, knowledge)
        elif option.solution:
            yield f"{line} → {knowledge.title(option.solution)} ({option.solution})"
        elif option.event or option.tree:
            kind = KINDS["event" if option.event else "tree"].lower()
            yield f"{line} → {kind} {option.event or option.tree}"
        else:
            yield f"{line} → et menneske"
