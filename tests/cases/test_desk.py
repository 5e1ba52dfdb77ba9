"""What case workers can do with work items, and what they find in the queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.access.tasks import handle
from bot.audit.trail import AuditFilter
from bot.cases.backends.base import OutboxMessage
from bot.cases.backends.hands import ItemChanged, Seen
from bot.cases.backends.permitted import Doing, permitted
from bot.cases.backends.queue import DeskQueue, OpenItem, QueueFilter
from bot.cases.backends.sql import WorkItemRow
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.states import BadTransition
from bot.database.engine import writing
from tests.town import MONDAY, Town

LEAVE = frozenset({handle("fravaer")})
STATES = (
    "modtaget",
    "under_behandling",
    "afventer_indberetter",
    "genaabnet",
    "loest",
    "lukket",
    "annulleret",
    "afvist",
)
DO: dict[Doing, Callable[[Town, str], None]] = {
    "take": lambda town, number: town.desk.take("worker", number),
    "resume": lambda town, number: town.desk.resume("worker", number),
    "ask": lambda town, number: town.desk.ask("worker", number, "?"),
    "solve": lambda town, number: town.desk.solve("worker", number, "!"),
    "reject": lambda town, number: town.desk.reject("worker", number, "Nej"),
    "close": lambda town, number: town.desk.close("worker", number),
    "reopen": lambda town, number: town.desk.reopen("worker", number, "Igen"),
    "put_back": lambda town, number: town.desk.put_back("worker", number),
    "give": lambda town, number: town.desk.give("worker", number, "mate"),
    "take_over": lambda town, number: town.desk.take_over("worker", number),
    "note": lambda town, number: town.desk.note("worker", number, "Husk"),
}


@pytest.fixture
def queue(town: Town) -> DeskQueue:
    town.offer()
    town.hire("mate", "by", name="Mads Tate")
    town.role("mate", "sagsbehandler_loen_og_personale", "by")
    return DeskQueue(town.sessions, town.clock, town.access)


def sent(town: Town, person: str = "anne", **answers: object) -> str:
    number = town.send(person, **answers).number
    town.settle()
    return number


def opened(queue: DeskQueue, number: str, person: str = "worker") -> OpenItem:
    found = queue.get(person, number, LEAVE)
    assert found is not None
    return found


def put(town: Town, number: str, state: str, worker: str | None) -> None:
    with writing(town.sessions) as session:
        row = session.query(WorkItemRow).filter_by(number=number).one()
        row.state, row.worker_id = state, worker


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("worker", [None, "worker", "mate"])
def test_what_is_offered_can_be_done(town: Town, queue: DeskQueue, state: str, worker: str | None) -> None:
    may = permitted(state, worker, "worker") - {"open_number"}
    for what in may:
        number = sent(town)
        put(town, number, state, worker)
        DO[what](town, number)
    assert may >= {"note"}


@pytest.mark.parametrize("state", STATES)
def test_what_a_colleague_has_is_changed_by_taking_it_over_only(town: Town, queue: DeskQueue, state: str) -> None:
    for what, do in DO.items():
        if what in ("note", "take_over"):
            continue
        number = sent(town)
        put(town, number, state, "mate")
        with pytest.raises(NotAllowed, match="Mads Tate har allerede taget sagen"):
            do(town, number)
        assert opened(queue, number).item.state == state


@pytest.mark.parametrize("what", sorted(set(DO) - {"note", "take"}))
def test_what_is_not_offered_is_refused_once_it_is_over(town: Town, queue: DeskQueue, what: Doing) -> None:
    number = sent(town)
    put(town, number, "lukket", "worker")
    if what == "take_over":
        put(town, number, "lukket", "mate")
    with pytest.raises(BadTransition):
        DO[what](town, number)


def test_a_deputy_sees_the_lenders_queue_but_not_the_lenders_own_cases(town: Town, queue: DeskQueue) -> None:
    number = sent(town)
    of_lender = sent(town, "worker")
    assert queue.get("dot", number, LEAVE) is None
    town.lend("worker", "dot", "handle:fravaer")
    assert [item.number for item in queue.page("dot", QueueFilter(LEAVE)).items] == [number]
    assert queue.get("dot", of_lender, LEAVE) is None
    town.desk.take("dot", number)
    entry = town.trail.find(AuditFilter())[-1].event
    assert (entry.action, entry.actor_id, entry.on_behalf_of_id) == ("case_taken", "dot", "worker")


def test_an_item_lies_on_the_workbench_of_its_own_task_only(town: Town, queue: DeskQueue) -> None:
    number = sent(town)
    assert queue.get("worker", number, frozenset({handle("loen")})) is None
    assert queue.page("worker", QueueFilter(frozenset({handle("loen")}))).total == 0
    assert queue.page("anne", QueueFilter(LEAVE)).items == ()
    assert queue.page("ingen", QueueFilter(LEAVE)).by_view["new"] == 0


def test_it_can_be_given_to_those_who_handle_the_same_there_and_are_no_party(town: Town, queue: DeskQueue) -> None:
    town.hire("near", "skole-a", name="Nora Nær")
    town.role("near", "sagsbehandler_loen_og_personale", "skole-a")
    town.hire("far", "pleje-a", name="Finn Fjern")
    town.role("far", "sagsbehandler_loen_og_personale", "pleje")
    town.grant("support", "handle:fravaer", "by")
    town.role("soeren", "sagsbehandler_loen_og_personale", "by", until=MONDAY.date() - timedelta(days=1))
    about = sent(town, "kim", subject="near")
    assert [person.id for person in opened(queue, about).colleagues] == ["mate", "support"]
    assert [person.id for person in opened(queue, sent(town)).colleagues] == ["mate", "near", "support"]
    with pytest.raises(NotAllowed):
        town.desk.give("worker", about, "near")


def test_what_was_given_on_is_begun_by_the_one_who_got_it(town: Town, queue: DeskQueue) -> None:
    number = sent(town)
    town.desk.give("worker", number, "mate")
    assert "take" in opened(queue, number, "mate").may
    town.settle()
    case = town.cases.get("anne", number)
    assert (case.state, case.case_worker_id, len(case.history)) == ("modtaget", "mate", 1)
    town.desk.take("mate", number)
    town.settle()
    assert town.cases.get("anne", number).state == "under_behandling"


def test_a_change_to_who_has_it_moves_no_case_that_went_on_meanwhile(town: Town, queue: DeskQueue) -> None:
    number = sent(town)
    town.desk.take("worker", number)
    town.desk.ask("worker", number, "Hvilken uge?")
    town.settle()
    town.cases.answer("anne", number, "Uge 30")
    town.desk.give("worker", number, "mate")  # before the answer has come
    town.settle()
    case = town.cases.get("anne", number)
    assert (case.state, case.case_worker_id, case.history[-1].text) == ("under_behandling", "mate", "Uge 30")
    assert opened(queue, number).item.state == "under_behandling"


def test_an_answer_that_comes_after_the_desk_has_gone_on_changes_nothing_there(town: Town, queue: DeskQueue) -> None:
    number = sent(town)
    town.desk.ask("worker", number, "Hvilken uge?")
    town.settle()
    town.cases.answer("anne", number, "Uge 30")
    town.desk.reject("worker", number, "For sent.")
    town.settle()
    assert town.cases.get("anne", number).state == opened(queue, number).item.state == "afvist"


def test_a_message_of_the_reporter_makes_what_was_seen_old(town: Town, queue: DeskQueue) -> None:
    number = sent(town)
    town.desk.take("worker", number)
    before = opened(queue, number).item.version
    town.cases.comment("anne", number, "Vent", "c")
    town.outbox.run_until_empty()
    with pytest.raises(ItemChanged):
        town.desk.solve("worker", number, "Klaret", seen=Seen(before, "form-1"))
    town.desk.solve("worker", number, "Klaret", seen=Seen(opened(queue, number).item.version, "form-2"))
    town.desk.solve("worker", number, "Klaret", seen=Seen(before, "form-2"))  # the same form again
    assert opened(queue, number).item.state == "loest"


def test_only_the_one_who_has_it_opens_a_number(town: Town, queue: DeskQueue) -> None:
    number = sent(town, cpr="cpr:ref")
    with pytest.raises(NotAllowed):
        town.desk.open_number("worker", number, "cpr")
    with pytest.raises(NotFound):
        town.desk.open_number("anne", number, "cpr")
    town.desk.take("worker", number)
    assert town.desk.open_number("worker", number, "cpr") == "cpr:ref"
    assert town.desk.open_number("worker", number, "findes_ikke") is None
    assert [entry.event.action for entry in town.trail.find(AuditFilter())].count("cpr_shown") == 1


def test_an_item_from_before_there_was_a_search_is_found_by_its_number(town: Town, queue: DeskQueue) -> None:
    number = sent(town)
    with writing(town.sessions) as session:
        row = session.query(WorkItemRow).filter_by(number=number).one()
        row.body = {key: value for key, value in row.body.items() if key != "search_text"}
        row.state_since = row.desk_since = None
    assert queue.page("worker", QueueFilter(LEAVE, text=number[-6:])).total == 1
    assert queue.page("worker", QueueFilter(LEAVE, text="anne")).total == 0
    assert opened(queue, number).item.desk_since == MONDAY
    town.desk.ask("worker", number, "Hvilken uge?")
    town.clock.move(days=3)
    answer = OutboxMessage("m", "answer", town.cases.get("anne", number).correlation_id, {"text": "30"}, town.clock())
    town.backend.deliver(answer)
    assert opened(queue, number).item.desk_since == MONDAY + timedelta(days=3)
