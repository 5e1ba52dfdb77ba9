"""What is written down: who did what, for whom and on which ground; never what they wrote, never what is their own."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import event as events

from bot.audit.log import AuditLog
from bot.audit.model import AuditRow
from bot.audit.trail import AuditFilter
from bot.audit.types import Entry, Event
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.types import CaseFilter
from bot.database.engine import writing
from tests.town import MONDAY, Town

SECRET = "En tekst, som nogen har skrevet"


def entries(town: Town, **wanted: object) -> list[Entry]:
    return town.trail.find(AuditFilter(**wanted))  # type: ignore[arg-type]


def last(town: Town) -> Entry:
    return entries(town)[-1]


def told(town: Town) -> tuple[object, ...]:
    """The last entry in short."""
    event = last(town).event
    return (event.action, event.actor_id, event.object_id, event.subject_id, event.on_behalf_of_id, event.ground)


def test_sending_tells_who_about_whom_and_on_which_ground(town: Town) -> None:
    town.offer()
    number = town.send("anne").number
    assert told(town) == ("report_sent", "anne", number, "anne", None, "self")
    number = town.send("kim", subject="jonas").number
    assert told(town) == ("report_sent", "kim", number, "jonas", None, "role:indberetter_personale")
    lent = town.lend("lea", "dot", "report:fravaer")
    number = town.send("dot", subject="jonas").number
    assert told(town) == ("report_sent", "dot", number, "jonas", "lea", f"delegation:{lent}")
    entry = last(town)
    assert (entry.at, entry.channel, entry.event.unit_path) == (MONDAY, "chat", "/by/skole/skole-b/")
    assert entry.event.details == {"solution": "ferie", "state": "modtaget"}


def test_sending_the_same_draft_again_is_told_once(town: Town) -> None:
    town.offer()
    draft = town.drafts.start("anne", "ferie", None)
    town.cases.submit("anne", draft.id)
    town.cases.submit("anne", draft.id)
    assert [entry.event.action for entry in entries(town)] == ["report_sent"]


def test_whatever_is_done_to_a_case_is_told_with_its_ground(town: Town) -> None:
    town.offer(approval="reporter_is_not_leader")
    number = town.send("jonas").number
    town.cases.send_back("bo", number, SECRET)
    assert told(town) == ("case_sent_back", "bo", number, "jonas", None, "role:leder")
    town.cases.answer("jonas", number, SECRET)
    assert told(town) == ("case_answered", "jonas", number, "jonas", None, "self")
    lent = town.lend("bo", "dot", "approve:fravaer")
    town.cases.approve("dot", number)
    assert told(town) == ("case_approved", "dot", number, "jonas", "bo", f"delegation:{lent}")
    town.settle()
    desk = "role:sagsbehandler_loen_og_personale"
    town.desk.take("worker", number)
    assert told(town) == ("case_taken", "worker", number, "jonas", None, desk)
    town.desk.ask("worker", number, SECRET)
    assert told(town)[0] == "case_asked"
    town.settle()
    town.cases.answer("jonas", number, SECRET)
    town.settle()
    town.cases.comment("worker", number, SECRET)
    assert told(town) == ("case_commented", "worker", number, "jonas", None, desk)
    town.desk.solve("worker", number, SECRET)
    assert told(town)[0] == "case_solved"
    town.settle()
    town.cases.reopen("jonas", number, SECRET)
    assert told(town)[:2] == ("case_reopened", "jonas")
    town.cases.withdraw("jonas", number, SECRET)
    assert told(town)[:2] == ("case_withdrawn", "jonas")
    assert [entry.event.action for entry in entries(town, case=number)] == [
        "report_sent", "case_sent_back", "case_answered", "case_approved", "case_taken", "case_asked",
        "case_answered", "case_commented", "case_solved", "case_reopened", "case_withdrawn",
    ]  # fmt: skip


def test_a_repeated_comment_is_told_once_and_what_was_refused_is_not_told(town: Town) -> None:
    town.offer()
    number = town.send("anne").number
    town.cases.comment("anne", number, SECRET, "client-1")
    town.cases.comment("anne", number, SECRET, "client-1")
    with pytest.raises(NotAllowed):
        town.cases.approve("anne", number)
    with pytest.raises(NotFound):
        town.cases.comment("soeren", number, SECRET)
    assert [entry.event.action for entry in entries(town)] == ["report_sent", "case_commented"]


def test_nothing_that_was_typed_stands_in_the_audit(town: Town) -> None:
    town.offer()
    number = town.send("anne", note=SECRET).number
    town.cases.comment("anne", number, SECRET)
    town.cases.request_call_back("anne", None, SECRET, SECRET)
    town.cases.withdraw("anne", number, SECRET)
    with town.sessions() as session:
        stored = str([tuple(row) for row in session.execute(sa.select(*AuditRow.__table__.columns))])
    assert "report_sent" in stored
    assert SECRET not in stored
    with pytest.raises(ValueError, match="codes only"), writing(town.sessions) as session:
        town.audit.write(session, Event("case_commented", "anne", details={"text": SECRET}))


def test_looking_at_what_is_ones_own_is_not_told(town: Town) -> None:
    town.offer(sensitive=True)
    number = town.send("lea", subject="jonas").number
    before = len(entries(town))
    for person in ("lea", "jonas"):
        town.cases.get(person, number)
        town.cases.list(person)
    town.cases.list("worker", CaseFilter(whose="desk"))
    assert len(entries(town)) == before


def test_opening_another_persons_sensitive_case_is_told_once_each_time(town: Town) -> None:
    town.offer(sensitive=True, approval="always")
    number = town.send("jonas").number
    town.cases.get("bo", number)
    assert told(town) == ("case_opened", "bo", number, "jonas", None, "role:leder")
    before = len(entries(town))
    town.clock.move(minutes=14)
    town.cases.get("bo", number)
    assert len(entries(town)) == before
    town.clock.move(minutes=2)
    town.cases.get("bo", number)
    assert len(entries(town)) == before + 1
    lent = town.lend("bo", "dot", "approve:fravaer")
    town.cases.get("dot", number)
    assert told(town) == ("case_opened", "dot", number, "jonas", "bo", f"delegation:{lent}")


def test_opening_an_ordinary_case_and_one_that_is_not_there_is_not_told(town: Town) -> None:
    town.offer()
    town.offer(solution_id="sygdom", sensitive=True)
    ordinary, hidden = town.send("anne").number, town.send("anne", "sygdom").number
    before = len(entries(town))
    assert town.cases.get("lea", ordinary) is not None
    assert town.cases.get("lea", hidden) is None
    assert town.cases.get("lea", "2026-999999") is None
    assert len(entries(town)) == before


def test_reading_a_file_of_another_persons_sensitive_case_is_told(town: Town) -> None:
    town.offer(sensitive=True)
    file = town.files.add("anne", None, "note.txt", "text/plain", b"hej")
    number = town.send("anne", files=[file.id]).number
    town.settle()
    assert town.files.read("anne", file.id) == b"hej"
    assert told(town)[0] == "report_sent"
    assert town.files.read("worker", file.id) == b"hej"
    assert told(town)[:3] == ("file_opened", "worker", number)
    assert last(town).event.details["file"] == file.id
    assert town.files.read("soeren", file.id) is None
    assert len(entries(town)) == 2


def test_handing_a_draft_on_is_told(town: Town) -> None:
    town.offer()
    draft = town.drafts.start("kim", "ferie", None, {"subject": "jonas"})
    town.drafts.hand_over("kim", draft.id, "lea")
    assert told(town) == ("draft_handed_on", "kim", draft.id, "jonas", None, "self")
    assert last(town).event.details == {"solution": "ferie", "to": "lea"}


def test_delegations_are_told_from_the_offer_to_the_end(town: Town) -> None:
    lent = town.lend("lea", "dot", "report:fravaer", "approve:fravaer", unit="skole-b")
    assert not town.delegations.revoke("anne", lent)
    town.delegations.revoke("dot", lent)
    found = [entry.event for entry in entries(town)]
    assert [(event.action, event.actor_id) for event in found] == [
        ("delegation_lent", "lea"),
        ("delegation_accepted", "dot"),
        ("delegation_revoked", "dot"),
    ]
    assert {(event.object_id, event.subject_id, event.on_behalf_of_id) for event in found} == {(lent, "dot", "lea")}
    assert found[0].details == {
        "tasks": ["report:fravaer", "approve:fravaer"],
        "unit": "skole-b",
        "from": "2026-03-02",
        "until": "2026-04-01",
    }


def test_signing_on_is_told_and_what_follows_from_it_is_not(town: Town) -> None:
    talk = town.talks.for_person("anne")
    thread = town.talks.new_thread(talk.id)
    town.sign_on.create("anne", talk.id, thread, vouched_by="host_portal")
    town.sign_on.create("anne", talk.id, thread, kind="page")
    assert [entry.event.action for entry in entries(town)] == ["sign_on"]
    assert told(town) == ("sign_on", "anne", "anne", None, None, "host_portal")


def test_erasing_a_conversation_is_told(town: Town) -> None:
    talk = town.talks.for_person("anne")
    town.talks.add_user_message(talk.id, SECRET, None)
    town.talks.erase(talk.id)
    assert told(town)[:3] == ("conversation_erased", "anne", talk.id)
    assert last(town).event.details == {"messages": 1, "drafts": 0, "files": 0}


def test_what_does_not_happen_is_not_told(town: Town) -> None:
    with pytest.raises(RuntimeError), writing(town.sessions) as session:
        town.audit.write(session, Event("sign_on", "anne"))
        raise RuntimeError
    with writing(town.sessions) as session:
        town.audit.write(session, Event("sign_on", "anne"))
        session.rollback()
        town.audit.write(session, Event("sign_on", "bo"))
    assert [entry.event.actor_id for entry in entries(town)] == ["bo"]
    assert town.trail.verify().broken_at is None


def test_what_is_told_stands_or_falls_with_the_audit(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.offer()
    draft = town.drafts.start("anne", "ferie", None)

    def full(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(AuditLog, "_append", full)
    with pytest.raises(OSError, match="full"):
        town.cases.submit("anne", draft.id)
    monkeypatch.undo()
    assert town.cases.list("anne").total == 0
    assert town.drafts.get("anne", draft.id).state == "active"


def test_a_turn_costs_the_audit_three_short_statements_and_one_insert(town: Town) -> None:
    town.offer()
    number = town.send("anne").number
    statements: list[str] = []

    @events.listens_for(town.engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "audit_entries" in statement or "counters" in statement:
            statements.append(statement.split()[0])

    town.cases.list("anne")
    town.cases.get("anne", number)
    assert statements == []
    town.cases.comment("anne", number, "hej")
    assert statements == ["UPDATE", "SELECT", "INSERT"]


def test_entries_are_found_by_person_case_day_and_action(town: Town) -> None:
    town.offer()
    first = town.send("kim", subject="jonas").number
    town.clock.move(days=1)
    town.lend("lea", "dot", "report:fravaer")
    second = town.send("dot", subject="jonas").number

    def found(**wanted: object) -> list[tuple[str, object]]:
        return [(entry.event.action, entry.event.object_id) for entry in entries(town, **wanted)]

    assert found(person="kim") == [("report_sent", first)]
    assert found(person="jonas") == [("report_sent", first), ("report_sent", second)]
    assert [action for action, _ in found(person="lea")] == ["delegation_lent", "delegation_accepted", "report_sent"]
    assert found(person="ida") == []
    assert found(case=second) == [("report_sent", second)]
    tuesday = (MONDAY + timedelta(days=1)).date()
    assert [entry.at.date() for entry in entries(town, since=tuesday)] == [tuesday] * 3
    assert len(found(action="report_sent")) == 2
    assert found(limit=1) == [("report_sent", second)]
