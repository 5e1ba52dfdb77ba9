"""The tree of an area that has none of its own yet: first the group, then the solution."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.knowledge.files import anchor_of
from bot.knowledge.schema import Area, Solution
from bot.knowledge.tree_schema import Tree, TreeNode, TreeOption

NONE_OF_THEM = "ingen-af-dem"


def generate_tree(area: Area, solutions: Sequence[Solution]) -> Tree:
    """Makes a tree of two questions; a group of one solution leads straight to it."""
    groups: dict[str, list[Solution]] = {}
    for solution in solutions:
        groups.setdefault(solution.group or "Andet", []).append(solution)
    unique = _unshared({title: [w for s in members for w in _words(s)] for title, members in groups.items()})
    start = TreeNode(
        id="gruppe",
        question=f"Hvad handler det om? Her er emnerne under {area.title.lower()}.",
        help="Vælg det emne, der ligner mest. Du kan gå tilbage, hvis det ikke passer.",
        options=[_group_option(title, members, unique[title]) for title, members in groups.items()] + [_person()],
    )
    return Tree(id=area.id, title=area.title, nodes=[start, *_group_nodes(groups)], generated=True)


def _group_nodes(groups: dict[str, list[Solution]]) -> Iterable[TreeNode]:
    for title, members in groups.items():
        if len(members) == 1:
            continue
        unique = _unshared({solution.id: _words(solution) for solution in members})
        yield TreeNode(
            id=anchor_of(title),
            question=f"{title}: hvad passer bedst?",
            help="Læs, hvad der står under hvert svar, og vælg det, der ligner mest.",
            options=[
                TreeOption(
                    id=solution.id,
                    label=solution.title,
                    description=solution.scope,
                    words=unique[solution.id],
                    solution=solution.id,
                )
                for solution in members
            ]
            + [_person()],
        )


def _group_option(title: str, members: Sequence[Solution], words: list[str]) -> TreeOption:
    single = members[0].id if len(members) == 1 else None
    return TreeOption(
        id=anchor_of(title),
        label=title,
        description=", ".join(member.title for member in members),
        words=words,
        solution=single,
        node=None if single else anchor_of(title),
    )


def _person() -> TreeOption:
    return TreeOption(id=NONE_OF_THEM, label="Ingen af dem", words=["ingen af dem", "noget andet"], person=True)


def _words(solution: Solution) -> list[str]:
    return [solution.title.lower(), *(synonym.lower() for synonym in solution.synonyms)]


def _unshared(words: dict[str, list[str]]) -> dict[str, list[str]]:
    """Leaves out what more than one option would understand."""
    counts = Counter(word for own in words.values() for word in set(own))
    return {key: list(dict.fromkeys(word for word in own if counts[word] == 1)) for key, own in words.items()}
