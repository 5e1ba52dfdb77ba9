"""Who has sent a case for whom is told to all who may see it, wherever they see it, and to nobody else."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.cases.model import HistoryRow
from bot.cases.types import CaseFilter, CaseView
from bot.dialogue.rendering import cases as wording
from bot.portal.wire import plain
from tests.town import Town

SENT = "Indsendt af Dot Vinter for Lea Lund"


@pytest.fixture
def case(town: Town) -> CaseView:
    town.offer()
    town.lend("lea", "dot", "report:fravaer")
    return town.send("dot", subject="jonas")


def test_every_party_sees_it_on_the_case_and_in_its_history(town: Town, case: CaseView) -> None:
    for person in ("dot", "lea", "jonas", "kim", "worker"):
        seen = town.cases.get(person, case.number)
        assert seen is not None, person
        assert seen.sent_by == SENT
        assert seen.history[0].text.startswith(f"{SENT} som stedfortræder. ")
    for person in ("anne", "per", "ida"):
        assert town.cases.get(person, case.number) is None


def test_it_stands_in_the_lists_and_so_in_the_api(town: Town, case: CaseView) -> None:
    for person, whose in (("dot", "mine"), ("lea", "mine"), ("kim", "unit")):
        (item,) = town.cases.list(person, CaseFilter(whose=whose)).items  # type: ignore[arg-type]
        assert item.sent_by == SENT
    assert plain(town.cases.list("lea"))["items"][0]["sent_by"] == SENT
    town.settle()
    town.desk.take("worker", case.number)
    town.desk.ask("worker", case.number, "Hvilken uge?")
    town.settle()
    assert [item.sent_by for item in town.cases.awaiting("lea")] == [SENT]


def test_it_stands_on_the_receipt_the_card_and_the_list(town: Town, case: CaseView) -> None:
    receipt = wording.receipt(town.known["ferie"], case)
    shown = wording.case(town.known["ferie"], case, None)
    several = wording.case_list(town.cases.list("lea"), "Her er dine sager.")
    for said in (receipt, shown, several):
        assert SENT in said.text
    assert receipt.cards[0].sent_by == SENT  # type: ignore[union-attr]
    assert shown.cards[0].sent_by == SENT  # type: ignore[union-attr]
    assert several.cards[0].cases[0].sent_by == SENT  # type: ignore[union-attr]


def test_the_stored_text_names_nobody(town: Town, case: CaseView) -> None:
    with town.sessions() as session:
        texts = session.scalars(sa.select(HistoryRow.text)).all()
    assert not any("Dot" in text or "Lea" in text for text in texts)


def test_ones_own_case_says_nothing_of_the_kind(town: Town, case: CaseView) -> None:
    own = town.send("dot")
    assert own.sent_by is None
    assert "Indsendt af" not in wording.receipt(town.known["ferie"], own).text
    assert town.send("kim", subject="jonas").sent_by is None  # by a right of their own


def test_after_the_delegation_has_ended_it_still_says_who_sent_it(town: Town, case: CaseView) -> None:
    for lent in town.delegations.of("lea"):
        town.delegations.revoke("lea", lent.id)
    seen = town.cases.get("lea", case.number)
    assert seen is not None
    assert seen.sent_by == SENT
