"""Question trees: walking them, and proving that they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.loader import Knowledge
from bot.knowledge.tree_proof import prove
from bot.knowledge.tree_schema import Tree, TreeNode, TreeOption
from bot.knowledge.trees import (
    TreeContext,
    back,
    change,
    resolve,
    unsure,
    way_to,
    way_to_question,
)
from bot.understanding.values import choices

AREAS = (
    "loen", "personale", "fravaer", "personalejura", "oekonomi", "rejser", "indkoeb", "forsikring", "it", "platform",
)  # fmt: skip


def small_tree(**changes: object) -> Tree:
    """Two questions, three ends."""
    nodes = [
        TreeNode(
            id="a",
            question="A?",
            options=[
                TreeOption(id="ned", label="Ned", node="b"),
                TreeOption(id="ud", label="Ud", person=True),
                TreeOption(id="leder", label="Leder", solution="x", when="is_leader"),
            ],
        ),
        TreeNode(id="b", question="B?", unsure="y", options=[TreeOption(id="y", label="Y", solution="y")]),
    ]
    return Tree(id="t", title="T", nodes=nodes).model_copy(update=changes)


def test_no_answers_stand_at_the_first_question(knowledge: Knowledge) -> None:
    state = resolve(knowledge.trees["fravaer"], [])
    assert state.node is not None and state.node.id == "anledning"
    assert (state.outcome, state.path, state.question_number) == (None, [], 1)


def test_answers_lead_to_a_solution(knowledge: Knowledge) -> None:
    state = resolve(knowledge.trees["fravaer"], ["graviditet", "foerste-gang", "far-medmor"])
    assert state.outcome is not None
    assert (state.outcome.kind, state.outcome.id) == ("solution", "faedre-og-medmororlov")
    assert [step.node.id for step in state.path] == ["anledning", "barsel", "hvem-paa-orlov"]


def test_back_leaves_out_the_last_answer(knowledge: Knowledge) -> None:
    tree = knowledge.trees["fravaer"]
    state = resolve(tree, back(["graviditet", "foerste-gang", "far-medmor"]))
    assert state.node is not None and state.node.id == "hvem-paa-orlov"
    assert resolve(tree, back([])).question_number == 1


def test_changing_an_answer_keeps_what_was_before(knowledge: Knowledge) -> None:
    state = resolve(knowledge.trees["fravaer"], ["graviditet", "foerste-gang", "far-medmor"])
    assert change(state, "barsel") == ["graviditet"]


def test_an_answer_that_does_not_fit_is_a_state_with_an_error(knowledge: Knowledge) -> None:
    state = resolve(knowledge.trees["fravaer"], ["graviditet", "nonsens", "far-medmor"])
    assert state.error == "nonsens"
    assert state.node is not None and state.node.id == "barsel"
    assert state.answers == ["graviditet"]


@given(st.lists(st.text(max_size=8), max_size=5))
def test_whatever_the_answers_are_resolving_ends(answers: list[str]) -> None:
    state = resolve(small_tree(), answers)
    assert resolve(small_tree(), state.answers).answers == state.answers


def test_what_is_known_of_the_person_decides_which_options_are_shown() -> None:
    assert [option.id for option in resolve(small_tree(), []).options] == ["ned", "ud"]
    assert len(resolve(small_tree(), [], TreeContext(is_leader=True)).options) == 3


def test_a_question_with_one_option_left_is_not_asked() -> None:
    nodes = [
        TreeNode(
            id="rolle",
            question="Er du leder?",
            options=[
                TreeOption(id="ja", label="Ja", solution="x", when="is_leader"),
                TreeOption(id="nej", label="Nej", node="b", when="is_not_leader"),
            ],
        ),
        small_tree().nodes[1],
    ]
    state = resolve(Tree(id="t", title="T", nodes=nodes), [], TreeContext(is_leader=False))
    assert state.node is not None and state.node.id == "b"
    assert state.answers == [] and state.question_number == 1


def test_dont_know_takes_the_marked_answer(knowledge: Knowledge) -> None:
    tree = knowledge.trees["fravaer"]
    assert [option.id for option in unsure(resolve(tree, ["sygdom"]))] == ["melde"]
    assert unsure(resolve(tree, [])) == []


def test_every_question_explains_itself(knowledge: Knowledge) -> None:
    for tree in knowledge.trees.values():
        assert all(node.help for node in tree.nodes)


@pytest.mark.parametrize("area", AREAS)
def test_every_solution_of_the_area_is_reached_in_few_questions(knowledge: Knowledge, area: str) -> None:
    solutions = [solution.id for solution in knowledge.in_area(area)]
    proof = prove(knowledge.trees[area], solutions, list(knowledge.areas))
    assert list(proof.problems) == []
    assert set(proof.lengths) >= set(solutions)
    assert proof.longest <= 5 and proof.average <= 2.5  # the root's question comes before


@pytest.mark.parametrize("area", AREAS)
def test_the_way_to_each_solution_ends_in_it(knowledge: Knowledge, area: str) -> None:
    tree = knowledge.trees[area]
    for solution in knowledge.in_area(area):
        answers = way_to(tree, solution.id)
        assert answers is not None
        outcome = resolve(tree, answers, TreeContext(True, True)).outcome
        assert outcome is not None and outcome.id == solution.id


@pytest.mark.parametrize("area", AREAS)
def test_every_question_of_a_tree_can_be_asked_directly(knowledge: Knowledge, area: str) -> None:
    tree = knowledge.trees[area]
    for node in tree.nodes:
        answers = way_to_question(tree, node.id)
        assert answers is not None
        state = resolve(tree, answers, TreeContext(True, True))
        assert state.node is not None and state.node.id == node.id


def test_the_way_leaves_out_what_is_known_of_the_person() -> None:
    known = TreeNode(
        id="rolle",
        question="Er du leder?",
        options=[
            TreeOption(id="ja", label="Ja", solution="x", when="is_leader"),
            TreeOption(id="nej", label="Nej", node="b", when="is_not_leader"),
        ],
    )
    tree = Tree(id="t", title="T", nodes=[known, small_tree().nodes[1]])
    assert way_to(tree, "y", TreeContext(is_leader=False)) == ["y"]
    assert way_to(tree, "x", TreeContext(is_leader=False)) is None
    assert way_to_question(tree, "b", TreeContext(is_leader=False)) == []
    assert way_to(tree, "y") == ["nej", "y"]


def test_the_root_tree_leads_to_all_areas(knowledge: Knowledge) -> None:
    root = knowledge.trees["root"]
    assert list(prove(root, [], list(knowledge.areas)).problems) == []
    assert {option.tree for option in root.start.options if option.tree} == set(AREAS)


@pytest.mark.parametrize(
    ("option", "problem"),
    [
        (TreeOption(id="v", label="V", node="findes-ikke"), "findes-ikke findes ikke"),
        (TreeOption(id="v", label="V", node="a"), "aldrig slutter"),
        (TreeOption(id="v", label="V", tree="ukendt"), "træet ukendt findes ikke"),
        (TreeOption(id="v", label="Y", solution="z"), "forstår begge"),
        (TreeOption(id="y", label="V", solution="z"), "samme id"),
        (TreeOption(id="v", label="V", solution="z", when="er_konge"), "er_konge findes ikke"),
        (TreeOption(id="v", label="V", event="hav"), "forløbet hav findes ikke"),
        (TreeOption(id="v+w", label="V", solution="z"), "må ikke indeholde tegnene"),
    ],
)
def test_the_proof_finds_what_is_wrong(option: TreeOption, problem: str) -> None:
    tree = small_tree()
    node = tree.nodes[1].model_copy(update={"options": [*tree.nodes[1].options, option]})
    proof = prove(Tree(id="t", title="T", nodes=[tree.nodes[0], node]), ["x", "y"], events=["barn"])
    assert any(problem in text for text in proof.problems)


def test_the_proof_finds_unreachable_questions_and_solutions() -> None:
    tree = small_tree()
    lonely = TreeNode(id="c", question="C?", options=[TreeOption(id="p", label="P", person=True)])
    proof = prove(Tree(id="t", title="T", nodes=[*tree.nodes, lonely]), ["x", "y", "z"])
    assert "spørgsmålet c kan ikke nås" in proof.problems
    assert "løsningen z kan ikke nås" in proof.problems


@pytest.mark.parametrize(
    ("unsure", "problem"),
    [
        ("findes-ikke", "unsure nævner svaret findes-ikke, som ikke findes"),
        (["ned", "findes-ikke"], "unsure nævner svaret findes-ikke, som ikke findes"),
        (["ned"], "unsure skal nævne mindst to forskellige svar"),
        (["ned", "ned"], "unsure skal nævne mindst to forskellige svar"),
    ],
)
def test_the_proof_looks_at_what_dont_know_does(unsure: str | list[str], problem: str) -> None:
    tree = small_tree()
    start = tree.nodes[0].model_copy(update={"unsure": unsure})
    assert any(problem in text for text in prove(Tree(id="t", title="T", nodes=[start, tree.nodes[1]]), []).problems)


def test_the_proof_finds_a_question_that_leaves_some_people_without_an_answer() -> None:
    leaders = TreeNode(id="b", question="B?", options=[TreeOption(id="y", label="Y", solution="y", when="is_leader")])
    proof = prove(Tree(id="t", title="T", nodes=[small_tree().nodes[0], leaders]), [])
    assert "spørgsmålet b: nogle får ingen svar at vælge imellem" in proof.problems


def test_an_option_leads_to_exactly_one_place() -> None:
    with pytest.raises(ValueError, match="ét sted hen"):
        TreeOption(id="v", label="V", node="a", solution="b")
    with pytest.raises(ValueError, match="ét sted hen"):
        TreeOption(id="v", label="V")


@pytest.mark.parametrize("tree_id", (*AREAS, "root"))
def test_every_option_is_understood_by_its_own_words_and_by_no_other(knowledge: Knowledge, tree_id: str) -> None:
    for node in knowledge.trees[tree_id].nodes:
        options = [choices.Option(option.id, option.label, tuple(option.words)) for option in node.options]
        for option in node.options:
            for word in (option.label, *option.words):
                match = choices.match(word, options)
                assert match is not None and match.ids == (option.id,), (node.id, option.id, word)
