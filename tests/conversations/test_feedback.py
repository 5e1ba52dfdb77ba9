"""How it went, through the real processes: asked after help, answered in words or by a button, read as figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from bot.container import Container
from tests.conversations.conftest import Begin
from tests.conversations.desk import CaseWorker
from tests.conversations.ways import open_solution, send, start_report
from tests.processes import Running, wait_until

pytestmark = pytest.mark.processes

Rows = Callable[..., list[tuple[Any, ...]]]


def answers(rows: Rows, moment: str) -> Counter[tuple[Any, ...]]:
    """What was asked and answered at that moment, by all who have used the house so far."""
    return Counter(rows("SELECT question, answer FROM feedback WHERE moment = :moment", moment=moment))


def test_after_help_a_thank_you_is_asked_back_and_a_typed_no_leads_on(begin: Begin, rows: Rows) -> None:
    before = answers(rows, "facet")
    emil = begin("emil.overgaard")
    open_solution(emil, "koerselsgodtgoerelse")
    emil.say("hvad er fristen?")
    assert not emil.last.has("feedback")
    about = emil.say("tak for hjælpen").card("feedback")["about"]
    assert about == "Fik du svar på det, du ville vide om Kørselsgodtgørelse i egen bil?"
    reply = emil.say("nej det virkede ikke")
    assert reply.text.startswith("Tak for svaret. Det er jeg ked af.")
    assert answers(rows, "facet") - before == {("solved", "no"): 1}
    assert [row[0] for row in rows("SELECT text FROM feedback_comments")] == ["nej det virkede ikke"]
    assert emil.do("show_topic", id="koerselsgodtgoerelse").has("topic")
    assert not emil.say("tak").has("feedback")  # once a day
    emil.start_over()
    assert rows("SELECT text FROM feedback_comments") == []  # goes with the conversation; the answer stays
    assert answers(rows, "facet") - before == {("solved", "no"): 1}


@pytest.mark.parametrize(("typed", "answer"), [("ja tak, super", "yes"), ("ja", "yes"), ("sådan da", "partly")])
def test_a_typed_answer_counts(begin: Begin, rows: Rows, typed: str, answer: str) -> None:
    bo = begin("bo.enevoldsen")
    open_solution(bo, "private-udlaeg")
    before = answers(rows, "tree")
    assert bo.say("tak").has("feedback")
    assert bo.say(typed).text.startswith("Tak for svaret.")
    assert answers(rows, "tree") - before == {("solved", answer): 1}


def test_a_receipt_asks_whether_one_is_satisfied_and_the_solved_case_whether_it_is_solved(
    running: Running, begin: Begin, house: Container, rows: Rows
) -> None:
    receipts, cases = answers(rows, "receipt"), answers(rows, "case")
    anne = begin("anne.holm")
    start_report(anne, "manglende-eller-forkert-loen")
    last_week = (date.today() - timedelta(days=7)).isoformat()
    anne.fill(periode={"from": last_week, "to": date.today().isoformat()})
    anne.fill(hvad=["tillaeg"], beskrivelse="Mit nattillæg mangler.")
    anne.fill(haster="kan_vente")
    number = send(anne)
    satisfied, _, not_satisfied = (action["payload"] for action in anne.last.card("feedback")["actions"])
    assert anne.press(satisfied).text == "Tak for svaret. Det er godt at høre."
    assert anne.press(satisfied).text == "Det har jeg noteret."  # a double click
    assert anne.press(not_satisfied).text.startswith("Jeg har rettet dit svar.")
    assert anne.last.offers("comment_case", number=number)
    assert answers(rows, "receipt") - receipts == {("satisfied", "no"): 1}

    gustav = CaseWorker(running.url, "gustav.bro")
    wait_until(lambda: number in gustav.queue(of=number), "the case is in the queue", 20)
    gustav.do(number, "take")
    gustav.do(number, "solve", text="Tillægget kommer med næste løn.")
    wait_until(lambda: rows("SELECT 1 FROM cases WHERE number = :n AND state = 'loest'", n=number), "solved", 20)
    # As on another day: nothing is known of what was asked before, and the news is in the greeting.
    assert anne.call("DELETE", f"/api/conversations/{anne.conversation}").status == 200
    house.notices.tell_of("case_news")
    anne.log_in()
    about = anne.last.card("feedback")["about"]
    assert f"({number}) er løst. Blev det løst for dig?" in about
    no = anne.last.card("feedback")["actions"][2]["payload"]
    assert anne.press(no).offers("reopen_case", number=number)
    assert answers(rows, "case") - cases == {("solved", "no"): 1}
