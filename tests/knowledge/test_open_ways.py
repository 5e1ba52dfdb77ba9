"""Several answers at once: the next question shows together what follows each of them."""

from __future__ import annotations

from itertools import combinations

import pytest

from bot.knowledge.loader import Knowledge
from bot.knowledge.tree_proof import CONTEXTS, prove
from bot.knowledge.tree_schema import Tree, TreeNode, TreeOption
from bot.knowledge.trees import TreeContext, TreeState, back, change, keep_open, resolve, way_to_question
from bot.understanding.values import choices

NONE = TreeOption(id="ingen-af-dem", label="Ingen af dem", words=["noget andet"], person=True)


def option(id_: str, **leads: object) -> TreeOption:
    return TreeOption.model_validate({"id": id_, "label": id_.capitalize(), **leads})


def node(id_: str, *options: TreeOption, **more: object) -> TreeNode:
    return TreeNode.model_validate(
        {"id": id_, "question": f"{id_.capitalize()}?", "options": [o.model_dump() for o in options], **more}
    )


TREE = Tree(
    id="t",
    title="T",
    nodes=[
        node(
            "start",
            option("syg", node="sygdom"),
            option("ferie", node="ferie"),
            option("fri", solution="frihed"),
            option("ogsaa-fri", solution="frihed"),
            NONE,
            unsure=["syg", "ferie"],
        ),
        node(
            "sygdom",
            option("melde", solution="sygemelding", words=["melde", "registrere"]),
            option("i-ferien", solution="syg-i-ferien"),
            option("ja", node="laenge"),
            NONE,
            help="Om sygdom.",
        ),
        node(
            "ferie",
            option("melde", solution="ferie", words=["melde", "holde ferie"]),
            option("syg", label="Syg under ferien", solution="syg-i-ferien", words=["blevet syg"]),
            option("ja", solution="penge"),
            NONE,
            help="Om ferie.",
        ),
        node("laenge", option("kort", solution="sygemelding"), option("lang", solution="fastholdelse")),
    ],
)


def shown(*answers: str, context: TreeContext | None = None) -> TreeState:
    return resolve(TREE, answers, context)


def test_what_follows_several_answers_is_asked_together() -> None:
    state = shown("syg+ferie")
    assert [o.place for o in state.options] == [
        ("solution", "sygemelding"),
        ("solution", "syg-i-ferien"),
        ("node", "laenge"),
        ("solution", "ferie"),
        ("solution", "penge"),
        ("person", None),
    ]
    assert state.node is not None
    assert (state.node.id, state.node.help) == ("start*syg+ferie", "Om sygdom. Om ferie.")
    assert state.path[0].option.label == "“Syg” eller “Ferie”"


def test_ids_and_labels_tell_the_options_apart_and_no_word_fits_two() -> None:
    options = shown("syg+ferie").options
    assert [o.id for o in options] == ["melde", "i-ferien", "ja", "ferie.melde", "ferie.ja", "ingen-af-dem"]
    assert [o.label for o in options][2:5] == ["Sygdom? Ja", "Ferie? Melde", "Ferie? Ja"]
    words = [word for o in options for word in o.words]
    assert "melde" not in words and "registrere" in words and "blevet syg" in words


def test_an_answer_that_ends_is_shown_as_itself() -> None:
    assert [o.id for o in shown("fri+ferie").options] == ["melde", "syg", "ja", "fri", "ingen-af-dem"]


def test_the_order_of_the_answers_makes_no_difference() -> None:
    assert shown("ferie+syg") == shown("syg+ferie")
    assert shown("ferie+syg").answers == ["syg+ferie"]


def test_one_goes_on_from_there_as_from_any_question() -> None:
    state = shown("syg+ferie", "ja", "lang")
    assert state.outcome is not None and state.outcome.id == "fastholdelse"
    assert shown(*back(state.answers)).node == TREE.by_id["laenge"]
    assert change(state, "start*syg+ferie") == ["syg+ferie"]
    assert way_to_question(TREE, "start*syg+ferie") == ["syg+ferie"]
    assert resolve(TREE, state.answers) == state


def test_where_all_lead_to_one_place_that_is_the_next_step() -> None:
    state = shown("fri+ogsaa-fri")
    assert state.outcome is not None and state.outcome.id == "frihed"


@pytest.mark.parametrize("answer", ["syg+ukendt", "syg+", "+", "+syg"])
def test_an_unknown_answer_among_several_is_an_error(answer: str) -> None:
    assert shown(answer).error == answer


def test_keeping_open_what_is_open_already_would_only_ask_again() -> None:
    assert keep_open(shown("syg+ferie"), [o.id for o in shown("syg+ferie").options[:-1]]) is not None
    narrowed = keep_open(shown("fri+ferie"), ["fri", "melde"])
    assert narrowed is not None
    assert [o.id for o in narrowed.options] == ["melde", "fri", "ingen-af-dem"]
    assert keep_open(narrowed, ["fri", "melde"]) is None


def test_the_proof_goes_the_ways_that_are_kept_open() -> None:
    assert prove(TREE, ["sygemelding", "fastholdelse"]).longest == 3
    ends = node("start", option("a", solution="x"), option("b", solution="y"), NONE, unsure=["a", "b"])
    assert prove(Tree(id="t", title="T", nodes=[ends]), ["x", "y"]).longest == 2


@pytest.mark.parametrize("context", CONTEXTS)
def test_any_two_answers_of_any_real_question_can_be_kept_open(knowledge: Knowledge, context: TreeContext) -> None:
    for tree in knowledge.trees.values():
        for asked in tree.nodes:
            way = way_to_question(tree, asked.id, context)
            state = resolve(tree, way or [], context)
            if state.node is not asked:
                continue  # grunddata answers the question, or hides the way to it
            for two in combinations([o.id for o in state.options if not o.person], 2):
                opened = keep_open(state, two, context)
                if opened is None or opened.node is None:
                    continue
                assert opened.options[-1].person and len(opened.options) >= 3
                plain = [choices.Option(o.id, o.label, tuple(o.words)) for o in opened.options]
                for one in plain:
                    match = choices.match(one.label, plain)
                    assert match is not None and match.ids == (one.id,), (tree.id, two, one.label)
