"""What the network does to a talk: nothing is lost, nothing is doubled, and each message is read out once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from bot.messages.message import Utterance
from tests.browser.conftest import LivePortal
from tests.browser.page import Screen
from tests.portal.world import MEMBER

Open = Callable[..., Screen]

# Notes what a screen reader is given: what is added to a live region, without its parts that are not live.
LISTEN = """() => {
  const root = document.querySelector('service-assistent').shadowRoot;
  const live = (node) => {
    for (let e = node.nodeType === 1 ? node : node.parentElement; e; e = e.parentElement) {
      const of_roles = { log: 'polite', status: 'polite', alert: 'assertive' };
      const told = e.getAttribute('aria-live') || of_roles[e.getAttribute('role')];
      if (told) return told !== 'off';
    }
    return false;
  };
  const heard = (node) => {
    if (node.nodeType === 3) return node.textContent;
    if (node.nodeType !== 1 || node.hidden || node.getAttribute('aria-hidden') === 'true') return '';
    return node.getAttribute('aria-live') === 'off' ? '' : [...node.childNodes].map(heard).join(' ');
  };
  window.heard = [];
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) {
      const words = live(node) ? heard(node).replace(/\\s+/g, ' ').trim() : '';
      if (words && node.isConnected) window.heard.push(words);
    }
  }).observe(root, { subtree: true, childList: true });
}"""


@pytest.fixture
def screen(chromium: Any, live: LivePortal) -> Iterator[Open]:
    contexts: list[Any] = []

    def make(**options: Any) -> Screen:
        contexts.append(chromium.new_context(viewport={"width": 900, "height": 800}, locale="da-DK", **options))
        return Screen(contexts[-1], live.url)

    yield make
    for context in contexts:
        context.close()


def tell(live: LivePortal, text: str, sender: Any = "bot") -> None:
    """Stores a message as another process does."""
    conversation = live.world.conversations.for_person(MEMBER)
    live.world.conversations.add_messages(conversation.id, [Utterance(text=text)], sender=sender)
    live.wake(conversation.id)


def listening(one: Screen) -> Screen:
    expect(one.log).to_have_attribute("aria-live", "polite")  # the transcript has been drawn, in silence
    one.page.evaluate(LISTEN)
    return one


def times(one: Screen, words: str) -> int:
    return sum(words in heard for heard in one.page.evaluate("window.heard"))


def in_the_tree(one: Screen, role: str) -> list[dict[str, Any]]:
    """The nodes of that role in the browser's accessibility tree."""
    session = one.context.new_cdp_session(one.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [node for node in nodes if node.get("role", {}).get("value") == role and not node["ignored"]]


def test_each_message_is_read_out_once_also_what_was_missed(screen: Open, live: LivePortal) -> None:
    live.show("question")
    one = listening(screen().open().sign_on())
    (log,) = in_the_tree(one, "log")
    properties = {found["name"]: found["value"].get("value") for found in log["properties"]}
    assert (log["name"]["value"], properties["live"]) == ("Samtale", "polite")
    assert one.page.evaluate("window.heard") == []  # the transcript is no news
    one.say("hej")
    expect(one.log.get_by_text("Du skrev: hej")).to_be_visible()
    tell(live, "Fra en anden proces")
    expect(one.log.get_by_text("Fra en anden proces")).to_be_visible()
    one.context.set_offline(True)
    tell(live, "Mens nettet var væk")
    expect(one.page.get_by_text("Ingen forbindelse")).to_be_visible()
    one.context.set_offline(False)
    expect(one.log.get_by_text("Mens nettet var væk")).to_be_visible()
    expect(one.page.get_by_text("Forbindelsen er tilbage")).to_be_visible()
    said = ["Du: hej", "Du skrev: hej", "Fra en anden proces", "Mens nettet var væk"]
    assert [times(one, words) for words in said] == [1, 1, 1, 1]
    tree = [node["name"]["value"] for node in in_the_tree(one, "StaticText")]
    assert [sum(words.removeprefix("Du: ") == name for name in tree) for words in said] == [1, 1, 1, 1]


def test_after_signing_on_again_the_transcript_is_not_read_out(screen: Open, live: LivePortal) -> None:
    one = screen().open().sign_on()
    one.say("hej")
    expect(one.log.get_by_text("Du skrev: hej")).to_be_visible()
    one.page.reload()
    one.page.evaluate(LISTEN)
    expect(one.log.get_by_text("Du skrev: hej")).to_be_visible()
    assert times(one, "Du skrev: hej") == 0


def test_the_focus_stays_in_a_field_when_messages_come(screen: Open, live: LivePortal) -> None:
    live.show("form")
    one = screen().open().sign_on()
    field = one.card("form").get_by_label("Fortæl, hvad der er galt")
    field.press_sequentially("Der mangler")
    tell(live, "Din sag er besvaret", sender="system")
    tell(live, "Er du der?", sender="agent")
    expect(one.log.get_by_text("Er du der?")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("Der mangler")


def test_an_answer_that_was_lost_on_the_way_is_not_given_twice(screen: Open, live: LivePortal) -> None:
    one = screen().open().sign_on()

    def lose_the_answer(route: Route) -> None:
        route.fetch()  # it reaches the server, which answers
        route.abort()

    one.page.route("**/messages", lose_the_answer, times=1)
    one.say("er du der?")
    expect(one.log.get_by_text("Du skrev: er du der?")).to_be_visible()
    expect(one.page.get_by_text("Ikke sendt")).to_have_count(0)
    assert one.messages("user") == ["er du der?"]
    assert [turn["text"] for turn in live.engine.turns if turn["text"]] == ["er du der?"]


def test_what_was_not_sent_is_still_there_after_a_reload(screen: Open, live: LivePortal) -> None:
    one = screen().open().sign_on()
    one.page.route("**/messages", lambda route: route.abort())
    one.say("kan ikke komme frem")
    expect(one.page.get_by_text("Ikke sendt")).to_be_visible()
    one.page.unroute("**/messages")
    one.page.reload()
    one.page.get_by_role("button", name="Prøv igen").click()
    expect(one.log.get_by_text("Du skrev: kan ikke komme frem")).to_be_visible()
    assert one.messages("user") == ["kan ikke komme frem"]
    one.page.reload()
    expect(one.log.get_by_text("Du skrev: kan ikke komme frem")).to_be_visible()
    expect(one.page.get_by_role("button", name="Prøv igen")).to_have_count(0)


def test_a_form_that_is_half_filled_survives_a_reload_but_for_the_cpr_number(screen: Open, live: LivePortal) -> None:
    live.show("form")
    one = screen().open().sign_on()
    form = one.card("form")
    form.get_by_label("Fortæl, hvad der er galt").fill("Der mangler timer for 610190-1234")
    form.locator("label").filter(has_text="Timer").filter(has_text="Se lønsedlen").click()
    form.get_by_label("CPR-nummer på barnet").fill("610124-1234")
    assert "610124" not in one.page.evaluate("JSON.stringify(sessionStorage)")
    assert "610190" not in one.page.evaluate("JSON.stringify(sessionStorage)")
    one.page.reload()
    expect(form.get_by_label("Fortæl, hvad der er galt")).to_have_value("Der mangler timer for ••••••-••••")
    expect(form.get_by_role("radio", name="Timer")).to_be_checked()
    expect(form.get_by_label("CPR-nummer på barnet")).to_have_value("")


def test_what_one_person_was_typing_is_not_shown_to_the_next(screen: Open) -> None:
    one = screen().open().sign_on()
    one.box.fill("noget privat")
    one.page.get_by_role("button", name="Flere valg").click()
    one.page.get_by_role("menuitem", name="Log ud").click()
    one.sign_on("Omar Yıldız")
    expect(one.box).to_have_value("")
    assert "privat" not in one.page.evaluate("JSON.stringify(sessionStorage)")


def test_a_supporter_has_a_name_and_is_seen_typing(screen: Open, live: LivePortal) -> None:
    one = screen()
    typing = 'event: typing\ndata: {"name": "Lone"}\n\n'
    message = {"id": "a1", "from": "agent", "author": "Lone, 1.-linje", "text": "Hej Mette", "cards": []}
    message["at"] = live.clock().isoformat()
    ready: list[str] = []
    told: list[str] = []

    def stream(route: Route) -> None:
        route.fulfill(content_type="text/event-stream", body=ready[-1] if ready else typing)

    one.page.route("**/events", stream)
    one.page.route("**/typing", lambda route: (told.append(route.request.method), route.fulfill(status=204)))
    one.open().sign_on()
    expect(one.page.get_by_role("status").filter(has_text="Lone skriver …")).to_be_visible()
    ready.append(f"id: a1\nevent: message\ndata: {json.dumps(message)}\n\n")
    expect(one.page.locator(".message.agent")).to_contain_text("Lone, 1.-linje")
    expect(one.page.get_by_text("Lone skriver …")).to_have_count(0)
    one.box.press_sequentially("hej Lone")
    one.say("hej Lone!")
    expect(one.log.get_by_text("Du skrev: hej Lone!")).to_be_visible()
    assert told == ["POST"]  # once for many keys


def test_the_english_interface_says_that_the_assistant_speaks_danish(screen: Open, live: LivePortal) -> None:
    live.show("question")
    one = screen().open()
    one.page.evaluate(
        """() => {
          const old = document.querySelector('service-assistent');
          const fresh = document.createElement('service-assistent');
          fresh.setAttribute('mode', 'page');
          fresh.lang = 'en';
          fresh.addEventListener('serviceassistent:login', (event) => {
            event.preventDefault(); // the page sees to it
            fresh.login({ demo_user: 'mette' });
          });
          old.replaceWith(fresh);
        }"""
    )
    one.page.get_by_role("button", name="Sign in").click()
    box = one.page.get_by_label("Write your message")
    box.fill("hej")
    box.press("Enter")
    answer = one.page.get_by_role("log", name="Conversation").get_by_text("Du skrev: hej")
    expect(answer).to_be_visible()
    assert answer.evaluate("node => node.closest('[lang]').lang") == "da"
    assert box.evaluate("node => node.closest('[lang]').lang") == "en"
    expect(one.page.get_by_role("button", name="Choose date in calendar")).to_be_visible()
