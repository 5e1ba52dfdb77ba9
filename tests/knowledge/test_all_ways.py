"""Walks every way of every tree, from the first question of all to each end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from bot.knowledge.loader import Knowledge
from bot.knowledge.open_ways import joined
from bot.knowledge.tree_proof import CONTEXTS
from bot.knowledge.trees import Outcome, TreeContext, resolve, unsure

LONGEST, AVERAGE = 6, 3.5  # questions, the root's included
Walked = tuple[Outcome, int, bool]  # where it ends, after how many questions, and whether "ved ikke" was said


def walks(knowledge: Knowledge, context: TreeContext, tree_id: str = "root", before: int = 0) -> Iterator[Walked]:
    """All ways on from a tree's first question; into other trees only from the root."""
    waiting: list[tuple[Sequence[str], bool]] = [([], False)]
    while waiting:
        answers, doubted = waiting.pop()
        state = resolve(knowledge.trees[tree_id], answers, context)
        assert state.error is None, (tree_id, answers)
        if state.outcome is None:
            assert state.options, (tree_id, answers)
            waiting += [([*answers, option.id], doubted) for option in state.options]
            kept = unsure(state)
            if len(kept) > 1:
                waiting.append(([*answers, joined(kept)], True))
            continue
        asked = before + len(state.answers)
        if state.outcome.kind == "tree" and tree_id == "root":
            assert state.outcome.id is not None
            yield from walks(knowledge, context, state.outcome.id, asked)
        else:
            yield state.outcome, asked, doubted


@pytest.fixture(scope="module")
def walked(knowledge: Knowledge) -> dict[TreeContext, list[Walked]]:
    return {context: list(walks(knowledge, context)) for context in CONTEXTS}


def test_every_way_ends_where_something_is(knowledge: Knowledge, walked: dict[TreeContext, list[Walked]]) -> None:
    known = {
        "solution": knowledge.solutions,
        "event": knowledge.life_events,
        "tree": knowledge.trees,
        "person": {None: None},
    }
    for ways in walked.values():
        assert [outcome for outcome, _, _ in ways if outcome.id not in known[outcome.kind]] == []


def test_no_way_is_longer_than_six_questions_also_when_one_is_in_doubt(
    walked: dict[TreeContext, list[Walked]],
) -> None:
    longest = max(length for ways in walked.values() for _, length, _ in ways)
    doubted = [length for ways in walked.values() for _, length, doubt in ways if doubt]
    assert doubted and longest <= LONGEST


def test_every_solution_is_found_in_three_and_a_half_questions_on_average(
    knowledge: Knowledge, walked: dict[TreeContext, list[Walked]]
) -> None:
    lengths: dict[str, list[int]] = {solution: [] for solution in knowledge.solutions}
    for ways in walked.values():
        for outcome, length, doubted in ways:
            if outcome.kind == "solution" and outcome.id is not None and not doubted:
                lengths[outcome.id].append(length)
    assert [solution for solution, found in lengths.items() if not found] == []
    means = {solution: sum(found) / len(found) for solution, found in lengths.items()}
    average = sum(means.values()) / len(means)
    longest = max(max(found) for found in lengths.values())
    print(f"\n{len(lengths)} solutions: {average:.2f} questions on average, at most {longest}")
    for solution, mean in sorted(means.items(), key=lambda pair: -pair[1])[:10]:
        print(f"  {mean:.2f} ({min(lengths[solution])} to {max(lengths[solution])})  {solution}")
    assert average <= AVERAGE


def test_nobody_loses_a_solution_of_their_own(knowledge: Knowledge, walked: dict[TreeContext, list[Walked]]) -> None:
    """What an ordinary employee may report about themself is found without being leader or reporter."""
    employee = {outcome.id for outcome, _, _ in walked[TreeContext(False, False)]}
    own = {
        solution.id
        for solution in knowledge.solutions.values()
        if solution.report and solution.report.parties.subject in {"self", "self_or_employee"}
    }
    assert own - employee == set()
