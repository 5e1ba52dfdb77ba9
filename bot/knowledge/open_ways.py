"""Several answers to one question: the next question shows together what follows each of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.knowledge.tree_schema import Tree, TreeNode, TreeOption

JOIN = "+"  # between the options of one answer; no option's id holds it
MADE = "*"  # between a question's id and the answer to it, in the id of the question made for that answer
_NONE_OF_THEM = TreeOption(id="ingen-af-dem", label="Ingen af dem", words=["ingen af dem", "noget andet"], person=True)
_YES_OR_NO = re.compile(r"(?:ja|nej)\b", re.IGNORECASE)

OptionsOf = Callable[[TreeNode], Sequence[TreeOption]]


@dataclass(frozen=True)
class _Way:
    """An option to show, the question that it stands at, and the chosen answer that led there."""

    chosen: TreeOption
    node: TreeNode
    option: TreeOption


def chosen_of(options: Sequence[TreeOption], answer: str) -> list[TreeOption]:
    """The options that an answer names ("a", or "a+b" for several), in the question's order; none if one is unknown."""
    wanted = set(answer.split(JOIN))
    found = [option for option in options if option.id in wanted]
    return found if len(found) == len(wanted) else []


def joined(options: Sequence[TreeOption]) -> str:
    """The answer that names these options."""
    return JOIN.join(option.id for option in options)


def open_ways(
    tree: Tree, node: TreeNode, chosen: Sequence[TreeOption], options_of: OptionsOf
) -> tuple[TreeOption, TreeNode | None]:
    """The answer that holds several options, and the question made for it.

    No question is made where they all lead to the same place: then the answer leads there itself.
    """
    answer = joined(chosen)
    label = " eller ".join(f"“{option.label}”" for option in chosen)
    if len({option.place for option in chosen}) == 1:
        return chosen[0].model_copy(update={"id": answer, "label": label}), None
    ways = [way for option in chosen for way in _follow(tree, node, option, option, options_of)]
    options = _unmistakable(_distinct(ways, node))
    if not options:
        return TreeOption(id=answer, label=label, person=True), None
    if len(options) == 1:
        only = options[0]
        return only.model_copy(update={"id": answer, "label": label}), None
    made = TreeNode(
        id=f"{node.id}{MADE}{answer}",
        question=_question(ways, node),
        help=_help(ways, node, label),
        options=[*options, _NONE_OF_THEM],
    )
    return TreeOption(id=answer, label=label, node=made.id), made


def _follow(
    tree: Tree, node: TreeNode, chosen: TreeOption, option: TreeOption, options_of: OptionsOf
) -> Iterator[_Way]:
    """What is asked after an option: the options of the question it leads to, or itself where it ends."""
    following = tree.by_id.get(option.node or "")
    if following is None:
        yield _Way(chosen, node, option)
        return
    options = options_of(following)
    if len(options) == 1 and len(following.options) > 1:  # known, so it is not asked
        yield from _follow(tree, following, chosen, options[0], options_of)
    else:
        yield from (_Way(chosen, following, one) for one in options)


def _distinct(ways: Sequence[_Way], asked: TreeNode) -> list[TreeOption]:
    """The options without those that lead where another does; ids and labels tell them apart."""
    by_place: dict[tuple[str, str | None], list[_Way]] = {}
    for way in ways:
        if not way.option.person:
            by_place.setdefault(way.option.place, []).append(way)
    firsts = [same[0] for same in by_place.values()]
    labels = Counter(way.option.label.casefold() for way in firsts)
    options: list[TreeOption] = []
    for same in by_place.values():
        way = same[0]
        option_id, label = way.option.id, way.option.label
        if way.node is not asked and (labels[label.casefold()] > 1 or _YES_OR_NO.match(label)):
            label = f"{way.node.question} {label}"
        if any(label == other.label for other in options):
            label = f"{way.chosen.label}: {label}"
        if any(option_id == other.id for other in options):
            option_id = f"{way.node.id}.{option_id}"
        own = None if way.node is asked else way.chosen.label
        said = [word for one in same for word in one.option.words]
        said += [one.option.label for one in same if one.option.label != way.option.label]
        update = {
            "id": option_id,
            "label": label,
            "description": way.option.description or own,
            "words": list(dict.fromkeys(said)),
        }
        options.append(way.option.model_copy(update=update))
    return options


def _unmistakable(options: Sequence[TreeOption]) -> list[TreeOption]:
    """Leaves out the words that more than one of the options would understand."""
    names = Counter(
        name for option in options for name in {word.casefold().strip() for word in (option.label, *option.words)}
    )
    return [
        option.model_copy(update={"words": [word for word in option.words if names[word.casefold().strip()] == 1]})
        for option in options
    ]


def _question(ways: Sequence[_Way], asked: TreeNode) -> str:
    questions = {way.node.question for way in ways}
    if len(questions) == 1 and all(way.node is not asked for way in ways):
        return questions.pop()
    return "Hvad passer bedst på din situation?"


def _help(ways: Sequence[_Way], asked: TreeNode, label: str) -> str:
    helps = dict.fromkeys(way.node.help for way in ways if way.node is not asked and way.node.help)
    return " ".join(help_ for help_ in helps if help_) or asked.help or f"Vælg det, der ligner mest: {label}."
