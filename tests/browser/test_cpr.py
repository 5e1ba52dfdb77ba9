"""The CPR shield in the browser: the same as the server's, and friendly about it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from bot.privacy import browser, cpr
from tests.browser.conftest import LivePortal
from tests.browser.page import Screen
from tests.privacy.cpr_strings import HARD, HIDDEN, OPEN

SEEN = "Det ligner et CPR-nummer. Jeg skjuler det, når du sender."
HIDDEN_NOW = "Det ligner et CPR-nummer. Jeg har skjult det, så det ikke blev sendt."
NONE_OF_THAT = "Det er ikke et CPR-nummer"


@pytest.fixture
def screen(chromium: Any, live: LivePortal) -> Iterator[Screen]:
    context = chromium.new_context(viewport={"width": 900, "height": 800}, locale="da-DK")
    yield Screen(context, live.url)
    context.close()


def sent(live: LivePortal) -> list[str]:
    """What has reached the engine as text, after the greeting."""
    return [turn["text"] for turn in live.engine.turns if turn["text"]]


def texts() -> list[str]:
    """All texts of the shield's tests, and some thousand that are put together from them, broken and mixed."""
    pick = random.Random(2026)
    known = [*(text for text, _ in HIDDEN), *OPEN, *HARD]
    joined = [
        pick.choice(known) + pick.choice([" ", ", ", "\n", "/", "-", ""]) + pick.choice(known) for _ in range(1500)
    ]
    broken = []
    for _ in range(1500):
        text = list(pick.choice(known))
        text[pick.randrange(len(text))] = pick.choice("0123456789 .-/,:cpr+€²①ÆøåİßKſ𝟔😀\u200b\u00a0\u0301")
        broken.append("".join(text))
    return [*known, *joined, *broken]


def hidden(text: str, label: str) -> str:
    """The text as the server hides its numbers."""
    for match in reversed(cpr.find(text, label=label)):
        text = text[: match.start] + cpr.DISPLAY + text[match.end :]
    return text


def test_the_browser_has_the_patterns_of_the_server() -> None:
    assert browser.FILE.read_text() == browser.script(), "run `python -m bot.privacy.browser`"


@pytest.mark.parametrize("label", ["", "kontonummer", "cpr"])
def test_the_browser_hides_what_the_server_hides_and_nothing_else(screen: Screen, label: str) -> None:
    all_texts = texts()
    screen.open("/assistent")
    found = screen.page.evaluate(
        """async ([texts, label]) => {
          const { hide } = await import('/static/widget/cpr.js');
          return texts.map((text) => hide(text, { label }));
        }""",
        [all_texts, label],
    )
    different = [(text, here) for text, here in zip(all_texts, found, strict=True) if here != hidden(text, label)]
    assert different == []


def test_a_number_in_a_message_is_told_of_at_once_and_not_sent(screen: Screen, live: LivePortal) -> None:
    screen.open().sign_on()
    screen.box.fill("Mette 610190-1234 er syg")
    expect(screen.page.get_by_text(SEEN)).to_be_visible()
    screen.box.press("Enter")
    expect(screen.page.get_by_text(HIDDEN_NOW)).to_be_visible()
    expect(screen.log.get_by_text("Du skrev: Mette ••••••-•••• er syg")).to_be_visible()
    assert screen.messages("user") == ["Mette ••••••-•••• er syg"]
    assert sent(live) == ["Mette ••••••-•••• er syg"]
    screen.box.press_sequentially("t")
    expect(screen.page.get_by_text(HIDDEN_NOW)).not_to_be_visible()
    assert screen.complaints == []


def test_a_message_without_a_number_is_left_in_peace(screen: Screen, live: LivePortal) -> None:
    screen.open().sign_on()
    screen.say("ring på 20 12 34 56 om faktura 6101901234")
    expect(screen.log.get_by_text("Du skrev: ring på")).to_be_visible()
    expect(screen.page.get_by_text("Det ligner et CPR-nummer")).to_have_count(0)
    assert sent(live) == ["ring på 20 12 34 56 om faktura 6101901234"]


def test_one_can_say_beforehand_that_it_is_none(screen: Screen, live: LivePortal) -> None:
    screen.open().sign_on()
    screen.box.fill("varen hedder 6101901234")
    screen.page.get_by_role("button", name=NONE_OF_THAT).click()
    expect(screen.page.get_by_text("Så sender jeg det, som du har skrevet det.")).to_be_visible()
    screen.box.press("Enter")
    expect(screen.log.get_by_text("Du skrev: varen hedder")).to_be_visible()
    # The server has the last word: it keeps the number encrypted, and what the engine is told is a reference.
    assert sent(live)[0].startswith("varen hedder ⟦cpr:")
    screen.say("og 6101901234 igen")  # the next message is looked at anew
    expect(screen.log.get_by_text("Du skrev: og ••••••-•••• igen")).to_be_visible()


def test_a_text_from_which_a_number_was_hidden_is_not_lost(screen: Screen, live: LivePortal) -> None:
    screen.open().sign_on()
    screen.say("varen hedder 6101901234")
    expect(screen.log.get_by_text("Du skrev: varen hedder")).to_be_visible()
    screen.page.get_by_role("button", name=NONE_OF_THAT).click()
    expect(screen.box).to_have_value("varen hedder 6101901234")
    screen.box.press("Enter")
    expect(screen.log.get_by_text("Du skrev: varen hedder")).to_have_count(2)
    assert sent(live)[0] == "varen hedder ••••••-••••"
    assert sent(live)[1].startswith("varen hedder ⟦cpr:")


def test_what_is_being_written_is_not_kept_in_the_browser_with_its_number(screen: Screen) -> None:
    screen.open().sign_on()
    screen.box.fill("Mette 610190-1234 er syg")
    kept = screen.page.evaluate("Object.values({...sessionStorage, ...localStorage}).join()")
    assert "610190" not in kept
    screen.page.reload()
    expect(screen.box).to_have_value("Mette ••••••-•••• er syg")


def test_a_field_that_asks_for_a_cpr_number_is_sent_as_it_is_and_others_are_not(
    screen: Screen, live: LivePortal
) -> None:
    live.show("form")
    card = screen.open().sign_on().card("form")
    card.get_by_label("Hvor meget mangler der?").fill("1250")
    card.get_by_role("radio", name="Tillæg").press("Space")
    card.get_by_label("CPR-nummer på barnet").fill("610118-4321")
    card.get_by_label("Fortæl, hvad der er galt").fill("Min kollega 610190-1234 har samme fejl")
    expect(card.get_by_text(SEEN)).to_be_visible()
    card.get_by_role("button", name="Fortsæt", exact=True).click()
    expect(screen.log.get_by_text("Du skrev:")).to_contain_text("CPR-nummer på barnet: ••••••-••••")
    values = live.engine.turns[-1]["values"]
    assert values["tekst"] == "Min kollega ••••••-•••• har samme fejl"
    assert values["cpr"].startswith("⟦cpr:")


def test_an_answer_that_is_typed_to_a_question_for_a_cpr_number_is_sent(screen: Screen, live: LivePortal) -> None:
    live.show("question-cpr")
    screen.open().sign_on()
    screen.say("det er 61 01 90 12 34")
    expect(screen.log.get_by_text("Du skrev: det er ••••••-••••")).to_be_visible()
    expect(screen.page.get_by_text("Det ligner et CPR-nummer")).to_have_count(0)
    assert sent(live)[0].startswith("det er ⟦cpr:")


def test_the_name_of_a_file_loses_its_number_before_it_is_sent(screen: Screen, live: LivePortal) -> None:
    live.show("question-file")
    card = screen.open().sign_on().card("question")
    file = {"name": "610190-1234 attest.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 x"}
    with screen.page.expect_request("**/files") as request:
        card.locator("input[type=file]").set_input_files([file])
    expect(card.locator("li.done")).to_contain_text("••••••-•••• attest.pdf")
    assert "610190" not in (request.value.post_data_buffer or b"").decode("latin-1")
