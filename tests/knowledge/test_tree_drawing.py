"""The drawing of a question tree: complete, well-formed, legible, and with the shares of real runs."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from bot.insight.tree_runs import TreeShares
from bot.knowledge.loader import Knowledge
from bot.knowledge.tree_drawing import _FILLS, draw
from bot.knowledge.tree_layout import BOX, SMALL_SIZE, Layout, text_width, wrapped
from bot.knowledge.tree_schema import Tree, TreeNode, TreeOption

SVG = "{http://www.w3.org/2000/svg}"
TREES = (
    "root", "loen", "personale", "fravaer", "personalejura", "oekonomi", "rejser", "indkoeb", "forsikring", "it",
    "platform",
)  # fmt: skip


def drawn(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)


def texts(root: ElementTree.Element) -> list[str]:
    return [" ".join(span.text or "" for span in text) for text in root.iter(f"{SVG}text")]


def small_tree() -> Tree:
    return Tree(
        id="lille",
        title="Løn & <mere>",
        nodes=[
            TreeNode(
                id="start",
                question="Hvad er der sket?",
                unsure=["a", "b"],
                options=[
                    TreeOption(id="a", label="Noget med løn", node="naeste"),
                    TreeOption(id="b", label="Noget andet med løn", node="naeste"),
                    TreeOption(id="c", label="En ny kollega", event="ny-medarbejder", when="is_leader"),
                    TreeOption(id="d", label="Kørsel", tree="rejser"),
                    TreeOption(id="ingen-af-dem", label="Ingen af dem", person=True),
                ],
            ),
            TreeNode(id="naeste", question="Hvornår?", options=[TreeOption(id="e", label="Nu", solution="kursus")]),
        ],
    )


def shares(**given_up: int) -> TreeShares:
    return TreeShares(10, {"start": {"a": 6, "b": 1, "a+b": 1}}, {}, given_up)


@pytest.mark.parametrize("tree_id", TREES)
def test_every_question_and_answer_of_a_tree_is_drawn(knowledge: Knowledge, tree_id: str) -> None:
    tree = knowledge.trees[tree_id]
    root = drawn(draw(tree, knowledge))
    found = texts(root)
    for node in tree.nodes:
        assert node.question in found
        assert all(option.label in found for option in node.options)
        assert all(
            f"Løsning: {knowledge.title(option.solution)}" in found for option in node.options if option.solution
        )


@pytest.mark.parametrize("tree_id", TREES)
def test_no_box_covers_another_and_all_stand_on_the_paper(knowledge: Knowledge, tree_id: str) -> None:
    placed = Layout(knowledge.trees[tree_id], knowledge, None, 0)
    assert len(placed.boxes) == len(knowledge.trees[tree_id].nodes)
    for one, other in combinations(placed.boxes, 2):
        assert one.x != other.x or one.bottom < other.y or other.bottom < one.y
    assert all(box.x >= 0 and box.right <= placed.width and box.bottom <= placed.height for box in placed.boxes)
    for box in placed.boxes:
        assert box.rows[-1].y + box.rows[-1].height <= box.bottom


@pytest.mark.parametrize("tree_id", TREES)
def test_ways_go_to_the_right_and_never_upwards(knowledge: Knowledge, tree_id: str) -> None:
    placed = Layout(knowledge.trees[tree_id], knowledge, None, 0)
    edges = list(placed.edges())
    assert len(edges) == len(placed.boxes) - 1
    for row, box, child, lane in edges:
        assert box.right < lane < child.x
        assert row.middle <= child.y + 22.01


def test_a_question_that_two_answers_lead_to_is_drawn_once_and_named_the_second_time(knowledge: Knowledge) -> None:
    found = texts(drawn(draw(small_tree(), knowledge)))
    assert found.count("Hvornår?") == 1
    assert "Gå til spørgsmål 2" in found


def test_ends_say_in_words_what_they_are(knowledge: Knowledge) -> None:
    found = texts(drawn(draw(small_tree(), knowledge)))
    assert f"Spørgetræ: {knowledge.trees['rejser'].title}" in found
    assert any(text.startswith("Forløb: ") for text in found)
    assert "Et menneske" in found and "Kun for ledere" in found


def test_shares_stand_at_the_answers_and_where_people_stop(knowledge: Knowledge) -> None:
    found = texts(drawn(draw(small_tree(), knowledge, shares(start=2))))
    assert "20 % stopper her" in found
    assert [text for text in found if re.fullmatch(r"\d+ %", text)] == ["60 %", "10 %", "0 %", "0 %", "0 %"]
    assert "Ved ikke: holder “Noget med løn” og “Noget andet med løn” åbne (10 %)" in found
    assert any("10 gennemløb" in text for text in found)


def test_without_shares_no_number_is_shown(knowledge: Knowledge) -> None:
    assert not any("%" in text for text in texts(drawn(draw(small_tree(), knowledge))))


def test_a_question_nobody_came_to_has_no_shares(knowledge: Knowledge) -> None:
    found = texts(drawn(draw(small_tree(), knowledge, TreeShares(3))))
    assert [text for text in found if re.search(r"\d %", text)] == []


def test_screen_readers_hear_what_it_is(knowledge: Knowledge) -> None:
    root = drawn(draw(small_tree(), knowledge))
    assert root.get("role") == "img"
    named = {root.find(f"{SVG}{part}").get("id"): root.find(f"{SVG}{part}").text for part in ("title", "desc")}  # type: ignore[union-attr]
    assert list(named) == (root.get("aria-labelledby") or "").split()
    title, desc = named.values()
    assert title == "Spørgetræ: Løn & <mere>"
    assert desc == "2 spørgsmål fører til 1 løsninger. Det første er: Hvad er der sket?"


def test_in_a_page_it_brings_no_styles_of_its_own(knowledge: Knowledge) -> None:
    in_page, alone = (draw(small_tree(), knowledge, standalone=alone) for alone in (False, True))
    assert "<style" not in in_page and "style=" not in in_page
    assert "prefers-color-scheme:dark" in alone
    assert drawn(alone).find(f"{SVG}style") is not None


def test_lines_are_no_longer_than_there_is_room() -> None:
    lines = wrapped("Forældreorlov, omsorgsdage og andet fravær på grund af børn", 150, SMALL_SIZE)
    assert " ".join(lines) == "Forældreorlov, omsorgsdage og andet fravær på grund af børn"
    assert len(lines) > 1 and all(text_width(line, SMALL_SIZE) <= 150 for line in lines)
    assert wrapped("Speciallægepraksisplanlægningsstabiliseringsperiode", 50, SMALL_SIZE) == [
        "Speciallægepraksisplanlægningsstabiliseringsperiode"
    ]
    assert wrapped("", BOX, SMALL_SIZE) == []


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [0, 1])
def test_all_texts_stand_out_from_what_is_behind_them(dark: int) -> None:
    pairs = [(f"on-{kind}", f"chip-{kind}") for kind in ("solution", "tree", "event", "person", "question")]
    pairs += [(text, "box") for text in ("ink", "muted", "accent", "stop")] + [("ink", "paper"), ("muted", "paper")]
    for text, behind in pairs:
        bright, dim = sorted((_luminance(_FILLS[text][dark]), _luminance(_FILLS[behind][dark])), reverse=True)
        assert (bright + 0.05) / (dim + 0.05) >= 4.5, (text, behind)
