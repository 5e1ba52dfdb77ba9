"""Question trees as pure functions: where one stands is recomputed from the list of answers at each turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.knowledge.open_ways import JOIN, MADE, chosen_of, open_ways
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
    """Where the tree ends: a solution, a person, a life event, or another tree to go on in."""

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
        return [step.option.id for step in self.asked]

    @property
    def asked(self) -> list[Answered]:
        """The way so far without what was known and so not asked."""
        return [step for step in self.path if not step.known]

    @property
    def question_number(self) -> int:
        return len(self.asked) + 1


def resolve(tree: Tree, answers: Sequence[str], context: TreeContext | None = None) -> TreeState:
    """Follows the answers from the start; stops with an error at one that the question does not have.

    An answer is an option's id, or several ("a+b"): then their ways are kept open (bot/knowledge/open_ways.py).
    """
    context = context or TreeContext()
    waiting, path, node = list(answers), list[Answered](), tree.start
    while True:
        options = visible_options(node, context)
        made: TreeNode | None = None
        if _is_known(node, options):
            option, known = options[0], True
        elif not waiting:
            return TreeState(tree, node, options, None, path)
        else:
            answer, known = waiting.pop(0), False
            chosen = chosen_of(options, answer)
            if not chosen:
                return TreeState(tree, node, options, None, path, error=answer)
            option = chosen[0]
            if len(chosen) > 1:
                option, made = open_ways(tree, node, chosen, lambda one: visible_options(one, context))
        path.append(Answered(node, option, known))
        if option.outcome:
            return TreeState(tree, None, (), Outcome(*option.outcome), path)
        node = made or tree.by_id[option.node or ""]


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


def unsure(state: TreeState) -> list[TreeOption]:
    """The options that "ved ikke" takes here; none where the question's help is given and it is asked again."""
    wanted = state.node.kept_open if state.node else ()
    return [option for option in state.options if option.id in wanted]


def keep_open(state: TreeState, options: Sequence[str], context: TreeContext | None = None) -> TreeState | None:
    """Where one stands when several answers are given at once; None where the same would only be asked again."""
    opened = resolve(state.tree, [*state.answers, JOIN.join(options)], context)
    if opened.error is not None or (opened.node is not None and _places(opened.options) == _places(state.options)):
        return None
    return opened


def _places(options: Sequence[TreeOption]) -> set[tuple[str, str | None]]:
    return {option.place for option in options if not option.person}


def visible_options(node: TreeNode, context: TreeContext) -> list[TreeOption]:
    """The options that apply to the person."""
    return [option for option in node.options if option.when is None or PREDICATES[option.when](context)]


def _is_known(node: TreeNode, options: Sequence[TreeOption]) -> bool:
    """Says whether only one answer is left of several, so that the question is not asked."""
    return len(options) == 1 and len(node.options) > 1


def way_to(tree: Tree, solution_id: str, context: TreeContext | None = None) -> list[str] | None:
    """The shortest list of answers that ends in the solution: for entering the tree as deep as was said.

    Without a context it is the way of a person to whom every option applies.
    """
    for node, answers in _questions(tree, context):
        options = node.options if context is None else visible_options(node, context)
        ending = next((option for option in options if option.solution == solution_id), None)
        if ending is not None:
            return [*answers, *([] if context and _is_known(node, options) else [ending.id])]
    return None


def way_to_question(tree: Tree, node_id: str, context: TreeContext | None = None) -> list[str] | None:
    """The shortest list of answers after which the question is asked, also one made for several answers at once."""
    asked, made, answer = node_id.rpartition(MADE)
    if made:
        before = way_to_question(tree, asked, context)
        return None if before is None else [*before, answer]
    return next((answers for node, answers in _questions(tree, context) if node.id == node_id), None)


def _questions(tree: Tree, context: TreeContext | None) -> Iterator[tuple[TreeNode, list[str]]]:
    """Every question with the shortest answers that lead to it, the nearest first."""
    queue: list[tuple[TreeNode, list[str]]] = [(tree.start, [])]
    seen: set[str] = set()
    while queue:
        node, answers = queue.pop(0)
        if node.id in seen:
            continue
        seen.add(node.id)
        yield node, answers
        options = node.options if context is None else visible_options(node, context)
        known = context is not None and _is_known(node, options)
        for option in options:
            if option.node in tree.by_id:
                queue.append((tree.by_id[option.node], answers if known else [*answers, option.id]))
