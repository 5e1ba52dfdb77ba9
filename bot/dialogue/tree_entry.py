"""Entering a question tree: which one is asked for by name, and how deep what was said leads into it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dialogue.state import TreeProgress
from bot.dialogue.tree_way import TreeWay
from bot.dialogue.turn import Understanding
from bot.knowledge import trees
from bot.knowledge.tree_schema import Tree, TreeOption
from bot.knowledge.trees import TreeState
from bot.understanding.tree_words import only_about
from bot.understanding.values import choices

# A solution counts as likely from this share of the first one's confidence.
LIKELY = 0.4
# Words of a longer text may stand beside the matter ("jeg har fri i morgen, men …").
MOST_WORDS = 12
_MOST_STEPS = 6  # no tree asks more
_WORD = re.compile(r"[^\W\d_]{2,}")


def area_only(root: Tree, text: str) -> bool:
    """Says whether the text names an area and nothing more ("noget med løn"): there is nothing to answer yet."""
    about = only_about(text)
    if about is None:
        return False
    areas = [
        choices.Option(option.id, option.label, tuple(_WORD.findall(option.label)))
        for option in root.start.options
        if option.tree
    ]
    match = choices.match(about, areas)
    return match is not None and match.sure and len(match.ids) == 1


def as_deep_as_said(way: TreeWay, begun: TreeProgress, text: str, heard: Understanding | None = None) -> TreeProgress:
    """Answers the questions that the text's words answer, or on which the likeliest solutions agree.

    The last question is always left to the person, and so is one on which words and likelihood differ.
    """
    progress = begun
    for _ in range(_MOST_STEPS):
        state = way.state(progress)
        named, likely = _named(state, text, heard), _likely(way, state, heard)
        if named is not None and likely is not None and named.id != likely.id:
            return progress
        option = named or likely
        if option is None or not (option.node or option.tree):
            return progress
        answered = progress.model_copy(update={"answers": [*state.answers, option.id]})
        progress = way.into(answered, option.tree) if option.tree else answered
    return progress


def _named(state: TreeState, text: str, heard: Understanding | None) -> TreeOption | None:
    """The one option that the text surely names."""
    if len(text.split()) > MOST_WORDS:
        return None
    options = [choices.Option(option.id, option.label, tuple(option.words)) for option in state.options]
    match = choices.match(text, options, heard.lemmas if heard else None)
    if match is None or not match.sure or len(match.ids) != 1:
        return None
    return next(option for option in state.options if option.id == match.ids[0])


def _likely(way: TreeWay, state: TreeState, heard: Understanding | None) -> TreeOption | None:
    """The answer that the ways to the likeliest solutions have in common."""
    if heard is None or not heard.ranking:
        return None
    least = heard.ranking[0][1] * LIKELY
    solutions = [name for name, confidence in heard.ranking[:4] if confidence >= least]
    shared = _shared(way, state.tree, solutions)
    depth = len(state.answers)
    if len(shared) <= depth or shared[:depth] != state.answers:
        return None
    return next((option for option in state.options if option.id == shared[depth]), None)


def _shared(way: TreeWay, tree: Tree, solutions: Sequence[str]) -> list[str]:
    found = (trees.way_to(tree, name, way.context) for name in solutions)
    ways = [answers for answers in found if answers is not None]
    if not ways:
        return []
    shared = ways[0][:-1]
    for other in ways[1:]:
        same = [mine == theirs for mine, theirs in zip(shared, other, strict=False)]
        shared = shared[: same.index(False) if False in same else len(same)]
    return shared
