"""After a leader's absence one is asked who stands in: once, where it is open, and by whom it can be seen to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.actions import report
from bot.actions.registry import CAPABILITIES
from bot.clock import today
from bot.container import Container
from bot.dialogue import standing_in
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import Reply, Turn
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.messages.message import actions_of
from bot.reports import flow
from bot.settings import PROJECT, Settings
from tests.fixtures import engine  # noqa: F401
from tests.town import KEY, Town

HOLIDAY = {"aerinde": "holde", "ferietype": "almindelig", "periode": {"from": "2026-03-09", "to": "2026-03-20"}}
SICK = {"melding": "syg", "foerste_sygedag": "2026-03-02", "hele_dagen": "hele", "varighed": "uge"}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture
def town(engine: sa.Engine, tmp_path: Path) -> Town:  # noqa: F811
    return Town(engine, tmp_path)


@pytest.fixture
def services(town: Town, knowledge: Knowledge, tmp_path: Path) -> Container:
    """The real services on the town's database, with the real reports."""
    environment = {"DATA_DIR": str(tmp_path), "DEMO": "1", "SERVICEASSISTENT_CPR_KEY": KEY}
    container = Container(Settings.from_environment(environment), town.clock)
    container.__dict__.update(engine=town.engine, knowledge=knowledge)
    return container


def turn(services: Container, person: str, state: ConversationState | None = None, **parameters: Any) -> Turn:
    who = services.access.person(person)
    assert who is not None
    conversation = services.conversations.for_person(person)
    day = today(services.clock)
    return Turn(who, conversation.id, "", "", state or ConversationState(), day, payload=parameters or None)


def send(
    services: Container,
    person: str,
    solution: str = "afholdelse-af-ferie",
    state: ConversationState | None = None,
    **answers: Any,
) -> tuple[Reply, Turn]:
    """Sends a report with these answers in the conversation; what is not answered is left out where it may be."""
    form = services.knowledge.solutions[solution].report
    assert form is not None
    unit = services.access.person(answers.get("subject", person)).unit_id  # type: ignore[union-attr]
    given = {"subject": person, "enhed": unit, **answers}
    for field in flow.visible_fields(form, given):
        if field.id not in given and flow.is_required(field, given):
            given[field.id] = {
                "yesno": False,
                "text": "ok",
                "multi": [field.options[-1].id] if field.options else [],
                "choice": field.options[-1].id if field.options else "",
                "date": "2026-03-02",
            }.get(field.type, "1")
    draft = services.drafts.start(
        person, solution, None, given, confirmed=[field.id for field in form.fields()], sources={}
    )
    asked = turn(services, person, state)
    asked.state.flow, asked.state.draft_id = "report", draft.id
    reply = report.send_report(services, asked)
    assert reply.utterances[0].cards[0].type == "receipt", reply
    return reply, asked


def question(reply: Reply) -> str | None:
    return next((said.text for said in reply.utterances if said.text.startswith("Hvem træder til")), None)


def test_a_leader_on_holiday_is_asked_and_the_button_knows_what_was_said(services: Container) -> None:
    reply, asked = send(services, "lea", **HOLIDAY)
    text = question(reply)
    assert text is not None
    assert text.startswith("Hvem træder til for dig fra 9. marts 2026 til og med 20. marts 2026?")
    button = next(action for action in actions_of(list(reply.utterances[1].cards)) if action.style == "primary")
    assert button.title == "Udpeg en stedfortræder"
    begun = turn(
        services, "lea", asked.state, id="stedfortraeder", enhed="skole", fra="2026-03-09", til="2026-03-20",
        aarsag="ferie",
    )  # fmt: skip
    CAPABILITIES["action_start_report"](services, begun)
    draft = services.drafts.open_for("lea")[0]
    assert draft.solution_id == "stedfortraeder"
    assert draft.answers["periode"] == {"from": "2026-03-09", "to": "2026-03-20"}
    assert (draft.answers["handling"], draft.answers["enhed"], draft.answers["aarsag"]) == ("udpege", "skole", "ferie")
    assert draft.sources["periode"] == "indberetning"


def test_a_yes_begins_the_same_report(services: Container) -> None:
    _, asked = send(services, "lea", **HOLIDAY)
    CAPABILITIES["action_affirm"](services, turn(services, "lea", asked.state))
    assert services.drafts.open_for("lea")[0].answers["periode"] == {"from": "2026-03-09", "to": "2026-03-20"}


def test_an_employee_is_not_asked(services: Container) -> None:
    reply, _ = send(services, "anne", **HOLIDAY)
    assert question(reply) is None


@pytest.mark.parametrize(
    ("solution", "answers", "asked"),
    [
        ("syge-og-raskmelding", SICK, True),
        ("syge-og-raskmelding", {"melding": "rask", "rask_fra": "2026-03-02"}, False),
        ("afholdelse-af-ferie", {**HOLIDAY, "periode": {"from": "2026-03-09", "to": "2026-03-11"}}, False),
        ("afholdelse-af-ferie", {"aerinde": "aflyse", "nuvaerende": HOLIDAY["periode"]}, False),
        ("afholdelse-af-ferie", {**HOLIDAY, "periode": {"from": "2026-01-05", "to": "2026-01-16"}}, False),
    ],
)
def test_only_an_absence_that_matters_and_is_not_over_is_asked_about(
    services: Container, solution: str, answers: dict[str, Any], asked: bool
) -> None:
    reply, _ = send(services, "lea", solution, **answers)
    assert (question(reply) is not None) == asked


def test_where_an_accepted_deputy_covers_it_nothing_is_asked(services: Container, town: Town) -> None:
    first, last = date(2026, 3, 9), date(2026, 3, 20)
    lent = town.delegations.lend("lea", "dot", ["approve:fravaer"], first, last)
    assert question(send(services, "lea", **HOLIDAY)[0]) is not None  # not accepted yet
    town.delegations.accept("dot", lent.id)
    assert question(send(services, "lea", **HOLIDAY)[0]) is None
    longer = {**HOLIDAY, "periode": {"from": "2026-03-09", "to": "2026-03-23"}}
    assert question(send(services, "lea", **longer)[0]) is not None


def test_one_absence_is_asked_about_once_and_the_next_one_again(services: Container) -> None:
    _, asked = send(services, "lea", **HOLIDAY)
    moved = {**HOLIDAY, "aerinde": "rette", "nuvaerende": HOLIDAY["periode"]}
    moved["periode"] = {"from": "2026-03-16", "to": "2026-03-27"}
    assert question(send(services, "lea", state=asked.state, **moved)[0]) is None
    later = {**HOLIDAY, "periode": {"from": "2026-07-06", "to": "2026-07-24"}}
    assert question(send(services, "lea", state=asked.state, **later)[0]) is not None


def test_a_button_pressed_twice_asks_once(services: Container) -> None:
    reply, asked = send(services, "lea", **HOLIDAY)
    assert question(reply) is not None
    draft = services.cases.list("lea").items[0]
    again = turn(services, "lea", asked.state, draft=_draft_of(services, draft.number))
    assert question(report.send_report(services, again)) is None


def test_the_next_leader_is_asked_for_the_leader_that_they_report_sick(services: Container) -> None:
    reply, _ = send(services, "boss", "syge-og-raskmelding", subject="lea", **SICK)
    text = question(reply)
    assert text is not None
    assert text.startswith("Hvem træder til for Lea Lund fra 2. marts 2026 og frem?")


def test_who_may_not_see_to_it_is_not_asked(services: Container) -> None:
    reply, _ = send(services, "kim", "syge-og-raskmelding", subject="lea", **SICK)
    assert question(reply) is None


def test_every_report_and_field_of_the_table_exists(knowledge: Knowledge) -> None:
    cause = knowledge.solutions[standing_in.REPORT].report.field("aarsag")  # type: ignore[union-attr]
    causes = {option.id for option in cause.options}  # type: ignore[union-attr]
    for solution_id, absence in standing_in.ABSENCES.items():
        form = knowledge.solutions[solution_id].report
        assert form is not None
        for name in (*absence.first, *absence.last):
            field = form.field(name)
            assert field is not None, (solution_id, name)
            assert field.type in ("date", "period")
        if absence.only:
            deciding = form.field(absence.only[0])
            assert deciding is not None
            assert absence.only[1] <= {option.id for option in deciding.options}
        assert absence.cause in causes


def test_the_end_is_told_by_the_field_that_was_answered() -> None:
    leave = {"termin": "2026-06-01", "orlov_efter": {"from": "2026-06-02", "to": "2026-12-01"}}
    assert standing_in.period_of("varsling-af-barsel", leave) == (date(2026, 6, 1), date(2026, 12, 1))
    assert standing_in.period_of("varsling-af-barsel", {"termin": "2026-06-01"}) == (date(2026, 6, 1), None)
    assert standing_in.period_of("varsling-af-barsel", {}) is None
    assert standing_in.period_of("lederskift", leave) is None


def _draft_of(services: Container, number: str) -> str:
    with services.engine.connect() as connection:
        found = connection.execute(sa.text("SELECT draft_id FROM cases WHERE number = :n"), {"n": number})
        return str(found.scalar_one())
