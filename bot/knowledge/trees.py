"""Question trees as pure functions: where one stands is recomputed from the list of answers at each turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.knowledge.tree_schema import OutcomeKind, Tree, TreeNode, TreeOption


@dataclass(frozen=True)
class TreeContext:
    """What is known about the person, so that it need not be asked."""

    is_leader: bool = False
    reports_for_others: bool = False


PREDICATES: Mapping[str, Callable[[TreeContext], bool]] = MappingProxyType(
    {
        "is_leader": lambda context: context.is_leader,
        "is_not_leader": lambda context: not context.is_leader,
        "reports_for_others": lambda context: context.reports_for_others,
        "reports_for_self_only": lambda context: not context.reports_for_others,
    }
)


@dataclass(frozen=True)
class Answered:
    """One question of the way so far; `known` where grunddata left only one answer and it was not asked."""

    node: TreeNode
    option: TreeOption
    known: bool = False


@dataclass(frozen=True)
class Outcome:
    """Where the tree ends: a solution, a person, or another tree to go on in."""

    kind: OutcomeKind
    id: str | None = None


@dataclass(frozen=True)
class TreeState:
    """Where one stands: at a question, or at the end. `error` names an answer that does not fit its question."""

    tree: Tree
    node: TreeNode | None
    options: Sequence[TreeOption]
    outcome: Outcome | None
    path: Sequence[Answered] = ()
    error: str | None = None

    @property
    def answers(self) -> list[str]:
        """The answers that led here; what is stored. Resolving them again gives the same state."""
        return [step.option.id for step in self.path if not step.known]

    @property
    def question_number(self) -> int:
        return sum(not step.known for step in self.path) + 1


def resolve(tree: Tree, answers: Sequence[str], context: TreeContext | None = None) -> TreeState:
    """Follows the answers (option ids) from the start; stops with an error at one that the question does not have."""
    context = context or TreeContext()
    waiting, path, node = list(answers), list[Answered](), tree.start
    while True:
        options = visible_options(node, context)
        if len(options) == 1 and len(node.options) > 1:
            option, known = options[0], True
        elif not waiting:
            return TreeState(tree, node, options, None, path)
        else:
            answer, known = waiting.pop(0), False
            found = next((candidate for candidate in options if candidate.id == answer), None)
            if found is None:
                return TreeState(tree, node, options, None, path, error=answer)
            option = found
        path.append(Answered(node, option, known))
        if option.outcome:
            return TreeState(tree, None, (), Outcome(*option.outcome), path)
        node = tree.by_id[option.node or ""]


def back(answers: Sequence[str]) -> list[str]:
    """The answers without the last one."""
    return list(answers[:-1])


def change(state: TreeState, node_id: str) -> list[str]:
    """The answers up to a question of the way, to answer it anew; all of them where it is not on the way."""
    kept: list[str] = []
    for step in state.path:
        if step.node.id == node_id:
            return kept
        if not step.known:
            kept.append(step.option.id)
    return kept


def unsure(state: TreeState) -> TreeOption | None:
    """The answer that "ved ikke" takes here; None where the question's help is given and it is asked again."""
    if state.node is None or state.node.unsure is None:
        return None
    return next((option for option in state.options if option.id == state.node.unsure), None)


def visible_options(node: TreeNode, context: TreeContext) -> list[TreeOption]:
    """The options that apply to the person."""
    return [option for option in node.options if option.when is None or PREDICATES[option.when](context)]


def way_to(tree: Tree, solution_id: str) -> list[str] | None:
    """The shortest list of answers that ends in the solution: for entering the tree as deep as was said."""
    queue: list[tuple[TreeNode, list[str]]] = [(tree.start, [])]
    seen: set[str] = set()
    while queue:
        node, answers = queue.pop(0)
        if node.id in seen:
            continue
        seen.add(node.id)
        for option in node.options:
            if option.solution == solution_id:
                return [*answers, option.id]
            if option.node in tree.by_id:
                queue.append((tree.by_id[option.node], [*answers, option.id]))
    return None


@dataclass(frozen=True)
class TreeProof:
    """What the static check found, and how long the ways are (number of questions)."""

    problems: Sequence[str] = ()
    longest: int = 0
    average: float = 0.0  # of the shortest way to each solution
    lengths: Mapping[str, int] = field(default_factory=dict)


def prove(tree: Tree, solutions: Sequence[str], trees: Sequence[str] = ()) -> TreeProof:
    """Proves that every path ends in a solution, tree or person, that nothing is unreachable, and that words are clear.

    `solutions` are those that must be reachable; `trees` are those that options may lead to. Problems are in Danish.
    """
    problems = _word_problems(tree)
    seen: set[str] = set()
    reached: dict[str, int] = {}
    longest = 0

    def walk(node: TreeNode, depth: int, above: tuple[str, ...]) -> None:
        nonlocal longest
        seen.add(node.id)
        longest = max(longest, depth)
        for option in node.options:
            place = f"spørgsmålet {node.id}, svaret {option.id}"
            if option.when is not None and option.when not in PREDICATES:
                problems.append(f"{place}: betingelsen {option.when} findes ikke")
            if option.solution:
                reached[option.solution] = min(depth, reached.get(option.solution, depth))
            elif option.tree and option.tree not in trees:
                problems.append(f"{place}: træet {option.tree} findes ikke")
            elif option.node in (*above, node.id):
                problems.append(f"{place}: fører tilbage til {option.node}, så vejen aldrig slutter")
            elif option.node and option.node not in tree.by_id:
                problems.append(f"{place}: spørgsmålet {option.node} findes ikke")
            elif option.node:
                walk(tree.by_id[option.node], depth + 1, (*above, node.id))

    walk(tree.start, 1, ())
    problems += [f"spørgsmålet {node.id} kan ikke nås" for node in tree.nodes if node.id not in seen]
    problems += [f"løsningen {solution} kan ikke nås" for solution in solutions if solution not in reached]
    average = sum(reached.values()) / len(reached) if reached else 0.0
    return TreeProof(list(dict.fromkeys(problems)), longest, average, reached)


def _word_problems(tree: Tree) -> list[str]:
    problems: list[str] = []
    if len(tree.by_id) != len(tree.nodes):
        problems.append("to spørgsmål har samme id")
    for node in tree.nodes:
        if len({option.id for option in node.options}) != len(node.options):
            problems.append(f"spørgsmålet {node.id}: to svar har samme id")
        if node.unsure is not None and node.option(node.unsure) is None:
            problems.append(f"spørgsmålet {node.id}: unsure nævner svaret {node.unsure}, som ikke findes")
        owner: dict[str, str] = {}
        for option in node.options:
            for word in {word.casefold().strip() for word in (option.label, *option.words)}:
                if word in owner:
                    problems.append(
                        f"spørgsmålet {node.id}: svarene {owner[word]} og {option.id} forstår begge ordet “{word}”"
                    )
                owner[word] = option.id
    return problems
