"""Sending a draft: once, whoever asks how often, with the parties that the solution says."""

from __future__ import annotations

import re
from datetime import datetime
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from bot.cases.errors import NotAllowed
from bot.cases.model import CaseRow, HistoryRow, OutboxRow
from bot.clock import UTC
from bot.knowledge.schema import Condition, ReportField
from tests.town import Town


def _count(town: Town, table: type) -> int:
    with town.sessions() as session:
        return session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_a_case_gets_a_number_a_first_line_and_a_message_to_the_desk(town: Town) -> None:
    town.offer()
    case = town.send("anne", note="uge 30")
    assert re.fullmatch(r"2026-\d{6}", case.number)
    assert (case.state, case.reporter_id, case.subject_id, case.unit_id) == ("modtaget", "anne", "anne", "skole-a")
    assert case.answers == {"note": "uge 30"}
    assert [line.kind for line in case.history] == ["sent"]
    assert case.history[0].actor == "Anne Holm"
    assert _count(town, OutboxRow) == 1


def test_the_same_draft_twice_is_one_case(town: Town) -> None:
    town.offer()
    draft = town.drafts.start("anne", "ferie", None)
    first = town.cases.submit("anne", draft.id)
    second = town.cases.submit("anne", draft.id)
    assert first.number == second.number
    assert (_count(town, CaseRow), _count(town, OutboxRow), _count(town, HistoryRow)) == (1, 1, 1)
    assert town.drafts.get("anne", draft.id).case_number == first.number


def test_the_same_draft_at_the_same_instant_is_one_case(town: Town) -> None:
    town.offer()
    draft = town.drafts.start("anne", "ferie", None)
    barrier, numbers, errors = Barrier(8), [], []

    def send() -> None:
        barrier.wait()
        try:
            numbers.append(town.cases.submit("anne", draft.id).number)
        except Exception as error:
            errors.append(error)

    threads = [Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(set(numbers)) == 1
    assert _count(town, CaseRow) == 1


def test_numbers_follow_one_another_and_begin_anew_with_the_danish_year(town: Town) -> None:
    town.offer()
    town.clock.at = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
    assert [town.send("anne").number for _ in range(2)] == ["2026-000001", "2026-000002"]
    town.clock.at = datetime(2026, 12, 31, 23, 1, tzinfo=UTC)  # past midnight in Denmark
    assert town.send("anne").number == "2027-000001"


def test_a_failure_halfway_leaves_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.offer()
    draft = town.drafts.start("anne", "ferie", None)

    def fails(*_: object) -> None:
        raise RuntimeError("the process dies")

    with monkeypatch.context() as patch:
        patch.setattr("bot.cases.changes.tell_of_case", fails)
        with pytest.raises(RuntimeError):
            town.cases.submit("anne", draft.id)
    assert (_count(town, CaseRow), _count(town, OutboxRow), _count(town, HistoryRow)) == (0, 0, 0)
    assert town.drafts.get("anne", draft.id).state == "active"
    assert town.cases.submit("anne", draft.id).state == "modtaget"


def test_the_right_to_send_is_checked_when_it_is_sent(town: Town) -> None:
    town.offer()
    lent = town.lend("lea", "dot", "report:fravaer")
    draft = town.drafts.start("dot", "ferie", None, {"subject": "jonas"})
    town.delegations.revoke("lea", lent)
    with pytest.raises(NotAllowed) as refused:
        town.cases.submit("dot", draft.id)
    assert "kræver rollen" in refused.value.explanation
    assert town.drafts.get("dot", draft.id).state == "active"
    with pytest.raises(NotAllowed):
        town.send("anne", subject="ida")


def test_a_report_about_an_employee_needs_the_employee(town: Town) -> None:
    town.offer(subject="employee")
    with pytest.raises(NotAllowed):
        town.send("lea")
    with pytest.raises(NotAllowed):
        town.send("lea", subject="lea")
    assert town.send("lea", subject="jonas").unit_id == "skole-b"


def test_a_solution_that_cannot_be_reported_is_not_sent(town: Town) -> None:
    with pytest.raises(NotAllowed):
        town.send("anne", "findes-ikke")


def test_a_deputys_case_is_on_behalf_of_the_leader(town: Town) -> None:
    town.offer()
    town.lend("lea", "dot", "report:fravaer")
    case = town.send("dot", subject="jonas")
    assert (case.reporter_id, case.on_behalf_of_id, case.on_behalf_of_name) == ("dot", "lea", "Lea Lund")
    own = town.send("dot")
    assert own.on_behalf_of_id is None
    assert town.send("kim", subject="jonas").on_behalf_of_id is None


def test_someone_who_is_not_employed_is_known_by_name(town: Town) -> None:
    fields = [
        ReportField(id="navn", label="Navn", question="Hvem?", type="text"),
        ReportField(id="enhed", label="Enhed", question="Hvor?", type="unit"),
    ]
    town.offer(solution_id="ny", area="personale", subject="external", subject_sees=False, fields=fields)
    case = town.send("kim", "ny", navn="Nadia Ny", enhed="skole-b")
    assert (case.subject_id, case.subject_name, case.unit_id) == (None, "Nadia Ny", "skole-b")
    with pytest.raises(NotAllowed):
        town.send("kim", "ny", navn="Nadia Ny", enhed="pleje-a")


def test_an_employee_among_people_from_outside_is_kept_out_as_a_subject(town: Town) -> None:
    fields = [
        ReportField(
            id="hvem",
            label="Hvem",
            question="Hvem?",
            type="choice",
            options=[{"id": "ansat", "label": "Ansat"}, {"id": "ny", "label": "Ny"}],
        ),
        ReportField(
            id="medarbejder", label="M", question="?", type="person", when=Condition(field="hvem", any_of=["ansat"])
        ),
        ReportField(id="enhed", label="Enhed", question="Hvor?", type="unit"),
    ]
    town.offer(solution_id="attest", area="personale", subject="external", subject_sees=False, fields=fields)
    town.grant("jonas", "view_unit:personale", "by")
    case = town.send("kim", "attest", hvem="ansat", medarbejder="jonas", enhed="skole-b")
    assert case.subject_id == "jonas"
    assert town.cases.get("jonas", case.number) is None


def test_of_several_employments_the_one_that_was_named_decides_the_unit(town: Town) -> None:
    unit = ReportField(id="enhed", label="Enhed", question="Hvor?", type="unit", required=False)
    subject = ReportField(id="subject", label="Hvem", question="Hvem?", type="person", required=False)
    town.offer(fields=[subject, unit])
    town.hire("anne", "pleje-a", hours=5)
    assert town.send("anne").unit_id == "skole-a"
    assert town.send("anne", enhed="pleje-a").unit_id == "pleje-a"
    assert town.send("anne", enhed="skole-b").unit_id == "skole-a"
    assert town.send("per", subject="anne").unit_id == "pleje-a"


def test_asking_to_be_called_makes_a_case_for_the_first_line_only(town: Town) -> None:
    case = town.cases.request_call_back("anne", "talk", "loen", "Ring til mig om 610190-1234")
    assert case.state == "modtaget"
    assert case.sensitive
    assert "⟦cpr:" in case.answers["text"]
    town.settle()
    assert town.sees(case.number) == {"anne", "support"}
    assert [item.number for item in town.desk.queue("support")] == [case.number]
    assert town.desk.queue("worker") == []


def test_the_same_wish_to_be_called_twice_is_one_case(town: Town) -> None:
    first = town.cases.request_call_back("anne", "talk", "loen", "Ring", repeat_key="message-1")
    second = town.cases.request_call_back("anne", "talk", "loen", "Ring", repeat_key="message-1")
    assert first.number == second.number
    assert _count(town, CaseRow) == 1
