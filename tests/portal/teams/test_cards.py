"""Every kind of card as an Adaptive Card: valid, complete, and no larger than Teams takes."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft6Validator

from bot.messages.cards import Card, FieldInput, Hint
from bot.messages.message import Message, Utterance, actions_of
from bot.portal.teams.cards import MOST_BYTES, closes, in_teams
from bot.portal.teams.cards.inputs import value_of
from bot.portal.teams.cards.parts import digest
from bot.portal.teams.words import SET_ASIDE, cpr_warning, in_portal, news, under_way
from bot.privacy.cpr import DISPLAY
from tests.browser.samples import CARDS, utterance

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "adaptive-card-1.5.json").read_text())
VALIDATOR = Draft6Validator(SCHEMA)
PORTAL = "https://portal.kommunen.example"


def as_message(said: Utterance) -> Message:
    data = {"id": "m-1", "from": "bot", "at": datetime.now(timezone.utc), **said.model_dump()}
    return Message.model_validate(data)


def shown(said: Utterance, answer: str | None = None) -> tuple[str, list[dict[str, Any]]]:
    text, made = in_teams(as_message(said), PORTAL, answer)
    for card in made:
        VALIDATOR.validate(card)
        assert card["version"] == "1.5" and card["fallbackText"]
    return text, made


def nodes(tree: Any) -> list[dict[str, Any]]:
    if isinstance(tree, list):
        return [node for part in tree for node in nodes(part)]
    if isinstance(tree, dict):
        return [tree, *nodes(list(tree.values()))]
    return []


def test_the_samples_hold_every_kind_of_card_and_of_field() -> None:
    kinds = {card["type"] for _, card in CARDS.values()}
    assert kinds == {get_args(model.model_fields["type"].annotation)[0] for model in get_args(get_args(Card)[0])}


def test_the_schema_is_strict_enough_to_find_a_mistake() -> None:
    wrong = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "tekst": "x"}]}
    assert not VALIDATOR.is_valid(wrong)


@pytest.mark.parametrize("name", CARDS)
def test_a_card_is_valid_and_offers_what_the_card_offers(name: str) -> None:
    said = utterance(name)
    _, made = shown(said)
    offered = {digest(action.payload) for action in actions_of(list(said.cards))}
    pressed = {
        node["data"]["knap"] for node in nodes(made) if node.get("type") == "Action.Submit" and "knap" in node["data"]
    }
    chosen = {choice["value"] for node in nodes(made) if node.get("id") == "knap" for choice in node["choices"]}
    assert pressed | chosen == offered
    assert "payload" not in json.dumps(made)


@pytest.mark.parametrize("name", CARDS)
def test_an_answered_card_has_no_buttons_left_and_says_what_was_answered(name: str) -> None:
    said = utterance(name)
    _, made = shown(said, "Det her blev svaret")
    for card, cards in zip(said.cards, made, strict=True):
        buttons = [node for node in nodes(cards) if str(node.get("type")).startswith(("Action.Submit", "Input."))]
        assert bool(buttons) != closes(card) or not list(actions_of([card]))
        assert ("Det her blev svaret" in json.dumps(cards)) == closes(card)


@pytest.mark.parametrize("hint", get_args(Hint))
@pytest.mark.parametrize("value", [None, "known"])
def test_every_kind_of_field_can_be_shown_and_read_back(hint: str, value: str | None) -> None:
    values: dict[str, Any] = {
        "period": {"from": "2026-06-01", "to": "2026-06-05"},
        "multi": ["a", "b"],
        "date": "2026-06-01",
        "yesno": "true",
        "choice": "a",
    }
    known = values.get(hint, "12") if value and hint not in ("cpr", "file") else None
    options = [{"value": "a", "label": "Første"}, {"value": "b", "label": "Anden"}]
    label = "Mette Holm, pædagog" if known else None
    field = FieldInput.model_validate(
        {"field": "felt.1", "label": "Hvad?", "hint": hint, "options": options, "value": known, "value_label": label}
    )
    card = {
        "type": "question",
        **field.model_dump(),
        "actions": [{"title": "Fortsæt", "payload": '/submit_values{"a":1}'}],
    }
    _, made = shown(Utterance.model_validate({"text": "Hvad?", "cards": [card]}))
    inputs = {node["id"]: node.get("value") for node in nodes(made) if str(node.get("type")).startswith("Input.")}
    assert bool(inputs) == (hint not in ("cpr", "file"))
    assert value_of(field, inputs) == known


def lines(card: dict[str, Any]) -> list[str]:
    return [
        "".join(run["text"] for run in block["inlines"]) for block in card["body"] if block["type"] == "RichTextBlock"
    ]


def test_text_is_not_said_twice_and_what_the_card_lacks_stands_first() -> None:
    text, (card,) = shown(utterance("question"))
    assert text == ""
    assert lines(card)[:3] == ["Noteret – Medarbejder: Mette Holm.", "Trin 2 af 5", "Hvornår forventer du at føde?"]


def test_the_question_whether_to_begin_stands_by_its_buttons() -> None:
    _, (card,) = shown(utterance("solution"))
    asked = next(place for place, element in enumerate(card["body"]) if "Vil du starte" in json.dumps(element))
    assert card["body"][asked + 1]["type"] == "ActionSet"


def test_a_message_without_cards_is_its_text() -> None:
    assert shown(Utterance(text="Hej\nmed dig")) == ("Hej\nmed dig", [])


def test_what_people_wrote_is_not_read_as_markdown() -> None:
    rows = [{"field": "a", "label": "Note", "value": "[klik](https://evil.example) **nu**"}]
    card = {"type": "summary", "id": "x", "title": "T", "rows": rows, "actions": []}
    _, made = shown(Utterance.model_validate({"text": "x", "cards": [card]}))
    assert all("evil" not in node.get("text", "") for node in nodes(made) if node.get("type") == "TextBlock")
    assert any("evil" in node.get("text", "") for node in nodes(made) if node.get("type") == "TextRun")


def test_references_to_cpr_numbers_are_dots() -> None:
    rows = [{"field": "a", "label": "CPR", "value": "⟦cpr:abcdefgh12⟧"}]
    card = {"type": "summary", "id": "x", "title": "T", "rows": rows, "actions": []}
    _, made = shown(Utterance.model_validate({"text": "CPR er ⟦cpr:abcdefgh12⟧ her", "cards": [card]}))
    text, _ = shown(Utterance(text="CPR er ⟦cpr:abcdefgh12⟧ her"))
    assert DISPLAY in text and json.dumps(made, ensure_ascii=False).count(DISPLAY) >= 2
    assert "abcdefgh12" not in text + json.dumps(made)


def test_a_long_list_is_cut_with_a_way_to_the_rest() -> None:
    _, sample = CARDS["case_list"]
    cases = [
        {**sample["cases"][0], "number": f"2026-{i:06}", "open": {"title": "Åbn", "payload": f"/a{i}"}}
        for i in range(50)
    ]
    _, made = shown(Utterance.model_validate({"text": "Sager", "cards": [{**sample, "total": 50, "cases": cases}]}))
    assert {"type": "Action.OpenUrl", "title": "Se alle i portalen", "url": f"{PORTAL}/sager"} in nodes(made)
    assert len([node for node in nodes(made) if node.get("title") == "Åbn"]) == 8


def test_nothing_is_larger_than_teams_takes() -> None:
    _, sample = CARDS["topic"]
    sections = [{"heading": f"Æble {i}", "text": "ærøskøbing " * 300} for i in range(30)]
    text, made = shown(Utterance.model_validate({"text": "ø" * 9000, "cards": [{**sample, "sections": sections}]}))
    assert len(json.dumps([text, made])) <= MOST_BYTES
    assert any(node.get("url") == f"{PORTAL}/assistent" for node in nodes(made))


@pytest.mark.parametrize("said", [cpr_warning(PORTAL), in_portal(PORTAL), under_way(PORTAL, SET_ASIDE), news(PORTAL)])
def test_what_is_said_in_teams_alone_is_valid_too_and_leads_to_the_portal(said: Utterance) -> None:
    _, made = shown(said)
    assert any(node.get("url") == f"{PORTAL}/assistent" for node in nodes(made))
