"""The static proof of a question tree: every way ends, nothing is unreachable, and no two answers are confused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from bot.knowledge.open_ways import JOIN, MADE, open_ways
from bot.knowledge.tree_schema import Tree, TreeNode, TreeOption
from bot.knowledge.trees import PREDICATES, TreeContext, visible_options

CONTEXTS = tuple(TreeContext(*known) for known in product((False, True), repeat=2))


@dataclass(frozen=True)
class TreeProof:
    """What the static check found, and how long the ways are (number of questions)."""

    problems: Sequence[str] = ()
    longest: int = 0
    average: float = 0.0  # of the shortest way to each solution
    lengths: Mapping[str, int] = field(default_factory=dict)


def prove(
    tree: Tree, solutions: Sequence[str], trees: Sequence[str] = (), events: Sequence[str] | None = None
) -> TreeProof:
    """Proves that every path ends, that nothing is unreachable, and that words are clear; also the ways kept open.

    `solutions` are those that must be reachable; `trees` and `events` (None: not looked at) those that options may
    lead to. Problems are in Danish.
    """
    walk = _Walk(tree, trees, events)
    walk.question(tree.start, 1, ())
    problems = [*_word_problems(tree), *walk.problems]
    problems += [f"spørgsmålet {node.id} kan ikke nås" for node in tree.nodes if node.id not in walk.seen]
    problems += [f"løsningen {solution} kan ikke nås" for solution in solutions if solution not in walk.reached]
    average = sum(walk.reached.values()) / len(walk.reached) if walk.reached else 0.0
    return TreeProof(list(dict.fromkeys(problems)), walk.longest, average, walk.reached)


class _Walk:
    """Goes every way of a tree, for a person to whom every option applies."""

    def __init__(self, tree: Tree, trees: Sequence[str], events: Sequence[str] | None) -> None:
        self._tree, self._trees, self._events = tree, trees, events
        self.problems: list[str] = []
        self.seen: set[str] = set()
        self.reached: dict[str, int] = {}
        self.longest = 0

    def question(self, node: TreeNode, depth: int, above: tuple[str, ...]) -> None:
        """Goes on from a question that is asked as number `depth`, after those `above`."""
        self.seen.add(node.id)
        self.longest = max(self.longest, depth)
        for option in node.options:
            wrong = self._wrong(option, (*above, node.id))
            if wrong:
                self.problems.append(f"spørgsmålet {node.id}, svaret {option.id}: {wrong}")
            elif option.solution:
                self.reached[option.solution] = min(depth, self.reached.get(option.solution, depth))
            elif option.node:
                self.question(self._tree.by_id[option.node], depth + 1, (*above, node.id))
        self._kept_open(node, depth, above)

    def _wrong(self, option: TreeOption, above: tuple[str, ...]) -> str | None:
        if option.when is not None and option.when not in PREDICATES:
            return f"betingelsen {option.when} findes ikke"
        if option.tree and option.tree not in self._trees:
            return f"træet {option.tree} findes ikke"
        if option.event and self._events is not None and option.event not in self._events:
            return f"forløbet {option.event} findes ikke"
        if option.node in above:
            return f"fører tilbage til {option.node}, så vejen aldrig slutter"
        if option.node and option.node not in self._tree.by_id:
            return f"spørgsmålet {option.node} findes ikke"
        return None

    def _kept_open(self, node: TreeNode, depth: int, above: tuple[str, ...]) -> None:
        """Goes the ways that "ved ikke" keeps open; what they lead to is asked as the next question."""
        options = [option for option in node.options if option.id in node.kept_open]
        sound = all(self._wrong(option, (*above, node.id)) is None for option in options)
        if len(options) < 2 or not sound:
            return
        _, made = open_ways(self._tree, node, options, lambda one: one.options)
        if made is not None:
            self.longest = max(self.longest, depth + 1)
            for option in made.options:
                if option.node in self._tree.by_id and self._wrong(option, (*above, node.id)) is None:
                    self.question(self._tree.by_id[option.node], depth + 2, (*above, node.id))


def _word_problems(tree: Tree) -> Iterator[str]:
    if len(tree.by_id) != len(tree.nodes):
        yield "to spørgsmål har samme id"
    for node in tree.nodes:
        place = f"spørgsmålet {node.id}"
        if len({option.id for option in node.options}) != len(node.options):
            yield f"{place}: to svar har samme id"
        for id_ in (node.id, *(option.id for option in node.options)):
            if any(sign in id_ for sign in (JOIN, MADE, ".")):
                yield f"{place}: {id_} må ikke indeholde tegnene {JOIN}, {MADE} og punktum"
        yield from _unsure_problems(node, place)
        owner: dict[str, str] = {}
        for option in node.options:
            for word in {word.casefold().strip() for word in (option.label, *option.words)}:
                if word in owner:
                    yield f"{place}: svarene {owner[word]} og {option.id} forstår begge ordet “{word}”"
                owner[word] = option.id
        if all(option.when is None or option.when in PREDICATES for option in node.options) and not all(
            visible_options(node, context) for context in CONTEXTS
        ):
            yield f"{place}: nogle får ingen svar at vælge imellem"


def _unsure_problems(node: TreeNode, place: str) -> Iterator[str]:
    for name in node.kept_open:
        if node.option(name) is None:
            yield f"{place}: unsure nævner svaret {name}, som ikke findes"
    if isinstance(node.unsure, list) and len(set(node.unsure)) < 2:
        yield f"{place}: unsure skal nævne mindst to forskellige svar, eller ét uden for en liste"
