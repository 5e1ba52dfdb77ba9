"""Trackers are short-lived: capped, forgotten when idle, bounded in number. Needs the engine's Python."""

import asyncio

import pytest

pytest.importorskip("rasa")

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.tracker_store import ShortLivedTrackerStore

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet]
slots:
  answer: {type: any, influence_conversation: false, mappings: [{type: custom}]}
forms:
  report_form: {required_slots: [answer]}
"""
)


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def store(clock=None, **limits):
    return ShortLivedTrackerStore(DOMAIN, clock=clock or Clock(), **limits)


def run(coroutine):
    return asyncio.new_event_loop().run_until_complete(coroutine)


def talk(kept, sender, turns, first=()):
    tracker = run(kept.get_or_create_tracker(sender))
    tracker.update_with_events(list(first), DOMAIN)
    for number in range(turns):
        understanding = {"intent": {"name": "greet"}, "entities": [], "understanding": {"number": number}}
        tracker.update_with_events(
            [
                UserUttered(f"hej {number}", {"name": "greet"}, parse_data=understanding),
                ActionExecuted("report_form"),
                BotUttered("hej"),
                ActionExecuted("action_listen"),
            ],
            DOMAIN,
        )
        run(kept.save(tracker))
        tracker = run(kept.retrieve(sender))
    return tracker


def test_a_long_talk_is_cut_back_and_keeps_its_slots_and_loop():
    kept = store(max_events=40)
    tracker = talk(kept, "a", 100, [SlotSet("answer", "42"), ActiveLoop("report_form")])
    assert len(tracker.events) <= 40
    assert tracker.get_slot("answer") == "42"
    assert tracker.active_loop_name == "report_form"
    assert tracker.latest_message.text == "hej 99"


def test_a_cut_tracker_begins_at_the_start_of_a_turn():
    kept = store(max_events=20)
    tracker = talk(kept, "a", 30)
    beginning = next(event for event in tracker.events if not isinstance(event, (SlotSet, ActiveLoop)))
    assert isinstance(beginning, ActionExecuted) and beginning.action_name == "action_listen"


def test_only_the_latest_message_keeps_what_was_understood():
    tracker = talk(store(), "a", 3)
    readings = ["understanding" in event.parse_data for event in tracker.events if isinstance(event, UserUttered)]
    assert readings == [False, False, True]


def test_an_idle_talk_is_forgotten_and_a_used_one_is_not():
    clock = Clock()
    kept = store(clock, idle_seconds=60)
    talk(kept, "idle", 1)
    clock.now = 50
    talk(kept, "used", 1)
    clock.now = 100
    assert run(kept.retrieve("idle")) is None
    assert isinstance(run(kept.retrieve("used")), DialogueStateTracker)


def test_the_least_recently_used_talk_goes_first_when_there_are_too_many():
    kept = store(max_trackers=2)
    for sender in ("a", "b"):
        talk(kept, sender, 1)
    run(kept.retrieve("a"))
    talk(kept, "c", 1)
    assert sorted(run(kept.keys())) == ["a", "c"]
