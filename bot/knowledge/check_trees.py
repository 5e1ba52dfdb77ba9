"""Checks of one question tree beyond what its proof says: its ends are there, and its ways short."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.knowledge.trees import TreeProof

LONGEST_WAY, AVERAGE_WAY = 6, 3.5  # questions (issue 2 and DESIGN 6)


def tree_problems(proof: TreeProof, solutions: Collection[str]) -> Iterator[str]:
    """What is wrong with a tree."""
    yield from proof.problems
    for solution in proof.lengths:
        if solution not in solutions:
            yield f"løsningen {solution} findes ikke"
    if proof.longest > LONGEST_WAY:
        yield f"den længste vej er {proof.longest} spørgsmål (højst {LONGEST_WAY})"
    if proof.average > AVERAGE_WAY:
        yield f"vejene er {proof.average:.1f} spørgsmål i gennemsnit (højst {AVERAGE_WAY})"
