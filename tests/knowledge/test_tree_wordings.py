"""How people word the answers to the trees' questions: each wording is understood as exactly its own answer."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.knowledge.loader import Knowledge
from bot.understanding.values import choices

FOLDER = Path(__file__).parent / "tree_wordings"
TREES = (
    "root", "loen", "personale", "fravaer", "personalejura", "oekonomi", "rejser", "indkoeb", "forsikring", "it",
    "platform",
)  # fmt: skip
FEWEST = 5
Wordings = dict[str, dict[str, list[str]]]  # texts by question and answer


@pytest.fixture(params=TREES)
def worded(request: pytest.FixtureRequest) -> tuple[str, Wordings]:
    """A tree's id, and the wordings by question and answer."""
    return request.param, yaml.safe_load((FOLDER / f"{request.param}.yml").read_text(encoding="utf-8"))


def test_every_answer_has_five_different_wordings(knowledge: Knowledge, worded: tuple[str, Wordings]) -> None:
    tree_id, wordings = worded
    for node in knowledge.trees[tree_id].nodes:
        for option in node.options:
            if option.id == "ingen-af-dem":
                continue
            own = {" ".join(text.casefold().split()) for text in wordings.get(node.id, {}).get(option.id, [])}
            own -= {option.label.casefold()}
            assert len(own) >= FEWEST, (node.id, option.id)


def test_wordings_are_of_questions_and_answers_that_the_tree_has(
    knowledge: Knowledge, worded: tuple[str, Wordings]
) -> None:
    tree_id, wordings = worded
    tree = knowledge.trees[tree_id]
    asked = {(node.id, option.id) for node in tree.nodes for option in node.options}
    assert {(node, option) for node, options in wordings.items() for option in options} - asked == set()


def test_every_wording_is_understood_as_its_answer(knowledge: Knowledge, worded: tuple[str, Wordings]) -> None:
    tree_id, wordings = worded
    tree = knowledge.trees[tree_id]
    wrong = []
    for node_id, answers in wordings.items():
        options = [choices.Option(o.id, o.label, tuple(o.words)) for o in tree.by_id[node_id].options]
        for option_id, texts in answers.items():
            for text in texts:
                match = choices.match(text, options)
                if match is None or match.ids != (option_id,):
                    wrong.append((node_id, option_id, text, match.ids if match else None))
    assert wrong == []
