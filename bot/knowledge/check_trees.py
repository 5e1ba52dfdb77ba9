"""Checks of one question tree beyond what its proof says: its ends are there, and its ways short."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.knowledge.tree_proof import TreeProof

LONGEST_WAY, AVERAGE_WAY = 6, 3.5  # questions (issue 2 and DESIGN 6), from the root tree's on
ROOT = "root"


def asked_before(tree_id: str) -> int:
    """The questions that come before the tree's first: the root tree's, for an area's tree."""
    return 0 if tree_id == ROOT else 1


def tree_problems(tree_id: str, proof: TreeProof, solutions: Collection[str]) -> Iterator[str]:
    """What is wrong with a tree."""
    yield from proof.problems
    for solution in proof.lengths:
        if solution not in solutions:
            yield f"løsningen {solution} findes ikke"
    longest, average = proof.longest + asked_before(tree_id), proof.average + asked_before(tree_id)
    if longest > LONGEST_WAY:
        yield f"den længste vej er {longest} spørgsmål med det første om området (højst {LONGEST_WAY})"
    if average > AVERAGE_WAY:
        yield f"vejene er {average:.1f} spørgsmål i gennemsnit med det første om området (højst {AVERAGE_WAY})"
