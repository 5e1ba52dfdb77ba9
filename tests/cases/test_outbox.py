"""The outbox and the backend: nothing is lost, nothing comes twice, nothing overtakes."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.cases.backends.base import BackendUnavailable, OutboxMessage, Receipt, StatusPage, StatusUpdate
from bot.cases.backends.sql import WorkItemMessageRow, WorkItemRow
from bot.cases.model import OutboxRow
from bot.cases.outbox import OutboxDispatcher
from bot.cases.status import StatusSync
from tests.town import Town


class Faraway:
    """A backend that fails as often as it is told to."""

    name = "faraway"

    def __init__(self) -> None:
        self.failures = 0
        self.taken: list[OutboxMessage] = []
        self.updates: list[StatusUpdate] = []

    def deliver(self, message: OutboxMessage) -> Receipt:
        if self.failures:
            self.failures -= 1
            raise BackendUnavailable("down")
        self.taken.append(message)
        return Receipt("FAR1")

    def status_since(self, cursor: str, limit: int = 200) -> StatusPage:
        start = int(cursor or 0)
        return StatusPage(self.updates[start:], str(len(self.updates)))


@pytest.fixture
def faraway() -> Faraway:
    return Faraway()


@pytest.fixture
def dispatcher(town: Town, faraway: Faraway) -> OutboxDispatcher:
    town.offer()
    return OutboxDispatcher(town.sessions, town.clock, faraway)


def test_a_message_is_tried_again_later_until_it_gets_through(
    town: Town, faraway: Faraway, dispatcher: OutboxDispatcher
) -> None:
    number = town.send("anne").number
    faraway.failures = 2
    assert dispatcher.run_once() == 0
    assert dispatcher.run_once() == 0  # not due yet
    assert faraway.failures == 1
    town.clock.move(seconds=3)
    assert dispatcher.run_once() == 0
    town.clock.move(minutes=2)
    assert dispatcher.run_once() == 1
    assert dispatcher.run_once() == 0
    assert town.cases.get("anne", number).backend_ref == "FAR1"


def test_what_follows_waits_for_what_came_first(town: Town, faraway: Faraway, dispatcher: OutboxDispatcher) -> None:
    number = town.send("anne").number
    town.cases.comment("anne", number, "en", "1")
    town.cases.comment("anne", number, "to", "2")
    other = town.send("soeren").number
    faraway.failures = 1
    assert dispatcher.run_once() == 1
    assert [message.body["number"] for message in faraway.taken] == [other]
    town.clock.move(minutes=5)
    assert dispatcher.run_until_empty() == 3
    assert [(message.kind, message.body.get("text")) for message in faraway.taken[1:]] == [
        ("create", None),
        ("comment", "en"),
        ("comment", "to"),
    ]


def test_a_process_that_dies_with_a_message_in_hand_loses_nothing(
    town: Town, faraway: Faraway, dispatcher: OutboxDispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.send("anne")

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(dispatcher, "_done", dies)
        with pytest.raises(KeyboardInterrupt):
            dispatcher.run_once()
    assert dispatcher.run_once() == 0  # leased
    town.clock.move(minutes=2)
    assert dispatcher.run_once() == 1
    first, second = faraway.taken
    assert first.message_id == second.message_id  # the backend knows it by that


def test_the_log_of_a_failure_holds_no_text(
    town: Town, faraway: Faraway, dispatcher: OutboxDispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    town.send("anne", note="hemmeligt")
    faraway.failures = 1
    dispatcher.run_once()
    assert "BackendUnavailable" in caplog.text
    assert "hemmeligt" not in caplog.text
    with town.sessions() as session:
        assert session.execute(sa.select(OutboxRow.last_error)).scalar_one() == "BackendUnavailable"


def test_the_embedded_backend_bears_repeats(town: Town) -> None:
    town.offer()
    number = town.send("anne").number
    message = OutboxMessage(
        "m1", "create", "c1", {"number": number, "handler_task": "x", "unit_path": "/by/", "title": "T"}, town.clock()
    )
    assert town.backend.deliver(message) == town.backend.deliver(message)
    with town.sessions() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(WorkItemRow)).scalar_one() == 1
        assert session.execute(sa.select(sa.func.count()).select_from(WorkItemMessageRow)).scalar_one() == 1


def test_the_embedded_backend_takes_no_comment_before_the_case(town: Town) -> None:
    with pytest.raises(BackendUnavailable):
        town.backend.deliver(OutboxMessage("m1", "comment", "unknown", {"text": "x"}, town.clock()))


def test_an_update_is_applied_once_even_if_it_comes_again(town: Town, faraway: Faraway) -> None:
    town.offer()
    case = town.send("anne")
    sync = StatusSync(town.sessions, town.clock, faraway)
    update = StatusUpdate("u1", case.correlation_id, "under_behandling", "I gang", "worker", town.clock())
    faraway.updates = [update]
    assert sync.run_once() == [case.number]
    assert sync.run_once() == []
    faraway.updates = [update, update]
    assert sync.run_once() == []
    assert len(town.cases.get("anne", case.number).history) == 2


def test_updates_of_unknown_cases_and_impossible_ones_are_passed_over(town: Town, faraway: Faraway) -> None:
    town.offer()
    case = town.send("anne")
    faraway.updates = [
        StatusUpdate("u1", "unknown", "loest", "?", None, town.clock()),
        StatusUpdate("u2", case.correlation_id, "lukket", "?", None, town.clock()),
        StatusUpdate("u3", case.correlation_id, "under_behandling", "I gang", None, town.clock()),
    ]
    assert StatusSync(town.sessions, town.clock, faraway).run_once() == [case.number]
    assert town.cases.get("anne", case.number).state == "under_behandling"
