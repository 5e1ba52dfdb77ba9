"""Fields by keyboard alone, and what reaches the engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LivePortal
from tests.browser.page import Screen


@pytest.fixture
def screen(chromium: Any, live: LivePortal) -> Iterator[Screen]:
    context = chromium.new_context(viewport={"width": 900, "height": 900}, locale="da-DK")
    yield Screen(context, live.url)
    context.close()


def shown(screen: Screen, live: LivePortal, name: str, person: str = "Mette Holm") -> Any:
    live.show(name, person="lone" if person.startswith("Lone") else "mette")
    screen.open().sign_on(person)
    return screen.card(name.split("-")[0])


def values(live: LivePortal) -> Any:
    return live.engine.turns[-1]["values"]


def answered(screen: Screen, text: str) -> None:
    expect(screen.log.get_by_text(f"Du skrev: {text}")).to_be_visible()


@pytest.mark.parametrize("typed", ["12.6.2026", "12/6-2026", "2026-06-12", "12062026"])
def test_a_date_is_typed_as_danes_write_it(screen: Screen, live: LivePortal, typed: str) -> None:
    card = shown(screen, live, "question")
    field = card.get_by_role("textbox")
    field.fill(typed)
    field.press("Enter")
    answered(screen, "12. juni 2026")
    assert values(live) == {"termin": "2026-06-12"}
    expect(card).to_contain_text("12. juni 2026")


def test_what_is_no_date_is_told_at_the_field(screen: Screen, live: LivePortal) -> None:
    card = shown(screen, live, "question")
    field = card.get_by_role("textbox")
    field.fill("31.2.2026")
    field.press("Enter")
    expect(card.get_by_text("Skriv datoen som dag.måned.år")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    assert screen.messages("user") == []


def test_a_date_is_picked_in_the_calendar_by_keyboard(screen: Screen, live: LivePortal) -> None:
    card = shown(screen, live, "question")
    field = card.get_by_role("textbox")
    field.fill("12.6.2026")
    field.press("Tab")
    screen.page.keyboard.press("Enter")
    for key in ("ArrowRight", "ArrowDown", "PageDown"):
        screen.page.keyboard.press(key)
    assert screen.focused() == "20. juli 2026"
    screen.page.keyboard.press("Enter")
    expect(field).to_have_value("20.07.2026")
    expect(field).to_be_focused()
    screen.page.keyboard.press("Enter")
    answered(screen, "20. juli 2026")


def test_a_person_is_found_and_chosen_by_keyboard(screen: Screen, live: LivePortal) -> None:
    card = shown(screen, live, "question-person", "Lone Østergaard")
    box = card.get_by_role("combobox")
    box.press_sequentially("aase")
    expect(card.get_by_role("option", name="Åse Bæk")).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Åse Bæk")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("Enter")
    answered(screen, "Åse Bæk")
    assert values(live) == {"medarbejder": "aase"}


def test_a_name_that_was_not_chosen_is_not_guessed(screen: Screen, live: LivePortal) -> None:
    card = shown(screen, live, "question-person", "Lone Østergaard")
    card.get_by_role("combobox").fill("en eller anden")
    card.get_by_role("button", name="Fortsæt", exact=True).click()
    expect(card.get_by_text("Vælg fra listen.")).to_be_visible()


def test_yes_and_no_are_one_key(screen: Screen, live: LivePortal) -> None:
    card = shown(screen, live, "question-yesno")
    card.get_by_role("button", name="Ja", exact=True).press("Enter")
    answered(screen, "Ja")
    assert values(live) == {"egen": "true"}


def test_several_are_ticked_with_space(screen: Screen, live: LivePortal) -> None:
    card = shown(screen, live, "question-multi")
    for name in ("Tillæg", "Pension"):
        card.get_by_role("checkbox", name=name).press("Space")
    card.get_by_role("button", name="Fortsæt", exact=True).press("Enter")
    answered(screen, "Tillæg, Pension")
    assert values(live) == {"dele": ["tillæg", "pension"]}


def test_a_period_may_be_open(screen: Screen, live: LivePortal) -> None:
    card = shown(screen, live, "question-period")
    card.get_by_role("button", name="Fortsæt", exact=True).press("Enter")
    answered(screen, "fra 1. juni 2026")
    assert values(live) == {"periode": {"from": "2026-06-01", "to": None}}


def test_a_file_is_sent_at_once_and_a_bad_one_explained(screen: Screen, live: LivePortal) -> None:
    card = shown(screen, live, "question-file")
    chooser = card.locator("input[type=file]")
    chooser.set_input_files([{"name": "ondt.exe", "mimeType": "application/pdf", "buffer": b"MZ\x00"}])
    expect(card.locator("li.failed")).to_be_visible()
    card.get_by_role("button", name="Fjern ondt.exe").click()
    chooser.set_input_files([{"name": "kvittering.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 x"}])
    expect(card.locator("li.done")).to_contain_text("kvittering.pdf")
    card.get_by_role("button", name="Fortsæt", exact=True).click()
    answered(screen, "1 fil")
    (stored,) = values(live)["bilag"]
    assert live.world.attachments.describe("mette", [stored])[0].name == "kvittering.pdf"


def test_a_form_shows_its_errors_first_and_is_then_sent_whole(screen: Screen, live: LivePortal) -> None:
    card = shown(screen, live, "form")
    expect(card.get_by_role("alert")).to_contain_text("1 felt")
    card.get_by_role("button", name="Fortsæt", exact=True).click()
    expect(card.get_by_role("alert")).to_contain_text("3 felter")
    amount = card.get_by_label("Hvor meget mangler der?")
    expect(amount).to_be_focused()
    amount.fill("1.250,50")
    card.get_by_role("radio", name="Timer").press("Space")
    card.get_by_label("CPR-nummer på barnet").fill("610124-1234")
    card.get_by_label("Fortæl, hvad der er galt").fill("Der mangler timer")
    card.get_by_role("button", name="Fortsæt", exact=True).click()
    expect(card).to_contain_text("Udfyldt")
    sent = values(live)
    assert sent["beloeb"] == "1.250,50"
    assert sent["maaned"] == "2026-02-28"
    assert sent["type"] == "timer"
    assert sent["timer"] is None
    assert sent["cpr"].startswith("⟦cpr:")
    assert "610124" not in screen.page.content() + " ".join(screen.messages("user"))


def test_crisis_numbers_can_be_called(screen: Screen, live: LivePortal) -> None:
    card = shown(screen, live, "notice-crisis")
    assert card.get_by_role("link", name="112").get_attribute("href") == "tel:112"
