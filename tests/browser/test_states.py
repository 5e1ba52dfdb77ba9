"""Every state of the widget: accessible by axe's rules, with targets that can be hit, and nothing beside the window.

With SCREENS=docs/screens the pictures of `make screens` are written; else nothing is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from tests.browser.conftest import LivePortal
from tests.browser.page import Screen
from tests.browser.samples import CARDS, utterance

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
SCREENS = os.environ.get("SCREENS")
AT = "2026-11-23T09:30:00+00:00"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
SIZES = {"desktop": (1280, 800), "phone": (320, 640)}
VIEWS = [(scheme, size, mode) for scheme in ("light", "dark") for size in SIZES for mode in ("panel", "page")]
LEAST_TARGET = 24  # CSS pixels

# All that can be pressed; links in running text may be as high as the text.
TOO_SMALL = """(least) => {
  const root = document.querySelector('service-assistent').shadowRoot;
  const found = [...root.querySelectorAll('button, a[href], input, select, textarea, summary, label.drop, .option')];
  const shown = (e) => e.checkVisibility({ visibilityProperty: true });
  return found.filter((e) => shown(e) && !e.closest('.sr, .prose, .source'))
    .filter((e) => !(e.matches('input') && (e.closest('.option') || e.classList.contains('sr'))))
    .map((e) => [e, e.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < least || box.height < least))
    .map(([e, box]) => `${e.outerHTML.slice(0, 120)} ${box.width}x${box.height}`);
}"""

CUT_OFF = """() => {
  const root = document.querySelector('service-assistent').shadowRoot;
  return [...root.querySelectorAll('.card *')].filter((e) => !e.closest('.sr') && e.checkVisibility())
    .filter((e) => e.getBoundingClientRect().right > e.closest('.card').getBoundingClientRect().right + 1)
    .map((e) => e.outerHTML.slice(0, 100));
}"""

Window = Callable[..., Screen]
AGENT = [
    {"id": "s1", "from": "system", "at": AT, "text": "Du taler nu med Lone fra 1.-linje."},
    {
        "id": "s2",
        "from": "agent",
        "author": "Lone, 1.-linje",
        "at": AT,
        "text": "Hej Mette. Jeg kan se, hvad I har talt om.",
    },
    {"id": "s3", "from": "user", "at": AT, "text": "Tak, godt."},
]


@pytest.fixture
def window(chromium: Any, live: LivePortal) -> Iterator[Window]:
    """Opens the signed-on widget in the colours, size and mode asked for; closed at the end."""
    contexts: list[Any] = []

    def make(scheme: str, size: str, mode: str, **options: Any) -> Screen:
        width, height = SIZES[size]
        viewport = {"width": width, "height": height}
        contexts.append(
            chromium.new_context(
                viewport=viewport, color_scheme=scheme, locale="da-DK", reduced_motion="reduce", **options
            )
        )
        one = Screen(contexts[-1], live.url)
        one.open("/assistent" if mode == "page" else "/")
        if mode == "panel":
            one.page.get_by_role("button", name="Spørg Serviceassistenten").click()
        return one.sign_on()

    yield make
    for context in contexts:
        context.close()


def show(one: Screen, *names: str, extra: list[dict[str, Any]] | None = None) -> None:
    """Draws a transcript with these cards, as it would come from the server."""
    messages = [{"id": "m0", "from": "user", "at": AT, "text": "Jeg vil gerne spørge om noget"}]
    for name in names:
        data = json.loads(utterance(name).model_dump_json(exclude_none=True))
        messages.append({"id": f"m-{name}", "from": "bot", "at": AT, **data})
    one.page.evaluate(
        "(messages) => document.querySelector('service-assistent').messages.load(messages)", messages + (extra or [])
    )


def faults(one: Screen) -> list[str]:
    """What axe finds wrong in the widget, with the first place."""
    if not one.page.evaluate("'axe' in window"):
        one.page.evaluate(AXE)
    found = one.page.evaluate("async (rules) => (await axe.run('service-assistent', rules)).violations", RULES)
    return [f"{fault['id']} ({fault['impact']}): {fault['nodes'][0]['html'][:200]}" for fault in found]


def check(one: Screen, what: str) -> None:
    # axe takes what is scrolled away for a label that cannot be seen
    one.page.evaluate("document.querySelector('service-assistent').messages.scroller.scrollTop = 0")
    assert faults(one) == [], what
    assert one.page.evaluate(TOO_SMALL, LEAST_TARGET) == [], what
    assert one.page.evaluate(CUT_OFF) == [], what
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), what


def picture(one: Screen, name: str) -> None:
    """Takes the screen's picture, where pictures are wanted."""
    if not SCREENS:
        return
    folder = Path(SCREENS)
    folder.mkdir(parents=True, exist_ok=True)
    one.page.locator(".panel").screenshot(path=folder / f"{name}.png", caret="hide")


@pytest.mark.parametrize(("scheme", "size", "mode"), VIEWS)
def test_every_card_is_accessible(window: Window, scheme: str, size: str, mode: str) -> None:
    one = window(scheme, size, mode)
    for name in CARDS:
        show(one, name)
        check(one, f"{name}, {scheme}, {size}, {mode}")
        if mode == "panel" and (size, scheme) != ("phone", "dark"):
            picture(one, f"{name}-{'phone' if size == 'phone' else scheme}")
    assert one.complaints == []


@pytest.mark.parametrize(("scheme", "size"), [("light", "desktop"), ("dark", "phone")])
def test_every_other_state_is_accessible(window: Window, live: LivePortal, scheme: str, size: str) -> None:
    """The menu, the calendar, a list of names, errors, a file, what was not sent, a supporter, and no session."""
    one = window(scheme, size, "panel")
    seen: list[str] = []

    def look(name: str) -> None:
        if name != "erase":  # it lies in the middle of the window, not on the panel
            picture(one, f"state-{name}-{scheme}{'-phone' if size == 'phone' else ''}")
        check(one, f"{name}, {scheme}, {size}")
        seen.append(name)

    one.page.get_by_role("button", name="Flere valg").click()
    look("menu")
    one.page.get_by_role("menuitem", name="Slet samtalen").click()
    look("erase")
    one.page.get_by_role("button", name="Fortryd").click()
    show(one, "question")
    one.page.get_by_role("button", name="Vælg dato i kalender").click()
    look("calendar")
    show(one, "question-person")
    one.page.get_by_role("combobox").press_sequentially("mette")
    one.page.get_by_role("option").first.wait_for()
    look("names")
    show(one, "form")
    one.card("form").get_by_role("button", name="Fortsæt", exact=True).click()
    look("errors")
    show(one, "question-file")
    files = [{"name": "kvittering.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 x"}]
    one.page.locator("input[type=file]").set_input_files(files)
    one.page.locator("li.done").wait_for()
    look("file")
    show(one, extra=AGENT)
    one.page.evaluate("document.querySelector('service-assistent').messages.showTyping(true, 'Lone')")
    look("agent")
    one.page.route("**/messages", lambda route: route.abort())
    one.say("kommer ikke frem")
    one.page.get_by_role("button", name="Prøv igen").wait_for()
    one.context.set_offline(True)
    one.page.get_by_text("Ingen forbindelse").wait_for()
    look("offline")
    live.clock.forward(hours=10)
    one.context.set_offline(False)
    one.page.get_by_role("heading", name="Log ind for at fortsætte").wait_for()
    look("expired")
    one.page.evaluate("sessionStorage.removeItem('serviceassistent:session')")
    one.page.reload()
    one.page.get_by_role("heading", name="Log ind for at bruge assistenten").wait_for()
    look("signed-out")
    one.page.get_by_role("button", name="Luk", exact=True).click()
    check(one, f"launcher, {scheme}, {size}")
    assert len(seen) == 10


@pytest.mark.parametrize("accent", ["#a3123a", "#1d4ed8"])
def test_the_organisations_colour_alone_keeps_the_contrast(window: Window, accent: str) -> None:
    for scheme in ("light", "dark"):
        one = window(scheme, "phone", "page")
        root = "document.documentElement.style.setProperty('--serviceassistent-accent', accent)"
        one.page.evaluate(f"(accent) => {root}", accent)
        for name in ("solution", "receipt", "case", "question-choice", "form"):
            show(one, name)
            check(one, f"{name}, {scheme}, {accent}")


def test_a_theme_goes_before_the_systems_colours(window: Window) -> None:
    one = window("dark", "desktop", "page")
    panel, widget = one.page.locator(".panel"), one.page.locator("service-assistent")

    def canvas() -> str:
        return str(panel.evaluate("node => getComputedStyle(node).backgroundColor"))

    dark = canvas()
    widget.evaluate("node => node.setAttribute('theme', 'light')")
    assert canvas() != dark
    one.page.emulate_media(color_scheme="light")
    widget.evaluate("node => node.setAttribute('theme', 'dark')")
    assert canvas() == dark


@pytest.mark.parametrize("size", SIZES)
def test_with_text_twice_as_large_nothing_is_cut_off(window: Window, size: str) -> None:
    one = window("light", size, "page")
    # What the user's own size of text does: `medium` is twice as large.
    one.page.evaluate("document.querySelector('service-assistent').style.fontSize = '32px'")
    for name in CARDS:
        show(one, name)
        assert one.page.evaluate(CUT_OFF) == [], name
        assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        if name in ("form", "case"):
            picture(one, f"{name}-large-text{'-phone' if size == 'phone' else ''}")


def test_where_the_panel_covers_the_window_the_page_behind_it_is_out_of_reach(window: Window) -> None:
    one = window("light", "phone", "panel")
    inside = "[document.body, document.querySelector('service-assistent')].includes(document.activeElement)"
    for _ in range(25):
        one.page.keyboard.press("Tab")
        assert one.page.evaluate(inside)
    one.page.keyboard.press("Escape")
    assert one.focused().startswith("Spørg Serviceassistenten")
    one.page.set_viewport_size({"width": 1280, "height": 800})
    one.page.get_by_role("button", name="Spørg Serviceassistenten").click()
    one.page.get_by_role("button", name="Flere valg").click()
    one.page.get_by_role("menuitem", name="Vis i hele vinduet").click()
    assert one.page.locator(".panel").bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 800}
    picture(one, "expanded-light")


WITHOUT_EDGE = """() => {
  const root = document.querySelector('service-assistent').shadowRoot;
  const found = [...root.querySelectorAll('.card, .action, .row-action, .option')].filter((e) => e.checkVisibility());
  return found.filter((e) => ['0px', 'none'].includes(getComputedStyle(e).borderTopWidth)).map((e) => e.className);
}"""


def test_in_forced_colours_everything_has_an_edge_that_is_seen(window: Window) -> None:
    one = window("light", "desktop", "page", forced_colors="active")
    for name in ("solution", "question-multi", "case", "notice-crisis"):
        show(one, name)
        assert one.page.evaluate(WITHOUT_EDGE) == [], name
        picture(one, f"{name}-forced-colors")
